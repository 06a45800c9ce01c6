"""A file of sites as rows, and its cells as values; what cannot be read is named with its place and a remedy."""

import csv
import difflib
import io
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.db import models
from django.utils.translation import get_language

from wandel.core.law.texts import Text
from wandel.fields.land.models import Site
from wandel.fields.land.queries.exchange import BETWEEN, FACTS, FORMULA, GEOMETRY, GUARDED, KEYS, TOLD
from wandel.ui.money import MoneyField
from wandel.ui.rates import RateField

KNOWN = (*KEYS, *FACTS, *GUARDED, *TOLD, GEOMETRY)
LARGEST_FILE, MOST_ROWS = 50_000_000, 20_000
YES, NO = {"yes", "ja", "true", "1"}, {"no", "nein", "false", "0"}


@dataclass(frozen=True)
class SiteRow:
    """One row of a file: the line it stands in (GeoJSON: the number of the feature) and its cells as text."""

    line: int
    cells: Mapping[str, str]
    geometry: Mapping[str, Any] | None = None
    has_geometry: bool = False


@dataclass(frozen=True)
class Problem:
    """What is wrong, where, and what to do."""

    line: int
    column: str
    text: Text

    def __str__(self) -> str:
        return f"{self.line}, {self.column}: {self.text.to(get_language() or 'de')}"


class UnreadableFile(ValueError):
    """A file that cannot be read at all; ``problem`` says why and what to do."""

    def __init__(self, line: int, de: str, en: str, column: str = "") -> None:
        self.problem = Problem(line, column, Text(de, en))
        super().__init__(en)


