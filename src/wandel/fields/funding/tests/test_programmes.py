"""Programmes on the pages: their state on the day, who sees what, what fits a project and why, and the answer for the town hall."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from wandel.conftest import Cast
from wandel.fields.funding.actions.programme import mark_programme, save_programme
from wandel.fields.funding.models import Programme, ProgrammeMark
from wandel.fields.funding.queries.programmes import idea_of, list_programmes, matches_of, row_of
from wandel.fields.projects.models import BudgetYear, Project, ProjectParty
from wandel.office.journal.models import JournalEntry
from wandel.office.people.access import access_for
from wandel.office.places.models import Municipality

pytestmark = pytest.mark.database
ClientFor = Callable[..., Client]
DAY = date(2026, 11, 23)
FACTS = {
    "title": "Radwege im Land", "funder": "Land Nordrhein-Westfalen", "short": "Neue Radwege und Abstellanlagen am Bahnhof.",
    "text": "Auch Fahrradstationen.", "applicants": ["municipality"], "areas": ["05"], "topics": ["Mobilität"], "url": "https://example.org/radwege",
}  # fmt: skip


def programme(cast: Cast, **changes: Any) -> Programme:
    return save_programme(programme=Programme(checked_on=DAY), values={**FACTS, **changes}, by=cast.funding_officer)


@pytest.fixture
def project(cast: Cast) -> Project:
    row = Project.objects.create(
        title="Mobilstation am Bahnhof",
        idea="Fahrräder sicher abstellen, Radwege zum Bahnhof.",
        stage_on=DAY,
        received_on=DAY,
        submitted_by=cast.town_hall_vettweiss,
        municipality=Municipality.objects.filter(name="Vettweiß").first(),
    )
    ProjectParty.objects.create(project=row, organisation=cast.town_hall_vettweiss, part="lead")
    BudgetYear.objects.create(project=row, year=2027, costs=Decimal(100000), own=Decimal(10000))
    return row


@pytest.fixture
def officer(client_for: ClientFor, cast: Cast) -> Client:
    return client_for(cast.funding_officer)


def test_the_state_is_that_of_the_day_and_closed_ones_are_shown_only_if_asked_for(cast: Cast) -> None:
    programme(cast, title="Zu", closes_on=date(2026, 11, 22))
    programme(cast, title="Bald zu", closes_on=date(2026, 12, 1))
    access = access_for(cast.funding_officer)
    assert [row_of(one, on=DAY).status for one in list_programmes(access, on=DAY)] == ["closing"]
    assert [row_of(one, on=DAY).status for one in list_programmes(access, on=DAY, closed=True)] == ["closing", "closed"]
    assert [one.title for one in list_programmes(access, on=date(2026, 11, 22))] == ["Bald zu", "Zu"]


def test_who_may_apply_narrows_the_list_and_not_stated_stays(cast: Cast) -> None:
    programme(cast, title="Betriebe", applicants=["company"])
    programme(cast, title="Offen", applicants=None)
    access = access_for(cast.funding_officer)
    assert [one.title for one in list_programmes(access, on=DAY, applicant="municipality")] == ["Offen"]


def test_a_project_becomes_an_idea_with_place_money_and_applicant(project: Project) -> None:
    idea = idea_of(project)
    assert (idea.costs, idea.wanted) == (100000, 90000)
    assert idea.applicants == {"municipality"}
    assert idea.place.startswith("05")


def test_what_fits_is_shown_with_rules_words_and_money(officer: Client, project: Project, cast: Cast) -> None:
    programme(cast, rate=Decimal("0.8"))
    programme(cast, title="Bahnhof für Betriebe", applicants=["company"])
    page = officer.get(f"/programmes/of-project/{project.pk}/").content.decode()
    assert "<mark>Bahnhof</mark>" in page
    assert "Antragsberechtigt: Gemeinden." in page
    assert "80.000,00" in page
    assert "Nur für: Unternehmen." in page


def test_an_idea_without_words_gets_a_sentence(officer: Client, cast: Cast) -> None:
    programme(cast)
    row = Project.objects.create(title="数字", stage_on=DAY, received_on=DAY)
    assert "auf Deutsch" in officer.get(f"/programmes/of-project/{row.pk}/").content.decode()


def test_the_index_follows_a_changed_programme(project: Project, cast: Cast) -> None:
    row = programme(cast, title="Nichts", short="Etwas anderes.", text="")
    assert not matches_of(project, on=DAY).rows
    save_programme(programme=row, values={"short": "Abstellanlagen am Bahnhof."}, by=cast.head)
    assert [one.programme.pk for one in matches_of(project, on=DAY).rows] == [row.pk]


def test_shortlist_and_mute_are_noted_and_taken_back(officer: Client, project: Project, cast: Cast) -> None:
    row = programme(cast)
    address = f"/programmes/of-project/{project.pk}/{row.pk}/mark/"
    officer.post(address, {"state": "shortlisted", "note": "Anrufen"})
    assert (ProgrammeMark.objects.get().state, ProgrammeMark.objects.get().note) == ("shortlisted", "Anrufen")
    officer.post(address, {"state": "muted", "note": ""})
    assert [one.programme.pk for one in matches_of(project, on=DAY).muted] == [row.pk]
    officer.post(address, {"state": ""})
    assert not ProgrammeMark.objects.exists()
    officer.post(address, {"state": "golden"})
    assert not ProgrammeMark.objects.exists()
    assert JournalEntry.objects.filter(subject_kind="projects.project").count() == 3


def test_the_answer_is_a_pdf_and_a_word_file_for_the_town_hall(
    client_for: ClientFor, project: Project, cast: Cast
) -> None:
    town = client_for(cast.vettweiss)
    address = f"/programmes/of-project/{project.pk}/answer"
    assert town.get(f"{address}.pdf").status_code == 302
    mark_programme(project=project, programme=programme(cast), state="shortlisted", note="", by=cast.head, on=DAY)
    assert town.get(f"{address}.pdf").content.startswith(b"%PDF")
    assert town.get(f"{address}.docx").content.startswith(b"PK")
    assert town.get(f"{address}.odt").status_code == 404


def test_another_town_hall_does_not_find_the_projects_money(
    client_for: ClientFor, project: Project, cast: Cast
) -> None:
    row = programme(cast)
    juelich = client_for(cast.juelich)
    assert juelich.get(f"/programmes/{row.pk}/").status_code == 200
    assert juelich.get(f"/programmes/of-project/{project.pk}/").status_code == 404
    assert juelich.get(f"/programmes/of-project/{project.pk}/answer.pdf").status_code == 404
    assert juelich.post(f"/programmes/of-project/{project.pk}/{row.pk}/mark/", {"state": "muted"}).status_code == 403
    assert client_for(cast.council).get("/programmes/").status_code == 403


TYPED = {
    "title": "Eigenes Programm", "funder": "Kreis", "short": "Kurz.", "text": "", "applicants": ["municipality"], "topics": "Klima, Dorf",
    "rate": "50", "url": "https://example.org/",
}  # fmt: skip


def test_a_programme_is_entered_and_what_is_empty_is_not_stated(officer: Client) -> None:
    page = officer.post("/programmes/new/", TYPED, follow=True)
    row = Programme.objects.get()
    assert (row.topics, row.rate, row.areas, row.key) == (["Klima", "Dorf"], Decimal("0.5"), None, "eigenes-programm")
    assert "keine Angabe" in page.content.decode()


def test_what_is_gone_leaves_the_list_and_stays_readable(officer: Client, project: Project, cast: Cast) -> None:
    row = programme(cast)
    officer.post(f"/programmes/{row.pk}/edit/", {**TYPED, "gone_on": "2026-11-01", "version": "1"})
    assert not officer.get("/programmes/").context["rows"]
    assert not matches_of(project, on=DAY).rows
    assert "seit 01.11.2026 nicht mehr angeboten" in officer.get(f"/programmes/{row.pk}/").content.decode()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"opens_on": "2027-01-02", "closes_on": "2027-01-01"}, "closes_on"),
        ({"closes_on": "2027-01-01", "continuous": "on"}, "continuous"),
        ({"rate": "120"}, "rate"),
        ({"url": "javascript:alert(1)"}, "url"),
    ],
)
def test_bad_facts_get_a_sentence_and_stay_in_the_form(officer: Client, changes: dict[str, str], field: str) -> None:
    page = officer.post("/programmes/new/", TYPED | changes)
    assert page.status_code == 422
    assert page.context["form"].errors[field]
    assert not Programme.objects.exists()


def test_a_second_editor_sees_what_changed(officer: Client, cast: Cast) -> None:
    row = programme(cast)
    address = f"/programmes/{row.pk}/edit/"
    form = officer.get(address).context["form"]
    kept = {name: form[name].value() for name in ("version", "version_base")}
    save_programme(programme=row, values={"short": "Anders."}, by=cast.head)
    page = officer.post(address, {**TYPED, "title": row.title, "funder": row.funder, "short": "Meins.", **kept})
    assert "short" in [line.name for line in page.context["form"].conflict]


def test_comparing_the_facts_is_one_click(officer: Client, cast: Cast) -> None:
    row = programme(cast)
    officer.post(f"/programmes/{row.pk}/checked/")
    row.refresh_from_db()
    assert row.confirmed
    assert JournalEntry.objects.filter(subject_kind="funding.programme").count() == 2


def test_the_pages_ask_a_constant_number_of_questions(officer: Client, project: Project, cast: Cast) -> None:
    def count() -> int:
        found = 0
        for path in ("/programmes/", f"/programmes/of-project/{project.pk}/"):
            officer.get(path)
            with CaptureQueriesContext(connection) as asked:
                officer.get(path)
            found += len(asked)
        return found

    row = programme(cast)
    mark_programme(project=project, programme=row, state="shortlisted", note="", by=cast.head, on=DAY)
    few = count()
    for number in range(10):
        one = programme(cast, title=f"Bahnhof {number}")
        mark_programme(project=project, programme=one, state="shortlisted", note="", by=cast.head, on=DAY)
    assert count() == few


def test_a_programme_says_which_projects_it_may_pay_for(officer: Client, project: Project, cast: Cast) -> None:
    fits = programme(cast, rate=Decimal("0.8"))
    other = programme(cast, title="Orgeln", short="Kirchenorgeln stimmen.", text="")
    page = officer.get(f"/programmes/{fits.pk}/projects/").content.decode()
    assert project.title in page
    assert "Antragsberechtigt: Gemeinden." in page
    assert project.title not in officer.get(f"/programmes/{other.pk}/projects/").content.decode()


def test_a_project_a_rule_takes_out_says_so_and_a_finished_one_is_not_asked(
    officer: Client, project: Project, cast: Cast
) -> None:
    fits = programme(cast, applicants=["company"])
    assert "eine Regel schließt es aus" in officer.get(f"/programmes/{fits.pk}/projects/").content.decode()
    Project.objects.update(stage="done")
    assert project.title not in officer.get(f"/programmes/{fits.pk}/projects/").content.decode()


def test_fitting_projects_are_found_with_the_same_number_of_questions_however_many_there_are(
    officer: Client, project: Project, cast: Cast
) -> None:
    row = programme(cast)
    officer.get(f"/programmes/{row.pk}/projects/")
    with CaptureQueriesContext(connection) as few:
        officer.get(f"/programmes/{row.pk}/projects/")
    for number in range(12):
        again = Project.objects.create(
            title=f"{project.title} {number}", idea=project.idea, stage=project.stage, stage_on=DAY, received_on=DAY,
            submitted_by=cast.town_hall_juelich, municipality=project.municipality,
        )  # fmt: skip
        BudgetYear.objects.create(project=again, year=2027, costs=Decimal(1000), own=Decimal(100))
    with CaptureQueriesContext(connection) as many:
        assert officer.get(f"/programmes/{row.pk}/projects/").content.decode().count(project.title) == 13
    assert len(few) == len(many)
