"""From which areas the index can be rebuilt; they register in ``apps.py: ready()``."""

from collections.abc import Callable, Iterable

from wandel.ui.sinks import SearchText

Source = Callable[[], Iterable[SearchText]]

_sources: dict[str, Source] = {}


def register_source(kind: str, source: Source) -> None:
    """Name the function that yields every ``SearchText`` of a subject kind; the same kind twice replaces."""
    _sources[kind] = source


def remove_source(kind: str) -> None:
    _sources.pop(kind, None)


def sources() -> list[tuple[str, Source]]:
    return sorted(_sources.items())
