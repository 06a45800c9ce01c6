"""The stock as it was written down on a key date; written once and never changed."""

import hashlib
import json
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class SiteSnapshot(models.Model):
    """Every site on one key date ("Stichtag").

    ``rows`` is a list of plain dictionaries (``actions.snapshot.ROW``); ``digest`` seals them (SHA-256 over key date and
    rows, keys sorted). States and sizes are those of the key date; everything else stands as it was on ``taken_at``.
    """

    key_date = models.DateField(_("key date"), unique=True)
    rows = models.JSONField()
    count = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    note = models.CharField(_("note"), max_length=300, blank=True)
    taken_at = models.DateTimeField()
    actor_id = models.CharField(max_length=40, blank=True)
    actor_name = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering = ["-key_date"]

    def __str__(self) -> str:
        return self.key_date.isoformat()

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise ValueError("a key date is written once")
        self.count, self.digest = len(self.rows), self.seal()
        super().save(*args, **kwargs)

    def seal(self) -> str:
        """The digest the present rows have."""
        text = json.dumps([str(self.key_date), self.rows], sort_keys=True, ensure_ascii=True)
        return hashlib.sha256(text.encode("ascii")).hexdigest()

    @property
    def intact(self) -> bool:
        """Whether the rows are still those that were sealed."""
        return self.seal() == self.digest
