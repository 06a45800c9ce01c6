"""Reading a list of childcare places: a CSV of our own with the columns below, separated by semicolons.

``name; address; municipality; places; from age; languages; provider`` and, where known, ``latitude; longitude; phone;
website; all day; postcode``. The German names of the columns are understood too. "from age" is in years ("2", "0,5") or
months ("4 Monate"); languages are ISO codes or names, separated by commas.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite

from wandel.core.law.texts import Text
from wandel.core.schools.languages import codes_in
from wandel.core.tables.opening import rows_of, text_of
from wandel.core.tables.problems import Remarks, UnusableFile
from wandel.core.text.fold import fold

NEEDED = ("name", "address", "municipality")
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "einrichtung"),
    "address": ("address", "adresse", "anschrift"),
    "municipality": ("municipality", "gemeinde", "kommune", "ags"),
    "places": ("places", "plaetze"),
    "from_age": ("from age", "from_age", "ab alter", "alter ab", "aufnahme ab"),
    "languages": ("languages", "sprachen"),
    "provider": ("provider", "traeger"),
    "postcode": ("postcode", "plz"),
    "latitude": ("latitude", "lat", "breite"),
    "longitude": ("longitude", "lon", "laenge"),
    "phone": ("phone", "telefon"),
    "website": ("website", "homepage", "internet"),
    "all_day": ("all day", "all_day", "ganztag", "ganztags"),
}
YES, NO = frozenset({"ja", "yes", "true", "1", "x"}), frozenset({"nein", "no", "false", "0"})
MOST_PLACES, OLDEST_MONTHS = 1000, 12 * 7
AGE = re.compile(r"(\d+(?:[.,]\d+)?)\s*(monate?n?|months?|m|jahre?n?|years?|j)?")


@dataclass(frozen=True, slots=True)
class ChildcareRecord:
    """A day-care centre. ``municipality`` as the file writes it (name or AGS); ``from_months`` is the youngest age."""

    line: int
    name: str
    address: str
    municipality: str
    places: int | None
    from_months: int | None
    languages: tuple[str, ...]
    provider: str
    postcode: str
    lat: float | None
    lon: float | None
    phone: str
    website: str
    all_day: bool | None


@dataclass
class ChildcareReading:
    """The records of a file and what was odd about it."""

    records: list[ChildcareRecord] = field(default_factory=list)
    remarks: Remarks = field(default_factory=Remarks)


def read_childcare(content: bytes) -> ChildcareReading:
    """Every row that names a centre, its address and its municipality. Raises UnusableFile."""
    rows = rows_of(text_of(content))
    header = [fold(name) for name in next(rows, (1, []))[1]]
    columns = {
        name: header.index(fold(spelled))
        for name, spellings in COLUMNS.items()
        for spelled in spellings
        if fold(spelled) in header
    }
    missing = [name for name in NEEDED if name not in columns]
    if missing:
        what = ", ".join(missing)
        raise UnusableFile(
            Text(f"Es fehlt die Spalte {what}. Die erste Zeile heißt: name;address;municipality;places;from age;languages;provider.",
                 f"The column {what} is missing. The first line reads: name;address;municipality;places;from age;languages;provider.")
        )  # fmt: skip
    reading = ChildcareReading()
    seen: dict[tuple[str, str], int] = {}
    for line, cells in rows:
        row = {name: cells[index] if index < len(cells) else "" for name, index in columns.items()}
        empty = [name for name in NEEDED if not row[name]]
        if empty:
            reading.remarks.add(
                line, f"{', '.join(empty)} ist leer; die Zeile zählt nicht mit.", f"{', '.join(empty)} is empty; the row is left out.", skipped=True
            )  # fmt: skip
            continue
        key = (fold(row["name"]), fold(row["municipality"]))
        if key in seen:
            reading.remarks.add(
                line, f"„{row['name'][:60]}“ steht schon in Zeile {seen[key]}; die erste gilt.",
                f"“{row['name'][:60]}” stands in line {seen[key]} already; the first counts.", skipped=True,
            )  # fmt: skip
            continue
        seen[key] = line
        reading.records.append(_record(row, line, reading.remarks))
    if not reading.records and not reading.remarks.count:
        raise UnusableFile(
            Text("Unter der Kopfzeile steht keine Einrichtung. Tragen Sie mindestens eine Zeile ein.",
                 "There is no centre below the header. Fill in at least one row.")
        )  # fmt: skip
    return reading


def _record(row: Mapping[str, str], line: int, remarks: Remarks) -> ChildcareRecord:
    def odd(column: str) -> None:
        value = row[column][:40]
        remarks.add(
            line, f"„{value}“ unter {column} ist nicht zu lesen und bleibt leer.", f"“{value}” under {column} cannot be read and stays empty.", skipped=False
        )  # fmt: skip

    places = _whole(row.get("places", ""), MOST_PLACES)
    months = _months(row.get("from_age", ""))
    languages, unknown = codes_in(row.get("languages", ""))
    place = _degrees(row.get("latitude", ""), row.get("longitude", ""))
    all_day = fold(row.get("all_day", ""))
    for column, failed in (
        ("places", places is None), ("from_age", months is None), ("latitude", place is None),
        ("languages", bool(unknown)), ("all_day", all_day not in YES | NO),
    ):  # fmt: skip
        if row.get(column) and failed:
            odd(column)
    website = row.get("website", "")
    return ChildcareRecord(
        line=line, name=row["name"], address=row["address"], municipality=row["municipality"], places=places, from_months=months,
        languages=languages, provider=row.get("provider", ""), postcode=row.get("postcode", "") or _postcode(row["address"]),
        lat=place[0] if place else None, lon=place[1] if place else None, phone=row.get("phone", ""),
        website=website if website.startswith(("http://", "https://")) else "",
        all_day=True if all_day in YES else False if all_day in NO else None,
    )  # fmt: skip


def _whole(cell: str, most: int) -> int | None:
    return int(cell) if cell.isascii() and cell.isdigit() and len(cell) < 6 and int(cell) <= most else None


def _months(cell: str) -> int | None:
    match = AGE.fullmatch(fold(cell)) if cell else None
    if match is None:
        return None
    value = float(match[1].replace(",", "."))
    months = round(value if (match[2] or "j").startswith("m") else value * 12)
    return months if months <= OLDEST_MONTHS else None


def _degrees(lat: str, lon: str) -> tuple[float, float] | None:
    try:
        found = float(lat.replace(",", ".")), float(lon.replace(",", "."))
    except ValueError:
        return None
    return found if all(map(isfinite, found)) and 47 <= found[0] <= 55.2 and 5.5 <= found[1] <= 15.5 else None


def _postcode(address: str) -> str:
    match = re.search(r"\b(\d{5})\b", address)
    return match[1] if match else ""
