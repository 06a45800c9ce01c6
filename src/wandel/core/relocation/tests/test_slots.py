"""Free times: inside the hours, never twice at once, right on the nights the clock changes."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from wandel.core.relocation.retention import KINDS, deletion_day, latest_event, rules
from wandel.core.relocation.slots import Hours, Slot, Taken, free_slots

BERLIN = ZoneInfo("Europe/Berlin")
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
MONDAY = date(2026, 11, 30)


def nine_to_noon(**changed: Any) -> Hours:
    values: dict[str, Any] = {
        "weekday": 0,
        "opens": time(9),
        "closes": time(12),
        "minutes": 45,
        "adviser": 1,
        "room": 1,
    }
    return Hours(**(values | changed))


def free(
    hours: Sequence[Hours],
    taken: Sequence[Taken] = (),
    *,
    closed: frozenset[date] = frozenset(),
    first: date = MONDAY,
    last: date = MONDAY,
    not_before: datetime = LONG_AGO,
    language: str = "",
) -> list[Slot]:
    return free_slots(
        hours, taken, closed=closed, first=first, last=last, not_before=not_before, zone=BERLIN, language=language
    )


def test_a_morning_is_cut_into_whole_slots() -> None:
    assert [f"{slot.begins_at:%H:%M}" for slot in free([nine_to_noon()])] == ["09:00", "09:45", "10:30", "11:15"]


def test_what_is_taken_closed_or_over_is_not_offered() -> None:
    ten = datetime(2026, 11, 30, 10, 0, tzinfo=BERLIN)
    assert [f"{slot.begins_at:%H:%M}" for slot in free([nine_to_noon()], [Taken(ten, ten + timedelta(minutes=45), 1, 9)])] == ["09:00", "11:15"]  # fmt: skip
    assert free([nine_to_noon()], closed=frozenset({MONDAY})) == []
    assert len(free([nine_to_noon()], not_before=ten)) == 2


def test_a_room_is_not_given_to_two_advisers_and_the_language_chooses_the_adviser() -> None:
    both = [nine_to_noon(languages=frozenset({"de"})), nine_to_noon(adviser=2, languages=frozenset({"de", "ar"}))]
    assert {slot.adviser for slot in free(both)} == {1}
    assert {slot.adviser for slot in free(both, language="ar")} == {2}
    assert free(both, language="fr") == []


def test_hours_hold_from_their_first_to_their_last_day() -> None:
    assert free([nine_to_noon(valid_from=MONDAY + timedelta(days=1))]) == []
    assert free([nine_to_noon(valid_until=MONDAY - timedelta(days=1))]) == []


def test_the_nights_the_clock_changes_make_no_slot_longer_or_strange() -> None:
    night = nine_to_noon(weekday=6, opens=time(1), closes=time(5), minutes=60)
    spring, autumn = date(2026, 3, 29), date(2026, 10, 25)
    assert [f"{slot.begins_at:%H}" for slot in free([night], first=spring, last=spring)] == ["01", "03", "04"]
    assert len(free([night], first=autumn, last=autumn)) == 5


HOURS = st.builds(
    lambda weekday, opens, length, minutes, adviser, room: Hours(
        weekday, time(opens), time(min(opens + length, 23), 30), minutes, adviser, room
    ),
    st.integers(0, 6), st.integers(0, 20), st.integers(0, 6), st.integers(10, 120), st.integers(1, 3), st.integers(1, 3),
)  # fmt: skip
MOMENTS = st.integers(0, 330_000).map(lambda minutes: datetime(2026, 3, 20, tzinfo=UTC) + timedelta(minutes=minutes))
TAKEN = st.builds(
    lambda begins, minutes, adviser, room: Taken(begins, begins + timedelta(minutes=minutes), adviser, room),
    MOMENTS, st.integers(1, 300), st.integers(1, 3), st.integers(1, 3),
)  # fmt: skip


@given(st.lists(HOURS, max_size=5), st.lists(TAKEN, max_size=8), st.dates(date(2026, 3, 20), date(2026, 11, 1)))
def test_no_slot_meets_another_and_each_lies_inside_its_hours(
    hours: list[Hours], taken: list[Taken], first: date
) -> None:
    found = free(hours, taken, first=first, last=first + timedelta(days=8))
    assert [slot.begins_at for slot in found] == sorted(slot.begins_at for slot in found)
    for number, slot in enumerate(found):
        others: list[Slot | Taken] = [*taken, *found[number + 1 :]]
        assert not any(slot.meets(other) for other in others)
        home = [
            one
            for one in hours
            if (one.adviser, one.room, one.weekday) == (slot.adviser, slot.room, slot.begins_at.weekday())
            and one.opens <= slot.begins_at.time()
            and slot.ends_at.time() <= one.closes
            and slot.ends_at.astimezone(UTC) - slot.begins_at.astimezone(UTC) == timedelta(minutes=one.minutes)
        ]
        assert home


def test_every_kind_of_data_has_its_dated_rule() -> None:
    for kind in KINDS:
        assert deletion_day(kind, MONDAY) > MONDAY
        assert deletion_day(kind, latest_event(kind, MONDAY)) == MONDAY
        assert all(row.reference and row.source for row in rules().rows(kind))
