"""What would follow from withdrawing an award, counted before anybody decides."""

from dataclasses import dataclass
from decimal import Decimal

from wandel.fields.funding.models import Zuwendungsbescheid
from wandel.fields.funding.queries.cosign import own_share_cosign
from wandel.office.desk.models import Entry
from wandel.office.desk.registry import COSIGN


@dataclass(frozen=True)
class Consequences:
    """Entries that leave desks and calendars, money noted, and whether the treasury is still being asked."""

    entries: int
    drawdowns: int
    bookings: int
    granted: Decimal
    asked: bool


def consequences_of(award: Zuwendungsbescheid) -> Consequences:
    about = Entry.objects.filter(subject_kind=award.ref.kind, subject_pk=award.ref.pk, state=Entry.State.OPEN)
    return Consequences(
        entries=about.exclude(kind=COSIGN).count(),
        drawdowns=award.drawdowns.received().count(),
        bookings=award.bookings.count(),
        granted=award.grant,
        asked=own_share_cosign(award).asked,
    )
