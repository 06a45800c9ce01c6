"""What is wrong or missing across all awards, each with the page on which it is mended. One query per kind of gap."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_noop

from wandel.fields.funding.kinds import DUTIES, title_of
from wandel.fields.funding.models import (
    Booking,
    Contract,
    CostItem,
    Mittelabruf,
    Obligation,
    PlannedPayment,
    Zuwendungsbescheid,
)
from wandel.fields.funding.queries.plan import COMMITTED
from wandel.ui.phrases import Phrase

SHOWN = 25
# Funders answer within weeks; after two months somebody should ask.
ASKED_LONG_AGO, SET_UP_LONG_AGO = timedelta(days=60), timedelta(days=30)
STATE = Zuwendungsbescheid.State
Awards = QuerySet[Zuwendungsbescheid]


@dataclass(frozen=True)
class Finding:
    """One place where something is missing: which award, what exactly, and the page on which it is mended."""

    award: str
    detail: Phrase
    url: str


@dataclass(frozen=True)
class Gap:
    """A kind of gap with what was found; ``more``: there are others beyond those shown."""

    title: Phrase
    why: Phrase
    mend: Phrase
    findings: list[Finding]
    more: bool


@dataclass(frozen=True)
class _Rule:
    """``find`` gives rows of any model; ``award``, ``detail`` and ``url`` read one of them."""

    title: str
    why: str
    mend: str
    find: Callable[[Awards, date], QuerySet[Any]]
    url: Callable[[Any], str]
    detail: Callable[[Any], Phrase]
    award: Callable[[Any], str] = lambda row: row.award.title


def _page(name: str, of: Callable[[Any], int] = lambda row: row.award_id) -> Callable[[Any], str]:
    return lambda row: reverse(f"funding:{name}", args=[of(row)])


def _own(row: Any) -> int:
    return int(row.pk)


RULES = (
    _Rule(
        gettext_noop("Drawn money should have been used"),
        gettext_noop("Money that lies idle beyond its window can cost interest."),
        gettext_noop("To the money"),
        lambda awards, on: Obligation.objects.filter(
            award__in=awards, kind="mittelverwendung", amount__gt=0, due_on__lt=on
        ).order_by("due_on"),
        _page("award-money"),
        lambda row: Phrase(gettext_noop("%(amount)s, to be used by %(day)s"), {"amount": row.amount, "day": row.due_on}),
    ),
    _Rule(
        gettext_noop("A duty is overdue"),
        gettext_noop("A proof that comes late is a reason to take the grant back."),
        gettext_noop("To the duties"),
        lambda awards, on: Obligation.objects.filter(
            award__in=awards.exclude(state=STATE.CLOSED), kind__in=DUTIES - {"mittelverwendung"}, due_on__lt=on,
            state=Obligation.State.OPEN,
        ).order_by("due_on"),
        _page("award"),
        lambda row: Phrase(gettext_noop("%(duty)s, due on %(day)s"), {"duty": title_of(row.kind), "day": row.due_on}),
    ),
    _Rule(
        gettext_noop("A drawdown was requested long ago and has not come"),
        gettext_noop("After two months it is worth asking the funder."),
        gettext_noop("To the money"),
        lambda awards, on: Mittelabruf.objects.filter(
            award__in=awards, state=Mittelabruf.State.REQUESTED, requested_on__lt=on - ASKED_LONG_AGO
        ).order_by("requested_on"),
        _page("award-money"),
        lambda row: Phrase(
            gettext_noop("%(amount)s, requested on %(day)s"), {"amount": row.requested_amount, "day": row.requested_on}
        ),
    ),
    _Rule(
        gettext_noop("A planned payment is past its day"),
        gettext_noop("Either it was paid and not noted, or its day has moved: the forecast and the next drawdown rest on it."),
        gettext_noop("To the payment"),
        lambda awards, on: PlannedPayment.objects.filter(award__in=awards, booking__isnull=True, due_on__lt=on).order_by(
            "due_on"
        ),
        _page("planned-edit", _own),
        lambda row: Phrase(gettext_noop("%(amount)s, due on %(day)s"), {"amount": row.amount, "day": row.due_on}),
    ),
    _Rule(
        gettext_noop("A contract should have been published or awarded"),
        gettext_noop("The planned day has passed; a later one changes the payments and perhaps the law that counts."),
        gettext_noop("To the contract"),
        lambda awards, on: Contract.objects.filter(
            award__in=awards, state__in=[Contract.State.PLANNED, Contract.State.ADVISED], planned_on__lt=on
        ).order_by("planned_on"),
        _page("contract", _own),
        lambda row: Phrase(gettext_noop("%(title)s, planned for %(day)s"), {"title": row.title, "day": row.planned_on}),
    ),
    _Rule(
        gettext_noop("A contract belongs to no cost item"),
        gettext_noop("What is committed cannot be held against the financing plan."),
        gettext_noop("To the contract"),
        lambda awards, on: Contract.objects.filter(
            Exists(CostItem.objects.filter(award=OuterRef("award"))),
            award__in=awards, state__in=COMMITTED, cost_item__isnull=True,
        ).order_by("pk"),
        _page("contract-edit", _own),
        lambda row: Phrase(gettext_noop("%(title)s, %(amount)s net"), {"title": row.title, "amount": row.awarded_value}),
    ),
    _Rule(
        gettext_noop("A payment belongs to no cost item"),
        gettext_noop("The numeric proof lists payments by the items of the plan."),
        gettext_noop("To the payment"),
        lambda awards, on: Booking.objects.filter(
            Exists(CostItem.objects.filter(award=OuterRef("award"))), award__in=awards, cost_item__isnull=True
        ).order_by("paid_on"),
        _page("booking-edit", _own),
        lambda row: Phrase(gettext_noop("%(amount)s, paid on %(day)s"), {"amount": row.amount, "day": row.paid_on}),
    ),
    _Rule(
        gettext_noop("Money left before or after the award period"),
        gettext_noop("Such costs are usually not eligible; ask the funder before the proof does."),
        gettext_noop("To the payment"),
        lambda awards, on: Booking.objects.filter(
            Q(paid_on__lt=F("award__period_from")) | Q(paid_on__gt=F("award__period_until")), award__in=awards
        ).order_by("paid_on"),
        _page("booking-edit", _own),
        lambda row: Phrase(gettext_noop("%(amount)s, paid on %(day)s"), {"amount": row.amount, "day": row.paid_on}),
    ),
    _Rule(
        gettext_noop("A running award has no financing plan"),
        gettext_noop("Without cost items nobody sees an excess before it is one."),
        gettext_noop("To the plan"),
        lambda awards, on: awards.filter(state=STATE.RUNNING, cost_items__isnull=True).order_by("sort_key", "pk"),
        _page("award-plan", _own),
        lambda row: Phrase(gettext_noop("%(amount)s granted"), {"amount": row.grant}),
        lambda row: row.title,
    ),
    _Rule(
        gettext_noop("An award is being set up for long"),
        gettext_noop("Until it runs, nobody co-signs and no money can be drawn."),
        gettext_noop("To the set-up"),
        lambda awards, on: awards.filter(state=STATE.SETUP, dated_on__lt=on - SET_UP_LONG_AGO).order_by("dated_on"),
        _page("award-setup", _own),
        lambda row: Phrase(gettext_noop("notice of %(day)s"), {"day": row.dated_on}),
        lambda row: row.title,
    ),
    _Rule(
        gettext_noop("The proof is in, the final notice is not"),
        gettext_noop("Until the final notice comes, the receipts stay open to questions; close the award when it is here."),
        gettext_noop("Note the final notice"),
        lambda awards, on: awards.filter(
            Exists(
                Obligation.objects.filter(
                    award=OuterRef("pk"), kind="verwendungsnachweis", state=Obligation.State.DONE
                )
            )
        ).exclude(state=STATE.CLOSED).order_by("period_until"),
        _page("award-final", _own),
        lambda row: Phrase(gettext_noop("award period until %(day)s"), {"day": row.period_until}),
        lambda row: row.title,
    ),
)  # fmt: skip


def gaps_in(awards: Awards, *, on: date) -> list[Gap]:
    """What these awards lack on a day, most pressing kind first; kinds without a finding are left out."""
    found = []
    for rule in RULES:
        rows = rule.find(awards, on)
        rows = list((rows if rows.model is Zuwendungsbescheid else rows.select_related("award"))[: SHOWN + 1])
        if rows:
            findings = [Finding(rule.award(row), rule.detail(row), rule.url(row)) for row in rows[:SHOWN]]
            found.append(Gap(Phrase(rule.title), Phrase(rule.why), Phrase(rule.mend), findings, len(rows) > SHOWN))
    return found
