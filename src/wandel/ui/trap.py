"""What every form for strangers has against programs that fill in all they find: a trap, and the moment the page was opened."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

# Programs that fill in every form they find are faster than that; people are not.
SHORTEST_FILL = timedelta(seconds=2)
STAMP_SALT = "wandel.strangers"


def stamp_of(moment: datetime) -> str:
    """When a form was opened, signed so that nobody makes one up."""
    return signing.dumps(moment.timestamp(), salt=STAMP_SALT)


class TrappedForm(forms.Form):
    """``now`` is the moment the form is shown or sent. A refused form says what to press; nothing typed is lost."""

    website = forms.CharField(label=_("Please leave this field empty"), required=False)
    opened = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        self.fields["opened"].initial = stamp_of(now)
        self.fields["website"].widget.attrs.update({"tabindex": "-1", "autocomplete": "off"})

    @property
    def visible_questions(self) -> list[forms.BoundField]:
        """The fields a person sees, in their order."""
        return [field for field in self if field.name not in TrappedForm.base_fields]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("website"):
            self.add_error(None, _("Please empty the field that says so; it only catches programs. Then send again."))
        try:
            opened_at = float(signing.loads(cleaned.get("opened") or "", salt=STAMP_SALT))
        except (signing.BadSignature, TypeError, ValueError):
            self._open_again()
            self.add_error(None, _("We could not see when you opened this page. Please press the button once more."))
            return cleaned
        if self.now.timestamp() - opened_at < SHORTEST_FILL.total_seconds():
            self.add_error(None, _("That was very fast. Please look over it and press the button once more."))
        return cleaned

    def _open_again(self) -> None:
        self.data = self.data.copy()
        self.data["opened"] = stamp_of(self.now - SHORTEST_FILL)
