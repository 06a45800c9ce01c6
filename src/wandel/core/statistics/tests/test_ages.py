"""Spreading age groups over single years: sums kept, nobody below zero, the county's shape where the town is alike."""

from decimal import Decimal
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wandel.core.statistics.age_groups import AgeGroup
from wandel.core.statistics.ages import AgesError, as_groups, single_ages, spread, whole_persons

# The 17 groups of table 12411-02-03.
BOUNDS = (0, 3, 6, 10, 15, 18, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 75)
GROUPS = [AgeGroup(low, until) for low, until in pairwise(BOUNDS)] + [AgeGroup(75)]
counts = st.lists(st.integers(0, 20_000), min_size=17, max_size=17)
patterns = st.lists(st.floats(0, 5_000, allow_subnormal=False), min_size=101, max_size=101)


@settings(max_examples=80, deadline=None)
@given(counts, patterns)
def test_every_group_keeps_its_count_and_nobody_is_below_zero(persons: list[int], pattern: list[float]) -> None:
    groups = list(zip(GROUPS, map(float, persons), strict=True))
    ages = spread(groups, pattern)
    assert ages.min() >= 0
    for group, count in groups:
        assert ages[group.low : group.until].sum() == pytest.approx(count, rel=1e-9, abs=1e-6)
    whole = whole_persons(ages, groups)
    assert [sum(whole[group.low : group.until]) for group in GROUPS] == persons
    assert max(abs(a - b) for a, b in zip(whole, ages, strict=True)) < 1 + 1e-6


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(1, 5_000), min_size=101, max_size=101), st.floats(0.001, 3))
def test_a_county_in_small_gets_the_countys_own_years(pattern: list[int], scale: float) -> None:
    shape = np.array(pattern, dtype=np.float64)
    groups = [(group, float(shape[group.low : group.until].sum() * scale)) for group in GROUPS]
    assert np.allclose(spread(groups, shape), shape * scale, rtol=1e-6, atol=shape.sum() * 1e-9)


def test_without_a_pattern_single_years_stay_and_wide_groups_are_smooth() -> None:
    groups = [(AgeGroup(age, age + 1), 100.0) for age in range(75)]
    groups += [(AgeGroup(75, 80), 400.0), (AgeGroup(80, 85), 250.0), (AgeGroup(85, 90), 120.0), (AgeGroup(90), 60.0)]
    ages = single_ages(groups)
    assert np.allclose(ages[:75], 100)
    assert ages[75:80].sum() == pytest.approx(400)
    assert ages[90:].sum() == pytest.approx(60)
    assert all(later <= earlier for earlier, later in pairwise(ages[74:100]))
    # 60 of 180 in five years: each year keeps the fifth root of a third.
    assert ages[91] / ages[90] == pytest.approx((60 / 180) ** 0.2)


@pytest.mark.parametrize(
    ("groups", "what"),
    [
        ([], "no age groups"),
        ([(AgeGroup(0, 3), 1.0), (AgeGroup(4), 1.0)], "do not join"),
        ([(AgeGroup(0, 3), 1.0)], "must be open"),
        ([(AgeGroup(0, 3), -1.0), (AgeGroup(3), 1.0)], "no number from zero up"),
        ([(AgeGroup(0, 3), float("nan")), (AgeGroup(3), 1.0)], "no number from zero up"),
    ],
)
def test_groups_that_cannot_be_spread_are_refused(groups: list[tuple[AgeGroup, float]], what: str) -> None:
    with pytest.raises(AgesError, match=what):
        spread(groups, np.ones(101))


def test_a_group_without_a_value_is_not_taken_for_zero() -> None:
    assert as_groups([(AgeGroup(3), Decimal(2)), (AgeGroup(0, 3), Decimal(1))])[0] == (AgeGroup(0, 3), 1.0)
    with pytest.raises(AgesError, match="has no value"):
        as_groups([(AgeGroup(0, 3), None)])
    with pytest.raises(AgesError, match="one number from zero up per year"):
        spread([(AgeGroup(0), 1.0)], [1.0, -1.0])
    with pytest.raises(AgesError, match="single open age group"):
        single_ages([(AgeGroup(0), 1.0)])
