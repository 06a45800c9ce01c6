"""A proof as it is begun and written, its steps, the funder's questions and the notes of the project."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wandel.fields.funding.forms.money import EARLIEST
from wandel.fields.funding.models import ProgressNote, Proof, ProofFinding, Zuwendungsbescheid
from wandel.fields.funding.queries.proof import forms_of, named, other_sources
from wandel.ui.conflict import VersionedFormMixin
from wandel.ui.formats import reader_language
from wandel.ui.money import MoneyFormField
from wandel.ui.widgets import DateInput

TEXT, WHY, OTHER, CONFIRM = "text_", "why_", "other_", "confirm_"


def _meant(day: date) -> date:
    if day < EARLIEST or day.year > 2100:
        raise forms.ValidationError(
            gettext("The year %(year)s cannot be meant. Please check the date.") % {"year": day.year}
        )
    return day


class NewProofForm(forms.Form):
    """Which form the funder wants, and for what time."""

    form = forms.ChoiceField(label=_("Form"), widget=forms.RadioSelect)
    from_on = forms.DateField(label=_("From"), widget=DateInput())
    until_on = forms.DateField(label=_("Until"), widget=DateInput())

    def __init__(self, *args: Any, award: Zuwendungsbescheid, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = reader_language()
        offered = forms_of(award, kind)
        self.fields["form"].choices = [(one.key, one.label.to(language)) for one in offered]
        self.fields["form"].initial = offered[0].key
        self.fields["form"].why = gettext(
            "The notice says which one; the order of the page and of the document follows it."
        )

    def clean_from_on(self) -> date:
        return _meant(self.cleaned_data["from_on"])

    def clean_until_on(self) -> date:
        return _meant(self.cleaned_data["until_on"])

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        first, last = data.get("from_on"), data.get("until_on")
        if first and last and last < first:
            self.add_error("until_on", gettext("The time ends before it begins. Please check both days."))
        return data


class ProofForm(VersionedFormMixin, forms.ModelForm):
    """Everything a person writes for a proof: the parts of the report, why an item differs, others' money, confirmations."""

    class Meta:
        model = Proof
        fields = ["from_on", "until_on"]
        widgets = {"from_on": DateInput(), "until_on": DateInput()}

    def __init__(self, *args: Any, figures: dict[str, Any], **kwargs: Any) -> None:
        self.figures = figures
        super().__init__(*args, **kwargs)

    def add_fields(self) -> None:
        proof, language = self.instance, reader_language()
        for part in proof.pattern.report:
            field = forms.CharField(
                label=part.label.to(language), required=False, max_length=20000, widget=forms.Textarea({"rows": 5})
            )
            if part.needed:
                # A draft is saved without it, the form does not go out without it.
                field.necessity = gettext("needed for release")
            self._add(f"{TEXT}{part.key}", field, why=part.hint.to(language))
        for one in self.figures["costs"]:
            if one["explain"] or proof.explanations.get(one["key"]):
                label = gettext("Why “%(item)s” differs") % {"item": named(one["title"])}
                field = forms.CharField(
                    label=label, required=False, max_length=4000, widget=forms.Textarea({"rows": 2})
                )
                field.necessity = gettext("needed for release")
                self._add(f"{WHY}{one['key']}", field)
        for key, _kind, title, _agreed in other_sources(proof.award):
            field = MoneyFormField(
                label=gettext("Really came from “%(source)s”") % {"source": named(title)}, required=False
            )
            self._add(f"{OTHER}{key}", field, why=gettext("Write 0 if nothing came."))
        for one in proof.pattern.confirmations:
            self._add(f"{CONFIRM}{one.key}", forms.BooleanField(label=one.text.to(language), required=False))
        for name, value in self.stored_values(proof).items():
            self.initial.setdefault(name, value)
        self.order_fields([name for name in self.fields if name not in self.Meta.fields] + self.Meta.fields)

    def _add(self, name: str, field: forms.Field, *, why: str = "") -> None:
        self.fields[name] = field
        field.help_text = why

    def stored_values(self, instance: Any) -> dict[str, Any]:
        found: dict[str, Any] = {"from_on": instance.from_on, "until_on": instance.until_on}
        for name in self.fields:
            kind, _mark, key = name.partition("_")
            if f"{kind}_" == TEXT:
                found[name] = instance.texts.get(key, "")
            elif f"{kind}_" == WHY:
                found[name] = instance.explanations.get(key, "")
            elif f"{kind}_" == OTHER:
                stored = instance.others.get(key)
                found[name] = None if stored is None else Decimal(stored)
            elif f"{kind}_" == CONFIRM:
                found[name] = key in instance.confirmed
        return found

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        first, last = data.get("from_on"), data.get("until_on")
        if first and last and last < first:
            self.add_error("until_on", gettext("The time ends before it begins. Please check both days."))
        for name, value in data.items():
            if name.startswith(OTHER) and value is not None and value < 0:
                self.add_error(name, gettext("An amount below zero cannot have come."))
        return data

    def cleaned_values(self) -> dict[str, Any]:
        """What the row holds, put back into its columns."""
        data = self.cleaned_data

        def part(prefix: str) -> dict[str, Any]:
            return {name.removeprefix(prefix): data[name] for name in self.fields if name.startswith(prefix)}

        return {
            "from_on": data["from_on"],
            "until_on": data["until_on"],
            "texts": part(TEXT),
            "explanations": {key: text for key, text in part(WHY).items() if text},
            "others": {key: None if amount is None else f"{amount:.2f}" for key, amount in part(OTHER).items()},
            "confirmed": [key for key, ticked in part(CONFIRM).items() if ticked],
        }


class ProofStepForm(forms.Form):
    """The day of a step and, where it leads back, a word."""

    taken_on = forms.DateField(label=_("On which day"), widget=DateInput())
    note = forms.CharField(label=_("Note"), max_length=300, required=False, widget=forms.Textarea({"rows": 2}))

    def __init__(self, *args: Any, day: date, needs_note: bool, **kwargs: Any) -> None:
        super().__init__(*args, initial={"taken_on": day}, **kwargs)
        if needs_note:
            self.fields["note"].label, self.fields["note"].required = gettext("Why"), True

    def clean_taken_on(self) -> date:
        return _meant(self.cleaned_data["taken_on"])


class FindingForm(forms.ModelForm):
    class Meta:
        model = ProofFinding
        fields = ["question", "asked_on", "due_on", "amount"]
        widgets = {"asked_on": DateInput(), "due_on": DateInput(), "question": forms.Textarea({"rows": 3})}

    def clean_asked_on(self) -> date:
        return _meant(self.cleaned_data["asked_on"])

    def clean_due_on(self) -> date:
        return _meant(self.cleaned_data["due_on"])


class AnswerForm(forms.Form):
    answer = forms.CharField(label=_("What was answered"), max_length=4000, widget=forms.Textarea({"rows": 5}))


class ProgressForm(forms.ModelForm):
    class Meta:
        model = ProgressNote
        fields = ["happened_on", "text", "publicity"]
        widgets = {"happened_on": DateInput(), "text": forms.Textarea({"rows": 3})}

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day = day

    def clean_happened_on(self) -> date:
        happened_on = _meant(self.cleaned_data["happened_on"])
        if happened_on > self.day:
            raise forms.ValidationError(gettext("This day lies in the future. Note what has happened."))
        return happened_on
