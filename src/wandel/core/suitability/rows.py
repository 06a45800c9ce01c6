"""Measured values of one parcel at a time: a file of rows of equal length, so that one is read without the others.

One line of JSON (``columns``, ``count``, ``municipalities``), then per parcel one little-endian float64 per column. The first
columns are ``area`` (m²), ``municipality`` (position, -1 outside all) and ``part`` (m² in it); the others are named like the
criteria.
"""

import json
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

OWN = ("area", "municipality", "part")


@dataclass(frozen=True, slots=True)
class Row:
    """One parcel: m², the municipality with its largest part (empty outside all), the m² in it, values by criterion."""

    area: float
    municipality: str
    part: float
    values: Mapping[str, float]


def header(columns: Sequence[str], count: int, municipalities: Sequence[str]) -> bytes:
    """The first line of a file whose rows follow; ``columns`` are the names of the criteria."""
    described = {"columns": [*OWN, *columns], "count": count, "municipalities": list(municipalities)}
    return json.dumps(described, ensure_ascii=False).encode() + b"\n"


def read_rows(path: Path, positions: Iterable[int]) -> Iterator[Row]:
    """Rows in the order of the positions. Raises IndexError for a position the file does not have."""
    with path.open("rb") as stream:
        described = json.loads(stream.readline())
        begin, columns, names = stream.tell(), described["columns"], described["municipalities"]
        form = struct.Struct(f"<{len(columns)}d")
        for position in positions:
            if not 0 <= position < described["count"]:
                raise IndexError(position)
            stream.seek(begin + position * form.size)
            area, municipality, part, *values = form.unpack(stream.read(form.size))
            name = names[int(municipality)] if municipality >= 0 else ""
            yield Row(area, name, part, dict(zip(columns[len(OWN) :], values, strict=True)))
