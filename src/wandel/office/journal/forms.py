"""What a reader narrows the journal to."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wandel.office.journal.queries import JournalFilters


class JournalFilterForm(forms.Form):
    """Filter over the address; ``fields`` are (code, label) pairs of the Themenfelder."""

    marks_optional = False
    field = forms.ChoiceField(label=_("Field"), required=False)
    person = forms.CharField(label=_("Person"), required=False, max_length=100)
    since = forms.DateField(
        label=pgettext_lazy("period", "From"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    until = forms.DateField(
        label=pgettext_lazy("period", "Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, fields: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["field"].choices = [("", _("All fields")), *fields]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("The period ends before it begins. Please swap or correct the two days."))
        return cleaned

    def filters(self) -> JournalFilters:
        """The valid part of what was asked; a wrong field narrows nothing and shows its error."""
        self.is_valid()
        values = self.cleaned_data
        return JournalFilters(
            field=values.get("field") or "",
            person=values.get("person") or "",
            since=values.get("since"),
            until=values.get("until"),
        )
