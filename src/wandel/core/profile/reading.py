"""Reading a county's folder: every mistake named with file, line and remedy, all of them at once."""

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import MISSING, dataclass, fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from math import cos, radians
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

import yaml

from wandel.core.profile.cell_readers import (
    one_of,
    read_ags,
    read_day,
    read_degrees,
    read_digits,
    read_given,
    read_whole,
)
from wandel.core.profile.model import (
    Area,
    BaseMap,
    Branding,
    Contact,
    DemoFact,
    FrontDoor,
    FutureField,
    IntakeChoice,
    Language,
    Name,
    Office,
    Population,
    Profile,
    ProfileMunicipality,
    ProfilePlace,
    ProfilePost,
    RegionalProcedure,
    State,
    Target,
    Themenfeld,
    UnitName,
)
from wandel.core.profile.procurement import ProcurementStatute, wrong_with
from wandel.core.profile.statistics import read_statistics

LINE = "__line__"
# A field that is a Python word or needs a clearer name stands shorter in the file.
SPELLED = {"from_on": "from"}
CERTAINTY = {"confirmed", "reported", "unconfirmed"}
BOUNDARIES = "boundaries.geojson"
# Sources round differently and were measured in different years: half a per cent is not odd, a lost village is.
AREA_TOLERANCE = 0.005
# Generalised boundaries cut corners.
BOUNDARY_TOLERANCE = 0.05
# (111.195 km per degree on a sphere of 6371 km) squared, in hectares.
HECTARES_PER_SQUARE_DEGREE = 111.195**2 * 100
AMOUNT = re.compile(r"[0-9]{1,13}(\.[0-9]{1,2})?")
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
            raise yaml.constructor.ConstructorError(
                None, None, f"“{sorted(map(str, twice))[0]}” stands twice", node.start_mark
            )
        lines = {key: value.start_mark.line + 1 for key, (_key, value) in zip(keys, node.value, strict=True)}
        return {**super().construct_mapping(node, deep=True), LINE: {None: node.start_mark.line + 1, **lines}}


