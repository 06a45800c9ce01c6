"""Periods as §§ 187-193 BGB count them, each with its arithmetic in sentences.

The day of the event is not counted (§ 187 Abs. 1 BGB). A period in weeks or months ends on the day that has the
same name or number (§ 188 Abs. 2), in a month without that number on its last day (§ 188 Abs. 3). An end on a
Saturday, Sunday or holiday moves to the next working day (§ 193 BGB, § 31 Abs. 3 VwVfG), where the rule says so.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from wandel.core.law.holidays import holiday_name
from wandel.core.law.texts import Text, day_de, day_en, span, weekday_de, weekday_en

SHIFT_RULE = "§ 193 BGB, § 31 Abs. 3 VwVfG"
_ENGLISH_REASON = {"Samstag": "a Saturday", "Sonntag": "a Sunday"}


@dataclass(frozen=True, slots=True)
class Deadline:
    """The end of a period: as counted, as it falls due, why it moved (German name) and how it was worked out."""

    nominal_on: date
    due_on: date
    shifted: str | None
    steps: tuple[Text, ...]


@lru_cache(maxsize=65536)
def add_months(day: date, months: int) -> date:
    """The same-numbered day that many months later, the month's last where it is missing (§ 188 Abs. 2, 3 BGB)."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_years(day: date, years: int) -> date:
    """A year is twelve months (§ 189 BGB by analogy): 29 February becomes 28 February."""
    return add_months(day, 12 * years)


def add_weeks(day: date, weeks: int) -> date:
    """The same weekday that many weeks later (§ 188 Abs. 2 BGB)."""
    return day + timedelta(weeks=weeks)


def add_days(day: date, days: int) -> date:
    """The day of the event does not count: three days from the 4th is the 7th (§§ 187 Abs. 1, 188 Abs. 1 BGB)."""
    return day + timedelta(days=days)


def add(day: date, count: int, unit: str) -> date:
    """The nominal end of a period of ``count`` days, weeks, months or years after an event."""
    match unit:
        case "days":
            return add_days(day, count)
        case "weeks":
            return add_weeks(day, count)
        case "months":
            return add_months(day, count)
        case "years":
            return add_years(day, count)
    raise ValueError(f"a period has days, weeks, months or years, not “{unit}”")


def end_of_month(day: date) -> date:
    """The last day of that day's month (§ 192 BGB)."""
    return date(day.year, day.month, monthrange(day.year, day.month)[1])


@lru_cache(maxsize=65536)
def why_not_working(day: date) -> str | None:
    """The holiday's name, else Samstag or Sonntag, else None for a working day. A holiday on a Saturday is named."""
    name = holiday_name(day)
    if name:
        return name
    if day.weekday() == 5:
        return "Samstag"
    if day.weekday() == 6:
        return "Sonntag"
    return None


@lru_cache(maxsize=65536)
def next_working_day(day: date) -> date:
    """That day, or the first working day after it."""
    while why_not_working(day):
        day += timedelta(days=1)
    return day


@lru_cache(maxsize=65536)
def shift(nominal_on: date, rule: str = SHIFT_RULE) -> Deadline:
    """Move an end that is no working day to the next one, and say why."""
    reason = why_not_working(nominal_on)
    if reason is None:
        return Deadline(nominal_on, nominal_on, None, ())
    due_on = next_working_day(nominal_on)
    return Deadline(
        nominal_on,
        due_on,
        reason,
        (
            Text(
                f"Der {day_de(nominal_on)} ist kein Werktag ({reason}). Die Frist endet am nächsten Werktag, "
                f"{weekday_de(due_on)}, {day_de(due_on)} ({rule}).",
                f"{day_en(nominal_on)} is {_ENGLISH_REASON.get(reason, f'a holiday ({reason})')}. The period ends on "
                f"the next working day, {weekday_en(due_on)}, {day_en(due_on)} ({rule}).",
            ),
        ),
    )


@lru_cache(maxsize=65536)
def counted(start: date, count: int, unit: str) -> tuple[date, Text]:
    """The nominal end of a period and the sentence that shows how it was counted."""
    end = add(start, count, unit)
    length = span(count, unit)
    clipped = unit in {"months", "years"} and end.day != start.day
    rule = {"days": "§§ 187 Abs. 1, 188 Abs. 1 BGB"}.get(unit, "§§ 187 Abs. 1, 188 Abs. 2 BGB")
    if clipped:
        rule = "§ 188 Abs. 3 BGB"
    return end, Text(
        f"{day_de(start)} + {length.de} = {day_de(end)} ({rule}"
        + (": Der Monat hat diesen Tag nicht, es gilt sein letzter)." if clipped else ")."),
        f"{day_en(start)} + {length.en} = {day_en(end)} ({rule}"
        + (": the month lacks that day, its last day counts)." if clipped else ")."),
    )


@lru_cache(maxsize=65536)
def period(start: date, count: int, unit: str, *, shifts: bool, rule: str = SHIFT_RULE) -> Deadline:
    """A period after an event; ``shifts`` says whether § 193 BGB applies to its end."""
    nominal_on, step = counted(start, count, unit)
    if not shifts:
        return Deadline(nominal_on, nominal_on, None, (step,))
    moved = shift(nominal_on, rule)
    return Deadline(moved.nominal_on, moved.due_on, moved.shifted, (step, *moved.steps))
