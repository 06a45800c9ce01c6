"""What upper areas tell the desk in their ``apps.py: ready()``: who may see a thing, what its entries are called, who listens."""

from collections.abc import Callable
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TASK, REMINDER, READ, COSIGN = "task", "reminder", "read", "cosign"
OWN_KINDS = (TASK, REMINDER)
# Only these are closed by hand; everything else closes when the thing behind it is done.
MANUAL_KINDS = (TASK, REMINDER, READ)

_kinds: dict[str, str | Promise] = {
    TASK: _("Task"),
    REMINDER: _("Reminder"),
    READ: _("To read"),
    COSIGN: _("Approval"),
    "promise": _("Promise"),
    "round": _("Round"),
    "intake": _("Request"),
}
_authorisers: dict[str, Callable[[Any, str], bool]] = {}
_cosign_listeners: dict[str, Callable[[Any], None]] = {}


def register_entry_kind(kind: str, label: str | Promise) -> None:
    """Name a kind of entry for the filter and the calendar."""
    _kinds[kind] = label


def entry_kinds() -> dict[str, str | Promise]:
    return dict(_kinds)


def register_subject_authoriser(kind: str, function: Callable[[Any, str], bool]) -> None:
    """``function(access, pk)`` says whether that reader may open the thing. Without one only the unit may."""
    _authorisers[kind] = function


def may_see_subject(access: Any, kind: str, pk: str) -> bool:
    """Whether this reader may open the thing a comment or an approval is about."""
    found = _authorisers.get(kind)
    return found(access, pk) if found else access.is_unit


def register_cosign_listener(kind: str, function: Callable[[Any], None]) -> None:
    """``function(request)`` runs in the transaction of the decision about a subject of that kind."""
    _cosign_listeners[kind] = function


def cosign_listener(kind: str) -> Callable[[Any], None] | None:
    return _cosign_listeners.get(kind)
