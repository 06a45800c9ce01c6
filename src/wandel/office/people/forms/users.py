from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from wandel.office.people.models import Organisation, User
from wandel.office.people.roles import Field, Role
from wandel.ui.widgets import ComboboxSelect, DateInput


class UserForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=150)
    email = forms.EmailField(label=_("E-mail"))
    language = forms.ChoiceField(label=_("Language"), choices=[("de", "Deutsch"), ("en", "English")])

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).strip().casefold()
        if User.objects.filter(email=email).exists():
            raise ValidationError(_("Somebody with this e-mail is a user already. Look for them in the list."))
        return email


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    field = forms.ChoiceField(label=_("Field"), choices=[("", _("no field")), *Field.choices], required=False)
    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none(), required=False, widget=ComboboxSelect()
    )
    valid_from = forms.DateField(label=_("From"), widget=DateInput())
    valid_until = forms.DateField(label=_("Until"), required=False, widget=DateInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.current()
        self.fields["field"].why = _("An officer sees confidential matters of their own field only.")
        self.fields["organisation"].why = _(
            "Town halls, offices, auditors and partners see what carries their organisation."
        )


class DeputyForm(forms.Form):
    deputy = forms.ModelChoiceField(label=_("Deputy"), queryset=User.objects.none())

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deputy"].queryset = User.objects.filter(is_active=True).exclude(pk=user.pk).order_by("name")


class HolderForm(forms.Form):
    holder = forms.ModelChoiceField(
        label=_("Holder"), queryset=User.objects.none(), required=False, empty_label=_("vacant")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit = User.objects.filter(is_active=True, role_assignments__role__in=[Role.HEAD, Role.OFFICER])
        self.fields["holder"].queryset = unit.distinct().order_by("name")
