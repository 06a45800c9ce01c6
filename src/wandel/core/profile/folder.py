"""A county's folder while it is read: files, records and tables, every mistake with file, line and remedy."""

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

import yaml

from wandel.core.profile.outlines import is_area

LINE = "__line__"
# A field that is a Python word or needs a clearer name stands shorter in the file.
SPELLED = {"from_on": "from"}
CERTAINTY = {"confirmed", "reported", "unconfirmed"}
BOUNDARIES = "boundaries.geojson"
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


class FolderReading:
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
            elif not is_area(geometry):
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
