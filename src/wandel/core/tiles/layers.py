"""What goes into an archive: named layers of polygons with numbers and short attributes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wandel.core.geodata.flat import FlatPolygons, Offsets
from wandel.core.tiles.projection import Floats

Indices = NDArray[np.int64]
Attribute = NDArray[np.int64] | Sequence[str]


@dataclass(frozen=True, slots=True)
class TileLayer:
    """One layer. ``ids`` become the features' numbers (unsigned, the join to scores); an attribute is a whole number or a
    short text per feature. ``zooms`` are the first and last zoom the layer is drawn at."""

    name: str
    polygons: FlatPolygons
    ids: NDArray[Any]
    zooms: tuple[int, int]
    attributes: Mapping[str, Attribute] = field(default_factory=dict)

    def __post_init__(self) -> None:
        lengths = {len(self.polygons), len(self.ids), *(len(values) for values in self.attributes.values())}
        if len(lengths) != 1:
            raise ValueError(f"layer {self.name}: polygons, ids and attributes differ in length: {sorted(lengths)}")
        if not 0 <= self.zooms[0] <= self.zooms[1] <= 22:
            raise ValueError(f"layer {self.name}: zooms {self.zooms} are not a range within 0 to 22")


@dataclass(frozen=True, slots=True)
class CodedLayer:
    """A layer ready to encode: coordinates in the world square, attributes as codes into ready-made values.

    ``codes``: shape (features, attributes); ``values``: per attribute the encoded protobuf values the codes point to.
    """

    name: str
    polygons: FlatPolygons
    ids: NDArray[np.uint64]
    zooms: tuple[int, int]
    keys: tuple[str, ...]
    codes: Indices
    values: tuple[tuple[bytes, ...], ...]

    def take(self, chosen: Indices) -> "CodedLayer":
        """The layer with the chosen features alone, in their order."""
        return CodedLayer(
            self.name,
            take(self.polygons, chosen),
            self.ids[chosen],
            self.zooms,
            self.keys,
            self.codes[chosen],
            self.values,
        )


def take(flat: FlatPolygons, chosen: Indices) -> FlatPolygons:
    """The chosen features as arrays of their own."""
    parts, features = _gather(flat.features, chosen)
    rings, part_offsets = _gather(flat.parts, parts)
    vertices, ring_offsets = _gather(flat.rings, rings)
    return FlatPolygons(flat.coords[vertices], ring_offsets, part_offsets, features)


def _gather(offsets: Offsets, chosen: Indices) -> tuple[Indices, Offsets]:
    """Positions between the offsets of the chosen stretches, one after another, and their new offsets."""
    starts, lengths = offsets[chosen], offsets[chosen + 1] - offsets[chosen]
    ends = np.cumsum(lengths)
    positions = np.arange(ends[-1] if len(ends) else 0) + np.repeat(starts - (ends - lengths), lengths)
    return positions, np.concatenate(([0], ends)).astype(np.int64)


def with_coords(flat: FlatPolygons, coords: Floats) -> FlatPolygons:
    return FlatPolygons(coords, flat.rings, flat.parts, flat.features)
