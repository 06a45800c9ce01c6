from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wandel.office.people.scopes import SCOPES
from wandel.ui.widgets import DateInput


class TokenForm(forms.Form):
    label = forms.CharField(
        label=_("What for"), max_length=100, help_text=_("For example: geoportal of the town, nightly reading")
    )
    scopes = forms.MultipleChoiceField(label=_("What it may read"), widget=forms.CheckboxSelectMultiple)
    expires_on = forms.DateField(
        label=_("Valid until"),
        widget=DateInput(),
        help_text=_("A year at most. Whoever still needs it then makes a new one."),
    )

    def __init__(self, *args: Any, scopes: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scopes"].choices = [(key, SCOPES[key].label) for key in scopes]
