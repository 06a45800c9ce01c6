"""Recording a notice: what the officer types becomes dates on desks; what is wrong gets a sentence and nothing is lost."""

import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from wandel.conftest import Cast
from wandel.fields.funding.models import Zuwendungsbescheid
from wandel.office.desk.models import Entry
from wandel.office.journal.queries import entries_about

pytestmark = pytest.mark.database
NEW = "/awards/new/"


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


@pytest.fixture
def officer(cast: Cast, client_for: Callable[..., Client]) -> Client:
    client = client_for(cast.funding_officer)
    client.cookies["django_language"] = "en"
    return client


def test_a_notice_becomes_every_date_with_its_reason(officer: Client, typed: dict[str, Any]) -> None:
    response = officer.post(NEW, typed)
    award = Zuwendungsbescheid.objects.get()
    assert response.url == f"/awards/{award.pk}/"
    dates = {row.kind: row for row in award.obligations.all()}
    # Posted on Friday 13 March 2026: fourth day is 17 March; the month ends on 17 April.
    assert dates["bekanntgabe"].due_on == date(2026, 3, 17)
    assert dates["rechtsbehelf"].due_on == date(2026, 4, 17)
    assert dates["verwendungsnachweis"].due_on == date(2028, 6, 30)
    assert dates["bewilligungszeitraum_ende"].due_on == date(2027, 12, 31)
    assert dates["zweckbindung_ende"].due_on == date(2037, 12, 31)
    assert all(row.because["de"] and row.because["en"] and row.norm for row in dates.values())
    page = officer.get(f"/awards/{award.pk}/").content.decode()
    assert "30 June 2028" in page
    assert "ANBest-G NRW Nr. 7.1" in page


def test_what_the_notice_confirms_is_marked_and_wins(officer: Client, typed: dict[str, Any]) -> None:
    officer.post(NEW, {**typed, "value_verwendungsnachweis_months": "9", "tick_verwendungsnachweis_months": "on"})
    proof = Zuwendungsbescheid.objects.get().obligations.get(kind="verwendungsnachweis")
    assert (proof.due_on, proof.status) == (date(2028, 10, 2), "from_notice")


def test_a_number_typed_over_a_proposal_counts_as_read_in_the_notice(officer: Client, typed: dict[str, Any]) -> None:
    officer.post(NEW, {**typed, "value_retention_years": "12"})
    assert Zuwendungsbescheid.objects.get().confirmed["retention_years"] == 12


def test_the_dates_land_on_the_desk_of_lead_and_town_hall_but_not_of_another_one(
    officer: Client, typed: dict[str, Any], cast: Cast
) -> None:
    officer.post(NEW, typed)
    proof = Entry.objects.get(key__contains="verwendungsnachweis")
    assert proof.owner == cast.funding_officer
    assert list(proof.organisations.all()) == [cast.town_hall_vettweiss]


def test_money_may_be_written_with_comma_or_point(officer: Client, typed: dict[str, Any]) -> None:
    officer.post(NEW, {**typed, "eligible_costs": "1,250,000.50", "grant": "1.000.000,40", "cap": "", "rate": "80,0"})
    award = Zuwendungsbescheid.objects.get()
    assert (award.eligible_costs, award.grant, award.rate) == (
        Decimal("1250000.50"),
        Decimal("1000000.40"),
        Decimal("0.8"),
    )


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"rate": "120"}, "more than everything"),
        ({"rate": "achtzig"}, "is not a share"),
        ({"grant": "viel"}, "is not an amount of money"),
        ({"grant": "-5"}, "negative"),
        ({"grant": "900000"}, "larger than the eligible costs"),
        ({"period_until": "2025-01-01"}, "ends before it starts"),
        ({"dated_on": "0026-03-12"}, "cannot be meant"),
        ({"dated_on": "2026-02-30"}, "date"),
        ({"dated_on": "2096-11-16"}, "more than a year ahead"),
        ({"sent_on": "2096-11-16"}, "more than a year ahead"),
        ({"period_until": "2126-12-31"}, "more than fifty years"),
        ({"conditions": "anbest_g_nrw|1999-01-01"}, "is not listed"),
        ({"conditions": "erfunden|1999-01-01"}, "not listed"),
        ({"title": ""}, "required"),
        ({"rate": ""}, "needs its share"),
        ({"value_retention_years": "9999"}, "more than fifty years"),
        ({"recipient": "999999"}, "valid choice"),
    ],
)
def test_bad_input_gets_a_sentence_and_what_was_typed_is_still_there(
    officer: Client, typed: dict[str, Any], change: dict[str, str], sentence: str
) -> None:
    response = officer.post(NEW, {**typed, **change, "reference": "Bleibt stehen 7"})
    page = response.content.decode()
    assert response.status_code == 200
    assert sentence in page
    assert "Bleibt stehen 7" in page
    assert not Zuwendungsbescheid.objects.exists()


