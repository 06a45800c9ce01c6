"""The final notice: its day and what it sets the grant to."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wandel.fields.funding.models import Zuwendungsbescheid
from wandel.ui.formats import format_date
from wandel.ui.money import MoneyFormField
from wandel.ui.widgets import DateInput


class FinalNoticeForm(forms.Form):
    final_notice_on = forms.DateField(label=_("Date of the final notice"), widget=DateInput())
    final_grant = MoneyFormField(label=_("Grant finally set"))

    def __init__(self, *args: Any, award: Zuwendungsbescheid, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.award, self.day = award, day
        self.fields["final_grant"].help_text = gettext("As the notice says; nothing is reckoned here.")

    def clean_final_notice_on(self) -> date:
        given: date = self.cleaned_data["final_notice_on"]
        if given < self.award.dated_on:
            raise forms.ValidationError(
                gettext("The grant notice is of %(day)s; the final notice cannot be older. Please check the date.")
                % {"day": format_date(self.award.dated_on)}
            )
        if given > self.day:
            raise forms.ValidationError(gettext("This day has not come yet. Note the final notice when it is here."))
        return given
