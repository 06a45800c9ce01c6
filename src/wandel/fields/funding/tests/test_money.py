"""Money typed on the tab: absurd days are refused, odd ones are kept and said beside the line."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from wandel.conftest import Cast
from wandel.fields.funding.actions.money import note_booking, note_drawdown
from wandel.fields.funding.models import Zuwendungsbescheid
from wandel.fields.funding.queries.money import booking_rows, drawdown_rows
from wandel.fields.funding.tests.conftest import DAY

pytestmark = pytest.mark.database


@pytest.fixture
def officer(cast: Cast, client_for: Callable[..., Client]) -> Client:
    client = client_for(cast.funding_officer)
    client.cookies["django_language"] = "en"
    return client


@pytest.mark.parametrize("what", ["drawdown", "booking"])
def test_money_of_next_year_is_refused_and_money_of_next_week_is_noted_with_a_word(
    award: Zuwendungsbescheid, officer: Client, what: str
) -> None:
    today = timezone.localdate()
    path = f"/awards/{award.pk}/{what}s/"

    def send(day: date) -> str:
        data = {f"{what}-paid_on": day.isoformat(), f"{what}-amount": "1.234,00"}
        return officer.post(path, data, follow=True).content.decode()

    refused = send(today + timedelta(days=32))
    assert "more than a month ahead" in refused
    assert "1.234,00" in refused
    assert "cannot be meant" in send(date(26, 3, 1))
    rows = getattr(award, f"{what}s")
    assert not rows.exists()
    noted = send(today + timedelta(days=31))
    assert rows.count() == 1
    assert noted.count("lies in the future") == 2, "said after saving, and beside the line"
    assert "lies in the future" in officer.get(f"/awards/{award.pk}/money/").content.decode()


def test_a_drawdown_larger_than_the_grant_is_named_at_its_line(
    award: Zuwendungsbescheid, officer: Client, cast: Cast
) -> None:
    officer_user = cast.funding_officer
    for day, amount in ((date(2026, 5, 4), 600000), (date(2026, 6, 4), 50000), (date(2026, 7, 4), 1)):
        note_drawdown(award=award, paid_on=day, amount=Decimal(amount), by=officer_user, on=DAY)
    odd = [len(row.odd) for row in drawdown_rows(award, on=DAY)]
    assert odd == [0, 1, 0], "the line with which the sum passes the grant"
    data = {"drawdown-paid_on": "2026-04-04", "drawdown-amount": "700000"}
    page = officer.post(f"/awards/{award.pk}/drawdowns/", data, follow=True).content.decode()
    assert "more than the grant of" in page


def test_money_before_notice_or_award_period_is_asked_about(award: Zuwendungsbescheid, cast: Cast) -> None:
    note_drawdown(award=award, paid_on=date(2026, 1, 5), amount=Decimal(5), by=cast.funding_officer, on=DAY)
    note_booking(award=award, paid_on=date(2026, 1, 5), amount=Decimal(5), purpose="", by=cast.funding_officer, on=DAY)
    assert drawdown_rows(award, on=DAY)[0].odd
    assert booking_rows(award, on=DAY)[0].odd
