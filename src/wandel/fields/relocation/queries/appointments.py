"""Appointments: which times are free, who comes when, whom to remind."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from wandel.core.law.holidays import holiday_name
from wandel.core.relocation.slots import Hours, Slot, Taken, free_slots
from wandel.fields.relocation.models import Appointment, Case, ClosedDay, OpeningHours, Room
from wandel.fields.relocation.queries.cases import cases_for
from wandel.office.people.access import Access

# Nobody books for the next two hours, nor further ahead than hours are planned.
NOTICE, AHEAD = timedelta(hours=2), timedelta(days=28)


def hours_on(first: date, last: date) -> QuerySet[OpeningHours]:
    return (
        OpeningHours.objects.filter(valid_from__lte=last, adviser__is_active=True)
        .exclude(valid_until__lt=first)
        .select_related("adviser", "room")
    )


def closed_days(first: date, last: date) -> frozenset[date]:
    """Public holidays of the Land and the days the centre itself is closed."""
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    own = ClosedDay.objects.filter(day__range=(first, last)).values_list("day", flat=True)
    return frozenset(own) | {day for day in days if holiday_name(day)}


def taken_between(begins: datetime, ends: datetime) -> QuerySet[Appointment]:
    """What occupies somebody or a room: everything not cancelled."""
    return Appointment.objects.filter(begins_at__lt=ends, ends_at__gt=begins).exclude(state=Appointment.State.CANCELLED)


def free_times(*, at: datetime, language: str = "", first: date | None = None, last: date | None = None) -> list[Slot]:
    """The free slots people can choose from, the soonest first."""
    zone, today = timezone.get_current_timezone(), timezone.localdate(at)
    first, last = max(first or today, today), last or today + AHEAD
    taken = taken_between(at, at + AHEAD + timedelta(days=2))
    return free_slots(
        [_hours(row) for row in hours_on(first, last)],
        [Taken(row.begins_at, row.ends_at, row.adviser_id, row.room_id) for row in taken],
        closed=closed_days(first, last),
        first=first,
        last=last,
        not_before=at + NOTICE,
        zone=zone,
        language=language,
    )


def _hours(row: OpeningHours) -> Hours:
    return Hours(
        row.weekday, row.opens, row.closes, row.minutes, row.adviser_id, row.room_id, spoken(row.languages), row.valid_from,
        row.valid_until or date.max,
    )  # fmt: skip


def spoken(languages: str) -> frozenset[str]:
    return frozenset(code.strip() for code in languages.split(",") if code.strip())


def languages_offered(day: date) -> list[str]:
    """Every language some adviser is met in."""
    rows = hours_on(day, day + AHEAD).values_list("languages", flat=True)
    return sorted({code for row in rows for code in spoken(row)})


def names_of(slots: Iterable[Slot]) -> dict[int, Room]:
    """The rooms of slots by their number."""
    return Room.objects.in_bulk({slot.room for slot in slots})


def appointments_of(case: Case, *, after: datetime) -> QuerySet[Appointment]:
    """What is booked and not over."""
    booked = case.appointments.filter(state=Appointment.State.BOOKED, ends_at__gt=after)
    return booked.select_related("adviser", "room")


def appointment_of(case: Case, pk: int) -> Appointment:
    return get_object_or_404(case.appointments.select_related("adviser", "room"), pk=pk)


def week_for(access: Access, monday: date) -> QuerySet[Appointment]:
    """The appointments of a week in the cases this reader may see."""
    begins = timezone.make_aware(datetime.combine(monday, datetime.min.time()))
    found = Appointment.objects.filter(case__in=cases_for(access).values("pk"), begins_at__gte=begins, begins_at__lt=begins + timedelta(days=7, hours=1))  # fmt: skip
    found = found.exclude(state=Appointment.State.CANCELLED)
    return found.select_related("case", "adviser", "room").order_by("begins_at", "pk")


def appointment_for(access: Access, pk: int) -> Appointment:
    found = Appointment.objects.filter(case__in=cases_for(access).values("pk"))
    return get_object_or_404(found.select_related("case", "adviser", "room"), pk=pk)


def to_remind(at: datetime) -> QuerySet[Appointment]:
    """Booked for today or tomorrow, not over, and nobody was reminded yet."""
    end = timezone.make_aware(datetime.combine(timezone.localdate(at) + timedelta(days=2), datetime.min.time()))
    booked = Appointment.objects.filter(state=Appointment.State.BOOKED, begins_at__gt=at, begins_at__lt=end)
    return booked.filter(reminded_at=None).exclude(case__email="").select_related("case", "adviser", "room")


def hours_row(pk: int) -> OpeningHours:
    return get_object_or_404(OpeningHours, pk=pk)


def closed_row(pk: int) -> ClosedDay:
    return get_object_or_404(ClosedDay, pk=pk)


def coming_closed_days(day: date) -> QuerySet[ClosedDay]:
    return ClosedDay.objects.filter(day__gte=day)
