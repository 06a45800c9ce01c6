"""The final notice closes an award; it can be opened again, and what was drawn too much is said."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from wandel.conftest import Cast
from wandel.fields.funding.actions.money import note_drawdown
from wandel.fields.funding.models import Zuwendungsbescheid
from wandel.office.desk.models import Entry

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def award(make_award: Callable[..., Zuwendungsbescheid], cast: Cast) -> Zuwendungsbescheid:
    made = make_award(period_from=date(2024, 3, 12), period_until=date(2024, 12, 31))
    Zuwendungsbescheid.objects.filter(pk=made.pk).update(state="running")
    made.refresh_from_db()
    note_drawdown(
        award=made, paid_on=date(2024, 6, 3), amount=Decimal(5000), by=cast.funding_officer, on=timezone.localdate()
    )
    return made


def send(client: Client, award: Zuwendungsbescheid, **values: object):
    given = {"final_notice_on": timezone.localdate().isoformat(), "final_grant": "4.000,50"}
    return client.post(f"/awards/{award.pk}/final/", given | values, follow=True)


def test_it_closes_the_award_clears_the_desks_and_says_what_is_to_be_paid_back(
    award: Zuwendungsbescheid, cast: Cast, client_for: Callable[..., Client]
) -> None:
    assert Entry.objects.filter(state="open").exists()
    page = send(client_for(cast.vettweiss), award).content.decode()
    award.refresh_from_db()
    assert (award.state, award.final_grant) == ("closed", Decimal("4000.50"))
    assert "zu erstatten" in page
    assert "999,50" in page
    assert not Entry.objects.filter(state="open").exists()


def test_opened_again_its_duties_return(
    award: Zuwendungsbescheid, cast: Cast, client_for: Callable[..., Client]
) -> None:
    officer = client_for(cast.funding_officer)
    send(officer, award)
    officer.post(f"/awards/{award.pk}/reopen/")
    award.refresh_from_db()
    assert (award.state, award.final_notice_on, award.final_grant) == ("running", None, None)
    assert Entry.objects.filter(state="open").exists()


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"final_notice_on": "2999-01-01"}, "noch nicht gekommen"),
        ({"final_notice_on": "2001-01-01"}, "kann nicht älter sein"),
        ({"final_grant": "viel"}, "kein Geldbetrag"),
        ({"final_notice_on": ""}, "final_notice_on"),
    ],
)
def test_wrong_values_get_a_sentence_and_change_nothing(
    award: Zuwendungsbescheid, cast: Cast, client_for: Callable[..., Client], values: dict[str, str], sentence: str
) -> None:
    answer = send(client_for(cast.funding_officer), award, **values)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    award.refresh_from_db()
    assert award.state == "running"


def test_more_than_was_granted_is_odd_and_taken_all_the_same(
    award: Zuwendungsbescheid, cast: Cast, client_for: Callable[..., Client]
) -> None:
    page = send(client_for(cast.funding_officer), award, final_grant=str(award.grant + 1)).content.decode()
    assert "mehr als bewilligt" in page
    award.refresh_from_db()
    assert award.state == "closed"


def test_twice_is_told_and_another_town_hall_finds_nothing(
    award: Zuwendungsbescheid, cast: Cast, client_for: Callable[..., Client]
) -> None:
    officer = client_for(cast.funding_officer)
    send(officer, award)
    assert "schon abgeschlossen" in send(officer, award).content.decode()
    assert client_for(cast.juelich).get(f"/awards/{award.pk}/final/").status_code == 404
