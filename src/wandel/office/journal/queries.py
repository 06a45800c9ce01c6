"""Questions to the journal: what happened to a thing, what may this reader see, is it whole."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import BigIntegerField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext_noop

from wandel.office.journal.models import (
    START_DIGEST,
    JournalAudience,
    JournalEntry,
    JournalHead,
    JournalQuerySet,
    folded,
)
from wandel.ui.sinks import CONFIDENTIAL, OPEN

ERASURE = gettext_noop("Erased the personal content of %(count)s earlier entries: %(numbers)s")


@dataclass(frozen=True)
class JournalFilters:
    """What a reader narrows the journal to; empty values narrow nothing. ``until`` is inclusive."""

    field: str = ""
    person: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Damage:
    """One broken place: the entry's number (0 where none can be named), what kind of damage, and a sentence for the console."""

    number: int
    kind: str
    sentence: str


@dataclass
class Proof:
    """What ``verify`` found. ``damages`` are in the order of the entries; the first one is where to look."""

    entries: int = 0
    erased: int = 0
    anchors: int = 0
    head_number: int = 0
    head_digest: str = START_DIGEST
    damages: list[Damage] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        return not self.damages


def visible_to(access: Any) -> Q:
    """Unit staff: open and internal, confidential only in their own fields (head: all). Others: open and about them.

    An administrator keeps the system and not the cases, so sees besides what belongs to no field and no house (users,
    roles).
    """
    if "head" in access.roles:
        return Q()
    if access.is_unit:
        return ~Q(confidentiality=CONFIDENTIAL) | Q(field__in=sorted(access.fields))
    theirs = JournalAudience.objects.filter(entry=OuterRef("pk"), organisation_id__in=sorted(access.organisation_ids))
    seen = Q(Exists(theirs), confidentiality=OPEN)
    if "admin" in access.roles:
        anyone = JournalAudience.objects.filter(entry=OuterRef("pk"))
        seen |= Q(~Exists(anyone), ~Q(confidentiality=CONFIDENTIAL), field="")
    return seen


def entries_about(kind: str, pk: Any, *, access: Any = None) -> JournalQuerySet:
    """Entries about one thing, newest first. The caller has authorised the thing; ``access`` also hides what is not
    for this reader.
    """
    entries = JournalEntry.objects.about(kind, pk).order_by("-number")
    return entries if access is None else entries.filter(visible_to(access))


def entries_for(access: Any, filters: JournalFilters) -> JournalQuerySet:
    """Everything this reader may see, narrowed by the filters, newest first."""
    entries = JournalEntry.objects.filter(visible_to(access)).order_by("-number")
    if filters.field:
        entries = entries.filter(field=filters.field)
    if filters.person:
        entries = entries.filter(actor_folded__contains=folded(filters.person))
    if filters.since:
        entries = entries.filter(at__gte=_midnight(filters.since))
    if filters.until:
        entries = entries.filter(at__lt=_midnight(filters.until + timedelta(days=1)))
    return entries


def changed_since(kind: str, since: datetime) -> QuerySet[Any]:
    """The keys of all things of a kind about which something was noted since then, for a subquery; kinds with numbers only."""
    found = JournalEntry.objects.filter(subject_kind=kind, at__gte=since).order_by()
    return found.annotate(thing=Cast("subject_pk", BigIntegerField())).values("thing")


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def anchor_path() -> Path:
    return Path(settings.WANDEL_DATA_DIR) / "journal-anchors.txt"


def verify() -> Proof:
    """Read the whole journal in order and prove it: payloads, chain, gaps, head and the anchors kept outside the
    database.
    """
    head = JournalHead.objects.first() or JournalHead(number=0, digest=START_DIGEST)
    proof = Proof(head_number=head.number, head_digest=head.digest)
    anchors, unreadable = _read_anchors()
    proof.anchors = sum(len(digests) for digests in anchors.values())
    proof.damages += unreadable
    audiences = _audiences()
    audience = next(audiences, None)
    erased, admitted = set(), set()
    previous, expected_number = START_DIGEST, 1
    for entry in JournalEntry.objects.order_by("number").iterator(chunk_size=2000):
        proof.entries += 1
        proof.damages += _damages_of(entry, previous, expected_number, anchors.pop(entry.number, ()))
        readers = []
        while audience is not None and audience[0] <= entry.number:
            if audience[0] == entry.number:
                readers = audience[1]
            audience = next(audiences, None)
        if readers != sorted(entry.organisation_ids):
            proof.damages.append(Damage(entry.number, "audience", "its readers were changed"))
        if entry.erased_at:
            erased.add(entry.number)
        if entry.message_id == ERASURE:
            numbers = str(entry.message_params.get("numbers", ""))
            admitted |= {int(part) for part in numbers.split(",") if part.strip().isdigit()}
        previous, expected_number = entry.digest, entry.number + 1
    proof.erased = len(erased)
    for number in sorted(erased - admitted):
        proof.damages.append(Damage(number, "erasure", "its content was erased, but no entry says by whom"))
    if (head.number, head.digest) != (expected_number - 1, previous):
        proof.damages.append(
            Damage(
                expected_number, "tail", "the journal ends before the number its head names, or its head was changed"
            )
        )
    for number in sorted(anchors):
        proof.damages.append(Damage(number, "anchor", "this entry was anchored outside the database and is gone"))
    proof.damages.sort(key=lambda damage: damage.number)
    return proof


def _damages_of(entry: JournalEntry, previous: str, expected_number: int, anchored: Any) -> Iterator[Damage]:
    if entry.number != expected_number:
        yield Damage(expected_number, "gap", "this entry is missing")
    if entry.expected_digest(previous) != entry.digest:
        yield Damage(entry.number, "chain", "it does not follow from the entry before it")
    if not entry.erased_at and entry.expected_payload_digest() != entry.payload_digest:
        yield Damage(entry.number, "payload", "its content was changed")
    if any(digest != entry.digest for digest in anchored):
        yield Damage(entry.number, "anchor", "it differs from what was anchored outside the database")


def _audiences() -> Iterator[tuple[int, list[int]]]:
    """Each entry's number with its readers, in the order of the numbers, without holding the journal in memory."""
    rows = JournalAudience.objects.order_by("entry_id", "organisation_id").values_list("entry_id", "organisation_id")
    number, organisations = None, []
    for entry_id, organisation_id in rows.iterator(chunk_size=5000):
        if number is not None and entry_id != number:
            yield number, organisations
            organisations = []
        number = entry_id
        organisations.append(organisation_id)
    if number is not None:
        yield number, organisations


def _read_anchors() -> tuple[dict[int, list[str]], list[Damage]]:
    anchors: dict[int, list[str]] = {}
    damages = []
    try:
        lines = anchor_path().read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return {}, []
    except (OSError, UnicodeDecodeError):
        return {}, [Damage(0, "anchor", "the file of anchors cannot be read")]
    for position, line in enumerate(lines, start=1):
        match line.split():
            case [_at, number, digest] if number.isdecimal() and len(digest) == len(START_DIGEST):
                anchors.setdefault(int(number), []).append(digest)
            case []:
                continue
            case _:
                damages.append(Damage(0, "anchor", f"line {position} of the file of anchors cannot be read"))
    return anchors, damages
