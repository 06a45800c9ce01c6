"""Mapbox vector tiles 2.1: layers of polygons of one tile as protobuf bytes.

Source: github.com/mapbox/vector-tile-spec, version 2.1, sections 4.1 to 4.3. Outer rings wind so that the surveyor's
formula in tile coordinates is positive, holes so that it is negative.
"""

from collections.abc import Sequence
from importlib.util import find_spec

import numpy as np

from wandel.core.geodata.flat import FlatPolygons
from wandel.core.tiles import clip_numpy
from wandel.core.tiles.layers import CodedLayer, Indices, TileLayer, with_coords
from wandel.core.tiles.projection import Floats

COMPILED = find_spec("numba") is not None
if COMPILED:
    from wandel.core.tiles.clip_numba import geometries
else:
    from wandel.core.tiles.clip_numpy import geometries

EXTENT = 4096
# Wide enough for an outline two pixels thick on a screen of double density.
BUFFER = 64
# Longest whole number a protobuf int64 carries, as Python counts.
WORD = 1 << 64


def varint(number: int) -> bytes:
    number %= WORD
    out = bytearray()
    while number >= 128:
        out.append((number & 127) | 128)
        number >>= 7
    out.append(number)
    return bytes(out)


def chunk(field: int, content: bytes) -> bytes:
    """A length-delimited protobuf field."""
    return varint(field << 3 | 2) + varint(len(content)) + content


def _value(value: int | str) -> bytes:
    return chunk(1, value.encode()) if isinstance(value, str) else varint(4 << 3) + varint(value)


def coded(layer: TileLayer, world: Floats) -> CodedLayer:
    """The layer with projected coordinates and its attributes as codes."""
    columns: list[Indices] = []
    values: list[tuple[bytes, ...]] = []
    for column in layer.attributes.values():
        unique, codes = np.unique(np.asarray(column), return_inverse=True)
        columns.append(codes.astype(np.int64))
        values.append(tuple(_value(str(one) if isinstance(one, str) else int(one)) for one in unique))
    codes = np.column_stack(columns) if columns else np.zeros((len(layer.ids), 0), dtype=np.int64)
    return CodedLayer(
        layer.name,
        with_coords(layer.polygons, world),
        layer.ids.astype(np.uint64),
        layer.zooms,
        tuple(layer.attributes),
        codes,
        tuple(values),
    )


def encode_layer(layer: CodedLayer, chosen: Indices, zoom: int, column: int, row: int) -> bytes:
    """The chosen features as one layer of a tile; empty bytes where nothing of them is left."""
    frame = (float(1 << zoom), float(column), float(row), float(EXTENT), float(BUFFER))
    return _layer(layer, chosen, *geometries(layer.polygons, chosen, frame))


def encode_layer_plainly(layer: CodedLayer, chosen: Indices, zoom: int, column: int, row: int) -> bytes:
    """As ``encode_layer``, always without numba."""
    frame = (float(1 << zoom), float(column), float(row), float(EXTENT), float(BUFFER))
    return _layer(layer, chosen, *clip_numpy.geometries(layer.polygons, chosen, frame))


def _layer(layer: CodedLayer, chosen: Indices, packed: clip_numpy.Bytes, offsets: Indices) -> bytes:
    left = np.flatnonzero(np.diff(offsets) > 0)
    if not len(left):
        return b""
    drawn = chosen[left]
    values: list[bytes] = []
    tags: list[list[int]] = []
    for position, all_values in enumerate(layer.values):
        used, local = np.unique(layer.codes[drawn, position], return_inverse=True)
        tags.append((local + len(values)).tolist())
        values.extend(all_values[code] for code in used)
    geometry = packed.tobytes()
    bounds = offsets.tolist()
    features = []
    for rank, (number, position) in enumerate(zip(layer.ids[drawn].tolist(), left.tolist(), strict=True)):
        content = b"\x08" + varint(number)
        if tags:
            content += chunk(2, b"".join(varint(key) + varint(column[rank]) for key, column in enumerate(tags)))
        content += b"\x18\x03" + chunk(4, geometry[bounds[position] : bounds[position + 1]])
        features.append(chunk(2, content))
    return chunk(
        3,
        b"\x78\x02"
        + chunk(1, layer.name.encode())
        + b"".join(features)
        + b"".join(chunk(3, key.encode()) for key in layer.keys)
        + b"".join(chunk(4, value) for value in values)
        + b"\x28"
        + varint(EXTENT),
    )


def tiles_of(polygons: FlatPolygons, zoom: int) -> tuple[Indices, Indices, Indices]:
    """Feature, column and row of every pair of a feature and a tile its box (with the buffer) touches.

    ``polygons`` stand in the world square.
    """
    margin, side = BUFFER / EXTENT, 1 << zoom
    boxes = polygons.bounds()
    present = np.flatnonzero(~np.isnan(boxes[:, 0]))
    ranges = np.floor(boxes[present] * side + np.array([-margin, -margin, margin, margin])).astype(np.int64)
    ranges = np.clip(ranges, 0, side - 1)
    wide, tall = ranges[:, 2] - ranges[:, 0] + 1, ranges[:, 3] - ranges[:, 1] + 1
    counts = wide * tall
    ends = np.cumsum(counts)
    rank = np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - counts, counts)
    span = np.repeat(wide, counts)
    return (
        np.repeat(present, counts),
        np.repeat(ranges[:, 0], counts) + rank % span,
        np.repeat(ranges[:, 1], counts) + rank // span,
    )


def encode_tile(layers: Sequence[tuple[CodedLayer, Indices]], zoom: int, column: int, row: int) -> bytes:
    """A whole tile from layers and the features chosen of each."""
    return b"".join(encode_layer(layer, chosen, zoom, column, row) for layer, chosen in layers)
