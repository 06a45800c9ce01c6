"""The "flat" CSV of GENESIS and of the Zensus database: one value a line, every dimension with code and label.

Two spellings are in use: German column names with one column per value (``BEV001__Bevölkerung__Anzahl``), and since 2024
English ones with ``value``, ``value_unit`` and ``value_variable_label``. The file does not name its table, only the
statistic; the table's code is taken from the file's name if it stands there.
"""

import re
from collections.abc import Iterator

from wandel.core.law.texts import shown
from wandel.core.statistics.footer import Footer
from wandel.core.statistics.genesis import is_area
from wandel.core.statistics.observations import Keep, Observation, read_cell, read_time
from wandel.core.statistics.opening import LARGEST, Source, opened, rows
from wandel.core.statistics.problems import Kind, Problems, StatisticsError

_TABLE_IN_NAME = re.compile(r"[0-9]{4,5}[A-Z]?(?:-[0-9]{2,4})+(?:-B)?", re.ASCII)
# Variables that are areas: Germany, Länder, Bezirke, counties, municipalities; GEO… in the Zensus database.
_AREAS = ("DINSG", "DLAND", "REGBEZ", "DREGBEZ", "KREISE", "GEMEIN", "GEO", "VERBGEM", "AGS")
_OLD = re.compile(r"(?P<number>[0-9]+)_(?:Merkmal_Code|variable_code)\Z")
_TITLES = {"1_Merkmal_Code", "1_variable_code"}


def is_flat(line: str) -> bool:
    """Whether a first line is the header of a flat file."""
    columns = {cell.strip().strip('"') for cell in line.lstrip("\ufeff").rstrip("\r\n").split(";")}
    return bool(columns & _TITLES) and bool(columns & {"Zeit", "time"})


class FlatTable:
    """A flat file. Iterating reads it once, as GenesisTable does; ``keep`` looks at the area's key."""

    def __init__(
        self, source: Source, *, file: str, problems: Problems, keep: Keep | None = None, largest: int = LARGEST
    ) -> None:
        self.file, self.problems, self.footer = file, problems, Footer()
        self.rows = self.kept = 0
        self._source, self._keep, self._largest = source, keep, largest
        named = _TABLE_IN_NAME.search(file)
        self._table = named.group(0) if named else ""

    def __iter__(self) -> Iterator[Observation]:
        self.rows = self.kept = 0
        with opened(self._source, self.file, largest=self._largest) as stream:
            table = rows(stream, self.file)
            header = [cell.strip() for cell in next(table, (1, []))[1]]
            if not set(header) & _TITLES:
                raise StatisticsError(
                    self.file,
                    1,
                    "Das ist keine flache GENESIS-Datei: Die Spalten der Merkmale fehlen.",
                    "This is no flat GENESIS file: the columns of the variables are missing.",
                )
            layout = _Layout(header)
            for line, row in table:
                if not any(row) or row[0].startswith("__"):
                    continue
                self.rows += 1
                yield from self._row(layout, line, row)

    def _row(self, layout: "_Layout", line: int, row: list[str]) -> Iterator[Observation]:
        if len(row) != layout.width:
            self._skip(
                Kind.broken_row,
                line,
                f"Die Zeile hat {len(row)} Zellen, die Tabelle {layout.width} Spalten.",
                f"The row has {len(row)} cells, the table {layout.width} columns.",
            )
            return
        area, name, dimensions = "", "", []
        for code, label, value_code, value_label in layout.variables:
            written = row[code].strip()
            if written.upper().startswith(_AREAS):
                area, name = row[value_code].strip(), row[value_label].strip()
            elif written:
                dimensions += [row[label].strip(), row[value_label].strip() or "Insgesamt"]
        if not is_area(area):
            self._skip(
                Kind.unknown_area,
                line,
                f"„{shown(area)}“ ist kein Gemeindeschlüssel.",
                f"“{shown(area)}” is no area key.",
            )
            return
        if self._keep is not None and not self._keep(area):
            return
        time = read_time(row[layout.time])
        if time is None:
            written = shown(row[layout.time])
            self._skip(
                Kind.broken_cell,
                line,
                f"„{written}“ ist kein Jahr und kein Tag.",
                f"“{written}” is no year and no day.",
            )
            return
        self.kept += 1
        for at, variable, unit, quality in layout.values(row):
            read = read_cell(row[at])
            if read is None:
                written = shown(row[at])
                self._skip(
                    Kind.broken_cell,
                    line,
                    f"„{written}“ ({name}) ist keine Zahl und kein bekanntes Zeichen.",
                    f"“{written}” ({name}) is no number and no known sign.",
                )
                continue
            value, state, mark = read
            yield Observation(
                table=self._table or row[layout.statistic].strip(),
                year=time[0],
                on=time[1],
                area=area,
                name=name,
                dimensions=tuple(dimensions),
                variable=variable,
                unit=unit,
                value=value,
                state=state,
                line=line,
                column=at,
                quality=mark or quality,
            )

    def _skip(self, kind: Kind, line: int, german: str, english: str) -> None:
        self.problems.add(
            kind, self.file, line, f"{german} Die Zeile ist ausgelassen.", f"{english} The row is left out."
        )


class _Layout:
    """Which column holds what."""

    def __init__(self, header: list[str]) -> None:
        self.width = len(header)
        at = {name: number for number, name in enumerate(header)}
        self.statistic, self.time = 0, at.get("Zeit", at.get("time", 0))
        self.variables: list[tuple[int, int, int, int]] = []
        for name, number in at.items():
            match = _OLD.match(name)
            if match and number + 3 < self.width:
                self.variables.append((number, number + 1, number + 2, number + 3))
        self._long = (
            (at["value"], at.get("value_unit"), at.get("value_variable_label"), at.get("value_q"))
            if "value" in at
            else None
        )
        self._wide = [(number, *_named(name)) for name, number in at.items() if name.count("__") == 2]

    def values(self, row: list[str]) -> Iterator[tuple[int, str, str, str]]:
        """Position, variable, unit and quality mark of the row's values."""
        if self._long:
            at, unit, variable, quality = self._long
            yield (
                at,
                row[variable].strip() if variable is not None else "",
                row[unit].strip() if unit is not None else "",
                row[quality].strip() if quality is not None else "",
            )
        for at, name, measure in self._wide:
            yield at, name, measure, ""


def _named(column: str) -> tuple[str, str]:
    _code, name, unit = column.split("__")
    return name.replace("_", " ").strip(), unit.strip()