def test_a_form_sent_twice_makes_one_record(officer: Client, typed: dict[str, Any]) -> None:
    first, second = officer.post(NEW, typed), officer.post(NEW, typed)
    assert Zuwendungsbescheid.objects.count() == 1
    assert first.url == second.url


def test_the_same_reference_again_is_refused_with_a_remedy(officer: Client, typed: dict[str, Any]) -> None:
    officer.post(NEW, typed)
    response = officer.post(NEW, {**typed, "once_key": "another", "title": "Zweiter Versuch"})
    assert "already recorded" in response.content.decode()
    assert Zuwendungsbescheid.objects.count() == 1


def test_umlauts_in_any_unicode_form_are_found_again(officer: Client, typed: dict[str, Any]) -> None:
    officer.post(NEW, {**typed, "title": unicodedata.normalize("NFD", "Mühlenplatz Nörvenich")})
    for text in ("Mühlenplatz", "muehlenplatz", "MÜHLENPLATZ", unicodedata.normalize("NFD", "mühlen")):
        assert "33.02.07/24" in officer.get("/awards/", {"q": text}).content.decode(), text


def test_work_out_without_saving_shows_the_dates_and_saves_nothing(officer: Client, typed: dict[str, Any]) -> None:
    del typed["save"]
    page = officer.post(NEW, {**typed, "refresh": "1"}).content.decode()
    assert "30 June 2028" in page
    assert not Zuwendungsbescheid.objects.exists()


def test_the_preview_beside_the_form_answers_while_typing(officer: Client, typed: dict[str, Any]) -> None:
    assert "30 June 2028" in officer.post("/awards/preview/", typed).content.decode()
    needed = officer.post("/awards/preview/", {"title": "nur das", "dated_on": "2026-03-12"}).content.decode()
    assert "as soon as these are filled in" in needed
    assert "<li>Sent on</li>" in needed
    assert "<li>Date of the notice</li>" not in needed


def test_the_preview_needs_dates_and_conditions_and_nothing_else(officer: Client, typed: dict[str, Any]) -> None:
    names = ("conditions", "dated_on", "sent_on", "period_from", "period_until")
    few = {name: typed[name] for name in names}
    page = officer.post("/awards/preview/", few).content.decode()
    assert "30 June 2028" in page
    assert "look again" not in page
    early = officer.post("/awards/preview/", {**few, "sent_on": "2026-03-02"}).content.decode()
    assert early.count("look again") == 1
    assert "is dated 12 March 2026" in early
    short = officer.post("/awards/preview/", {**few, "period_until": "2025-01-01"}).content.decode()
    assert "ends before it starts" in short
    assert "30 June" not in short


def test_the_share_is_called_required_where_it_is(officer: Client) -> None:
    page = officer.get(NEW).content.decode()
    assert "(required for Anteilfinanzierung)" in page


def test_an_english_page_says_since_in_english(officer: Client, typed: dict[str, Any]) -> None:
    officer.post(NEW, typed)
    page = officer.get(f"/awards/{Zuwendungsbescheid.objects.get().pk}/").content.decode()
    assert "since 1 January 2025" in page
    assert "seit" not in page.replace("seitig", "")


