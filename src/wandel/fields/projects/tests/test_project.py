"""What happens to a project from the idea to its end."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from wandel.conftest import Cast
from wandel.fields.projects.actions.parts import reach_milestone, remove_part, save_part
from wandel.fields.projects.actions.project import change_project, take_idea, title_of
from wandel.fields.projects.actions.stage import move_project
from wandel.fields.projects.models import BudgetYear, Milestone, Project, ProjectParty
from wandel.fields.projects.queries.project import project_for, projects_for, stuck_on, waiting_ideas
from wandel.fields.projects.queries.stage import facts_of, why_stuck
from wandel.fields.projects.tests.conftest import DAY
from wandel.office.desk.actions.intake import IntakeDetails, receive
from wandel.office.desk.models import Entry, Intake
from wandel.office.journal.models import JournalEntry
from wandel.office.people.access import access_on
from wandel.office.people.models import User

pytestmark = [pytest.mark.database, pytest.mark.django_db]
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def an_idea(cast: Cast, **changes: object) -> Intake:
    details = IntakeDetails(
        name="Bauamt", email="b@x.example", message="Dorfladen mit Lastenrad. Er fährt zu den Leuten."
    )
    values = {"kind": "idea", "source": "townhall", "details": details, "organisation": cast.town_hall_vettweiss}
    return receive(**{**values, **changes}, by=cast.vettweiss, at=NOW)


def test_an_idea_from_the_front_door_becomes_a_project_with_one_click(cast: Cast, officer: User) -> None:
    intake = an_idea(cast)
    access = access_on(officer, DAY)
    assert list(waiting_ideas(access)) == [intake]
    project = take_idea(intake=intake, by=officer, at=NOW)
    assert project.title == "Dorfladen mit Lastenrad"
    assert project.idea == intake.message
    assert project.municipality == cast.town_hall_vettweiss.municipality
    assert project.parties.get().part == "lead"
    intake.refresh_from_db()
    assert (intake.state, intake.owner) == ("in_progress", officer)
    assert not waiting_ideas(access).exists()
    assert take_idea(intake=intake, by=officer, at=NOW) == project


def test_somebody_elses_inquiry_and_one_without_an_idea_stay_where_they_are(cast: Cast, officer: User) -> None:
    intake = an_idea(cast)
    Intake.objects.filter(pk=intake.pk).update(owner=cast.land_officer, state="in_progress")
    with pytest.raises(ValidationError, match="Landmann"):
        take_idea(intake=intake, by=officer, at=NOW)
    other = an_idea(cast, kind="other")
    with pytest.raises(ValidationError):
        take_idea(intake=other, by=officer, at=NOW)
    assert not Project.objects.exists()


def test_a_long_message_gives_a_short_title() -> None:
    assert title_of("Dorfladen\nzweite Zeile") == "Dorfladen"
    long = title_of("Wort " * 60)
    assert len(long) <= 125
    assert long.endswith(" …")
    assert title_of("") == ""


def test_a_new_idea_stands_on_the_desk_until_it_is_examined(project: Project, move_to: Callable[..., Project]) -> None:
    entry = Entry.objects.get(key=f"project-{project.pk}-look")
    assert (entry.due_on, entry.state) == (DAY + timedelta(days=14), "open")
    move_to(project, "screening")
    entry.refresh_from_db()
    assert entry.state == "done"


def test_the_page_says_what_the_next_stage_needs(
    project: Project, officer: User, move_to: Callable[..., Project]
) -> None:
    shaping = move_to(project, "screening", "shaping")
    with pytest.raises(ValidationError) as caught:
        move_project(project=shaping, to="application", by=officer, on=DAY)
    assert {"goal", "chain", "costs", "decision"} <= {error.code for error in caught.value.error_list}


def test_the_whole_way_from_idea_to_end(
    project: Project, officer: User, shape: Callable[..., Project], move_to: Callable[..., Project]
) -> None:
    found = move_to(shape(project), "screening", "shaping")
    found = change_project(
        project=found, values={"procedure": "consensus", "procedure_step": "sketch"}, by=officer, on=DAY
    )
    found = move_to(found, "regional")
    with pytest.raises(ValidationError, match="regional"):
        move_to(found, "application")
    found = change_project(project=found, values={"procedure_step": "agreed"}, by=officer, on=DAY)
    found = move_to(found, "application")
    found = change_project(project=found, values={"award_reference": "33.02/26"}, by=officer, on=DAY)
    found = move_to(found, "granted", "running")
    for milestone in found.milestones.all():
        reach_milestone(milestone=milestone, reached_on=DAY, by=officer, on=DAY)
    found = change_project(project=found, values={"result": "Der Laden läuft."}, by=officer, on=DAY)
    found = move_to(found, "done")
    assert [event.stage for event in found.events.all()] == [
        "idea", "screening", "shaping", "regional", "application", "granted", "running", "done",
    ]  # fmt: skip


def test_a_project_paid_by_own_money_needs_no_application(
    project: Project, officer: User, shape: Callable[..., Project], move_to: Callable[..., Project]
) -> None:
    found = move_to(shape(project), "screening", "shaping")
    found = change_project(project=found, values={"own_money": True}, by=officer, on=DAY)
    assert move_to(found, "running").stage == "running"


def test_a_pause_says_why_and_leads_back(project: Project, officer: User, move_to: Callable[..., Project]) -> None:
    found = move_to(project, "screening", "shaping")
    with pytest.raises(ValidationError, match="wählen Sie, warum"):
        move_project(project=found, to="paused", by=officer, on=DAY)
    found = move_project(project=found, to="paused", reason="money", text="Haushalt 2027", by=officer, on=DAY)
    assert (found.rested_in, found.reason_text) == ("shaping", "Haushalt 2027")
    with pytest.raises(ValidationError):
        move_to(found, "running")
    found = move_to(found, "shaping")
    assert (found.stage, found.rested_in, found.reason) == ("shaping", "", "")


def test_going_back_needs_a_sentence(project: Project, officer: User, move_to: Callable[..., Project]) -> None:
    found = move_to(project, "screening")
    with pytest.raises(ValidationError, match="warum es zurückgeht"):
        move_project(project=found, to="idea", by=officer, on=DAY)
    assert move_project(project=found, to="idea", text="Zu früh", by=officer, on=DAY).stage == "idea"


def test_a_step_in_the_future_or_before_the_last_one_is_refused(project: Project, officer: User) -> None:
    for day in (DAY + timedelta(days=1), DAY - timedelta(days=1)):
        with pytest.raises(ValidationError):
            move_project(project=project, to="screening", day=day, by=officer, on=DAY)


def test_every_change_is_written_down_once(project: Project, officer: User) -> None:
    before = JournalEntry.objects.about("projects.project", project.pk).count()
    for _turn in range(2):
        change_project(project=project, values={"goal": "Versorgung im Dorf"}, by=officer, on=DAY)
    assert JournalEntry.objects.about("projects.project", project.pk).count() == before + 1


def test_an_open_milestone_stands_on_the_desk_of_everybody_who_takes_part(
    project: Project, officer: User, cast: Cast
) -> None:
    milestone = save_part(
        part=Milestone(project=project, title="Mietvertrag", due_on=date(2027, 1, 15)), by=officer, on=DAY
    )
    entry = Entry.objects.get(key=f"project-milestone-{milestone.pk}")
    assert list(entry.organisations.all()) == [cast.town_hall_vettweiss]
    reach_milestone(milestone=milestone, reached_on=DAY, by=officer, on=DAY)
    entry.refresh_from_db()
    assert entry.state == "done"
    reach_milestone(milestone=milestone, reached_on=None, by=officer, on=DAY)
    move_project(project=project, to="paused", reason="land", by=officer, on=DAY)
    entry.refresh_from_db()
    assert entry.state == "done"
    remove_part(part=milestone, by=officer, on=DAY)
    assert not Milestone.objects.exists()


def test_there_is_one_lead_and_a_year_stands_once(project: Project, officer: User, cast: Cast) -> None:
    save_part(part=ProjectParty(project=project, organisation=cast.town_hall_juelich, part="lead"), by=officer, on=DAY)
    assert {one.organisation.name: one.part for one in project.parties.all()} == {
        "Stadt Jülich": "lead",
        "Gemeinde Vettweiß": "applicant",
    }
    save_part(part=BudgetYear(project=project, year=2027, costs=Decimal(1)), by=officer, on=DAY)
    with pytest.raises(ValidationError, match="Dieses Jahr steht schon da"):
        save_part(part=BudgetYear(project=project, year=2027, costs=Decimal(2)), by=officer, on=DAY)
    with pytest.raises(ValidationError, match="rganisation"):
        save_part(part=ProjectParty(project=project, organisation=cast.town_hall_juelich), by=officer, on=DAY)


def test_what_lies_too_long_is_stuck_and_says_so(make_project: Callable[..., Project]) -> None:
    old = make_project(title="Alt", on=DAY - timedelta(days=15))
    new = make_project(title="Neu")
    assert set(Project.objects.filter(stuck_on(DAY))) == {old}
    assert why_stuck(old, day=DAY)
    assert why_stuck(new, day=DAY) == []


def test_a_late_milestone_makes_a_project_stuck(project: Project, officer: User) -> None:
    late = Milestone(project=project, title="Antrag", due_on=DAY - timedelta(days=31))
    save_part(part=late, by=officer, on=DAY)
    assert Project.objects.filter(stuck_on(DAY)).exists()
    assert why_stuck(project, day=DAY)


def test_who_sees_which_project(
    project: Project, make_project: Callable[..., Project], officer: User, cast: Cast, move_to: Callable[..., Project]
) -> None:
    partner = make_project(title="Reallabor", submitted_by=cast.partner_organisation)
    secret = make_project(title="Geheim", submitted_by=None, confidential=True)

    def seen(user: User) -> set[str]:
        return set(projects_for(access_on(user, DAY)).values_list("title", flat=True))

    everything = {project.title, partner.title, secret.title}
    assert seen(cast.head) == seen(officer) == everything
    assert seen(cast.land_officer) == everything - {secret.title}
    assert seen(cast.vettweiss) == {project.title}
    assert seen(cast.partner) == {partner.title}
    assert seen(cast.juelich) == seen(cast.council) == seen(cast.auditor) == seen(cast.nobody) == set()
    save_part(part=ProjectParty(project=project, organisation=cast.town_hall_juelich), by=officer, on=DAY)
    assert seen(cast.juelich) == {project.title}
    move_to(project, "screening", "shaping")
    assert seen(cast.council) == {project.title}
    move_project(project=project, to="stopped", reason="no_majority", by=officer, on=DAY)
    assert seen(cast.council) == {project.title}


def test_facts_are_read_with_a_constant_number_of_questions(
    project: Project, shape: Callable[..., Project], django_assert_num_queries: Callable, cast: Cast
) -> None:
    shaped = project_for(access_on(cast.head, DAY), shape(project).pk)
    with django_assert_num_queries(6):
        assert {"goal", "chain", "costs", "own_share", "risks", "decision"} <= facts_of(shaped, day=DAY)
