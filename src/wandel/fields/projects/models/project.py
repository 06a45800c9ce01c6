"""A project from its idea to its end ("Vorhaben")."""

from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wandel.core.text.fold import fold
from wandel.fields.land.models import Site
from wandel.fields.projects.stages import ENDS, FIRST, PAUSE_REASONS, STAGES, STOP_REASONS, TABLE
from wandel.office.desk.models import Intake
from wandel.office.people.models import Organisation, User
from wandel.office.places.models import Municipality
from wandel.ui.subjects import SubjectRef


class Project(models.Model):
    """What a town hall, a partner or the county wants to do. ``rested_in`` is the stage a pause or stop interrupted.

    ``future_field``, ``procedure`` and ``procedure_step`` are keys of the county's profile.
    """

    class Smart(models.TextChoices):
        """The six characteristics by which smart cities and regions are commonly described."""

        ECONOMY = "economy", _("smart economy")
        PEOPLE = "people", _("smart people")
        GOVERNANCE = "governance", _("smart governance")
        MOBILITY = "mobility", _("smart mobility")
        ENVIRONMENT = "environment", _("smart environment")
        LIVING = "living", _("smart living")

    title = models.CharField(_("title of the project"), max_length=200)
    sort_key = models.CharField(max_length=200, editable=False)
    stage = models.CharField(
        _("stage"), max_length=15, choices=[(stage.key, _(stage.label)) for stage in STAGES], default=FIRST
    )
    stage_on = models.DateField(_("in this stage since"))
    rested_in = models.CharField(max_length=15, blank=True, editable=False)
    reason = models.CharField(max_length=20, blank=True, editable=False)
    reason_text = models.CharField(max_length=500, blank=True, editable=False)
    received_on = models.DateField(_("received on"))

    idea = models.TextField(_("the idea"), max_length=5000, blank=True)
    goal = models.TextField(_("goal"), max_length=2000, blank=True)
    input = models.TextField(_("input"), max_length=2000, blank=True)
    output = models.TextField(_("output"), max_length=2000, blank=True)
    outcome = models.TextField(_("outcome"), max_length=2000, blank=True)
    impact = models.TextField(_("impact"), max_length=2000, blank=True)
    result = models.TextField(_("result"), max_length=5000, blank=True)
    future_field = models.CharField(_("future field (WSP)"), max_length=40, blank=True)
    smart = models.CharField(_("smart region"), max_length=15, choices=Smart.choices, blank=True)
    municipality = models.ForeignKey(
        Municipality,
        verbose_name=_("municipality"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="projects",
    )
    place = models.CharField(_("place or address"), max_length=200, blank=True)
    sites = models.ManyToManyField(Site, verbose_name=_("sites"), blank=True, related_name="projects")

    jobs_new = models.PositiveIntegerField(_("new jobs"), null=True, blank=True)
    jobs_kept = models.PositiveIntegerField(_("secured jobs"), null=True, blank=True)
    co2_tonnes = models.IntegerField(_("CO₂ saved in tonnes a year"), null=True, blank=True)
    effect_source = models.CharField(_("where these numbers come from"), max_length=300, blank=True)

    procedure = models.CharField(_("regional procedure"), max_length=40, blank=True)
    procedure_step = models.CharField(_("step reached"), max_length=40, blank=True)
    procedure_on = models.DateField(_("step reached on"), null=True, blank=True)
    award_reference = models.CharField(_("reference of the notice"), max_length=100, blank=True)
    own_money = models.BooleanField(_("own money pays everything"), default=False)

    submitted_by = models.ForeignKey(
        Organisation,
        verbose_name=_("suggested by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="suggested_projects",
    )
    intake = models.OneToOneField(
        Intake, null=True, blank=True, on_delete=models.SET_NULL, related_name="project", editable=False
    )
    owner = models.ForeignKey(
        User,
        verbose_name=_("who looks after it"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="projects",
    )
    confidential = models.BooleanField(_("confidential"), default=False)
    note = models.TextField(_("internal note"), max_length=5000, blank=True)
    version = models.PositiveIntegerField(default=1)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["sort_key", "pk"]
        indexes = [
            models.Index(fields=["stage", "stage_on"], name="project_by_stage"),
            models.Index(fields=["award_reference"], name="project_by_reference"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(stage__in=["paused", "stopped"]) | models.Q(reason="", rested_in=""),
                name="project_reason_only_while_it_rests",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = fold(self.title)[:200]
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return f"/projects/{self.pk}/"

    @property
    def ref(self) -> SubjectRef:
        return SubjectRef("projects.project", str(self.pk), self.get_absolute_url(), self.title)

    @property
    def number(self) -> str:
        """How people name it on paper, P-0042."""
        return f"P-{self.pk:04d}"

    @property
    def stage_label(self) -> str:
        return gettext(TABLE[self.stage].label)

    @property
    def public_label(self) -> str:
        """What applicants read about its stage."""
        return gettext(TABLE[self.stage].public)

    @property
    def reason_label(self) -> str:
        """Why it rests or was stopped; empty while it goes on."""
        found = {**PAUSE_REASONS, **STOP_REASONS}.get(self.reason, "")
        return gettext(found) if found else ""

    @property
    def is_over(self) -> bool:
        return self.stage in ENDS

    def days_in_stage(self, day: date) -> int:
        return (day - self.stage_on).days


class StageEvent(models.Model):
    """One step in a project's life; rows are never changed."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="events")
    from_stage = models.CharField(max_length=15, blank=True)
    stage = models.CharField(max_length=15, choices=[(stage.key, _(stage.label)) for stage in STAGES])
    on = models.DateField()
    reason = models.CharField(max_length=20, blank=True)
    reason_text = models.CharField(max_length=500, blank=True)
    actor_id = models.CharField(max_length=40, blank=True)
    actor_name = models.CharField(max_length=150, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.project_id}: {self.stage} {self.on}"
