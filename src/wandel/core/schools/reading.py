"""Reading the open school data of Nordrhein-Westfalen (Schulgrunddaten, dl-de/by-2-0).

The file has its manners: a line ``sep=;`` before the header, a header with one separator more than the rows have, three
name fields of forty characters, telephone numbers in two parts, authorities among the schools.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from wandel.core.law.texts import Text
from wandel.core.schools.codes import OFFICE, OTHER, legal_form, operation, school_form
from wandel.core.schools.naming import confession_of, is_all_day, whole_name
from wandel.core.tables.opening import rows_of, text_of
from wandel.core.tables.problems import Remarks, UnusableFile

NEEDED = ("Schulnummer", "Schulform", "Schulbezeichnung_1", "Gemeindeschluessel")
SOURCE = "Ministerium für Schule und Bildung NRW, Schulgrunddaten"
LICENCE = "dl-de/by-2-0"
NOTHING = {"", "null", "NULL", "-", "0"}


@dataclass(frozen=True, slots=True)
class SchoolRecord:
    """A school as the Land lists it. ``state``: running, ending (from ``state_on``), closed, unclear. ``all_day`` is None
    where the data do not tell; ``lat`` and ``lon`` are degrees (EPSG:4326) or None."""

    number: str
    name: str
    short_name: str
    code: str
    kind: str
    confession: str
    legal: str
    street: str
    postcode: str
    town: str
    phone: str
    email: str
    website: str
    provider_key: str
    ags: str
    state: str
    state_on: date | None
    all_day: bool | None
    lat: float | None = None
    lon: float | None = None

    @property
    def is_open(self) -> bool:
        """A school children can be signed up at: neither an authority, nor closed, nor of unclear state."""
        return self.kind != OFFICE and self.state in {"running", "ending"}


@dataclass
class SchoolReading:
    """What a file holds: the records of the wanted area, how many rows it has and how many lie elsewhere."""

    records: list[SchoolRecord] = field(default_factory=list)
    rows: int = 0
    elsewhere: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    remarks: Remarks = field(default_factory=Remarks)


Located = Callable[[list[tuple[str, float, float]]], list[tuple[float, float] | None]]


def read_schools(content: bytes, *, area: str, locate: Located) -> SchoolReading:
    """The schools whose AGS begins with ``area`` (5 digits: a county). Rows elsewhere are only counted.

    ``locate`` turns (system named, easting, northing) into degrees. Raises UnusableFile where the file is another one.
    """
    rows = rows_of(text_of(content))
    columns = _columns(next(rows, (1, []))[1])
    reading, seen = SchoolReading(), dict[str, SchoolRecord]()
    metres: list[tuple[str, float, float]] = []
    for line, cells in rows:
        reading.rows += 1
        row = {name: cells[index] if index < len(cells) else "" for name, index in columns.items()}
        ags = _ags(row["Gemeindeschluessel"])
        if not ags.startswith(area):
            if not ags:
                reading.remarks.add(
                    line, "Der Gemeindeschlüssel fehlt oder hat nicht acht Ziffern; die Zeile zählt nicht mit.",
                    "The municipality's key is missing or has not eight digits; the row is left out.", skipped=True,
                )  # fmt: skip
            reading.elsewhere += bool(ags)
            continue
        record = _record(row, ags, line, reading.remarks)
        if record is None or _twice(record, seen, line, reading.remarks):
            continue
        if not record.is_open:
            reading.left_out[record.kind if record.kind == OFFICE else record.state] += 1
            continue
        seen[record.number] = record
        metres.append(_metres(row))
        reading.records.append(record)
    if not reading.rows:
        raise UnusableFile(
            Text("Unter der Kopfzeile steht keine Schule. Laden Sie die Datei noch einmal herunter.",
                 "There is no school below the header. Download the file again.")
        )  # fmt: skip
    _place(reading, metres, locate)
    return reading


def _columns(header: list[str]) -> dict[str, int]:
    """Where each named column stands; the empty one at the end of the header is no column."""
    columns = {name: index for index, name in enumerate(header) if name}
    missing = [name for name in NEEDED if name not in columns]
    if missing:
        what = ", ".join(missing)
        raise UnusableFile(
            Text(f"Das sind nicht die Schulgrunddaten: Es fehlt {what}. Gesucht ist „schuldaten.csv“ von schulministerium.nrw/open-data.",
                 f"These are not the basic school data: {what} is missing. Wanted is “schuldaten.csv” of schulministerium.nrw/open-data.")
        )  # fmt: skip
    return columns


def _ags(cell: str) -> str:
    """Eight digits; a spreadsheet that ate the leading zero is forgiven."""
    digits = f"0{cell}" if len(cell) == 7 else cell
    return digits if len(digits) == 8 and digits.isascii() and digits.isdigit() else ""


def _record(row: Mapping[str, str], ags: str, line: int, remarks: Remarks) -> SchoolRecord | None:
    number = row["Schulnummer"]
    if not re.fullmatch(r"[0-9]{6}", number):
        remarks.add(
            line, f"„{number[:20]}“ ist keine Schulnummer (sechs Ziffern); die Zeile zählt nicht mit.",
            f"“{number[:20]}” is no school number (six digits); the row is left out.", skipped=True,
        )  # fmt: skip
        return None
    code = row["Schulform"].upper().zfill(2)
    form = school_form(code)
    if form is None:
        remarks.add(
            line, f"Die Schulform „{code}“ ist nicht beschrieben; die Schule steht unter „andere“.",
            f"The type of school “{code}” is not described; the school stands among “other”.", skipped=False,
        )  # fmt: skip
    short = row.get("Kurzbezeichnung", "")
    full = [row.get(f"Schulbezeichnung_{part}", "") for part in (1, 2, 3)]
    return SchoolRecord(
        number=number, name=whole_name(full) or short or number, short_name=short, code=code, kind=form.kind if form else OTHER,
        confession=confession_of(short), legal=legal_form(row.get("Rechtsform", "")), street=row.get("Strasse", ""),
        postcode=row.get("PLZ", "").zfill(5) if row.get("PLZ") else "", town=row.get("Ort", ""),
        phone=_phone(row.get("Telefonvorwahl", ""), row.get("Telefon", "")), email=_given(row.get("E-Mail", "")),
        website=_website(row.get("Homepage", "")), provider_key=_given(row.get("Traegernummer", "")), ags=ags,
        state=operation(row.get("Schulbetriebsschluessel", "1")), state_on=_day(row.get("Schulbetriebsdatum", "")),
        all_day=is_all_day(" ".join(full), short),
    )  # fmt: skip


def _twice(record: SchoolRecord, seen: Mapping[str, SchoolRecord], line: int, remarks: Remarks) -> bool:
    first = seen.get(record.number)
    if first is None:
        return False
    same = first == record
    remarks.add(
        line, f"Schule {record.number} steht schon weiter oben{'' if same else ' mit anderen Angaben'}; die erste Zeile gilt.",
        f"School {record.number} stands further up already{'' if same else ' with other facts'}; the first row counts.", skipped=True,
    )  # fmt: skip
    return True


def _given(cell: str) -> str:
    return "" if cell in NOTHING else cell


def _phone(area: str, number: str) -> str:
    """Both parts with the leading zero a spreadsheet may have eaten."""
    area, number = _given(area), _given(number)
    if area and not area.startswith(("0", "+")):
        area = f"0{area}"
    return f"{area} {number}".strip() if number else ""


def _website(cell: str) -> str:
    """An address a browser opens, or nothing."""
    found = _given(cell)
    if not found or any(letter.isspace() for letter in found):
        return ""
    if found.lower().startswith(("http://", "https://")):
        return found
    return "" if "://" in found or "." not in found else f"http://{found}"


def _day(cell: str) -> date | None:
    for pattern in ("%d.%m.%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(cell, pattern).date()  # noqa: DTZ007 – a day, no instant
        except ValueError:
            continue
    return None


def _metres(row: Mapping[str, str]) -> tuple[str, float, float]:
    named = row.get("EPSG", "")
    try:
        x, y = (float(row.get(name, "").replace(",", ".")) for name in ("UTMRechtswert", "UTMHochwert"))
    except ValueError:
        return named, 0.0, 0.0
    return named, x, y


def _place(reading: SchoolReading, metres: list[tuple[str, float, float]], locate: Located) -> None:
    for index, point in enumerate(locate(metres)):
        record = reading.records[index]
        if point is None:
            reading.remarks.add(
                0, f"{record.name} ({record.number}) hat keine brauchbare Lage und steht nur in der Liste, nicht auf der Karte.",
                f"{record.name} ({record.number}) has no usable place and stands in the list only, not on the map.", skipped=False,
            )  # fmt: skip
        else:
            reading.records[index] = replace(record, lat=point[0], lon=point[1])
