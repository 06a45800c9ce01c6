"""Analyses: rules somebody decided, what came out, and the areas found."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from wandel.fields.land.models.site import Site
from wandel.office.places.models import Municipality
from wandel.ui.subjects import SubjectRef


class RuleSet(models.Model):
    """What makes land suitable, as decided on a day: ``rules`` in the form of ``wandel suitability``.

    ``comparison`` holds the pairwise comparison the weights come from (names and matrix), where there was one.
    """

    title = models.CharField(_("title"), max_length=150)
    valid_from = models.DateField(_("valid from"))
    decided_by = models.CharField(_("decided by"), max_length=200)
    note = models.CharField(_("note"), max_length=300, blank=True)
    rules = models.JSONField()
    comparison = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-valid_from", "-pk"]

    def __str__(self) -> str:
        return self.title


class SuitabilityRun(models.Model):
    """A finished analysis: the rules as they were, the versions of the layers it read, and where its files lie.

    ``inputs``: layer key → content hash; ``code``: version of the program; ``seconds`` of computing. Files lie in the data
    directory under ``land/analyses/<number>``; a run never changes once it is there.
    """

    rule_set = models.ForeignKey(RuleSet, on_delete=models.PROTECT, related_name="analyses")
    title = models.CharField(max_length=150)
    rules = models.JSONField()
    inputs = models.JSONField()
    parcels = models.PositiveIntegerField()
    excluded = models.PositiveIntegerField()
    unknown = models.PositiveIntegerField(default=0)
    synthetic = models.BooleanField(default=False)
    archive = models.CharField(max_length=80, blank=True)
    engine = models.CharField(max_length=20)
    code = models.CharField(max_length=20)
    seconds = models.FloatField()
    warnings = models.JSONField(default=list)
    consistency = models.FloatField(null=True, blank=True)
    finished_at = models.DateTimeField()
    by_id = models.CharField(max_length=64, blank=True)
    by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-finished_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/land/map/?analysis={self.pk}"

    @property
    def ref(self) -> SubjectRef:
        return SubjectRef("land.analysis", str(self.pk), self.get_absolute_url(), self.title)


class Candidate(models.Model):
    """A contiguous area that reached the threshold. ``values``: x (0…1) per weighted criterion, ``facts``: rows of what was
    measured, ``why_*``: what costs it most, ``parcels``: numbers of its parcels (the first hundred).
    """

    analysis = models.ForeignKey(SuitabilityRun, on_delete=models.CASCADE, related_name="candidates")
    number = models.PositiveIntegerField()
    municipality = models.ForeignKey(Municipality, null=True, on_delete=models.PROTECT, related_name="+")
    geometry = models.JSONField()
    area_m2 = models.FloatField()
    points = models.FloatField()
    values = models.JSONField()
    facts = models.JSONField(default=list)
    why_de = models.CharField(max_length=400)
    why_en = models.CharField(max_length=400)
    parcels = models.JSONField(default=list)
    parcel_count = models.PositiveIntegerField()
    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.SET_NULL, related_name="candidates")

    class Meta:
        ordering = ["analysis", "number"]
        constraints = [models.UniqueConstraint(fields=["analysis", "number"], name="candidate_once")]

    def __str__(self) -> str:
        return f"{self.analysis_id} / {self.number}"

    @property
    def hectares(self) -> float:
        return self.area_m2 / 10_000
