"""Future topics and the register of advisers."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from wandel.fields.projects.models import Adviser, FutureTopic
from wandel.fields.projects.queries.profile import future_fields
from wandel.fields.projects.queries.project import officers, projects_for
from wandel.fields.projects.queries.topic import topics_for
from wandel.office.people.access import Access
from wandel.office.people.models import Organisation, Person
from wandel.office.places.models import Municipality
from wandel.ui.conflict import VersionedFormMixin
from wandel.ui.widgets import ComboboxSelect, DateInput


class TopicForm(VersionedFormMixin, forms.ModelForm):
    class Meta:
        model = FutureTopic
        fields = [
            "title", "question", "known", "state", "future_field", "municipalities", "projects", "next_step", "review_on",
            "owner",
        ]  # fmt: skip
        widgets = {
            "question": forms.Textarea({"rows": 3}),
            "known": forms.Textarea({"rows": 6}),
            "review_on": DateInput(),
            "owner": ComboboxSelect(),
        }

    def __init__(self, *args: Any, access: Access, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["future_field"] = forms.ChoiceField(
            label=_("Future field (WSP)"), required=False, choices=[("", _("none")), *future_fields()]
        )
        self.fields["municipalities"].queryset = Municipality.objects.defer("boundary")
        self.fields["projects"].queryset = projects_for(access).only("title", "sort_key")
        self.fields["owner"].queryset = officers()
        self.fields["review_on"].why = _("On this day the desk reminds you to look at it again.")


class AdviserForm(VersionedFormMixin, forms.ModelForm):
    class Meta:
        model = Adviser
        fields = ["organisation", "person", "subject", "topics", "checked_on", "note"]
        widgets = {"organisation": ComboboxSelect(), "person": ComboboxSelect(), "checked_on": DateInput()}

    def __init__(self, *args: Any, access: Access, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.current()
        self.fields["person"].queryset = Person.objects.current()
        self.fields["topics"].queryset = topics_for(access)
        self.fields["checked_on"].why = _("When somebody last made sure that they still advise on this.")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        person, organisation = values.get("person"), values.get("organisation")
        if person and organisation and person.organisation_id not in {None, organisation.pk}:
            self.add_error("person", _("This contact belongs to another organisation. Choose the one that fits."))
        return values
