"""Scenarios: assume, change, compute in the background."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from wandel.fields.growth.models import Scenario
from wandel.office.journal.actions import record
from wandel.office.people.models import User
from wandel.office.runs.actions import start
from wandel.office.runs.models import Run
from wandel.ui.phrases import Phrase
from wandel.ui.sinks import INTERNAL

PROJECTION = "growth.projection"


def _tell(row: Scenario, message: str, by: User | None) -> None:
    record(by=by, message=Phrase(message), subject=row.ref, field="growth", confidentiality=INTERNAL)


def _write(row: Scenario, values: Mapping[str, Any]) -> Scenario:
    if values.get("shown"):
        Scenario.objects.exclude(pk=row.pk).filter(shown=True).update(shown=False)
    plain = {name: value for name, value in values.items() if name != "measures"}
    for name, value in plain.items():
        setattr(row, name, value)
    row.save()
    if "measures" in values:
        row.measures.set(values["measures"])
    return row


@transaction.atomic
def record_scenario(*, values: Mapping[str, Any], by: User | None) -> Scenario:
    row = _write(Scenario(), values)
    _tell(row, gettext_noop("Scenario recorded"), by)
    return row


@transaction.atomic
def change_scenario(*, row: Scenario, values: Mapping[str, Any], by: User | None) -> Scenario:
    """Change the assumptions. What was computed from the old ones keeps them."""
    row.version += 1
    _write(row, values)
    _tell(row, gettext_noop("Scenario changed"), by)
    return row


def start_projection(*, scenario: Scenario, by: User | None) -> Run:
    """Put the computation into the background; its page shows bar and cancel."""
    label = Phrase(gettext_noop("Projection: %(title)s"), {"title": scenario.title})
    return start(kind=PROJECTION, params={"scenario": scenario.pk}, by=by, label=label)
