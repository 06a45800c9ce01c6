"""What upper areas tell the desk in their ``apps.py: ready()``: who may see a thing, what its entries are called, who listens."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
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
_round_forms: dict[str, "RoundForm"] = {}
_authorisers: dict[str, Callable[[Any, str], bool]] = {}
_cosign_listeners: dict[str, Callable[[Any], None]] = {}
_link_senders: dict[str, Callable[..., int]] = {}


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


def register_link_sender(kind: str, function: Callable[..., int]) -> None:
    """``function(email=…, at=…)`` mails an address its secret links of that kind; the page of lost links asks all."""
    _link_senders[kind] = function


def send_links(*, email: str, at: datetime) -> int:
    """Ask every field for the links of this address. Returns how many were sent; no page may show it."""
    return sum(function(email=email, at=at) for function in _link_senders.values())


@dataclass(frozen=True)
class Proposal:
    """One thing an answer would change. ``applies``: taking over does it; else a person has to look at ``path``.

    ``key`` chooses it among those of all answers; it changes when what it shows does.
    """

    title: str
    sentences: list[str] = field(default_factory=list)
    applies: bool = True
    is_new: bool = False
    path: str = ""
    key: str = ""


@dataclass(frozen=True)
class RoundForm:
    """How a field fills a table of a round beforehand and takes an answer over.

    ``prefill(organisation)``: rows with ``id`` and the columns' stored values, empty if the field knows none yet.
    ``proposals(answer)``: what taking over would change, nothing is written. ``take_over(answer, by, on)``: does it, and
    returns how many things changed; a second time changes nothing.

    For a whole round at once: ``all_proposals(a_round)`` gives answers with their proposals; ``take_over_all(a_round, chosen,
    by, on)`` does the chosen keys and returns how many changed, how many were not as shown any more, and a number;
    ``take_back(number, a_round, by, on)`` undoes that and returns how many are as before and how many stay.
    """

    key: str
    table: str
    prefill: Callable[[Any], list[dict[str, str]]]
    proposals: Callable[[Any], list[Proposal]]
    take_over: Callable[..., int]
    all_proposals: Callable[[Any], list[tuple[Any, list[Proposal]]]] | None = None
    take_over_all: Callable[..., tuple[int, int, str]] | None = None
    take_back: Callable[..., tuple[int, int]] | None = None


def register_round_form(form: RoundForm) -> None:
    """A field that can fill the table question with this short name; the same key twice replaces."""
    _round_forms[form.key] = form


def remove_round_form(key: str) -> None:
    _round_forms.pop(key, None)


def round_form(key: str) -> RoundForm | None:
    return _round_forms.get(key)


def round_form_filling(table: str) -> str:
    """The key of the form that fills a table of this short name; empty where no field does."""
    return next((form.key for form in _round_forms.values() if form.table == table), "")
