"""A small reader of vector tiles, written from the specification and sharing nothing with the writer."""

from itertools import pairwise
from typing import Any


def _varint(data: bytes, at: int) -> tuple[int, int]:
    result = shift = 0
    while True:
        byte = data[at]
        result |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return result, at


def fields(data: bytes) -> list[tuple[int, Any]]:
    """Number and raw value of each protobuf field."""
    found: list[tuple[int, Any]] = []
    value: Any
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        if key & 7 == 0:
            value, at = _varint(data, at)
        else:
            assert key & 7 == 2, "a vector tile of ours has varints and chunks only"
            length, at = _varint(data, at)
            assert at + length <= len(data)
            value, at = data[at : at + length], at + length
        found.append((key >> 3, value))
    return found


def _words(data: bytes) -> list[int]:
    words, at = [], 0
    while at < len(data):
        word, at = _varint(data, at)
        words.append(word)
    return words


def rings(data: bytes) -> list[list[tuple[int, int]]]:
    """Closed rings of a polygon's geometry."""
    words, at, x, y = _words(data), 0, 0, 0
    found: list[list[tuple[int, int]]] = []
    while at < len(words):
        command, count = words[at] & 7, words[at] >> 3
        at += 1
        if command == 7:
            assert count == 1
            found[-1].append(found[-1][0])
            continue
        assert command in (1, 2)
        for _step in range(count):
            x += (words[at] >> 1) ^ -(words[at] & 1)
            y += (words[at + 1] >> 1) ^ -(words[at + 1] & 1)
            at += 2
            if command == 1:
                found.append([])
            found[-1].append((x, y))
    return found


def twice_area(ring: list[tuple[int, int]]) -> int:
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring))


def polygons(data: bytes) -> list[list[list[tuple[int, int]]]]:
    """Rings grouped into polygons by their winding."""
    found: list[list[list[tuple[int, int]]]] = []
    for ring in rings(data):
        if twice_area(ring) > 0:
            found.append([ring])
        else:
            found[-1].append(ring)
    return found


def decode(tile: bytes) -> dict[str, list[dict[str, Any]]]:
    """Features per layer: id, properties, polygons."""
    layers = {}
    for number, layer in fields(tile):
        assert number == 3
        parts = fields(layer)
        single = dict(parts)
        assert single[15] == 2
        assert single[5] == 4096
        keys = [value.decode() for field, value in parts if field == 3]
        values = []
        for field, value in parts:
            if field == 4:
                ((kind, content),) = fields(value)
                values.append(content.decode() if kind == 1 else content - (1 << 64) * (content >> 63))
        features = []
        for field, value in parts:
            if field == 2:
                feature = dict(fields(value))
                assert feature[3] == 3
                tags = _words(feature.get(2, b""))
                features.append(
                    {
                        "id": feature[1],
                        "properties": {keys[k]: values[v] for k, v in zip(tags[::2], tags[1::2], strict=True)},
                        "polygons": polygons(feature[4]),
                    }
                )
        layers[single[1].decode()] = features
    return layers
