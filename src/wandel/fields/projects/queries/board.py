"""Projects by stage, as the board shows them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext

from wandel.fields.projects.queries.project import ProjectFilters, list_projects, projects_for, stuck_ids
from wandel.fields.projects.stages import ENDS, STAGES
from wandel.office.people.access import Access


@dataclass(frozen=True)
class Card:
    """One project; ``days`` in its stage."""

    project: Any
    days: int
    is_stuck: bool


@dataclass(frozen=True)
class Column:
    key: str
    label: str
    cards: list[Card]
    costs: Any


def board_for(access: Access, *, day: date) -> list[Column]:
    """A column for every stage that is not an end, longest waiting first. Constant queries."""
    rows = list(list_projects(access, ProjectFilters(stage="open", sort="stage"), day=day))
    stuck = stuck_ids(projects_for(access), day)
    columns = []
    for stage in STAGES:
        if stage.key in ENDS:
            continue
        found = [project for project in rows if project.stage == stage.key]
        cards = [Card(project, project.days_in_stage(day), project.pk in stuck) for project in found]
        columns.append(Column(stage.key, gettext(stage.label), cards, sum(project.costs or 0 for project in found)))
    return columns