def test_a_second_editor_sees_what_changed_and_chooses(officer: Client, cast: Cast, typed: dict[str, Any]) -> None:
    officer.post(NEW, typed)
    award = Zuwendungsbescheid.objects.get()
    form = officer.get(f"/awards/{award.pk}/edit/").context["form"]
    drawn = {"version": form.initial["version"], "version_base": form.initial["version_base"]}
    theirs = officer.post(f"/awards/{award.pk}/edit/", {**typed, **drawn, "title": "Von der Kollegin", "once_key": "a"})
    assert theirs.status_code == 302
    mine = officer.post(f"/awards/{award.pk}/edit/", {**typed, **drawn, "title": "Von mir", "once_key": "b"})
    page = mine.content.decode()
    assert "Von der Kollegin" in page
    assert "Von mir" in page
    award.refresh_from_db()
    assert award.title == "Von der Kollegin"
    fresh = mine.context["form"]
    chosen = {row.choice_name: "mine" for row in fresh.conflict}
    hidden = {name: fresh[name].value() for name in ("version", "version_base")}
    officer.post(f"/awards/{award.pk}/edit/", {**typed, **hidden, **chosen, "title": "Von mir", "once_key": "c"})
    award.refresh_from_db()
    assert award.title == "Von mir"


def test_a_correction_keeps_the_earlier_version_and_writes_the_journal(officer: Client, typed: dict[str, Any]) -> None:
    officer.post(NEW, typed)
    award = Zuwendungsbescheid.objects.get()
    form = officer.get(f"/awards/{award.pk}/edit/").context["form"]
    drawn = {"version": form.initial["version"], "version_base": form.initial["version_base"]}
    officer.post(f"/awards/{award.pk}/edit/", {**typed, **drawn, "period_until": "2028-12-31", "once_key": "n"})
    award.refresh_from_db()
    assert award.obligations.get(kind="verwendungsnachweis").due_on == date(2029, 7, 2)
    assert [version.number for version in award.versions.all()] == [2, 1]
    assert award.versions.last().facts["award_period"]["until"] == "2027-12-31"
    assert entries_about("funding.award", str(award.pk)).count() == 2


def test_a_tick_without_a_number_confirms_the_proposal(officer: Client, typed: dict[str, Any]) -> None:
    officer.post(NEW, {**typed, "value_verwendungsnachweis_months": "", "tick_verwendungsnachweis_months": "on"})
    award = Zuwendungsbescheid.objects.get()
    assert award.confirmed["verwendungsnachweis_months"] == 6
    assert award.obligations.get(kind="verwendungsnachweis").status == "from_notice"


def test_the_rows_to_tick_appear_once_the_conditions_are_chosen(officer: Client) -> None:
    rows = officer.post("/awards/preview/?rows=1", {"conditions": "anbest_g_nrw|2025-05-25"}).content.decode()
    assert 'name="tick_verwendungsnachweis_months"' in rows
    assert 'name="value_verwendungsnachweis_months" value="6"' in rows
    assert "Choose the conditions" in officer.post("/awards/preview/?rows=1", {}).content.decode()


def test_numbers_written_for_other_conditions_are_not_taken_as_read_in_the_notice(
    officer: Client, typed: dict[str, Any]
) -> None:
    rows = {"value_verwendungsnachweis_months": "44", "tick_verwendungsnachweis_months": "on"}
    officer.post(NEW, {**typed, **rows, "shown_for": "anbest_p_nrw|2025-05-25|investment"})
    assert Zuwendungsbescheid.objects.get().confirmed == {}


def test_the_button_of_a_correction_says_so(officer: Client, typed: dict[str, Any]) -> None:
    officer.post(NEW, typed)
    page = officer.get(f"/awards/{Zuwendungsbescheid.objects.get().pk}/edit/").content.decode()
    assert "Save the correction" in page
    assert "Record the notice" not in page


def test_an_odd_day_is_saved_and_said(officer: Client, typed: dict[str, Any]) -> None:
    page = officer.post(NEW, {**typed, "sent_on": "2026-03-02"}, follow=True).content.decode()
    assert Zuwendungsbescheid.objects.count() == 1
    assert "sent before the day it is dated" in page
