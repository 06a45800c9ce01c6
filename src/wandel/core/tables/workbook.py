"""The rows of a workbook (XLSX): the first sheet that has any, values as they are shown, nothing computed and nothing followed."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from importlib import import_module
from typing import Any
from xml.etree.ElementTree import ParseError

from wandel.core.law.texts import Text
from wandel.core.tables.problems import UnusableFile

MOST_PARTS, UNPACKED, RATIO, RATIO_FROM = 2_000, 400 * 1024 * 1024, 250, 10 * 1024 * 1024
MOST_COLUMNS = 200
DAMAGED = Text(
    "Die Excel-Datei ist beschädigt. Öffnen Sie sie, speichern Sie sie neu, oder speichern Sie die Tabelle als CSV.",
    "The workbook is damaged. Open it and save it again, or save the table as CSV.",
)


def is_workbook(content: bytes) -> bool:
    return content[:2] == b"PK"


def rows_of_workbook(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Every filled row with its line; days as ISO, numbers with a point. Raises UnusableFile for what is no sound workbook."""
    _refuse_bombs(content)
    openpyxl: Any = import_module("openpyxl")
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        for sheet in book.worksheets:
            empty = True
            for number, cells in enumerate(sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS), start=1):
                row = [_text(cell) for cell in cells]
                if any(row):
                    empty = False
                    yield number, row
            if not empty:
                return
    except (KeyError, ValueError, TypeError, AttributeError, OSError, ParseError, zipfile.BadZipFile) as error:
        raise UnusableFile(DAMAGED) from error


def _refuse_bombs(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError):
        raise UnusableFile(DAMAGED) from None
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    bomb = unpacked > UNPACKED or (unpacked > RATIO_FROM and unpacked > RATIO * max(packed, 1))
    if len(parts) > MOST_PARTS or bomb:
        raise UnusableFile(
            Text(
                "Diese Excel-Datei würde beim Öffnen riesig. Speichern Sie nur die Tabelle mit den Buchungen, am besten als CSV.",
                "This workbook would grow huge when opened. Save only the table with the bookings, best as CSV.",
            )
        )
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        raise UnusableFile(
            Text(
                "Das ist weder eine CSV- noch eine Excel-Datei (.xlsx). Speichern Sie die Tabelle in einem der beiden Formate.",
                "This is neither a CSV nor an Excel file (.xlsx). Save the table in one of the two.",
            )
        )


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float):
        # A cell holds binary fractions; people wrote cents.
        return f"{round(cell, 6):f}".rstrip("0").rstrip(".")
    return str(cell).strip()
