from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from wandel.office.people.models import Interaction, Organisation, Person, User
from wandel.ui.conflict import VersionedFormMixin
from wandel.ui.widgets import ComboboxSelect


class OrganisationForm(VersionedFormMixin, forms.ModelForm):
    website = forms.URLField(label=_("website"), required=False, assume_scheme="https")

    class Meta:
        model = Organisation
        fields = [
            "kind",
            "name",
            "municipality",
            "parent",
            "email",
            "phone",
            "website",
            "address",
            "contact_rhythm_days",
        ]
        widgets = {"address": forms.Textarea({"rows": 3}), "parent": ComboboxSelect()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = Organisation.objects.current()
        self.fields["contact_rhythm_days"].why = _(
            "When the agreed time without a contact has passed, the page says so."
        )


class PersonForm(VersionedFormMixin, forms.ModelForm):
    class Meta:
        model = Person
        fields = [
            "given_name", "family_name", "organisation", "position", "email", "phone", "languages", "consent_on", "consent_how",
        ]  # fmt: skip
        widgets = {"organisation": ComboboxSelect()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.current()
        self.fields["consent_on"].why = _("Without consent we keep only what the office needs to reach this person.")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("consent_on") and not values.get("consent_how"):
            self.add_error("consent_how", _("Please say how consent was given, for example “by mail of 3 May”."))
        return values


class InteractionForm(VersionedFormMixin, forms.ModelForm):
    """A contact with its first promise or task, so that a call is noted in one go."""

    promise_text = forms.CharField(label=_("What was promised"), max_length=300, required=False)
    promise_by = forms.ChoiceField(
        label=_("Who promised"), choices=[("us", _("we did")), ("them", _("they did"))], required=False, initial="us"
    )
    promise_due_on = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput({"type": "date"}))
    promise_owner = forms.ModelChoiceField(label=_("Who looks after it"), queryset=User.objects.none(), required=False)

    class Meta:
        model = Interaction
        fields = ["kind", "held_on", "title", "organisations", "persons", "minutes", "decisions", "shared"]
        widgets = {
            "held_on": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
            "minutes": forms.Textarea({"rows": 6}),
            "decisions": forms.Textarea({"rows": 3}),
            "organisations": forms.SelectMultiple({"size": 8}),
            "persons": forms.SelectMultiple({"size": 6}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisations"].queryset = Organisation.objects.current()
        self.fields["persons"].queryset = Person.objects.current()
        self.fields["promise_owner"].queryset = User.objects.filter(
            is_active=True, role_assignments__role__in=["head", "officer"]
        ).distinct()
        self.fields["shared"].why = _("Without this tick only the unit reads the minutes.")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("promise_due_on") and not values.get("promise_text"):
            self.add_error(
                "promise_text", _("A date without a promise: please write what was promised, or remove the date.")
            )
        return values


class PromiseForm(forms.Form):
    text = forms.CharField(label=_("What was promised"), max_length=300)
    by = forms.ChoiceField(label=_("Who promised"), choices=[("us", _("we did")), ("them", _("they did"))])
    due_on = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput({"type": "date"}))


class MergeForm(forms.Form):
    """Which record stays."""

    keep = forms.ModelChoiceField(
        label=_("Keep this record"), queryset=Organisation.objects.none(), widget=ComboboxSelect()
    )

    def __init__(self, *args: Any, duplicate: Organisation | Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.duplicate = duplicate
        self.fields["keep"].queryset = type(duplicate).objects.current().exclude(pk=duplicate.pk)

    def clean_keep(self) -> Organisation | Person:
        keep: Organisation | Person = self.cleaned_data["keep"]
        if keep.pk == self.duplicate.pk:
            raise ValidationError(_("These are the same record. Choose the other one."))
        return keep


class OrganisationFilter(forms.Form):
    marks_optional = False
    q = forms.CharField(label=_("Name contains"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("all kinds")), *Organisation.Kind.choices]
