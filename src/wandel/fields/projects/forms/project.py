"""Suggesting a project in three minutes, shaping it on one page, and the small forms of its page."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wandel.fields.projects.models import Project
from wandel.fields.projects.queries.profile import future_fields, procedure_choices, step_choices
from wandel.fields.projects.queries.project import SORTS, officers, own_organisations, possible_sites
from wandel.fields.projects.stages import STAGES
from wandel.office.people.access import Access
from wandel.office.people.models import Organisation
from wandel.office.places.models import Municipality
from wandel.ui.conflict import VersionedFormMixin
from wandel.ui.widgets import ComboboxSelect, DateInput

SORT_LABELS = {
    "": gettext_lazy("title"),
    "stage": gettext_lazy("longest in its stage"),
    "costs": gettext_lazy("costs, highest first"),
    "received": gettext_lazy("newest first"),
}


class ProjectFilter(forms.Form):
    marks_optional = False
    q = forms.CharField(label=gettext_lazy("Title, number or place"), required=False)
    stage = forms.ChoiceField(label=gettext_lazy("Stage"), required=False)
    future_field = forms.ChoiceField(label=gettext_lazy("Future field"), required=False)
    municipality = forms.ModelChoiceField(
        label=gettext_lazy("Municipality"), queryset=Municipality.objects.none(), required=False
    )
    smart = forms.ChoiceField(label=gettext_lazy("Smart region"), required=False)
    sort = forms.ChoiceField(label=gettext_lazy("Sorted by"), required=False)
    stuck = forms.BooleanField(label=gettext_lazy("only stuck ones"), required=False)
    mine = forms.BooleanField(label=gettext_lazy("only mine"), required=False)

    def __init__(self, *args: Any, municipalities: Any, is_unit: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything = ("", _("all"))
        self.fields["municipality"].queryset = municipalities
        self.fields["municipality"].empty_label = _("all")
        going_on = ("open", _("not over yet"))
        self.fields["stage"].choices = [everything, going_on, *((one.key, _(one.label)) for one in STAGES)]
        self.fields["future_field"].choices = [everything, *future_fields()]
        self.fields["smart"].choices = [everything, *Project.Smart.choices]
        self.fields["sort"].choices = [(name, SORT_LABELS[name]) for name in SORTS]
        if not is_unit:
            del self.fields["mine"]


def _clean_title(title: str) -> str:
    return " ".join(title.split())


class SuggestForm(VersionedFormMixin, forms.ModelForm):
    """Four answers; everything else is asked later by whoever shapes the project."""

    class Meta:
        model = Project
        fields = ["title", "idea", "municipality", "place"]
        widgets = {"idea": forms.Textarea({"rows": 7}), "municipality": ComboboxSelect()}

    submitted_by = forms.ModelChoiceField(
        label=gettext_lazy("Suggested by"), queryset=Organisation.objects.none(), required=False, widget=ComboboxSelect
    )

    def __init__(self, *args: Any, access: Access, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipality"].queryset = Municipality.objects.defer("boundary")
        self.fields["municipality"].empty_label = _("the whole county")
        self.fields["idea"].required = True
        self.fields["idea"].label = _("What do you want to do, and what becomes better by it?")
        self.fields["idea"].help_text = _(
            "A few sentences are enough. If you know it: what it costs and when it begins."
        )
        houses = own_organisations(access)
        if self.instance.pk or (not access.is_unit and houses.count() < 2):
            del self.fields["submitted_by"]
            self.house = houses.first() if not access.is_unit else None
        else:
            self.fields["submitted_by"].queryset = houses
            self.fields["submitted_by"].required = not access.is_unit
            self.fields["submitted_by"].empty_label = _("the unit itself")
            self.house = None
        if self.house is not None and not self.instance.pk:
            self.fields["municipality"].initial = self.house.municipality_id

    def clean_title(self) -> str:
        return _clean_title(self.cleaned_data["title"])

    def suggested(self) -> dict[str, Any]:
        """The four answers as the action takes them."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    @property
    def organisation(self) -> Organisation | None:
        return self.cleaned_data.get("submitted_by") or self.house


@dataclass(frozen=True)
class Section:
    title: str
    hint: str
    fields: list[BoundField]


