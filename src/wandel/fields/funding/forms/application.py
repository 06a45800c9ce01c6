"""An application as it is prepared, and what each of its steps asks for."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wandel.fields.funding.forms.money import EARLIEST
from wandel.fields.funding.models import Application
from wandel.fields.funding.models.application import ApplicationMove
from wandel.office.people.models import Organisation
from wandel.ui.conflict import VersionedFormMixin
from wandel.ui.money import MoneyFormField
from wandel.ui.widgets import DateInput

DAYS = ("due_on", "early_on", "early_until_on")


class ApplicationForm(VersionedFormMixin, forms.ModelForm):
    class Meta:
        model = Application
        fields = [
            "kind", "applicant", "costs", "grant", "own", "due_on", "reference", "early", "early_on", "early_until_on", "note",
        ]  # fmt: skip
        widgets = {**{name: DateInput() for name in DAYS}, "note": forms.Textarea({"rows": 3})}

    def __init__(self, *args: Any, applicants: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {one.pk for one in applicants}
        if self.instance.applicant_id:
            known.add(self.instance.applicant_id)
        self.fields["applicant"].queryset = Organisation.objects.filter(pk__in=known)
        self.fields["applicant"].why = gettext("Who leads in the project; one of those who apply there.")
        self.fields["early"].why = gettext(
            "Whoever orders before the notice loses the grant, unless the funder has agreed. Note here what was asked and answered."
        )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        for name in DAYS:
            day = data.get(name)
            if day and (day < EARLIEST or day.year > 2100):
                sentence = gettext("The year %(year)s cannot be meant. Please check the date.")
                self.add_error(name, sentence % {"year": day.year})
        for name in ("costs", "grant", "own"):
            if data.get(name) is not None and data[name] < 0:
                self.add_error(name, gettext("An amount below zero cannot be asked for."))
        if data.get("early") == Application.Early.GRANTED and not data.get("early_until_on"):
            self.add_error(
                "early_until_on", gettext("Until when does the consent hold? The funder's letter says it; it runs out.")
            )
        return data

    def cleaned_values(self) -> dict[str, Any]:
        """What the row holds; version and choices of a conflict stay with the form."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields if name in self.cleaned_data}


class ApplicationStepForm(forms.Form):
    """The day of a step and what it needs: a reason, an amount."""

    taken_on = forms.DateField(label=_("On which day"), widget=DateInput())
    decided_grant = MoneyFormField(label=_("How much was granted"), required=False)
    reason = forms.CharField(label=_("Why"), max_length=500, required=False, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, move: ApplicationMove, day: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"taken_on": day}, **kwargs)
        for name in ("decided_grant", "reason"):
            if name in move.needs:
                self.fields[name].required = True
            else:
                del self.fields[name]
        if move.to == Application.State.QUESTIONED:
            self.fields["reason"].label = gettext("What is asked")


class ApplicationFilter(forms.Form):
    marks_optional = False
    q = forms.CharField(label=_("Words"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    applicant = forms.ModelChoiceField(label=_("Applicant"), queryset=Organisation.objects.none(), required=False)

    def __init__(self, *args: Any, applicants: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", gettext("all")), ("open", gettext("not decided yet")), *Application.State.choices]
        self.fields["state"].choices = choices
        self.fields["applicant"].queryset = applicants
        self.fields["applicant"].empty_label = gettext("all")
