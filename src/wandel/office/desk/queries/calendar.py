"""Questions of the calendar: a month with its weeks, holidays and entries, and the feed behind a secret link."""

import hashlib
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.http import Http404

from wandel.core.law.holidays import holidays_of
from wandel.office.desk.models import CalendarSubscription, Entry
from wandel.office.desk.queries.entry import EntryFilters, due_entries, entries_for, mine, reach_of
from wandel.office.people.access import Access, access_on

# A cell of the month holds a few; the list holds as many as anybody reads.
SHOWN_PER_DAY, LISTED_PER_DAY = 3, 50
FEED_BACK, FEED_AHEAD = timedelta(days=60), timedelta(days=730)


@dataclass
class Day:
    """A cell of the month."""

    date: date
    in_month: bool
    is_today: bool
    holiday: str = ""
    entries: list[Entry] = field(default_factory=list)
    count: int = 0

    @property
    def hidden(self) -> int:
        """How many more there are on this day than ``entries`` holds."""
        return self.count - len(self.entries)

    @property
    def is_weekend(self) -> bool:
        return self.date.weekday() >= 5


@dataclass
class Month:
    """Whole weeks from Monday to Sunday around one month."""

    first: date
    weeks: list[list[Day]]

    @property
    def previous(self) -> date:
        return (self.first - timedelta(days=1)).replace(day=1)

    @property
    def next(self) -> date:
        return (self.first + timedelta(days=32)).replace(day=1)

    @property
    def numbered_weeks(self) -> list[tuple[int, list[Day]]]:
        """Weeks with their ISO numbers."""
        return [(week[0].date.isocalendar().week, week) for week in self.weeks]

    @property
    def days(self) -> list[Day]:
        """The days of the month itself."""
        return [day for week in self.weeks for day in week if day.in_month]

    @property
    def speaking_days(self) -> list[Day]:
        """Days of the month with something on them, for the list."""
        return [day for day in self.days if day.entries or day.holiday or day.is_today]


def month_for(
    access: Access, filters: EntryFilters, first: date, today: date, *, per_day: int = SHOWN_PER_DAY
) -> Month:
    """The month that begins on ``first``, with the first ``per_day`` entries due on each day. One query beside the reader's reach."""
    start = first - timedelta(days=first.weekday())
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    end = last + timedelta(days=6 - last.weekday())
    names = holidays_of(start.year) | holidays_of(end.year)
    days = {}
    for number in range((end - start).days + 1):
        day = start + timedelta(days=number)
        days[day] = Day(day, day.month == first.month, day == today, names.get(day, ""))
    for entry in due_entries(access, filters, start, end, per_day=per_day):
        days[entry.due_on].entries.append(entry)
        days[entry.due_on].count = entry.on_that_day
    ordered = list(days.values())
    return Month(first, [ordered[number : number + 7] for number in range(0, len(ordered), 7)])


def hash_of_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def subscriptions_of(access: Access) -> QuerySet[CalendarSubscription]:
    return CalendarSubscription.objects.filter(user=access.user, revoked_on=None)


def subscription_for(access: Access, pk: int) -> CalendarSubscription:
    found = subscriptions_of(access).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def subscription_by_token(token: str) -> CalendarSubscription:
    """The living feed of a token. Revoked, unknown, or of somebody who left: a 404."""
    found = CalendarSubscription.objects.select_related("user").filter(token_hash=hash_of_token(token), revoked_on=None)
    subscription = found.filter(user__is_active=True).first()
    if subscription is None:
        raise Http404
    return subscription


def feed_entries(subscription: CalendarSubscription, day: date) -> list[Entry]:
    """The owner's own entries around today, finished ones included so that the calendar takes them out. Rights of this day."""
    access = access_on(subscription.user, day)
    if not access.may("desk.view"):
        raise Http404
    reach = reach_of(access, day)
    found = entries_for(access, standing_in_for=reach.standing_in_for).filter(mine(access, reach))
    recent = Q(state=Entry.State.OPEN) | Q(done_on__gte=day - FEED_BACK)
    return list(found.filter(recent, due_on__range=(day - FEED_BACK, day + FEED_AHEAD)).order_by("due_on", "pk"))
