"""Reading a county's folder: every mistake named with file, line and remedy, all of them at once."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

import yaml

from wandel.core.profile.model import (
    Branding,
    FrontDoor,
    Name,
    Office,
    Population,
    ProcurementStatute,
    Profile,
    ProfileMunicipality,
    ProfilePlace,
    ProfilePost,
    State,
    Target,
    Themenfeld,
    UnitName,
)

LINE = "__line__"
# A field that is a Python word or needs a clearer name stands shorter in the file.
SPELLED = {"from_on": "from"}
CERTAINTY = {"confirmed", "reported", "unconfirmed"}
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ProfileError:
    """One mistake: the file, its line (0 where the file itself is the matter), what is wrong and how to mend it."""

    file: str
    line: int
    what: str
    remedy: str

    def __str__(self) -> str:
        place = f"{self.file}, line {self.line}" if self.line else self.file
        return f"{place}: {self.what} {self.remedy}"


class ProfileErrors(ValueError):
    """The folder cannot be used. Carries every mistake found."""

    def __init__(self, errors: list[ProfileError]) -> None:
        self.errors = errors
        super().__init__("\n".join(str(error) for error in errors))


class _Loader(yaml.SafeLoader):
    """Keeps the line of every mapping and refuses a key written twice."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _value in node.value]
        twice = {key for key in keys if keys.count(key) > 1}
        if twice:
            raise yaml.constructor.ConstructorError(None, None, f"“{sorted(map(str, twice))[0]}” stands twice", node.start_mark)
        return {**super().construct_mapping(node, deep=True), LINE: node.start_mark.line + 1}


