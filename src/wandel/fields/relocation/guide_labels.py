"""What the states of a translation are called, and the colour of their tags."""

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from wandel.core.guide.translations import State

LABELS: dict[State, tuple[str | Promise, str]] = {
    State.MISSING: (pgettext_lazy("guide translation", "missing"), "line"),
    State.IN_TRANSLATION: (pgettext_lazy("guide translation", "in translation"), "blue"),
    State.OUTDATED: (pgettext_lazy("guide translation", "outdated"), "red"),
    State.MACHINE: (pgettext_lazy("guide translation", "machine"), "amber"),
    State.CURRENT: (pgettext_lazy("guide translation", "up to date"), "green"),
    State.REVIEWED: (pgettext_lazy("guide translation", "reviewed"), "green"),
}
