"""The financing plan as an officer types it: an item or a source with one amount per year."""

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Max, Min
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wandel.fields.funding.models import CostItem, CostYear, FundingSource, PlanRule, SourceYear, Zuwendungsbescheid
from wandel.ui.conflict import VersionedFormMixin
from wandel.ui.money import MoneyFormField

# A plan of more years is one of decades; nobody types that on one page.
MOST_YEARS = 12
YEAR = "year_"


def offer_items(form: forms.Form, award: Zuwendungsbescheid) -> None:
    """Let a form choose among the items of its award; without a plan there is nothing to ask."""
    items = CostItem.objects.filter(award=award)
    form.fields["cost_item"].queryset = items
    form.fields["cost_item"].empty_label = gettext("not assigned yet")
    if not items:
        del form.fields["cost_item"]


def years_of(award: Zuwendungsbescheid) -> list[int]:
    """The years of the award period, and those already planned outside it."""
    found = {*range(award.period_from.year, award.period_until.year + 1)}
    for model, name in ((CostYear, "item__award"), (SourceYear, "source__award")):
        ends = model.objects.filter(**{name: award}).aggregate(first=Min("year"), last=Max("year"))
        if ends["first"] is not None:
            found |= {ends["first"], ends["last"]}
    return sorted(found)[:MOST_YEARS]


class _Yearly(VersionedFormMixin, forms.ModelForm):
    """A row with an amount per year; an empty year is none."""

    def __init__(self, *args: Any, award: Zuwendungsbescheid, **kwargs: Any) -> None:
        self.years, self.award = years_of(award), award
        super().__init__(*args, **kwargs)

    def add_fields(self) -> None:
        """One amount per year, between what names the row and the rest."""
        stored = dict(self.instance.years.values_list("year", "amount")) if self.instance.pk else {}
        for year in self.years:
            self.fields[f"{YEAR}{year}"] = MoneyFormField(label=str(year), required=False)
            self.initial.setdefault(f"{YEAR}{year}", stored.get(year))
        self.order_fields([*self.Meta.fields[:2], *(f"{YEAR}{year}" for year in self.years)])

    def stored_values(self, instance: Any) -> dict[str, Any]:
        columns = {name: getattr(instance, name) for name in self.Meta.fields}
        years = dict(instance.years.values_list("year", "amount"))
        return columns | {f"{YEAR}{year}": years.get(year) for year in self.years}

    def cleaned_values(self) -> dict[str, Any]:
        """The columns."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    def cleaned_years(self) -> dict[int, Decimal]:
        """Year → euro, without the empty ones."""
        return {
            year: self.cleaned_data[f"{YEAR}{year}"] for year in self.years if self.cleaned_data.get(f"{YEAR}{year}")
        }

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        names = [name for name in self.unique_together if name in values]
        same = type(self.instance).objects.filter(award=self.award, **{name: values[name] for name in names})
        if len(names) == len(self.unique_together) and same.exclude(pk=self.instance.pk).exists():
            self.add_error(
                "title", gettext("This line is in the plan already. Change that one, or name this one differently.")
            )
        return values


class CostItemForm(_Yearly):
    unique_together = ("code", "title")

    class Meta:
        model = CostItem
        fields = ["code", "title", "done"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = gettext(
            "As the notice counts; for buildings the cost group of DIN 276, for example 300."
        )
        self.fields["done"].help_text = gettext("Then what was not spent counts as saved, and others may use it.")


class FundingSourceForm(_Yearly):
    unique_together = ("kind", "title")

    class Meta:
        model = FundingSource
        fields = ["kind", "title"]


class PlanRuleForm(VersionedFormMixin, forms.ModelForm):
    class Meta:
        model = PlanRule
        fields = ["basis", "share", "source"]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("basis") != PlanRule.Basis.FREE and values.get("share") is None and "share" not in self.errors:
            self.add_error("share", gettext("Please write the share the notice names, for example 20."))
        return values

    def cleaned_values(self) -> dict[str, Any]:
        """What the row holds; version and choices of a conflict stay with the form."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class WhatIfForm(forms.Form):
    """Another total for costs and others' money; nothing is stored."""

    costs = MoneyFormField(label=_("Costs in all"))
    third_party = MoneyFormField(label=_("Money of others in all"), required=False)
