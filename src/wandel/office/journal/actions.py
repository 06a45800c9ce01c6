"""Writing the journal: record a change, erase what is personal, anchor the head outside the database."""

import os
import secrets
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from wandel.office.journal.actors import actor_of
from wandel.office.journal.models import START_DIGEST, JournalAudience, JournalEntry, JournalHead, folded
from wandel.office.journal.queries import ERASURE, anchor_path
from wandel.ui.phrases import Phrase
from wandel.ui.sinks import OPEN
from wandel.ui.subjects import SubjectRef


@transaction.atomic
def record(
    *,
    by: Any,
    message: Phrase,
    subject: SubjectRef,
    organisation_ids: Iterable[int] = (),
    field: str = "",
    confidentiality: str = OPEN,
    at: datetime | None = None,
) -> JournalEntry:
    """Write one entry in the caller's transaction; it stands or falls with the change it tells of.

    ``by`` is a user, an ``Actor`` or None for the system. The head stays locked until the transaction ends, so an
    action records last: whoever waits for the head must not hold rows another writer needs.
    """
    head = _locked_head()
    actor = actor_of(by)
    packed = message.to_json()
    organisations = sorted({int(number) for number in organisation_ids})
    entry = JournalEntry(
        number=head.number + 1,
        at=at or timezone.now(),
        actor_id=actor.id,
        actor_name=actor.name,
        actor_folded=folded(actor.name),
        message_id=packed["msgid"],
        message_params=packed["params"],
        organisation_ids=organisations,
        field=field,
        confidentiality=confidentiality,
        salt=secrets.token_hex(16),
    )
    entry.subject = subject
    entry.payload_digest = entry.expected_payload_digest()
    entry.digest = entry.expected_digest(head.digest)
    entry.save()
    JournalAudience.objects.bulk_create(
        [JournalAudience(entry=entry, organisation_id=number) for number in organisations]
    )
    head.number, head.digest = entry.number, entry.digest
    head.save()
    return entry


@transaction.atomic
def erase_payload(*, kind: str, pk: Any, by: Any) -> int:
    """Blank names and details in all entries about a thing and say so in a new entry. Returns how many were blanked.

    Order, author, time and kind of each act stay provable: the chain covers digests, not the words. Entries that
    tell of an erasure hold nothing personal and stay.
    """
    _locked_head()
    entries = JournalEntry.objects.about(kind, pk).filter(erased_at=None).exclude(message_id=ERASURE)
    numbers = list(entries.order_by("number").values_list("number", flat=True))
    if not numbers:
        return 0
    first = entries.order_by("number").first()
    field, confidentiality = first.field, first.confidentiality
    entries.blank(at=timezone.now())
    record(
        by=by,
        message=Phrase(ERASURE, {"count": len(numbers), "numbers": ", ".join(map(str, numbers))}),
        subject=SubjectRef(kind, str(pk), "", ""),
        field=field,
        confidentiality=confidentiality,
    )
    return len(numbers)


def anchor(*, at: datetime) -> str:
    """Append the head's number and digest to a file outside the database. Returns the line, or "" for an empty journal.

    The file is only ever appended to; whoever rewrites the database cannot also have rewritten yesterday's copy of it.
    """
    head = JournalHead.objects.first()
    if head is None or head.number == 0:
        return ""
    line = f"{at.isoformat(timespec='seconds')} {head.number} {head.digest}"
    path = anchor_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, f"{line}\n".encode("ascii"))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    return line


def set_anchors_aside(*, at: datetime) -> Path | None:
    """Begin a new file of anchors because the journal itself begins anew (a demo starts over). Returns the old one.

    The old file is kept beside it. Never called in production: there a journal that begins anew is the damage.
    """
    path = anchor_path()
    if not path.exists():
        return None
    aside = path.with_name(f"{path.stem}-until-{at:%Y-%m-%dT%H-%M-%S-%f}.txt")
    return path.rename(aside)


def _locked_head() -> JournalHead:
    """The head row, locked until the transaction ends (on SQLite the IMMEDIATE transaction already is the lock)."""
    last = None
    if not JournalHead.objects.exists():
        last = JournalEntry.objects.order_by("-number").first()
    defaults = {"number": last.number, "digest": last.digest} if last else {"number": 0, "digest": START_DIGEST}
    head, _created = JournalHead.objects.select_for_update().get_or_create(pk=1, defaults=defaults)
    return head
