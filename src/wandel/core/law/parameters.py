"""Dated legal values from YAML beside their rule: each with reference, source, the day someone looked, and a status."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import yaml

from wandel.core.law.texts import Text, day_de, day_en

LINE = "__line__"
STATUSES = ("confirmed", "unconfirmed")


class LawDataError(Exception):
    """A file of legal values cannot be read. The message names file, line and remedy."""

    def __init__(self, *, path: Path, line: int, what: str, remedy: str) -> None:
        super().__init__(f"{path.name}, line {line}: {what} {remedy}")
        self.path = path
        self.line = line


class NotCovered(LookupError):
    """No row of a legal value covers the day asked for. Never guessed: someone has to add the row."""

    def __init__(self, *, name: str, day: date) -> None:
        self.name = name
        self.day = day
        self.text = Text(
            f"Für den {day_de(day)} ist kein Wert „{name}“ hinterlegt. Ergänzen Sie die Zeile mit ihrer Quelle.",
            f"No value “{name}” is stored for {day_en(day)}. Add the row with its source.",
        )
        super().__init__(self.text.en)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One legal value in one stretch of time; ``valid_until`` is its last day, None while it still holds."""

    name: str
    value: Decimal
    unit: str
    valid_from: date
    valid_until: date | None
    reference: str
    source: str
    checked_on: date
    status: str

    def covers(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


class _LineLoader(yaml.CSafeLoader):
    """Safe YAML that remembers the line of every mapping and refuses a key written twice."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        mapping: dict[Any, Any] = {LINE: node.start_mark.line + 1}
        for key_node, value_node in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in mapping:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key “{key}” is written twice", key_node.start_mark
                )
            mapping[key] = self.construct_object(value_node, deep=True)
        return mapping


def read_law_file(path: Path) -> dict[str, Any]:
    """The mapping of a law file, each mapping with its ``__line__``. Raises LawDataError with line and remedy."""
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=_LineLoader)  # noqa: S506 - a SafeLoader that knows lines
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise LawDataError(
            path=path, line=line, what=f"{error.problem}.", remedy="Correct the YAML at this line."
        ) from error
    if not isinstance(data, dict):
        raise LawDataError(path=path, line=1, what="The file is not a mapping.", remedy="Start it with “parameters:”.")
    return data


def required(row: Mapping[str, Any], key: str, *, path: Path, kind: type | tuple[type, ...] = str) -> Any:
    """A value a row must have, of the kind expected; otherwise LawDataError at the row's line."""
    line = int(row.get(LINE, 1))
    if key not in row:
        raise LawDataError(path=path, line=line, what=f"“{key}” is missing.", remedy=f"Add “{key}:” to this row.")
    value = row[key]
    if not isinstance(value, kind) or isinstance(value, bool):
        raise LawDataError(
            path=path,
            line=line,
            what=f"“{key}: {value}” has the wrong kind.",
            remedy="Write days as 2025-01-01 and text in quotes.",
        )
    return value


def number(row: Mapping[str, Any], key: str, *, path: Path) -> Decimal:
    """An exact number: an integer, or a decimal in quotes (an unquoted 2.57 would be a binary fraction)."""
    value = required(row, key, path=path, kind=(int, str))
    try:
        return Decimal(value)
    except InvalidOperation as error:
        raise LawDataError(
            path=path, line=int(row.get(LINE, 1)), what=f"“{key}: {value}” is not a number.", remedy='Write "2.57".'
        ) from error


def status_of(row: Mapping[str, Any], *, path: Path) -> str:
    """``confirmed`` (someone read or a named source reports it) or ``unconfirmed``."""
    status = str(required(row, "status", path=path))
    if status not in STATUSES:
        raise LawDataError(
            path=path,
            line=int(row.get(LINE, 1)),
            what=f"The status “{status}” does not exist.",
            remedy="Use confirmed or unconfirmed.",
        )
    return status


class Parameters:
    """All dated values of one file. ``at`` answers for a day, or raises NotCovered."""

    def __init__(self, rows: Mapping[str, tuple[Parameter, ...]]) -> None:
        self._rows = dict(rows)

    @classmethod
    def read(cls, path: Path) -> "Parameters":
        data = read_law_file(path)
        parameters = required(data, "parameters", path=path, kind=dict)
        rows: dict[str, tuple[Parameter, ...]] = {}
        for name, entry in parameters.items():
            if name == LINE:
                continue
            if not isinstance(entry, dict):
                raise LawDataError(
                    path=path,
                    line=int(parameters[LINE]),
                    what=f"“{name}” has no fields.",
                    remedy="Give it unit, reference and values.",
                )
            rows[name] = cls._rows_of(name, entry, path=path)
        return cls(rows)

    @staticmethod
    def _rows_of(name: str, entry: dict[str, Any], *, path: Path) -> tuple[Parameter, ...]:
        found: list[Parameter] = []
        for row in required(entry, "values", path=path, kind=list):
            if not isinstance(row, dict):
                raise LawDataError(
                    path=path,
                    line=int(entry[LINE]),
                    what=f"A row of “{name}” has no fields.",
                    remedy="Write {valid_from: …, value: …}.",
                )
            until = row.get("valid_until")
            parameter = Parameter(
                name=name,
                value=number(row, "value", path=path),
                unit=str(required(entry, "unit", path=path)),
                valid_from=required(row, "valid_from", path=path, kind=date),
                valid_until=None if until is None else required(row, "valid_until", path=path, kind=date),
                reference=str(row.get("reference") or required(entry, "reference", path=path)),
                source=str(required(row, "source", path=path)),
                checked_on=required(row, "checked_on", path=path, kind=date),
                status=status_of(row, path=path),
            )
            previous = found[-1] if found else None
            if previous and (previous.valid_until is None or previous.valid_until >= parameter.valid_from):
                raise LawDataError(
                    path=path,
                    line=int(row[LINE]),
                    what=f"This row of “{name}” begins before the one above ends.",
                    remedy="Close the row above with valid_until and keep the rows in date order.",
                )
            if parameter.valid_until and parameter.valid_until < parameter.valid_from:
                raise LawDataError(
                    path=path,
                    line=int(row[LINE]),
                    what=f"This row of “{name}” ends before it begins.",
                    remedy="Exchange valid_from and valid_until.",
                )
            found.append(parameter)
        return tuple(found)

    def at(self, name: str, day: date) -> Parameter:
        """The value of that day; NotCovered where no row covers it."""
        for row in reversed(self._rows.get(name, ())):
            if row.covers(day):
                return row
        raise NotCovered(name=name, day=day)

    def rows(self, name: str) -> tuple[Parameter, ...]:
        return self._rows.get(name, ())
