"""All answers of a round in one go: shown first, chosen, done together, and taken back."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from wandel.conftest import Cast
from wandel.fields.land.actions.round_all import all_proposals, take_back, take_over_all
from wandel.fields.land.actions.site import change_site
from wandel.fields.land.models import RoundTakeOver, Site, SiteEvent
from wandel.fields.land.tests.site_cast import COMPLETE
from wandel.office.desk.actions.answer import give_answer
from wandel.office.desk.actions.round import create_round, open_round
from wandel.office.desk.actions.site_questions import site_round_questions
from wandel.office.desk.models import Answer, Round
from wandel.office.journal.queries import entries_about
from wandel.ui.undo import read_offer

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
def asked(cast: Cast, today: date) -> Round:
    a_round = create_round(
        title="Flächenabfrage 2026", text="", due_on=today + timedelta(days=10), field="land",
        questions=site_round_questions(), previous=None, by=cast.land_officer,
    )  # fmt: skip
    halls = [cast.town_hall_vettweiss, cast.town_hall_juelich]
    return open_round(a_round=a_round, organisations=halls, on=today, by=cast.land_officer) or a_round


def row(**changes: str) -> dict[str, str]:
    return {
        "id": "a1", "name": "Alte Molkerei", "type": "brache", "size": "0.9", "state": "planung", "dwellings": "22",
        "remark": "", **changes,
    }  # fmt: skip


@pytest.fixture
def answered(asked: Round, cast: Cast, today: date, make_site: Make) -> Round:
    """Vettweiß corrects a site and names a new one; Jülich names a new one."""
    site = make_site(
        state="rechtskraft", **COMPLETE, stated_low=70, stated_likely=85, stated_high=90, stated_area_m2=15_700
    )
    rows = [
        row(id=site.row_id, name="Am Teich", type="neubau", size="1.57", state="baureif", dwellings="60"),
        row(),
    ]
    for hall, given in ((cast.town_hall_vettweiss, rows), (cast.town_hall_juelich, [row(name="Zuckerfabrik")])):
        answer = Answer.objects.get(round=asked, organisation=hall)
        data = {"areas": given, "publish": "no", "visit": "no"}
        give_answer(answer=answer, data=data, how="link", who="V", edited_by="x", on=today, by=None)
    return asked


def keys(a_round: Round) -> dict[str, str]:
    return {one.title: one.key for _answer, found in all_proposals(a_round) for one in found if one.applies}


def test_all_answers_are_shown_and_nothing_is_written(answered: Round) -> None:
    before = Site.objects.count()
    found = keys(answered)
    assert set(found) == {"Am Mühlenteich", "Alte Molkerei", "Zuckerfabrik"}
    assert len(set(found.values())) == 3
    assert Site.objects.count() == before


def test_only_what_is_chosen_is_done_and_it_is_journaled(answered: Round, cast: Cast, today: date) -> None:
    found = keys(answered)
    chosen = [found["Am Mühlenteich"], found["Zuckerfabrik"]]
    count, left, number = take_over_all(a_round=answered, chosen=chosen, by=cast.land_officer, on=today)
    assert (count, left) == (2, 0)
    assert set(Site.objects.values_list("name", flat=True)) == {"Am Teich", "Zuckerfabrik"}
    assert set(keys(answered)) == {"Alte Molkerei"}
    told = [str(entry.sentence) for entry in entries_about("desk.round", answered.pk)]
    assert "Taken over from the answers into the sites: 2" in told
    assert RoundTakeOver.objects.get().pk == int(number)


def test_what_changed_since_it_was_shown_is_left_out(answered: Round, cast: Cast, today: date) -> None:
    chosen = list(keys(answered).values())
    change_site(site=Site.objects.get(), values={"address": "Hauptstraße 1"}, by=cast.vettweiss, on=today)
    count, left, _number = take_over_all(a_round=answered, chosen=chosen, by=cast.land_officer, on=today)
    assert (count, left) == (2, 1)
    assert Site.objects.filter(name="Am Mühlenteich").exists()


def test_taking_back_puts_every_site_as_it_was(answered: Round, cast: Cast, today: date) -> None:
    was = Site.objects.values().get()
    events = SiteEvent.objects.filter(site=was["id"]).count()
    chosen = list(keys(answered).values())
    _count, _left, number = take_over_all(a_round=answered, chosen=chosen, by=cast.land_officer, on=today)
    assert Site.objects.get(pk=was["id"]).state == "available"
    assert take_back(number=number, a_round=answered, by=cast.land_officer, on=today) == (3, 0)
    now = Site.objects.values().get(pk=was["id"])
    changed = {name for name in was if was[name] != now[name]}
    assert changed <= {"version"}
    assert SiteEvent.objects.filter(site=was["id"]).count() == events
    assert Site.objects.filter(retired_on=None).count() == 1
    assert take_back(number=number, a_round=answered, by=cast.land_officer, on=today) == (0, 0)
    assert set(keys(answered)) == {"Am Mühlenteich", "Alte Molkerei", "Zuckerfabrik"}, "it may be done again"


def test_taking_back_leaves_what_somebody_has_changed_since(answered: Round, cast: Cast, today: date) -> None:
    chosen = list(keys(answered).values())
    _count, _left, number = take_over_all(a_round=answered, chosen=chosen, by=cast.land_officer, on=today)
    change_site(site=Site.objects.get(name="Zuckerfabrik"), values={"address": "Neu"}, by=cast.juelich, on=today)
    assert take_back(number=number, a_round=answered, by=cast.land_officer, on=today) == (2, 1)
    assert Site.objects.get(name="Zuckerfabrik").retired_on is None
    with pytest.raises(ValidationError):
        take_back(number="999", a_round=answered, by=cast.land_officer, on=today)


def test_all_answers_cost_the_same_number_of_questions(answered: Round, asked: Round, make_site: Make) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as caught:
            all_proposals(asked)
        return len(caught)

    many = count()
    Answer.objects.filter(organisation__name="Stadt Jülich").update(state="open")
    make_site(name="Noch eine")
    assert count() == many == 2


def test_the_officer_previews_chooses_applies_and_takes_back(
    answered: Round, cast: Cast, browser: Callable[..., Client]
) -> None:
    client, path = browser(cast.land_officer), f"/rounds/{answered.pk}/take-over/"
    page = client.get(path).content.decode()
    assert page.count('name="chosen"') == 3
    assert "homes: 85 → 60" in page
    assert path in client.get(f"/rounds/{answered.pk}/compare/").content.decode()
    client.post(path, {}, follow=True)
    assert Site.objects.count() == 1, "nothing ticked, nothing done"
    answer = client.post(path, {"chosen": list(keys(answered).values())}, follow=True)
    assert Site.objects.count() == 3
    (offer,) = [read_offer(message) for message in answer.context["messages"]]
    assert offer is not None
    assert offer["text"] == "3 changes are taken over."
    client.post(offer["url"], offer["data"])
    assert Site.objects.filter(retired_on=None).count() == 1
    assert client.post(offer["url"], {"form": "bees", "number": "1"}).status_code == 404
    assert browser(cast.vettweiss).get(path).status_code == 403
    assert browser(cast.vettweiss).post(offer["url"], offer["data"]).status_code == 403