class _Reading:
    """One pass over a folder, collecting mistakes and oddities."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.errors: list[ProfileError] = []
        self.warnings: list[str] = []
        # Line of every row that was read, per table and in its order, so that comparisons can point at it.
        self.lines: dict[str, list[int]] = {}

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
            self.wrong(
                file, 1, "The file is empty.", "Begin with ags, name and state; profiles/README.md shows them all."
            )
            return {}
        return data

    def value(self, kind: Any, raw: Any, file: str, line: int, name: str) -> Any:
        """A raw value as the kind a field wants, or None after noting the mistake."""
        if is_dataclass(kind):
            return self.record(kind, raw, file, line, name)
        if get_origin(kind) is tuple:
            return self.several(get_args(kind)[0], raw, file, line, name)
        if get_origin(kind) is UnionType:
            kind = next(one for one in get_args(kind) if one is not NoneType)
        if kind is Decimal:
            return self.amount(raw, file, line, name)
        if type(raw) is kind and (kind is not str or raw.strip() or name in {"field", "note"}):
            return raw
        wanted = {
            date: "Write a day such as 2024-03-01.",
            str: "Write text; put keys with leading zeros in quotes.",
            int: "Write a whole number without point or comma.",
            bool: "Write true or false.",
        }[kind]
        self.wrong(file, line, f"“{name}” is {raw!r}.", wanted)
        return None

    def several(self, kind: Any, raw: Any, file: str, line: int, name: str) -> Any:
        """A list of records inside a record, or None after noting the mistakes."""
        if not isinstance(raw, list):
            self.wrong(file, line, f"“{name}” is no list.", "Write a list; leave it out if there is none.")
            return None
        found = [self.record(kind, one, file, line, name) for one in raw]
        return None if None in found else tuple(found)

    def amount(self, raw: Any, file: str, line: int, name: str) -> Decimal | None:
        """Euro to the cent: digits in quotes or a whole number."""
        written = str(raw) if isinstance(raw, int | str) and not isinstance(raw, bool) else ""
        if AMOUNT.fullmatch(written):
            return Decimal(written)
        self.wrong(file, line, f"“{name}” is {raw!r}.", 'Write euro in quotes with a point, for example "50000.00".')
        return None

    def record(self, kind: Any, raw: Any, file: str, line: int, name: str) -> Any:
        known = {SPELLED.get(field.name, field.name): field for field in fields(kind)}
        if not isinstance(raw, dict):
            self.wrong(file, line, f"“{name}” has no parts.", f"Give it {', '.join(known)}.")
            return None
        lines = raw[LINE]
        hints = get_type_hints(kind)
        for key in raw:
            if key != LINE and key not in known:
                self.wrong(
                    file, lines[key], f"“{key}” is not known in {name}.", f"Known are: {', '.join(sorted(known))}."
                )
        values = {}
        for spelled, field in known.items():
            if spelled in raw:
                values[field.name] = self.value(hints[field.name], raw[spelled], file, lines[spelled], spelled)
            elif field.default is MISSING:
                self.wrong(file, lines[None], f"“{spelled}” is missing in {name}.", "Add it.")
                values[field.name] = None
        if values.get("certainty") and values["certainty"] not in CERTAINTY:
            self.wrong(
                file,
                lines["certainty"],
                f"“{values['certainty']}” is no certainty.",
                "Write confirmed, reported or unconfirmed.",
            )
        return None if None in values.values() else kind(**values)

    def records(self, kind: type[T], data: dict[str, Any], name: str) -> tuple[T, ...]:
        line = data[LINE].get(name, 1)
        raw = data.get(name)
        if not isinstance(raw, list):
            what = f"“{name}” is no list." if name in data else f"“{name}” is missing."
            self.wrong("county.yaml", line, what, "Write a list; [] if there is none.")
            return ()
        found = [self.record(kind, row, "county.yaml", line, name) for row in raw]
        return tuple(row for row in found if row is not None)

    def table(self, kind: type[T], file: str, read: dict[str, Callable[[str], Any]], **given: Any) -> tuple[T, ...]:
        """Rows of a semicolon CSV with a header; each broken cell is one mistake. ``given`` fills what no column holds."""
        text = self.text_of(file)
        if text is None:
            return ()
        rows = csv.reader(io.StringIO(text), delimiter=";")
        header = next(rows, [])
        missing = [name for name in read if name not in header]
        unknown = [name for name in header if name not in read]
        if missing:
            what, remedy = ", ".join(missing), f"The first line must read {';'.join(read)}."
            self.wrong(file, 1, f"Columns are missing: {what}.", remedy)
            return ()
        if unknown:
            self.wrong(file, 1, f"Columns are not known: {', '.join(unknown)}.", f"Known are: {', '.join(read)}.")
        found, lines = [], []
        for cells in rows:
            if not any(cells):
                continue
            if len(cells) != len(header):
                self.wrong(
                    file, rows.line_num, f"{len(cells)} cells under {len(header)} columns.", "Check the semicolons."
                )
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
                found.append(kind(**values, **given))
                lines.append(rows.line_num)
        self.lines[file] = lines
        return tuple(found)

    def boundaries(self) -> tuple[dict[str, dict[str, Any]], str]:
        """Geometry per AGS, and whose boundaries they are."""
        text = self.text_of(BOUNDARIES)
        if text is None:
            return {}, ""
        try:
            data = json.loads(text)
        except json.JSONDecodeError as error:
            remedy = "Export the boundaries again as GeoJSON (EPSG:4326)."
            self.wrong(BOUNDARIES, error.lineno, "This is not JSON.", remedy)
            return {}, ""
        features = data.get("features") if isinstance(data, dict) else None
        if not isinstance(features, list):
            self.wrong(BOUNDARIES, 1, "There is no list “features”.", "Export the boundaries as a FeatureCollection.")
            return {}, ""
        found: dict[str, dict[str, Any]] = {}
        for feature in features:
            whole = feature if isinstance(feature, dict) else {}
            ags = str((whole.get("properties") or {}).get("ags", ""))
            geometry = whole.get("geometry") or {}
            line = next((number for number, row in enumerate(text.splitlines(), 1) if ags and f'"{ags}"' in row), 1)
            if not ags:
                self.wrong(BOUNDARIES, line, "An area has no “ags” in its properties.", "Add the 8 digits as text.")
            elif ags in found:
                self.wrong(BOUNDARIES, line, f"The boundary of {ags} stands twice.", "Keep one.")
            elif not _is_area(geometry):
                remedy = "Use Polygon or MultiPolygon with [longitude, latitude] in degrees (EPSG:4326)."
                self.wrong(BOUNDARIES, line, f"The boundary of {ags} is no area in degrees.", remedy)
                found[ags] = {}
            else:
                found[ags] = geometry
        attribution = data.get("attribution", "")
        if not isinstance(attribution, str) or not attribution.strip():
            self.wrong(
                BOUNDARIES, 1, "“attribution” is missing.", "Say whose boundaries these are, as their licence asks."
            )
            attribution = ""
        return found, attribution


def _rings(geometry: dict[str, Any]) -> list[list[list[float]]]:
    parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return [ring for part in parts for ring in part]


def _is_area(geometry: dict[str, Any]) -> bool:
    if geometry.get("type") not in {"Polygon", "MultiPolygon"}:
        return False
    try:
        rings = _rings(geometry)
        closed = all(len(ring) >= 4 and ring[0] == ring[-1] for ring in rings)
        return (
            bool(rings) and closed and all(abs(x) <= 180 and abs(y) <= 90 for ring in rings for x, y, *_height in ring)
        )
    except (KeyError, TypeError, ValueError, IndexError):
        return False


def _hectares(geometry: dict[str, Any]) -> float:
    """Area on a sphere flattened at the ring's latitude: good to one per cent, enough to notice a wrong boundary."""
    total = 0.0
    parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    for part in parts:
        for position, ring in enumerate(part):
            middle = cos(radians(sum(point[1] for point in ring) / len(ring)))
            doubled = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))
            size = abs(doubled) / 2 * HECTARES_PER_SQUARE_DEGREE * middle
            total += size if position == 0 else -size
    return total


