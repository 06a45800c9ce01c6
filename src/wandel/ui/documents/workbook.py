"""Tables as a workbook (XLSX): numbers stay numbers, days stay days, and no text becomes a formula."""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MONEY, DAY = "#,##0.00", "dd.mm.yyyy"
# What a cell cannot hold, and what a sheet's name cannot.
UNSPEAKABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\]")
LONGEST_TEXT = 32767


@dataclass(frozen=True)
class Sheet:
    """A table with its headings; ``widths`` are characters per column, ``bold_last`` marks a line of sums."""

    title: str
    columns: Sequence[str]
    rows: Iterable[Sequence[str | Decimal | int | date | None]]
    widths: Sequence[int] = ()
    bold_last: bool = False


def to_xlsx(sheets: Sequence[Sheet]) -> bytes:
    """The workbook as bytes; the headings of every sheet stay in view."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        page = book.create_sheet(NOT_IN_A_NAME.sub(" ", sheet.title)[:31])
        page.freeze_panes = "A2"
        for number, width in enumerate(sheet.widths, start=1):
            page.column_dimensions[get_column_letter(number)].width = width
        page.append([_cell(page, name, bold=True) for name in sheet.columns])
        rows = list(sheet.rows)
        for number, row in enumerate(rows, start=1):
            page.append([_cell(page, value, bold=sheet.bold_last and number == len(rows)) for value in row])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _cell(page: Any, value: str | Decimal | int | date | None, *, bold: bool = False) -> Any:
    if isinstance(value, str):
        cell = WriteOnlyCell(page, UNSPEAKABLE.sub("", value)[:LONGEST_TEXT])
        # A text that begins with "=" would be computed by whoever opens the file.
        cell.data_type = "s"
    else:
        cell = WriteOnlyCell(page, value)
        if isinstance(value, Decimal):
            cell.number_format = MONEY
        elif isinstance(value, date):
            cell.number_format = DAY
    if bold:
        cell.font = Font(bold=True)
    return cell
