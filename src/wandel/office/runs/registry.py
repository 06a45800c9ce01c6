"""What the worker can do: kinds of runs and recurring jobs, registered by the areas in ``apps.py: ready()``."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Literal

from django.utils import timezone

# Early enough to be there when people arrive, late enough that a night's backup is through.
DAILY_AT = time(5, 0)


@dataclass(frozen=True)
class RecurringJob:
    """``function`` takes the instant and is idempotent: it looks at its own rows to see what is due."""

    name: str
    every: timedelta | Literal["daily"]
    function: Callable[[datetime], Any]

    def next_after(self, now: datetime) -> datetime:
        """The next instant: so long after now, or the next 05:00 local time."""
        if isinstance(self.every, timedelta):
            return now + self.every
        local = timezone.localtime(now)
        day = local.date() if local.time() < DAILY_AT else local.date() + timedelta(days=1)
        return timezone.make_aware(datetime.combine(day, DAILY_AT))


_run_kinds: dict[str, Callable[[Any], Any]] = {}
_recurring: dict[str, RecurringJob] = {}


def register_run(kind: str, function: Callable[[Any], Any]) -> None:
    """Name the function that does runs of a kind. It takes a ``RunHandle`` and may return a dict as result."""
    _run_kinds[kind] = function


def register_recurring(name: str, every: timedelta | Literal["daily"], function: Callable[[datetime], Any]) -> None:
    """Name a job the worker does again and again; the same name twice replaces."""
    _recurring[name] = RecurringJob(name, every, function)


def run_function(kind: str) -> Callable[[Any], Any]:
    """The function of a kind. Raises KeyError when no area registered it."""
    return _run_kinds[kind]


def recurring_jobs() -> list[RecurringJob]:
    return sorted(_recurring.values(), key=lambda job: job.name)
