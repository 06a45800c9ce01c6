"""Layers: geodata with versions, where they come from and what reading them did."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from wandel.ui.subjects import SubjectRef


class Layer(models.Model):
    """One map by its short name ("hochwasser"), in whichever version is current. What rules call a layer is its key."""

    class Kind(models.TextChoices):
        AREAS = "areas", _("areas")
        LINES = "lines", _("lines")
        POINTS = "points", _("points")
        PARCELS = "parcels", _("parcels")
        RASTER = "raster", _("raster")

    key = models.SlugField(_("short name"), max_length=60, unique=True)
    name_de = models.CharField(_("name in German"), max_length=150)
    name_en = models.CharField(_("name in English"), max_length=150)
    kind = models.CharField(_("what it holds"), max_length=10, choices=Kind.choices)
    why_de = models.CharField(_("what it matters for, in German"), max_length=300, blank=True)
    why_en = models.CharField(_("what it matters for, in English"), max_length=300, blank=True)
    current = models.ForeignKey(
        "LayerVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )

    class Meta:
        ordering = ["kind", "key"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.name_de if (get_language() or "de").startswith("de") else self.name_en

    @property
    def why(self) -> str:
        return self.why_de if (get_language() or "de").startswith("de") else self.why_en

    def get_absolute_url(self) -> str:
        return f"/land/layers/{self.key}/"

    @property
    def ref(self) -> SubjectRef:
        return SubjectRef("land.layer", str(self.pk), self.get_absolute_url(), self.name_de)


class LayerVersion(models.Model):
    """One import. The files lie under the data directory by content hash; a row never changes once it is there.

    ``synthetic``: invented data, labelled so wherever they show. ``report``: what reading did, as ``core.geodata`` says it.
    """

    layer = models.ForeignKey(Layer, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    features = models.PositiveIntegerField()
    vertices = models.PositiveIntegerField()
    source = models.CharField(max_length=300)
    source_url = models.URLField(max_length=500, blank=True)
    licence = models.CharField(max_length=100)
    as_of = models.DateField()
    source_crs = models.CharField(max_length=100, blank=True)
    synthetic = models.BooleanField(default=False)
    report = models.JSONField(default=dict)
    loaded_at = models.DateTimeField()
    loaded_by_id = models.CharField(max_length=64, blank=True)
    loaded_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["layer", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["layer", "number"], name="layer_version_number_once"),
            models.UniqueConstraint(fields=["layer", "sha256"], name="layer_version_content_once"),
        ]

    def __str__(self) -> str:
        return f"{self.layer_id} v{self.number}"
