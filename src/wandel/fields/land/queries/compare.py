"""Two analyses side by side."""

from collections import defaultdict
from dataclasses import dataclass

from wandel.fields.land.models import Candidate, SuitabilityRun


@dataclass(frozen=True, slots=True)
class Place:
    """Candidates and hectares of one municipality in the first and the second analysis."""

    name: str
    first_count: int
    first_ha: float
    second_count: int
    second_ha: float

    @property
    def difference_ha(self) -> float:
        return self.second_ha - self.first_ha


@dataclass(frozen=True, slots=True)
class Difference:
    """One criterion as both rule sets weigh it (None: not weighed), or exclude by it."""

    label: str
    first_weight: float | None
    second_weight: float | None
    first_exclude: str
    second_exclude: str

    @property
    def differs(self) -> bool:
        return (self.first_weight, self.first_exclude) != (self.second_weight, self.second_exclude)


@dataclass(frozen=True, slots=True)
class Pair:
    """Both analyses, what their rules say, and what they find where."""

    first: SuitabilityRun
    second: SuitabilityRun
    same_data: bool
    rules: list[Difference]
    places: list[Place]
    total: Place


def compared(first: SuitabilityRun, second: SuitabilityRun) -> Pair:
    """Four queries, however many candidates there are."""
    counts: dict[str, list[float]] = defaultdict(lambda: [0, 0.0, 0, 0.0])
    for offset, run in ((0, first), (2, second)):
        rows = Candidate.objects.filter(analysis=run).values_list("municipality__name", "area_m2")
        for name, area in rows:
            counts[name or ""][offset] += 1
            counts[name or ""][offset + 1] += area / 10_000
    places = [_place(name, numbers) for name, numbers in sorted(counts.items())]
    sums = [sum(numbers[index] for numbers in counts.values()) for index in range(4)]
    return Pair(
        first,
        second,
        first.inputs == second.inputs,
        _rules(first.rules, second.rules),
        places,
        _place("", sums),
    )


def _place(name: str, numbers: list[float]) -> Place:
    return Place(name, int(numbers[0]), numbers[1], int(numbers[2]), numbers[3])


def _rules(first: dict, second: dict) -> list[Difference]:  # type: ignore[type-arg]
    ours, theirs = _criteria(first), _criteria(second)
    return [
        Difference(
            (ours.get(name) or theirs[name])[0],
            ours[name][1] if name in ours else None,
            theirs[name][1] if name in theirs else None,
            ours[name][2] if name in ours else "",
            theirs[name][2] if name in theirs else "",
        )
        for name in [*ours, *(name for name in theirs if name not in ours)]
    ]


def _criteria(rules: dict) -> dict[str, tuple[str, float | None, str]]:  # type: ignore[type-arg]
    """Label, weight scaled to one, exclusion as written, by criterion."""
    rows = {**(rules.get("layers") or {}), **(rules.get("distances") or {})}
    if rules.get("slope"):
        rows["slope"] = rules["slope"]
    total = sum((values or {}).get("weight") or 0 for values in rows.values()) or 1
    found = {}
    for name, values in rows.items():
        own = values or {}
        weight = own.get("weight")
        excluded = own.get("exclude")
        label = own.get("label") or name
        found[name] = (
            label.get("de", name) if isinstance(label, dict) else str(label),
            weight / total if weight else None,
            "" if excluded in (None, False) else "✓" if excluded is True else f"{excluded:g}",
        )
    return found
