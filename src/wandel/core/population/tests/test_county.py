"""The county's model: null projections, sums, the adjoint, executors, and bands that hold what they promise."""

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wandel.core.population.adjoint import response, worth
from wandel.core.population.chance import Chance
from wandel.core.population.county import County
from wandel.core.population.groups import GROUPS
from wandel.core.population.housing import Housing, family_profile
from wandel.core.population.middle import FLOWS, middle_path
from wandel.core.population.problems import PopulationError
from wandel.core.population.rates import shrink
from wandel.core.population.scenario import Scenario
from wandel.core.population.simulation import Result, simulate

STILL = Chance(0, 0, 0, 0, 0, 0, 0, 0, 0)


def small(places: int = 3, ages: int = 90, seed: int = 3) -> County:
    """An invented county: three towns, everything random but possible."""
    chance = np.random.default_rng(seed)
    survival = np.clip(1 - np.exp(np.linspace(-8, -1, ages)), 0, 1)[None, :, None] * np.ones((2, 1, 1))
    fertility = np.zeros((ages, places))
    fertility[15:50] = chance.uniform(0.02, 0.08, (35, places))
    moving = chance.uniform(0, 0.01, (2, ages, places, places))
    moving[:, :, np.arange(places), np.arange(places)] = 0
    return County(
        2024, tuple("abcdefgh"[:places]), chance.uniform(20, 300, (2, ages, places)), survival, fertility, moving,
        chance.uniform(0.01, 0.05, (2, ages, places)), chance.uniform(0, 4, (2, ages, places)),
    )  # fmt: skip


def nothing_happens(county: County) -> County:
    zero = np.zeros_like(county.base)
    return replace(
        county, survival=np.ones((2, county.base.shape[1], 1)), fertility=zero[0], moving=np.zeros_like(county.moving),
        leaving=zero, arriving=zero,
    )  # fmt: skip


def test_without_births_deaths_and_moves_everybody_is_one_year_older() -> None:
    county = nothing_happens(small())
    after = middle_path(county, Scenario(1, chance=STILL)).people[1]
    np.testing.assert_array_equal(after[:, 1:-1], county.base[:, :-2])
    np.testing.assert_allclose(after[:, -1], county.base[:, -2] + county.base[:, -1])
    assert not after[:, 0].any()


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 2**16))
def test_every_municipality_balances_and_moves_within_the_county_cancel(seed: int) -> None:
    county = small(seed=seed)
    extra = np.random.default_rng(seed).uniform(0, 3, (4, *county.base.shape))
    path = middle_path(county, Scenario(4, arriving=1.2, extra=extra))
    flows = {name: path.flows[:, place] for place, name in enumerate(FLOWS)}
    people = path.people.sum(axis=(1, 2))
    natural = flows["births"] - flows["deaths"]
    outside = flows["in_outside"] - flows["out_outside"]
    inside = flows["inside_in"] - flows["inside_out"]
    np.testing.assert_allclose(people[1:], people[:-1] + natural + outside + inside, rtol=1e-12)
    np.testing.assert_allclose(inside.sum(axis=1), 0, atol=1e-8)


@pytest.mark.thorough
@pytest.mark.parametrize("compiled", [True, False])
def test_without_chance_every_trajectory_is_the_middle_path(compiled: bool) -> None:
    county, scenario = small(), Scenario(5, chance=STILL)
    found = simulate(county, scenario, trajectories=3, seed=1, compiled=compiled)
    np.testing.assert_allclose(found.totals[-1], found.middle.people[-1].sum(), rtol=1e-6)
    for band in found.quantiles[:, -1, 0]:
        np.testing.assert_allclose(band, found.middle.people[-1].sum(axis=(0, 1)), rtol=1e-6)


@pytest.mark.thorough
def test_both_ways_of_computing_give_the_same_numbers() -> None:
    county, scenario = small(), Scenario(6)
    one, other = (simulate(county, scenario, trajectories=150, seed=5, compiled=way) for way in (True, False))
    np.testing.assert_allclose(one.totals, other.totals, rtol=1e-6)
    np.testing.assert_allclose(one.county_flows, other.county_flows, rtol=1e-6)


def same(one: Result, other: Result) -> bool:
    return all(
        np.array_equal(getattr(one, name), getattr(other, name))
        for name in ("totals", "quantiles", "county_quantiles", "county_flows")
    )


@pytest.mark.thorough
def test_threads_and_processes_give_the_same_result_as_one_after_the_other() -> None:
    county, scenario = small(), Scenario(3)
    alone = simulate(county, scenario, trajectories=1100, seed=9, compiled=False)
    for executor in (ThreadPoolExecutor(3), ProcessPoolExecutor(2)):
        with executor:
            assert same(alone, simulate(county, scenario, trajectories=1100, seed=9, executor=executor, compiled=False))


def test_a_seed_and_the_same_inputs_are_the_same_run_and_say_so() -> None:
    county = small()
    one, again = (simulate(county, Scenario(3), trajectories=40, seed=4) for _run in range(2))
    assert same(one, again)
    assert one.about == again.about
    assert (
        simulate(county, Scenario(3, arriving=1.1), trajectories=40, seed=4).about["assumptions"]
        != one.about["assumptions"]
    )
    assert not same(one, simulate(county, Scenario(3), trajectories=40, seed=5))


