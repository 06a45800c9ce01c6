"""Cases for the staff: facts, steps, words, companions, questions to offices."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wandel.fields.relocation.case_states import CHOICES, TURNS
from wandel.fields.relocation.models import Case, Companion
from wandel.fields.relocation.queries.cases import CaseFilters, advisers_on, employers, offices
from wandel.office.desk.forms.intake import ANSWER_LANGUAGES, PHONE, CleanCharField
from wandel.office.people.models import Organisation, Person
from wandel.office.places.models import Municipality
from wandel.ui.conflict import VersionedFormMixin
from wandel.ui.formats import format_date
from wandel.ui.widgets import ComboboxSelect, DateInput

OLDEST, FURTHEST_DAYS = 110, 3 * 366


def paper_field() -> forms.FileField:
    return forms.FileField(
        label=gettext_lazy("Paper or picture"),
        required=False,
        help_text=gettext_lazy(
            "PDF, picture or office file. It is never public and is deleted with the case at the latest."
        ),
    )


class CaseForm(VersionedFormMixin, forms.ModelForm):
    """A case at the counter, or its facts changed. Mail or telephone is needed; consent has a day and a way."""

    name = CleanCharField(label=gettext_lazy("Name"), max_length=150)
    phone = CleanCharField(label=gettext_lazy("Telephone"), max_length=60, required=False, validators=[PHONE])
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=ANSWER_LANGUAGES)

    class Meta:
        model = Case
        fields = [
            "name", "email", "phone", "language", "question", "source", "adviser", "municipality", "employer", "contact",
            "arrives_on", "origin", "reason", "consent_on", "consent_how",
        ]  # fmt: skip
        widgets = {
            "question": forms.Textarea({"rows": 4}), "arrives_on": DateInput(), "consent_on": DateInput(),
            "employer": ComboboxSelect(), "contact": ComboboxSelect(),
        }  # fmt: skip

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day = day
        self.fields["adviser"].queryset = advisers_on(day)
        self.fields["municipality"].queryset = Municipality.objects.defer("boundary")
        self.fields["employer"].queryset = employers()
        self.fields["contact"].queryset = Person.objects.current().exclude(organisation=None)
        for name in ("origin", "reason"):
            self.fields[name].help_text = _("Voluntary; only for counting.")
        self.fields["consent_how"].help_text = _("For example: signed at the counter, agreed on the telephone.")
        if not self.instance.pk:
            self.initial.setdefault("consent_on", day)

    def clean_consent_on(self) -> date:
        day: date = self.cleaned_data["consent_on"]
        if day > self.day:
            raise forms.ValidationError(_("Consent is given before anything is kept: choose today or an earlier day."))
        return day

    def clean_arrives_on(self) -> date | None:
        day: date | None = self.cleaned_data["arrives_on"]
        if day and abs((day - self.day).days) > FURTHEST_DAYS and "arrives_on" in self.changed_data:
            raise forms.ValidationError(_("That is more than three years away. Please look at the year again."))
        return day

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not any(values.get(name) or name in self.errors for name in ("email", "phone")):
            self.add_error("email", _("Please give a mail address or a telephone number, so that we can answer."))
        contact, employer = values.get("contact"), values.get("employer")
        if contact and employer and contact.organisation_id != employer.pk:
            self.add_error("contact", _("This contact belongs to another organisation. Choose one of this employer."))
        return values

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class CaseFilter(forms.Form):
    state = forms.ChoiceField(
        label=gettext_lazy("State"), required=False,
        choices=[("", gettext_lazy("all")), ("open", gettext_lazy("everything open")), *CHOICES],
    )  # fmt: skip
    turn = forms.ChoiceField(
        label=gettext_lazy("Whose turn"), required=False, choices=[("", gettext_lazy("all")), *TURNS[:3]]
    )
    adviser = forms.ModelChoiceField(
        label=gettext_lazy("Adviser"), required=False, queryset=None, empty_label=gettext_lazy("all")
    )
    employer = forms.ModelChoiceField(
        label=gettext_lazy("Employer"), required=False, queryset=None, empty_label=gettext_lazy("all")
    )
    q = forms.CharField(label=gettext_lazy("Name or mail"), required=False, max_length=100)

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["adviser"].queryset = advisers_on(day)
        self.fields["employer"].queryset = Organisation.objects.filter(newcomers__isnull=False).distinct()

    def filters(self) -> CaseFilters:
        """What is wrong narrows nothing."""
        self.is_valid()
        chosen = self.cleaned_data
        adviser, employer = chosen.get("adviser"), chosen.get("employer")
        return CaseFilters(
            turn=chosen.get("turn", ""), state=chosen.get("state", ""), adviser=adviser.pk if adviser else None,
            employer=employer.pk if employer else None, text=chosen.get("q", ""),
        )  # fmt: skip


class WriteForm(forms.Form):
    """Our word. A note stays with us; "asks" gives the person the next word."""

    use_required_attribute = False
    text = CleanCharField(label=gettext_lazy("Message"), max_length=5000, widget=forms.Textarea({"rows": 5}))
    paper = paper_field()
    way = forms.ChoiceField(
        label=gettext_lazy("What happens then"),
        choices=[
            ("tell", gettext_lazy("The person reads it")),
            ("ask", gettext_lazy("The person reads it and has the next word")),
            ("note", gettext_lazy("A note, only for us")),
        ],
    )


class MoveForm(forms.Form):
    """The facts some steps need."""

    use_required_attribute = False
    arrived_on = forms.DateField(label=gettext_lazy("Arrived on"), required=False, widget=DateInput())
    reason = CleanCharField(label=gettext_lazy("Reason, the person reads it"), max_length=300, required=False)


class CompanionForm(forms.ModelForm):
    class Meta:
        model = Companion
        fields = ["relation", "name", "birth_year", "note"]

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day = day

    def clean_birth_year(self) -> int | None:
        year: int | None = self.cleaned_data["birth_year"]
        if year is not None and not self.day.year - OLDEST <= year <= self.day.year + 1:
            raise forms.ValidationError(
                _("Choose a year between %(first)s and %(last)s.")
                % {"first": self.day.year - OLDEST, "last": self.day.year + 1}
            )
        return year


class HandoverForm(forms.Form):
    """A question to an office; the office reads only this."""

    use_required_attribute = False
    office = forms.ModelChoiceField(label=gettext_lazy("Office"), queryset=None, widget=ComboboxSelect())
    question = CleanCharField(
        label=gettext_lazy("Question"), max_length=3000, widget=forms.Textarea({"rows": 5}),
        help_text=gettext_lazy("The office reads this text and nothing else of the case. Name the person only if it must be."),
    )  # fmt: skip
    due_on = forms.DateField(label=gettext_lazy("Answer by"), widget=DateInput())

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day = day
        self.fields["office"].queryset = offices()
        self.fields["due_on"].initial = day + timedelta(days=7)

    def clean_due_on(self) -> date:
        due: date = self.cleaned_data["due_on"]
        if not self.day <= due <= self.day + timedelta(days=366):
            raise forms.ValidationError(
                _("Choose a day between today and %(last)s.") % {"last": format_date(self.day + timedelta(days=366))}
            )
        return due


class AnswerForm(forms.Form):
    use_required_attribute = False
    text = CleanCharField(label=gettext_lazy("Answer"), max_length=5000, widget=forms.Textarea({"rows": 6}))
