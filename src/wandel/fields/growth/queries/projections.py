"""Questions to projections: the newest run, what a target needs, what a slider answers, how far old ones were off."""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet
from django.http import Http404

from wandel.fields.growth.models import GrowthTarget, ProjectionRun, Scenario
from wandel.fields.growth.queries.figures import population_series
from wandel.fields.land.queries.capacity import LandFor, densities_on, land_for

MOST_COMPARED = 4


def scenarios() -> QuerySet[Scenario]:
    """All, each with its newest run's row (without the result)."""
    light = ProjectionRun.objects.defer("result", "notes", "about")
    return Scenario.objects.prefetch_related(Prefetch("runs", queryset=light))


def scenario_with(pk: int) -> Scenario:
    found = Scenario.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def run_with(pk: int) -> ProjectionRun:
    found = ProjectionRun.objects.select_related("scenario").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def shown_run() -> ProjectionRun | None:
    """The run pages show by themselves: the newest of the scenario somebody chose for that, else the newest of all."""
    runs = ProjectionRun.objects.select_related("scenario").defer("notes", "assumptions")
    return runs.filter(scenario__shown=True).first() or runs.first()


def newest_runs_of(pks: list[int]) -> list[ProjectionRun]:
    """The newest run of each scenario, in the order asked, at most ``MOST_COMPARED``."""
    found = []
    for pk in pks[:MOST_COMPARED]:
        run = ProjectionRun.objects.select_related("scenario").filter(scenario_id=pk).first()
        if run is not None:
            found.append(run)
    return found


def probability(run: ProjectionRun, year: int, target: int) -> float | None:
    """Share of trajectories at or above the target in a year, to a per cent; None outside the run."""
    if year not in run.years:
        return None
    row = run.result["cumulated"][run.years.index(year)]
    return max(0.0, min(1.0, 1 - bisect_left(row, target) / (len(row) - 1)))


@dataclass(frozen=True)
class Reach:
    """What a target means for a run. ``middle_year``: when the middle of the trajectories gets there, None within the run.
    ``probability`` by the target's own year (the last one of the run if that lies beyond); ``gap`` to the middle then;
    ``households`` and ``homes`` from outside that would close it if they settled evenly until then, None without numbers.
    """

    year: int
    middle_year: int | None
    probability: float
    gap: int
    households: int | None
    homes: int | None


def reach_of(run: ProjectionRun, target: GrowthTarget) -> Reach:
    """How far the run goes towards the target."""
    years, middle = run.years, run.band("", "all", "0.5")
    year = min(max(target.until.year, years[0] + 1), years[-1])
    at = years.index(year)
    reached = next((when for when, count in zip(years, middle, strict=True) if count >= target.inhabitants), None)
    gap = max(0, target.inhabitants - middle[at])
    households = homes = None
    if gap:
        worth = run.result["response"]["per_household"][at - 1][:at]
        mean = sum(sum(row) / len(row) for row in worth) / len(worth)
        households = round(gap / mean) if mean > 0 else None
        occupied, outside = run.assumptions.get("occupied"), run.assumptions.get("from_outside")
        if households is not None and occupied and outside and run.assumptions.get("persons_per_household"):
            homes = round(households / (float(occupied) * float(outside)))
    return Reach(year, reached, probability(run, year, target.inhabitants) or 0.0, gap, households, homes)


def land_of(reach: Reach | None, on: date) -> LandFor | None:
    """The building land behind the homes that are missing, by the densities in force on a day. One query."""
    return land_for(reach.homes, densities_on(on)) if reach and reach.homes else None


@dataclass(frozen=True)
class Answer:
    """What sliders say: the county's middle by year with the change, the year it passes a target, and the probability."""

    years: list[int]
    middle: list[int]
    changed: list[int]


def answer(run: ProjectionRun, *, homes_a_year: float, arriving_percent: float) -> Answer:
    """The middle path with so many homes a year more and so much more of a usual year's arrivals, through the response
    kept with the run. Homes are spread over the municipalities as the sites' are (evenly where there are none)."""
    kept = run.result["response"]
    occupied = float(run.assumptions.get("occupied") or 1)
    outside = float(run.assumptions.get("from_outside") or 1)
    totals = [sum(column) for column in zip(*run.result["homes"], strict=True)]
    weight = sum(totals)
    shares = [one / weight for one in totals] if weight else [1 / len(totals)] * len(totals)
    households = homes_a_year * occupied * outside
    # The level is measured against the year the rates come from, a slider against a usual year.
    level = kept["usual"] * arriving_percent / 100
    changed = []
    for row, by_level, before in zip(kept["per_household"], kept["per_level"], kept["middle"], strict=True):
        more = households * sum(
            value * share for by_place in row for value, share in zip(by_place, shares, strict=True)
        )
        changed.append(round(before + more + level * sum(by_level)))
    return Answer(run.years[1:], kept["middle"], changed)


@dataclass(frozen=True)
class Miss:
    """An old run against a count that came later: expected is the middle, ``inside`` whether the 80 % band held it."""

    run: ProjectionRun
    year: int
    expected: int
    counted: int
    inside: bool

    @property
    def error(self) -> int:
        return self.expected - self.counted


def misses(county_ags: str) -> list[Miss]:
    """Every run against every later count on its own base."""
    found = []
    segments = {segment.base: segment.points for segment in population_series(county_ags).segments}
    for run in ProjectionRun.objects.select_related("scenario"):
        for point in segments.get(run.base, ()):
            year = point.year
            if (
                point.on
                and point.on.month == 12
                and year in run.years
                and year > run.base_year
                and point.number is not None
            ):
                at = run.years.index(year)
                low, high = run.band("", "all", "0.1")[at], run.band("", "all", "0.9")[at]
                counted = int(point.number)
                found.append(Miss(run, year, run.band("", "all", "0.5")[at], counted, low <= counted <= high))
    return found
