"""Bringing the programmes of the Förderdatenbank in line with a new export: new, changed, gone, back – nothing else is touched."""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from wandel.core.programmes.source import Reading, SourceProgramme
from wandel.core.programmes.texts import plain
from wandel.fields.funding.actions.programme import FIELD, search_text_of
from wandel.fields.funding.actions.programme_watch import tell_watchers
from wandel.fields.funding.models import Programme, ProgrammeVersion
from wandel.office.journal.actions import record
from wandel.office.people.models import User
from wandel.office.runs.actions import start
from wandel.office.runs.incoming import to_take_in
from wandel.office.runs.models import Run
from wandel.office.search.actions import index_many
from wandel.ui.phrases import Phrase
from wandel.ui.sinks import OPEN
from wandel.ui.subjects import SubjectRef

PROGRAMME_IMPORT = "funding.programme-import"
# What the source decides; everything else on the row is the unit's.
FROM_SOURCE = (
    "title",
    "funder",
    "short",
    "text",
    "parts",
    "details",
    "applicants",
    "areas",
    "topics",
    "url",
    "fingerprint",
)
# What a reader wants to see as was and is.
COMPARED = ("title", "funder", "applicants", "areas", "topics", "url")
AT_ONCE, MOST_SHOWN, LONGEST_SHORT = 200, 200, 300
KIND = ProgrammeVersion.Kind


@dataclass
class TakenIn:
    """What an export changes. ``changes`` are the first ones by name: (kind, title, names of what changed)."""

    new: int = 0
    changed: int = 0
    gone: int = 0
    back: int = 0
    same: int = 0
    changes: list[tuple[str, str, list[str]]] = field(default_factory=list)

    @property
    def anything(self) -> int:
        return self.new + self.changed + self.gone + self.back

    @property
    def much_gone(self) -> bool:
        """More than a fifth would go, and more than fifty: then the file is probably not the whole database."""
        return self.gone > max(50, (self.gone + self.changed + self.same) // 5)

    def note(self, kind: str, title: str, names: Iterable[str] = ()) -> None:
        setattr(self, kind, getattr(self, kind) + 1)
        if len(self.changes) < MOST_SHOWN:
            self.changes.append((kind, title, list(names)))

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"anything": self.anything, "much_gone": self.much_gone}


def start_import(*, params: dict[str, Any], by: User | None) -> Run:
    """Put an export into the background. ``params``: path, name (as its sender calls it), whole (what is missing is gone), skip_broken
    and check: only say what would change."""
    message = (
        gettext_noop("Look at programmes: %(name)s")
        if params["check"]
        else gettext_noop("Take in programmes: %(name)s")
    )
    return start(kind=PROGRAMME_IMPORT, params=params, by=by, label=Phrase(message, {"name": params["name"]}))


def take_in_seen(*, run: Run, by: User) -> Run:
    """Take in what a looking run has read. Raises ValidationError where the file is no longer kept."""
    return start_import(params=to_take_in(run), by=by)


@transaction.atomic
def take_in_programmes(
    reading: Reading, *, whole: bool, by: User | None, on: date, dry_run: bool = False,
    tell: Callable[[int, int], None] = lambda done, total: None,
) -> TakenIn:  # fmt: skip
    """Write what a reading changes, all of it or nothing.

    ``whole``: the reading holds every programme there is, so a known one that is missing is gone from the source. With ``dry_run`` nothing
    is written. The same reading again changes nothing.
    """
    taken = TakenIn()
    known = {row.key: row for row in Programme.objects.filter(source=Programme.Source.DATABASE)}
    new: list[Programme] = []
    touched: list[Programme] = []
    versions: list[ProgrammeVersion] = []
    total = len(reading.programmes)
    for number, found in enumerate(reading.programmes, start=1):
        key = key_of(found)
        row = known.pop(key, None)
        if row is None:
            row = Programme(key=key, source=Programme.Source.DATABASE, known_since=on, checked_on=on)
            _fill(row, _values(found))
            new.append(row)
            versions.append(ProgrammeVersion(programme=row, seen_on=on, kind=KIND.NEW))
            taken.note("new", row.title)
        elif row.fingerprint != found.fingerprint() or row.gone_on is not None:
            kind = KIND.CHANGED if row.gone_on is None else KIND.BACK
            changes = _changes(row, values := _values(found))
            _fill(row, values)
            # Whoever compared the facts compared them with the text before.
            row.gone_on, row.confirmed, row.checked_on = None, False, on
            touched.append(row)
            versions.append(ProgrammeVersion(programme=row, seen_on=on, kind=kind, changes=changes))
            taken.note(kind.value, row.title, changes)
        else:
            taken.same += 1
        tell(number, total)
    for row in known.values():
        if row.gone_on is None and (whole or row.key.removeprefix("fdb-") in reading.absent):
            row.gone_on = on
            touched.append(row)
            versions.append(ProgrammeVersion(programme=row, seen_on=on, kind=KIND.GONE))
            taken.note("gone", row.title)
    if not dry_run and taken.anything:
        _write(new, touched, versions, by=by, on=on)
        _note(taken, by)
    return taken


