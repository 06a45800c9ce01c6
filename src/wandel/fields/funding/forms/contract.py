"""A contract as an officer plans it, and what each of its steps asks for."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wandel.fields.funding.forms.plan import offer_items
from wandel.fields.funding.models import Contract, Zuwendungsbescheid
from wandel.fields.funding.queries.contracts import ProcedureChoice, choices_for
from wandel.office.people.models import Organisation
from wandel.ui.conflict import VersionedFormMixin
from wandel.ui.money import MoneyFormField
from wandel.ui.widgets import ComboboxSelect, DateInput

State = Contract.State
BUYERS = ("unit", "town_hall", "county_office", "funder")


class ContractForm(VersionedFormMixin, forms.ModelForm):
    class Meta:
        model = Contract
        fields = ["title", "kind", "estimated_value", "vat", "lots", "planned_on", "cost_item", "separate_reason"]
        widgets = {"planned_on": DateInput(), "separate_reason": forms.Textarea({"rows": 2})}

    def __init__(self, *args: Any, award: Zuwendungsbescheid, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_items(self, award)
        self.fields["vat"].required = False
        self.fields["vat"].why = gettext("The plan counts what is really paid; 0 if the tax comes back.")
        self.fields["kind"].choices = [("", gettext("choose the kind")), *Contract.Kind.choices]
        self.fields["estimated_value"].why = gettext(
            "The whole order without VAT, with options and extensions; all lots count together."
        )
        self.fields["planned_on"].why = gettext("The law of the day the notice is sent counts.")
        self.fields["separate_reason"].why = gettext(
            "Only if several contracts of the same kind could be one; the file has to explain why they are not."
        )

    def clean_estimated_value(self) -> Any:
        value = self.cleaned_data["estimated_value"]
        if value is not None and value <= 0:
            raise forms.ValidationError(gettext("A contract has a value above 0. Please estimate it."))
        return value

    def clean_vat(self) -> Decimal:
        """Left empty it is the standard rate."""
        vat = self.cleaned_data["vat"]
        return Contract._meta.get_field("vat").default if vat is None else vat

    def clean_planned_on(self) -> date:
        planned_on: date = self.cleaned_data["planned_on"]
        if not 1990 <= planned_on.year <= 2100:
            raise forms.ValidationError(
                gettext("The year %(year)s cannot be meant. Please check the date.") % {"year": planned_on.year}
            )
        return planned_on

    def cleaned_values(self) -> dict[str, Any]:
        """What the row holds; version and choices of a conflict stay with the form."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields if name in self.cleaned_data}


class StepForm(forms.Form):
    """The day of a step and what it brings: a procedure, a contractor, a note."""

    taken_on = forms.DateField(label=_("On which day"), widget=DateInput())
    procedure = forms.ChoiceField(label=_("Procedure"), widget=forms.RadioSelect)
    procedure_reason = forms.CharField(
        label=_("Why this procedure"), max_length=1000, required=False, widget=forms.Textarea({"rows": 3})
    )
    contractor = forms.ModelChoiceField(
        label=_("Contractor"), queryset=Organisation.objects.none(), widget=ComboboxSelect()
    )
    awarded_value = MoneyFormField(label=_("Awarded value, net"))
    note = forms.CharField(label=_("Note"), max_length=300, required=False, widget=forms.Textarea({"rows": 2}))

    def __init__(
        self, *args: Any, contract: Contract, to: str, choices: list[ProcedureChoice], day: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, initial={"taken_on": day}, **kwargs)
        self.day = day
        if contract.state == State.ADVISED and to != State.CANCELLED:
            self.fields["procedure"].choices = [(one.key, _labelled(one)) for one in choices_for(to, choices)]
            self.fields["procedure_reason"].why = gettext(
                "Needed where the advice does not simply permit it, for example which condition is met."
            )
        else:
            del self.fields["procedure"], self.fields["procedure_reason"]
        if to == State.AWARDED:
            firms = Organisation.objects.current().exclude(kind__in=BUYERS).order_by("sort_key")
            self.fields["contractor"].queryset = firms
            self.fields["contractor"].empty_label = gettext("choose who got it")
        else:
            del self.fields["contractor"], self.fields["awarded_value"]
        if to == State.CANCELLED:
            self.fields["note"].label = gettext("Why it is cancelled")
            self.fields["note"].required = True

    def clean_taken_on(self) -> date:
        taken_on: date = self.cleaned_data["taken_on"]
        if taken_on > self.day:
            raise forms.ValidationError(gettext("This day lies in the future. Note a step when it has been taken."))
        if taken_on.year < 1990:
            raise forms.ValidationError(
                gettext("The year %(year)s cannot be meant. Please check the date.") % {"year": taken_on.year}
            )
        return taken_on


def _labelled(one: ProcedureChoice) -> str:
    if one.permitted is True:
        return one.label
    said = gettext("only under conditions") if one.permitted is None else gettext("not for this value")
    return f"{one.label} – {said}"
