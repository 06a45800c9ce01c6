from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from wandel.office.journal.actions import record
from wandel.office.journal.queries import JournalFilters, entries_about, entries_for
from wandel.office.runs.gate import access_for
from wandel.ui.phrases import plain
from wandel.ui.sinks import CONFIDENTIAL, INTERNAL, OPEN
from wandel.ui.subjects import SubjectRef

pytestmark = [pytest.mark.database, pytest.mark.django_db]
EVERYTHING = JournalFilters()


@pytest.fixture
def told(cast):
    """One entry of each kind; returns text → entry."""

    def tell(text, *, houses=(), field="", confidentiality=OPEN, by=None, at=None):
        subject = SubjectRef("funding.award", "7", "/awards/7/", "Brücke")
        return record(
            by=by or cast.funding_officer,
            message=plain(text),
            subject=subject,
            organisation_ids=[house.pk for house in houses],
            field=field,
            confidentiality=confidentiality,
            at=at,
        )

    tell("open", houses=[cast.town_hall_vettweiss], field="funding", at=datetime(2026, 1, 10, 12, tzinfo=UTC))
    tell("internal", houses=[cast.town_hall_vettweiss], field="funding", confidentiality=INTERNAL)
    tell("land secret", field="land", confidentiality=CONFIDENTIAL, by=cast.land_officer)
    tell("funding secret", field="funding", confidentiality=CONFIDENTIAL)
    tell("system", by=cast.admin, confidentiality=INTERNAL)


def seen_by(user, filters=EVERYTHING):
    return {entry.sentence for entry in entries_for(access_for(user), filters)}


def test_each_reader_sees_what_is_for_them(cast, told):
    assert seen_by(cast.head) == {"open", "internal", "land secret", "funding secret", "system"}
    assert seen_by(cast.funding_officer) == {"open", "internal", "funding secret", "system"}
    assert seen_by(cast.vettweiss) == {"open"}
    assert seen_by(cast.juelich) == set()
    assert seen_by(cast.council) == set()
    assert seen_by(cast.admin) == {"system"}


def test_the_history_of_a_thing_hides_from_a_town_hall_what_is_internal(cast, told):
    about = entries_about("funding.award", 7, access=access_for(cast.vettweiss))
    assert [entry.sentence for entry in about] == ["open"]


def test_field_person_and_period_narrow_and_accents_do_not_matter(cast, told):
    assert seen_by(cast.head, JournalFilters(field="land")) == {"land secret"}
    assert seen_by(cast.head, JournalFilters(person="fordermann", field="funding")) == {
        "open",
        "internal",
        "funding secret",
    }
    assert seen_by(cast.head, JournalFilters(person="FÖRDERMANN", until=date(2026, 1, 10))) == {"open"}
    assert seen_by(cast.head, JournalFilters(since=date(2026, 1, 10), until=date(2026, 1, 10))) == {"open"}
    assert seen_by(cast.head, JournalFilters(until=date(2026, 1, 9))) == set()


def test_the_page_opens_for_head_and_administrator_only(cast, told, client_for, client):
    assert client.get("/journal/").status_code == 302
    for user, status in ((cast.head, 200), (cast.admin, 200), (cast.funding_officer, 403), (cast.vettweiss, 403)):
        assert client_for(user).get("/journal/").status_code == status


def test_the_page_filters_and_keeps_what_was_typed(cast, told, client_for):
    head = client_for(cast.head)
    page = head.get("/journal/", {"field": "land", "person": "Leo"}).content.decode()
    assert "land secret" in page
    assert "funding secret" not in page
    page = head.get("/journal/", {"person": "nobody of this name"}).content.decode()
    assert "nobody of this name" in page
    wrong = head.get("/journal/", {"since": "2026-02-30", "until": "gestern", "field": "x", "page": "-1"})
    assert wrong.status_code == 200
    assert head.get("/journal/", {"since": "2026-02-02", "until": "2026-02-01"}).status_code == 200


def test_a_hundred_entries_cost_as_many_queries_as_one(cast, client_for):
    def note():
        return record(by=cast.head, message=plain("x"), subject=SubjectRef("a", "1", "/a/", "A"), organisation_ids=[1])

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert head.get("/journal/").status_code == 200
        return len(captured)

    head = client_for(cast.head)
    note()
    head.get("/journal/")
    few = queries()
    for _round in range(100):
        note()
    assert queries() == few


def test_a_history_names_the_system_the_visitor_and_people_and_says_when_there_is_none(cast, told):
    about = entries_about("funding.award", 7, access=access_for(cast.head))
    page = render_to_string("journal/_history.html", {"entries": about})
    assert "Frieda Fördermann" in page
    assert page.index("funding secret") < page.index("internal")
    assert "<li>" not in render_to_string("journal/_history.html", {"entries": about.none()})
