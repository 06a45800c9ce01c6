from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wandel.fields.funding.models import AwardParty, Zuwendungsbescheid
from wandel.fields.funding.models.award import WITHDRAWN
from wandel.office.people.models import Organisation, Person, User
from wandel.ui.widgets import ComboboxSelect

OFFICES = [AwardParty.Part.TREASURY, AwardParty.Part.PROCUREMENT, AwardParty.Part.AUDITOR]


class SetupForm(forms.Form):
    """Lead, deputy, the offices that take part, and who signs."""

    # Every one of them stands under "Still missing"; calling them optional would contradict that.
    marks_optional = False
    lead = forms.ModelChoiceField(label=_("Lead"), queryset=User.objects.none(), required=False)
    deputy = forms.ModelChoiceField(label=_("Deputy"), queryset=User.objects.none(), required=False)
    treasury = forms.ModelChoiceField(
        label=_("Treasury"), queryset=Organisation.objects.none(), required=False, widget=ComboboxSelect()
    )
    procurement = forms.ModelChoiceField(
        label=_("Procurement office"), queryset=Organisation.objects.none(), required=False, widget=ComboboxSelect()
    )
    auditor = forms.ModelChoiceField(
        label=_("Auditor"), queryset=Organisation.objects.none(), required=False, widget=ComboboxSelect()
    )
    signatories = forms.ModelMultipleChoiceField(
        label=_("Who signs for the recipient"), queryset=Person.objects.none(), required=False
    )

    def __init__(self, *args: Any, award: Zuwendungsbescheid, **kwargs: Any) -> None:
        given = {party.part: party.organisation_id for party in award.parties.all()}
        initial = {
            "lead": award.lead_id,
            "deputy": award.deputy_id,
            **given,
            "signatories": list(award.signatories.all()),
        }
        super().__init__(*args, initial={**initial, **kwargs.pop("initial", {})}, **kwargs)
        kind = Organisation.Kind
        staff = User.objects.filter(is_active=True, role_assignments__role__in=["head", "officer", "townhall"])
        own = staff.filter(role_assignments__organisation=award.recipient) | staff.filter(
            role_assignments__role__in=["head", "officer"]
        )
        for name in ("lead", "deputy"):
            self.fields[name].queryset = own.distinct().order_by("name")
        offices = Organisation.objects.current().filter(kind__in=[kind.COUNTY_OFFICE, kind.TOWN_HALL])
        for part in OFFICES:
            self.fields[part].queryset = offices
        self.fields["signatories"].queryset = Person.objects.current().filter(organisation=award.recipient)
        for name in ("lead", "deputy", *OFFICES):
            self.fields[name].empty_label = _("not named yet")
        self.fields["treasury"].why = _("The treasury co-signs the own share and sees this award.")
        self.fields["auditor"].why = _("The auditor may read this award, nothing else.")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("lead") and values.get("lead") == values.get("deputy"):
            self.add_error("deputy", _("Lead and deputy are the same person. Please choose somebody else to stand in."))
        return values

    def offices(self) -> dict[str, Organisation | None]:
        return {part.value: self.cleaned_data[part] for part in OFFICES}


class SkipForm(forms.Form):
    """Why a point to begin with is left out."""

    reason = forms.CharField(
        label=_("Why is it not needed?"),
        max_length=300,
        error_messages={"required": _("Please say why this point is not needed here.")},
    )

    def __init__(self, *args: Any, point: int | None, **kwargs: Any) -> None:
        # Every open point of the page has its own form: their ids must differ.
        super().__init__(*args, auto_id=f"point-{point}-%s", **kwargs)
        self.point = point


class UploadForm(forms.Form):
    upload = forms.FileField(label=_("File"), help_text=_("PDF, picture or office file, at most 25 MB"))


class AwardFilter(forms.Form):
    marks_optional = False
    q = forms.CharField(label=_("Title or reference contains"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    recipient = forms.ModelChoiceField(label=_("Recipient"), queryset=Organisation.objects.none(), required=False)

    def __init__(self, *args: Any, recipients: Any, may_record: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        withdrawn = [(WITHDRAWN, pgettext_lazy("award", "withdrawn"))] if may_record else []
        self.fields["state"].choices = [("", _("all states")), *Zuwendungsbescheid.State.choices, *withdrawn]
        self.fields["recipient"].queryset = recipients
