"""By what projects are judged: sets of criteria with weights, each decided by somebody on a day."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from wandel.fields.projects.models.project import Project

MOST_POINTS = 4


class CriteriaSet(models.Model):
    """Criteria in force from a day until the next set begins."""

    valid_from = models.DateField(_("in force from"), unique=True)
    decided_by = models.CharField(_("decided by"), max_length=200)
    note = models.CharField(_("why these criteria and weights"), max_length=500, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-valid_from"]

    def __str__(self) -> str:
        return f"{self.decided_by} {self.valid_from}"


class Criterion(models.Model):
    """One question with its weight. The short name stays the same from set to set, so that points given stay."""

    criteria_set = models.ForeignKey(CriteriaSet, on_delete=models.CASCADE, related_name="criteria")
    key = models.SlugField(_("short name"), max_length=40)
    name = models.CharField(_("criterion"), max_length=120)
    question = models.CharField(_("question"), max_length=300)
    weight = models.PositiveSmallIntegerField(_("weight"), validators=[MinValueValidator(1), MaxValueValidator(100)])

    class Meta:
        ordering = ["-weight", "pk"]
        constraints = [models.UniqueConstraint(fields=["criteria_set", "key"], name="criterion_once_per_set")]

    def __str__(self) -> str:
        return self.name


class Score(models.Model):
    """Points (0 to 4) a project got for a criterion, with the reason."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="scores")
    key = models.SlugField(max_length=40)
    points = models.PositiveSmallIntegerField(_("points"), validators=[MaxValueValidator(MOST_POINTS)])
    reason = models.CharField(_("why"), max_length=300)
    given_on = models.DateField()
    actor_name = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "key"], name="score_once_per_criterion"),
            models.CheckConstraint(condition=models.Q(points__lte=MOST_POINTS), name="score_at_most_four"),
        ]

    def __str__(self) -> str:
        return f"{self.project_id}: {self.key} {self.points}"
