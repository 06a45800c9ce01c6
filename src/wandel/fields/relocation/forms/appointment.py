"""Opening hours, rooms and closed days."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wandel.fields.relocation.forms.case_portal import LANGUAGE_NAMES
from wandel.fields.relocation.models import ClosedDay, OpeningHours, Room
from wandel.fields.relocation.queries.appointments import spoken
from wandel.fields.relocation.queries.cases import advisers_on
from wandel.ui.widgets import DateInput


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class HoursForm(forms.ModelForm):
    """When an adviser can be met. An adviser or a room is not open twice at the same time."""

    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages"), choices=list(LANGUAGE_NAMES.items()), widget=forms.CheckboxSelectMultiple,
        initial=["de"],
    )  # fmt: skip

    class Meta:
        model = OpeningHours
        fields = ["adviser", "room", "weekday", "opens", "closes", "minutes", "languages", "valid_from", "valid_until"]
        widgets = {"opens": TimeInput(), "closes": TimeInput(), "valid_from": DateInput(), "valid_until": DateInput()}

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["adviser"].queryset = advisers_on(day)
        if self.instance.pk:
            self.initial["languages"] = sorted(spoken(self.instance.languages))
        else:
            self.initial.setdefault("valid_from", day)

    def clean_languages(self) -> str:
        return ",".join(self.cleaned_data["languages"])

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        opens, closes, minutes = values.get("opens"), values.get("closes"), values.get("minutes")
        if opens and closes and closes <= opens:
            self.add_error("closes", _("It closes before it opens. Choose a later time."))
        elif opens and closes and minutes:
            length = (closes.hour - opens.hour) * 60 + closes.minute - opens.minute
            if not 10 <= minutes <= min(240, length):
                self.add_error(
                    "minutes", _("Choose between 10 minutes and the whole opening time, four hours at most.")
                )
        until = values.get("valid_until")
        if until and values.get("valid_from") and until < values["valid_from"]:
            self.add_error(
                "valid_until", _("The last day lies before the first. Choose a later one or leave it empty.")
            )
        return values

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class RoomForm(forms.ModelForm):
    prefix = "room"

    class Meta:
        model = Room
        fields = ["name", "address"]


class ClosedDayForm(forms.ModelForm):
    prefix = "closed"

    class Meta:
        model = ClosedDay
        fields = ["day", "reason"]
        widgets = {"day": DateInput()}

    def validate_unique(self) -> None:
        """The same day again only gives it another reason."""