def key_of(found: SourceProgramme) -> str:
    """Our key of a programme of the Förderdatenbank; own entries never begin like this."""
    return f"fdb-{found.key}"[:300]


def _write(
    new: list[Programme], touched: list[Programme], versions: list[ProgrammeVersion], *, by: User | None, on: date
) -> None:
    Programme.objects.bulk_create(new, batch_size=AT_ONCE)
    for row in touched:
        row.version += 1
    Programme.objects.bulk_update(
        touched,
        [*FROM_SOURCE, "gone_on", "version", "checked_on", "confirmed", "sort_key", "words"],
        batch_size=AT_ONCE,
    )
    ProgrammeVersion.objects.bulk_create(versions, batch_size=AT_ONCE)
    index_many(search_text_of(row) for row in (*new, *touched))
    tell_watchers(((one.programme, one.kind) for one in versions), by=by, on=on)


def _fill(row: Programme, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.fill_in()


def _values(found: SourceProgramme) -> dict[str, Any]:
    """The row's fields as the source fills them."""
    text = "\n".join(plain(part.html) for part in found.parts)
    return {
        "title": _cut(found.title, 500),
        "funder": _cut(found.funder, 500),
        "short": _cut(found.short or text.replace("\n", " "), LONGEST_SHORT),
        "text": f"{text}\n{found.keywords}".strip(),
        "parts": [asdict(part) for part in found.parts],
        "details": {
            "kinds": list(found.kinds),
            "level": found.level,
            "keywords": found.keywords,
            "issued_on": found.issued_on.isoformat() if found.issued_on else "",
            "contacts": [asdict(one) for one in found.contacts],
            "links": [asdict(one) for one in found.links],
            "unknown": {name: list(codes) for name, codes in found.unknown.items()},
        },
        "applicants": None if found.applicants is None else sorted(found.applicants),
        "areas": None if found.areas is None else sorted(found.areas),
        "topics": list(found.topics),
        "url": found.url[:500],
        "fingerprint": found.fingerprint(),
    }


def _changes(row: Programme, values: dict[str, Any]) -> dict[str, list[Any]]:
    """Name of the fact or part of the text → what it was, what it is."""
    changes = {name: [getattr(row, name), values[name]] for name in COMPARED if getattr(row, name) != values[name]}
    before, after = ({one["name"]: one["html"] for one in parts} for parts in (row.parts, values["parts"]))
    for name in dict.fromkeys((*before, *after)):
        if before.get(name) != after.get(name):
            changes[f"part:{name}"] = [before.get(name, ""), after.get(name, "")]
    for name, value in values["details"].items():
        if row.details.get(name) != value:
            changes[f"detail:{name}"] = [row.details.get(name), value]
    return changes


def _cut(text: str, longest: int) -> str:
    """At most so long, cut behind a word."""
    return text if len(text) <= longest else f"{text[: longest - 1].rsplit(' ', 1)[0]}…"


def _note(taken: TakenIn, by: User | None) -> None:
    message = Phrase(
        gettext_noop("Programmes of the Förderdatenbank taken in: %(new)s new, %(changed)s changed, %(gone)s gone"),
        {"new": taken.new, "changed": taken.changed + taken.back, "gone": taken.gone},
    )
    subject = SubjectRef("funding.programmes", "fdb", "/programmes/", "Förderdatenbank")
    record(by=by, message=message, subject=subject, field=FIELD, confidentiality=OPEN)
