"""What a project consists of: who applies, money by year, risks, milestones, decisions."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from wandel.fields.projects.models.project import Project
from wandel.office.people.models import Organisation, User
from wandel.ui.money import MoneyField
from wandel.ui.rates import RateField


class ProjectParty(models.Model):
    """An organisation that takes part. One of them leads; ``share`` is its part of the own share."""

    class Part(models.TextChoices):
        LEAD = "lead", _("lead")
        APPLICANT = "applicant", _("applicant")
        PARTNER = "partner", _("partner without application")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="project_parts"
    )
    part = models.CharField(_("part"), max_length=10, choices=Part.choices, default=Part.APPLICANT)
    share = RateField(_("share of the own money"), null=True, blank=True)

    class Meta:
        ordering = ["-part", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "organisation"], name="project_party_once"),
            models.UniqueConstraint(fields=["project"], condition=models.Q(part="lead"), name="project_has_one_lead"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} ({self.get_part_display()})"


class BudgetYear(models.Model):
    """Costs of a budget year and the part of them the applicants pay themselves."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="years")
    year = models.PositiveSmallIntegerField(_("year"))
    costs = MoneyField(_("costs"))
    own = MoneyField(_("own share"), null=True, blank=True)

    class Meta:
        ordering = ["year"]
        constraints = [
            models.UniqueConstraint(fields=["project", "year"], name="project_year_once"),
            models.CheckConstraint(
                condition=models.Q(own__isnull=True) | models.Q(own__lte=models.F("costs")),
                name="project_own_share_within_costs",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id}: {self.year}"


class Risk(models.Model):
    """What may go wrong, how likely and how bad (1 to 3 each), and what is done about it."""

    class Grade(models.IntegerChoices):
        LOW = 1, _("low")
        MEDIUM = 2, _("medium")
        HIGH = 3, _("high")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="risks")
    text = models.CharField(_("what may go wrong"), max_length=300)
    likelihood = models.PositiveSmallIntegerField(_("how likely"), choices=Grade.choices, default=Grade.MEDIUM)
    damage = models.PositiveSmallIntegerField(_("how bad"), choices=Grade.choices, default=Grade.MEDIUM)
    remedy = models.CharField(_("what is done about it"), max_length=300)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text

    @property
    def weight(self) -> int:
        return self.likelihood * self.damage


class Milestone(models.Model):
    """What shall be reached until when; while it is open it stands on the desk."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="milestones")
    title = models.CharField(_("milestone"), max_length=200)
    due_on = models.DateField(_("until"))
    owner = models.ForeignKey(
        User,
        verbose_name=_("who sees to it"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="project_milestones",
    )
    done_on = models.DateField(_("reached on"), null=True, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return self.title

    def is_late(self, day: date) -> bool:
        return self.done_on is None and self.due_on < day


class Decision(models.Model):
    """What a council, a steering group or the unit decided about a project. ``score`` is how it stood that day."""

    class Outcome(models.TextChoices):
        AGREED = "agreed", _("agreed")
        REFUSED = "refused", _("refused")
        POSTPONED = "postponed", _("postponed")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="decisions")
    body = models.CharField(_("who decided"), max_length=200)
    decided_on = models.DateField(_("decided on"))
    outcome = models.CharField(_("result of the decision"), max_length=10, choices=Outcome.choices)
    text = models.CharField(_("what was decided"), max_length=500)
    reference = models.CharField(_("number of the paper"), max_length=100, blank=True)
    score = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-decided_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.body} {self.decided_on}"
