from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from wandel.core.text.fold import fold
from wandel.ui.subjects import SubjectRef


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def current(self) -> "OrganisationQuerySet":
        """Without the ones that were merged into another."""
        return self.filter(merged_into=None)

    def matching(self, text: str) -> "OrganisationQuerySet":
        return self.filter(sort_key__contains=fold(text))


class Organisation(models.Model):
    """A legal person: town hall, office, funder, company, association, farm, housing company …"""

    class Kind(models.TextChoices):
        UNIT = "unit", _("unit for structural change")
        TOWN_HALL = "town_hall", _("town hall")
        COUNTY_OFFICE = "county_office", _("county office")
        FUNDER = "funder", _("funder")
        COMPANY = "company", _("company")
        ASSOCIATION = "association", _("association")
        FARM = "farm", _("farm")
        HOUSING = "housing", _("housing company")
        PARTNER = "partner", _("partner")
        OTHER = "other", _("other")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=200)
    sort_key = models.CharField(max_length=200, db_index=True, editable=False)
    municipality = models.ForeignKey(
        "places.Municipality",
        verbose_name=_("municipality"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="organisations",
    )
    parent = models.ForeignKey(
        "self", verbose_name=_("part of"), null=True, blank=True, on_delete=models.PROTECT, related_name="parts"
    )
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    address = models.TextField(_("address"), blank=True)
    website = models.URLField(_("website"), blank=True)
    contact_rhythm_days = models.PositiveIntegerField(_("agreed rhythm in days"), null=True, blank=True)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_from")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(merged_into=models.F("pk")), name="organisation_not_merged_into_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = fold(self.name)[:200]
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return f"/organisations/{self.pk}/"

    @property
    def ref(self) -> SubjectRef:
        return SubjectRef("people.organisation", str(self.pk), self.get_absolute_url(), self.name)


class PersonQuerySet(models.QuerySet["Person"]):
    def current(self) -> "PersonQuerySet":
        return self.filter(merged_into=None)


class Person(models.Model):
    """A contact. ``consent_on`` empty means: no consent on record; the page says so."""

    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="persons",
    )
    user = models.OneToOneField("people.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="person")
    given_name = models.CharField(_("given name"), max_length=100, blank=True)
    family_name = models.CharField(_("family name"), max_length=100)
    sort_key = models.CharField(max_length=220, db_index=True, editable=False)
    position = models.CharField(_("position"), max_length=150, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    languages = models.CharField(_("languages spoken"), max_length=100, blank=True)
    consent_on = models.DateField(_("consent given on"), null=True, blank=True)
    consent_how = models.CharField(_("how consent was given"), max_length=200, blank=True)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_from")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key", "pk"]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = fold(f"{self.family_name} {self.given_name}")[:220]
        super().save(*args, **kwargs)

    @property
    def full_name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    def get_absolute_url(self) -> str:
        return f"/persons/{self.pk}/"

    @property
    def ref(self) -> SubjectRef:
        return SubjectRef("people.person", str(self.pk), self.get_absolute_url(), self.full_name)
