"""What the county assumes about density; a number the unit or the council decided, with its source."""

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from wandel.fields.land.models.site import Site
from wandel.office.places.models import Municipality
from wandel.ui.rates import RateField


class DensityAssumption(models.Model):
    """Homes per net hectare, net share and household size for one settlement type, valid from a day.

    Every factor is optional and none has a default: what nobody decided is named as missing, never guessed.
    ``household_size`` is kept in hundredths of a person.
    """

    valid_from = models.DateField(_("valid from"))
    settlement = models.CharField(_("settlement type"), max_length=8, choices=Site.Settlement.choices)
    low = models.PositiveSmallIntegerField(_("homes per hectare at least"), null=True, blank=True)
    likely = models.PositiveSmallIntegerField(_("homes per hectare likely"), null=True, blank=True)
    high = models.PositiveSmallIntegerField(_("homes per hectare at most"), null=True, blank=True)
    density_source = models.CharField(_("where the density comes from"), max_length=300, blank=True)
    net_share = RateField(_("building land per gross area in per cent"), null=True, blank=True)
    net_source = models.CharField(_("where the share comes from"), max_length=300, blank=True)
    household_hundredths = models.PositiveSmallIntegerField(null=True, blank=True)
    household_source = models.CharField(_("where the household size comes from"), max_length=300, blank=True)
    decided_by = models.CharField(_("decided by"), max_length=200)
    decided_on = models.DateField(_("decided on"))
    note = models.CharField(_("note"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["settlement", "-valid_from", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["settlement", "valid_from"], name="density_once_per_day"),
        ]

    @property
    def household_size(self) -> Decimal | None:
        """Persons per household."""
        return None if self.household_hundredths is None else Decimal(self.household_hundredths) / 100

    @property
    def net_per_cent(self) -> Decimal | None:
        return None if self.net_share is None else self.net_share * 100

    def __str__(self) -> str:
        return f"{self.get_settlement_display()} {self.valid_from}"


class SettlementDecision(models.Model):
    """Which settlement type new land in a municipality is counted as, from a day on: so that areas an analysis finds get a
    number of homes from a density somebody decided, and none where nobody did.
    """

    municipality = models.ForeignKey(
        Municipality, verbose_name=_("municipality"), on_delete=models.PROTECT, related_name="+"
    )
    settlement = models.CharField(_("settlement type"), max_length=8, choices=Site.Settlement.choices)
    valid_from = models.DateField(_("valid from"))
    decided_by = models.CharField(_("decided by"), max_length=200)
    decided_on = models.DateField(_("decided on"))
    note = models.CharField(_("note"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["municipality__sort_key", "-valid_from", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "valid_from"], name="settlement_once_per_day"),
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.valid_from}"