_certainty = one_of("confirmed", "reported", "unconfirmed")
MUNICIPALITY_COLUMNS: dict[str, Callable[[str], Any]] = {
    "ags": read_digits(8, "A municipality's AGS"),
    "ars": read_digits(12, "An ARS"),
    "name": read_given,
    "designation": read_given,
    "area_ha": read_whole,
    "postcode": read_digits(5, "A postcode"),
    "certainty": _certainty,
    "source": read_given,
}
POPULATION_COLUMNS: dict[str, Callable[[str], Any]] = {
    "ags": read_ags,
    "on": read_day,
    "value": read_whole,
    "base": read_given,
    "certainty": _certainty,
    "source": read_given,
    "licence": read_given,
}
PLACE_COLUMNS: dict[str, Callable[[str], Any]] = {
    "kind": one_of("stop", "school", "other"),
    "name": read_given,
    "lat": read_degrees,
    "lon": read_degrees,
    "ags": read_digits(8, "A municipality's AGS"),
    "source": read_given,
    "as_of": read_day,
}
PARTS: dict[str, Any] = {
    "ags": str,
    "name": Name,
    "in_county": Name,
    "area": Area,
    "state": State,
    "branding": Branding,
    "front_door": FrontDoor,
    "procurement_statutes_note": Name,
}
# A county may leave these out.
CHOICES: dict[str, Any] = {"base_map": BaseMap, "contact": Contact}
CHOICE_LISTS: dict[str, Any] = {"future_fields": FutureField, "regional_procedures": RegionalProcedure}
LISTS: dict[str, Any] = {
    "languages": Language,
    "units": UnitName,
    "offices": Office,
    "targets": Target,
    "fields": Themenfeld,
    "posts": ProfilePost,
    "intake": IntakeChoice,
    "procurement_statutes": ProcurementStatute,
    "demo_only": DemoFact,
}


