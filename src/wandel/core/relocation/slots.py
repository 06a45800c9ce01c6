"""Free times for appointments: opening hours minus what is taken, closed or over. Instants in, instants out, no clock."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo


@dataclass(frozen=True, slots=True)
class Hours:
    """When somebody can be met: a weekday (0 is Monday) between two times of the wall clock, cut into slots.

    ``adviser`` and ``room`` are what an appointment occupies; ``languages`` are the adviser's.
    """

    weekday: int
    opens: time
    closes: time
    minutes: int
    adviser: int
    room: int
    languages: frozenset[str] = frozenset()
    valid_from: date = date.min
    valid_until: date = date.max


@dataclass(frozen=True, slots=True)
class Taken:
    """Somebody is there already."""

    begins_at: datetime
    ends_at: datetime
    adviser: int
    room: int


@dataclass(frozen=True, slots=True)
class Slot:
    begins_at: datetime
    ends_at: datetime
    adviser: int
    room: int

    def meets(self, other: "Slot | Taken") -> bool:
        """Whether both need the same person or the same room at the same moment."""
        shared = self.adviser == other.adviser or self.room == other.room
        return shared and self.begins_at < other.ends_at and other.begins_at < self.ends_at


def free_slots(
    hours: Iterable[Hours],
    taken: Iterable[Taken],
    *,
    closed: frozenset[date],
    first: date,
    last: date,
    not_before: datetime,
    zone: tzinfo,
    language: str = "",
) -> list[Slot]:
    """Every free slot from ``first`` to ``last``, in order of time; none of them meets another or what is taken.

    A slot lasts its minutes in real time. On the nights the clock changes, a slot whose wall time falls out of the hours
    is left out. With a ``language`` only advisers who speak it are offered. All instants come back in ``zone``.
    """
    rows = [one for one in hours if not language or language in one.languages]
    busy: list[Slot | Taken] = sorted(taken, key=lambda one: one.begins_at)
    found: list[Slot] = []
    for day in _days(first, last):
        if day in closed:
            continue
        offered = [slot for one in rows if _open_on(one, day) for slot in _cut(one, day, zone)]
        today: list[Slot] = []
        for slot in sorted(offered, key=lambda one: (one.begins_at, one.adviser, one.room)):
            if slot.begins_at < not_before or any(slot.meets(other) for other in (*busy, *today)):
                continue
            today.append(slot)
        found += today
    return found


def _days(first: date, last: date) -> Iterator[date]:
    day = first
    while day <= last:
        yield day
        day += timedelta(days=1)


def _open_on(hours: Hours, day: date) -> bool:
    return hours.weekday == day.weekday() and hours.valid_from <= day <= hours.valid_until


def _cut(hours: Hours, day: date, zone: tzinfo) -> Iterator[Slot]:
    """The slots of one day. Counting runs in UTC, so the hour that is missing or comes twice makes no slot longer."""
    begins = datetime.combine(day, hours.opens, zone).astimezone(UTC)
    closes = datetime.combine(day, hours.closes, zone).astimezone(UTC)
    length = timedelta(minutes=hours.minutes)
    while begins + length <= closes:
        start, end = begins.astimezone(zone), (begins + length).astimezone(zone)
        if start.date() == end.date() == day and hours.opens <= start.time() and end.time() <= hours.closes:
            yield Slot(start, end, hours.adviser, hours.room)
        begins += length
