"""Questions about awards. Who may see one: the unit, and the organisations that take part in it."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Min, Q, QuerySet, Sum
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext

from wandel.core.foerderung.obligations import NOTICE
from wandel.core.foerderung.sets import UnknownConditions, condition_set
from wandel.core.text.fold import fold
from wandel.fields.funding.kinds import CHECKLIST, DUTIES, GAPS, title_of
from wandel.fields.funding.models import (
    AwardParty,
    Booking,
    ChecklistItem,
    Mittelabruf,
    Obligation,
    PlannedPayment,
    Zuwendungsbescheid,
)
from wandel.fields.funding.models.award import WITHDRAWN
from wandel.fields.funding.queries.cosign import own_share_cosign, own_share_of
from wandel.office.people.access import Access
from wandel.office.people.models import Organisation
from wandel.ui.formats import format_date, format_money, format_number
from wandel.ui.phrases import Phrase

SOON_DAYS = 14
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
# How core says since or until when a rule without versions holds.
BOUNDED = re.compile(r"(?P<word>seit|bis) (?P<day>\d{4}-\d{2}-\d{2})")


def awards_for(access: Access) -> QuerySet[Zuwendungsbescheid]:
    """Awards this reader may open; filtered in the query, so a foreign award does not exist for them.

    What was withdrawn is not among them.
    """
    if not access.may("funding.award.view"):
        return Zuwendungsbescheid.objects.none()
    if access.is_unit:
        return Zuwendungsbescheid.objects.standing()
    return Zuwendungsbescheid.objects.standing().filter(
        pk__in=AwardParty.objects.filter(organisation__in=access.organisation_ids).values("award")
    )


def award_for(access: Access, pk: int) -> Zuwendungsbescheid:
    return get_object_or_404(awards_for(access).select_related("funder", "recipient", "lead", "deputy"), pk=pk)


def withdrawn_awards_for(access: Access) -> QuerySet[Zuwendungsbescheid]:
    """What was recorded in error, for those who record."""
    if not (access.is_unit and access.may("funding.award.record")):
        return Zuwendungsbescheid.objects.none()
    return Zuwendungsbescheid.objects.withdrawn()


def withdrawn_award_for(access: Access, pk: int) -> Zuwendungsbescheid:
    return get_object_or_404(withdrawn_awards_for(access).select_related("funder", "recipient", "lead"), pk=pk)


def readable_award_for(access: Access, pk: int) -> Zuwendungsbescheid:
    """The award behind a page to read: one that stands, or for those who record also a withdrawn one."""
    found = awards_for(access) | withdrawn_awards_for(access)
    return get_object_or_404(found.select_related("funder", "recipient", "lead", "deputy"), pk=pk)


def editable_awards_for(access: Access) -> QuerySet[Zuwendungsbescheid]:
    """The unit works on all awards, a town hall on those it received; whoever only takes part reads.

    Nobody works on what was withdrawn.
    """
    if not access.may("funding.award.edit"):
        return Zuwendungsbescheid.objects.none()
    if access.is_unit:
        return Zuwendungsbescheid.objects.standing()
    return Zuwendungsbescheid.objects.standing().filter(recipient__in=access.organisation_ids)


def editable_award_for(access: Access, pk: int) -> Zuwendungsbescheid:
    return get_object_or_404(editable_awards_for(access).select_related("funder", "recipient", "lead", "deputy"), pk=pk)


def obligation_for(access: Access, pk: int) -> Obligation:
    return get_object_or_404(
        Obligation.objects.select_related("award__recipient", "award__funder"),
        pk=pk,
        award__in=editable_awards_for(access),
    )


def obligations_for(access: Access) -> QuerySet[Obligation]:
    """Obligations of the awards this reader may open, with their award and its recipient."""
    return Obligation.objects.filter(award__in=awards_for(access)).select_related("award__recipient__municipality")


def drawdown_for(access: Access, pk: int) -> Mittelabruf:
    return get_object_or_404(
        Mittelabruf.objects.select_related("award__recipient", "award__funder", "award__lead", "cosign"),
        pk=pk,
        award__in=editable_awards_for(access),
    )


def booking_for(access: Access, pk: int) -> Booking:
    return get_object_or_404(Booking.objects.select_related("award"), pk=pk, award__in=editable_awards_for(access))


def planned_payment_for(access: Access, pk: int) -> PlannedPayment:
    """A payment that is still ahead."""
    return get_object_or_404(
        PlannedPayment.objects.select_related("award", "contract"),
        pk=pk,
        booking__isnull=True,
        award__in=editable_awards_for(access),
    )


def checklist_item_for(access: Access, pk: int) -> ChecklistItem:
    return get_object_or_404(
        ChecklistItem.objects.select_related("award"), pk=pk, award__in=editable_awards_for(access)
    )


def list_awards(
    access: Access, *, text: str = "", state: str = "", recipient: int | None = None
) -> QuerySet[Zuwendungsbescheid]:
    """The list page: newest notice first. ``state`` "withdrawn" shows those who record what was recorded in error."""
    rows = withdrawn_awards_for(access) if state == WITHDRAWN else awards_for(access)
    found = rows.select_related("funder", "recipient")
    if text:
        found = found.filter(Q(sort_key__contains=fold(text)) | Q(reference__icontains=text))
    if state and state != WITHDRAWN:
        found = found.filter(state=state)
    if recipient:
        found = found.filter(recipient=recipient)
    return found


def with_next_due(page: list[Zuwendungsbescheid]) -> list[Zuwendungsbescheid]:
    """Put ``next_due_on`` on the awards of one page; one query for all of them.

    Only what somebody still has to do counts: a closed or withdrawn award waits for nothing, and drawn money that is used up neither.
    """
    running = [award.pk for award in page if award.shown_state not in {Zuwendungsbescheid.State.CLOSED, WITHDRAWN}]
    used_up = Q(kind="mittelverwendung") & (Q(amount__isnull=True) | Q(amount=0))
    dates = dict(
        Obligation.objects.filter(~used_up, award__in=running, state=Obligation.State.OPEN, kind__in=DUTIES)
        .values_list("award")
        .annotate(first=Min("due_on"))
    )
    for award in page:
        award.next_due_on = dates.get(award.pk)
    return page


@dataclass(frozen=True)
class Summary:
    count: int
    granted: Decimal


def summary_of(awards: QuerySet[Zuwendungsbescheid]) -> Summary:
    total = awards.order_by().aggregate(count=Count("pk"), granted=Sum("grant"))
    return Summary(total["count"], total["granted"] or Decimal(0))


@dataclass(frozen=True)
class Money:
    """Where the money of an award stands. ``unused``: drawn and not yet spent (first in, first used). ``refund``: drawn beyond what the
    final notice sets; None where nothing is, or no final notice is here."""

    drawn: Decimal
    spent: Decimal
    unused: Decimal
    own: Decimal
    spent_share: int
    refund: Decimal | None


def money_of(award: Zuwendungsbescheid) -> Money:
    drawn, spent = award.drawn_total, award.spent_total
    unused = sum((row.amount or Decimal(0) for row in award.obligations.filter(kind="mittelverwendung")), Decimal(0))
    share = int(spent * 100 / award.eligible_costs) if award.eligible_costs else 0
    beyond = drawn - award.final_grant if award.final_grant is not None else Decimal(0)
    return Money(drawn, spent, unused, own_share_of(award), min(share, 100), beyond if beyond > 0 else None)


def proof_is_open(award: Zuwendungsbescheid) -> bool:
    """Whether the proof of use is still to be sent, as far as anybody has said."""
    return award.obligations.filter(kind="verwendungsnachweis", state=Obligation.State.OPEN).exists()


@dataclass(frozen=True)
class ObligationRow:
    """A line of the page: the duty, its name, and how it stands on the day of looking."""

    obligation: Obligation
    title: Phrase
    state: str
    is_duty: bool
    open: bool

    @property
    def version_text(self) -> str:
        """Since when the norm stands like that; nothing where the notice itself is the basis or no day is known."""
        version = self.obligation.norm_version
        if self.obligation.norm == NOTICE or not any(letter.isdigit() for letter in version):
            return ""
        bound = BOUNDED.fullmatch(version)
        if bound:
            day = format_date(date.fromisoformat(bound["day"]))
            return (gettext("since %(day)s") if bound["word"] == "seit" else gettext("until %(day)s")) % {"day": day}
        text = ISO_DAY.sub(lambda day: format_date(date.fromisoformat(day.group())), version)
        return gettext("version of %(day)s") % {"day": text} if ISO_DAY.fullmatch(version) else text


def obligation_rows(award: Zuwendungsbescheid, *, on: date) -> list[ObligationRow]:
    """Overdue and near ones first shown open; mere dates that have passed are "over", never overdue."""
    rows = []
    for obligation in award.obligations.all():
        duty = obligation.kind in DUTIES and not (obligation.kind == "mittelverwendung" and not obligation.amount)
        if obligation.state == Obligation.State.DONE:
            state = "done"
        elif obligation.due_on < on:
            state = "overdue" if duty else "over"
        elif (obligation.due_on - on).days <= SOON_DAYS:
            state = "soon"
        else:
            state = "later"
        rows.append(
            ObligationRow(
                obligation, title_of(obligation.kind, obligation.amount, award.remedy), state, duty, state == "overdue"
            )
        )
    return rows


def recipients(awards: QuerySet[Zuwendungsbescheid]) -> QuerySet[Organisation]:
    """The organisations that received any of these awards, for the filter."""
    return Organisation.objects.filter(pk__in=awards.order_by().values("recipient"))


def possible_recipients() -> QuerySet[Organisation]:
    """Who can receive an award here: town halls, the unit and county offices."""
    kind = Organisation.Kind
    return Organisation.objects.current().filter(kind__in=[kind.TOWN_HALL, kind.UNIT, kind.COUNTY_OFFICE])


def gaps_of(award: Zuwendungsbescheid) -> list[str]:
    """What the set-up of an award still lacks, as keys of ``GAPS``; an award runs once nothing is left.

    The points to begin with count until then: a running award has begun.
    """
    parts = {party.part for party in award.parties.all()}
    missing = [name for name in ("lead", "deputy") if getattr(award, f"{name}_id") is None]
    missing += [part for part in ("treasury", "procurement", "auditor") if part not in parts]
    missing += [] if award.signatories.exists() else ["signatories"]
    missing += ["own_share"] if own_share_cosign(award).is_gap else []
    begins = award.state == Zuwendungsbescheid.State.SETUP and award.checklist.filter(done_on__isnull=True).exists()
    return missing + (["checklist"] if begins else [])


def gap_titles(award: Zuwendungsbescheid) -> list[Phrase]:
    return [Phrase(GAPS[gap]) for gap in gaps_of(award)]


@dataclass(frozen=True)
class ChecklistRow:
    """A point to begin with: ``settled`` is done or skipped."""

    row: ChecklistItem
    title: Phrase
    settled: bool


def checklist_rows(award: Zuwendungsbescheid) -> list[ChecklistRow]:
    return [ChecklistRow(row, Phrase(CHECKLIST[row.key]), row.done_on is not None) for row in award.checklist.all()]


def spoken_version(version: str) -> str:
    """A version of conditions as people write it: 25.05.2025, or 06.2019 where only the month is known."""
    if ISO_DAY.fullmatch(version):
        return format_date(date.fromisoformat(version))
    return ".".join(reversed(version.split("-")))


def conditions_text(award: Zuwendungsbescheid) -> str:
    """The conditions by their name and version; what this version of the law does not list keeps its stored key."""
    try:
        label = condition_set(award.condition_set).label
    except UnknownConditions:
        label = award.condition_set
    version = gettext("version of %(version)s") % {"version": spoken_version(award.condition_version)}
    return f"{label} · {version}"


def fact_rows(award: Zuwendungsbescheid) -> list[tuple[str, str]]:
    """The notice as the officer read it, with the labels of the form."""
    rate = f"{format_number(award.rate * 100, places=2)} %" if award.rate is not None else ""
    values = [
        ("reference", award.reference),
        ("level", award.get_level_display()),
        ("dated_on", format_date(award.dated_on)),
        ("sent_on", f"{format_date(award.sent_on)}, {award.get_sent_by_display()}"),
        ("remedy", award.get_remedy_display()),
        ("condition_set", conditions_text(award)),
        ("financing_type", award.get_financing_type_display()),
        ("rate", rate),
        ("eligible_costs", format_money(award.eligible_costs, cents=True)),
        ("grant", format_money(award.grant, cents=True)),
        ("cap", format_money(award.cap, cents=True)),
        ("period_from", format_date(award.period_from)),
        ("period_until", format_date(award.period_until)),
        ("purpose", award.get_purpose_display()),
        ("completed_on", format_date(award.completed_on)),
        ("binding_years", str(award.binding_years or "")),
    ]
    return [(str(Zuwendungsbescheid._meta.get_field(name).verbose_name), str(value)) for name, value in values]


def unused_of(awards: QuerySet[Zuwendungsbescheid]) -> Decimal:
    """What was drawn from these awards and is not spent yet."""
    unspent = awards.order_by().filter(obligations__kind="mittelverwendung", obligations__amount__gt=0)
    return unspent.aggregate(total=Sum("obligations__amount"))["total"] or Decimal(0)