def test_groups_are_parts_of_everybody() -> None:
    found = simulate(small(), Scenario(2, chance=STILL), trajectories=2, seed=1)
    by_group = dict(zip(GROUPS, found.county_quantiles[2, 2], strict=True))
    assert by_group["all"] == pytest.approx(
        sum(by_group[name] for name in ("0-2", "3-5", "6-17", "18-64", "65+")), rel=1e-6
    )
    assert by_group["6"] < by_group["6-17"]
    assert by_group["80+"] < by_group["65+"]


def test_the_worth_of_an_arrival_is_what_simulating_it_gives() -> None:
    county, scenario = small(), Scenario(12)
    value = worth(county, scenario, until=12)
    before = middle_path(county, scenario).people[-1].sum()
    for step, sex, age, place in ((0, 0, 25, 1), (4, 1, 0, 0), (8, 0, 89, 2), (11, 1, 40, 1)):
        extra = np.zeros((12, *county.base.shape))
        extra[step, sex, age, place] = 1000
        after = middle_path(county, replace(scenario, extra=extra)).people[-1].sum()
        assert (after - before) / 1000 == pytest.approx(value[step, sex, age, place], rel=1e-9)


def test_the_worth_for_one_municipality_counts_only_those_who_live_there() -> None:
    county, scenario = small(), Scenario(8)
    counted = np.zeros_like(county.base)
    counted[..., 2] = 1
    value = worth(county, scenario, until=8, counted=counted)
    extra = np.zeros((8, *county.base.shape))
    extra[1, 0, 30, 0] = 500
    change = (
        middle_path(county, replace(scenario, extra=extra)).people[-1, ..., 2].sum()
        - middle_path(county, scenario).people[-1, ..., 2].sum()
    )
    assert change / 500 == pytest.approx(value[1, 0, 30, 0], rel=1e-9)


def test_a_slider_answers_what_a_new_run_would() -> None:
    county, years = small(), 10
    scenario = Scenario(years)
    housing = Housing(0.95, 0.6, 2.3, family_profile(90, weights=[(0, 10, 0.3), (25, 45, 0.6), (45, 80, 0.1)]))
    found = response(
        county, scenario, household=housing.household, middle=middle_path(county, scenario).people.sum(axis=(1, 2, 3))
    )
    homes = np.random.default_rng(1).uniform(0, 60, (years, 3))
    level = np.linspace(0, 0.2, years)
    answered = found.answer(households=housing.households(homes), level=level)
    again = middle_path(county, Scenario(years, arriving=1 + level, extra=housing.arrivals(homes)))
    np.testing.assert_allclose(answered, again.people[1:].sum(axis=(1, 2, 3)), rtol=1e-12)


def test_homes_become_persons_by_occupancy_origin_and_size() -> None:
    housing = Housing(0.9, 0.5, 2.0, family_profile(90, weights=[(20, 40, 1.0)]))
    arrivals = housing.arrivals(np.array([[100.0, 0.0]]))
    assert arrivals.sum() == pytest.approx(100 * 0.9 * 0.5 * 2)
    assert not arrivals[..., 1].any()
    with pytest.raises(PopulationError):
        Housing(1.2, 0.5, 2.0, housing.profile)


@pytest.mark.thorough
def test_bands_hold_what_they_promise_on_a_simulated_truth() -> None:
    """Draw one truth after another from the same chances; the 80 % band must hold about 80 % of them."""
    county, scenario = small(), Scenario(10)
    forecast = simulate(county, scenario, trajectories=3000, seed=1)
    truths = simulate(county, scenario, trajectories=2000, seed=2).totals
    low, high = forecast.county_quantiles[0, :, 0], forecast.county_quantiles[4, :, 0]
    for year in (3, 6, 10):
        inside = ((truths[year] >= low[year]) & (truths[year] <= high[year])).mean()
        assert 0.77 < inside < 0.83


def test_a_small_place_is_drawn_to_the_county_more_than_a_large_one() -> None:
    expected = np.array([10.0, 1000.0, 100.0, 100.0])
    found = shrink(np.array([20.0, 1300.0, 60.0, 130.0]), expected)
    assert 1 < found.factor[0] < found.raw[0]
    assert abs(found.factor[1] - found.raw[1]) < abs(found.factor[0] - found.raw[0])


def test_where_places_differ_no_more_than_chance_they_share_one_rate() -> None:
    found = shrink(np.array([98.0, 101.0, 103.0]), np.array([100.0, 100.0, 100.0]))
    assert (found.factor == 1).all()


def test_an_outlier_is_held_at_the_bound_and_named() -> None:
    found = shrink(np.array([400.0, *[100.0, 92.0, 105.0] * 3]), np.full(10, 100.0))
    assert found.factor.max() == 2.0
    assert list(found.trimmed) == [True, *[False] * 9]


def test_impossible_rates_are_refused_with_a_sentence() -> None:
    county = small()
    with pytest.raises(PopulationError, match="More than everybody"):
        replace(county, leaving=np.full_like(county.leaving, 1.5))
    with pytest.raises(PopulationError, match="negative or missing"):
        replace(county, base=county.base, fertility=-county.fertility)
