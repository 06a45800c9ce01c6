"""The figures of a proof: nothing is lost, own funds are what nobody else paid, and what an auditor asks is asked first."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wandel.core.foerderung.proofs import ProofFigures, ReceiptLine, form_named, forms_for, proof_figures
from wandel.core.foerderung.proofs.figures import share

PERIOD = (date(2026, 1, 1), date(2026, 12, 31))


def receipt(
    amount: str, item: str = "a", *, on: date = date(2026, 5, 4), number: str = "1", payee: str = "Bau GmbH"
) -> ReceiptLine:
    return ReceiptLine(number, on, payee, "Pflaster", item, Decimal(amount))


def figures(*receipts: ReceiptLine, drawn: str = "0", third: str = "0", agreed: str = "100") -> ProofFigures:
    return proof_figures(
        items=[("a", "300 Bauwerk", Decimal(agreed)), ("b", "700 Nebenkosten", Decimal("20"))],
        others=[("third_party", "Förderverein", Decimal("10"), Decimal(third))],
        grant=Decimal("80"),
        drawn=Decimal(drawn),
        own=Decimal("30"),
        receipts=receipts,
        period=PERIOD,
        no_item="ohne Position",
        names=("Zuwendung", "Eigenanteil"),
    )


def codes(found: ProofFigures) -> list[str]:
    return [one.code for one in found.findings]


def test_own_funds_are_what_nobody_else_paid() -> None:
    found = figures(receipt("90"), receipt("20", "b"), drawn="80", third="10")
    assert [(one.kind, one.actual) for one in found.income] == [
        ("own", Decimal(20)),
        ("third_party", Decimal(10)),
        ("grant", Decimal(80)),
    ]
    assert (found.actual_costs, found.actual_income, found.result) == (Decimal(110), Decimal(110), Decimal(0))


def test_money_left_over_is_said() -> None:
    found = figures(receipt("50"), drawn="80", third="10")
    assert found.result == Decimal("-40")
    assert "surplus" in codes(found)


def test_a_payment_of_no_item_gets_its_own_line() -> None:
    found = figures(receipt("50"), receipt("7", ""))
    assert found.costs[-1].title == "ohne Position"
    assert (found.costs[-1].actual, found.actual_costs) == (Decimal(7), Decimal(57))
    assert "no-item" in codes(found)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (receipt("5", on=date(2025, 12, 31)), "outside"),
        (receipt("5", on=date(2027, 1, 1)), "outside"),
        (receipt("5", number=""), "no-number"),
        (receipt("5", payee=""), "no-payee"),
    ],
)
def test_what_an_auditor_asks_is_asked_first(line: ReceiptLine, code: str) -> None:
    assert codes(figures(line)) == [code]


def test_the_first_and_the_last_day_of_the_period_count() -> None:
    assert codes(figures(receipt("5", on=PERIOD[0]), receipt("5", on=PERIOD[1]))) == []


def test_an_item_is_explained_from_more_than_a_fifth() -> None:
    assert not figures(receipt("120")).costs[0].to_explain
    assert figures(receipt("120.01")).costs[0].to_explain
    assert figures(receipt("79.99")).costs[0].to_explain


@given(st.lists(st.tuples(st.integers(1, 10**9), st.sampled_from(["a", "b", ""])), max_size=30), st.integers(0, 10**9))
def test_every_cent_of_the_receipts_stands_in_the_costs(rows: list[tuple[int, str]], drawn: int) -> None:
    lines = [receipt(str(Decimal(cents).scaleb(-2)), item) for cents, item in rows]
    found = figures(*lines, drawn=str(Decimal(drawn).scaleb(-2)))
    assert found.actual_costs == sum((line.amount for line in lines), Decimal(0))
    # Either somebody paid every cent, or more came than was spent.
    assert found.result <= 0
    assert found.actual_income - found.actual_costs == max(Decimal(0), Decimal(drawn).scaleb(-2) - found.actual_costs)


def test_a_share_of_nothing_is_no_share() -> None:
    assert share(Decimal(5), Decimal(0)) is None
    assert share(Decimal(1), Decimal(3)) == Decimal("33.3")


def test_the_form_of_the_conditions_comes_first() -> None:
    assert [form.key for form in forms_for("anbest_g_nrw", "final")] == ["nrw_muster", "plain"]
    assert [form.key for form in forms_for("anbest_gk_bund", "final")] == ["bund_anbest", "plain"]
    assert [form.key for form in forms_for("whatever", "interim")] == ["interim"]


@pytest.mark.parametrize("key", ["nrw_muster", "bund_anbest", "interim", "plain"])
def test_every_form_is_complete_and_says_where_it_is_from(key: str) -> None:
    form = form_named(key)
    assert form.source
    assert {"income", "expenditure", "report", "signature"} <= set(form.blocks)
    assert len(set(form.blocks)) == len(form.blocks)
    assert any(text.needed for text in form.report)
    assert all(text.label.de and text.label.en and text.hint.de and text.hint.en for text in form.report)
