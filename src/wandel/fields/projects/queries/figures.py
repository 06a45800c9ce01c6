"""Projects as figures without names: for the county's page and the council."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Sum
from django.utils.translation import gettext

from wandel.fields.projects.models import BudgetYear, Project
from wandel.fields.projects.stages import COUNCIL_READS, STAGES


@dataclass(frozen=True)
class StageFigure:
    """How many projects stand in a stage on a day and what they cost in all years."""

    key: str
    label: str
    count: int
    costs: Decimal


def figures_by_stage(*, day: date) -> list[StageFigure]:
    """Only what the council reads; confidential ones are left out. Two queries."""
    open_ones = Project.objects.filter(confidential=False, stage__in=COUNCIL_READS, received_on__lte=day)
    counts = dict(open_ones.order_by().values_list("stage").annotate(Count("pk")))
    years = BudgetYear.objects.filter(project__in=open_ones).order_by()
    costs = dict(years.values_list("project__stage").annotate(Sum("costs")))
    return [
        StageFigure(stage.key, gettext(stage.label), counts[stage.key], costs.get(stage.key) or Decimal(0))
        for stage in STAGES
        if stage.key in counts
    ]
