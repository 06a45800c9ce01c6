"""The pages of projects: who sees what, what is offered, what is refused."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from wandel.conftest import Cast
from wandel.fields.projects.actions.parts import save_part
from wandel.fields.projects.models import BudgetYear, Milestone, Project, ProjectParty, Risk
from wandel.fields.projects.tests.conftest import DAY
from wandel.office.desk.actions.intake import IntakeDetails, receive
from wandel.office.people.models import User

pytestmark = [pytest.mark.database, pytest.mark.django_db]
TABS = ("", "plan/", "score/", "documents/", "history/")


@pytest.fixture
def browser(client_for: Callable[[User], Client], officer: User) -> Client:
    return client_for(officer)


def text(response: Any) -> str:
    return response.content.decode()


def test_a_town_hall_sends_an_idea_in_four_answers(cast: Cast, client_for: Callable[..., Client]) -> None:
    hall = client_for(cast.vettweiss)
    assert 'name="submitted_by"' not in text(hall.get("/projects/suggest/"))
    typed = {"title": "Dorfladen", "idea": "Der Laden fährt.", "municipality": "", "place": "", "once_key": "k" * 32}
    first, second = hall.post("/projects/suggest/", typed), hall.post("/projects/suggest/", typed)
    assert first.status_code == 302
    assert first.url == second.url
    project = Project.objects.get()
    assert project.submitted_by == cast.town_hall_vettweiss
    assert project.municipality == cast.town_hall_vettweiss.municipality
    assert "Dorfladen" in text(hall.get(first.url))
    assert hall.post("/projects/suggest/", {"title": ""}).status_code == 422


def test_a_foreign_project_does_not_exist(project: Project, cast: Cast, client_for: Callable[..., Client]) -> None:
    for user in (cast.juelich, cast.partner, cast.council):
        client = client_for(user)
        for tab in TABS:
            assert client.get(f"/projects/{project.pk}/{tab}").status_code == 404
        assert project.title not in text(client.get("/projects/"))


def test_the_council_reads_a_shaped_project_without_names(
    project: Project, officer: User, cast: Cast, client_for: Callable[..., Client], move_to: Callable[..., Project]
) -> None:
    Project.objects.filter(pk=project.pk).update(owner=officer, note="intern", goal="Versorgung")
    move_to(project, "screening", "shaping")
    council = client_for(cast.council)
    page = text(council.get(f"/projects/{project.pk}/"))
    assert "Versorgung" in page
    assert officer.name not in page
    assert "intern" not in page
    assert council.get(f"/projects/{project.pk}/history/").status_code == 404
    assert council.get(f"/projects/{project.pk}/documents/").status_code == 404
    assert council.get(f"/projects/{project.pk}/edit/").status_code == 403
    for path in ("/projects/", "/projects/board/", "/projects/portfolio/", "/projects/criteria/", "/projects/topics/"):
        assert officer.name not in text(council.get(path))


def test_every_page_opens_empty_and_filled(browser: Client, make_project: Callable[..., Project]) -> None:
    paths = ("/projects/", "/projects/board/", "/projects/portfolio/", "/projects/criteria/", "/projects/suggest/")
    for path in paths:
        assert browser.get(path).status_code == 200
    project = make_project()
    more = [f"/projects/{project.pk}/{tab}" for tab in (*TABS, "edit/")]
    kinds = [f"/projects/{project.pk}/parts/{kind}/new/" for kind in ("party", "year", "risk", "milestone", "decision")]
    for path in (*paths, *more, *kinds):
        assert browser.get(path).status_code == 200, path
    assert browser.get(f"/projects/{project.pk}/parts/nonsense/new/").status_code == 404


def test_the_list_is_filtered_by_stage_place_field_and_what_is_stuck(
    browser: Client, make_project: Callable[..., Project], cast: Cast
) -> None:
    today = timezone.localdate()
    old = make_project(title="Altes Bad", on=today - timedelta(days=90), future_field="space")
    new = make_project(title="Neue Mitte", on=today, submitted_by=cast.town_hall_juelich)
    cases = {
        "stuck=on": old,
        "future_field=space": old,
        f"municipality={cast.town_hall_juelich.municipality_id}": new,
        "q=mitte": new,
        f"q=P-{old.pk:04d}": old,
    }
    for query, wanted in cases.items():
        page = text(browser.get(f"/projects/?{query}"))
        other = new if wanted == old else old
        assert wanted.title in page, query
        assert other.title not in page, query
    assert "Altes Bad" in text(browser.get("/projects/?stage=open"))
    assert browser.get("/projects/?stage=nonsense").status_code == 200


def test_the_next_step_is_offered_or_says_what_is_missing(browser: Client, project: Project) -> None:
    path = f"/projects/{project.pk}/"
    assert 'value="screening"' in text(browser.get(path))
    assert browser.post(f"{path}move/", {"to": "screening"}).status_code == 302
    browser.post(f"{path}move/", {"to": "shaping"})
    refused = browser.post(f"{path}move/", {"to": "application"})
    assert refused.status_code == 422
    project.refresh_from_db()
    assert project.stage == "shaping"
    assert browser.post(f"{path}move/", {"to": "paused|money", "text": "Haushalt"}).status_code == 302
    assert "Haushalt" in text(browser.get(path))
    assert browser.post(f"{path}move/", {"to": "nonsense"}).status_code == 422


def test_what_is_missing_leads_to_where_it_is_entered(
    browser: Client, project: Project, cast: Cast, client_for: Callable[..., Client], move_to: Callable[..., Project]
) -> None:
    move_to(project, "screening", "shaping")
    page = text(browser.get(f"/projects/{project.pk}/"))
    for kind in ("year", "risk", "decision", "milestone"):
        assert f"/projects/{project.pk}/parts/{kind}/new/" in page
    assert f'href="/projects/{project.pk}/parts/' not in text(
        client_for(cast.vettweiss).get(f"/projects/{project.pk}/")
    )


def test_the_unit_reads_its_word_for_the_stage_and_everybody_else_the_public_one(
    browser: Client, project: Project, cast: Cast, client_for: Callable[..., Client]
) -> None:
    path, english = f"/projects/{project.pk}/", {"Accept-Language": "en"}
    assert "has arrived</span>" not in text(browser.get(path, headers=english))
    assert "has arrived</span>" in text(client_for(cast.vettweiss).get(path, headers=english))


def test_a_new_lead_is_named_through_the_form(browser: Client, project: Project, cast: Cast) -> None:
    typed = {"organisation": cast.town_hall_juelich.pk, "part": "lead", "share": "50"}
    assert browser.post(f"/projects/{project.pk}/parts/party/new/", typed).status_code == 302
    assert ProjectParty.objects.get(part="lead").organisation == cast.town_hall_juelich
    assert browser.post(f"/projects/{project.pk}/parts/party/new/", typed).status_code == 422


def test_a_town_hall_changes_its_idea_until_it_is_examined(
    project: Project, cast: Cast, client_for: Callable[..., Client], move_to: Callable[..., Project]
) -> None:
    hall, path = client_for(cast.vettweiss), f"/projects/{project.pk}/edit/"
    page = hall.get(path)
    assert 'name="note"' not in text(page)
    form = page.context["form"]
    typed = {name: form[name].value() or "" for name in form.fields}
    assert hall.post(path, {**typed, "title": "Dorfladen auf Rädern"}).status_code == 302
    project.refresh_from_db()
    assert project.title == "Dorfladen auf Rädern"
    move_to(project, "screening")
    assert hall.get(path).status_code == 404
    assert client_for(cast.juelich).get(path).status_code == 404


def test_two_editors_see_each_others_change(browser: Client, project: Project) -> None:
    path = f"/projects/{project.pk}/edit/"
    form = browser.get(path).context["form"]
    typed = {name: form[name].value() for name in form.fields}
    typed = {name: value for name, value in typed.items() if value not in (None, False, "", [])}
    assert browser.post(path, {**typed, "goal": "Versorgung", "region": "consensus|sketch"}).status_code == 302
    project.refresh_from_db()
    assert (project.procedure, project.procedure_step, project.goal) == ("consensus", "sketch", "Versorgung")
    clash = browser.post(path, {**typed, "goal": "Begegnung"})
    assert clash.status_code == 200
    assert "Versorgung" in text(clash)
    assert "Begegnung" in text(clash)
    project.refresh_from_db()
    assert project.goal == "Versorgung"


def test_parts_are_noted_changed_removed_and_taken_back(browser: Client, project: Project) -> None:
    base = f"/projects/{project.pk}/parts"
    assert browser.post(f"{base}/year/new/", {"year": "2027", "costs": "90.000,00", "own": "9.000"}).status_code == 302
    year = BudgetYear.objects.get()
    wrong = browser.post(f"/projects/parts/year/{year.pk}/edit/", {"year": "2027", "costs": "10", "own": "20"})
    assert wrong.status_code == 422
    assert browser.post(f"{base}/year/new/", {"year": "2027", "costs": "1"}).status_code == 422
    removed = browser.post(f"/projects/parts/year/{year.pk}/remove/", follow=True)
    assert not BudgetYear.objects.exists()
    assert f"{base}/year/new/" in text(removed)
    assert "90.000" in text(removed)


def test_a_milestone_is_reached_and_opened_again(browser: Client, project: Project) -> None:
    base = f"/projects/{project.pk}/parts/milestone/new/"
    browser.post(base, {"title": "Mietvertrag", "due_on": "2027-01-15"})
    milestone = Milestone.objects.get()
    browser.post(f"/projects/milestones/{milestone.pk}/reach/")
    milestone.refresh_from_db()
    assert milestone.done_on
    browser.post(f"/projects/milestones/{milestone.pk}/reach/", {"undo": "1"})
    milestone.refresh_from_db()
    assert milestone.done_on is None


def test_a_town_hall_adds_papers_but_shapes_nothing(
    project: Project, cast: Cast, client_for: Callable[..., Client], browser: Client
) -> None:
    hall, path = client_for(cast.vettweiss), f"/projects/{project.pk}/"
    paper = SimpleUploadedFile("skizze.txt", b"Skizze des Ladens")
    assert hall.post(f"{path}files/", {"upload": paper}).status_code == 302
    stored = browser.get(f"{path}documents/").context["files"][0]
    assert hall.get(f"{path}files/{stored.pk}/").status_code == 200
    assert client_for(cast.juelich).get(f"{path}files/{stored.pk}/").status_code == 404
    assert hall.post(f"{path}files/{stored.pk}/remove/").status_code == 403
    assert hall.post(f"{path}move/", {"to": "screening"}).status_code == 403
    assert hall.get(f"{path}parts/risk/new/").status_code == 403
    assert browser.post(f"{path}files/{stored.pk}/remove/").status_code == 302


def test_an_inquiry_offers_the_one_click_and_afterwards_the_project(browser: Client, cast: Cast) -> None:
    intake = receive(
        kind="idea",
        source="townhall",
        details=IntakeDetails(name="Bauamt", email="b@x.example", message="Dorfladen mit Lastenrad."),
        organisation=cast.town_hall_vettweiss,
        by=None,
        at=timezone.now(),
    )
    action = f"/projects/take/{intake.pk}/"
    assert action in text(browser.get(f"/intake/{intake.pk}/"))
    assert action in text(browser.get("/projects/"))
    made = browser.post(action)
    assert made.url == Project.objects.get().get_absolute_url()
    assert action not in text(browser.get("/projects/"))
    assert made.url in text(browser.get(f"/intake/{intake.pk}/"))


def test_only_those_who_may_take_an_inquiry(cast: Cast, client_for: Callable[..., Client]) -> None:
    assert client_for(cast.vettweiss).post("/projects/take/1/").status_code == 403
    assert client_for(cast.land_officer).post("/projects/take/1/").status_code == 404


def test_the_list_and_a_page_ask_a_constant_number_of_questions(
    browser: Client, make_project: Callable[..., Project], officer: User, django_assert_max_num_queries: Callable
) -> None:
    for number in range(12):
        project = make_project(title=f"Vorhaben {number}")
        for turn in range(4):
            save_part(part=BudgetYear(project=project, year=2027 + turn, costs=1), by=officer, on=DAY)
            save_part(part=Risk(project=project, text="x", remedy="y"), by=officer, on=DAY)
            due = date(2027, 1, 1 + turn)
            save_part(part=Milestone(project=project, title=f"M{turn}", due_on=due, owner=officer), by=officer, on=DAY)
    with django_assert_max_num_queries(16):
        browser.get("/projects/")
    with django_assert_max_num_queries(14):
        browser.get("/projects/board/")
    with django_assert_max_num_queries(14):
        browser.get("/projects/portfolio/")
    with django_assert_max_num_queries(45):
        browser.get(f"/projects/{project.pk}/")


def test_a_shared_project_shows_on_the_pages_of_both_town_halls(
    project: Project, officer: User, cast: Cast, browser: Client
) -> None:
    save_part(part=ProjectParty(project=project, organisation=cast.town_hall_juelich), by=officer, on=DAY)
    for hall in (cast.town_hall_vettweiss, cast.town_hall_juelich):
        assert project.title in text(browser.get(hall.get_absolute_url()))
