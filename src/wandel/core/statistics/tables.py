"""From the observations of a known table to named figures."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date

from wandel.core.law.texts import shown
from wandel.core.statistics.contents import TABLES, contents_of, dimensions_of
from wandel.core.statistics.figures import (
    CENSUS_2011_DAY,
    CENSUS_2022,
    CENSUS_2022_DAY,
    KEYS,
    UPDATED_1987,
    UPDATED_1990,
    UPDATED_2011,
    Figure,
    source_text,
    unit_fits,
)
from wandel.core.statistics.flat import FlatTable, is_flat
from wandel.core.statistics.footer import Footer
from wandel.core.statistics.genesis import GenesisTable
from wandel.core.statistics.observations import Keep, Observation, State, municipality_key
from wandel.core.statistics.opening import LARGEST, Source, opened
from wandel.core.statistics.problems import Kind, Problems, StatisticsError

Table = GenesisTable | FlatTable
PUBLISHER = "© Statistische Ämter des Bundes und der Länder"


def open_table(
    source: Source,
    *,
    file: str,
    problems: Problems,
    keep: Keep | None = None,
    expected: Collection[str] = (),
    largest: int = LARGEST,
) -> Table:
    """The reader that fits a file of GENESIS or of the Zensus database. Raises StatisticsError where none does."""
    with opened(source, file, largest=largest) as stream:
        flat = is_flat(stream.readline(100_000))
    if flat:
        return FlatTable(source, file=file, problems=problems, keep=keep, largest=largest)
    return GenesisTable(source, file=file, problems=problems, keep=keep, expected=expected, largest=largest)


def read_figures(
    source: Source,
    *,
    file: str,
    problems: Problems,
    keep: Keep | None = None,
    keys: Collection[str] = (),
    base: str = "",
    areas: Collection[str] = (),
    largest: int = LARGEST,
) -> tuple[Figure, ...]:
    """The figures of a table. Everything left out or odd is added to ``problems``.

    ``keys`` are the figures wanted: a table with none of them is refused (StatisticsError). ``base`` is needed where
    neither date nor notes say how people were counted. ``areas`` are the areas that must be there."""
    table = open_table(source, file=file, problems=problems, keep=keep, largest=largest)
    reading = _Reading(file, problems, base)
    if isinstance(table, GenesisTable):
        reading.accept(table.head.code, keys)
    rows: list[Observation] = []
    for observation in table:
        if not rows and isinstance(table, FlatTable):
            reading.accept(observation.table, keys)
        rows.append(observation)
    return reading.figures(rows, table.footer, areas)


class _Reading:
    def __init__(self, file: str, problems: Problems, base: str) -> None:
        self._file, self._problems, self._base = file, problems, base
        self._strange: set[tuple[str, ...]] = set()
        self._undecided: set[date | int] = set()

    def accept(self, code: str, keys: Collection[str]) -> None:
        contents = contents_of(code)
        if contents is None:
            known = ", ".join(sorted(code for code in TABLES if "-" in code))
            raise StatisticsError(
                self._file,
                1,
                f"Die Tabelle {shown(code)} kennt wandel nicht. Bekannt sind: {known}.",
                f"Table {shown(code)} is not known. Known are: {known}.",
            )
        if keys and not set(contents.keys.values()) & set(keys):
            holds = [KEYS[key].name for key in dict.fromkeys(contents.keys.values())]
            wanted = [KEYS[key].name for key in keys if key in KEYS]
            raise StatisticsError(
                self._file,
                1,
                f"Das ist die falsche Tabelle: {shown(code)} enthält {', '.join(t.de for t in holds)}. Gebraucht wird {', '.join(t.de for t in wanted)}.",
                f"This is the wrong table: {shown(code)} holds {', '.join(t.en for t in holds)}. Wanted is {', '.join(t.en for t in wanted)}.",
            )

    def figures(self, rows: list[Observation], footer: Footer, areas: Collection[str]) -> tuple[Figure, ...]:
        gone = self._gone(rows)
        found: dict[object, Figure] = {}
        unreadable: dict[tuple[int, State, str], int] = {}
        for row in rows:
            if (row.area, row.on) in gone:
                continue
            figure = self._figure(row, footer)
            if figure is None:
                continue
            if figure.identity in found:
                self._twice(figure, found[figure.identity])
                continue
            if figure.number is None:
                where = (row.line, row.state, row.name)
                unreadable[where] = unreadable.get(where, 0) + 1
            found[figure.identity] = figure
        for (line, state, name), count in unreadable.items():
            self._unread(line, state, name, count)
        seen = {figure.area for figure in found.values()}
        for area in sorted(set(areas) - seen):
            self._problems.add(
                Kind.missing_area,
                self._file,
                0,
                f"{area} kommt nicht vor. Laden Sie die Tabelle mit allen Gemeinden oder prüfen Sie, ob sich der Schlüssel geändert hat.",
                f"{area} does not occur. Download the table with all municipalities, or check whether the key has changed.",
            )
        self._unlisted(found.values(), areas)
        return tuple(found.values())

    def _unlisted(self, found: Iterable[Figure], areas: Collection[str]) -> None:
        """Municipalities of a listed county that are not listed themselves: merged, divided or renumbered."""
        counties = {area[:5] for area in areas}
        known = set(areas)
        for figure in found:
            if len(figure.area) == 8 and figure.area[:5] in counties and figure.area not in known:
                known.add(figure.area)
                self._problems.add(
                    Kind.changed_area,
                    self._file,
                    figure.line,
                    f"{figure.name} ({figure.area}) gehört zum Kreis, steht aber nicht im Profil. Hat sich das Gebiet geändert, ergänzen Sie es dort.",
                    f"{figure.name} ({figure.area}) belongs to the county and is not in the profile. If the area has changed, add it there.",
                    skipped=False,
                )

    def _gone(self, rows: list[Observation]) -> set[tuple[str, date | None]]:
        """Areas and dates for which every cell of a population says "nothing": the area did not exist then."""
        cells: dict[tuple[str, date | None], list[Observation]] = {}
        for row in rows:
            if self._key(row) == "population":
                cells.setdefault((row.area, row.on), []).append(row)
        gone = {place: found[0] for place, found in cells.items() if all(o.state is State.nothing for o in found)}
        by_area: dict[tuple[str, str], tuple[int, list[int]]] = {}
        for row in gone.values():
            by_area.setdefault((row.area, row.name), (row.line, []))[1].append(row.year)
        for (area, name), (line, years) in by_area.items():
            several = ", ".join(str(year) for year in sorted(set(years)))
            self._problems.add(
                Kind.changed_area,
                self._file,
                line,
                f"{name} ({area}) hat für {several} keine Zahl: Das Gebiet gab es da unter diesem Schlüssel nicht. Es zählt nicht als null.",
                f"{name} ({area}) has no figure for {several}: the area did not exist under this key then. It does not count as zero.",
            )
        return set(gone)

    def _key(self, row: Observation) -> str | None:
        contents = contents_of(row.table)
        name = row.variable.lower()
        # The longest beginning that fits: „wohnungen“ is also the beginning of „wohnungen in …“.
        fitting = [start for start in (contents.keys if contents else {}) if name.startswith(start)]
        return contents.keys[max(fitting, key=len)] if contents and fitting else None

    def _figure(self, row: Observation, footer: Footer) -> Figure | None:
        contents, key = contents_of(row.table), self._key(row)
        dimensions = dimensions_of(row.dimensions, contents) if contents and key else None
        if contents is None or key is None or dimensions is None:
            strange = (row.variable, *row.dimensions)
            if strange not in self._strange:
                self._strange.add(strange)
                self._problems.add(
                    Kind.not_used,
                    self._file,
                    row.line,
                    f"Die Spalte „{shown(' / '.join(strange))}“ hat hier keine Bedeutung. Sie ist ausgelassen.",
                    f"The column “{shown(' / '.join(strange))}” has no meaning here. It is left out.",
                )
            return None
        if not unit_fits(key, row.unit):
            self._wrong_unit(row, KEYS[key].unit)
            return None
        if row.value is not None and row.value < 0:
            self._problems.add(
                Kind.negative,
                self._file,
                row.line,
                f"{row.name}: {row.value} ist kleiner als null. Der Wert ist ausgelassen.",
                f"{row.name}: {row.value} is below zero. The value is left out.",
            )
            return None
        base = self._base_of(row, footer) if key == "population" else ""
        if base is None:
            return None
        sex, age, detail = dimensions
        return Figure(
            key=key,
            area=municipality_key(row.area),
            year=row.year,
            on=row.on,
            value=row.value,
            state=row.state,
            unit=KEYS[key].unit,
            base=base,
            source=source_text(footer.holder or PUBLISHER, row.table, footer.made_on),
            licence=footer.licence,
            table=row.table,
            name=row.name,
            sex=sex,
            age=age,
            detail=detail,
            file=self._file,
            line=row.line,
        )

    def _wrong_unit(self, row: Observation, wanted: str) -> None:
        if (row.variable, row.unit) not in self._strange:
            self._strange.add((row.variable, row.unit))
            self._problems.add(
                Kind.wrong_unit,
                self._file,
                row.line,
                f"„{shown(row.variable)}“ steht in „{shown(row.unit)}“, gebraucht wird {wanted}. Diese Werte sind ausgelassen.",
                f"“{shown(row.variable)}” is in “{shown(row.unit)}”, wanted is {wanted}. These values are left out.",
            )

    def _base_of(self, row: Observation, footer: Footer) -> str | None:
        if self._base:
            return self._base
        base = base_of(row.on, row.area, footer, census=row.table.startswith("1000A"))
        if base is None and (row.on or row.year) not in self._undecided:
            self._undecided.add(row.on or row.year)
            self._problems.add(
                Kind.unknown_base,
                self._file,
                row.line,
                f"Für {row.on or row.year} sagt die Tabelle nicht, ob sie auf dem Zensus 2011 oder 2022 beruht. Diese Werte sind ausgelassen. Geben Sie die Basis an.",
                f"For {row.on or row.year} the table does not say whether it rests on the census of 2011 or 2022. These values are left out. Say which base.",
            )
        return base

    def _twice(self, figure: Figure, first: Figure) -> None:
        same = figure.value == first.value and figure.state is first.state
        self._problems.add(
            Kind.twice,
            self._file,
            figure.line,
            f"{figure.name}: Der Wert steht schon in Zeile {first.line}"
            + (". Er zählt einmal." if same else f", dort {first.value}, hier {figure.value}. Der erste gilt."),
            f"{figure.name}: the value stands in line {first.line} already"
            + (". It counts once." if same else f", there {first.value}, here {figure.value}. The first one counts."),
        )

    def _unread(self, line: int, state: State, name: str, count: int) -> None:
        german, english = {
            State.secret: ("geheim oder unbekannt (.)", "secret or unknown (.)"),
            State.later: ("noch nicht da (...)", "not there yet (...)"),
            State.blocked: ("gesperrt (x)", "blocked (x)"),
            State.unsure: ("zu unsicher (/)", "too unsure (/)"),
            State.nothing: ("nicht vorhanden (-)", "not there (-)"),
        }[state]
        many = f"{count} Werte sind" if count > 1 else "Ein Wert ist"
        several = f"{count} values are" if count > 1 else "One value is"
        self._problems.add(
            Kind.not_used if state is State.nothing else Kind(state.value),
            self._file,
            line,
            f"{name}: {many} {german}. Das ist keine Null.",
            f"{name}: {several} {english}. That is no zero.",
        )


def base_of(on: date | None, area: str, footer: Footer, *, census: bool = False) -> str | None:
    """How people were counted, by the notes of the table and else by the date; None where both leave it open.

    From the census of 15 May 2022 on figures were published on both bases, so the date alone does not tell."""
    if on is None:
        return None
    if census and on == CENSUS_2022_DAY:
        return CENSUS_2022
    named = footer.census(on.year)
    if named in {2011, 2022}:
        return f"Fortschreibung Zensus {named}"
    if on < CENSUS_2011_DAY:
        # The East had no census in 1987; its figures carry on from the register of 3 October 1990.
        return UPDATED_1990 if area[:2] in {"12", "13", "14", "15", "16"} else UPDATED_1987
    return UPDATED_2011 if on < CENSUS_2022_DAY else None


def with_source(figures: Iterable[Figure], source: str, licence: str) -> tuple[Figure, ...]:
    """The same figures under a source and a licence given by hand, where the file names none."""
    return tuple(replace(figure, source=source, licence=licence) for figure in figures)
