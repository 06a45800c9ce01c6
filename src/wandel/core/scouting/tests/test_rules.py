"""Rules of scouting: sourced cases, the money, the status on the day."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from wandel.core.scouting.programme import Allowed, Applicant, ProgrammeFacts
from wandel.core.scouting.rules import Answer, Idea, Status, judge, money_of, status_on

DAY = date(2026, 11, 23)
CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "rules.yaml").read_text("utf-8"))
EURO = st.integers(0, 10**10).map(lambda cents: Decimal(cents).scaleb(-2))


def made(facts: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = dict(facts)
    for name in ("costs", "wanted", "others", "minimum_cost", "maximum_grant"):
        if name in found:
            found[name] = Decimal(str(found[name]))
    if "applicants" in found:
        found["applicants"] = frozenset(Applicant(one) for one in found["applicants"])
    if "areas" in found:
        found["areas"] = frozenset(found["areas"])
    if "without" in found:
        found["without"] = tuple(found["without"])
    if "early_start" in found:
        found["early_start"] = Allowed(found["early_start"])
    return found


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_every_sourced_case(case: dict[str, Any]) -> None:
    assert case["source"]
    verdict = judge(
        ProgrammeFacts("p", "Programm", **made(case["programme"])), Idea("Idee", **made(case["idea"])), on=DAY
    )
    answers = {one.key: one.answer.value for one in verdict.checks}
    assert {key: answers[key] for key in case["expected"]} == case["expected"]
    assert [one.key for one in verdict.broken] == case.get("broken", [])
    assert all(one.text.de and one.text.en for one in verdict.checks)


def test_the_status_follows_the_day() -> None:
    programme = ProgrammeFacts("p", "P", opens_on=date(2026, 1, 1), closes_on=date(2026, 12, 31))
    assert status_on(programme, date(2025, 12, 31)) is Status.ANNOUNCED
    assert status_on(programme, date(2026, 6, 1)) is Status.OPEN
    assert status_on(programme, date(2026, 12, 1)) is Status.CLOSING
    assert status_on(programme, date(2027, 1, 1)) is Status.CLOSED
    assert status_on(ProgrammeFacts("p", "P", continuous=True), DAY) is Status.CONTINUOUS
    assert status_on(ProgrammeFacts("p", "P"), DAY) is Status.NOT_STATED


def test_the_grant_is_bounded_by_rate_maximum_and_own_share() -> None:
    programme = ProgrammeFacts("p", "P", rate=Decimal(80), maximum_grant=Decimal(500000), own_share=Decimal(10))
    found = money_of(programme, Idea("", costs=Decimal(1000000), wanted=Decimal(600000)))
    assert (found.grant, found.own, found.gap) == (Decimal(500000), Decimal(500000), Decimal(100000))
    found = money_of(programme, Idea("", costs=Decimal(100000), others=Decimal(30000)))
    assert (found.grant, found.own) == (Decimal(60000), Decimal(10000))
    assert money_of(ProgrammeFacts("p", "P"), Idea("", costs=Decimal(1))).grant is None


@given(EURO, EURO, st.integers(0, 100), st.integers(0, 100), EURO)
def test_grant_own_money_and_others_are_the_costs_to_the_cent(
    costs: Decimal, others: Decimal, rate: int, own_share: int, most: Decimal
) -> None:
    programme = ProgrammeFacts("p", "P", rate=Decimal(rate), own_share=Decimal(own_share), maximum_grant=most)
    found = money_of(programme, Idea("", costs=costs, others=min(others, costs)))
    assert found.grant is not None
    assert found.own is not None
    assert found.grant + found.own + min(others, costs) == costs
    assert 0 <= found.grant <= most
    assert found.own >= 0


@given(st.sets(st.sampled_from(list(Applicant))), st.sampled_from(["", "05358060", "12051000"]), st.booleans())
def test_a_programme_that_states_nothing_is_never_taken_out(
    applicants: set[Applicant], place: str, begun: bool
) -> None:
    verdict = judge(
        ProgrammeFacts("p", "P"), Idea("x", applicants=frozenset(applicants), place=place, begun=begun), on=DAY
    )
    assert not verdict.broken
    assert all(one.answer is Answer.UNKNOWN for one in verdict.checks)
