"""What a lower storey announces and an upper one listens to, inside the same transaction.

people and places stand below desk and search, yet a promise must land on the desk and a person must be found. They
announce plain values here; desk and search register a listener in ``apps.py: ready()``. Fields stand above and call
the actions of desk and search directly.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from wandel.ui.phrases import Phrase
from wandel.ui.subject_ref import SubjectRef

OPEN, INTERNAL, CONFIDENTIAL = "open", "internal", "confidential"


@dataclass(frozen=True)
class FollowUp:
    """Something that waits. ``key`` is stable: announcing it again rewrites the entry, ``done`` closes it.

    ``organisation_ids`` see it when ``confidentiality`` is "open"; "internal" stays in the unit, "confidential" in the field.
    """

    key: str
    kind: str
    subject: SubjectRef
    title: Phrase
    due_on: date | None
    organisation_ids: tuple[int, ...] = ()
    owner_id: int | None = None
    field: str = ""
    confidentiality: str = INTERNAL
    context: Phrase = Phrase("")
    basis: Phrase = Phrase("")
    waiting_for: Phrase = Phrase("")
    done: bool = False


@dataclass(frozen=True)
class SearchText:
    """What the search box knows of a thing: title and further words, and who may find it. ``removed`` takes it out."""

    subject: SubjectRef
    title: str
    words: str = ""
    context: str = ""
    organisation_ids: tuple[int, ...] = ()
    field: str = ""
    confidentiality: str = INTERNAL
    removed: bool = False


_follow_ups: dict[str, Callable[[FollowUp], None]] = {}
_search_texts: dict[str, Callable[[SearchText], None]] = {}


def listen_to_follow_ups(name: str, listener: Callable[[FollowUp], None]) -> None:
    _follow_ups[name] = listener


def listen_to_search_texts(name: str, listener: Callable[[SearchText], None]) -> None:
    _search_texts[name] = listener


def announce_follow_up(follow_up: FollowUp) -> None:
    for listener in _follow_ups.values():
        listener(follow_up)


def announce_search_text(text: SearchText) -> None:
    for listener in _search_texts.values():
        listener(text)
