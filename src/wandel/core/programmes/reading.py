"""An export or a weekly table: told by what is in the file, never by its name."""

from collections.abc import Callable
from pathlib import Path

from wandel.core.programmes.export import read_export
from wandel.core.programmes.source import Reading, UnusableExport
from wandel.core.programmes.table import read_table

__all__ = ["UnusableExport", "read_programmes"]

ZIP = b"PK"


def read_programmes(
    path: Path, *, skip_broken: bool = False, tell: Callable[[int, int], None] = lambda done, total: None
) -> Reading:
    """A zipped or unpacked export, or the weekly table. Raises UnusableExport where it is neither, OSError without the file."""
    if path.is_dir():
        return read_export(path, skip_broken=skip_broken, tell=tell)
    with path.open("rb") as stream:
        zipped = stream.read(2) == ZIP
    if zipped:
        return read_export(path, skip_broken=skip_broken, tell=tell)
    return read_table(path.read_bytes(), skip_broken=skip_broken, tell=tell)
