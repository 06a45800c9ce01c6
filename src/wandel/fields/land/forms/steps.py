"""The small forms of a site's page: list filter, step, reason, parts, farms, density."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wandel.fields.land.actions.outline import read_outline
from wandel.fields.land.forms.site import NumberField, SizeField
from wandel.fields.land.models import AffectedFarm, DensityAssumption, SettlementDecision, Site
from wandel.fields.land.queries.site import SORTS
from wandel.fields.land.workflow import STEPS
from wandel.office.people.models import Organisation
from wandel.office.places.models import Municipality
from wandel.ui.conflict import VersionedFormMixin
from wandel.ui.widgets import ComboboxSelect, DateInput

SORT_LABELS = {
    "": gettext_lazy("name"),
    "municipality": gettext_lazy("municipality"),
    "size": gettext_lazy("size, largest first"),
    "year": gettext_lazy("year, earliest first"),
    "state": gettext_lazy("longest in its state"),
}


class SiteFilter(forms.Form):
    marks_optional = False
    q = forms.CharField(label=gettext_lazy("Name, number or address"), required=False)
    municipality = forms.ModelChoiceField(
        label=gettext_lazy("Municipality"), queryset=Municipality.objects.none(), required=False
    )
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    use = forms.ChoiceField(label=gettext_lazy("Use of the site"), required=False)
    development = forms.ChoiceField(label=gettext_lazy("Inside or outside"), required=False)
    least_ha = NumberField(label=gettext_lazy("At least (ha)"), required=False, as_float=False)
    year = forms.IntegerField(
        label=gettext_lazy("Possible until (year)"), required=False, min_value=1900, max_value=2150
    )
    sort = forms.ChoiceField(label=gettext_lazy("Sorted by"), required=False)
    retired = forms.BooleanField(label=gettext_lazy("also retired ones"), required=False)

    def __init__(self, *args: Any, municipalities: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipality"].queryset = municipalities
        self.fields["municipality"].empty_label = _("all")
        everything = ("", _("all"))
        self.fields["state"].choices = [everything, *((step.state, _(step.label)) for step in STEPS)]
        for name, choices in (("kind", Site.Kind), ("use", Site.Use), ("development", Site.Development)):
            self.fields[name].choices = [everything, *choices.choices]
        self.fields["sort"].choices = [(name, SORT_LABELS[name]) for name in SORTS]


class KeyDateForm(forms.Form):
    marks_optional = False
    on = forms.DateField(label=gettext_lazy("Key date"), widget=DateInput)


class StepForm(forms.Form):
    """Day and reason of a step; which step, the button says."""

    day = forms.DateField(label=gettext_lazy("Reached on"), widget=DateInput, required=False)
    reason = forms.CharField(label=gettext_lazy("Reason or remark"), max_length=500, required=False)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=300)


class UploadForm(forms.Form):
    upload = forms.FileField(
        label=gettext_lazy("File"), help_text=gettext_lazy("Photo, PDF or office file, at most 25 MB")
    )


class PartForm(forms.Form):
    """One part of a site that is split: a name and an outline or a size."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200, required=False)
    stated_area_m2 = SizeField(label=gettext_lazy("Size"), help_text=gettext_lazy("34.000 or 3,4 ha"), required=False)
    outline = forms.CharField(
        label=gettext_lazy("Outline as GeoJSON"), required=False, widget=forms.Textarea({"rows": 2})
    )

    def clean_outline(self) -> Any:
        text = self.cleaned_data["outline"].strip()
        return read_outline(text).geometry if text else None

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if any(values.get(name) for name in ("stated_area_m2", "outline")) and not values.get("name"):
            self.add_error("name", _("Please give this part a name."))
        return values

    def part(self) -> dict[str, Any] | None:
        """What the action takes; None for a part nobody filled in."""
        if not self.cleaned_data.get("name"):
            return None
        return {
            "name": self.cleaned_data["name"],
            "geometry": self.cleaned_data["outline"],
            "stated_area_m2": self.cleaned_data["stated_area_m2"],
        }


PartFormSet = forms.formset_factory(PartForm, extra=4, max_num=12, absolute_max=20)


class MergeForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name of the new site"), max_length=200)
    others = forms.ModelMultipleChoiceField(
        Site.objects.none(),
        label=gettext_lazy("Merge with"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one other site.")},
    )

    def __init__(self, *args: Any, others: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["others"].queryset = others


class FarmForm(forms.ModelForm):
    class Meta:
        model = AffectedFarm
        fields = ["organisation", "person", "share", "contact", "note"]
        widgets = {"organisation": ComboboxSelect(), "person": ComboboxSelect(), "contact": ComboboxSelect()}

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        farms = [Organisation.Kind.FARM, Organisation.Kind.ASSOCIATION, Organisation.Kind.COMPANY]
        self.fields["organisation"].queryset = Organisation.objects.current().filter(kind__in=farms)
        for name in ("person", "contact"):
            self.fields[name].queryset = people
        self.fields["share"].unit = "%"

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not values.get("organisation") and not values.get("person") and not self.errors:
            raise ValidationError(_("Please choose a farm or a farmer."))
        return values


class DensityForm(VersionedFormMixin, forms.ModelForm):
    household_size = NumberField(
        label=gettext_lazy("Persons per household"), required=False, most=Decimal(10), as_float=False
    )

    class Meta:
        model = DensityAssumption
        fields = [
            "settlement", "valid_from", "low", "likely", "high", "density_source", "net_share", "net_source",
            "household_source", "decided_by", "decided_on", "note",
        ]  # fmt: skip
        widgets = {"valid_from": DateInput(), "decided_on": DateInput()}

    field_order = [
        "settlement", "valid_from", "low", "likely", "high", "density_source", "net_share", "net_source", "household_size",
        "household_source", "decided_by", "decided_on", "note",
    ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(self.field_order)
        self.fields["net_share"].unit = "%"
        if self.instance.pk:
            self.initial["household_size"] = self.instance.household_size
        self.fields["net_share"].why = _("Roads, greenery and drainage take the rest of the gross area.")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for names, source in (
            (("low", "likely", "high"), "density_source"),
            (("net_share",), "net_source"),
            (("household_size",), "household_source"),
        ):
            given = [values.get(name) for name in names if values.get(name) is not None]
            if given and not values.get(source) and source not in self.errors:
                self.add_error(source, _("A number without its source is not used. Please say where it comes from."))
            if given != sorted(given):
                self.add_error(names[0], _("At least, likely and at most must rise. Please compare the three numbers."))
        return values

    def stored_values(self, instance: Any) -> dict[str, Any]:
        return {**super().stored_values(instance), "household_size": instance.household_size}

    def density_values(self) -> dict[str, Any]:
        values = {name: self.cleaned_data[name] for name in self.Meta.fields}
        size = self.cleaned_data["household_size"]
        return {**values, "household_hundredths": None if size is None else round(size * 100)}


class SettlementForm(VersionedFormMixin, forms.ModelForm):
    class Meta:
        model = SettlementDecision
        fields = ["municipality", "settlement", "valid_from", "decided_by", "decided_on", "note"]
        widgets = {"valid_from": DateInput(), "decided_on": DateInput()}

    def settlement_values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}
