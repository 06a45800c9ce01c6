"""Money that arrived and money that was paid: a day and an amount."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wandel.fields.funding.forms.plan import offer_items
from wandel.fields.funding.models import Booking, CostItem, Zuwendungsbescheid
from wandel.ui.conflict import VersionedFormMixin
from wandel.ui.money import MoneyFormField

EARLIEST = date(1950, 1, 1)
# A payment run may be entered with its value date; what lies further ahead has not happened.
DAYS_AHEAD = 31


class DrawdownForm(forms.Form):
    paid_on = forms.DateField(label=_("Received on"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    amount = MoneyFormField(label=_("Amount"))

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day = day

    def clean_paid_on(self) -> date:
        paid_on: date = self.cleaned_data["paid_on"]
        if paid_on < EARLIEST:
            raise forms.ValidationError(
                gettext("The year %(year)s cannot be meant. Please check the date.") % {"year": paid_on.year}
            )
        if (paid_on - self.day).days > DAYS_AHEAD:
            raise forms.ValidationError(
                gettext(
                    "This day is more than a month ahead. Note money when it has moved; until then nothing follows from it."
                )
            )
        return paid_on

    def clean_amount(self) -> Any:
        amount = self.cleaned_data["amount"]
        if amount is not None and amount <= 0:
            raise forms.ValidationError(_("An amount of nothing changes nothing. Please write how much arrived."))
        return amount


class BookingForm(DrawdownForm):
    paid_on = forms.DateField(label=_("Paid on"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    purpose = forms.CharField(label=_("For what"), max_length=200, required=False)
    payee = forms.CharField(label=_("Paid to"), max_length=200, required=False)
    voucher = forms.CharField(label=_("Number of the receipt"), max_length=60, required=False)
    cost_item = forms.ModelChoiceField(label=_("Cost item"), queryset=CostItem.objects.none(), required=False)

    def __init__(self, *args: Any, award: Zuwendungsbescheid, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_items(self, award)


class BookingEditForm(VersionedFormMixin, forms.ModelForm):
    """What a payment was for; day and amount stay, because what was drawn is counted by them."""

    class Meta:
        model = Booking
        fields = ["purpose", "payee", "voucher", "cost_item"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_items(self, self.instance.award)

    def cleaned_values(self) -> dict[str, Any]:
        """What the row holds; version and choices of a conflict stay with the form."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields if name in self.cleaned_data}
