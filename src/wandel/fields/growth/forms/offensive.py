"""Targets, measures and campaigns as people type them."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wandel.fields.growth.models import Campaign, GrowthTarget, Measure
from wandel.office.people.models import User
from wandel.ui.conflict import VersionedFormMixin
from wandel.ui.widgets import ComboboxSelect, DateInput

LANDINGS = [
    ("move", gettext_lazy("the form for people who want to move here")),
    ("invest", gettext_lazy("the form for companies")),
    ("welcome", gettext_lazy("the front door with all choices")),
]


class _Recorded(VersionedFormMixin, forms.ModelForm):
    def cleaned_values(self) -> dict[str, Any]:
        """What the row holds; version and choices of a conflict stay with the form."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class TargetForm(_Recorded):
    class Meta:
        model = GrowthTarget
        fields = ["inhabitants", "until", "decided_on", "decided_by", "source", "note"]
        widgets = {"until": DateInput(), "decided_on": DateInput()}

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        until, decided = values.get("until"), values.get("decided_on")
        if until and decided and until <= decided:
            self.add_error("until", _("The target lies before its decision. Please compare the two days."))
        return values


class _WithPeriod(_Recorded):
    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        begins, ends = values.get("begins_on"), values.get("ends_on")
        if begins and ends and ends < begins:
            self.add_error("ends_on", _("It ends before it begins. Please compare the two days."))
        return values


class MeasureForm(_WithPeriod):
    class Meta:
        model = Measure
        fields = [
            "title", "goal", "target_group", "municipality", "owner", "budget", "begins_on", "ends_on", "state",
            "effect_low", "effect_likely", "effect_high", "effect_source",
        ]  # fmt: skip
        widgets = {
            "begins_on": DateInput(),
            "ends_on": DateInput(),
            "owner": ComboboxSelect,
            "goal": forms.Textarea({"rows": 2}),
        }

    def __init__(self, *args: Any, owners: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners
        self.fields["municipality"].queryset = self.fields["municipality"].queryset.defer("boundary")
        self.fields["municipality"].empty_label = _("the whole county")
        self.fields["effect_likely"].why = _(
            "What you expect. It counts in scenarios that take it in, never by itself."
        )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        given = [
            values[name] for name in ("effect_low", "effect_likely", "effect_high") if values.get(name) is not None
        ]
        if given != sorted(given):
            self.add_error("effect_low", _("At least, likely and at most must rise. Please compare the three numbers."))
        if given and not values.get("effect_source") and "effect_source" not in self.errors:
            self.add_error(
                "effect_source", _("A number without its source is not used. Please say where it comes from.")
            )
        return values


class CampaignForm(_WithPeriod):
    class Meta:
        model = Campaign
        fields = ["title", "key", "measure", "channel", "target_group", "landing", "budget", "begins_on", "ends_on"]
        widgets = {"begins_on": DateInput(), "ends_on": DateInput()}

    landing = forms.ChoiceField(label=gettext_lazy("where the link leads"), choices=LANDINGS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["measure"].empty_label = _("none")
        self.fields["key"].why = _(
            "Short and for good: it stands in the link and the QR code, for example jobmesse-2027."
        )
        if self.instance.pk:
            self.fields["key"].disabled = True

    def clean_key(self) -> str:
        return self.cleaned_data["key"].lower()


def owners() -> Any:
    """Who can look after a measure: everybody of the unit."""
    return (
        User.objects.filter(is_active=True, role_assignments__role__in=["head", "officer"]).distinct().order_by("name")
    )
