"""Contracts that together cross a line each stays below."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wandel.core.foerderung.procurement import KINDS, Buyer, NoThreshold, PlannedContract, splitting
from wandel.core.law.texts import Text
from wandel.core.profile.procurement import ProcurementStatute, StatuteLimit

ON = date(2026, 3, 2)
THRESHOLD = Decimal("216000.00")


def contracts(kind: str, *values: str) -> list[PlannedContract]:
    return [PlannedContract(f"{kind}-{number}", kind, Decimal(value)) for number, value in enumerate(values, 1)]


def town(*limits: StatuteLimit) -> Buyer:
    statute = ProcurementStatute("99901001", date(2026, 1, 1), "Vergabesatzung", "invented", limits=limits)
    return Buyer("99901001", Text("Oberfeld", "Oberfeld"), "NW", False, statute)


def test_two_services_that_reach_the_threshold_together_are_found() -> None:
    (found,) = splitting(contracts("services", "116000.00", "100000.00"), on=ON)
    assert (found.line, found.limit, found.total) == ("eu_threshold", THRESHOLD, THRESHOLD)
    assert found.contracts == ("services-1", "services-2")
    assert "216.000,00 €" in found.because.de
    assert "§ 3(7) VgV" in found.because.en
    assert found.as_json()["total"] == "216000.00"


def test_a_cent_less_is_no_splitting() -> None:
    assert splitting(contracts("services", "115999.99", "100000.00"), on=ON) == ()


def test_kinds_are_looked_at_separately() -> None:
    mixed = contracts("services", "200000.00") + contracts("supplies", "200000.00") + contracts("planning", "200000.00")
    assert splitting(mixed, on=ON) == ()


def test_one_contract_that_is_above_by_itself_is_not_split() -> None:
    assert splitting(contracts("services", "300000.00", "100000.00"), on=ON) == ()


def test_a_limit_is_crossed_beyond_it_and_not_at_it() -> None:
    on = date(2024, 5, 2)
    assert splitting(contracts("services", "12500.00", "12500.00"), on=on) == ()
    (found,) = splitting(contracts("services", "12500.00", "12500.01"), on=on)
    assert (found.line, found.limit, found.status) == ("direct", Decimal(25000), "unconfirmed")
    assert "Kommunale Vergabegrundsätze Nr. 5.2" in found.norm


def test_only_the_contracts_within_a_limit_are_named_for_it() -> None:
    found = splitting(contracts("services", "20000.00", "20000.00", "200000.00"), on=date(2024, 5, 2))
    assert [(one.line, len(one.contracts)) for one in found] == [("eu_threshold", 3), ("direct", 2)]


def test_since_2026_the_statute_draws_the_line_and_without_one_there_is_none() -> None:
    two = contracts("works", "30000.00", "30000.00")
    assert splitting(two, on=ON) == ()
    (found,) = splitting(two, on=ON, buyer=town(StatuteLimit("works", "direct", Decimal(50000))))
    assert (found.line, found.norm, found.status) == ("direct", "Vergabesatzung", "confirmed")


def test_planners_of_different_kinds_are_explained_before_24_august_2023() -> None:
    two = contracts("planning", "150000.00", "150000.00")
    old, new = (splitting(two, on=day)[0] for day in (date(2023, 8, 23), date(2023, 8, 24)))
    assert "gleichartige" in old.because.de
    assert "gleichartige" not in new.because.de


def test_what_is_no_contract_is_refused() -> None:
    for wrong in (contracts("roads", "1"), contracts("works", "0"), contracts("works", "1") * 2):
        with pytest.raises(ValueError, match=r"of “|given twice"):
            splitting(wrong, on=ON)
    with pytest.raises(NoThreshold):
        splitting(contracts("works", "1", "1"), on=date(2028, 1, 1))
    assert splitting([], on=ON) == ()


@given(
    kind=st.sampled_from(sorted(KINDS)),
    cents=st.lists(st.integers(1, 10**9), max_size=6),
    on=st.dates(min_value=date(2014, 1, 1), max_value=date(2027, 12, 31)),
)
@settings(max_examples=200, deadline=None)
def test_whatever_is_found_is_crossed_together_and_by_none_alone(kind: str, cents: list[int], on: date) -> None:
    given_contracts = contracts(kind, *(str(Decimal(one).scaleb(-2)) for one in cents))
    values = {one.key: one.value for one in given_contracts}
    for found in splitting(given_contracts, on=on):
        parts = [values[key] for key in found.contracts]
        assert len(parts) >= 2
        assert sum(parts) == found.total >= found.limit
        assert max(parts) < found.limit or (found.line != "eu_threshold" and max(parts) == found.limit < found.total)
