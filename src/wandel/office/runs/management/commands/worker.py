"""``wandel worker``: does background work and, once a minute, what comes back by itself."""

import logging
import threading
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections, connection
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from wandel.office.runs.actions import tick, waiting_again
from wandel.office.runs.execution import worker_stopping

logger = logging.getLogger("wandel.runs")
TICK_SECONDS = 60


class RunWorker(Worker):
    """The queue's own worker; told to stop, it also asks the run in hand to put itself back."""

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        worker_stopping.set()
        super().shutdown(signum, frame)


def keep_ticking() -> None:
    """Tick beside the queue, so that a long run does not hold up mail and reminders."""
    try:
        while True:
            close_old_connections()
            try:
                tick(timezone.now())
            except Exception:
                logger.exception("Looking for what is due failed; trying again in a minute")
            if worker_stopping.wait(TICK_SECONDS):
                return
    finally:
        connection.close()


class Command(BaseCommand):
    help = "Do background work and recurring jobs until told to stop (SIGTERM, Ctrl+C)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Do what is waiting and due now, then end.")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        worker = RunWorker(
            queue_names=["*"],
            interval=1,
            batch=once,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )
        worker_stopping.clear()
        waiting_again()
        if once:
            tick(timezone.now())
            worker.run()
            return
        worker.configure_signals()
        self.stderr.write("The worker is waiting for work. Stop it with Ctrl+C.")
        ticker = threading.Thread(target=keep_ticking, name="ticker")
        ticker.start()
        try:
            worker.run()
        finally:
            worker_stopping.set()
            ticker.join(timeout=TICK_SECONDS)