PAGE = [
    (gettext_lazy("What and where"), "", ["title", "idea", "municipality", "place", "sites"]),
    (
        gettext_lazy("What it is for"),
        gettext_lazy("From what is put in to what remains: input, output, outcome, impact."),
        ["goal", "input", "output", "outcome", "impact", "result"],
    ),
    (gettext_lazy("Where it belongs"), "", ["future_field", "smart", "region", "procedure_on"]),
    (gettext_lazy("Effect"), "", ["jobs_new", "jobs_kept", "co2_tonnes", "effect_source"]),
    (gettext_lazy("Who pays"), "", ["award_reference", "own_money"]),
    (gettext_lazy("In the unit"), gettext_lazy("Only the unit reads the note."), ["owner", "confidential", "note"]),
]
EXAMPLES = {
    "goal": gettext_lazy("What is different afterwards, and for whom?"),
    "input": gettext_lazy("Money, people, rooms, knowledge that go in."),
    "output": gettext_lazy("What is made or offered: a building, a service, a network."),
    "outcome": gettext_lazy("What changes for those who use it."),
    "impact": gettext_lazy("What this adds for the county in the long run."),
}


class ProjectForm(VersionedFormMixin, forms.ModelForm):
    region = forms.ChoiceField(label=gettext_lazy("Regional procedure"), required=False)

    class Meta:
        model = Project
        fields = [
            "title", "idea", "municipality", "place", "sites", "goal", "input", "output", "outcome", "impact", "result",
            "future_field", "smart", "procedure_on", "jobs_new", "jobs_kept", "co2_tonnes", "effect_source",
            "award_reference", "own_money", "owner", "confidential", "note",
        ]  # fmt: skip
        widgets = {
            "idea": forms.Textarea({"rows": 4}),
            **{
                name: forms.Textarea({"rows": 2})
                for name in ("goal", "input", "output", "outcome", "impact", "result", "note")
            },
            "municipality": ComboboxSelect(),
            "procedure_on": DateInput(),
            "owner": ComboboxSelect(),
        }

    def __init__(self, *args: Any, access: Access, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipality"].queryset = Municipality.objects.defer("boundary")
        self.fields["municipality"].empty_label = _("the whole county")
        self.fields["sites"].queryset = possible_sites(access).only("name", "sort_key")
        self.fields["owner"].queryset = officers()
        self.fields["future_field"] = forms.ChoiceField(
            label=_("Future field (WSP)"), required=False, choices=[("", _("not chosen yet")), *future_fields()]
        )
        steps = dict(step_choices())
        groups = [
            (name, [(f"{key}|", _("begun, no step reached yet")), *steps[name]]) for key, name in procedure_choices()
        ]
        self.fields["region"].choices = [("", _("none yet")), *groups]
        self.initial["region"] = _region(self.instance)
        for name, example in EXAMPLES.items():
            self.fields[name].help_text = example
        self.fields["award_reference"].why = _("With it the award is shown on this page, and this page on the award.")
        self.fields["confidential"].why = _(
            "Only the head, the officers of the field and those who take part see it then."
        )
        self.fields["co2_tonnes"].unit = "t"

    def stored_values(self, instance: Any) -> dict[str, Any]:
        return {**super().stored_values(instance), "region": _region(instance)}

    @property
    def sections(self) -> list[Section]:
        return [Section(str(title), str(hint), [self[name] for name in names]) for title, hint, names in PAGE]

    def clean_title(self) -> str:
        return _clean_title(self.cleaned_data["title"])

    def project_values(self) -> dict[str, Any]:
        """What the action takes."""
        values = {name: self.cleaned_data[name] for name in self.Meta.fields}
        procedure, _bar, step = self.cleaned_data["region"].partition("|")
        return {**values, "procedure": procedure, "procedure_step": step}


def _region(project: Project) -> str:
    return f"{project.procedure}|{project.procedure_step}" if project.procedure else ""


class StepForm(forms.Form):
    """Day and words of a step; which step, the button or the choice says ("paused|money")."""

    to = forms.CharField(max_length=60)
    day = forms.DateField(label=gettext_lazy("Reached on"), widget=DateInput, required=False)
    text = forms.CharField(label=gettext_lazy("Reason or remark"), max_length=500, required=False)

    def step(self) -> dict[str, Any]:
        """What the action takes."""
        to, _bar, reason = self.cleaned_data["to"].partition("|")
        return {"to": to, "reason": reason, "day": self.cleaned_data["day"], "text": self.cleaned_data["text"]}


class UploadForm(forms.Form):
    upload = forms.FileField(
        label=gettext_lazy("File"), help_text=gettext_lazy("Photo, PDF or office file, at most 25 MB")
    )
