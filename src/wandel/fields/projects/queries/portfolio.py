"""All projects a reader sees, summed: money, stage, field, municipality, age, stuck."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from wandel.fields.projects.models import Project
from wandel.fields.projects.queries.profile import future_fields
from wandel.fields.projects.queries.project import ProjectFilters, list_projects, projects_for, stuck_ids
from wandel.fields.projects.stages import ENDS, STAGES
from wandel.office.people.access import Access


@dataclass
class Sum:
    """One line: how many, what they cost, own share, how many are stuck, mean age in days of those not over."""

    key: str
    label: str
    count: int = 0
    costs: Decimal = Decimal(0)
    own: Decimal = Decimal(0)
    jobs: int = 0
    co2: int = 0
    stuck: int = 0
    ages: list[int] = field(default_factory=list)

    @property
    def age(self) -> int | None:
        return round(sum(self.ages) / len(self.ages)) if self.ages else None

    @property
    def funding(self) -> Decimal:
        """What others pay: costs without the own share."""
        return self.costs - self.own


@dataclass(frozen=True)
class Portfolio:
    total: Sum
    by_stage: list[Sum]
    by_field: list[Sum]
    by_municipality: list[Sum]


def portfolio_for(access: Access, *, day: date) -> Portfolio:
    """Every project this reader may see; a stopped one counts only in its own line. Constant queries."""
    rows = list(list_projects(access, ProjectFilters(), day=day))
    stuck = stuck_ids(projects_for(access), day)
    total = Sum("", gettext("all"))
    going_on = [project for project in rows if project.stage != "stopped"]
    for project in going_on:
        _add(total, project, stuck, day)
    stages = [(stage.key, gettext(stage.label)) for stage in STAGES]
    names = {one.municipality_id: one.municipality.name for one in rows if one.municipality_id}
    places = sorted(((str(key), name) for key, name in names.items()), key=lambda pair: pair[1])
    nowhere = ("", gettext("not said yet"))
    return Portfolio(
        total,
        _grouped(rows, stages, lambda one: one.stage, stuck, day),
        _grouped(going_on, [*future_fields(), nowhere], lambda one: one.future_field, stuck, day),
        _grouped(going_on, [*places, nowhere], lambda one: str(one.municipality_id or ""), stuck, day),
    )


def _grouped(
    rows: Iterable[Project], keys: list[tuple[str, str]], key_of: Callable[[Any], str], stuck: set[int], day: date
) -> list[Sum]:
    sums = {key: Sum(key, label) for key, label in keys}
    for project in rows:
        found = sums.setdefault(key_of(project), Sum(key_of(project), key_of(project)))
        _add(found, project, stuck, day)
    return [one for one in sums.values() if one.count]


def _add(line: Sum, project: Any, stuck: set[int], day: date) -> None:
    line.count += 1
    line.costs += project.costs or 0
    line.own += project.own or 0
    line.jobs += project.jobs_new or 0
    line.co2 += project.co2_tonnes or 0
    line.stuck += project.pk in stuck
    if project.stage not in ENDS:
        line.ages.append((day - project.received_on).days)
