"""What the kinds of hits are called; areas name theirs when they start."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_kinds: dict[str, tuple[str | Promise, str]] = {
    "people.organisation": (_("Organisation"), "people"),
    "people.person": (_("Person"), "people"),
    "people.user": (_("Colleague"), "people"),
    "people.interaction": (_("Contact"), "people"),
    "places.municipality": (_("Municipality"), "places"),
}


def register_kind(kind: str, label: str | Promise, icon: str) -> None:
    _kinds[kind] = (label, icon)


def label_of(kind: str) -> str | Promise:
    return _kinds.get(kind, (kind, "search"))[0]


def icon_of(kind: str) -> str:
    return _kinds.get(kind, (kind, "search"))[1]
