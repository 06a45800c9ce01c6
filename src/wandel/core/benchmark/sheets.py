"""CSV as people write it.

Separator ``,`` ``;`` or tab (read from the first line); with ``;`` and tab a decimal comma is allowed. A missing value is an empty cell,
NA, N/A, NaN, null or None.
"""

import csv
import io
import re
from dataclasses import dataclass

from wandel.core.benchmark.problems import Findings
from wandel.core.law.texts import shown

MISSING = {"", "na", "n/a", "nan", "null", "none"}
NUMBER = re.compile(r"[+\-−]?(\d+\.?\d*|\.\d+)([eE][+\-]?\d+)?")
THOUSANDS = re.compile(r"[+\-−]?\d{1,3}(\.\d{3})+,\d+")
SMALLEST, LARGEST = 1e-60, 1e60


@dataclass(frozen=True, slots=True)
class Sheet:
    """``rows``: the line in the file and its cells, as many as the header has."""

    header: list[str]
    rows: list[tuple[int, list[str]]]
    decimal_comma: bool


def sheet_of(text: str, file: str, findings: Findings) -> Sheet:
    """Header and rows; lines that do not fit go into ``findings`` with their number."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(";\t,", key=lambda mark: (first.count(mark), mark == ","))
    header: list[str] = []
    rows: list[tuple[int, list[str]]] = []
    reader = csv.reader(io.StringIO(text), delimiter=separator)
    try:
        for row in reader:
            if not any(cell.strip() for cell in row):
                continue
            if not header:
                header = [cell.strip() for cell in row]
            elif len(row) != len(header):
                findings.wrong(
                    f"{file}, Zeile {reader.line_num}: {len(row)} Felder statt {len(header)}. Prüfen Sie Trennzeichen und Anführungszeichen.",
                    f"{file}, line {reader.line_num}: {len(row)} fields instead of {len(header)}. Check separators and quotes.",
                )
            else:
                rows.append((reader.line_num, row))
    except csv.Error:
        findings.wrong(
            f"{file}, Zeile {reader.line_num}: Hier bricht das CSV ab. Prüfen Sie die Anführungszeichen.",
            f"{file}, line {reader.line_num}: the CSV breaks here. Check the quotes.",
        )
        return Sheet(header, rows, False)
    if not header:
        findings.wrong(f"{file}: Die Datei ist leer.", f"{file}: the file is empty.")
    elif not rows and not findings.problems:
        findings.wrong(f"{file}: Unter der Kopfzeile steht nichts.", f"{file}: there is nothing below the header.")
    for twice in sorted({cell for cell in header if cell and header.count(cell) > 1}):
        findings.wrong(
            f"{file}: Die Spalte „{shown(twice)}“ gibt es zweimal. Streichen Sie eine.",
            f"{file}: the column “{shown(twice)}” is there twice. Remove one.",
        )
    return Sheet(header, rows, separator != ",")


def folded(header: object) -> str:
    """A word without case, spaces and dashes."""
    return re.sub(r"[\s_.\-–/]", "", str(header)).casefold()


def cell_of(text: str) -> str:
    """The cell's text, empty where the value is missing."""
    stripped = text.strip()
    return "" if stripped.casefold() in MISSING else stripped


def number_of(text: str, *, decimal_comma: bool) -> float | None:
    """A number of a size that can be reckoned with, or None. ``1.234,5`` and ``0,5`` are numbers only where a decimal comma is allowed."""
    written = text.strip().replace("\u00a0", "")
    if decimal_comma and "," in written:
        if "." in written and not THOUSANDS.fullmatch(written):
            return None
        written = written.replace(".", "").replace(",", ".", 1)
    if not NUMBER.fullmatch(written):
        return None
    number = float(written.replace("−", "-"))
    return number if number == 0 or SMALLEST < abs(number) < LARGEST else None
