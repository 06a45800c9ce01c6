"""Whether the own share of an award is co-signed, read from what the treasury was asked and said."""

from dataclasses import dataclass
from decimal import Decimal

from wandel.fields.funding.kinds import OWN_SHARE
from wandel.fields.funding.models import Zuwendungsbescheid
from wandel.office.desk.models import CoSignRequest
from wandel.office.desk.queries.cosign import cosigns_about

State = CoSignRequest.State


@dataclass(frozen=True)
class OwnShare:
    """The own share in euro and how its co-signing stands. ``refused``: the last answer was no, or the question was withdrawn."""

    amount: Decimal
    signed: bool
    asked: bool
    refused: bool

    @property
    def is_gap(self) -> bool:
        """Whether somebody has asked for it and it is not there yet; what nobody asked for is no gap."""
        return not self.signed and (self.asked or self.refused)


def own_share_of(award: Zuwendungsbescheid) -> Decimal:
    """What the recipient pays itself, in euro; never below nothing."""
    return max(award.eligible_costs - award.grant - (award.third_party or Decimal(0)), Decimal(0))


def own_share_cosign(award: Zuwendungsbescheid) -> OwnShare:
    """A signature holds as long as the own share has not grown beyond the amount that was signed."""
    amount = own_share_of(award)
    requests = [one for one in cosigns_about(award.ref.kind, award.ref.pk) if one.what.msgid == OWN_SHARE]
    signed = any(one.state == State.SIGNED and one.what.params["amount"] >= amount for one in requests)
    asked = any(one.state == State.ASKED for one in requests)
    return OwnShare(amount, signed, asked, refused=bool(requests) and not signed and not asked)
