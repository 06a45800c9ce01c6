"""Writing a PMTiles archive (version 3): every tile once, gzip, in Hilbert order, whole or not at all.

Source: github.com/protomaps/PMTiles, spec version 3.
"""

import gzip
import hashlib
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

from wandel.core.tiles.layers import CodedLayer, Indices, TileLayer
from wandel.core.tiles.mvt import coded, encode_tile, tiles_of
from wandel.core.tiles.projection import to_degrees, to_world

# From here on each tile of this zoom is a piece of work of its own; below it a zoom is one.
BLOCK_ZOOM = 12
# One step above the fastest: 3 % larger files in half the time of zlib's default.
LEVEL = 4


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: number of tiles and size in bytes."""

    tiles: int
    size: int


@dataclass(frozen=True, slots=True)
class _Block:
    """Work for one process: the layers' features in a tile (or everywhere, for None), and the zooms to draw."""

    layers: tuple[CodedLayer, ...]
    zooms: range
    within: tuple[int, int, int] | None


def write_archive(
    path: Path,
    layers: Sequence[TileLayer],
    *,
    metadata: Mapping[str, Any],
    executor: Executor | None = None,
) -> Written:
    """Draw the layers and write them as ``path``; an archive of that name stays until the new one is whole.

    ``metadata`` becomes the archive's JSON beside ``vector_layers``. Raises ValueError where there is nothing to draw.
    """
    ready = [coded(layer, to_world(layer.polygons.coords, executor)) for layer in layers]
    corners = [layer.polygons.coords for layer in ready if len(layer.polygons.coords)]
    if not corners:
        raise ValueError("an archive without polygons has no tiles")
    run = executor.map if executor else map
    drawn: list[tuple[int, bytes]] = []
    for tiles in run(_draw, _blocks(ready)):
        drawn.extend(tiles)
    if not drawn:
        raise ValueError("every polygon is smaller than the finest tile can show")
    drawn.sort()
    unfinished = path.with_name(path.name + ".part")
    with unfinished.open("wb") as stream:
        writer = Writer(stream)  # type: ignore[no-untyped-call]
        for number, content in drawn:
            writer.write_tile(number, content)  # type: ignore[no-untyped-call]
        described = {**metadata, "vector_layers": _described(layers)}
        writer.finalize(_header(corners, ready), described)  # type: ignore[no-untyped-call]
        stream.flush()
        os.fsync(stream.fileno())
    unfinished.replace(path)
    return Written(len(drawn), path.stat().st_size)


def publish_archive(
    folder: Path,
    key: str,
    layers: Sequence[TileLayer],
    *,
    metadata: Mapping[str, Any],
    executor: Executor | None = None,
) -> Path:
    """Write the layers as ``<key>-<hash of the content>.pmtiles`` into the folder; gives its path.

    The version before stays for pages that are open now; older ones go. ``metadata`` says ``title``, ``attribution`` and
    ``public``. Raises ValueError for a key that is no plain word and where there is nothing to draw.
    """
    if not re.fullmatch(r"[a-z0-9_]+", key):
        raise ValueError(f"an archive's key is a word of small letters, digits and underscores, not {key!r}")
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f"{key}.draft"
    write_archive(draft, layers, metadata=metadata, executor=executor)
    with draft.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()[:12]
    path = folder / f"{key}-{digest}.pmtiles"
    draft.replace(path)
    others = [one for one in folder.glob(f"{key}-*.pmtiles") if one != path]
    for old in sorted(others, key=lambda one: one.stat().st_mtime_ns)[:-1]:
        old.unlink(missing_ok=True)
    return path


def _described(layers: Sequence[TileLayer]) -> list[dict[str, Any]]:
    return [
        {
            "id": layer.name,
            "minzoom": layer.zooms[0],
            "maxzoom": layer.zooms[1],
            "fields": {
                key: "Number" if isinstance(values, np.ndarray) and values.dtype.kind in "iu" else "String"
                for key, values in layer.attributes.items()
            },
        }
        for layer in layers
    ]


