"""A programme as an officer enters it; what is left empty is not stated."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wandel.core.scouting.programme import Applicant
from wandel.core.scouting.rules import NAMES
from wandel.fields.funding.models import Programme
from wandel.fields.funding.queries.programmes import topics_in_use
from wandel.fields.funding.queries.words import spoken
from wandel.office.places.profile import active_profile
from wandel.ui.conflict import VersionedFormMixin
from wandel.ui.widgets import DateInput

EVERYWHERE = "DE"
LARGEST_EXPORT = 300_000_000


class _Days(forms.ModelForm):
    """What every programme's form checks: its days, and the words for "not stated"."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("early_start", "cumulation"):
            self.fields[name].choices = [("", gettext("not stated")), *Programme.Allowed.choices]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        opens, closes = values.get("opens_on"), values.get("closes_on")
        if opens and closes and closes < opens:
            self.add_error("closes_on", gettext("It would close before it opens. Please check both days."))
        if closes and values.get("continuous"):
            self.add_error(
                "continuous", gettext("A programme with a last day is not open all the time. Please choose one.")
            )
        return values


class TakenProgrammeForm(VersionedFormMixin, _Days):
    """What the Förderdatenbank leaves open about a programme; its own text is never changed by us."""

    class Meta:
        model = Programme
        fields = ["opens_on", "closes_on", "continuous", "minimum_cost", "maximum_grant", "rate", "own_share",
                  "early_start", "cumulation"]  # fmt: skip
        widgets = {"opens_on": DateInput(), "closes_on": DateInput()}

    def cleaned_values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class ProgrammeForm(VersionedFormMixin, _Days):
    applicants = forms.MultipleChoiceField(
        label=_("who may apply"), required=False, widget=forms.CheckboxSelectMultiple
    )
    areas = forms.MultipleChoiceField(label=_("where it applies"), required=False, widget=forms.CheckboxSelectMultiple)
    topics = forms.CharField(label=_("topics"), required=False, max_length=300)
    text = forms.CharField(
        label=_("what is funded"), required=False, max_length=5000, widget=forms.Textarea({"rows": 5})
    )
    url = forms.URLField(label=_("link to the funder's page"), max_length=500, assume_scheme="https")

    class Meta:
        model = Programme
        fields = ["title", "funder", "short", "text", "applicants", "areas", "topics", "opens_on", "closes_on", "continuous",
                  "minimum_cost", "maximum_grant", "rate", "own_share", "early_start", "cumulation", "url", "gone_on"]  # fmt: skip
        widgets = {
            "opens_on": DateInput(),
            "closes_on": DateInput(),
            "gone_on": DateInput(),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        profile = active_profile()
        self.fields["applicants"].choices = [(one.value, spoken(NAMES[one])) for one in Applicant]
        named = [
            (EVERYWHERE, gettext("all of Germany")),
            (profile.ags[:2], gettext("the Land")),
            (profile.ags, profile.name),
        ]
        others = [one for one in (self.instance.areas or []) if one not in dict(named)]
        self.fields["areas"].choices = [*named, *((one, one) for one in others)]
        self.fields["topics"].help_text = gettext("Separated by commas, for example Mobilität, Klima.")
        for name in ("applicants", "areas"):
            self.fields[name].help_text = gettext("Nothing ticked means: not stated.")
        if self.instance.pk:
            self.initial["topics"] = ", ".join(self.instance.topics)

    def stored_values(self, instance: Any) -> dict[str, Any]:
        values = super().stored_values(instance)
        return values | {"topics": ", ".join(instance.topics)}

    def clean_applicants(self) -> list[str] | None:
        return self.cleaned_data["applicants"] or None

    def clean_areas(self) -> list[str] | None:
        return self.cleaned_data["areas"] or None

    def cleaned_values(self) -> dict[str, Any]:
        """What the row holds; version and choices of a conflict stay with the form."""
        values = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return values | {"topics": [one.strip() for one in values["topics"].split(",") if one.strip()]}


class ProgrammeFilter(forms.Form):
    marks_optional = False
    q = forms.CharField(label=_("Words"), required=False)
    applicant = forms.ChoiceField(label=_("Who applies"), required=False)
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    sort = forms.ChoiceField(label=_("Sorted by"), required=False)
    since = forms.DateField(label=_("New since"), required=False, widget=DateInput())
    watched = forms.BooleanField(label=_("only what I watch"), required=False)
    closed = forms.BooleanField(label=_("closed ones too"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything = ("", gettext("all"))
        self.fields["applicant"].choices = [everything, *((one.value, spoken(NAMES[one])) for one in Applicant)]
        self.fields["topic"].choices = [everything, *((one, one) for one in topics_in_use())]
        self.fields["sort"].choices = [("", gettext("title")), ("deadline", gettext("deadline"))]


class ProgrammeImportForm(forms.Form):
    file = forms.FileField(label=_("File"))
    whole = forms.BooleanField(
        label=_("the file holds every programme there is: what is missing in it is gone"), required=False, initial=True
    )
    skip_broken = forms.BooleanField(label=_("leave out what cannot be read and take the rest in"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = gettext(
            "The export of the Förderdatenbank as zip, or the weekly table made from it as CSV."
        )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_EXPORT:
            raise forms.ValidationError(
                gettext("This file is larger than 300 MB; the export has about 30 MB. Download it there again.")
            )
        return file


class MarkForm(forms.Form):
    state = forms.ChoiceField(choices=[("shortlisted", ""), ("muted", ""), ("", "")], required=False)
    note = forms.CharField(max_length=500, required=False)
