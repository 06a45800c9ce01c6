"""The yearly round starts from the stock and comes back into it, once."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from wandel.conftest import Cast
from wandel.fields.land.actions.round import prefill, proposals, take_over
from wandel.fields.land.models import Site
from wandel.fields.land.tests.site_cast import COMPLETE
from wandel.office.desk.actions.answer import give_answer
from wandel.office.desk.actions.round import create_round, open_round
from wandel.office.desk.actions.site_questions import site_round_questions
from wandel.office.desk.models import Answer
from wandel.office.journal.queries import entries_about

pytestmark = [pytest.mark.database, pytest.mark.django_db]
Make = Callable[..., Site]


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


@pytest.fixture
def today() -> date:
    return timezone.localdate()


@pytest.fixture
def answer(cast: Cast, today: date) -> Answer:
    a_round = create_round(
        title="Flächenabfrage 2026", text="", due_on=today + timedelta(days=10), field="land",
        questions=site_round_questions(), previous=None, by=cast.land_officer,
    )  # fmt: skip
    halls = [cast.town_hall_vettweiss, cast.town_hall_juelich]
    open_round(a_round=a_round, organisations=halls, on=today, by=cast.land_officer)
    return Answer.objects.get(organisation=cast.town_hall_vettweiss)


def give(answer: Answer, rows: list[dict[str, str]], on: date) -> Answer:
    data = {"areas": rows, "publish": "no", "visit": "no"}
    return give_answer(answer=answer, data=data, how="link", who="Vera", edited_by="x", on=on, by=None)


def row(**changes: str) -> dict[str, str]:
    return {
        "id": "a1b2", "name": "Alte Molkerei", "type": "brache", "size": "0.9", "state": "planung", "dwellings": "22",
        "remark": "", **changes,
    }  # fmt: skip


def test_the_answer_page_starts_with_the_town_halls_own_open_sites(
    make_site: Make, answer: Answer, cast: Cast, client_for: Callable[..., Client]
) -> None:
    make_site(stated_likely=85, stated_source="Rathaus")
    make_site(name="Geheimacker", confidential=True)
    make_site(name="Fertiggebaut", state="built")
    make_site(name="Fremdacker", organisation=cast.town_hall_juelich)
    page = client_for(cast.vettweiss).get(f"/rounds/answers/{answer.pk}/").content.decode()
    assert "Am Mühlenteich" in page
    assert not any(name in page for name in ("Geheimacker", "Fertiggebaut", "Fremdacker"))
    (only,) = prefill(cast.town_hall_vettweiss)
    assert (only["type"], only["size"], only["state"], only["dwellings"]) == ("neubau", "1.57", "idee", "85")


def test_an_untouched_answer_changes_nothing(make_site: Make, answer: Answer, cast: Cast, today: date) -> None:
    for state in ("candidate", "pool", "rechtskraft", "available", "reserved"):
        make_site(name=state, state=state, kind="gewerbebrache", **COMPLETE)
    given = give(answer, prefill(cast.town_hall_vettweiss), today)
    assert proposals(given) == []
    assert take_over(answer=given, by=cast.land_officer, on=today) == 0


def test_a_new_row_becomes_a_site_in_the_state_the_town_hall_names(answer: Answer, cast: Cast, today: date) -> None:
    given = give(answer, [row(remark="Altlasten?")], today)
    (proposal,) = proposals(given)
    assert proposal.applies
    assert proposal.is_new
    assert not Site.objects.exists()
    assert take_over(answer=given, by=cast.land_officer, on=today) == 1
    site = Site.objects.get()
    assert (site.name, site.kind, site.state, site.stated_area_m2, site.stated_likely, site.note, site.round_row) == (
        "Alte Molkerei", "brache", "aufstellungsbeschluss", 9000, 22, "Altlasten?", "a1b2",
    )  # fmt: skip
    assert site.organisation == cast.town_hall_vettweiss
    assert "Flächenabfrage 2026" in site.stated_source


def test_taking_over_twice_changes_nothing_the_second_time(answer: Answer, cast: Cast, today: date) -> None:
    given = give(answer, [row(), row(id="c3d4", name="Auf dem Driesch", type="neubau", state="idee")], today)
    assert take_over(answer=given, by=cast.land_officer, on=today) == 2
    written = entries_about("land.site", Site.objects.first().pk).count()
    assert proposals(given) == []
    assert take_over(answer=given, by=cast.land_officer, on=today) == 0
    assert Site.objects.count() == 2
    assert entries_about("land.site", Site.objects.first().pk).count() == written


def test_what_the_town_hall_corrects_is_changed_and_journaled(
    make_site: Make, answer: Answer, cast: Cast, today: date
) -> None:
    site = make_site(state="rechtskraft", **COMPLETE, stated_low=70, stated_likely=85, stated_high=90)
    (known,) = prefill(cast.town_hall_vettweiss)
    corrected = {**known, "name": "Am Teich", "size": "2", "dwellings": "60", "state": "baureif", "type": "gemischt"}
    given = give(answer, [{**corrected, "remark": "Kita geplant"}], today)
    (proposal,) = proposals(given)
    assert len(proposal.sentences) == 6
    take_over(answer=given, by=cast.land_officer, on=today)
    site.refresh_from_db()
    assert (site.name, site.stated_area_m2, site.stated_likely, site.stated_low, site.stated_high) == (
        "Am Teich", 20_000, 60, None, 90,
    )  # fmt: skip
    assert (site.state, site.use, site.note) == ("available", "mixed", "Flächenabfrage 2026: Kita geplant")
    told = [str(entry.sentence) for entry in entries_about("land.site", site.pk)]
    assert any(sentence.startswith("Changed by Flächenabfrage 2026:") for sentence in told)
    assert proposals(given) == []


def test_a_state_the_workflow_cannot_reach_is_left_to_a_person(
    make_site: Make, answer: Answer, cast: Cast, today: date
) -> None:
    site = make_site(state="pool")
    (known,) = prefill(cast.town_hall_vettweiss)
    given = give(answer, [{**known, "state": "planung"}], today)
    (proposal,) = proposals(given)
    assert not proposal.applies
    assert "Name the Bebauungsplan." in proposal.sentences
    assert take_over(answer=given, by=cast.land_officer, on=today) == 0
    site.refresh_from_db()
    assert site.state == "pool"


def test_a_site_that_is_known_by_name_is_not_recorded_again(
    make_site: Make, answer: Answer, cast: Cast, today: date
) -> None:
    site = make_site(
        name="alte molkerei", kind="brache", state="offenlage", stated_likely=22, geometry=None, stated_area_m2=9000
    )
    given = give(answer, [row()], today)
    take_over(answer=given, by=cast.land_officer, on=today)
    site.refresh_from_db()
    assert (Site.objects.count(), site.round_row, site.name) == (1, "a1b2", "Alte Molkerei")


def test_a_row_that_is_gone_takes_no_site_away(make_site: Make, answer: Answer, cast: Cast, today: date) -> None:
    site = make_site()
    Site.objects.filter(pk=site.pk).update(recorded_at=timezone.now() - timedelta(days=40))
    given = give(answer, [], today)
    (proposal,) = proposals(given)
    assert (proposal.applies, proposal.path) == (False, site.get_absolute_url())
    take_over(answer=given, by=cast.land_officer, on=today)
    assert Site.objects.get().retired_on is None


def test_a_row_never_reaches_another_town_halls_site(make_site: Make, answer: Answer, cast: Cast, today: date) -> None:
    foreign = make_site(organisation=cast.town_hall_juelich, name="Brainergy Park", round_row="zz99")
    rows = [row(id=f"site{foreign.pk}", name="Übernommen"), row(id="zz99", name="Auch übernommen")]
    given = give(answer, rows, today)
    take_over(answer=given, by=cast.land_officer, on=today)
    foreign.refresh_from_db()
    assert foreign.name == "Brainergy Park"
    assert Site.objects.filter(organisation=cast.town_hall_vettweiss).count() == 2
    assert proposals(given) == []


def test_the_officer_sees_what_would_change_and_applies_it_with_one_click(
    answer: Answer, cast: Cast, client_for: Callable[..., Client], today: date
) -> None:
    path = f"/rounds/answers/{answer.pk}/take-over/"
    client = client_for(cast.land_officer)
    client.cookies["django_language"] = "en"
    assert client.get(path).status_code == 404
    give(answer, [row()], today)
    assert "Alte Molkerei" in client.get(path).content.decode()
    assert not Site.objects.exists()
    page = client.post(path, follow=True).content.decode()
    assert "Nothing to take over" in page
    assert Site.objects.count() == 1
    assert client_for(cast.vettweiss).get(path).status_code == 403
