"""The demo's funding programmes, and what the unit has marked for two projects."""

from datetime import date
from decimal import Decimal
from importlib.resources import files
from typing import Any

import yaml

from wandel.fields.funding.actions.programme import mark_programme, save_programme
from wandel.fields.funding.models import Programme
from wandel.fields.projects.models import Project
from wandel.office.people.models import User

# Project, programme, state, note.
MARKS = [
    ("Mobilstation am Haltepunkt Merzenich", "oepnv-nrw", "shortlisted", "Vorgespräch geführt, Antrag bis Jahresende möglich."),
    ("Mobilstation am Haltepunkt Merzenich", "digitalpakt", "muted", "Hat mit Schule nichts zu tun."),
    ("Digitaler Dorfplatz Titz", "leader", "shortlisted", ""),
]  # fmt: skip


def lay_out_programmes(*, day: date) -> None:
    """Call it after the projects."""
    officer = User.objects.get(email="foerdermittel@demo.example")
    rows = yaml.safe_load(files("wandel.web.demo").joinpath("programmes.yaml").read_text("utf-8"))
    for row in rows:
        values = {name: value for name, value in row.items() if name not in {"key", "source"}}
        if "rate" in values:
            values["rate"] = Decimal(values["rate"]) / 100
        save_programme(programme=Programme(key=row["key"], checked_on=day), values=values | _sure(row), by=officer)
    for title, key, state, note in MARKS:
        mark_programme(
            project=Project.objects.get(title=title),
            programme=Programme.objects.get(key=key),
            state=state,
            note=note,
            by=officer,
            on=day,
        )


def _sure(row: dict[str, Any]) -> dict[str, Any]:
    """Only what was read somewhere counts as compared."""
    return {"confirmed": "source" in row}
