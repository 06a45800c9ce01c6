"""Who did it, as the journal remembers: an id and the name of that day, no ForeignKey, so a person may leave."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Actor:
    """``id`` is the user's primary key as text ("" for the system), ``name`` what people call them."""

    id: str
    name: str


SYSTEM = Actor("", "")


def actor_of(by: Any) -> Actor:
    """Turn a user, an ``Actor`` or None (the system) into an ``Actor``. An anonymous visitor is kept as "visitor"."""
    if by is None:
        return SYSTEM
    if isinstance(by, Actor):
        return by
    if by.pk is None:
        return Actor("visitor", "")
    return Actor(str(by.pk), (getattr(by, "name", "") or by.get_full_name() or by.get_username())[:200])
