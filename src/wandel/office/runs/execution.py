"""How a worker does one run: claim, beat, report, stop politely, and leave a sentence when it fails."""

import logging
import threading
import time
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_noop

from wandel.office.runs.models import HEARTBEAT, Run
from wandel.office.runs.registry import run_function
from wandel.ui.phrases import Phrase, plain

logger = logging.getLogger("wandel.runs")

# Set when the worker is told to stop: long runs end at their next look and go on with the next worker.
worker_stopping = threading.Event()

WRITE_EVERY_SECONDS = 0.5
BROKE = gettext_noop(
    "An error in the program stopped this run. What was done so far is kept. Press Continue; if it stops again,"
    " give the"
    " administrator the number %(number)s."
)
UNKNOWN_KIND = gettext_noop(
    "This version of the program no longer knows this kind of run. Start it again from its page."
)
STOPPED = gettext_noop("Stopped on request. What was done so far is kept.")


class RunSuperseded(Exception):
    """Another worker has taken this run over, because this one had been silent for too long."""


class RunHandle:
    """What a run's function holds: its parameters, where it stands, and how it reports.

    A good function calls ``cancelled()`` between portions and returns when it is True; ``checkpoint`` what is safely
    done.
    """

    def __init__(self, run: Run) -> None:
        self.id = str(run.pk)
        self.params: dict[str, Any] = run.params
        self.cursor: dict[str, Any] = run.cursor
        self.actor_id, self.actor_name = run.actor_id, run.actor_name
        self.saw_cancel = self.saw_stop = False
        self._attempt = run.attempt
        self._written_at = self._looked_at = 0.0

    def progress(self, done: int, total: int | None = None) -> None:
        """Say how far it is; the page is told at most twice a second, and always at the end."""
        if time.monotonic() - self._written_at >= WRITE_EVERY_SECONDS or done == total:
            values = {"done": done} if total is None else {"done": done, "total": total}
            self._write(**values)
            self._written_at = time.monotonic()

    def checkpoint(self, cursor: dict[str, Any]) -> None:
        """Remember where a resumed run goes on. Call it in the transaction that makes the portion true."""
        self.cursor = cursor
        self._write(cursor=cursor)

    def cancelled(self) -> bool:
        """True when somebody pressed Cancel or the worker has to stop: return soon, after a checkpoint."""
        if worker_stopping.is_set():
            self.saw_stop = True
        elif not self.saw_cancel and time.monotonic() - self._looked_at >= WRITE_EVERY_SECONDS:
            self._looked_at = time.monotonic()
            self.saw_cancel = self._rows().filter(cancel_requested=True).exists()
        return self.saw_cancel or self.saw_stop

    def beat(self) -> None:
        self._write()

    def finish(self, state: str, **values: Any) -> None:
        self._write(state=state, finished_at=None if state == Run.State.QUEUED else timezone.now(), **values)

    def _rows(self) -> Any:
        return Run.objects.filter(pk=self.id, attempt=self._attempt, state=Run.State.RUNNING)

    def _write(self, **values: Any) -> None:
        if not self._rows().update(heartbeat_at=timezone.now(), **values):
            raise RunSuperseded(self.id)


def carry_out(run_id: str) -> None:
    """Claim the run and do it. A run that is not waiting (cancelled meanwhile, or taken by another worker) is left
    alone.
    """
    run = Run.objects.filter(pk=run_id, state=Run.State.QUEUED).first()
    if run is None:
        return
    now = timezone.now()
    claimed = Run.objects.filter(pk=run_id, state=Run.State.QUEUED, attempt=run.attempt).update(
        state=Run.State.RUNNING, attempt=run.attempt + 1, heartbeat_at=now, started_at=run.started_at or now
    )
    if not claimed:
        return
    run.attempt += 1
    handle = RunHandle(run)
    finished = threading.Event()
    threading.Thread(target=_keep_beating, args=(handle, finished), daemon=True).start()
    try:
        _do(run, handle)
    except RunSuperseded:
        logger.warning("Run %s (%s) was taken over by another worker", run.pk, run.kind)
    finally:
        finished.set()


def _do(run: Run, handle: RunHandle) -> None:
    try:
        function = run_function(run.kind)
    except KeyError:
        handle.finish(Run.State.FAILED, message=Phrase(UNKNOWN_KIND).to_json())
        return
    try:
        result = function(handle) or {}
    except RunSuperseded:
        raise
    except ValidationError as error:
        handle.finish(Run.State.FAILED, message=plain(" ".join(error.messages)).to_json())
    except Exception:
        logger.exception("Run %s (%s) failed", run.pk, run.kind)
        handle.finish(Run.State.FAILED, message=Phrase(BROKE, {"number": str(run.pk)[:8]}).to_json())
    else:
        _close(run, handle, result)


def _close(run: Run, handle: RunHandle, result: dict[str, Any]) -> None:
    if handle.saw_cancel:
        handle.finish(Run.State.CANCELLED, message=Phrase(STOPPED).to_json(), result=result)
    elif handle.saw_stop:
        handle.finish(Run.State.QUEUED)
    else:
        handle.finish(Run.State.DONE, message={}, result=result)


def _keep_beating(handle: RunHandle, finished: threading.Event) -> None:
    """Beat while the function computes for long without reporting, so that silence really means a dead worker."""
    try:
        while not finished.wait(HEARTBEAT.total_seconds()):
            handle.beat()
    except RunSuperseded:
        logger.warning("Run %s lost its worker while computing", handle.id)
    finally:
        connection.close()
