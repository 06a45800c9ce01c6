"""Taking figures in: whole or not at all, repeatable, with what would change said before."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from wandel.core.statistics.figures import Figure as Published
from wandel.core.statistics.indicators import IndicatorValue
from wandel.core.statistics.inkar import read_inkar
from wandel.core.statistics.observations import State
from wandel.core.statistics.problems import Problems
from wandel.core.statistics.recognising import Layout
from wandel.core.statistics.regionalatlas import read_regionalatlas
from wandel.core.statistics.register import read_register
from wandel.core.statistics.tables import read_figures
from wandel.core.statistics.zensus import read_zensus
from wandel.fields.growth.models import Figure, FigureImport
from wandel.office.journal.actions import record
from wandel.office.people.models import User
from wandel.ui.phrases import Phrase
from wandel.ui.sinks import INTERNAL
from wandel.ui.subjects import SubjectRef

FIELD = "growth"
KINDS = tuple(str(layout) for layout in Layout)
MOST_SHOWN = 200
BATCH = 500


@dataclass(frozen=True)
class Change:
    """A figure that is new or differs: what it was and what it would be."""

    label: str
    before: float | None
    after: float | None
    is_new: bool


@dataclass
class Taken:
    """What an import did or, in a dry run, would do. ``changes`` holds the first few; the counts are complete."""

    new: int = 0
    changed: int = 0
    same: int = 0
    changes: list[Change] = field(default_factory=list)
    done: FigureImport | None = None

    @property
    def anything(self) -> bool:
        return bool(self.new or self.changed)


@dataclass(frozen=True)
class Wanted:
    """Which areas are kept (AGS beginning with one of ``areas``, or one of ``beside``: those the county is compared with), the base where the file does not say it, and for a register
    the town hall's AGS and key date where the file has no such column."""

    areas: tuple[str, ...]
    base: str = ""
    area: str = ""
    on: date | None = None
    source: str = ""
    beside: frozenset[str] = frozenset()

    def keeps(self, key: str) -> bool:
        return key in self.beside or any(key.startswith(area) for area in self.areas)


def read_file(
    path: Path | bytes, *, kind: str, file: str, wanted: Wanted, problems: Problems
) -> list[Published | IndicatorValue]:
    """The figures of a file of one of ``KINDS``. Raises core.statistics StatisticsError where it cannot be used at all."""
    if kind == Layout.figures:
        return list(read_figures(path, file=file, problems=problems, keep=wanted.keeps, base=wanted.base))
    if kind == Layout.zensus:
        return list(read_zensus(path, file=file, problems=problems, keep=wanted.keeps))
    if kind == Layout.register:
        return list(
            read_register(path, file=file, problems=problems, source_name=wanted.source, area=wanted.area, on=wanted.on)
        )
    if kind == Layout.inkar:
        return list(read_inkar(path, file=file, problems=problems, keep=wanted.keeps))
    return list(read_regionalatlas(path, file=file, problems=problems, keep=wanted.keeps))


def _identity(parts: Iterable[object]) -> str:
    return hashlib.sha256("|".join("" if part is None else str(part) for part in parts).encode()).hexdigest()


def _row(one: Published | IndicatorValue) -> Figure:
    """The row a published figure becomes, not saved."""
    value = None if one.value is None else float(one.value)
    if isinstance(one, IndicatorValue):
        key, parts = one.indicator[:160], ("indicator", one.indicator, one.area, one.year, one.table)
        more: dict[str, Any] = {}
    else:
        if one.state is State.nothing and one.number is not None:
            value = float(one.number)
        age = one.age
        key = one.key
        parts = (one.key, one.area, one.year, one.on, one.base, one.sex, age and age.low, age and age.until, one.detail, one.table)  # fmt: skip
        more = {
            "on": one.on, "sex": one.sex, "detail": one.detail[:150], "base": one.base,
            "age_from": age.low if age else None, "age_until": age.until if age else None,
        }  # fmt: skip
    return Figure(
        identity=_identity(parts), key=key, area=one.area, area_name=one.name[:150], year=one.year, value=value,
        state=str(one.state), unit=one.unit[:60], source=one.source[:300], licence=one.licence[:60],
        table=one.table[:40], **more,
    )  # fmt: skip


COMPARED = ("value", "state", "unit", "source", "licence")


@transaction.atomic
def take_in(
    figures: Iterable[Published | IndicatorValue],
    *,
    kind: str,
    file_name: str,
    sha256: str,
    problems: Problems,
    by: User | None,
    on: date,
    dry_run: bool = False,
) -> Taken:
    """Compare with what is there and write the difference. Figures the file does not name stay as they are.

    A dry run writes nothing. Without any difference nothing is written either, not even a line of the journal.
    """
    rows = {row.identity: row for row in map(_row, figures)}
    known: dict[str, Figure] = {}
    wanted = list(rows)
    for start in range(0, len(wanted), BATCH):
        found = Figure.objects.filter(identity__in=wanted[start : start + BATCH])
        known |= {row.identity: row for row in found}
    taken, fresh, changed = Taken(), [], []
    for identity, row in rows.items():
        old = known.get(identity)
        if old is None:
            taken.new += 1
            fresh.append(row)
        elif any(getattr(old, name) != getattr(row, name) for name in COMPARED):
            taken.changed += 1
            changed.append((old, row))
        else:
            taken.same += 1
            continue
        if len(taken.changes) < MOST_SHOWN:
            taken.changes.append(Change(_label(row), old.value if old else None, row.value, old is None))
    if dry_run or not taken.anything:
        return taken
    taken.done = FigureImport.objects.create(
        kind=kind, file_name=file_name[:200], sha256=sha256, taken_in_on=on, by=by, by_name=by.name if by else "",
        new=taken.new, changed=taken.changed, same=taken.same, skipped=_sentences(problems), skipped_count=len(problems),
    )  # fmt: skip
    for row in fresh:
        row.brought_by = taken.done
    for old, row in changed:
        for name in COMPARED:
            setattr(old, name, getattr(row, name))
        old.brought_by = taken.done
    Figure.objects.bulk_create(fresh, batch_size=BATCH)
    Figure.objects.bulk_update([old for old, _row in changed], [*COMPARED, "brought_by"], batch_size=BATCH)
    record(
        by=by,
        message=Phrase(
            gettext_noop("%(new)s figures new, %(changed)s changed from %(file)s"),
            {"new": taken.new, "changed": taken.changed, "file": file_name},
        ),
        subject=SubjectRef("growth.import", str(taken.done.pk), taken.done.get_absolute_url(), file_name[:150]),
        field=FIELD,
        confidentiality=INTERNAL,
    )
    return taken


def _label(row: Figure) -> str:
    age = "" if row.age_from is None else f" {row.age_from}–{'' if row.age_until is None else row.age_until}"
    sex = "" if row.sex == "total" else f" {row.sex}"
    return f"{row.key} {row.area_name or row.area} {row.on or row.year}{sex}{age} {row.detail}".strip()


def _sentences(problems: Problems) -> list[dict[str, Any]]:
    return [
        {"kind": str(one.kind), "de": one.sentence().de, "en": one.sentence().en, "skipped": one.skipped}
        for one in problems
    ]
