"""The parts of a project as forms, and the judgement by criteria."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wandel.fields.projects.actions.score import WeighedQuestion
from wandel.fields.projects.models import (
    BudgetYear,
    CriteriaSet,
    Criterion,
    Decision,
    Milestone,
    Project,
    ProjectParty,
    Risk,
    Score,
)
from wandel.fields.projects.models.criteria import MOST_POINTS
from wandel.fields.projects.queries.project import officers
from wandel.office.people.models import Organisation
from wandel.ui.widgets import ComboboxSelect, DateInput

EARLIEST, LATEST = 2000, 2100
MOST_CRITERIA = 12


class _PartForm(forms.ModelForm):
    """A part belongs to a project from its first moment, so that the action finds it."""

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.project = project


class PartyForm(_PartForm):
    class Meta:
        model = ProjectParty
        fields = ["organisation", "part", "share"]
        widgets = {"organisation": ComboboxSelect()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.current()
        self.fields["share"].unit = "%"


class YearForm(_PartForm):
    class Meta:
        model = BudgetYear
        fields = ["year", "costs", "own"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["own"].help_text = _("What the applicants pay in this budget year; 0 if nothing.")

    def clean_year(self) -> int:
        year = self.cleaned_data["year"]
        if not EARLIEST <= year <= LATEST:
            raise ValidationError(_("This is no budget year. Write four digits, for example 2027."))
        return int(year)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        costs, own = values.get("costs"), values.get("own")
        if costs is not None and own is not None and own > costs:
            self.add_error("own", _("The own share is larger than the costs of the year. Please compare both."))
        return values


class RiskForm(_PartForm):
    class Meta:
        model = Risk
        fields = ["text", "likelihood", "damage", "remedy"]


class MilestoneForm(_PartForm):
    class Meta:
        model = Milestone
        fields = ["title", "due_on", "owner"]
        widgets = {"due_on": DateInput(), "owner": ComboboxSelect()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = officers()
        self.fields["due_on"].why = _("On this day the desk reminds everybody who takes part.")


class DecisionForm(_PartForm):
    class Meta:
        model = Decision
        fields = ["body", "decided_on", "outcome", "text", "reference"]
        widgets = {"decided_on": DateInput()}


PARTS: dict[str, tuple[type[_PartForm], Any, Any]] = {
    "party": (PartyForm, gettext_lazy("Note an applicant"), gettext_lazy("Applicant")),
    "year": (YearForm, gettext_lazy("Note a budget year"), gettext_lazy("Budget year")),
    "risk": (RiskForm, gettext_lazy("Note a risk"), gettext_lazy("Risk")),
    "milestone": (MilestoneForm, gettext_lazy("Note a milestone"), gettext_lazy("Milestone")),
    "decision": (DecisionForm, gettext_lazy("Note a decision"), gettext_lazy("Decision")),
}


class JudgeForm(forms.Form):
    """Points and a reason for every criterion in force."""

    def __init__(self, *args: Any, criteria: list[Criterion], scores: dict[str, Score], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        choices = [("", _("not judged yet")), *((str(number), str(number)) for number in range(MOST_POINTS + 1))]
        for one in criteria:
            known = scores.get(one.key)
            self.fields[f"points_{one.key}"] = forms.ChoiceField(
                label=_("%(name)s: points") % {"name": one.name},
                help_text=one.question,
                choices=choices,
                required=False,
                initial="" if known is None else str(known.points),
            )
            self.fields[f"reason_{one.key}"] = forms.CharField(
                label=_("%(name)s: why") % {"name": one.name},
                max_length=300,
                required=False,
                initial=known.reason if known else "",
            )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for one in self.criteria:
            if values.get(f"points_{one.key}") and not values.get(f"reason_{one.key}", "").strip():
                self.add_error(f"reason_{one.key}", _("Points need a reason, so that the score explains itself."))
        return values

    def points(self) -> dict[str, tuple[int | None, str]]:
        """What the action takes."""
        found = {}
        for one in self.criteria:
            given = self.cleaned_data[f"points_{one.key}"]
            found[one.key] = (int(given) if given else None, self.cleaned_data[f"reason_{one.key}"])
        return found


class CriteriaForm(forms.ModelForm):
    class Meta:
        model = CriteriaSet
        fields = ["valid_from", "decided_by", "note"]
        widgets = {"valid_from": DateInput()}


class CriterionForm(forms.ModelForm):
    """One row of a new set; a row without a name is left out."""

    use_required_attribute = False

    class Meta:
        model = Criterion
        fields = ["name", "key", "question", "weight"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].help_text = _("Letters and digits; keep it from set to set, so that points given stay.")

    def weighed(self) -> WeighedQuestion | None:
        """What the action takes; None for a row nobody filled in."""
        values = self.cleaned_data
        if not values.get("name"):
            return None
        return WeighedQuestion(values["key"], values["name"], values["question"], values["weight"])


CriterionFormSet = forms.formset_factory(CriterionForm, extra=3, max_num=MOST_CRITERIA, absolute_max=20)
