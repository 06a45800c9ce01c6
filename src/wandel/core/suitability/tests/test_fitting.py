"""An area and a wish: ✓, ✗ and ?, and a grade that can be computed by hand."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from wandel.core.suitability.fitting import AreaFacts, Profile, Verdict, check, fit

WISH = Profile(
    least_ha=Decimal(5), zones=frozenset({"GE", "GI"}), power_mw=Decimal(20), fibre_mbit=1000, rail_siding=True,
    motorway_minutes=10, most_price=Decimal(60), available_by=2028,
)  # fmt: skip
AREA = AreaFacts(
    hectares=Decimal(10), zone="GI", power_mw=Decimal(30), fibre_mbit=1000, rail_siding=True, motorway_minutes=4,
    price=Decimal(30), available_from=2027,
)  # fmt: skip


def verdicts(profile: Profile, area: AreaFacts) -> dict[str, str]:
    return {one.key: str(one.verdict) for one in fit(profile, area, year=2026).findings}


def test_an_area_that_has_everything_gets_a_grade_that_can_be_recomputed() -> None:
    found = fit(WISH, AREA, year=2026)
    assert found.certain
    # Size 5/10 = 50, power 50·30/20 = 75, fibre 50, motorway 100 − 50·4/10 = 80, price 75, time 100 − 50·1/2 = 75.
    assert [one.points for one in found.findings if one.points is not None] == [50, 75, 50, 80, 75, 75]
    assert found.score == 68
    assert found.explained.en.startswith("68 of 100: mean of 6 grades")


def test_what_nobody_knows_is_a_question_and_neither_met_nor_refused() -> None:
    found = fit(WISH, AreaFacts(), year=2026)
    assert {one.verdict for one in found.findings} == {Verdict.UNKNOWN}
    assert not found.excluded
    assert not found.certain
    assert found.score is None
    assert len(found.open_questions) == 8


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"hectares": Decimal("4.99")}, "least_ha"),
        ({"zone": "WA"}, "zones"),
        ({"power_mw": Decimal(19)}, "power_mw"),
        ({"fibre_mbit": 999}, "fibre_mbit"),
        ({"rail_siding": False}, "rail_siding"),
        ({"motorway_minutes": 11}, "motorway_minutes"),
        ({"price": Decimal("60.01")}, "most_price"),
        ({"available_from": 2029}, "available_by"),
    ],
)
def test_one_rule_that_is_broken_excludes(change: dict[str, Any], key: str) -> None:
    found = fit(WISH, replace(AREA, **change), year=2026)
    assert [one.key for one in found.findings if one.verdict is Verdict.NO] == [key]
    assert found.excluded


@pytest.mark.parametrize(
    "change",
    [
        {"hectares": Decimal(5)}, {"power_mw": Decimal(20)}, {"motorway_minutes": 10}, {"price": Decimal(60)},
        {"available_from": 2028},
    ],
)  # fmt: skip
def test_the_limit_itself_is_met(change: dict[str, Any]) -> None:
    assert fit(WISH, replace(AREA, **change), year=2026).certain


def test_what_is_not_asked_for_is_not_judged() -> None:
    assert verdicts(Profile(), AREA) == {}
    assert verdicts(Profile(gas=True), AREA) == {"gas": "?"}
    assert verdicts(Profile(gas=True), replace(AREA, gas=False)) == {"gas": "✗"}


def test_the_best_comes_first() -> None:
    fits = [fit(WISH, area, year=2026) for area in (replace(AREA, zone="WA"), replace(AREA, price=None), AREA)]
    assert sorted(fits, key=lambda one: one.rank) == [fits[2], fits[1], fits[0]]


def test_a_profile_that_contradicts_itself_is_named_in_a_sentence() -> None:
    wrong = Profile(least_ha=Decimal(9), most_ha=Decimal(3))
    assert check(wrong)[0].de.startswith("Die kleinste Größe")
    with pytest.raises(ValueError, match="Swap"):
        fit(wrong, AREA, year=2026)


def test_every_finding_speaks_both_languages() -> None:
    for one in fit(WISH, AREA, year=2026).findings:
        assert one.because.de
        assert one.because.en
        assert one.because.de != one.because.en
