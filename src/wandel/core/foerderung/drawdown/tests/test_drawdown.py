"""Money drawn: every cent once, late money with its interest, no more drawn than needed."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wandel.core.foerderung.award import Movement, parse_award
from wandel.core.foerderung.drawdown import Window, instalments, new_drawdown, track
from wandel.core.foerderung.interest import verzinsung_by_law
from wandel.core.foerderung.obligations import first_in_first_used, obligations_of
from wandel.core.foerderung.sets import UnknownConditions
from wandel.core.foerderung.tests.example import example

TWO_MONTHS = Window(2, "months", "ANBest-G NRW Nr. 1.4", "confirmed")
SIX_WEEKS = Window(6, "weeks", "ANBest-Gk Bund Nr. 8.5", "confirmed")
EIGHTEEN = Window(18, "months", "FRL 2023 Nr. 16", "confirmed", interest_from_month=13)
DAYS = st.dates(min_value=date(2010, 1, 1), max_value=date(2026, 6, 30))
CENTS = st.integers(0, 10**10).map(lambda cents: Decimal(cents).scaleb(-2))
MOVEMENTS = st.lists(st.builds(Movement, DAYS, CENTS), max_size=6)
CENT = Decimal("0.01")


def money(*rows: tuple[date, str]) -> list[Movement]:
    return [Movement(day, Decimal(amount)) for day, amount in rows]


def tracked(drawn: Any, paid: Any, *, on: date, window: Window = TWO_MONTHS, federal: bool = False) -> Any:
    return track(money(*drawn), money(*paid), window=window, on=on, federal=federal)


def test_a_drawdown_is_followed_piece_by_piece() -> None:
    found = tracked(
        [(date(2024, 6, 3), "300000.00")],
        [(date(2024, 7, 15), "120000.00"), (date(2024, 9, 2), "80000.00")],
        on=date(2024, 10, 1),
    )
    (use,) = found.uses
    assert use.until_on == date(2024, 8, 3)
    assert [(one.used_on, one.amount, one.late) for one in use.pieces] == [
        (date(2024, 7, 15), Decimal("120000.00"), False),
        (date(2024, 9, 2), Decimal("80000.00"), True),
    ]
    assert (use.unused, use.overdue, found.idle, found.overdue) == (
        Decimal("100000.00"),
        True,
        *[Decimal("100000.00")] * 2,
    )
    late = verzinsung_by_law(Decimal(80000), from_on=date(2024, 6, 3), to_on=date(2024, 9, 2), federal=False)
    rest = verzinsung_by_law(Decimal(100000), from_on=date(2024, 6, 3), to_on=date(2024, 10, 1), federal=False)
    assert (use.pieces[0].interest, use.pieces[1].interest, use.unused_interest) == (None, late, rest)
    assert found.interest == late.total + rest.total
    assert "03.08.2024" in use.because.de
    assert "Zinsen" in use.because.de
    assert "at discretion" in use.because.en


def test_money_used_on_the_last_day_is_in_time_and_a_day_later_is_late() -> None:
    for day, late in ((date(2024, 8, 3), False), (date(2024, 8, 4), True)):
        (use,) = tracked([(date(2024, 6, 3), "10.00")], [(day, "10.00")], on=date(2024, 12, 31)).uses
        assert (use.pieces[0].late, use.unused) == (late, Decimal(0))


def test_six_weeks_are_counted_in_days() -> None:
    (use,) = tracked([(date(2024, 6, 3), "10.00")], [], on=date(2024, 6, 3), window=SIX_WEEKS, federal=True).uses
    assert use.until_on == date(2024, 7, 15)


def test_under_the_special_rule_interest_begins_with_month_thirteen() -> None:
    """Worked example 13: Städtebauförderung NRW (FRL 2023 Nr. 16), staedtebaufoerderung.nrw FAQ 16.5."""
    (use,) = tracked(
        [(date(2023, 7, 3), "100000.00")], [(date(2025, 2, 3), "100000.00")], on=date(2025, 3, 1), window=EIGHTEEN
    ).uses
    assert use.until_on == date(2025, 1, 3)
    assert use.pieces[0].interest is not None
    assert use.pieces[0].interest.segments[0].from_on == date(2024, 7, 4)


def test_a_payment_before_the_drawdown_is_paid_back_by_it_on_the_day_of_payout() -> None:
    (use,) = tracked([(date(2024, 6, 3), "50.00")], [(date(2024, 5, 2), "50.00")], on=date(2024, 12, 31)).uses
    assert [(one.paid_on, one.used_on, one.late) for one in use.pieces] == [(date(2024, 5, 2), date(2024, 6, 3), False)]


def test_what_was_paid_beyond_all_drawdowns_is_the_recipients_own() -> None:
    found = tracked([(date(2024, 6, 3), "50.00")], [(date(2024, 6, 4), "80.00")], on=date(2024, 12, 31))
    assert (found.ahead, found.idle) == (Decimal("30.00"), Decimal("0.00"))


def test_what_happens_after_the_day_of_looking_has_not_happened() -> None:
    found = tracked(
        [(date(2024, 6, 3), "50.00"), (date(2024, 8, 1), "70.00")], [(date(2024, 7, 2), "50.00")], on=date(2024, 7, 1)
    )
    assert (len(found.uses), found.idle, found.interest) == (1, Decimal("50.00"), Decimal("0.00"))


def test_a_half_year_without_a_rate_is_said_and_not_guessed() -> None:
    (use,) = tracked([(date(2026, 6, 1), "50.00")], [], on=date(2027, 2, 1)).uses
    assert (use.unused_interest, use.rate_missing, use.interest) == (None, True, Decimal("0.00"))


@given(MOVEMENTS, MOVEMENTS, DAYS, st.sampled_from([TWO_MONTHS, SIX_WEEKS, EIGHTEEN]), st.booleans())
@settings(max_examples=150, deadline=None)
def test_every_cent_is_somewhere_and_nowhere_twice(
    drawn: list[Movement], paid: list[Movement], on: date, window: Window, federal: bool
) -> None:
    found = track(drawn, paid, window=window, on=on, federal=federal)
    happened = [one for one in drawn if one.paid_on <= on]
    spent = sum((one.amount for one in paid if one.paid_on <= on), Decimal(0))
    for use in found.uses:
        assert sum((piece.amount for piece in use.pieces), use.unused) == use.drawdown.amount
        assert all(piece.amount > 0 and use.drawdown.paid_on <= piece.used_on <= on for piece in use.pieces)
    assert sum(use.drawdown.amount for use in found.uses) == sum(one.amount for one in happened)
    assert sum((piece.amount for use in found.uses for piece in use.pieces), found.ahead) == spent
    assert found.idle == 0 or found.ahead == 0
    assert found.overdue <= found.idle
    by_payment: dict[date, Decimal] = defaultdict(Decimal)
    for use in found.uses:
        for piece in use.pieces:
            by_payment[piece.paid_on] += piece.amount
    for day, amount in by_payment.items():
        assert amount <= sum(one.amount for one in paid if one.paid_on == day)


@given(st.lists(CENTS.filter(bool), min_size=1, max_size=5), DAYS, st.integers(0, 900))
@settings(max_examples=100, deadline=None)
def test_interest_is_additive_over_a_split_payment_but_for_rounding(
    amounts: list[Decimal], paid_on: date, days: int
) -> None:
    used_on = min(date.fromordinal(paid_on.toordinal() + days), date(2026, 12, 31))
    drawn = [Movement(paid_on, sum(amounts, Decimal(0)))]
    whole, split = (
        track(drawn, paid, window=TWO_MONTHS, on=used_on, federal=False)
        for paid in (
            [Movement(used_on, drawn[0].amount)],
            [Movement(used_on, amount) for amount in amounts],
        )
    )
    segments = sum(
        len(piece.interest.segments) for one in (whole, split) for piece in one.uses[0].pieces if piece.interest
    )
    assert abs(whole.interest - split.interest) <= CENT * segments


@given(MOVEMENTS, MOVEMENTS, st.randoms())
@settings(max_examples=60, deadline=None)
def test_the_order_of_the_input_changes_no_total(drawn: list[Movement], paid: list[Movement], random: Any) -> None:
    found = track(drawn, paid, window=TWO_MONTHS, on=date(2026, 6, 30), federal=False)
    random.shuffle(drawn)
    random.shuffle(paid)
    again = track(drawn, paid, window=TWO_MONTHS, on=date(2026, 6, 30), federal=False)
    assert (found.idle, found.ahead, found.overdue) == (again.idle, again.ahead, again.overdue)


def test_the_obligation_and_the_tracking_say_the_same() -> None:
    award = example(
        drawdowns=[{"paid_on": "2024-06-03", "amount": "300000.00"}],
        payments=[{"paid_on": "2024-07-15", "amount": "120000.00"}],
    )
    from_plan = obligations_of(parse_award(award), on=date(2024, 9, 2)).of("mittelverwendung")[0]
    (use,) = tracked([(date(2024, 6, 3), "300000.00")], [(date(2024, 7, 15), "120000.00")], on=date(2024, 9, 2)).uses
    assert (from_plan.due_on, from_plan.amount) == (use.until_on, use.unused)
    assert from_plan.lateness is not None
    assert from_plan.lateness.so_far == use.interest
    assert first_in_first_used(tuple(money((date(2024, 6, 3), "1.00"))), ()) == ((),)


# --- whether more may be drawn


def test_a_drawdown_within_the_need_is_allowed_and_a_cent_more_is_not() -> None:
    before = tracked([], [], on=date(2024, 6, 3))
    due = money((date(2024, 8, 3), "500.00"), (date(2024, 8, 4), "9000.00"))
    within, beyond = (new_drawdown(before, amount=Decimal(amount), due=due) for amount in ("500.00", "500.01"))
    assert (within.permitted, within.until_on, within.status) == (True, date(2024, 8, 3), "confirmed")
    assert (beyond.permitted, beyond.most) == (False, Decimal("500.00"))
    assert "höchstens 500,00 €" in beyond.because.de


def test_money_that_lies_there_covers_the_need_first() -> None:
    before = tracked([(date(2024, 6, 3), "400.00")], [], on=date(2024, 6, 10))
    asked = new_drawdown(before, amount=Decimal(200), due=money((date(2024, 7, 1), "500.00")))
    assert (asked.permitted, asked.most, asked.idle) == (False, Decimal("100.00"), Decimal("400.00"))
    none = new_drawdown(before, amount=Decimal(1), due=money((date(2024, 7, 1), "300.00")))
    assert (none.permitted, none.most) == (False, Decimal("0.00"))
    assert "zuerst das vorhandene Geld" in none.because.de


def test_money_past_its_window_stops_every_new_drawdown() -> None:
    before = tracked([(date(2024, 1, 3), "400.00")], [], on=date(2024, 6, 10))
    asked = new_drawdown(before, amount=Decimal(1), due=money((date(2024, 7, 1), "5000.00")))
    assert (asked.permitted, asked.most, asked.status) == (False, Decimal("0.00"), "unconfirmed")
    assert "03.03.2024" in asked.because.de


def test_what_the_recipient_paid_ahead_may_be_drawn() -> None:
    before = tracked([], [(date(2024, 5, 2), "250.00")], on=date(2024, 6, 3))
    asked = new_drawdown(before, amount=Decimal(250), due=[])
    assert (asked.permitted, asked.need) == (True, Decimal("250.00"))


@pytest.mark.parametrize("amount", ["0", "-1"])
def test_drawing_nothing_is_no_question(amount: str) -> None:
    with pytest.raises(ValueError, match="above 0"):
        new_drawdown(tracked([], [], on=date(2024, 6, 3)), amount=Decimal(amount), due=[])


@given(MOVEMENTS, MOVEMENTS, MOVEMENTS, DAYS, CENTS.filter(bool))
@settings(max_examples=100, deadline=None)
def test_nobody_ever_draws_beyond_what_is_needed(
    drawn: list[Movement], paid: list[Movement], due: list[Movement], on: date, amount: Decimal
) -> None:
    before = track(drawn, paid, window=TWO_MONTHS, on=on, federal=False)
    asked = new_drawdown(before, amount=amount, due=due)
    assert 0 <= asked.most <= asked.need
    assert asked.permitted == (amount <= asked.most)
    assert asked.most == 0 or asked.most + asked.idle == asked.need


# --- building instalments


def test_a_federal_building_grant_comes_in_four_instalments() -> None:
    """ANBest-Gk Nr. 1.4: 20, 30, 40, 10 per cent."""
    found = instalments(Decimal("1000000.00"), financing="anteil", version="2025-04")
    assert [(one.percent, one.amount) for one in found] == [
        (20, Decimal("200000.00")), (30, Decimal("300000.00")), (40, Decimal("400000.00")), (10, Decimal("100000.00")),
    ]  # fmt: skip
    assert {one.status for one in found} == {"confirmed"}
    assert found[0].norm == "ANBest-Gk Bund Nr. 1.4"


def test_an_edition_nobody_has_read_takes_the_nearest_as_unconfirmed() -> None:
    assert {one.status for one in instalments(Decimal(100), financing="anteil", version="2025-09")} == {"unconfirmed"}
    with pytest.raises(UnknownConditions):
        instalments(Decimal(100), financing="anteil", version="1999-01")
    assert {one.status for one in instalments(Decimal(100), financing="festbetrag", version="2014-01")} == {"confirmed"}
    with pytest.raises(ValueError, match="anteil or festbetrag"):
        instalments(Decimal(100), financing="voll", version="2025-04")
    with pytest.raises(ValueError, match="0 or more"):
        instalments(Decimal(-1), financing="anteil", version="2025-04")


@given(CENTS)
def test_the_instalments_are_the_grant_to_the_cent(grant: Decimal) -> None:
    found = instalments(grant, financing="anteil", version="2019-06")
    assert sum(one.amount for one in found) == found[-1].paid_so_far == grant
    assert all(one.amount >= 0 for one in found)
