"""Named places on a lower storey's page where upper storeys hang their panels.

A page asks ``panels("people.organisation", request, subject)``; an upper area registers in its ``apps.py: ready()``.
A panel authorises by itself (its own ``…_for``) and returns nothing where the reader may see nothing.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise


@dataclass(frozen=True)
class Panel:
    """What a slot shows: a title, the template that draws it and its context; ``count`` stands beside a tab or a menu entry."""

    title: str | Promise
    template: str
    context: dict[str, Any] = field(default_factory=dict)
    count: int | None = None


PanelSource = Callable[[HttpRequest, Any], Panel | None]


@dataclass(frozen=True)
class MenuEntry:
    """A line of the staff side navigation. ``group`` and ``order`` follow the unit; ``count`` is a number that waits."""

    group: str
    order: int
    label: str | Promise
    url_name: str
    icon: str
    permission: str
    count: Callable[[HttpRequest], int] | None = None


_panels: dict[str, list[tuple[int, str, PanelSource]]] = defaultdict(list)
_menu: dict[str, MenuEntry] = {}


def register_panel(slot: str, source: PanelSource, *, order: int, name: str) -> None:
    """Hang a panel into a slot. The same name twice replaces, so a reloaded app does not show twice."""
    _panels[slot] = sorted(
        [entry for entry in _panels[slot] if entry[1] != name] + [(order, name, source)], key=lambda entry: entry[:2]
    )


def remove_panel(slot: str, *, name: str) -> None:
    _panels[slot] = [entry for entry in _panels[slot] if entry[1] != name]


def panels(slot: str, request: HttpRequest, subject: Any) -> Iterator[Panel]:
    """Panels of a slot for this reader, in their order."""
    for _order, _name, source in _panels[slot]:
        panel = source(request, subject)
        if panel is not None:
            yield panel


def register_menu(entry: MenuEntry) -> None:
    _menu[entry.url_name] = entry


def menu() -> list[MenuEntry]:
    """All entries in the order of the unit; who may see which is decided where the roles live."""
    return sorted(_menu.values(), key=lambda entry: (entry.order, entry.url_name))
