"""A list as a file a spreadsheet opens: CSV and XLSX with the same cells, and nothing in them that runs as a formula."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeAlias

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from wandel.ui.documents.workbook import XLSX as XLSX_KIND
from wandel.ui.documents.workbook import Sheet, to_xlsx
from wandel.ui.formats import reader_language

# The parameter of a list's address that asks for the file, and what it may say.
PARAMETER = "save"
CSV, XLSX = "csv", "xlsx"
KINDS = {CSV: "text/csv; charset=utf-8", XLSX: XLSX_KIND}
FORMULA = ("=", "+", "-", "@", "\t", "\r")
# What XML 1.0 cannot hold.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
LONGEST_CELL = 32_000

Column: TypeAlias = tuple[Any, Callable[[Any], Any]]


def saved_list(request: HttpRequest, name: str, columns: Sequence[Column], rows: Iterable[Any]) -> HttpResponse | None:
    """The whole list as the file its address asks for; None where it asks for the page."""
    kind = request.GET.get(PARAMETER, "")
    return table_file(kind, name, columns, rows) if kind in KINDS else None


def asked_kind(request: HttpRequest) -> str:
    """The kind of file for an address that is nothing but the file: CSV unless it says otherwise."""
    kind = request.GET.get(PARAMETER, "")
    return kind if kind in KINDS else CSV


def table_file(kind: str, name: str, columns: Sequence[Column], rows: Iterable[Any]) -> HttpResponse:
    """The rows as a file. A column is its heading and what it takes from a row: text, number, Decimal, date, instant, yes
    or no, or None."""
    lines = ([value(row) for _heading, value in columns] for row in rows)
    headings = [str(heading) for heading, _value in columns]
    content = _csv(headings, lines) if kind == CSV else _xlsx(name, headings, lines)
    return HttpResponse(
        content,
        content_type=KINDS[kind],
        headers={
            "Content-Disposition": content_disposition_header(as_attachment=True, filename=f"{name}.{kind}") or "",
            "Cache-Control": "private, no-store",
        },
    )


def _text(value: Any) -> Any:
    """Words as they are told; everything else stays what it is."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None, microsecond=0)
    if isinstance(value, (int, float, Decimal, date)):
        return value
    return CONTROL.sub("", str(value))[:LONGEST_CELL]


def _csv(headings: list[str], lines: Iterable[list[Any]]) -> bytes:
    """With semicolon and mark as German spreadsheets expect; only the decimal sign of the language is added up there."""
    point = "," if reader_language() == "de" else "."

    def cell(value: Any) -> str:
        value = _text(value)
        if isinstance(value, datetime):
            return value.isoformat(sep=" ", timespec="minutes")
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, (float, Decimal)):
            return (f"{value:f}" if isinstance(value, Decimal) else repr(value)).replace(".", point)
        if isinstance(value, int):
            return str(value)
        return f"'{value}" if value.startswith(FORMULA) else value

    target = io.StringIO()
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows([cell(value) for value in line] for line in lines)
    return f"\ufeff{target.getvalue()}".encode()


def _xlsx(name: str, headings: list[str], lines: Iterable[list[Any]]) -> bytes:
    return to_xlsx([Sheet(name, headings, [[_text(value) for value in line] for line in lines])])