def load_profile(directory: Path | str) -> Profile:
    """The county of a folder. Raises ProfileErrors with every mistake found, not only the first."""
    reading = _Reading(Path(directory))
    data = reading.county()
    parts: dict[str, Any] = {}
    if data:
        for key in data:
            if key != LINE and key not in {*PARTS, *CHOICES, *CHOICE_LISTS, *LISTS}:
                remedy = f"Known are: {', '.join(sorted([*PARTS, *CHOICES, *CHOICE_LISTS, *LISTS]))}."
                reading.wrong("county.yaml", data[LINE][key], f"“{key}” is not known.", remedy)
        for name, kind in PARTS.items():
            if name in data:
                parts[name] = reading.value(kind, data[name], "county.yaml", data[LINE][name], name)
            else:
                reading.wrong("county.yaml", 1, f"“{name}” is missing.", "Add it.")
        for name, kind in CHOICES.items():
            if name in data:
                parts[name] = reading.value(kind, data[name], "county.yaml", data[LINE][name], name)
        for name, kind in LISTS.items():
            parts[name] = reading.records(kind, data, name)
        for name, kind in CHOICE_LISTS.items():
            if name in data:
                parts[name] = reading.records(kind, data, name)
        _within(reading, data, parts)
    boundaries, attribution = reading.boundaries()
    municipalities = reading.table(ProfileMunicipality, "municipalities.csv", MUNICIPALITY_COLUMNS, boundary={})
    municipalities = tuple(replace(one, boundary=boundaries.get(one.ags, {})) for one in municipalities)
    population = reading.table(Population, "population.csv", POPULATION_COLUMNS)
    places = reading.table(ProfilePlace, "places.csv", PLACE_COLUMNS)
    _compare(reading, parts, municipalities, population, places, boundaries)
    county, called = parts.get("ags") or "", parts.get("name")
    areas = {one.ags: one.name for one in municipalities} | {county: called.de if called else ""}
    statistics = read_statistics(reading, county=county, areas=areas)
    if reading.errors:
        raise ProfileErrors(reading.errors)
    return Profile(
        **parts,
        municipalities=municipalities,
        population=population,
        places=places,
        **statistics,
        attribution=attribution,
        warnings=tuple(reading.warnings),
    )


def _within(reading: _Reading, data: dict[str, Any], parts: dict[str, Any]) -> None:
    """What county.yaml must keep within itself."""
    lines = data[LINE]
    county = parts.get("ags")
    if county and not (len(county) == 5 and county.isascii() and county.isdigit()):
        reading.wrong("county.yaml", lines["ags"], f"“{county}” is no county's AGS.", "Write its 5 digits in quotes.")
    base_map = parts.get("base_map")
    if base_map and not all(
        address.startswith("https://") and not set("';,\"") & set(address)
        for address in (base_map.style_url, *base_map.hosts.split())
    ):
        remedy = "Write full addresses that begin with https://, hosts separated by spaces."
        reading.wrong("county.yaml", lines["base_map"], "The base map has an address that is not safe.", remedy)
    for name in ("units", "languages", "fields"):
        if name in data and data[name] == []:
            reading.wrong("county.yaml", lines[name], f"“{name}” is empty.", "Give at least one.")
    known = {"", *(field.key for field in parts["fields"])}
    for name in ("posts", "intake"):
        for row in parts[name]:
            if row.field not in known:
                remedy = f"Name one of: {', '.join(sorted(known - {''}))}."
                reading.wrong(
                    "county.yaml", lines[name], f"“{row.field}” in {name} is no field of this county.", remedy
                )


