"""Which law governs an award: thresholds to the cent, regimes to the day, statutes that only ever narrow."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from wandel.core.foerderung.procurement import (
    KINDS,
    PROCEDURES,
    Buyer,
    NoThreshold,
    Procurement,
    UnknownMunicipality,
    buyer_of,
    covered,
    procurement_of,
)
from wandel.core.foerderung.procurement.regimes import grant_conditions_on, regimes
from wandel.core.law.tests.cases import case_names, read_cases
from wandel.core.law.texts import Text
from wandel.core.profile import procurement as profile_words
from wandel.core.profile.locate import profile_directory
from wandel.core.profile.model import Profile
from wandel.core.profile.procurement import ProcurementStatute, StatuteLimit
from wandel.core.profile.reading import load_profile
from wandel.core.profile.tests import middle_county

CASES = Path(__file__).resolve().parents[2] / "cases"
THRESHOLDS = read_cases(CASES / "procurement_thresholds.yaml")
REGIMES = read_cases(CASES / "procurement.yaml")
CENT = Decimal("0.01")
DAYS = st.dates(min_value=date(2014, 1, 1), max_value=date(2027, 12, 31))
VALUES = st.integers(1, 10**9).map(lambda cents: Decimal(cents).scaleb(-2))
# How much a procedure is allowed: certainly, perhaps, not.
FREEDOM = {True: 2, None: 1, False: 0}


@pytest.fixture(scope="module")
def dueren() -> Profile:
    return load_profile(profile_directory("kreis_dueren"))


def town(*limits: StatuteLimit, certainty: str = "confirmed") -> Buyer:
    statute = ProcurementStatute(
        "99901001", date(2026, 1, 1), "Vergabesatzung Oberfeld", "invented", certainty=certainty, limits=limits
    )
    return Buyer("99901001", Text("Oberfeld", "Oberfeld"), "NW", False, statute)


def of(answer: Procurement, procedure: str) -> Any:
    return next(one for one in answer.procedures if one.procedure == procedure)


@pytest.mark.parametrize("case", THRESHOLDS, ids=case_names(THRESHOLDS))
def test_a_value_belongs_above_as_soon_as_it_reaches_the_threshold(case: Any) -> None:
    threshold = Decimal(case["expected"]["threshold"])
    for kind in case["facts"]["kinds"]:
        on = case["facts"]["day"]
        below = procurement_of(kind, threshold - CENT, on=on)
        equal = procurement_of(kind, threshold, on=on)
        assert (below.threshold.value, below.above, equal.above) == (threshold, False, True), kind
        assert equal.threshold.status == case["expected"]["status"]


@pytest.mark.parametrize("case", REGIMES, ids=case_names(REGIMES))
def test_an_award_follows_this_law(case: Any) -> None:
    facts, expected = case["facts"], case["expected"]
    answer = procurement_of(facts["kind"], Decimal(facts["value"]), on=facts["day"])
    assert answer.regime is not None
    assert (answer.above, answer.regime_status) == (expected["above"], expected["status"])
    assert expected["norm"] in answer.regime.norms
    found = {one.procedure: one.permitted for one in answer.procedures}
    assert {key: found[key] for key in expected["permitted"]} == expected["permitted"]
    if "warning" in expected:
        assert expected["warning"] in {remark.code for remark in answer.warnings}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("day", [date(2013, 12, 31), date(2028, 1, 1)])
def test_a_day_outside_the_table_names_the_days_covered(kind: str, day: date) -> None:
    with pytest.raises(NoThreshold) as caught:
        procurement_of(kind, Decimal(1000), on=day)
    assert "2014-01-01 … 2027-12-31" in caught.value.text.de
    assert "2014-01-01 … 2027-12-31" in caught.value.text.en


@pytest.mark.parametrize("kind", KINDS)
def test_every_day_of_the_table_has_a_threshold_and_one_regime_on_each_side(kind: str) -> None:
    first, last = covered(kind)
    assert (first, last) == (date(2014, 1, 1), date(2027, 12, 31))
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        for side in ("above", "below"):
            fitting = [one for one in regimes() if one.side == side and kind in one.kinds and one.covers(day)]
            assert len(fitting) == 1, (kind, day, side)


@given(kind=st.sampled_from(sorted(KINDS)), on=DAYS, one=VALUES, two=VALUES, limit=VALUES)
@settings(max_examples=200, deadline=None)
def test_a_higher_value_never_loosens(kind: str, on: date, one: Decimal, two: Decimal, limit: Decimal) -> None:
    buyer = town(StatuteLimit(kind, "direct", limit), StatuteLimit(kind, "negotiated_award", limit * 2))
    for who in (None, buyer):
        low, high = (procurement_of(kind, value, on=on, buyer=who) for value in sorted((one, two)))
        assert high.above >= low.above
        if low.above == high.above:
            for before, after in zip(low.procedures, high.procedures, strict=True):
                assert FREEDOM[before.permitted] >= FREEDOM[after.permitted]
        if low.least_competition is not None and high.least_competition is not None:
            assert high.least_competition >= low.least_competition


@given(kind=st.sampled_from(sorted(KINDS)), on=DAYS, value=VALUES, limit=VALUES)
@settings(max_examples=200, deadline=None)
def test_a_statute_only_narrows_and_never_reaches_above_the_threshold(
    kind: str, on: date, value: Decimal, limit: Decimal
) -> None:
    limits = [StatuteLimit(kind, procedure, limit) for procedure in profile_words.PROCEDURES]
    bound, free = procurement_of(kind, value, on=on, buyer=town(*limits)), procurement_of(kind, value, on=on)
    for with_it, without in zip(bound.procedures, free.procedures, strict=True):
        if bound.above or with_it.procedure == "public_tender":
            assert with_it == without
        elif value > limit and with_it.procedure in profile_words.PROCEDURES:
            assert with_it.permitted is False
        elif without.permitted is not None:
            assert with_it.permitted == without.permitted


@given(kind=st.sampled_from(sorted(KINDS)), on=DAYS, value=VALUES)
@settings(max_examples=100, deadline=None)
def test_every_answer_gives_norm_source_status_and_a_reason_in_both_languages(
    kind: str, on: date, value: Decimal
) -> None:
    answer = procurement_of(kind, value, on=on)
    assert answer.procedures
    for one in answer.procedures:
        assert one.norm
        assert one.source
        assert one.because.de
        assert one.because.en
        assert one.status in {"confirmed", "unconfirmed"}
        assert one.procedure in PROCEDURES
    assert {step.name for step in answer.steps} >= {"value", "lots", "day", "threshold", "grant"}
    assert any(one.conditions == "ANBest-G NRW" for one in answer.grant_conditions)


def test_the_statute_of_2026_decides_alone_up_to_its_limit() -> None:
    buyer = town(StatuteLimit("works", "direct", Decimal("50000.00")))
    for value, permitted in ((Decimal("50000.00"), True), (Decimal("50000.01"), False)):
        direct = of(procurement_of("works", value, on=date(2026, 3, 2), buyer=buyer), "direct")
        assert (direct.permitted, direct.limit, direct.status) == (permitted, Decimal("50000.00"), "confirmed")
        assert "Vergabesatzung Oberfeld" in direct.norm
    other = of(procurement_of("works", Decimal(1000), on=date(2026, 3, 2), buyer=buyer), "negotiated_award")
    assert (other.permitted, other.status) == (None, "unconfirmed")
    assert "keine Grenze hinterlegt" in other.because.de


def test_before_2026_the_lower_of_both_limits_counts() -> None:
    on, value = date(2024, 5, 2), Decimal("60000.00")
    strict = town(StatuteLimit("services", "negotiated_award", Decimal(50000)))
    wide = town(StatuteLimit("services", "negotiated_award", Decimal(500000)))
    narrowed = of(procurement_of("services", value, on=on, buyer=strict), "negotiated_award")
    assert (narrowed.permitted, narrowed.limit) == (False, Decimal(50000))
    kept = of(procurement_of("services", value, on=on, buyer=wide), "negotiated_award")
    assert (kept.permitted, kept.limit) == (True, Decimal(100000))


def test_a_statute_nobody_confirmed_stays_unconfirmed() -> None:
    buyer = town(StatuteLimit("works", "direct", Decimal(50000)), certainty="unconfirmed")
    answer = procurement_of("works", Decimal(1000), on=date(2026, 3, 2), buyer=buyer)
    assert of(answer, "direct").status == "unconfirmed"
    assert answer.as_json()["statute"]["status"] == "unconfirmed"  # type: ignore[index]


def test_a_town_whose_statute_nobody_knows_is_told_to_ask(dueren: Profile) -> None:
    on = date(2026, 3, 2)
    answer = procurement_of("works", Decimal(1000), on=on, buyer=buyer_of(dueren, "05358008", on=on))
    statute: Any = answer.as_json()["statute"]
    assert (statute["known"], statute["status"], statute["limits"]) == (False, "unconfirmed", [])
    assert "not known to wandel" in statute["because"]["en"]
    assert "statute-unknown" in {remark.code for remark in answer.warnings}
    assert dueren.procurement_statutes == ()


@pytest.mark.parametrize("ags", ["05358", "05358000"])
def test_the_kreis_gets_the_new_law_through_another_act_and_nobody_has_confirmed_it(ags: str, dueren: Profile) -> None:
    before, since = (
        procurement_of("works", Decimal(1000), on=on, buyer=buyer_of(dueren, ags, on=on))
        for on in (date(2024, 12, 31), date(2026, 1, 1))
    )
    assert (before.regime_status, since.regime_status) == ("confirmed", "unconfirmed")
    assert {one.status for one in since.procedures} == {"unconfirmed"}
    assert any("§ 53 KrO" in remark.text.de for remark in since.warnings)
    above = procurement_of("works", Decimal(6000000), on=date(2026, 1, 1), buyer=buyer_of(dueren, ags, on=date.max))
    assert above.regime_status == "confirmed"


def test_the_fifteen_municipalities_and_nobody_else_may_buy(dueren: Profile) -> None:
    on = date(2026, 3, 2)
    assert {buyer_of(dueren, one.ags, on=on).name.de for one in dueren.municipalities} >= {"Düren", "Jülich"}
    for ags in ("05315000", "05358", "5358008", "", "düren", "053580080"):
        if ags == "05358":
            continue
        with pytest.raises(UnknownMunicipality, match="no municipality of this county"):
            buyer_of(dueren, ags, on=on)


def test_the_statute_in_force_on_the_day_is_taken() -> None:
    county = load_profile(middle_county)
    old = buyer_of(county, "99901001", on=date(2026, 12, 31)).statute
    new = buyer_of(county, "99901001", on=date(2027, 1, 1)).statute
    assert old
    assert new
    assert (old.title, new.title) == ("Vergabesatzung Oberfeld", "Vergabesatzung Oberfeld (neu)")


def test_another_land_has_its_own_law_below_and_wandel_does_not_know_it() -> None:
    buyer = Buyer("03101000", Text("Braunschweig", "Braunschweig"), "NI", False, None)
    below = procurement_of("works", Decimal(1000), on=date(2026, 3, 2), buyer=buyer)
    assert (below.regime, below.procedures, below.regime_status) == (None, (), "unconfirmed")
    data: Any = below.as_json()
    assert "NI" in data["regime"]["because"]["de"]
    assert procurement_of("works", Decimal(6000000), on=date(2026, 3, 2), buyer=buyer).regime is not None


@pytest.mark.parametrize(
    ("day", "words"), [(date(2023, 8, 23), "nur gleichartige"), (date(2023, 8, 24), "werden zusammengerechnet")]
)
def test_planners_count_together_since_24_august_2023(day: date, words: str) -> None:
    answer = procurement_of("planning", Decimal(100000), on=day)
    assert words in next(step.text.de for step in answer.steps if step.name == "planning")


@pytest.mark.parametrize(("day", "status"), [(date(2026, 4, 21), "confirmed"), (date(2026, 4, 22), "unconfirmed")])
def test_what_the_newest_conditions_of_nrw_demand_has_not_been_read(day: date, status: str) -> None:
    assert [one.status for one in grant_conditions_on(day) if one.conditions == "ANBest-G NRW"] == [status]


@pytest.mark.parametrize(("kind", "value"), [("roads", "1"), ("works", "0"), ("works", "-1"), ("works", "NaN")])
def test_the_library_refuses_what_is_no_award(kind: str, value: str) -> None:
    with pytest.raises(ValueError, match=r"the (kind|value) is"):
        procurement_of(kind, Decimal(value), on=date(2026, 3, 2))


def test_the_profile_knows_the_same_words() -> None:
    assert set(profile_words.KINDS) == set(KINDS)
    assert set(profile_words.PROCEDURES) < set(PROCEDURES)


def test_no_sentence_of_the_tables_is_cut_at_a_comma() -> None:
    folder = Path(__file__).resolve().parent.parent

    def pairs(node: object) -> Iterator[dict[str, object]]:
        if isinstance(node, dict):
            if "de" in node:
                yield node
            for value in node.values():
                yield from pairs(value)
        elif isinstance(node, list):
            for value in node:
                yield from pairs(value)

    for path in folder.glob("*.yaml"):
        for pair in pairs(yaml.safe_load(path.read_text("utf-8"))):
            assert set(pair) == {"de", "en"}, pair