def read_sites(path: Path, content: bytes | None = None) -> list[SiteRow]:
    """The rows of a CSV (semicolon, comma or tab) or GeoJSON file. Raises UnreadableFile; touches no database."""
    raw = path.read_bytes() if content is None else content
    if len(raw) > LARGEST_FILE:
        raise UnreadableFile(
            1, "Die Datei ist größer als 50 MB. Teilen Sie sie.", "The file is larger than 50 MB. Split it."
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    rows = _from_geojson(text) if path.suffix.lower() in {".geojson", ".json"} else _from_csv(text)
    if not rows:
        raise UnreadableFile(
            1,
            "In der Datei steht keine Fläche. Prüfen Sie, ob es die richtige Datei ist.",
            "There is no site in the file. Check that it is the right one.",
        )
    if len(rows) > MOST_ROWS:
        raise UnreadableFile(
            MOST_ROWS, "Mehr als 20.000 Zeilen. Teilen Sie die Datei.", "More than 20,000 rows. Split the file."
        )
    return rows


def _check_columns(names: Sequence[str], line: int) -> None:
    for name in names:
        if name not in KNOWN:
            close = difflib.get_close_matches(name, KNOWN, n=1)
            hint_de, hint_en = (f" Meinten Sie „{close[0]}“?", f" Did you mean “{close[0]}”?") if close else ("", "")
            raise UnreadableFile(
                line,
                f"Die Spalte „{name}“ kennt niemand.{hint_de} Nehmen Sie eine exportierte Datei als Muster.",
                f"Nobody knows the column “{name}”.{hint_en} Take an exported file as a pattern.",
                name,
            )
    for name in names:
        if list(names).count(name) > 1:
            raise UnreadableFile(
                line, f"Die Spalte „{name}“ steht zweimal da. Löschen Sie eine.",
                f"The column “{name}” stands there twice. Delete one.", name,
            )  # fmt: skip


def _from_csv(text: str) -> list[SiteRow]:
    first = text.split("\n", 1)[0]
    delimiter = max(";,\t", key=first.count)
    # An outline is longer than the csv module's careful limit.
    csv.field_size_limit(LARGEST_FILE)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[SiteRow] = []
    try:
        names = [name.strip() for name in next(reader, [])]
        _check_columns(names, 1)
        line = reader.line_num + 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append(_csv_row(names, cells, line))
            line = reader.line_num + 1
    except csv.Error:
        raise UnreadableFile(
            reader.line_num,
            "Hier ist ein Anführungszeichen zu viel oder zu wenig. Speichern Sie die Datei neu als CSV.",
            "There is a quotation mark too many or too few here. Save the file as CSV again.",
        ) from None
    return rows


def _csv_row(names: list[str], cells: list[str], line: int) -> SiteRow:
    if len(cells) != len(names):
        raise UnreadableFile(
            line,
            f"Die Zeile hat {len(cells)} Zellen, der Kopf {len(names)}. Prüfen Sie Trennzeichen und Anführungszeichen.",
            f"The row has {len(cells)} cells, the heading {len(names)}. Check separators and quotation marks.",
        )
    found = {name: _undefused(cell.strip()) for name, cell in zip(names, cells, strict=True)}
    outline = found.pop(GEOMETRY, None)
    geometry = None
    if outline:
        try:
            geometry = json.loads(outline)
        except (ValueError, RecursionError):
            geometry = {"type": "unreadable"}
    return SiteRow(line, found, geometry, outline is not None)


def _undefused(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith((*FORMULA, "'")) else cell


def _from_geojson(text: str) -> list[SiteRow]:
    broken = UnreadableFile(
        1,
        "Das ist keine GeoJSON-Sammlung („FeatureCollection“). Speichern Sie die Datei neu.",
        "This is no GeoJSON collection (“FeatureCollection”). Save the file again.",
    )
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise broken from None
    features = data.get("features") if isinstance(data, dict) else None
    if not isinstance(features, list):
        raise broken
    rows = []
    for number, feature in enumerate(features, start=1):
        properties = feature.get("properties") if isinstance(feature, dict) else None
        if not isinstance(properties, dict):
            raise UnreadableFile(
                number,
                "Diesem Objekt fehlen die Eigenschaften („properties“).",
                "This feature lacks its properties.",
            )
        _check_columns(list(properties), number)
        cells = {name: _said(value) for name, value in properties.items()}
        geometry = feature.get("geometry")
        if geometry and isinstance(data.get("crs"), dict) and isinstance(geometry, dict):
            geometry = {"type": "Feature", "geometry": geometry, "crs": data["crs"]}
        rows.append(SiteRow(number, cells, geometry or None, "geometry" in feature))
    return rows


def _said(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return BETWEEN.join(str(one) for one in value) if isinstance(value, list) else str(value).strip()


# ── cells into values ─────────────────────────────────────────────────────────────────────────────────────────────────


class WrongCell(Exception):
    """What is wrong with one cell, as a sentence in both languages (``text``)."""

    def __init__(self, de: str, en: str) -> None:
        super().__init__(en)
        self.text = Text(de, en)


def _number(text: str) -> Decimal:
    try:
        value = Decimal(text.replace(",", ".") if "." not in text else text)
        if not math.isfinite(value):
            raise InvalidOperation
    except InvalidOperation:
        raise WrongCell(
            f"„{text}“ ist keine Zahl. Schreiben Sie zum Beispiel 12.5, ohne Tausenderpunkte.",
            f"“{text}” is no number. Write for example 12.5, without thousands separators.",
        ) from None
    if value < 0 or value > 10**12:
        raise WrongCell(
            f"„{text}“ kann hier nicht stehen. Schreiben Sie eine Zahl von 0 an.",
            f"“{text}” cannot stand here. Write a number from 0 on.",
        )
    return value


def _whole(text: str, most: int) -> int:
    value = _number(text)
    if value != value.to_integral_value() or value > most:
        raise WrongCell(
            f"„{text}“ muss eine ganze Zahl bis {most} sein.", f"“{text}” must be a whole number up to {most}."
        )
    return int(value)


def value_of(name: str, text: str) -> Any:
    """A cell as the model's value. Raises WrongCell with what to do."""
    column = Site._meta.get_field(name)
    if name == "parcels":
        return [part.strip() for part in text.split(BETWEEN.strip()) if part.strip()]
    if text == "":
        return False if name == "confidential" else None if column.null else ""
    if isinstance(column, RateField):
        share = _number(text)
        if share > 1:
            raise WrongCell(f"„{text}“ ist mehr als 1; 80 % sind 0.8.", f"“{text}” is more than 1; 80% is 0.8.")
        return share
    if isinstance(column, MoneyField):
        return _number(text).quantize(Decimal("0.01"))
    if isinstance(column, models.BooleanField):
        if text.lower() in YES | NO:
            return text.lower() in YES
        raise WrongCell(f"„{text}“ heißt weder yes noch no.", f"“{text}” is neither yes nor no.")
    if isinstance(column, models.DateField):
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise WrongCell(
                f"„{text}“ ist kein Datum wie 2026-11-23.", f"“{text}” is no date like 2026-11-23."
            ) from None
    if isinstance(column, models.FloatField):
        return float(_number(text))
    if isinstance(column, models.IntegerField):
        return _whole(text, 32_767 if isinstance(column, models.PositiveSmallIntegerField) else 2_147_483_647)
    return _words(column, text)


def _words(column: Any, text: str) -> str:
    if column.choices and text not in {key for key, _label in column.choices}:
        keys = ", ".join(str(key) for key, _label in column.choices)
        raise WrongCell(
            f"„{text}“ gibt es hier nicht. Möglich: {keys}.", f"“{text}” is unknown here. Possible: {keys}."
        )
    if column.max_length and len(text) > column.max_length:
        raise WrongCell(
            f"Der Text ist länger als {column.max_length} Zeichen. Kürzen Sie ihn.",
            f"The text is longer than {column.max_length} characters. Shorten it.",
        )
    return text.replace("\x00", "")
