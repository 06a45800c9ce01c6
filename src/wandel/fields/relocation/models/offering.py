"""Homes and plots on offer ("Wohnangebot"), and who wants to be told of new ones."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from wandel.core.text.fold import fold
from wandel.fields.relocation.states import CHOICES, DRAFT, TABLE, OfferState
from wandel.office.desk.models.secret_link import SecretLinkColumns
from wandel.office.people.models import Organisation
from wandel.office.places.models import Municipality
from wandel.ui.money import MoneyField
from wandel.ui.subjects import SubjectRef


class HomeKind(models.TextChoices):
    FLAT = "flat", _("flat")
    HOUSE = "house", _("house")
    PLOT = "plot", _("plot to build on")


class Deal(models.TextChoices):
    RENT = "rent", _("to rent")
    BUY = "buy", _("to buy")


class Offering(models.Model):
    """A flat, a house or a plot somebody offers. ``price`` is the monthly rent without heating, or the price to buy;
    ``expires_on`` is the last day it is shown; ``reference`` is the provider's own number, by which a list finds it again.
    """

    kind = models.CharField(_("kind"), max_length=10, choices=HomeKind.choices)
    deal = models.CharField(_("to rent or to buy"), max_length=10, choices=Deal.choices)
    title = models.CharField(_("title"), max_length=150)
    sort_key = models.CharField(max_length=150, editable=False)
    municipality = models.ForeignKey(
        Municipality, verbose_name=_("municipality"), on_delete=models.PROTECT, related_name="offerings"
    )
    place = models.CharField(_("village, quarter or street"), max_length=150, blank=True)
    rooms = models.FloatField(_("rooms"), null=True, blank=True)
    size_m2 = models.FloatField(_("size in m²"), null=True, blank=True)
    price = MoneyField(_("rent without heating, or price"), null=True, blank=True)
    available_from = models.DateField(_("free from"), null=True, blank=True)
    barrier_free = models.BooleanField(_("barrier-free"), null=True, blank=True)
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("offered by"), on_delete=models.PROTECT, related_name="offerings"
    )
    contact_name = models.CharField(_("whom to ask"), max_length=150, blank=True)
    contact_email = models.EmailField(_("e-mail"), blank=True)
    contact_phone = models.CharField(_("telephone"), max_length=60, blank=True)
    description = models.TextField(_("description"), max_length=3000, blank=True)
    expires_on = models.DateField(_("shown until"))
    reference = models.CharField(_("your own number"), max_length=60, blank=True)
    state = models.CharField(max_length=10, choices=CHOICES, default=DRAFT)
    published_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-created_at", "pk"]
        indexes = [models.Index(fields=["state", "expires_on"], name="offering_shown")]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "reference"], condition=~models.Q(reference=""), name="offering_reference_once"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = fold(self.title)[:150]
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return f"/newcomers/offers/{self.pk}/"

    @property
    def step(self) -> OfferState:
        return TABLE[self.state]

    @property
    def ref(self) -> SubjectRef:
        return SubjectRef("relocation.offering", str(self.pk), self.get_absolute_url(), self.title)


class HomeAlert(SecretLinkColumns):
    """Somebody wants a mail when a fitting home comes in. Nothing is sent before the address was confirmed by its link.

    ``delete_on`` is the promised day; an alert nobody confirmed goes after a week. ``told_until`` is the instant up to
    which offers were looked at.
    """

    email = models.EmailField()
    language = models.CharField(max_length=5, default="de")
    kind = models.CharField(max_length=10, choices=HomeKind.choices, blank=True)
    deal = models.CharField(max_length=10, choices=Deal.choices, blank=True)
    municipality = models.ForeignKey(Municipality, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    rooms_min = models.FloatField(null=True, blank=True)
    price_max = MoneyField(null=True, blank=True)
    barrier_free = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    told_until = models.DateTimeField(null=True, blank=True)
    delete_on = models.DateField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"#{self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.token_hash:
            self.keep_token_hash()
        super().save(*args, **kwargs)

    @property
    def ref(self) -> SubjectRef:
        """Names nobody: the label is the number."""
        return SubjectRef("relocation.alert", str(self.pk), "/welcome/homes/", str(self))
