"""Tables of GENESIS (regionalstatistik.de, Landesdatenbank, Destatis, the Zensus database) as CSV, in every layout seen.

A file is: ``GENESIS-Tabelle: code`` · title lines · perhaps a line with only a date · one to six stacked header rows that
begin with empty cells · rows · a rule of underscores · notes. What stands before the values is told by the number of
empty cells the headers begin with: area and name; or date, area and name; or more columns, which are dimensions. Dates
stand in a header row, on a line of their own (above the headers or between blocks of rows), or in the first column.
"""

import csv
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import chain

from wandel.core.law.texts import shown
from wandel.core.statistics.footer import Footer, read_footer
from wandel.core.statistics.observations import QUALITY, Keep, Observation, read_cell, read_time
from wandel.core.statistics.opening import LARGEST, Source, opened, unclosed
from wandel.core.statistics.problems import Kind, Problems, StatisticsError
from wandel.core.statistics.units import is_unit

_CODE = re.compile(r"\ufeff?\"?(?:GENESIS-)?(?:Tabelle|Table):\s*(?P<code>[A-Za-z0-9][A-Za-z0-9_.-]*)")
_RULE = re.compile(r"\"?_{5,}")
_TITLE_UNIT = re.compile(r"(?P<variable>.+?)\s*\((?P<unit>[^()]+)\)\Z")
_MOST_TITLES = 60
_cell = lru_cache(65536)(read_cell)
Time = tuple[int, date | None]