def _compare(
    reading: _Reading,
    parts: dict[str, Any],
    municipalities: tuple[ProfileMunicipality, ...],
    population: tuple[Population, ...],
    places: tuple[ProfilePlace, ...],
    boundaries: dict[str, Any],
) -> None:
    """What the files must agree on (mistakes), and what is merely odd (warnings)."""
    county = parts.get("ags") or ""
    keys = [one.ags for one in municipalities]
    for position, (one, line) in enumerate(
        zip(municipalities, reading.lines.get("municipalities.csv", []), strict=False)
    ):
        if one.ags in keys[:position]:
            reading.wrong("municipalities.csv", line, f"The AGS {one.ags} stands twice.", "Keep one row.")
        if county and not one.ags.startswith(county):
            what = f"{one.ags} does not begin with the county's {county}."
            reading.wrong("municipalities.csv", line, what, "Correct one of the two.")
        if one.ags not in boundaries and boundaries:
            what = f"{one.name} ({one.ags}) has no boundary."
            reading.wrong("municipalities.csv", line, what, "Add its area to boundaries.geojson.")
        elif one.boundary and abs(_hectares(one.boundary) - one.area_ha) > one.area_ha * BOUNDARY_TOLERANCE:
            drawn = round(_hectares(one.boundary))
            reading.warnings.append(
                f"municipalities.csv, line {line}: {one.name} has {one.area_ha} ha, its boundary encloses {drawn} ha."
            )
    if municipalities:
        for ags in boundaries.keys() - set(keys):
            reading.warnings.append(f"{BOUNDARIES}: {ags} is no municipality of this county; its boundary is not used.")
        used: tuple[tuple[str, list[str], set[str]], ...] = (
            ("population.csv", [row.ags for row in population], {*keys, county}),
            ("places.csv", [row.ags for row in places], set(keys)),
        )
        for file, named, allowed in used:
            for ags, line in zip(named, reading.lines.get(file, []), strict=False):
                if ags not in allowed:
                    what = f"{ags} is no municipality of this county."
                    reading.wrong(file, line, what, "Correct the AGS or remove the row.")
        for statute in parts.get("procurement_statutes", ()):
            if statute.ags not in {*keys, county}:
                what = f"The procurement statute “{statute.title}” names {statute.ags}, no municipality of this county."
                reading.wrong("county.yaml", 1, what, "Correct the AGS.")
            for what, remedy in wrong_with(statute):
                reading.wrong("county.yaml", 1, f"The procurement statute “{statute.title}” {what}.", remedy)
    area = parts.get("area")
    together = sum(one.area_ha for one in municipalities)
    if area and municipalities and abs(together - area.hectares) > area.hectares * AREA_TOLERANCE:
        reading.warnings.append(
            f"municipalities.csv: the areas sum to {together} ha, county.yaml gives the county {area.hectares} ha."
        )
    _compare_population(reading, county, keys, population)


def _compare_population(reading: _Reading, county: str, keys: list[str], population: tuple[Population, ...]) -> None:
    totals: dict[tuple[date, str], dict[str, int]] = {}
    for row, line in zip(population, reading.lines.get("population.csv", []), strict=False):
        of_day = totals.setdefault((row.on, row.base), {})
        if row.ags in of_day:
            what = f"{row.ags} has two figures for {row.on} ({row.base})."
            reading.wrong("population.csv", line, what, "Keep one row.")
        of_day[row.ags] = row.value
    for (day, base), values in sorted(totals.items()):
        whole = values.pop(county, None)
        if whole is not None and len(values) == len(keys) and sum(values.values()) != whole:
            reading.warnings.append(
                f"population.csv: {day} ({base}): the municipalities sum to {sum(values.values())}, the county has {whole}."
            )
