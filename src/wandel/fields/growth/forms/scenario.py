"""A scenario as people type it, and the sliders."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wandel.fields.growth.models import Scenario
from wandel.ui.conflict import VersionedFormMixin

FIRST_YEAR, LAST_YEAR = 2025, 2080


class ScenarioForm(VersionedFormMixin, forms.ModelForm):
    household_size = forms.DecimalField(
        label=gettext_lazy("persons per household that moves in"), required=False, min_value=Decimal("0.5"),
        max_value=Decimal(10), decimal_places=2, localize=True,
    )  # fmt: skip

    class Meta:
        model = Scenario
        fields = [
            "title", "note", "until", "arriving_percent", "leaving_percent", "fertility_percent", "homes", "occupied",
            "from_outside", "homes_source", "measures", "trajectories", "shown",
        ]  # fmt: skip
        widgets = {"note": forms.Textarea({"rows": 2}), "measures": forms.CheckboxSelectMultiple}

    field_order = [
        "title", "note", "until", "arriving_percent", "leaving_percent", "fertility_percent", "homes", "occupied",
        "from_outside", "household_size", "homes_source", "measures", "trajectories", "shown",
    ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(self.field_order)
        for name in ("occupied", "from_outside", "arriving_percent", "leaving_percent", "fertility_percent"):
            self.fields[name].unit = "%"
        if self.instance.pk:
            self.initial["household_size"] = self.instance.persons_per_household
        whys = {
            "from_outside": _("Who moves within the county leaves a home behind; only households from outside make it larger."),
            "occupied": _("Some new homes stand empty or replace old ones."),
            "trajectories": _("More give smoother bands: 2,000 take seconds, 10,000 about five times as long."),
            "homes": _("The homes come from the sites with their years; nothing is added that no town hall has reported."),
            "shown": _("The growth page, the municipalities and the sheets follow it."),
            "measures": _("Only measures whose expected arrivals have a source."),
        }  # fmt: skip
        for name, why in whys.items():
            self.fields[name].why = why
        self.fields["measures"].queryset = self.fields["measures"].queryset.exclude(effect_likely=None)

    def clean_until(self) -> int:
        year: int = self.cleaned_data["until"]
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise forms.ValidationError(
                _("Choose a year from %(first)s to %(last)s.") % {"first": FIRST_YEAR, "last": LAST_YEAR}
            )
        return year

    def clean_trajectories(self) -> int:
        count: int = self.cleaned_data["trajectories"]
        if not 100 <= count <= 20_000:
            raise forms.ValidationError(_("Choose between 100 and 20,000 trajectories."))
        return count

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        given = [values.get(name) is not None for name in ("occupied", "from_outside", "household_size")]
        if values.get("homes") != Scenario.Homes.NONE and not all(given):
            for name in ("occupied", "from_outside", "household_size"):
                if values.get(name) is None and name not in self.errors:
                    self.add_error(
                        name,
                        _("Without this number homes cannot be turned into people. Please say it, with its source."),
                    )
        if any(given) and not values.get("homes_source") and "homes_source" not in self.errors:
            self.add_error(
                "homes_source", _("A number without its source is not used. Please say where it comes from.")
            )
        return values

    def stored_values(self, instance: Any) -> dict[str, Any]:
        return {**super().stored_values(instance), "household_size": instance.persons_per_household}

    def cleaned_values(self) -> dict[str, Any]:
        values = {name: self.cleaned_data[name] for name in self.Meta.fields}
        size = self.cleaned_data["household_size"]
        return {**values, "household_hundredths": None if size is None else round(size * 100)}


class SliderForm(forms.Form):
    """What is tried out on a computed run; nothing is kept."""

    marks_optional = False
    homes = forms.IntegerField(
        label=gettext_lazy("Homes a year more or fewer"), min_value=-2000, max_value=5000, initial=0,
        widget=forms.NumberInput({"type": "range", "step": "50", "min": "-500", "max": "2000"}),
    )  # fmt: skip
    arriving = forms.IntegerField(
        label=gettext_lazy("Arrivals from outside, per cent more or fewer"), min_value=-100, max_value=200, initial=0,
        widget=forms.NumberInput({"type": "range", "step": "1", "min": "-50", "max": "100"}),
    )  # fmt: skip
