"""Background work people can watch, jobs that come back by themselves, and forms that count once."""

import uuid
from datetime import timedelta
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from wandel.ui.phrases import Phrase

# A living worker beats every HEARTBEAT; a run silent for SILENT_AFTER has lost its worker.
HEARTBEAT = timedelta(seconds=10)
SILENT_AFTER = timedelta(seconds=60)


class Run(models.Model):
    """One piece of background work. ``cursor`` is where a resumed run goes on; ``attempt`` counts the workers that
    took it.
    """

    class State(models.TextChoices):
        QUEUED = "queued", pgettext_lazy("run", "waiting")
        RUNNING = "running", pgettext_lazy("run", "running")
        DONE = "done", pgettext_lazy("run", "done")
        FAILED = "failed", pgettext_lazy("run", "failed")
        CANCELLED = "cancelled", pgettext_lazy("run", "cancelled")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=60)
    label = models.JSONField(default=dict)
    params = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(null=True, blank=True)
    cursor = models.JSONField(default=dict, blank=True)
    message = models.JSONField(default=dict, blank=True)
    result = models.JSONField(default=dict, blank=True)
    actor_id = models.CharField(max_length=64, blank=True)
    actor_name = models.CharField(max_length=200, blank=True)
    attempt = models.PositiveIntegerField(default=0)
    cancel_requested = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["-created_at"], name="run_created"),
            models.Index(fields=["actor_id", "-created_at"], name="run_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.sentence} ({self.state})"

    @property
    def sentence(self) -> str:
        """What this run does, in the reader's language."""
        return str(Phrase.from_json(self.label))

    @property
    def outcome(self) -> str:
        """How it ended, in the reader's language; empty while it goes well."""
        return str(Phrase.from_json(self.message))

    @property
    def interrupted(self) -> bool:
        """Its worker is gone: it says it runs, but has been silent for too long."""
        last = self.heartbeat_at or self.started_at
        return self.state == self.State.RUNNING and last is not None and timezone.now() - last > SILENT_AFTER

    @property
    def active(self) -> bool:
        """Waiting for a worker or in the hands of a living one."""
        return self.state in {self.State.QUEUED, self.State.RUNNING} and not self.interrupted

    @property
    def resumable(self) -> bool:
        return self.state in {self.State.FAILED, self.State.CANCELLED} or self.interrupted

    @property
    def percent(self) -> int | None:
        """Whole per cent done, rounded down; None while the total is unknown."""
        return min(100, self.done * 100 // self.total) if self.total else None

    @property
    def state_label(self) -> Any:
        if self.interrupted:
            return pgettext_lazy("run", "interrupted")
        if self.state == self.State.RUNNING and self.cancel_requested:
            return pgettext_lazy("run", "stopping")
        return self.get_state_display()

    @property
    def state_colour(self) -> str:
        """Colour of the state's tag."""
        if self.interrupted:
            return "amber"
        return {"running": "blue", "done": "green", "failed": "red"}.get(self.state, "line")


class Recurring(models.Model):
    """A job that comes back. The row is claimed by moving ``next_run_at``, so two workers never do it twice."""

    name = models.CharField(max_length=80, unique=True)
    every = models.CharField(max_length=40)
    next_run_at = models.DateTimeField()
    last_run_at = models.DateTimeField(null=True, blank=True)
    last_failed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.name} every {self.every}"


class Submission(models.Model):
    """A form that has been carried out, and where its reader went then."""

    key = models.CharField(max_length=64, unique=True)
    actor = models.CharField(max_length=64, blank=True)
    path = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return f"{self.key} → {self.path}"
