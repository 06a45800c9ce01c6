"""The financing plan: what an item may exceed, and where plan and notice differ."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from wandel.core.foerderung.plan import (
    Basis,
    CostLine,
    OverrunRule,
    SourceLine,
    Verdict,
    differences,
    overrun_rule,
    overruns,
)

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "plan.yaml").read_text("utf-8"))
EURO = st.integers(0, 10**9).map(lambda cents: Decimal(cents).scaleb(-2))


def line(facts: dict[str, Any]) -> CostLine:
    years = {
        name: {int(year): Decimal(str(amount)) for year, amount in facts.get(name, {}).items()}
        for name in ("planned", "spent")
    }
    committed = Decimal(str(facts.get("committed", 0)))
    return CostLine(facts["key"], facts["key"], **years, committed=committed, done=facts.get("done", False))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_every_sourced_case(case: dict[str, Any]) -> None:
    assert case["source"]
    percent = case["rule"].get("percent")
    rule = OverrunRule(
        Basis(case["rule"]["basis"]), Decimal(percent) if percent is not None else None, "Nr. 1.2", "confirmed"
    )
    found = {one.key: [one.verdict, None if one.limit is None else str(one.limit)] for one in overruns([line(one) for one in case["lines"]], rule)}  # fmt: skip
    assert found == case["expected"]


@given(st.lists(st.tuples(EURO, EURO, EURO, st.booleans()), max_size=6), st.integers(0, 100))
def test_without_an_excess_nothing_is_said_and_covered_never_takes_more_than_was_saved(
    rows: list[tuple[Decimal, Decimal, Decimal, bool]], percent: int
) -> None:
    lines = [
        CostLine(str(number), "", {2026: planned}, {2026: spent}, committed, done)
        for number, (planned, spent, committed, done) in enumerate(rows)
    ]
    found = overruns(lines, OverrunRule(Basis.ITEM, Decimal(percent), "Nr. 1.2", "confirmed"))
    assert [one.key for one in found] == [one.key for one in lines if one.excess]
    for one in found:
        assert one.limit is not None
        assert (one.verdict is Verdict.ASK) == (one.excess > one.limit)
    covered = sum(one.excess for one in found if one.verdict is Verdict.COVERED)
    assert covered <= sum(one.saved for one in lines)


def test_the_federal_fifth_is_confirmed_and_that_of_the_land_is_not() -> None:
    federal = overrun_rule("anbest_gk_bund", "2019-06", financing="anteil")
    assert (federal.basis, federal.percent, federal.status) == (Basis.ITEM, Decimal(20), "confirmed")
    land = overrun_rule("anbest_g_nrw", "2022-06-06", financing="anteil")
    assert (land.percent, land.status) == (Decimal(20), "unconfirmed")
    assert overrun_rule("anbest_gk_bund", "2019-06", financing="festbetrag").basis is Basis.FREE
    assert overrun_rule("no_such_set", "2019-06", financing="anteil").basis is Basis.UNKNOWN


def test_a_sum_that_does_not_add_up_is_shown_with_the_difference() -> None:
    lines = [CostLine("a", "A", {2026: Decimal("900.00")})]
    sources = [SourceLine("grant", "", {2026: Decimal("500.00")}), SourceLine("own", "", {2026: Decimal("300.00")})]
    agreed = {"eligible_costs": Decimal("1000.00"), "grant": Decimal("500.00"), "third_party": Decimal("50.00")}
    found = {one.code: one.difference for one in differences(lines, sources, **agreed)}
    assert found == {"costs": Decimal("-100.00"), "third_party": Decimal("-50.00"), "balance": Decimal("-100.00")}
    assert differences([], [], **agreed) == ()
