"""Single tiles out of an archive. Imports no kernel, so a page that serves tiles starts at once."""

import gzip
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from pmtiles.tile import (
    Compression,
    Entry,
    MagicNumberNotFound,
    SpecVersionUnsupported,
    deserialize_directory,
    deserialize_header,
    find_tile,
    zxy_to_tileid,
)

HEADER = 127
DEEPEST = 4


class BrokenArchive(ValueError):
    """The file is no PMTiles archive this program reads; says which and why."""


class Archive:
    """An archive on disk: header and directories stay in memory, tiles are read one by one.

    ``bounds``: west, south, east, north in degrees; ``zooms``: first and last zoom; ``metadata``: the archive's own JSON.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._directories: dict[tuple[int, int], list[Entry]] = {}
        try:
            self._header = deserialize_header(self._read(0, HEADER))
            raw = self._read(self._header["metadata_offset"], self._header["metadata_length"])
            self.metadata: dict[str, Any] = json.loads(gzip.decompress(raw))
        except (MagicNumberNotFound, SpecVersionUnsupported, OSError, EOFError, ValueError, IndexError) as error:
            raise BrokenArchive(f"{path.name} is no PMTiles archive: {error}") from error
        if self._header["tile_compression"] != Compression.GZIP:
            raise BrokenArchive(f"{path.name}: tiles are not packed with gzip")
        self.zooms = (self._header["min_zoom"], self._header["max_zoom"])
        self.bounds = tuple(self._header[key] / 1e7 for key in ("min_lon_e7", "min_lat_e7", "max_lon_e7", "max_lat_e7"))

    def tile(self, zoom: int, column: int, row: int) -> bytes | None:
        """The tile, still packed with gzip; None where there is none."""
        if not self.zooms[0] <= zoom <= self.zooms[1] or not (0 <= column < 1 << zoom and 0 <= row < 1 << zoom):
            return None
        number = zxy_to_tileid(zoom, column, row)
        offset, length = self._header["root_offset"], self._header["root_length"]
        for _depth in range(DEEPEST):
            entry = find_tile(self._directory(offset, length), number)
            if entry is None:
                return None
            if entry.run_length:
                return self._read(self._header["tile_data_offset"] + entry.offset, entry.length)
            offset, length = self._header["leaf_directory_offset"] + entry.offset, entry.length
        raise BrokenArchive(f"{self.path.name}: directories point at each other without end")

    def _directory(self, offset: int, length: int) -> list[Entry]:
        kept = self._directories.get((offset, length))
        if kept is None:
            kept = self._directories[offset, length] = deserialize_directory(self._read(offset, length))
        return kept

    def _read(self, offset: int, length: int) -> bytes:
        with self.path.open("rb") as stream:
            stream.seek(offset)
            return stream.read(length)


@lru_cache(maxsize=16)
def _opened(path: Path, changed_ns: int) -> Archive:
    return Archive(path)


def open_archive(path: Path) -> Archive:
    """The archive, kept open in memory until its file changes. Raises BrokenArchive, FileNotFoundError."""
    return _opened(path, path.stat().st_mtime_ns)
