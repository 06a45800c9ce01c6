"""Background work on land. Geometry libraries are loaded when a run begins, never with the pages."""

from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from wandel.fields.land.actions.snapshot import take_yearly
from wandel.fields.land.models import RuleSet
from wandel.office.people.models import User
from wandel.office.runs import incoming
from wandel.office.runs.execution import RunHandle


class Stopped(Exception):
    """Somebody pressed cancel, or the worker has to stop."""


def run_analysis(run: RunHandle) -> dict[str, Any]:
    """Measure, score and store; what was finished before an interruption is found again."""
    rule_set = RuleSet.objects.get(pk=run.params["rule_set"])
    by = User.objects.filter(pk=run.actor_id).first() if run.actor_id else None

    def told(done: int) -> None:
        run.progress(done, 100)
        if run.cancelled():
            raise Stopped

    try:
        found = import_module("wandel.fields.land.actions.analysing").analyse(rule_set=rule_set, by=by, told=told)
    except Stopped:
        return {}
    return {"path": found.get_absolute_url(), "analysis": found.pk}


def run_layer_import(run: RunHandle) -> dict[str, Any]:
    """Read an uploaded file or a service into a layer; the earlier version stays in force until the new one is whole.

    With ``check`` in its parameters the run only says what would change.
    """
    by = User.objects.filter(pk=run.actor_id).first() if run.actor_id else None
    importing = import_module("wandel.fields.land.actions.importing")

    def told(done: int, total: int) -> None:
        run.progress(done, total)
        if run.cancelled():
            raise Stopped

    try:
        if run.params.get("check"):
            seen = importing.look(run.params, told=told, work=Path(run.params["work"]))
            return {"path": f"/land/layers/checked/{run.id}/", "seen": seen}
        version, new = importing.import_from(run.params, by=by, told=told, work=Path(run.params["work"]))
    except Stopped:
        return {}
    return {"path": version.layer.get_absolute_url(), "new": new}


def run_comparison(run: RunHandle) -> dict[str, Any]:
    """Bring what the layers say about the sites up to date; what is fresh is not measured again."""

    def told(done: int, total: int) -> None:
        run.progress(done, total)
        if run.cancelled():
            raise Stopped

    try:
        count = import_module("wandel.fields.land.actions.comparing").compare_sites(told=told)
    except Stopped:
        return {}
    return {"path": "/land/sites/", "sites": count}


def write_down_the_year(now: datetime) -> None:
    """Every day: the first run of a year writes the stock of the last 31 December down."""
    take_yearly(now)


def clear_incoming(now: datetime) -> None:
    """Every day: what failed imports left behind more than a week ago."""
    incoming.clear_incoming("land", now)