@dataclass(frozen=True, slots=True)
class Column:
    """A value column: its headers from the top, without its date and unit."""

    time: Time | None
    dimensions: tuple[str, ...]
    variable: str
    unit: str


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the rows: code, title lines, how many cells lead a row, the value columns (None where a column
    carries the quality mark of the one before), a date that holds for all."""

    code: str
    title: tuple[str, ...]
    leading: int
    columns: tuple[Column | None, ...]
    time: Time | None

    @property
    def plain_code(self) -> str:
        """The code without the ``-B`` that newer tables end in."""
        return plain_code(self.code)


def plain_code(code: str) -> str:
    """A table code without its ``-B`` ending: the contents are those of the older table."""
    return code[:-2] if code.upper().endswith("-B") else code


class GenesisTable:
    """A table on disk or in memory. Iterating reads it once, row by row, and adds to ``problems``; each iteration starts
    anew. ``footer``, ``rows`` and ``kept`` are complete after an iteration.

    ``keep`` looks at the area's key; rows it refuses are passed over unread. ``expected`` lists the plain codes that
    will do: another table raises StatisticsError, as does a file of another kind."""

    def __init__(
        self,
        source: Source,
        *,
        file: str,
        problems: Problems,
        keep: Keep | None = None,
        expected: Collection[str] = (),
        largest: int = LARGEST,
    ) -> None:
        self.file, self.problems, self.footer = file, problems, Footer()
        self.rows = self.kept = 0
        self._source, self._keep, self._largest = source, keep, largest
        with opened(source, file, largest=largest) as stream:
            self.head = _Lines(iter(stream), file).head()
        if expected and self.head.plain_code not in expected:
            raise StatisticsError(
                file,
                1,
                f"Das ist die Tabelle {self.head.code} ({shown(' '.join(self.head.title))}). Gebraucht wird {' oder '.join(sorted(expected))}.",
                f"This is table {self.head.code} ({shown(' '.join(self.head.title))}). Wanted is {' or '.join(sorted(expected))}.",
            )

    def __iter__(self) -> Iterator[Observation]:
        self.rows = self.kept = 0
        with opened(self._source, self.file, largest=self._largest) as stream:
            lines = _Lines(iter(stream), self.file)
            head = lines.head()
            try:
                for line, row, time in lines.body(head.time):
                    self.rows += 1
                    yield from self._row(head, line, row, time)
            except csv.Error:
                raise unclosed(self.file, lines.number) from None
            self.footer = read_footer(lines.rest)

    def _row(self, head: Head, line: int, row: list[str], time: Time | None) -> Iterator[Observation]:
        wanted = head.leading + len(head.columns)
        while len(row) > wanted and not row[-1].strip():
            row.pop()
        if len(row) != wanted:
            self.problems.add(
                Kind.broken_row,
                self.file,
                line,
                f"Die Zeile hat {len(row)} Zellen, die Tabelle {wanted} Spalten. Sie ist ausgelassen. Prüfen Sie Semikolons und Anführungszeichen.",
                f"The row has {len(row)} cells, the table {wanted} columns. It is left out. Check semicolons and quotation marks.",
            )
            return
        at = 0
        if head.leading >= 3 and (own := read_time(row[0])):
            time, at = own, 1
        area, name = row[at].strip(), row[at + 1].strip()
        if not is_area(area):
            lost = area.isdigit() and len(area) in {1, 4, 7}
            self.problems.add(
                Kind.unknown_area,
                self.file,
                line,
                f"„{shown(area)}“ ist kein Gemeindeschlüssel. Die Zeile ist ausgelassen."
                + (" Es fehlt wohl die führende Null: Öffnen Sie die Datei nicht vorher in Excel." if lost else ""),
                f"“{shown(area)}” is no area key. The row is left out."
                + (" The leading zero seems to be lost: do not open the file in a spreadsheet first." if lost else ""),
            )
            return
        if self._keep is not None and not self._keep(area):
            return
        self.kept += 1
        own_dimensions = tuple(cell for cell in map(str.strip, row[at + 2 : head.leading]) if cell)
        own_variable, own_unit = "", ""
        if len(own_dimensions) >= 2 and is_unit(own_dimensions[-1]):
            *rest, own_variable, own_unit = own_dimensions
            own_dimensions = tuple(rest)
        yield from self._cells(head, line, row, (area, name, time), own_dimensions, own_variable, own_unit)

    def _cells(
        self,
        head: Head,
        line: int,
        row: list[str],
        place: tuple[str, str, Time | None],
        dimensions: tuple[str, ...],
        variable: str,
        unit: str,
    ) -> Iterator[Observation]:
        area, name, row_time = place
        for number, column in enumerate(head.columns, head.leading):
            if column is None:
                continue
            time = column.time or row_time
            read = _cell(row[number])
            if read is None or time is None:
                written = shown(row[number])
                why = (
                    ("ist leer", "is empty")
                    if not written
                    else (f"enthält „{written}“ und kein bekanntes Zeichen", f"holds “{written}” and no known sign")
                )
                if time is None:
                    why = ("hat kein Jahr", "has no year")
                self.problems.add(
                    Kind.broken_cell,
                    self.file,
                    line,
                    f"Die Zelle {number + 1} ({name}) {why[0]}. Sie ist ausgelassen.",
                    f"Cell {number + 1} ({name}) {why[1]}. It is left out.",
                )
                continue
            value, state, quality = read
            if not quality and number + 1 < len(row) and number + 1 - head.leading < len(head.columns):
                beside = row[number + 1].strip()
                if head.columns[number + 1 - head.leading] is None and beside in QUALITY:
                    quality = beside
            extra = (column.variable,) if variable and column.variable else ()
            yield Observation(
                table=head.code,
                year=time[0],
                on=time[1],
                area=area,
                name=name,
                dimensions=dimensions + extra + column.dimensions,
                variable=variable or column.variable,
                unit=unit or column.unit,
                value=value,
                state=state,
                line=line,
                column=number,
                quality=quality,
            )


def is_area(key: str) -> bool:
    """Whether a cell can be an area's key: "DG" or digits in a length that occurs."""
    if key == "DG":
        return True
    if not (key.isascii() and key.isdigit()):
        return False
    # Seven digits are a Verbandsgemeinde of Rheinland-Pfalz; elsewhere an AGS that lost its zero.
    return len(key) in {2, 3, 5, 8, 9, 10, 11, 12} or (len(key) == 7 and key.startswith("07"))


