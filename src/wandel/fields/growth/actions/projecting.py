"""Computing a scenario. Loads the numerical libraries: only jobs and commands import it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from django.db import transaction
from django.utils.translation import gettext_noop

from wandel.core.law.texts import Text
from wandel.core.population.adjoint import response
from wandel.core.population.chance import Chance
from wandel.core.population.county import Floats
from wandel.core.population.groups import GROUPS
from wandel.core.population.housing import Housing
from wandel.core.population.scenario import Scenario as Assumed
from wandel.core.population.simulation import COUNTY_FLOWS, QUANTILES, Result, simulate
from wandel.fields.growth.models import ProjectionRun, Scenario
from wandel.fields.growth.queries.inputs import Start, start_of_projection
from wandel.fields.land.queries.pipeline import dwellings_by_year
from wandel.office.journal.actions import record
from wandel.office.people.models import User
from wandel.ui.phrases import Phrase
from wandel.ui.sinks import OPEN

SEED = 20_260_101
THREADS = 2
# Ages are kept for the base and every tenth year: a pyramid needs all cells, and nobody looks at all years.
AGES_EVERY = 10


@dataclass(frozen=True)
class Pipeline:
    """Homes by year and municipality (T, M) from the sites, and what was left out."""

    homes: Floats
    without_year: int
    notes: list[Text]


def homes_of_sites(start: Start, years: int, which: str, on: date) -> Pipeline:
    """The homes the land field expects, in the order of the county's municipalities."""
    homes, without_year = np.zeros((years, len(start.county.areas))), 0
    place_of = {ags: place for place, ags in enumerate(start.county.areas)}
    past = 0
    for row in dwellings_by_year(on=on):
        count = getattr(row, which)
        if row.year is None:
            without_year += count
            continue
        step = row.year - start.county.year - 1
        if step < 0:
            past += count
        elif step < years and row.ags in place_of:
            homes[step, place_of[row.ags]] += count
    notes = []
    if without_year:
        notes.append(
            Text(
                f"{without_year} Wohnungen haben kein Jahr und zählen nicht mit.",
                f"{without_year} homes have no year and do not count.",
            )
        )
    if past:
        notes.append(
            Text(
                f"{past} Wohnungen fallen in Jahre, die schon gezählt sind, und zählen nicht noch einmal.",
                f"{past} homes fall into years that are counted already and do not count again.",
            )
        )
    return Pipeline(homes, without_year, notes)


def housing_of(scenario: Scenario, start: Start) -> Housing | None:
    """What turns homes into people; None while one of the three numbers is missing. Who moves in has the ages of those
    who come from outside today."""
    persons = scenario.persons_per_household
    if scenario.occupied is None or scenario.from_outside is None or persons is None:
        return None
    profile = start.county.arriving.sum(axis=2)
    return Housing(float(scenario.occupied), float(scenario.from_outside), persons, profile / profile.sum())


def compute(
    *, scenario: Scenario, on: date, by: User | None, told: Callable[[int, int], None] | None = None,
    trajectories: int | None = None,
) -> ProjectionRun:  # fmt: skip
    """Compute and keep a scenario. ``told`` may raise to stop; nothing is kept then.

    Raises MissingFigures where the county's figures do not suffice, core.population PopulationError for impossible ones."""
    start = start_of_projection()
    years = max(1, scenario.until - start.county.year)
    notes = list(start.notes)
    extra = np.zeros((years, *start.county.base.shape))
    housing, homes = housing_of(scenario, start), np.zeros((years, len(start.county.areas)))
    if scenario.homes != Scenario.Homes.NONE:
        pipeline = homes_of_sites(start, years, scenario.homes, on)
        homes, notes = pipeline.homes, notes + pipeline.notes
        if housing is None:
            notes.append(
                Text(
                    "Die Wohnungen der Flächen zählen nicht: Belegung, Herkunft oder Haushaltsgröße sind nicht angegeben.",
                    "The sites' homes do not count: occupancy, origin or household size is not said.",
                )
            )
        else:
            extra += housing.arrivals(homes)
    extra, said = _with_measures(scenario, start, extra)
    assumed = Assumed(
        years, fertility=scenario.fertility_percent / 100, arriving=start.usual_arrivals * scenario.arriving_percent / 100,
        leaving=start.usual_departures * scenario.leaving_percent / 100, extra=extra, chance=Chance(),
    )  # fmt: skip
    with ThreadPoolExecutor(THREADS) as executor:
        found = simulate(
            start.county,
            assumed,
            trajectories=trajectories or scenario.trajectories,
            seed=SEED,
            executor=executor,
            told=told,
        )
    profile = start.county.arriving.sum(axis=2)
    household = housing.household if housing else profile / profile.sum()
    answers = response(start.county, assumed, household=household, middle=found.middle.people.sum(axis=(1, 2, 3)))
    result = {
        **_bands(found),
        "flows": {name: [[round(v) for v in row] for row in found.county_flows[:, :, place].tolist()] for place, name in enumerate(COUNTY_FLOWS)},
        "ages": _ages(found),
        "cumulated": _cumulated(found),
        "homes": homes.round().astype(int).tolist(),
        "response": {
            "per_household": np.round(answers.per_household, 4).tolist(),
            "per_level": np.round(answers.per_level, 1).tolist(),
            "middle": answers.middle.round().astype(int).tolist(),
            "arriving": float(start.county.arriving.sum() * start.usual_arrivals),
            "usual": start.usual_arrivals,
        },
    }  # fmt: skip
    return _keep(scenario, start, found, result, [*notes, *said], on, by)


