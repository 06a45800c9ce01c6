"""What somebody assumes for the coming years, and what was computed from it. Old runs stay, with their error."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from wandel.fields.growth.models.offensive import Measure
from wandel.ui.rates import RateField
from wandel.ui.subjects import SubjectRef


class Scenario(models.Model):
    """Assumptions with their sources. Levels are per cent of a usual year; homes come from the sites of the land field.

    ``household_hundredths``: persons per household in hundredths. What nobody said has no default: without occupancy,
    origin and household size the sites' homes cannot be counted and the scenario says so.
    """

    class Homes(models.TextChoices):
        NONE = "none", _("no new homes")
        LOW = "low", _("sites as reported, few homes")
        LIKELY = "likely", _("sites as reported, likely homes")
        HIGH = "high", _("sites as reported, many homes")

    title = models.CharField(_("name"), max_length=150)
    note = models.CharField(_("what it assumes, in a sentence"), max_length=500, blank=True)
    until = models.PositiveSmallIntegerField(_("until the year"))
    fertility_percent = models.PositiveSmallIntegerField(_("births, per cent of today's rates"), default=100)
    arriving_percent = models.PositiveSmallIntegerField(
        _("arrivals from outside, per cent of a usual year"), default=100
    )
    leaving_percent = models.PositiveSmallIntegerField(_("departures, per cent of a usual year"), default=100)
    homes = models.CharField(_("new homes"), max_length=8, choices=Homes.choices, default=Homes.NONE)
    occupied = RateField(_("new homes that are lived in"), null=True, blank=True)
    from_outside = RateField(_("of these households from outside the county"), null=True, blank=True)
    household_hundredths = models.PositiveSmallIntegerField(null=True, blank=True)
    homes_source = models.CharField(_("where these three numbers come from"), max_length=300, blank=True)
    measures = models.ManyToManyField(
        Measure, blank=True, related_name="scenarios", verbose_name=_("measures that count")
    )
    trajectories = models.PositiveIntegerField(_("trajectories"), default=2000)
    shown = models.BooleanField(_("the pages show this one"), default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["shown"], condition=models.Q(shown=True), name="one_scenario_is_shown")
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/growth/scenarios/{self.pk}/"

    @property
    def ref(self) -> SubjectRef:
        return SubjectRef("growth.scenario", str(self.pk), self.get_absolute_url(), self.title)

    @property
    def persons_per_household(self) -> float | None:
        return None if self.household_hundredths is None else self.household_hundredths / 100


class ProjectionRun(models.Model):
    """One computed projection. ``assumptions`` and ``about`` say what it stands on and never change; ``result`` holds whole
    persons: years, quantiles by area and group, flows, ages of chosen years, the response of the county to a household.
    """

    scenario = models.ForeignKey(Scenario, on_delete=models.PROTECT, related_name="runs")
    computed_on = models.DateField(_("computed on"))
    base_year = models.PositiveSmallIntegerField()
    base = models.CharField(max_length=60)
    assumptions = models.JSONField(default=dict)
    about = models.JSONField(default=dict)
    notes = models.JSONField(default=list)
    result = models.JSONField(default=dict)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.scenario} {self.computed_on}"

    def get_absolute_url(self) -> str:
        return f"/growth/runs/{self.pk}/"

    @property
    def years(self) -> list[int]:
        years: list[int] = self.result["years"]
        return years

    def band(self, area: str, group: str, quantile: str) -> list[int]:
        """Persons by year of an area ("" the county) in an age group at a quantile ("0.1", "0.5" …)."""
        values: list[int] = self.result["bands"][area][group][quantile]
        return values

    def ages(self, area: str, year: int) -> dict[str, Any] | None:
        """Women and men by single age in a year that was kept; None for others."""
        found: dict[str, Any] | None = self.result["ages"].get(area, {}).get(str(year))
        return found
