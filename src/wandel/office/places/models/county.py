"""The county, its municipalities, their figures, and points everybody shares."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from wandel.core.text.fold import fold


class County(models.Model):
    """The one county this installation serves, as its profile names it."""

    ags = models.CharField(max_length=5, unique=True)
    name_de = models.CharField(max_length=150)
    name_en = models.CharField(max_length=150)
    attribution = models.CharField(max_length=200, blank=True)
    loaded_on = models.DateField()

    def __str__(self) -> str:
        return self.name_de


class Municipality(models.Model):
    """A municipality: keys, designation (Stadt, Gemeinde, Landgemeinde), area and boundary (GeoJSON, EPSG:4326)."""

    ags = models.CharField(max_length=8, unique=True)
    ars = models.CharField(max_length=12, blank=True)
    name = models.CharField(_("name"), max_length=150)
    sort_key = models.CharField(max_length=150, db_index=True, editable=False)
    designation = models.CharField(max_length=60)
    area_ha = models.PositiveIntegerField(null=True)
    postcode = models.CharField(max_length=5, blank=True)
    boundary = models.JSONField(default=dict)

    class Meta:
        ordering = ["sort_key"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = fold(self.name)[:150]
        super().save(*args, **kwargs)


class PopulationFigure(models.Model):
    """Inhabitants on a key date with the base they were counted on; without a municipality it is the county's."""

    municipality = models.ForeignKey(
        Municipality, null=True, blank=True, on_delete=models.CASCADE, related_name="population"
    )
    on = models.DateField()
    value = models.PositiveIntegerField()
    base = models.CharField(max_length=100)
    certainty = models.CharField(max_length=12, default="confirmed")
    source = models.CharField(max_length=300)
    licence = models.CharField(max_length=60)

    class Meta:
        ordering = ["on", "base"]
        constraints = [
            # Two constraints: SQLite counts every missing municipality as a different one.
            models.UniqueConstraint(fields=["municipality", "on", "base"], name="population_once_per_base"),
            models.UniqueConstraint(
                fields=["on", "base"], condition=models.Q(municipality=None), name="county_population_once_per_base"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on}: {self.value}"


class Place(models.Model):
    """A point everybody shares: a rail stop. Schools and day-care centres have tables of their own."""

    class Kind(models.TextChoices):
        STOP = "stop", _("stop")
        SCHOOL = "school", _("school")
        OTHER = "other", _("other")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=200)
    lat = models.FloatField()
    lon = models.FloatField()
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="places")
    source = models.CharField(max_length=200)
    as_of = models.DateField()

    class Meta:
        ordering = ["kind", "name"]
        constraints = [models.UniqueConstraint(fields=["kind", "name", "municipality"], name="place_once")]

    def __str__(self) -> str:
        return self.name
