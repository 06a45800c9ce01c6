"""The list of awards: the next date is something somebody still has to do."""

import csv
import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext

from wandel.conftest import Cast
from wandel.fields.funding.actions.final import close_award
from wandel.fields.funding.actions.money import note_booking, note_drawdown
from wandel.fields.funding.models import Zuwendungsbescheid
from wandel.fields.funding.queries.awards import with_next_due

pytestmark = [pytest.mark.database, pytest.mark.django_db]
DAY = date(2026, 11, 23)


def test_drawn_money_that_is_used_up_is_no_next_date(award: Zuwendungsbescheid, cast: Cast) -> None:
    officer = cast.funding_officer
    note_drawdown(award=award, paid_on=date(2026, 5, 4), amount=Decimal(1000), by=officer, on=DAY)
    assert with_next_due([award])[0].next_due_on < DAY
    note_booking(award=award, paid_on=date(2026, 5, 20), amount=Decimal(1000), purpose="Pflaster", by=officer, on=DAY)
    assert with_next_due([award])[0].next_due_on > DAY


def test_a_closed_award_waits_for_nothing(
    make_award: Callable[..., Zuwendungsbescheid], cast: Cast, client_for: Callable[..., Client]
) -> None:
    award = make_award(period_from=date(2024, 3, 12), period_until=date(2024, 12, 31))
    assert with_next_due([award])[0].next_due_on < DAY
    close_award(award=award, final_notice_on=DAY, final_grant=award.grant, by=cast.funding_officer, on=DAY)
    assert with_next_due([award])[0].next_due_on is None
    assert "überfällig" not in client_for(cast.funding_officer).get("/awards/").content.decode()


@pytest.mark.parametrize(("language", "amount"), [("de", "1234567,80"), ("en", "1234567.80")])
def test_the_saved_list_adds_up_in_a_spreadsheet_of_the_readers_language(
    make_award: Callable[..., Zuwendungsbescheid],
    cast: Cast,
    client_for: Callable[..., Client],
    language: str,
    amount: str,
) -> None:
    make_award(grant=Decimal("1234567.80"), eligible_costs=Decimal(2000000), cap=None)
    client = client_for(cast.funding_officer)
    client.cookies["django_language"] = language
    response = client.get("/awards/export.csv")
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[1][5] == amount
    with translation.override(language):
        assert f'"{gettext("awards")}.csv"' in response["Content-Disposition"]


def test_the_notice_names_its_conditions_as_people_do(
    award: Zuwendungsbescheid, cast: Cast, client_for: Callable[..., Client]
) -> None:
    page = client_for(cast.funding_officer).get(f"/awards/{award.pk}/notice/").content.decode()
    assert "anbest_g_nrw ·" not in page
    assert "25.05.2025" in page


def test_money_above_the_grant_is_named_where_it_was_typed(
    award: Zuwendungsbescheid, cast: Cast, client_for: Callable[..., Client]
) -> None:
    client = client_for(cast.funding_officer)
    client.cookies["django_language"] = "en"
    assert "more than the grant of" not in client.get(f"/awards/{award.pk}/money/").content.decode()
    note_drawdown(award=award, paid_on=date(2026, 5, 4), amount=Decimal(9000000), by=cast.funding_officer, on=DAY)
    assert "more than the grant of" in client.get(f"/awards/{award.pk}/money/").content.decode()


def test_on_a_small_screen_every_cell_names_its_column(
    award: Zuwendungsbescheid, cast: Cast, client_for: Callable[..., Client]
) -> None:
    note_drawdown(award=award, paid_on=date(2026, 5, 4), amount=Decimal(1000), by=cast.funding_officer, on=DAY)
    client = client_for(cast.funding_officer)
    for path in ("/awards/", f"/awards/{award.pk}/", f"/awards/{award.pk}/money/"):
        page = client.get(path).content.decode()
        assert "table--stack" in page, path
        assert "data-label=" in page, path
