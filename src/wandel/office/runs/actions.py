"""Start, cancel and resume runs; do what is due."""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks_db.models import DBTaskResult

from wandel.office.runs.execution import STOPPED, worker_stopping
from wandel.office.runs.models import Recurring, Run, Submission
from wandel.office.runs.registry import RecurringJob, recurring_jobs, register_recurring, register_run, run_function
from wandel.office.runs.tasks import execute_run
from wandel.ui.phrases import Phrase

__all__ = ["cancel", "prune", "register_recurring", "register_run", "resume", "start", "tick", "waiting_again"]

logger = logging.getLogger("wandel.runs")
KEEP_SUBMISSIONS = timedelta(days=30)
KEEP_TASKS = timedelta(days=14)


@transaction.atomic
def start(*, kind: str, params: dict[str, Any], by: Any, label: Phrase) -> Run:
    """Put a run into the queue. The queue is a table: the worker sees it when the caller's transaction has committed.

    Raises KeyError for a kind no area registered.
    """
    run_function(kind)
    run = Run.objects.create(
        kind=kind,
        params=params,
        label=label.to_json(),
        actor_id=str(by.id or "") if by else "",
        actor_name=getattr(by, "name", "") if by else "",
    )
    execute_run.enqueue(str(run.pk))
    return run


@transaction.atomic
def cancel(*, run: Run, by: Any) -> Run:
    """Stop a run: a waiting or interrupted one at once, a running one at its next look. Raises ValidationError when
    it is over.
    """
    run = Run.objects.select_for_update().get(pk=run.pk)
    if run.state == Run.State.QUEUED or run.interrupted:
        run.state, run.finished_at = Run.State.CANCELLED, timezone.now()
        run.message = Phrase(STOPPED).to_json()
    elif run.state == Run.State.RUNNING:
        run.cancel_requested = True
    else:
        raise ValidationError(_("This run is already over; there is nothing left to stop."), code="over")
    run.save(update_fields=["state", "finished_at", "message", "cancel_requested"])
    logger.info("Run %s cancelled by %s", run.pk, by.id if by else "system")
    return run


@transaction.atomic
def resume(*, run: Run, by: Any) -> Run:
    """Queue a failed, cancelled or interrupted run again; it goes on from its cursor. Raises ValidationError
    otherwise.
    """
    run = Run.objects.select_for_update().get(pk=run.pk)
    if not run.resumable:
        raise ValidationError(_("This run is going on or finished; it needs no continuing."), code="not_resumable")
    run.state, run.cancel_requested, run.finished_at, run.message = Run.State.QUEUED, False, None, {}
    run.save(update_fields=["state", "cancel_requested", "finished_at", "message"])
    execute_run.enqueue(str(run.pk))
    logger.info("Run %s continued by %s", run.pk, by.id if by else "system")
    return run


def waiting_again() -> int:
    """Queue anew what a stopping worker put back. Called when a worker starts; returns how many."""
    known = set()
    for args in DBTaskResult.objects.filter(task_path=execute_run.module_path, status="READY").values_list(
        "args_kwargs", flat=True
    ):
        known.update(args["args"])
    lost = [
        str(pk)
        for pk in Run.objects.filter(state=Run.State.QUEUED).values_list("pk", flat=True)
        if str(pk) not in known
    ]
    for run_id in lost:
        execute_run.enqueue(run_id)
    return len(lost)


def tick(now: datetime) -> list[str]:
    """Do every recurring job that is due at this instant. Returns the names done.

    Calling it twice, or from two workers at once, does nothing twice: a job is claimed by moving its next instant in
    one UPDATE. A job that fails is logged and does not hold up the others.
    """
    done = []
    for job in recurring_jobs():
        if worker_stopping.is_set():
            break
        if _claim(job, now):
            done.append(job.name)
            try:
                job.function(now)
            except Exception:
                logger.exception("The recurring job %s failed", job.name)
                Recurring.objects.filter(name=job.name).update(last_failed_at=now)
    return done


def prune(now: datetime) -> None:
    """Forget form keys after a month and finished queue rows after two weeks; runs themselves stay."""
    Submission.objects.filter(at__lt=now - KEEP_SUBMISSIONS).delete()
    DBTaskResult.objects.finished().filter(finished_at__lt=now - KEEP_TASKS).delete()


def _claim(job: RecurringJob, now: datetime) -> bool:
    later = job.next_after(now)
    mine = Recurring.objects.filter(name=job.name)
    if mine.filter(next_run_at__lte=now).update(next_run_at=later, last_run_at=now, every=str(job.every)):
        return True
    if mine.exists():
        return False
    try:
        with transaction.atomic():
            Recurring.objects.create(name=job.name, every=str(job.every), next_run_at=later, last_run_at=now)
    except IntegrityError:
        return False
    return True
