from django import forms
from django.utils.translation import gettext_lazy as _


class WithdrawForm(forms.Form):
    """Why the award is taken back."""

    reason = forms.CharField(
        label=_("Why was it recorded in error?"),
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Please say why; whoever looks for this award later will ask.")},
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].why = _("It stands on the page of the award and in its history.")
