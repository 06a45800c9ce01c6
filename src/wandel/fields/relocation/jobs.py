"""What the worker does for newcomers. Libraries of geometry are loaded when a run begins, never with the pages."""

import shutil
from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language

from wandel.core.tables.problems import UnusableFile
from wandel.fields.relocation.actions import case
from wandel.fields.relocation.actions.alerts import clear_alerts, tell_alerts
from wandel.fields.relocation.actions.appointment import remind
from wandel.fields.relocation.actions.offerings import expire_offerings
from wandel.fields.relocation.actions.plan import forget_expired
from wandel.office.people.models import User
from wandel.office.runs import incoming
from wandel.office.runs.execution import RunHandle


def run_learning_list(run: RunHandle) -> dict[str, Any]:
    """Read a list of schools or day care; with ``check`` only say what would change."""
    by = User.objects.filter(pk=run.actor_id).first() if run.actor_id else None
    params, path = run.params, Path(run.params["path"])
    try:
        result = import_module("wandel.fields.relocation.importing").read_list(
            path.read_bytes(), what=params["what"], as_of=date.fromisoformat(params["as_of"]), source=params["source"],
            by=by, dry_run=params["check"],
        )  # fmt: skip
    except UnusableFile as error:
        raise ValidationError(error.text.to(get_language() or "de"), code="file") from None
    run.progress(result.rows, result.rows)
    if not params["check"]:
        shutil.rmtree(Path(params["work"]), ignore_errors=True)
    return {"path": f"/newcomers/lists/{run.id}/", "seen": result.as_json()}


def clear_incoming(now: datetime) -> None:
    """Every day: lists that were looked at more than a week ago and never taken in."""
    incoming.clear_incoming("relocation", now)


def daily_homes(now: datetime) -> None:
    """Every day: what ran out is shown no more, promised deletions are done, and new homes are told."""
    day = timezone.localdate(now)
    expire_offerings(on=day, at=now)
    clear_alerts(on=day)
    tell_alerts(at=now)


def forget_plans(now: datetime) -> None:
    """Kept plans whose named day has come."""
    forget_expired(on=timezone.localdate(now), at=now)


def daily_cases(now: datetime) -> None:
    """Every day: what was promised to be deleted goes, then whoever has an appointment is reminded."""
    case.forget_expired(on=timezone.localdate(now), at=now)
    remind(at=now)
