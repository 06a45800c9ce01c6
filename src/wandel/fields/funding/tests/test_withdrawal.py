"""An award recorded in error leaves everything that counts, keeps its page for the unit, and comes back whole."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from wandel.conftest import Cast
from wandel.fields.funding.actions.law import open_awards
from wandel.fields.funding.actions.money import note_drawdown
from wandel.fields.funding.actions.record import all_search_texts
from wandel.fields.funding.actions.setup import ask_treasury, complete
from wandel.fields.funding.actions.withdrawal import put_back_award, withdraw_award
from wandel.fields.funding.models import Zuwendungsbescheid
from wandel.fields.funding.queries.awards import awards_for, editable_awards_for, summary_of
from wandel.fields.funding.queries.figures import grants_by_municipality
from wandel.fields.funding.tests.conftest import DAY
from wandel.office.desk.models import CoSignRequest, Entry
from wandel.office.people.access import access_on
from wandel.office.search.queries import suggest

pytestmark = pytest.mark.database
ClientFor = Callable[..., Client]
WHY = "Doppelt erfasst, der Bescheid gehört zu Titz"


@pytest.fixture
def withdrawn(award: Zuwendungsbescheid, cast: Cast) -> Zuwendungsbescheid:
    return withdraw_award(award=award, reason=WHY, by=cast.funding_officer, on=DAY)


@pytest.fixture
def officer(cast: Cast, client_for: ClientFor) -> Client:
    client = client_for(cast.funding_officer)
    client.cookies["django_language"] = "en"
    return client


def waiting(award: Zuwendungsbescheid) -> int:
    return Entry.objects.filter(subject_kind="funding.award", subject_pk=str(award.pk), state="open").count()


def test_a_withdrawn_award_is_in_no_list_no_sum_no_search_and_on_no_desk(
    award: Zuwendungsbescheid, cast: Cast, officer: Client
) -> None:
    note_drawdown(award=award, paid_on=date(2026, 9, 1), amount=Decimal(10), by=cast.funding_officer, on=DAY)
    before = waiting(award)
    assert before > 5
    withdraw_award(award=award, reason=WHY, by=cast.funding_officer, on=DAY)
    access = access_on(cast.funding_officer, DAY)
    assert not awards_for(access).exists()
    assert not editable_awards_for(access).exists()
    assert summary_of(awards_for(access)).granted == 0
    assert not list(all_search_texts())
    assert not list(open_awards(after=0))
    assert grants_by_municipality().rows == []
    assert grants_by_municipality().drawn == 0
    assert not waiting(award)
    assert not suggest(access, "Dorfplatz").hits
    for path in ("/awards/", "/desk/", "/calendar/?view=list", "/awards/export.csv"):
        assert "Dorfplatz" not in officer.get(path).content.decode(), path
    town_hall = f"/organisations/{cast.town_hall_vettweiss.pk}/"
    assert "Dorfplatz" not in officer.get(town_hall).content.decode()


def test_its_page_says_who_when_and_why_and_can_only_be_read(
    withdrawn: Zuwendungsbescheid, cast: Cast, officer: Client
) -> None:
    listed = officer.get("/awards/", {"state": "withdrawn"}).content.decode()
    assert "Dorfplatz" in listed
    assert "1 withdrawn award" in listed
    for tab in ("", "money/", "notice/", "set-up/", "history/"):
        page = officer.get(f"/awards/{withdrawn.pk}/{tab}").content.decode()
        assert WHY in page, tab
        assert cast.funding_officer.name in page
        assert "23 November 2026" in page
        assert f"/awards/{withdrawn.pk}/put-back/" in page
        assert "/edit/" not in page
        assert "novalidate" not in page, tab
    assert f"Award withdrawn: {WHY}" in officer.get(f"/awards/{withdrawn.pk}/history/").content.decode()
    for path in ("edit/", "withdraw/", "facts.json", "dates.pdf"):
        assert officer.get(f"/awards/{withdrawn.pk}/{path}").status_code == 404, path
    assert officer.post(f"/awards/{withdrawn.pk}/drawdowns/", {}).status_code == 404
    assert officer.post(f"/awards/{withdrawn.pk}/set-up/", {}).status_code == 404


def test_only_the_unit_withdraws_and_only_the_unit_still_finds_it(
    award: Zuwendungsbescheid, cast: Cast, client_for: ClientFor
) -> None:
    hall = client_for(cast.vettweiss)
    assert hall.get(f"/awards/{award.pk}/withdraw/").status_code == 403
    assert hall.post(f"/awards/{award.pk}/withdraw/", {"reason": WHY}).status_code == 403
    withdraw_award(award=award, reason=WHY, by=cast.head, on=DAY)
    assert hall.get(f"/awards/{award.pk}/").status_code == 404
    assert "Dorfplatz" not in hall.get("/awards/", {"state": "withdrawn"}).content.decode()
    assert hall.post(f"/awards/{award.pk}/put-back/").status_code == 403
    assert client_for(cast.head).get(f"/awards/{award.pk}/").status_code == 200


def test_before_withdrawing_the_page_says_what_follows_and_asks_why(
    award: Zuwendungsbescheid, cast: Cast, officer: Client
) -> None:
    path = f"/awards/{award.pk}/withdraw/"
    assert path in officer.get(f"/awards/{award.pk}/notice/").content.decode()
    page = officer.get(path).content.decode()
    assert f"{waiting(award)} entries leave the desks" in page
    assert "Please say why" in officer.post(path, {"reason": " "}).content.decode()
    assert Zuwendungsbescheid.objects.standing().exists()
    listed = officer.post(path, {"reason": WHY, "once_key": "k" * 32}, follow=True).content.decode()
    assert f"/awards/{award.pk}/put-back/" in listed, "the undo bar"
    assert Zuwendungsbescheid.objects.get().withdrawn_reason == WHY
    back = officer.post(f"/awards/{award.pk}/put-back/", follow=True).content.decode()
    assert "stands again" in back
    assert Zuwendungsbescheid.objects.standing().exists()


def test_put_back_everything_waits_as_before_and_what_was_done_stays_done(
    award: Zuwendungsbescheid, cast: Cast, officer: Client
) -> None:
    complete(obligation=award.obligations.get(kind="verwendungsnachweis"), by=cast.funding_officer, on=DAY)
    before = sorted(Entry.objects.filter(state="open").values_list("key", flat=True))
    withdraw_award(award=award, reason=WHY, by=cast.funding_officer, on=DAY)
    put_back_award(award=award, by=cast.funding_officer, on=DAY)
    assert sorted(Entry.objects.filter(state="open").values_list("key", flat=True)) == before
    assert suggest(access_on(cast.funding_officer, DAY), "Dorfplatz").hits
    row = Zuwendungsbescheid.objects.get()
    assert (row.withdrawn_on, row.withdrawn_reason, row.withdrawn_by_name) == (None, "", "")


def test_the_reference_is_free_again_and_putting_back_says_when_it_was_taken(
    withdrawn: Zuwendungsbescheid,
    make_award: Callable[..., Zuwendungsbescheid],
    cast: Cast,
    officer: Client,
    typed: dict[str, Any],
) -> None:
    assert officer.post("/awards/new/", {**typed, "title": "Der richtige"}).status_code == 302
    with pytest.raises(ValidationError):
        put_back_award(award=withdrawn, by=cast.funding_officer, on=DAY)
    page = officer.post(f"/awards/{withdrawn.pk}/put-back/", follow=True).content.decode()
    assert "Der richtige" in page
    assert Zuwendungsbescheid.objects.standing().count() == 1


def test_the_treasury_is_no_longer_asked(award: Zuwendungsbescheid, cast: Cast, officer: Client) -> None:
    award.parties.create(organisation=cast.county_treasury, part="treasury")
    ask_treasury(award=award, by=cast.funding_officer, on=DAY)
    assert "no longer asked" in officer.get(f"/awards/{award.pk}/withdraw/").content.decode()
    withdraw_award(award=award, reason=WHY, by=cast.head, on=DAY)
    asked = CoSignRequest.objects.get()
    assert (asked.state, asked.decided_by) == ("withdrawn", cast.head)
    assert not Entry.objects.filter(kind="cosign", state="open").exists()


def test_a_colleagues_older_page_does_not_undo_a_withdrawal(award: Zuwendungsbescheid, cast: Cast) -> None:
    stale = Zuwendungsbescheid.objects.get(pk=award.pk)
    withdraw_award(award=award, reason=WHY, by=cast.head, on=DAY)
    with pytest.raises(PermissionDenied):
        note_drawdown(award=stale, paid_on=DAY, amount=Decimal(1), by=cast.funding_officer, on=DAY)
    with pytest.raises(ValidationError):
        withdraw_award(award=stale, reason=WHY, by=cast.head, on=DAY)
    assert not Zuwendungsbescheid.objects.standing().exists()