class _Lines:
    """A position in a file: first the head, then the rows, then the rest."""

    def __init__(self, stream: Iterator[str], file: str) -> None:
        self._stream, self._file = stream, file
        self._before = 0
        self._reader = csv.reader(iter(()), delimiter=";")
        self._first: tuple[int, list[str]] | None = None
        self.rest: list[str] = []

    @property
    def number(self) -> int:
        return self._before + self._reader.line_num

    def _refuse(self, line: int, german: str, english: str) -> StatisticsError:
        return StatisticsError(self._file, line, german, english)

    def head(self) -> Head:
        first = next(self._stream, "")
        code = _CODE.match(first)
        if not code:
            raise self._refuse(
                1,
                "Das ist keine GENESIS-Tabelle: Die erste Zeile nennt keinen Tabellencode. Laden Sie die Tabelle als CSV.",
                "This is no GENESIS table: the first line names no table code. Download the table as CSV.",
            )
        titles: list[str] = []
        time: Time | None = None
        self._before = 1
        for line in self._stream:
            text = _title(line)
            alone = read_time(text)
            if alone:
                time = alone
            elif (line.startswith(";") and text) or _RULE.match(line):
                self._reader = csv.reader(chain([line], self._stream), delimiter=";")
                break
            elif text:
                titles.append(text)
            self._before += 1
            if self._before > _MOST_TITLES:
                break
        headers, time = self._headers(time)
        if not headers:
            raise self._refuse(
                self.number,
                f"In der Tabelle {code['code']} fehlen die Kopfzeilen. Laden Sie die Tabelle noch einmal.",
                f"Table {code['code']} has no header rows. Download the table again.",
            )
        return _head(code["code"], tuple(titles), headers, time)

    def _headers(self, time: Time | None) -> tuple[list[list[str]], Time | None]:
        headers: list[list[str]] = []
        try:
            for row in self._reader:
                if not any(cell.strip() for cell in row):
                    continue
                if row[0].strip():
                    alone = _alone(row)
                    if alone:
                        time = alone
                        continue
                    self._first = (self.number, row)
                    break
                headers.append([cell.strip() for cell in row])
        except csv.Error:
            headers = []
        return headers, time

    def body(self, time: Time | None) -> Iterator[tuple[int, list[str], Time | None]]:
        """Line, cells and the date that stands above, of every row down to the rule."""
        given = chain([self._first], self._numbered()) if self._first else self._numbered()
        for line, row in given:
            if not any(cell.strip() for cell in row):
                continue
            if _RULE.match(row[0]) or (len(row) == 1 and row[0].lstrip().startswith(("©", "Stand:", "(C)"))):
                self.rest = [] if _RULE.match(row[0]) else [row[0]]
                break
            alone = _alone(row)
            if alone:
                time = alone
                continue
            yield line, row, time
        self.rest.extend(self._stream)

    def _numbered(self) -> Iterator[tuple[int, list[str]]]:
        before = self.number
        for row in self._reader:
            yield before + 1, row
            before = self.number


def _title(line: str) -> str:
    text = line.strip().rstrip(";").strip()
    if len(text) > 1 and text[0] == text[-1] == '"':
        text = text[1:-1]
    return text.replace('""', '"').strip()


def _alone(row: list[str]) -> Time | None:
    return read_time(row[0]) if not any(cell.strip() for cell in row[1:]) else None


def _head(code: str, titles: tuple[str, ...], headers: list[list[str]], time: Time | None) -> Head:
    width = max(map(len, headers))
    for row in headers:
        row.extend([""] * (width - len(row)))
    leading = min(next((at for at, cell in enumerate(row) if cell), width) for row in headers)
    units: list[str] = [""] * width
    if len(headers) > 1 and all(is_unit(cell) for cell in headers[-1] if cell):
        units = headers.pop()
    dates: list[Time | None] = [None] * width
    for row in headers:
        if all(read_time(cell) for cell in row if cell):
            dates = [read_time(cell) if cell else None for cell in row]
            headers = [other for other in headers if other is not row]
            break
    variable, unit = "", ""
    match = _TITLE_UNIT.match(titles[-1]) if titles else None
    if match and is_unit(match["unit"]):
        variable, unit = match["variable"], match["unit"]
    columns: list[Column | None] = []
    for at in range(leading, width):
        cells = [row[at] for row in headers]
        if columns and not any(cells) and not units[at] and dates[at] is None:
            columns.append(None)
            continue
        own = variable or next((cell for cell in cells[:1] if cell), titles[0] if titles else code)
        rest = cells if variable else cells[1:]
        columns.append(Column(dates[at], tuple(cell for cell in rest if cell), own, units[at] or unit))
    return Head(code, titles, leading, tuple(columns), time)
