"""What a reader narrows the outbox to."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wandel.office.outbox.models import Mail


class MailFilterForm(forms.Form):
    marks_optional = False
    to = forms.CharField(label=pgettext_lazy("mail", "To"), required=False, max_length=100)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All states")), *Mail.State.choices])
