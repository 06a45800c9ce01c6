"""How many homes a site holds, and that nothing is guessed."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wandel.core.suitability.capacity import NOTHING, Factor, Inputs, Spread, capacity_of

COUNCIL = "Kreistag, 11. Juni 2026"
FULL = Inputs(
    gross_m2=Factor(Decimal(34_000), "gezeichnete Fläche", "gemessen"),
    net_share=Factor(Decimal("0.7"), "Siedlungskonzept", COUNCIL),
    density=Spread(Decimal(30), Decimal(35), Decimal(50), "Bezirksregierung Köln", COUNCIL),
    existing=Factor(Decimal(2), "Flächenblatt", "Rathaus"),
    household_size=Factor(Decimal("2.1"), "Zensus 2022", COUNCIL),
)


def test_homes_are_area_times_net_share_times_density_less_what_stands_there() -> None:
    found = capacity_of(FULL)
    # 3.4 ha × 0.7 = 2.38 ha net; × 30, 35, 50 = 71.4, 83.3, 119; less 2.
    assert (found.low, found.likely, found.high) == (69, 81, 117)
    assert (found.people_low, found.people_likely, found.people_high) == (145, 170, 246)
    assert found.basis == "computed"
    assert "2,38 ha netto" in found.steps[0].de
    assert "Bezirksregierung Köln" in found.steps[1].en


def test_the_number_a_town_hall_states_for_its_site_wins() -> None:
    stated = Spread(Decimal(80), Decimal(85), Decimal(90), "Flächenabfrage 2026, Vettweiß")
    found = capacity_of(replace(FULL, stated=stated))
    assert (found.low, found.likely, found.high, found.basis) == (80, 85, 90, "stated")
    alone = capacity_of(Inputs(stated=stated))
    assert alone.likely == 85
    assert alone.people_likely is None
    assert "household size is missing" in alone.missing_people[0].en


def test_one_stated_number_stands_for_the_range_and_says_so() -> None:
    found = capacity_of(Inputs(stated=Spread(likely=Decimal(4), source="Abfrage")))
    assert (found.low, found.likely, found.high) == (4, 4, 4)
    assert "No range" in found.steps[1].en


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"gross_m2": NOTHING}, "size is missing"),
        ({"net_share": NOTHING}, "share of net building land is missing"),
        ({"net_share": Factor(Decimal("0.7"), "somewhere")}, "who decided"),
        ({"density": Spread(low=Decimal(20))}, "density is missing"),
        ({"density": Spread(Decimal(20), Decimal(25), Decimal(30))}, "density does not say"),
        ({"existing": NOTHING}, "write 0"),
    ],
)
def test_a_missing_factor_gives_a_sentence_instead_of_a_number(change: dict[str, object], word: str) -> None:
    found = capacity_of(replace(FULL, **change))  # type: ignore[arg-type]
    assert (found.low, found.likely, found.high, found.known) == (None, None, None, False)
    assert len(found.missing) == 1
    assert word in found.missing[0].en
    assert found.missing[0].de


def test_everything_that_is_missing_is_said_at_once() -> None:
    assert len(capacity_of(Inputs()).missing) == 4


@pytest.mark.parametrize(
    "change",
    [
        {"net_share": Factor(Decimal("1.2"), "x", "y")},
        {"existing": Factor(Decimal(-1), "x", "y")},
        {"stated": Spread(Decimal(9), Decimal(5), Decimal(7), "x")},
    ],
)
def test_impossible_values_are_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"not in|negative|hold"):
        capacity_of(replace(FULL, **change))  # type: ignore[arg-type]


@given(
    st.decimals(0, 10_000_000, places=1),
    st.decimals("0.01", 1, places=2),
    st.lists(st.integers(0, 300), min_size=3, max_size=3).map(sorted),
    st.integers(0, 500),
)
def test_low_likely_high_keep_their_order_and_never_fall_below_zero(
    gross: Decimal, share: Decimal, per_ha: list[int], existing: int
) -> None:
    found = capacity_of(
        Inputs(
            gross_m2=Factor(gross, "x", "y"),
            net_share=Factor(share, "x", "y"),
            density=Spread(Decimal(per_ha[0]), Decimal(per_ha[1]), Decimal(per_ha[2]), "x", "y"),
            existing=Factor(Decimal(existing), "x", "y"),
        )
    )
    assert found.low is not None
    assert found.likely is not None
    assert found.high is not None
    assert 0 <= found.low <= found.likely <= found.high
    exact = max(Decimal(0), gross / 10_000 * share * per_ha[1] - existing)
    assert abs(found.likely - exact) <= Decimal("0.5")
