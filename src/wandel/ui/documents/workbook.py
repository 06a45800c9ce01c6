"""Tables as a workbook (XLSX): numbers stay numbers, days stay days, and no text becomes a formula."""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from importlib import import_module
from typing import Any

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MONEY, DAY, MOMENT = "#,##0.00", "dd.mm.yyyy", "dd.mm.yyyy hh:mm"
# What a cell cannot hold, and what a sheet's name cannot.
UNSPEAKABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\]")
LONGEST_TEXT = 32767

Value = str | Decimal | float | int | date | None


@dataclass(frozen=True)
class Sheet:
    """A table with its headings; ``widths`` are characters per column, ``bold_last`` marks a line of sums."""

    title: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Value]]
    widths: Sequence[int] = ()
    bold_last: bool = False


def to_xlsx(sheets: Sequence[Sheet]) -> bytes:
    """The workbook as bytes; the headings of every sheet stay in view."""
    # Pages that only may hand out a workbook start without the library.
    openpyxl, cells, styles = (import_module(name) for name in ("openpyxl", "openpyxl.cell", "openpyxl.styles"))
    bold_font = styles.Font(bold=True)
    book = openpyxl.Workbook(write_only=True)

    def cell(page: Any, value: Value, *, bold: bool = False) -> Any:
        if isinstance(value, str):
            made = cells.WriteOnlyCell(page, UNSPEAKABLE.sub("", value)[:LONGEST_TEXT])
            # A text that begins with "=" would be computed by whoever opens the file.
            made.data_type = "s"
        else:
            made = cells.WriteOnlyCell(page, value)
            made.number_format = _format(value)
        if bold:
            made.font = bold_font
        return made

    for sheet in sheets:
        page = book.create_sheet(NOT_IN_A_NAME.sub(" ", sheet.title)[:31])
        page.freeze_panes = "A2"
        for number, width in enumerate(sheet.widths):
            page.column_dimensions[openpyxl.utils.get_column_letter(number + 1)].width = width
        page.append([cell(page, name, bold=True) for name in sheet.columns])
        rows = list(sheet.rows)
        for number, row in enumerate(rows, start=1):
            page.append([cell(page, value, bold=sheet.bold_last and number == len(rows)) for value in row])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _format(value: Value) -> str:
    if isinstance(value, Decimal):
        # Two places are money; hectares and rates keep the places they have.
        return MONEY if value.as_tuple().exponent == -2 else "General"
    if isinstance(value, datetime):
        return MOMENT
    return DAY if isinstance(value, date) else "General"