def _header(corners: Sequence[Any], layers: Sequence[CodedLayer]) -> dict[str, Any]:
    low = np.min([coords.min(axis=0) for coords in corners], axis=0)
    high = np.max([coords.max(axis=0) for coords in corners], axis=0)
    (west, north), (east, south) = to_degrees(np.array([low, high])).tolist()
    return {
        "tile_type": TileType.MVT,
        "tile_compression": Compression.GZIP,
        "min_lon_e7": round(west * 1e7),
        "min_lat_e7": round(south * 1e7),
        "max_lon_e7": round(east * 1e7),
        "max_lat_e7": round(north * 1e7),
        "center_zoom": min(layer.zooms[0] for layer in layers),
        "center_lon_e7": round((west + east) / 2 * 1e7),
        "center_lat_e7": round((south + north) / 2 * 1e7),
    }


def _blocks(layers: Sequence[CodedLayer]) -> Iterable[_Block]:
    """The pieces of work, the large ones of the fine zooms first."""
    last = max(layer.zooms[1] for layer in layers)
    first = min(layer.zooms[0] for layer in layers)
    fine = [layer for layer in layers if layer.zooms[1] >= BLOCK_ZOOM]
    if fine:
        members: dict[tuple[int, int], list[Indices | None]] = {}
        for rank, layer in enumerate(fine):
            for place, chosen in _by_tile(layer, BLOCK_ZOOM):
                members.setdefault(place, [None] * len(fine))[rank] = chosen
        for column, row in sorted(members):
            parts = [
                layer.take(chosen)
                for layer, chosen in zip(fine, members[column, row], strict=True)
                if chosen is not None
            ]
            yield _Block(tuple(parts), range(max(first, BLOCK_ZOOM), last + 1), (BLOCK_ZOOM, column, row))
    for zoom in range(first, min(last, BLOCK_ZOOM - 1) + 1):
        coarse = tuple(layer for layer in layers if layer.zooms[0] <= zoom <= layer.zooms[1])
        if coarse:
            yield _Block(coarse, range(zoom, zoom + 1), None)


def _by_tile(
    layer: CodedLayer, zoom: int, within: tuple[int, int, int] | None = None
) -> Iterable[tuple[tuple[int, int], Indices]]:
    """Tiles of a zoom with the features that touch them, in the features' order."""
    features, columns, rows = tiles_of(layer.polygons, zoom)
    if within is not None:
        finer = zoom - within[0]
        inside = (columns >> finer == within[1]) & (rows >> finer == within[2])
        features, columns, rows = features[inside], columns[inside], rows[inside]
    if not len(features):
        return
    order = np.lexsort((features, rows, columns))
    features, columns, rows = features[order], columns[order], rows[order]
    starts = np.flatnonzero(np.concatenate(([True], (np.diff(columns) != 0) | (np.diff(rows) != 0))))
    for start, end in zip(starts.tolist(), [*starts[1:].tolist(), len(features)], strict=True):
        yield (int(columns[start]), int(rows[start])), features[start:end]


def _draw(block: _Block) -> list[tuple[int, bytes]]:
    """Every tile of a block with its number on the Hilbert curve, packed."""
    tiles: list[tuple[int, bytes]] = []
    for zoom in block.zooms:
        found: dict[tuple[int, int], list[tuple[CodedLayer, Indices]]] = {}
        for layer in block.layers:
            if layer.zooms[0] <= zoom <= layer.zooms[1]:
                for place, chosen in _by_tile(layer, zoom, block.within):
                    found.setdefault(place, []).append((layer, chosen))
        for (column, row), parts in found.items():
            content = encode_tile(parts, zoom, column, row)
            if content:
                tiles.append((zxy_to_tileid(zoom, column, row), gzip.compress(content, LEVEL, mtime=0)))
    return tiles
