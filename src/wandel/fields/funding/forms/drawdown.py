"""Asking for money, taking a request back, and the payments it is needed for."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wandel.fields.funding.forms.money import EARLIEST
from wandel.fields.funding.models import Contract, PlannedPayment, Zuwendungsbescheid
from wandel.ui.conflict import VersionedFormMixin
from wandel.ui.money import MoneyFormField
from wandel.ui.widgets import DateInput


class RequestForm(forms.Form):
    """How much is asked for; once refused, why it is needed all the same."""

    amount = MoneyFormField(label=_("How much is requested"))
    purpose = forms.CharField(label=_("For what"), max_length=200, required=False)
    overruled_reason = forms.CharField(
        label=_("Why is it needed all the same?"),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("The reason stands with the request, for the treasury and in the history."),
    )

    def clean_amount(self) -> Decimal:
        amount: Decimal = self.cleaned_data["amount"]
        if amount <= 0:
            raise forms.ValidationError(gettext("A drawdown of nothing asks for nothing. Please write how much."))
        return amount


class WithdrawDrawdownForm(forms.Form):
    reason = forms.CharField(
        label=_("Why is it taken back?"),
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": _("Please say why the request is taken back.")},
    )


class PlannedPaymentForm(VersionedFormMixin, forms.ModelForm):
    class Meta:
        model = PlannedPayment
        fields = ["due_on", "amount", "purpose", "contract"]
        widgets = {"due_on": DateInput()}

    def __init__(self, *args: Any, award: Zuwendungsbescheid, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        contracts = Contract.objects.filter(award=award).exclude(state=Contract.State.CANCELLED)
        self.fields["contract"].queryset = contracts
        self.fields["contract"].empty_label = gettext("no contract")
        if not contracts:
            del self.fields["contract"]

    def clean_due_on(self) -> Any:
        due_on = self.cleaned_data["due_on"]
        if due_on < EARLIEST:
            raise forms.ValidationError(
                gettext("The year %(year)s cannot be meant. Please check the date.") % {"year": due_on.year}
            )
        return due_on

    def clean_amount(self) -> Any:
        amount = self.cleaned_data["amount"]
        if amount is not None and amount <= 0:
            raise forms.ValidationError(
                gettext("A payment of nothing needs no money. Please write how much falls due.")
            )
        return amount

    def cleaned_values(self) -> dict[str, Any]:
        """What the row holds; version and choices of a conflict stay with the form."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields if name in self.cleaned_data}
