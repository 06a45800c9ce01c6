"""Strings into values for the desk: filters, own tasks, a later day, another owner."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wandel.office.desk.queries.entry import (
    ALL,
    FIELD,
    MINE,
    EntryFilters,
    colleagues_of,
    first_look,
    organisations_with_entries,
)
from wandel.office.desk.registry import REMINDER, TASK, entry_kinds
from wandel.office.people.access import Access
from wandel.office.people.models import User
from wandel.ui.widgets import ComboboxSelect, DateInput


class EntryFilterForm(forms.Form):
    """Values of the address; one that fits nothing narrows nothing."""

    marks_optional = False
    whose = forms.ChoiceField(label=_("Whose"), required=False)
    organisation = forms.TypedChoiceField(
        label=_("Organisation"), required=False, coerce=int, empty_value=None, widget=ComboboxSelect
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False)

    def __init__(self, data: Any, *, access: Access, day: date) -> None:
        values = data.copy()
        self.first_look = first_look(access)
        values.setdefault("whose", self.first_look)
        super().__init__(values)
        whose = [(MINE, _("mine")), (ALL, _("everything I may see"))]
        if access.fields:
            whose.insert(1, (FIELD, _("my field")))
        self.fields["whose"].choices = whose
        houses = [(house.pk, house.name) for house in organisations_with_entries(access)]
        self.fields["organisation"].choices = [("", _("all")), *houses]
        self.fields["kind"].choices = [("", _("all")), *sorted(entry_kinds().items(), key=lambda pair: str(pair[1]))]

    def filters(self) -> EntryFilters:
        self.is_valid()
        values = self.cleaned_data
        return EntryFilters(
            values.get("whose") or self.first_look, values.get("organisation"), values.get("kind") or ""
        )

    @property
    def is_narrowed(self) -> bool:
        return self.filters() != EntryFilters(self.first_look)


class TaskForm(forms.Form):
    title = forms.CharField(label=_("What is to be done"), max_length=200)
    note = forms.CharField(label=_("Note"), max_length=500, required=False, widget=forms.Textarea({"rows": 3}))
    due_on = forms.DateField(label=_("Due"), required=False, widget=DateInput)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[(TASK, _("Task")), (REMINDER, _("Reminder"))], initial=TASK, widget=forms.RadioSelect
    )
    shared = forms.BooleanField(
        label=_("My organisation may see it"),
        required=False,
        help_text=_("Otherwise only you see it, and whoever stands in for you while you are away."),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class PostponeForm(forms.Form):
    until = forms.DateField(label=_("New day"), widget=DateInput)


class HandOverForm(forms.Form):
    to = forms.ModelChoiceField(label=_("To whom"), queryset=User.objects.none(), widget=ComboboxSelect)

    def __init__(self, *args: Any, access: Access, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = colleagues_of(access, day)
