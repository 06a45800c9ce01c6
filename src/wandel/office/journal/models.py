"""The journal: who changed what, in an order nobody can bend unnoticed.

Each entry carries a digest of its erasable payload (with a salt, so an erased name cannot be guessed from it) and a
chain digest over the previous entry, the payload digest and everything that is never erased.
"""

import hashlib
import json
import unicodedata
from datetime import UTC
from typing import Any, NoReturn

from django.db import models
from django.utils.translation import gettext as _

from wandel.ui.phrases import Phrase
from wandel.ui.sinks import CONFIDENTIAL, INTERNAL, OPEN
from wandel.ui.subjects import SubjectColumns

START_DIGEST = "0" * 64


class JournalIsAppendOnly(TypeError):
    """Somebody tried to change or delete an entry. Only ``erase_payload`` may blank personal content."""


def canonical(value: Any) -> bytes:
    """The one spelling of a JSON value that digests are taken from, equal on every database and Python."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode("ascii")


def folded(text: str) -> str:
    """Lower case without accents, so "MÜLLER" is found by "müller" and "muller" on every database."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


class JournalQuerySet(models.QuerySet["JournalEntry"]):
    def update(self, **values: Any) -> NoReturn:
        raise JournalIsAppendOnly("Journal entries are never updated; record a new one.")

    def delete(self) -> NoReturn:
        raise JournalIsAppendOnly("Journal entries are never deleted.")

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise JournalIsAppendOnly("Journal entries are never updated; record a new one.")

    def bulk_create(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise JournalIsAppendOnly("Journal entries are written one by one with record().")

    def about(self, kind: str, pk: Any) -> "JournalQuerySet":
        return self.filter(subject_kind=kind, subject_pk=str(pk))

    def blank(self, *, at: Any) -> int:
        """Take the personal payload out of these rows. Digests stay, so the chain still proves order and author.

        Parameter names stay and their values go, so the sentence can still be told with gaps.
        """
        count = 0
        for entry in self.filter(erased_at=None).only("number", "message_params"):
            gaps = dict.fromkeys(entry.message_params, "")
            count += (
                models.QuerySet(self.model, using=self.db)
                .filter(number=entry.number)
                .update(message_params=gaps, subject_label="", subject_path="", salt="", erased_at=at)
            )
        return count


class JournalEntry(SubjectColumns):
    """One change. ``number`` counts from 1 without gaps; ``organisation_ids``, ``field`` and ``confidentiality`` say
    who may read it.
    """

    CONFIDENTIALITIES = [(OPEN, OPEN), (INTERNAL, INTERNAL), (CONFIDENTIAL, CONFIDENTIAL)]

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor_id = models.CharField(max_length=64, blank=True)
    actor_name = models.CharField(max_length=200, blank=True)
    actor_folded = models.CharField(max_length=400, blank=True)
    message_id = models.TextField()
    message_params = models.JSONField(default=dict, blank=True)
    organisation_ids = models.JSONField(default=list, blank=True)
    field = models.CharField(max_length=40, blank=True)
    confidentiality = models.CharField(max_length=12, choices=CONFIDENTIALITIES, default=OPEN)
    salt = models.CharField(max_length=32, blank=True)
    payload_digest = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    erased_at = models.DateTimeField(null=True, blank=True)

    objects = JournalQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        indexes = [
            models.Index(fields=["subject_kind", "subject_pk", "-number"], name="journal_subject"),
            models.Index(fields=["field", "-number"], name="journal_field"),
            models.Index(fields=["at"], name="journal_at"),
            models.Index(fields=["actor_folded", "-number"], name="journal_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.actor_name}: {self.sentence}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise JournalIsAppendOnly("Journal entries are never updated; record a new one.")
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise JournalIsAppendOnly("Journal entries are never deleted.")

    @property
    def sentence(self) -> str:
        """What happened, in the reader's language; erased words show as "[erased]".

        A sentence that no longer fits its parameters (written by an older version) is told as it was stored.
        """
        try:
            if self.erased_at:
                return str(Phrase(self.message_id, dict.fromkeys(self.message_params, _("[erased]"))))
            return str(Phrase.from_json({"msgid": self.message_id, "params": self.message_params}))
        except (KeyError, ValueError, TypeError):
            return self.message_id

    def expected_payload_digest(self) -> str:
        """sha256 over the salt and everything that may be personal and can be erased."""
        payload = {"params": self.message_params, "label": self.subject_label, "path": self.subject_path}
        return hashlib.sha256(self.salt.encode("ascii") + canonical(payload)).hexdigest()

    def expected_digest(self, previous: str) -> str:
        """sha256 over the previous entry's digest, this payload's digest and all that is never erased."""
        kept = {
            "previous": previous,
            "payload": self.payload_digest,
            "number": self.number,
            "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "actor": [self.actor_id, self.actor_name],
            "subject": [self.subject_kind, self.subject_pk],
            "message": self.message_id,
            "organisations": self.organisation_ids,
            "field": self.field,
            "confidentiality": self.confidentiality,
        }
        return hashlib.sha256(canonical(kept)).hexdigest()


class JournalAudience(models.Model):
    """Which organisations an entry concerns: the searchable copy of ``organisation_ids`` (SQLite cannot search JSON
    lists).
    """

    entry = models.ForeignKey(JournalEntry, on_delete=models.DO_NOTHING, related_name="audience", db_constraint=False)
    organisation_id = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation_id", "entry"], name="journal_audience_once")]

    def __str__(self) -> str:
        return f"{self.entry_id} → {self.organisation_id}"


class JournalHead(models.Model):
    """The last number and digest: one row, locked by every writer, so numbers have no gaps and the chain one thread."""

    number = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, default=START_DIGEST)

    def __str__(self) -> str:
        return f"{self.number} {self.digest}"
