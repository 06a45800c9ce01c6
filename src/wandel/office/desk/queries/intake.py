"""Questions to the intake list: what waits, until when, for whom."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from wandel.core.law.periods import why_not_working
from wandel.office.desk.models import Intake
from wandel.office.desk.models.secret_link import hash_of
from wandel.office.people.access import Access
from wandel.office.places.profile import active_profile

# Where a public page of a field leaves what the front door's message begins with, in the visitor's session.
CARRIED = "carried_message"


@dataclass(frozen=True)
class IntakeFilters:
    """What the list is narrowed to; empty values narrow nothing. ``state`` "waiting" is new and taken over together."""

    field: str = ""
    state: str = ""
    campaign: str = ""
    text: str = ""
    mine: bool = False


def intakes_for(access: Access) -> QuerySet[Intake]:
    """Unit staff: everything but what is confidential in another field; the head everything; nobody else anything."""
    if not access.may("intake.view"):
        return Intake.objects.none()
    return Intake.objects.filter(access.rows("organisation")).select_related("owner", "organisation")


def intake_for(access: Access, pk: int) -> Intake:
    found = intakes_for(access).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def intake_list(access: Access, filters: IntakeFilters) -> QuerySet[Intake]:
    """The list, most urgent first."""
    found = intakes_for(access)
    if filters.state == "waiting":
        found = found.waiting()
    elif filters.state:
        found = found.filter(state=filters.state)
    if filters.field:
        found = found.filter(field="" if filters.field == "none" else filters.field)
    if filters.campaign:
        found = found.filter(campaign=filters.campaign)
    if filters.text:
        found = found.matching(filters.text)
    if filters.mine:
        found = found.filter(owner=access.user)
    return found.order_by("answer_due_on", "pk")


@dataclass(frozen=True)
class Counts:
    """How many there are for this reader, for the tabs."""

    waiting: int
    answered: int
    closed: int
    mine: int


def counts_for(access: Access) -> Counts:
    state = Intake.State
    waiting = Q(state__in=[state.RECEIVED, state.IN_PROGRESS])
    found = intakes_for(access).aggregate(
        waiting=Count("pk", filter=waiting),
        answered=Count("pk", filter=Q(state=state.ANSWERED)),
        closed=Count("pk", filter=Q(state=state.CLOSED)),
        mine=Count("pk", filter=waiting & Q(owner=access.user)),
    )
    return Counts(**found)


def waiting_count(access: Access) -> int:
    """For the number beside the menu entry."""
    return intakes_for(access).waiting().count()


def campaigns_for(access: Access) -> list[str]:
    """Campaign keys that occur, for the filter."""
    found = intakes_for(access).exclude(campaign="").order_by("campaign").values_list("campaign", flat=True)
    return list(found.distinct())


def intake_by_token(token: str) -> Intake:
    """The inquiry a secret link opens; erased ones and unknown tokens are a 404."""
    found = Intake.objects.filter(token_hash=hash_of(token), erased_on=None).first()
    if found is None:
        raise Http404
    return found


def intake_by_pk(pk: int) -> Intake:
    """For pages whose caller has already checked the reader's scoped session."""
    found = Intake.objects.filter(pk=pk, erased_on=None).first()
    if found is None:
        raise Http404
    return found


def intakes_of_address(email: str) -> QuerySet[Intake]:
    """What a mail address has sent and what is not erased yet, newest first."""
    return Intake.objects.filter(email__iexact=email.strip(), erased_on=None).order_by("-received_at")


def response_days() -> int:
    """Within how many working days the unit promises an answer."""
    return active_profile().front_door.response_working_days


def answer_day(received_on: date, *, working_days: int) -> date:
    """The promised day: so many working days after the day of receipt, without Saturdays, Sundays and holidays."""
    day, left = received_on, working_days
    while left > 0:
        day += timedelta(days=1)
        if why_not_working(day) is None:
            left -= 1
    return day


def deletion_day(received_on: date) -> date:
    """The day the consent text names: on it what a person told us is erased."""
    return received_on + timedelta(days=active_profile().front_door.keep_days)


def to_erase(day: date) -> QuerySet[Intake]:
    """Those whose promised day of deletion has come."""
    return Intake.objects.filter(delete_on__lte=day, erased_on=None)


def erased_before(day: date) -> QuerySet[Intake]:
    """Those erased on an earlier day than this one."""
    return Intake.objects.filter(erased_on__lt=day)
