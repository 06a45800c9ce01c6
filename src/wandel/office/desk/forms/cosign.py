from django import forms
from django.utils.translation import gettext_lazy as _


class DecisionForm(forms.Form):
    """The reason; the action says when it must be there."""

    note = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Needed when you refuse: what has to change?"),
    )