class _Reading:
    """One pass over a folder, collecting mistakes and oddities."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.errors: list[ProfileError] = []
        self.warnings: list[str] = []

    def wrong(self, file: str, line: int, what: str, remedy: str) -> None:
        self.errors.append(ProfileError(file, line, what, remedy))

    def text_of(self, file: str) -> str | None:
        try:
            return (self.folder / file).read_text("utf-8-sig")
        except FileNotFoundError:
            self.wrong(file, 0, "The file is missing.", "Add it; profiles/README.md says what belongs in it.")
        except UnicodeDecodeError:
            self.wrong(file, 0, "The file is not UTF-8.", "Save it again as UTF-8.")
        return None

    def county(self) -> dict[str, Any]:
        file = "county.yaml"
        text = self.text_of(file)
        if text is None:
            return {}
        try:
            data = yaml.load(text, _Loader)  # noqa: S506 – derived from SafeLoader
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 0
            self.wrong(file, line, f"This is not YAML: {error.problem}.", "Check indentation, quotes and colons there.")
            return {}
        if not isinstance(data, dict):
            self.wrong(file, 1, "The file is empty.", "Begin with ags, name and state; profiles/README.md shows them all.")
            return {}
        return data

    def value(self, kind: Any, raw: Any, file: str, line: int, name: str) -> Any:
        """A raw value as the kind a field wants, or None after noting the mistake."""
        if is_dataclass(kind):
            return self.record(kind, raw, file, line, name)
        if kind is date and type(raw) is date:
            return raw
        if kind is str and isinstance(raw, str):
            return raw
        if kind is int and isinstance(raw, int) and not isinstance(raw, bool):
            return raw
        if kind is bool and isinstance(raw, bool):
            return raw
        wanted = {date: "a day such as 2024-03-01", str: "text in quotes", int: "a whole number", bool: "true or false"}[kind]
        self.wrong(file, line, f"“{name}” is {raw!r}.", f"Write {wanted}.")
        return None

    def record(self, kind: Any, raw: Any, file: str, line: int, name: str) -> Any:
        if not isinstance(raw, dict):
            self.wrong(file, line, f"“{name}” has no parts.", f"Give it {', '.join(SPELLED.get(f.name, f.name) for f in fields(kind))}.")
            return None
        here = raw.get(LINE, line)
        hints = get_type_hints(kind)
        known = {SPELLED.get(field.name, field.name) for field in fields(kind)}
        for key in raw:
            if key != LINE and key not in known:
                self.wrong(file, here, f"“{key}” is not known in {name}.", f"Known are: {', '.join(sorted(known))}.")
        values = {}
        for field in fields(kind):
            spelled = SPELLED.get(field.name, field.name)
            if spelled not in raw:
                self.wrong(file, here, f"“{spelled}” is missing in {name}.", "Add it.")
            else:
                values[field.name] = self.value(hints[field.name], raw[spelled], file, here, spelled)
        if values.get("certainty", "confirmed") not in CERTAINTY:
            self.wrong(file, here, f"“{values['certainty']}” is no certainty.", "Write confirmed, reported or unconfirmed.")
        complete = len(values) == len(fields(kind)) and all(value is not None for value in values.values())
        return kind(**values) if complete else None

    def records(self, kind: type[T], data: dict[str, Any], name: str) -> tuple[T, ...]:
        raw = data.get(name)
        if not isinstance(raw, list):
            self.wrong("county.yaml", data.get(LINE, 1), f"“{name}” is no list.", "Write a list; [] if there is none.")
            return ()
        found = [self.record(kind, row, "county.yaml", data.get(LINE, 1), name) for row in raw]
        return tuple(row for row in found if row is not None)

    def table(self, kind: type[T], file: str, read: dict[str, Callable[[str], Any]], *, extra: Callable[[dict[str, Any]], dict[str, Any]] = dict) -> tuple[T, ...]:
        """Rows of a semicolon CSV with a header; each broken cell is one mistake."""
        text = self.text_of(file)
        if text is None:
            return ()
        rows = csv.reader(io.StringIO(text), delimiter=";")
        header = next(rows, [])
        missing = [name for name in read if name not in header]
        if missing:
            self.wrong(file, 1, f"The columns {', '.join(missing)} are missing.", f"The first line must read {';'.join(read)}.")
            return ()
        found = []
        for cells in rows:
            if not cells:
                continue
            if len(cells) != len(header):
                self.wrong(file, rows.line_num, f"{len(cells)} cells under {len(header)} columns.", "Check the semicolons.")
                continue
            values: dict[str, Any] = {}
            for name, cell in zip(header, cells, strict=True):
                if name not in read:
                    continue
                try:
                    values[name] = read[name](cell)
                except ValueError as error:
                    self.wrong(file, rows.line_num, f"“{cell}” does not fit under {name}.", str(error))
            if len(values) == len(read):
                found.append(kind(**extra({**values, LINE: rows.line_num})))
        return tuple(found)

    def boundaries(self) -> tuple[dict[str, dict[str, Any]], str]:
        file = "boundaries.geojson"
        text = self.text_of(file)
        if text is None:
            return {}, ""
        try:
            data = json.loads(text)
        except json.JSONDecodeError as error:
            self.wrong(file, error.lineno, "This is not JSON.", "Export the boundaries again as GeoJSON (EPSG:4326).")
            return {}, ""
        found = {}
        for feature in data.get("features", []):
            ags = feature.get("properties", {}).get("ags", "")
            geometry = feature.get("geometry") or {}
            if geometry.get("type") not in {"Polygon", "MultiPolygon"}:
                self.wrong(file, 0, f"The boundary of {ags or 'a feature'} is no area.", "Use Polygon or MultiPolygon.")
            else:
                found[ags] = geometry
        attribution = data.get("attribution", "")
        if not attribution:
            self.wrong(file, 1, "“attribution” is missing.", "Say whose boundaries these are, as their licence asks.")
        return found, attribution


def _ags(cell: str) -> str:
    if len(cell) not in {5, 8} or not cell.isdigit():
        raise ValueError("An AGS has 8 digits, a county's 5, with leading zero.")
    return cell


def _whole(cell: str) -> int:
    if not cell.isdigit():
        raise ValueError("Write digits only, no point, comma or sign.")
    return int(cell)


def _day(cell: str) -> date:
    try:
        return date.fromisoformat(cell)
    except ValueError:
        raise ValueError("Write year-month-day, for example 2022-05-15.") from None


def _degrees(cell: str) -> float:
    try:
        value = float(cell)
    except ValueError:
        raise ValueError("Write degrees with a decimal point, for example 50.8095.") from None
    if not -180 <= value <= 180:
        raise ValueError("Degrees lie between -180 and 180; this looks like metres.")
    return value


def _given(cell: str) -> str:
    if not cell.strip():
        raise ValueError("Fill the cell.")
    return cell.strip()


def load_profile(folder: Path) -> Profile:
    """The county of a folder. Raises ProfileErrors with every mistake found."""
    reading = _Reading(folder)
    data = reading.county()
    known = {"ags", *(field.name for field in fields(Profile))} - {"municipalities", "population", "places", "attribution", "warnings"}
    for key in data:
        if key != LINE and key not in known:
            reading.wrong("county.yaml", 1, f"“{key}” is not known.", f"Known are: {', '.join(sorted(known))}.")
    single: dict[str, Any] = {}
    for name, kind in (("ags", str), ("name", Name), ("state", State), ("branding", Branding), ("front_door", FrontDoor)):
        if not data:
            break
        if name not in data:
            reading.wrong("county.yaml", 1, f"“{name}” is missing.", "Add it.")
        else:
            single[name] = reading.value(kind, data[name], "county.yaml", data.get(LINE, 1), name)
    lists = {
        name: reading.records(kind, data, name) if data else ()
        for name, kind in (
            ("units", UnitName), ("offices", Office), ("targets", Target), ("fields", Themenfeld), ("posts", ProfilePost),
            ("procurement_statutes", ProcurementStatute),
        )
    }  # fmt: skip
    boundaries, attribution = reading.boundaries()

    def with_boundary(row: dict[str, Any]) -> dict[str, Any]:
        line = row.pop(LINE)
        if row["ags"] not in boundaries:
            reading.wrong("municipalities.csv", line, f"{row['name']} ({row['ags']}) has no boundary.", "Add it to boundaries.geojson.")
        return {**row, "boundary": boundaries.get(row["ags"], {})}

    def plain(row: dict[str, Any]) -> dict[str, Any]:
        row.pop(LINE)
        return row

    municipalities = reading.table(
        ProfileMunicipality,
        "municipalities.csv",
        {"ags": _ags, "ars": _given, "name": _given, "designation": _given, "area_ha": _whole, "postcode": _given},
        extra=with_boundary,
    )
    population = reading.table(
        Population,
        "population.csv",
        {"ags": _ags, "on": _day, "value": _whole, "base": _given, "source": _given, "licence": _given},
        extra=plain,
    )
    places = reading.table(
        ProfilePlace,
        "places.csv",
        {"kind": _given, "name": _given, "lat": _degrees, "lon": _degrees, "ags": _ags, "source": _given, "as_of": _day},
        extra=plain,
    )
    _compare(reading, single.get("ags") or "", municipalities, population, places)
    if reading.errors:
        raise ProfileErrors(reading.errors)
    return Profile(
        **single,
        **lists,
        municipalities=municipalities,
        population=population,
        places=places,
        attribution=attribution,
        warnings=tuple(reading.warnings),
    )


def _compare(
    reading: _Reading,
    county: str,
    municipalities: tuple[ProfileMunicipality, ...],
    population: tuple[Population, ...],
    places: tuple[ProfilePlace, ...],
) -> None:
    """What the files must agree on, and what is merely odd."""
    keys = [one.ags for one in municipalities]
    for ags in sorted({key for key in keys if keys.count(key) > 1}):
        reading.wrong("municipalities.csv", 0, f"The AGS {ags} stands twice.", "Keep one row.")
    for ags in keys:
        if county and not ags.startswith(county):
            reading.wrong("municipalities.csv", 0, f"{ags} does not begin with the county's {county}.", "Correct one of the two.")
    for ags in sorted({row.ags for row in population} - {*keys, county}):
        reading.wrong("population.csv", 0, f"{ags} is no municipality of this county.", "Correct the AGS or remove the rows.")
    for ags in sorted({row.ags for row in places} - set(keys)):
        reading.wrong("places.csv", 0, f"{ags} is no municipality of this county.", "Correct the AGS or remove the rows.")
    totals: dict[tuple[date, str], dict[str, int]] = {}
    for row in population:
        totals.setdefault((row.on, row.base), {})[row.ags] = row.value
    for (day, base), values in sorted(totals.items()):
        whole = values.pop(county, None)
        if whole is not None and len(values) == len(keys) and sum(values.values()) != whole:
            reading.warnings.append(f"population.csv: {day} ({base}): the municipalities sum to {sum(values.values())}, the county has {whole}.")
