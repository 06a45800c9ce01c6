"""A project officer, an idea of Vettweiß and everything the way to its end asks for."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from wandel.conftest import Cast, make_user
from wandel.fields.projects.actions.parts import save_part
from wandel.fields.projects.actions.project import change_project, suggest_project
from wandel.fields.projects.actions.stage import move_project
from wandel.fields.projects.models import BudgetYear, Decision, Milestone, Project, Risk
from wandel.office.people.models import User
from wandel.office.people.roles import Role

DAY = date(2026, 11, 23)


@pytest.fixture
def officer(cast: Cast) -> User:
    return make_user("Pia Projekt", Role.OFFICER, organisation=cast.unit, field="projects")


@pytest.fixture
def make_project(cast: Cast, officer: User) -> Callable[..., Project]:
    def make(**changes: Any) -> Project:
        submitted_by = changes.pop("submitted_by", cast.town_hall_vettweiss)
        on = changes.pop("on", DAY)
        values = {"title": "Dorfladen mit Lastenrad", "idea": "Der Laden kommt zu den Leuten.", **changes}
        return suggest_project(values=values, submitted_by=submitted_by, by=officer, on=on)

    return make


@pytest.fixture
def project(make_project: Callable[..., Project]) -> Project:
    return make_project()


@pytest.fixture
def shape(officer: User) -> Callable[[Project], Project]:
    """Give a project everything its way asks for, up to the council's decision."""

    def build(project: Project) -> Project:
        words = {name: name for name in ("goal", "input", "output", "outcome", "impact")}
        change_project(project=project, values={**words, "future_field": "innovation"}, by=officer, on=DAY)
        save_part(
            part=BudgetYear(project=project, year=2027, costs=Decimal(90000), own=Decimal(9000)), by=officer, on=DAY
        )
        save_part(part=Risk(project=project, text="Kein Betreiber", remedy="Genossenschaft"), by=officer, on=DAY)
        save_part(part=Milestone(project=project, title="Eröffnung", due_on=date(2027, 5, 1)), by=officer, on=DAY)
        save_part(
            part=Decision(
                project=project, body="Rat Vettweiß", decided_on=DAY, outcome="agreed", text="Eigenanteil 9.000 €"
            ),
            by=officer,
            on=DAY,
        )
        return Project.objects.get(pk=project.pk)

    return build


@pytest.fixture
def move_to(officer: User) -> Callable[..., Project]:
    def move(project: Project, *stages: str) -> Project:
        for stage in stages:
            project = move_project(project=project, to=stage, by=officer, on=DAY)
        return project

    return move
