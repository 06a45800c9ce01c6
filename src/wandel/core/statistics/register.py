"""A town hall's own count from its register of residents (Melderegister): CSV with date, place, sex, age or total.

No format is prescribed: any of the usual separators, headers in German or English in any order, one column per sex or
one row. Only main residences count; persons who are neither male nor female count in the total. A total that is not in
the file is summed from ages that join from 0 to an open group, or from the sexes, and said to be summed.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from wandel.core.law.texts import shown
from wandel.core.statistics.age_groups import AgeGroup, hole, is_total, read_age
from wandel.core.statistics.figures import FEMALE, KEYS, MALE, OTHER, REGISTER, SEXES, TOTAL, Figure
from wandel.core.statistics.observations import SIGNS, State, municipality_key, read_time
from wandel.core.statistics.opening import Source, opened, rows
from wandel.core.statistics.problems import Kind, Problems, StatisticsError

LARGEST = 50_000_000
_HEADERS: dict[str, tuple[str, ...]] = {
    "on": ("datum", "stichtag", "stand", "date", "keydate", "zum"),
    "area": ("ags", "gemeindeschlüssel", "gemeindekennziffer", "schlüssel", "kennziffer", "ars", "regionalschlüssel"),
    "name": ("gemeinde", "kommune", "ort", "name", "stadt", "municipality", "gemeindename"),
    "sex": ("geschlecht", "sex", "gender"),
    "age": ("alter", "altersgruppe", "altersjahr", "age", "agegroup", "altersklasse"),
    TOTAL: (
        "einwohner", "einwohnerzahl", "insgesamt", "gesamt", "anzahl", "total", "personen", "bevölkerung", "count",
        "population", "wert", "value", "hauptwohnsitz", "hauptwohnung", "einwohnerhauptwohnung", "einwohnermithauptwohnung",
        "summe", "inhabitants",
    ),
    MALE: ("männlich", "male", "m", "männer"),
    FEMALE: ("weiblich", "female", "w", "f", "frauen"),
    OTHER: ("divers", "ohneangabe", "diversohneangabe", "other", "d"),
    "second": ("nebenwohnsitz", "nebenwohnung", "einwohnernebenwohnung", "secondary"),
}  # fmt: skip
_KNOWN = {header: column for column, headers in _HEADERS.items() for header in headers}
_SEXES = {
    **dict.fromkeys(_HEADERS[MALE], MALE),
    **dict.fromkeys(_HEADERS[FEMALE], FEMALE),
    **dict.fromkeys((*_HEADERS[OTHER], "x", "keineangabe", "unbekannt"), OTHER),
}
# 94.149 and 94 149 group thousands: persons have no decimals.
_GROUPED = re.compile(r"[0-9]{1,3}(?:[.,'  ][0-9]{3})+\Z", re.ASCII)


def read_register(
    source: Source,
    *,
    file: str,
    problems: Problems,
    source_name: str,
    licence: str = "",
    area: str = "",
    on: date | None = None,
    areas: Collection[str] = (),
    largest: int = LARGEST,
) -> tuple[Figure, ...]:
    """Population figures with base Melderegister. ``area`` and ``on`` fill in where the file has no such column;
    ``areas`` are the keys that may occur. Raises StatisticsError where the file has no usable header."""
    with opened(source, file, largest=largest) as stream:
        reading = _Register(file, problems, source_name, licence)
        reading.begin(stream, area=area, on=on)
        found: dict[object, Figure] = {}
        for figure in reading.rows(frozenset(areas)):
            if figure.identity in found:
                first = found[figure.identity]
                problems.add(
                    Kind.twice,
                    file,
                    figure.line,
                    f"Diese Angabe steht schon in Zeile {first.line} ({first.value}). Der erste Wert gilt.",
                    f"This stands in line {first.line} already ({first.value}). The first value counts.",
                )
                continue
            found[figure.identity] = figure
    return (*found.values(), *_totals(tuple(found.values()), problems, complete=not reading.skipped))


@dataclass(frozen=True, slots=True)
class _Place:
    """What a row says before its counts."""

    line: int
    area: str
    name: str
    on: date
    sex: str
    age: AgeGroup | None


class _Register:
    def __init__(self, file: str, problems: Problems, source: str, licence: str) -> None:
        self._file, self._problems, self._source, self._licence = file, problems, source, licence
        self.skipped = 0

    def begin(self, stream: Iterator[str], *, area: str, on: date | None) -> None:
        self._area, self._on = area, on
        lines = iter(stream)
        self._before = 0
        for line in lines:
            self._before += 1
            for delimiter in (";", "\t", ",", "|"):
                columns = [_column(cell) for cell in line.rstrip("\r\n").split(delimiter)]
                if {TOTAL, MALE, FEMALE} & set(columns) and len(columns) > 1:
                    self._columns = columns
                    self._table = rows(lines, self._file, delimiter=delimiter, first=self._before + 1)
                    self._say_what_is_missing()
                    return
            if self._before > 20:
                break
        raise StatisticsError(
            self._file,
            1,
            "Es fehlt eine Kopfzeile mit einer Spalte für die Einwohnerzahl. Beginnen Sie zum Beispiel mit Stichtag;AGS;Geschlecht;Alter;Anzahl.",
            "A header with a column for the number of inhabitants is missing. Begin for example with date;AGS;sex;age;total.",
        )

    def _say_what_is_missing(self) -> None:
        if "on" not in self._columns and self._on is None:
            raise StatisticsError(
                self._file,
                self._before,
                "Es fehlt die Spalte Stichtag. Ergänzen Sie sie oder geben Sie den Tag beim Einlesen an.",
                "The column for the date is missing. Add it, or give the day when importing.",
            )
        if "area" not in self._columns and not self._area:
            raise StatisticsError(
                self._file,
                self._before,
                "Es fehlt die Spalte AGS. Ergänzen Sie sie oder wählen Sie die Gemeinde beim Einlesen.",
                "The column AGS is missing. Add it, or choose the municipality when importing.",
            )
        if "second" in self._columns:
            self._problems.add(
                Kind.not_used,
                self._file,
                self._before,
                "Nebenwohnungen zählen nicht zur Bevölkerung. Die Spalte ist ausgelassen.",
                "Secondary residences do not count as population. The column is left out.",
            )

    def rows(self, areas: frozenset[str]) -> Iterator[Figure]:
        for line, row in self._table:
            if not any(cell.strip() for cell in row):
                continue
            if len(row) < len(self._columns):
                self._skip(
                    Kind.broken_row,
                    line,
                    f"Die Zeile hat {len(row)} Zellen, die Kopfzeile {len(self._columns)}.",
                    f"The row has {len(row)} cells, the header {len(self._columns)}.",
                )
                continue
            cells = {column: cell.strip() for column, cell in zip(self._columns, row, strict=False) if column}
            place = self._place(line, cells, areas)
            if place is not None:
                yield from self._counts(place, cells)

    def _place(self, line: int, cells: dict[str, str], areas: frozenset[str]) -> _Place | None:
        area = municipality_key(cells.get("area", "").replace(" ", "") or self._area)
        if not (area.isascii() and area.isdigit() and len(area) in {5, 8}) or (areas and area not in areas):
            self._skip(
                Kind.unknown_area,
                line,
                f"„{shown(area)}“ ist kein Gemeindeschlüssel dieses Kreises.",
                f"“{shown(area)}” is no municipality key of this county.",
            )
            return None
        written = cells.get("on", "")
        read = read_time(written) if written else None
        on = read[1] if read else (self._on if not written else None)
        if on is None:
            self._skip(
                Kind.broken_cell,
                line,
                f"„{shown(written)}“ ist kein Tag. Schreiben Sie ihn wie 31.12.2025.",
                f"“{shown(written)}” is no day. Write it like 31.12.2025 or 2025-12-31.",
            )
            return None
        sex_cell, age_cell = cells.get("sex", ""), cells.get("age", "")
        sex = TOTAL if not sex_cell or is_total(sex_cell) else _SEXES.get(_plain(sex_cell), "")
        age = read_age(age_cell)
        if not sex or (age is None and age_cell and not is_total(age_cell)):
            odd = shown(age_cell if sex else sex_cell)
            self._skip(
                Kind.broken_cell,
                line,
                f"„{odd}“ ist {'kein Alter' if sex else 'kein Geschlecht'}.",
                f"“{odd}” is no {'age' if sex else 'sex'}.",
            )
            return None
        return _Place(line, area, cells.get("name", ""), on, sex, age)

    def _counts(self, place: _Place, cells: dict[str, str]) -> Iterator[Figure]:
        for column in (TOTAL, MALE, FEMALE, OTHER):
            written = cells.get(column, "")
            if not written:
                continue
            sex = place.sex if column == TOTAL else column
            state = SIGNS.get(written)
            value = None if state else _persons(written)
            if state is None and value is None:
                negative = _persons(written.lstrip("-−")) is not None and written[:1] in "-−"
                self._skip(
                    Kind.negative if negative else Kind.broken_cell,
                    place.line,
                    f"„{shown(written)}“ ist {'kleiner als null' if negative else 'keine Zahl von Personen'}.",
                    f"“{shown(written)}” is {'below zero' if negative else 'no number of persons'}.",
                )
                continue
            if state is State.nothing and place.age is None and sex == TOTAL:
                self._skip(
                    Kind.changed_area,
                    place.line,
                    "Ein Strich heißt, dass es niemanden gibt. Das kann für eine ganze Gemeinde nicht stimmen.",
                    "A dash says that there is nobody. That cannot be right for a whole municipality.",
                )
                continue
            if state not in {None, State.nothing}:
                self._skip(
                    Kind.secret,
                    place.line,
                    f"„{shown(written)}“ ist kein Wert. Das ist keine Null.",
                    f"“{shown(written)}” is no value. That is no zero.",
                )
            yield Figure(
                key="population",
                area=place.area,
                year=place.on.year,
                on=place.on,
                value=value,
                state=state or State.value,
                unit=KEYS["population"].unit,
                base=REGISTER,
                source=self._source,
                licence=self._licence,
                name=place.name,
                sex=sex,
                age=place.age,
                file=self._file,
                line=place.line,
            )

    def _skip(self, kind: Kind, line: int, german: str, english: str) -> None:
        self.skipped += 1
        self._problems.add(
            kind, self._file, line, f"{german} Die Angabe ist ausgelassen.", f"{english} The entry is left out."
        )


def _plain(cell: str) -> str:
    return re.sub(r"[^a-zäöüß]", "", cell.lower())


def _column(cell: str) -> str:
    return _KNOWN.get(_plain(cell), "")


def _persons(written: str) -> Decimal | None:
    text = written.strip()
    if _GROUPED.match(text):
        text = re.sub(r"[^0-9]", "", text)
    elif text.endswith((",0", ".0", ",00", ".00")):
        text = re.split("[.,]", text)[0]
    return Decimal(text) if text.isascii() and text.isdigit() else None


def _totals(found: tuple[Figure, ...], problems: Problems, *, complete: bool) -> Iterator[Figure]:
    """Totals of a place and day that the file does not have: of each sex over its ages, of all over the sexes. Where an
    entry was left out (not ``complete``) nothing is summed: the sum would hide the hole."""
    by_place: dict[tuple[str, date | None], list[Figure]] = {}
    for figure in found:
        by_place.setdefault((figure.area, figure.on), []).append(figure)
    for figures in by_place.values():
        known = {figure.sex: figure for figure in figures if figure.age is None}
        aged = {sex: [one for one in figures if one.sex == sex and one.age is not None] for sex in SEXES}
        summed: list[Figure] = []
        for sex in (TOTAL, MALE, FEMALE) if complete else ():
            if sex not in known and aged[sex] and not hole([one.age for one in aged[sex] if one.age]):
                summed += _sum(aged[sex], sex)
        known |= {one.sex: one for one in summed}
        if complete and TOTAL not in known and {MALE, FEMALE} <= set(known):
            # Few persons are neither male nor female, so their ages need not join.
            others = [known[OTHER]] if OTHER in known else _sum(aged[OTHER], OTHER)
            if others or not aged[OTHER]:
                summed += others if OTHER not in known else []
                summed += _sum([known[MALE], known[FEMALE], *others], TOTAL)
                known |= {one.sex: one for one in summed}
        _say(figures[0], known.get(TOTAL), summed, problems)
        yield from summed


def _say(first: Figure, total: Figure | None, summed: list[Figure], problems: Problems) -> None:
    if total is None:
        german = "Insgesamt fehlt und lässt sich nicht summieren, weil Altersgruppen, ein Geschlecht oder ausgelassene Angaben fehlen."
        english = (
            "The total is missing and cannot be summed, because age groups, one sex or entries left out are missing."
        )
    elif total in summed:
        german = f"Insgesamt steht nicht in der Datei. Es ist aus den Zeilen summiert: {total.value}."
        english = f"The total is not in the file. It was summed from its rows: {total.value}."
    else:
        return
    name = first.name or first.area
    kind = Kind.missing_total if total is None else Kind.summed
    problems.add(kind, first.file, first.line, f"{name}: {german}", f"{name}: {english}", skipped=False)


def _sum(parts: list[Figure], sex: str) -> list[Figure]:
    """The parts together as one figure of a sex; nothing where one of them has no number."""
    numbers = [part.number for part in parts]
    known = [number for number in numbers if number is not None]
    if not parts or len(known) < len(numbers):
        return []
    return [replace(parts[0], value=sum(known, Decimal(0)), state=State.value, sex=sex, age=None, line=0)]
