"""Numbers of the welcome centre: where from and why, how long people wait, what became of it, what nobody found.

Small groups are not shown: what fewer than five people said stands as "fewer than five", and where exactly one group is
hidden the next smallest is hidden too, so that nobody subtracts it from the sum.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median

from django.utils import timezone

from wandel.fields.relocation.case_states import CHOICES
from wandel.fields.relocation.models import Case, CaseTally
from wandel.fields.relocation.models.case import Origin, Reason
from wandel.fields.relocation.queries.offerings import confirmed_alerts, matching, wish_of

FEWEST = 5


@dataclass(frozen=True)
class Line:
    """One group. ``count`` None: fewer than five, or hidden to protect another group."""

    label: str
    count: int | None


def guarded(counts: dict[str, int]) -> dict[str, int | None]:
    """What may be shown. A group of nobody tells nothing about anybody and stays."""
    hidden = {key for key, count in counts.items() if 0 < count < FEWEST}
    if len(hidden) == 1:
        rest = sorted((count, key) for key, count in counts.items() if key not in hidden and count)
        hidden |= {key for _count, key in rest[:1]}
    return {key: None if key in hidden else count for key, count in counts.items()}


@dataclass(frozen=True)
class Numbers:
    year: int
    cases: int
    origins: list[Line]
    reasons: list[Line]
    states: list[Line]
    median_days: float | None
    answered: int
    arrived_persons: int
    unanswered_wishes: int
    empty_searches: list[Line]


def years() -> list[int]:
    """Years with a case, the newest first."""
    live = {day.year for day in Case.objects.dates("received_at", "year")}
    return sorted(live | set(CaseTally.objects.values_list("year", flat=True)), reverse=True)


def numbers_of(year: int, *, on: date) -> Numbers:
    """Sums of live and deleted cases received in a year."""
    zone = timezone.get_current_timezone()
    begins, ends = datetime(year, 1, 1, tzinfo=zone), datetime(year + 1, 1, 1, tzinfo=zone)
    cases = list(
        Case.objects.filter(received_at__gte=begins, received_at__lt=ends).values_list(
            "origin", "reason", "state", "received_at", "first_answer_at"
        )
    )
    kept: dict[str, Counter[str]] = {kind: Counter() for kind in ("origin", "reason", "end", "answered", "search")}
    arrived = 0
    for row in CaseTally.objects.filter(year=year):
        if row.kind == "arrival":
            arrived += row.persons
        else:
            kept[row.kind][row.key] += row.cases
    origin = kept["origin"] + Counter(one[0] for one in cases)
    reason = kept["reason"] + Counter(one[1] for one in cases)
    state = kept["end"] + Counter(one[2] for one in cases)
    waited = [(answered - received).days for _o, _r, _s, received, answered in cases if answered]
    waited += [int(days) for days, count in kept["answered"].items() for _each in range(count)]
    live = Case.objects.filter(arrived_on__year=year).prefetch_related("companions")
    arrived += sum(1 + len(case.companions.all()) for case in live)
    return Numbers(
        year=year,
        cases=sum(state.values()),
        origins=_lines(origin, [*Origin.choices, ("", "")]),
        reasons=_lines(reason, [*Reason.choices, ("", "")]),
        states=_lines(state, CHOICES),
        median_days=median(waited) if len(waited) >= FEWEST else None,
        answered=len(waited),
        arrived_persons=arrived,
        unanswered_wishes=sum(not matching(wish_of(alert), on=on).exists() for alert in confirmed_alerts()),
        empty_searches=[Line(key, count) for key, count in kept["search"].most_common(20)],
    )


def _lines(counts: Counter[str], labels: list[tuple[str, object]]) -> list[Line]:
    shown = guarded({key: counts.get(key, 0) for key, _label in labels})
    return [Line(str(label), shown[key]) for key, label in labels]


def rows_of(found: Numbers) -> Iterator[tuple[str, str, int | float | None]]:
    """Every number as (group, line, value), for a table elsewhere."""
    for group, lines in (
        ("origin", found.origins),
        ("reason", found.reasons),
        ("state", found.states),
        ("search", found.empty_searches),
    ):
        yield from ((group, line.label, line.count) for line in lines)
    yield from (
        ("sum", "cases", found.cases), ("sum", "arrived_persons", found.arrived_persons),
        ("sum", "median_days", found.median_days), ("sum", "unanswered_wishes", found.unanswered_wishes),
    )  # fmt: skip
