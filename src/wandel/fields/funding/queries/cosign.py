"""Whether the own share of an award is co-signed, read from what the treasury was asked and said."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_noop

from wandel.fields.funding.kinds import OWN_SHARE
from wandel.fields.funding.models import Zuwendungsbescheid
from wandel.office.desk.models import CoSignRequest
from wandel.office.desk.queries.cosign import cosigns_about
from wandel.ui.phrases import Phrase, plain

State = CoSignRequest.State
LONGEST_PERIOD = 15


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


def own_share_by_year(award: Zuwendungsbescheid) -> dict[int, Decimal]:
    """The own share in euro per calendar year of the award period.

    The notice names no budget years for it, so this is arithmetic, and whoever shows it says so.
    """
    return spread_over_years(own_share_of(award), award.period_from, award.period_until)


def spread_over_years(total: Decimal, begins: date, ends: date) -> dict[int, Decimal]:
    """An amount in euro per calendar year, spread evenly over the days of a period; adds up to the cent."""
    days = (ends - begins).days + 1
    shares, before = {}, Decimal(0)
    for year in range(begins.year, ends.year + 1):
        passed = (min(ends, date(year, 12, 31)) - begins).days + 1
        so_far = (total * passed / days).quantize(Decimal("0.01"))
        shares[year], before = so_far - before, so_far
    return shares


def own_share_facts(award: Zuwendungsbescheid) -> list[tuple[Phrase, Phrase]]:
    """What the treasury has to know before it signs: label and value, in the order they are read."""

    def money(amount: Decimal) -> Phrase:
        return Phrase("%(amount)s", {"amount": amount})

    rows = [
        (Phrase(gettext_noop("Recipient")), plain(award.recipient.name)),
        (Phrase(gettext_noop("File reference")), plain(award.reference)),
        (Phrase(gettext_noop("Eligible costs")), money(award.eligible_costs)),
        (Phrase(gettext_noop("Grant")), money(award.grant)),
    ]
    if award.third_party:
        rows.append((Phrase(gettext_noop("Money of third parties")), money(award.third_party)))
    period = {"first": award.period_from, "last": award.period_until}
    rows += [
        (Phrase(gettext_noop("Own share")), money(own_share_of(award))),
        (Phrase(gettext_noop("Award period")), Phrase("%(first)s – %(last)s", period)),
    ]
    shares = own_share_by_year(award)
    # A mistyped century would fill the page with years nobody plans.
    if 1 < len(shares) <= LONGEST_PERIOD:
        label = gettext_noop("Own share %(year)s, if spread evenly over the award period")
        rows += [(Phrase(label, {"year": str(year)}), money(amount)) for year, amount in shares.items()]
    return rows
