"""How the overview of all awards is put together."""

from django import forms
from django.utils.translation import gettext_lazy as _


class OverviewForm(forms.Form):
    marks_optional = False
    by = forms.ChoiceField(
        label=_("Added up by"),
        required=False,
        choices=[("recipient", _("recipient")), ("funder", _("funder")), ("year", _("year of the notice"))],
    )
