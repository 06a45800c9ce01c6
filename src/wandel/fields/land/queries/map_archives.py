"""Archives of map tiles in the data directory: which there are, and who may see them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from wandel.core.tiles.reading import BrokenArchive, open_archive
from wandel.office.people.access import Access

ARCHIVES = "tiles"


@dataclass(frozen=True, slots=True)
class TileArchive:
    """An archive of tiles in the data directory; its name carries a version, so a tile never changes under its address."""

    name: str
    path: Path
    title: str
    attribution: str
    public: bool
    bounds: tuple[float, ...]
    layers: Sequence[Mapping[str, Any]]


def archive_directory() -> Path:
    return settings.WANDEL_DATA_DIR / ARCHIVES


def archives(access: Access | None) -> list[TileArchive]:
    """The newest version of each archive this reader may see; without ``access`` the public ones. Broken files are left out."""
    newest: dict[str, TileArchive] = {}
    for one in sorted(_readable(access), key=lambda one: one.path.stat().st_mtime_ns):
        newest[one.name.rpartition("-")[0]] = one
    return list(newest.values())


def archive(access: Access | None, name: str) -> TileArchive | None:
    """An archive by its full name; an older version too, for pages that were opened before the newest."""
    return next((one for one in _readable(access) if one.name == name), None)


def _readable(access: Access | None) -> list[TileArchive]:
    staff = access is not None and access.may("land.layer.view")
    return [one for one in _archives() if staff or one.public]


def _archives() -> list[TileArchive]:
    folder = archive_directory()
    if not folder.is_dir():
        return []
    found = [_described(path, path.stat().st_mtime_ns) for path in sorted(folder.glob("*.pmtiles"))]
    return [one for one in found if one is not None]


@lru_cache(maxsize=32)
def _described(path: Path, changed_ns: int) -> TileArchive | None:
    try:
        opened = open_archive(path)
    except (BrokenArchive, FileNotFoundError):
        return None
    own = opened.metadata
    return TileArchive(
        name=path.stem,
        path=path,
        title=str(own.get("title", path.stem)),
        attribution=str(own.get("attribution", "")),
        public=own.get("public") is True,
        bounds=opened.bounds,
        layers=own.get("vector_layers", []),
    )
