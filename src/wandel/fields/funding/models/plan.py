from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wandel.fields.funding.models.award import Zuwendungsbescheid
from wandel.ui.money import MoneyField
from wandel.ui.rates import RateField


class PlanRule(models.Model):
    """What the notice says about exceeding an item, where it says something else than its conditions."""

    class Basis(models.TextChoices):
        ITEM = "item", _("a share of the item")
        YEARLY_TOTAL = "yearly_total", _("a share of the year's total")
        FREE = "free", _("items do not bind")

    award = models.OneToOneField(Zuwendungsbescheid, on_delete=models.CASCADE, related_name="plan_rule")
    basis = models.CharField(_("counted as"), max_length=14, choices=Basis.choices, default=Basis.ITEM)
    share = RateField(_("share in per cent"), null=True, blank=True)
    source = models.CharField(_("where it stands"), max_length=120)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.get_basis_display()}: {self.share}"


class CostItem(models.Model):
    """A line of the financing plan: for a building usually a cost group of DIN 276 (300 Bauwerk), else what the notice names."""

    award = models.ForeignKey(Zuwendungsbescheid, on_delete=models.CASCADE, related_name="cost_items")
    code = models.CharField(_("number"), max_length=20, blank=True)
    title = models.CharField(_("cost item"), max_length=200)
    done = models.BooleanField(_("settled: nothing more will come"), default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["code", "pk"]
        constraints = [models.UniqueConstraint(fields=["award", "code", "title"], name="cost_item_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}".strip()


class CostYear(models.Model):
    """What an item is planned to cost in a year."""

    item = models.ForeignKey(CostItem, on_delete=models.CASCADE, related_name="years")
    year = models.PositiveSmallIntegerField()
    amount = MoneyField()

    class Meta:
        ordering = ["year"]
        constraints = [
            models.UniqueConstraint(fields=["item", "year"], name="cost_year_once"),
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="cost_year_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.amount}"


class FundingSource(models.Model):
    """Where the money of the plan comes from."""

    class Kind(models.TextChoices):
        GRANT = "grant", pgettext_lazy("source", "this grant")
        OTHER_PUBLIC = "other_public", pgettext_lazy("source", "other public money")
        THIRD_PARTY = "third_party", pgettext_lazy("source", "third parties")
        OWN = "own", pgettext_lazy("source", "own funds")

    award = models.ForeignKey(Zuwendungsbescheid, on_delete=models.CASCADE, related_name="sources")
    kind = models.CharField(_("kind"), max_length=14, choices=Kind.choices)
    title = models.CharField(_("from whom"), max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["kind", "pk"]
        constraints = [models.UniqueConstraint(fields=["award", "kind", "title"], name="funding_source_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.title}".strip()


class SourceYear(models.Model):
    """What a source brings in a budget year."""

    source = models.ForeignKey(FundingSource, on_delete=models.CASCADE, related_name="years")
    year = models.PositiveSmallIntegerField()
    amount = MoneyField()

    class Meta:
        ordering = ["year"]
        constraints = [
            models.UniqueConstraint(fields=["source", "year"], name="source_year_once"),
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="source_year_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.amount}"