def _with_measures(scenario: Scenario, start: Start, extra: Floats) -> tuple[Floats, list[Text]]:
    """Add what the measures are expected to bring a year, spread like today's arrivals."""
    notes = []
    profile = start.county.arriving / start.county.arriving.sum()
    for measure in scenario.measures.select_related("municipality"):
        if measure.effect_likely is None:
            continue
        share = profile
        if measure.municipality is not None and measure.municipality.ags in start.county.areas:
            share = np.zeros_like(profile)
            place = start.county.areas.index(measure.municipality.ags)
            share[..., place] = profile[..., place] / profile[..., place].sum()
        for step in range(len(extra)):
            year = start.county.year + 1 + step
            if measure.begins_on.year <= year <= (measure.ends_on.year if measure.ends_on else year):
                extra[step] += measure.effect_likely * share
        notes.append(
            Text(
                f"„{measure.title}“ zählt mit {measure.effect_likely} Zugezogenen im Jahr ({measure.effect_source}).",
                f"“{measure.title}” counts with {measure.effect_likely} arrivals a year ({measure.effect_source}).",
            )
        )
    return extra, notes


def _whole(values: Floats) -> list[int]:
    return [round(float(value)) for value in values]


def _bands(found: Result) -> dict[str, Any]:
    keys = [str(one) for one in QUANTILES]
    bands: dict[str, Any] = {
        "": {
            group: {key: _whole(found.county_quantiles[place, :, row]) for place, key in enumerate(keys)}
            for row, group in enumerate(GROUPS)
        }
    }
    for column, area in enumerate(found.areas):
        bands[area] = {
            group: {key: _whole(found.quantiles[place, :, row, column]) for place, key in enumerate(keys)}
            for row, group in enumerate(GROUPS)
        }
    return {"years": found.years, "areas": list(found.areas), "bands": bands}


def _ages(found: Result) -> dict[str, Any]:
    kept = sorted({0, *range(AGES_EVERY, len(found.years), AGES_EVERY), len(found.years) - 1})
    ages: dict[str, Any] = {}
    for column, area in [(None, ""), *enumerate(found.areas)]:
        ages[area] = {}
        for step in kept:
            people = found.middle.people[step]
            both = people.sum(axis=2) if column is None else people[..., column]
            ages[area][str(found.years[step])] = {"women": _whole(both[0]), "men": _whole(both[1])}
    return ages


def _cumulated(found: Result) -> list[list[int]]:
    """The county's inhabitants at every per cent of the trajectories, by year: any target's probability can be read off."""
    rows: list[list[int]] = np.quantile(found.totals, np.linspace(0, 1, 101), axis=1).round().astype(int).T.tolist()
    return rows


@transaction.atomic
def _keep(
    scenario: Scenario, start: Start, found: Result, result: dict[str, Any], notes: list[Text], on: date, by: User | None
) -> ProjectionRun:  # fmt: skip
    row = ProjectionRun.objects.create(
        scenario=scenario, computed_on=on, base_year=start.county.year, base=start.base, about=found.about,
        assumptions={
            "until": scenario.until, "fertility_percent": scenario.fertility_percent, "arriving_percent": scenario.arriving_percent,
            "leaving_percent": scenario.leaving_percent, "homes": scenario.homes,
            "occupied": str(scenario.occupied) if scenario.occupied is not None else None,
            "from_outside": str(scenario.from_outside) if scenario.from_outside is not None else None,
            "persons_per_household": scenario.persons_per_household, "homes_source": scenario.homes_source,
            "measures": list(scenario.measures.values_list("pk", flat=True)),
        },
        notes=[{"de": text.de, "en": text.en} for text in notes], result=result,
    )  # fmt: skip
    record(
        by=by,
        message=Phrase(
            gettext_noop("Projection computed with %(count)s trajectories"), {"count": found.about["trajectories"]}
        ),
        subject=scenario.ref,
        field="growth",
        confidentiality=OPEN,
    )
    return row
