"""The weekly table made from the export: a CSV of 51 columns, one row per programme, lists as JSON in a cell."""

import csv
import html
import io
import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from wandel.core.law.texts import Text
from wandel.core.programmes.codes import LEVELS, understand
from wandel.core.programmes.headings import HEADINGS
from wandel.core.programmes.source import Contact, Link, Part, Reading, SourceProgramme, UnusableExport
from wandel.core.programmes.texts import plain, safe

NEEDED = ("id_url", "url", "title", "absent")
LISTS = (
    "funding_location",
    "eligible_applicants",
    "funding_type",
    "funding_area",
    "funding_body",
    "funding_organisation",
)
PARTS = {
    "status_note": "status", "short_description": "teaser", "description": "summary", "legal_requirements": "requirements",
    "procedure": "procedure", "deadlines": "deadlines", "required_documents": "documents", "processing_time": "processing",
    "legal_citation": "citation", "legal_basis": "body",
}  # fmt: skip
# A directive in one cell: longer than what the reader allows by itself.
LONGEST_CELL = 8_000_000
ORDER = list(HEADINGS)


def read_table(
    content: bytes, *, skip_broken: bool = False, tell: Callable[[int, int], None] = lambda done, total: None
) -> Reading:
    """Every programme of a weekly table.

    A row that cannot be read raises UnusableExport naming its line; with ``skip_broken`` it becomes a remark. Rows marked ``absent`` are
    no programmes any more: their keys are told apart. ``tell`` hears how many rows are read (the total is not known before).
    """
    csv.field_size_limit(LONGEST_CELL)
    reading = Reading()
    rows = csv.DictReader(io.StringIO(_decoded(content), newline=""), strict=True)
    try:
        missing = [name for name in NEEDED if name not in (rows.fieldnames or ())]
        if missing:
            raise _not_this_table(missing)
        for number, row in enumerate(rows, start=1):
            where = f"Zeile {rows.line_num}"
            if None in row or None in row.values() or not row["id_url"]:
                why = Text("Die Zeile hat nicht so viele Spalten wie der Kopf, oder ihr Schlüssel (id_url) fehlt.",
                           "The row has not as many columns as the header, or its key (id_url) is missing.")  # fmt: skip
                _broken(reading, where, why, skip_broken=skip_broken)
            elif row["absent"].strip().lower() in {"true", "1"}:
                if reading.is_new(row["id_url"], where):
                    reading.absent.add(row["id_url"])
            else:
                reading.add(_programme(row, where, reading), where)
            tell(number, 0)
    except csv.Error as error:
        raise UnusableExport(
            Text(f"Zeile {rows.line_num} ist keine lesbare CSV-Zeile ({error}). Nichts wurde übernommen. Laden Sie die Tabelle neu herunter.",
                 f"Line {rows.line_num} is no readable line of CSV ({error}). Nothing was taken in. Download the table again.")
        ) from error  # fmt: skip
    return reading


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnusableExport(
            Text("Die Tabelle ist nicht in UTF-8 gespeichert. Laden Sie sie neu herunter und öffnen Sie sie vorher in keinem anderen Programm.",
                 "The table is not saved as UTF-8. Download it again and do not open it in another program first.")
        ) from None  # fmt: skip


def _not_this_table(missing: list[str]) -> UnusableExport:
    names = ", ".join(missing)
    return UnusableExport(
        Text(f"Das ist nicht die wöchentliche Tabelle der Förderprogramme: Es fehlen die Spalten {names}.",
             f"This is not the weekly table of funding programmes: the columns {names} are missing.")
    )  # fmt: skip


def _broken(reading: Reading, where: str, why: Text, *, skip_broken: bool) -> None:
    if not skip_broken:
        raise UnusableExport(
            Text(f"{where}: {why.de} Nichts wurde übernommen. Laden Sie die Tabelle neu herunter oder wählen Sie „den Rest übernehmen“.",
                 f"{where}: {why.en} Nothing was taken in. Download the table again or choose “take the rest in”.")
        )  # fmt: skip
    reading.remark(where, why, left_out=True)


def _programme(row: Mapping[str, str], where: str, reading: Reading) -> SourceProgramme:
    lists = {name: _list(row.get(name, ""), name, where, reading) for name in LISTS}
    level = next((one for one in lists["funding_body"] if one in LEVELS), "")
    meaning = understand(
        areas=lists["funding_location"],
        applicants=lists["eligible_applicants"],
        kinds=lists["funding_type"],
        topics=lists["funding_area"],
        level=level,
    )
    parts = [Part(name, text) for column, name in PARTS.items() if (text := safe(_paragraphs(row.get(column, ""))))]
    links = [
        one for one in _list(row.get("further_links", ""), "further_links", where, reading) if isinstance(one, dict)
    ]
    contact = _contact(row)
    return SourceProgramme(
        key=row["id_url"],
        url=row["url"],
        title=plain(row["title"]).replace("\n", " ") or row["id_url"],
        short=plain(row.get("short_description", "")).replace("\n", " "),
        parts=tuple(sorted(parts, key=lambda part: ORDER.index(part.name))),
        funder=", ".join(lists["funding_organisation"]),
        level=level,
        applicants=meaning.applicants,
        areas=meaning.areas,
        kinds=meaning.kinds,
        topics=meaning.topics,
        keywords=row.get("keywords", "").strip(),
        issued_on=_day(row.get("date_of_issue", "")),
        contacts=(contact,) if contact != Contact() else (),
        links=tuple(
            Link(str(one.get("title") or url), url) for one in links if (url := _web(str(one.get("url") or "")))
        ),
        unknown=meaning.unknown,
    )


def _list(cell: str, name: str, where: str, reading: Reading) -> list[Any]:
    """A JSON list in a cell; an empty cell is an empty list, anything else is told and counts as empty."""
    if not cell.strip():
        return []
    try:
        found = json.loads(cell)
    except ValueError:
        found = None
    if not isinstance(found, list):
        reading.remark(where, Text(f"In der Spalte {name} steht keine Liste; sie gilt als leer.",
                                   f"The column {name} holds no list; it counts as empty."), left_out=False)  # fmt: skip
        return []
    return found


def _paragraphs(cell: str) -> str:
    """The cell as markup: what comes without any gets a paragraph per line."""
    if "</" in cell or "<br" in cell:
        return cell
    return "".join(f"<p>{html.escape(line)}</p>" for line in cell.splitlines() if line.strip())


def _contact(row: Mapping[str, str]) -> Contact:
    def cell(name: str) -> str:
        return row.get(f"contact_info_{name}", "").strip()

    street = f"{cell('road')} {cell('house_id')}".strip()
    town = f"{cell('zip_code')} {cell('city')}".strip()
    return Contact(
        name=cell("institution"),
        address=", ".join(filter(None, (street, town))),
        phone=cell("phone"),
        email=cell("email"),
        url=_web(cell("website")),
    )


def _web(url: str) -> str:
    return url if url.startswith(("http://", "https://")) else ""


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value.strip()[:10])
    except ValueError:
        return None
