"""Background work of growth. Numerical libraries are loaded when a run begins, never with the pages."""

from importlib import import_module
from typing import Any

from django.utils import timezone

from wandel.fields.growth.models import Scenario
from wandel.office.people.models import User
from wandel.office.runs.execution import RunHandle


class Stopped(Exception):
    """Somebody pressed cancel, or the worker has to stop."""


def run_projection(run: RunHandle) -> dict[str, Any]:
    """Compute a scenario; a cancelled run keeps nothing."""
    scenario = Scenario.objects.get(pk=run.params["scenario"])
    by = User.objects.filter(pk=run.actor_id).first() if run.actor_id else None

    def told(done: int, total: int) -> None:
        run.progress(done, total)
        if run.cancelled():
            raise Stopped

    projecting = import_module("wandel.fields.growth.actions.projecting")
    try:
        found = projecting.compute(scenario=scenario, on=timezone.localdate(), by=by, told=told)
    except Stopped:
        return {}
    return {"path": found.get_absolute_url(), "run": found.pk}
