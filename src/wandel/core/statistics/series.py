"""Figures over time, one segment per base, the jumps between bases shown and never smoothed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from wandel.core.statistics.age_groups import AgeGroup
from wandel.core.statistics.figures import TOTAL, Figure
from wandel.core.statistics.problems import Kind, Problems


@dataclass(frozen=True, slots=True)
class Segment:
    """Points of one base, oldest first; ``missing`` are the years between first and last without a value."""

    base: str
    points: tuple[Figure, ...]
    missing: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Jump:
    """Two bases side by side, at the two points nearest in time. On the ``same_day`` the difference is the jump itself;
    otherwise real change between the two days is in it too."""

    before: Figure
    after: Figure

    @property
    def same_day(self) -> bool:
        return self.before.on == self.after.on

    @property
    def difference(self) -> Decimal:
        """After minus before, in the figure's unit."""
        return (self.after.number or Decimal(0)) - (self.before.number or Decimal(0))


@dataclass(frozen=True, slots=True)
class Series:
    """One figure of one area over time."""

    key: str
    area: str
    sex: str
    age: AgeGroup | None
    detail: str
    segments: tuple[Segment, ...]
    jumps: tuple[Jump, ...]


def series(
    figures: Iterable[Figure],
    *,
    key: str,
    area: str,
    sex: str = TOTAL,
    age: AgeGroup | None = None,
    detail: str = "",
) -> Series:
    """The series of a figure: segments in the order their bases begin. Figures without a number leave a gap. Where two
    source tables give the same day, the first one counts."""
    points: dict[tuple[str, date], Figure] = {}
    for figure in figures:
        same = (figure.key, figure.area, figure.sex, figure.age, figure.detail) == (key, area, sex, age, detail)
        if same and figure.number is not None:
            points.setdefault((figure.base, day_of(figure)), figure)
    by_base: dict[str, list[Figure]] = {}
    for (base, _day), figure in sorted(points.items(), key=lambda item: (item[0][1], item[0][0])):
        by_base.setdefault(base, []).append(figure)
    segments = tuple(Segment(base, tuple(found), _missing(found)) for base, found in by_base.items())
    return Series(key, area, sex, age, detail, segments, _jumps(segments))


def day_of(figure: Figure) -> date:
    """The key date; the last day of the year for a sum over a year."""
    return figure.on or date(figure.year, 12, 31)


def _missing(points: list[Figure]) -> tuple[int, ...]:
    years = {figure.year for figure in points}
    return tuple(year for year in range(min(years), max(years)) if year not in years)


def _jumps(segments: tuple[Segment, ...]) -> tuple[Jump, ...]:
    """Between bases that follow each other, and between any two that give figures for the same day."""
    found = []
    for at, before in enumerate(segments):
        for after in segments[at + 1 :]:
            jump = _nearest(before, after)
            if jump.same_day or after is segments[at + 1]:
                found.append(jump)
    return tuple(found)


def _nearest(before: Segment, after: Segment) -> Jump:
    """The two points nearest in time, the earliest such pair."""
    pairs = ((old, new) for new in after.points for old in before.points)
    old, new = min(pairs, key=lambda pair: abs((day_of(pair[0]) - day_of(pair[1])).days))
    return Jump(old, new)


def note_gaps(one: Series, problems: Problems) -> None:
    """Adds a series' missing years and its change of base to the list; nothing is filled in."""
    for segment in one.segments:
        first = segment.points[0]
        if segment.missing:
            years = ", ".join(map(str, segment.missing))
            problems.add(
                Kind.missing_year,
                first.file,
                0,
                f"{first.name or one.area}: Es fehlen die Jahre {years} ({segment.base or one.key}). Sie bleiben leer.",
                f"{first.name or one.area}: the years {years} are missing ({segment.base or one.key}). They stay empty.",
                skipped=False,
            )
    for jump in one.jumps:
        day = "am selben Tag" if jump.same_day else f"{day_of(jump.before)} → {day_of(jump.after)}"
        day_en = "on the same day" if jump.same_day else f"{day_of(jump.before)} → {day_of(jump.after)}"
        problems.add(
            Kind.mixed_base,
            jump.after.file,
            jump.after.line,
            f"{jump.after.name or one.area}: Die Basis wechselt von „{jump.before.base}“ zu „{jump.after.base}“ ({day}: {jump.difference:+}). Die Reihe ist dort unterbrochen.",
            f"{jump.after.name or one.area}: the base changes from “{jump.before.base}” to “{jump.after.base}” ({day_en}: {jump.difference:+}). The series is broken there.",
            skipped=False,
        )
