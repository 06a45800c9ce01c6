"""Schools and day-care centres: shared points with where they come from, how old the facts are, and since when they are gone."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from wandel.core.schools.languages import codes_in
from wandel.core.text.fold import fold
from wandel.office.places.models.county import Municipality


class LearningPlace(models.Model):
    """What both have in common. ``languages`` are ISO 639-1 codes separated by blanks; ``all_day`` is None where nobody
    has said so; ``gone_on`` is the key date of the first list that no longer names it."""

    name = models.CharField(_("name"), max_length=200)
    sort_key = models.CharField(max_length=200, editable=False)
    municipality = models.ForeignKey(
        Municipality, verbose_name=_("municipality"), on_delete=models.PROTECT, related_name="%(class)s_set"
    )
    street = models.CharField(_("address"), max_length=200, blank=True)
    postcode = models.CharField(_("postcode"), max_length=5, blank=True)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    website = models.URLField(_("website"), max_length=300, blank=True)
    provider = models.CharField(_("run by"), max_length=200, blank=True)
    languages = models.CharField(_("languages offered"), max_length=60, blank=True)
    all_day = models.BooleanField(_("all-day care"), null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    source = models.CharField(max_length=200)
    licence = models.CharField(max_length=60, blank=True)
    as_of = models.DateField()
    gone_on = models.DateField(null=True, blank=True)
    checked_on = models.DateField(_("last checked on"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True
        ordering = ["sort_key", "pk"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = fold(self.name)[:200]
        super().save(*args, **kwargs)

    @property
    def language_codes(self) -> tuple[str, ...]:
        return codes_in(self.languages)[0]

    @property
    def point(self) -> tuple[float, float] | None:
        """Latitude and longitude in degrees."""
        return None if self.lat is None or self.lon is None else (self.lat, self.lon)


class School(LearningPlace):
    """A school under the number the Land gave it. ``kind`` and ``code`` as in core/schools/codes.yaml; ``ends_on`` where it
    is running out."""

    number = models.CharField(max_length=6, unique=True)
    short_name = models.CharField(max_length=100, blank=True)
    code = models.CharField(max_length=2)
    kind = models.CharField(max_length=20)
    confession = models.CharField(max_length=12, blank=True)
    legal = models.CharField(max_length=10, blank=True)
    town = models.CharField(max_length=100, blank=True)
    email = models.EmailField(blank=True)
    provider_key = models.CharField(max_length=10, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    def get_absolute_url(self) -> str:
        return f"/welcome/schools/{self.number}/"


class Childcare(LearningPlace):
    """A day-care centre; ``from_months`` is the youngest age it takes."""

    places = models.PositiveIntegerField(null=True, blank=True)
    from_months = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta(LearningPlace.Meta):
        constraints = [models.UniqueConstraint(fields=["sort_key", "municipality"], name="childcare_once")]

    def get_absolute_url(self) -> str:
        return f"/welcome/schools/childcare/{self.pk}/"
