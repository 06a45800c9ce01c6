"""Reading a county's statistics: figures, their sources, and indicators of comparison areas. All five files may be left
out; where one is there, what it needs must be there too."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Protocol, TypeVar

from wandel.core.profile.cell_readers import one_of, read_ags, read_day, read_given
from wandel.core.profile.model import Comparison, IndicatorName, Name
from wandel.core.statistics.age_groups import AgeGroup
from wandel.core.statistics.checks import check_ages, check_sexes
from wandel.core.statistics.figures import KEYS, SEXES, Figure, source_text
from wandel.core.statistics.indicators import IndicatorValue
from wandel.core.statistics.observations import State, read_time
from wandel.core.statistics.problems import Problems

STATISTICS, SOURCES = "statistics.csv", "sources.csv"
INDICATORS, INDICATOR_NAMES, COMPARISON = "indicators.csv", "indicator_names.csv", "comparison.csv"
T = TypeVar("T")
Columns = dict[str, Callable[[str], Any]]


class Reading(Protocol):
    """What the reader of a folder offers."""

    folder: Path
    warnings: list[str]
    lines: dict[str, list[int]]

    def wrong(self, file: str, line: int, what: str, remedy: str) -> None: ...

    def table(self, kind: type[T], file: str, read: Columns, **given: Any) -> tuple[T, ...]: ...


@dataclass(frozen=True, slots=True)
class _Source:
    key: str
    title: str
    table: str
    publisher: str
    licence: str
    as_of: date


@dataclass(frozen=True, slots=True)
class _Row:
    key: str
    ags: str
    period: tuple[int, date | None]
    sex: str
    age_from: int | None
    age_until: int | None
    detail: str
    value: Decimal | None
    state: str
    base: str
    source: str


@dataclass(frozen=True, slots=True)
class _Compared:
    ags: str
    name: str
    kind: str
    why_de: str
    why_en: str


@dataclass(frozen=True, slots=True)
class _Named:
    indicator: str
    de: str
    en: str
    unit: str
    good: str
    source: str


@dataclass(frozen=True, slots=True)
class _Value:
    indicator: str
    ags: str
    year: int
    value: Decimal | None
    state: str


def _text(cell: str) -> str:
    return cell.strip()


def _period(cell: str) -> tuple[int, date | None]:
    found = read_time(cell)
    if found is None:
        raise ValueError("Write a year (2015) for a sum over a year, or a day (2015-12-31) for a key date.")
    return found


def _year(cell: str) -> int:
    found = read_time(cell)
    if found is None or found[1] is not None:
        raise ValueError("Write a year, for example 2015.")
    return found[0]


def _age(cell: str) -> int | None:
    if not cell:
        return None
    if not (cell.isascii() and cell.isdigit() and int(cell) <= 120):
        raise ValueError("Write completed years of age, 0 to 120, or leave the cell empty.")
    return int(cell)


def _number(cell: str) -> Decimal | None:
    if not cell:
        return None
    try:
        value = Decimal(cell)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite():
        raise ValueError("Write a number with a decimal point and without grouping, or leave the cell empty.")
    return value


def _count(cell: str) -> Decimal | None:
    value = _number(cell)
    if value is not None and value < 0:
        raise ValueError("This figure cannot be below zero.")
    return value


def _area(cell: str) -> str:
    if cell == "DG" or (len(cell) == 2 and cell.isascii() and cell.isdigit()):
        return cell
    try:
        return read_ags(cell)
    except ValueError:
        raise ValueError("Write an AGS (county 5 digits, Land 2) or DG for Germany.") from None


_state = one_of(*State)
SOURCE_COLUMNS: Columns = {
    "key": read_given,
    "title": read_given,
    "table": _text,
    "publisher": read_given,
    "licence": read_given,
    "as_of": read_day,
}
STATISTICS_COLUMNS: Columns = {
    "key": one_of(*KEYS),
    "ags": read_ags,
    "period": _period,
    "sex": one_of(*SEXES),
    "age_from": _age,
    "age_until": _age,
    "detail": _text,
    "value": _count,
    "state": _state,
    "base": _text,
    "source": read_given,
}
COMPARISON_COLUMNS: Columns = {
    "ags": _area,
    "name": read_given,
    "kind": one_of("county", "reference"),
    "why_de": read_given,
    "why_en": read_given,
}
NAME_COLUMNS: Columns = {
    "indicator": read_given,
    "de": read_given,
    "en": read_given,
    "unit": read_given,
    "good": one_of("higher", "lower", "neither"),
    "source": read_given,
}
VALUE_COLUMNS: Columns = {"indicator": read_given, "ags": _area, "year": _year, "value": _number, "state": _state}


def read_statistics(reading: Reading, *, county: str, areas: dict[str, str]) -> dict[str, Any]:
    """The parts of a Profile that are statistics, by the names of its fields; mistakes go to ``reading``.

    ``areas`` are the AGS of the county and of its municipalities with their names."""
    there = {
        file for file in (STATISTICS, INDICATORS, INDICATOR_NAMES, COMPARISON) if (reading.folder / file).is_file()
    }
    if not there:
        return {}
    listed = reading.table(_Source, SOURCES, SOURCE_COLUMNS)
    sources = {one.key: one for one in listed}
    _once(reading, SOURCES, [one.key for one in listed])
    figures: tuple[Figure, ...] = ()
    if STATISTICS in there:
        rows = reading.table(_Row, STATISTICS, STATISTICS_COLUMNS)
        figures = _figures(reading, rows, sources, areas)
    compared = reading.table(_Compared, COMPARISON, COMPARISON_COLUMNS) if COMPARISON in there else ()
    _once(reading, COMPARISON, [one.ags for one in compared])
    names: tuple[IndicatorName, ...] = ()
    values: tuple[IndicatorValue, ...] = ()
    if INDICATORS in there or INDICATOR_NAMES in there:
        names = _names(reading, sources)
        rows_of_values = reading.table(_Value, INDICATORS, VALUE_COLUMNS)
        held = {one.ags: one.name for one in compared} | {county: areas.get(county, "")}
        values = _values(reading, rows_of_values, {one.key: one for one in names}, sources, held)
    return {
        "statistics": figures,
        "comparison": tuple(Comparison(one.ags, one.name, one.kind, Name(one.why_de, one.why_en)) for one in compared),
        "indicator_names": names,
        "indicators": values,
    }


def _figures(
    reading: Reading, rows: Sequence[_Row], sources: dict[str, _Source], areas: dict[str, str]
) -> tuple[Figure, ...]:
    found: dict[object, Figure] = {}
    for row, line in zip(rows, reading.lines.get(STATISTICS, []), strict=False):
        source = sources.get(row.source)
        mistake = _mistake(row, areas, known=source is not None or not sources)
        if mistake:
            reading.wrong(STATISTICS, line, *mistake)
        if mistake or source is None:
            continue
        figure = Figure(
            key=row.key,
            area=row.ags,
            year=row.period[0],
            on=row.period[1],
            value=row.value,
            state=State(row.state),
            unit=KEYS[row.key].unit,
            base=row.base,
            source=source_text(source.publisher, source.table, source.as_of),
            licence=source.licence,
            table=source.table,
            name=areas[row.ags],
            sex=row.sex,
            age=None if row.age_from is None else AgeGroup(row.age_from, row.age_until),
            detail=row.detail,
            file=STATISTICS,
            line=line,
        )
        if figure.identity in found:
            what = f"The same figure stands in line {found[figure.identity].line} already."
            reading.wrong(STATISTICS, line, what, "Keep one row.")
        found[figure.identity] = figure
    odd = Problems()
    check_ages(found.values(), odd)
    check_sexes(found.values(), odd)
    reading.warnings.extend(problem.sentence().en for problem in odd)
    return tuple(found.values())


def _mistake(row: _Row, areas: dict[str, str], *, known: bool) -> tuple[str, str] | None:
    if row.ags not in areas:
        return f"{row.ags} is no municipality of this county.", "Correct the AGS or remove the row."
    if not known:
        return f"The source “{row.source}” is not listed.", f"Add it to {SOURCES}."
    if (row.value is None) == (row.state == State.value):
        return "Value and state do not fit.", "A state of value needs a number, every other state an empty cell."
    if row.key == "population" and (not row.base or row.period[1] is None):
        return "A population needs a base and a day.", "Say how people were counted, and on which day."
    if row.age_until is not None and (row.age_from is None or row.age_until <= row.age_from):
        return "The age group ends before it begins.", "age_until is the first year of age that no longer counts."
    return None


def _names(reading: Reading, sources: dict[str, _Source]) -> tuple[IndicatorName, ...]:
    rows = reading.table(_Named, INDICATOR_NAMES, NAME_COLUMNS)
    _once(reading, INDICATOR_NAMES, [one.indicator for one in rows])
    for row, line in zip(rows, reading.lines.get(INDICATOR_NAMES, []), strict=False):
        if sources and row.source not in sources:
            reading.wrong(INDICATOR_NAMES, line, f"The source “{row.source}” is not listed.", f"Add it to {SOURCES}.")
    return tuple(IndicatorName(row.indicator, Name(row.de, row.en), row.unit, row.good, row.source) for row in rows)


def _values(
    reading: Reading,
    rows: Sequence[_Value],
    names: dict[str, IndicatorName],
    sources: dict[str, _Source],
    areas: dict[str, str],
) -> tuple[IndicatorValue, ...]:
    found: dict[tuple[str, str, int], IndicatorValue] = {}
    for row, line in zip(rows, reading.lines.get(INDICATORS, []), strict=False):
        name = names.get(row.indicator)
        what = remedy = ""
        if name is None:
            what, remedy = f"“{row.indicator}” has no name.", f"Add it to {INDICATOR_NAMES}."
        elif row.ags not in areas:
            what, remedy = f"{row.ags} is not compared.", f"Add it to {COMPARISON} or remove the row."
        elif (row.value is None) == (row.state == State.value):
            what = "Value and state do not fit."
            remedy = "A state of value needs a number, every other state an empty cell."
        elif (row.indicator, row.ags, row.year) in found:
            what = f"{row.indicator} of {row.ags} stands twice for {row.year}."
            remedy = "Keep one row."
        if what:
            reading.wrong(INDICATORS, line, what, remedy)
        source = sources.get(name.source) if name else None
        if name is None or what or source is None:
            continue
        found[row.indicator, row.ags, row.year] = IndicatorValue(
            indicator=row.indicator,
            area=row.ags,
            name=areas[row.ags],
            year=row.year,
            value=row.value,
            state=State(row.state),
            unit=name.unit,
            table=source.table,
            source=source_text(source.publisher, source.table, source.as_of),
            licence=source.licence,
            file=INDICATORS,
            line=line,
        )
    return tuple(found.values())


def _once(reading: Reading, file: str, keys: Sequence[str]) -> None:
    seen: set[str] = set()
    for key, line in zip(keys, reading.lines.get(file, []), strict=False):
        if key in seen:
            reading.wrong(file, line, f"“{key}” stands twice.", "Keep one row.")
        seen.add(key)
