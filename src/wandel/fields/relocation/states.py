"""The life of an offer: state, what the staff and the public call it, next states, and which may be seen."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class OfferState:
    """A row of the table. ``tone`` colours its tag."""

    key: str
    label: str | Promise
    tone: str
    following: tuple[str, ...]


DRAFT, PUBLISHED, WITHDRAWN, EXPIRED = "draft", "published", "withdrawn", "expired"
STATES = (
    OfferState(DRAFT, pgettext_lazy("offer", "draft"), "line", (PUBLISHED, WITHDRAWN)),
    OfferState(PUBLISHED, pgettext_lazy("offer", "published"), "green", (WITHDRAWN, EXPIRED)),
    OfferState(WITHDRAWN, pgettext_lazy("offer", "withdrawn"), "line", (PUBLISHED,)),
    OfferState(EXPIRED, pgettext_lazy("offer", "run out"), "amber", (PUBLISHED, WITHDRAWN)),
)
TABLE = {state.key: state for state in STATES}
CHOICES = [(state.key, state.label) for state in STATES]
