"""Recording the notice: one dense page, values of the conditions proposed and confirmed line by line."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wandel.core.foerderung.sets import ConditionValue, UnknownConditions, condition_set, condition_sets
from wandel.fields.funding.kinds import VALUE_LABELS
from wandel.fields.funding.models import Zuwendungsbescheid
from wandel.fields.funding.queries.awards import possible_recipients, spoken_version
from wandel.office.people.models import Organisation
from wandel.ui.conflict import VersionedFormMixin
from wandel.ui.formats import reader_language
from wandel.ui.widgets import ComboboxSelect

EARLIEST, LATEST = date(1950, 1, 1), date(2150, 12, 31)
# A notice that lies on the table carries no day further ahead, and no award period is longer.
DAYS_AHEAD, LONGEST_PERIOD_YEARS = 366, 50
CONFIRMABLE = [
    "drawdown_window_months",
    "drawdown_window_weeks",
    "verwendungsnachweis_months",
    "zwischennachweis_months",
    "retention_years",
]
# Without these no date can be worked out; with them every one can.
DATES_NEED = ["conditions", "dated_on", "sent_on", "period_from", "period_until"]
# Rules that stand beside a condition set and beat it.
SPECIAL_SETS = {"frl_2023"}
PAGE = [
    (gettext_lazy("What and who"), "", ["title", "reference", "funder", "recipient", "level", "purpose"]),
    (
        gettext_lazy("The notice"),
        gettext_lazy("The day it was sent stands on the postmark or in the mail."),
        ["dated_on", "sent_on", "sent_by", "remedy", "conditions", "special"],
    ),
    (gettext_lazy("Money"), "", ["financing_type", "rate", "eligible_costs", "grant", "cap", "third_party"]),
    (gettext_lazy("Periods"), "", ["period_from", "period_until", "completed_on", "binding_years", "binding_starts"]),
]


def condition_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """All condition sets with their versions, newest first; the value is "set|version"."""
    groups = []
    for conditions in condition_sets():
        if conditions.name in SPECIAL_SETS:
            continue
        versions = []
        for edition in reversed(conditions.editions):
            named = _("version of %(version)s") % {"version": spoken_version(edition.version)}
            versions.append((f"{conditions.name}|{edition.version}", f"{conditions.label} · {named}"))
        groups.append((conditions.label, versions))
    return groups


class ConditionField(forms.CharField):
    """Set and version in one choice; a version that is not listed is refused with what there is."""

    widget = forms.Select

    def clean(self, value: Any) -> tuple[str, str]:
        text = super().clean(value)
        name, _bar, version = str(text).partition("|")
        try:
            return name, condition_set(name).edition(version).version
        except UnknownConditions as error:
            language = reader_language()
            raise ValidationError(error.text.to(language), code="unknown_conditions") from None


@dataclass(frozen=True)
class ProposalRow:
    """One value of the conditions: the proposal, where it comes from, and the officer's reading of the notice."""

    label: str
    proposal_text: str
    norm: str
    status: str
    value: BoundField
    tick: BoundField


@dataclass(frozen=True)
class Section:
    title: str
    hint: str
    fields: list[BoundField]


class AwardForm(VersionedFormMixin, forms.ModelForm):
    conditions = ConditionField(label=gettext_lazy("Conditions attached"))
    special = forms.ChoiceField(label=gettext_lazy("Special rule"), required=False)

    class Meta:
        model = Zuwendungsbescheid
        fields = [
            "title", "reference", "funder", "recipient", "level", "purpose", "dated_on", "sent_on", "sent_by", "remedy",
            "financing_type", "rate", "eligible_costs", "grant", "cap", "third_party", "period_from", "period_until",
            "completed_on", "binding_years", "binding_starts",
        ]  # fmt: skip
        widgets = {
            **{
                name: forms.DateInput({"type": "date"}, format="%Y-%m-%d")
                for name in ("dated_on", "sent_on", "period_from", "period_until", "completed_on")
            },
            "funder": ComboboxSelect(),
            "recipient": ComboboxSelect(),
        }

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day = day
        self.fields["recipient"].queryset = possible_recipients()
        self.fields["funder"].queryset = Organisation.objects.current().filter(kind=Organisation.Kind.FUNDER)
        self.fields["conditions"].widget.choices = [
            ("", _("choose the version attached to the notice")),
            *condition_choices(),
        ]
        self.fields["special"].choices = [
            ("", _("none")),
            *((one.name, one.label) for one in condition_sets() if one.name in SPECIAL_SETS),
        ]
        if self.instance.pk:
            self.fields["conditions"].initial = f"{self.instance.condition_set}|{self.instance.condition_version}"
            self.fields["special"].initial = self.instance.special_set
        self.fields["rate"].unit = "%"
        self.fields["rate"].necessity = _("required for Anteilfinanzierung")
        self.fields["remedy"].why = _("The desk calls the remedy by the name the notice gives it.")
        self.fields["sent_on"].why = _(
            "The notice counts as received some days after it was sent; the time for a remedy starts then."
        )
        self.fields["conditions"].why = _("The version bound into the notice governs, also when a newer one exists.")
        self.fields["completed_on"].why = _("The proof of use is due some months after completion.")
        self.proposals = list(self._proposals())
        if self.is_bound:
            self.data = self._with_shown_rows()
        confirmed = self.instance.confirmed if self.instance.pk else {}
        for proposal in self.proposals:
            self.fields[f"value_{proposal.key}"] = forms.IntegerField(
                label=str(VALUE_LABELS[proposal.key]),
                required=False,
                min_value=0,
                max_value=600,
                initial=confirmed.get(proposal.key, proposal.value),
                error_messages={
                    "invalid": _("Please write a whole number."),
                    "max_value": _("That is more than fifty years. Please look again."),
                },
            )
            self.fields[f"tick_{proposal.key}"] = forms.BooleanField(
                label=_("stands in the notice"), required=False, initial=proposal.key in confirmed
            )

    def _chosen(self) -> tuple[str, str, str]:
        chosen = (
            self.data.get(self.add_prefix("conditions"), "")
            if self.is_bound
            else self.fields["conditions"].initial or ""
        )
        name, _bar, version = str(chosen).partition("|")
        purpose = self.data.get(self.add_prefix("purpose"), "") if self.is_bound else self.instance.purpose
        return name, version, purpose or "investment"

    @property
    def shown_for(self) -> str:
        """The choice the rows to tick were drawn for; it travels with the form."""
        return "|".join(self._chosen())

    def _with_shown_rows(self) -> Any:
        """What was sent, where rows nobody has seen yet carry their proposal.

        Numbers and ticks that were written for other conditions are left out: they say nothing about these.
        """
        data = self.data.copy()
        stale = data.get("shown_for") not in (None, self.shown_for)
        for proposal in self.proposals:
            value, tick = self.add_prefix(f"value_{proposal.key}"), self.add_prefix(f"tick_{proposal.key}")
            if stale:
                data.pop(tick, None)
            if stale or value not in data:
                data[value] = str(proposal.value)
        return data

    def _proposals(self) -> Iterator[ConditionValue]:
        name, version, purpose = self._chosen()
        try:
            conditions = condition_set(name)
            for key in CONFIRMABLE:
                value = conditions.value(key, version, purpose)
                if value is not None:
                    yield value
        except UnknownConditions:
            return

    @property
    def proposal_rows(self) -> list[ProposalRow]:
        units = {"months": _("months"), "month": _("months"), "years": _("years"), "weeks": _("weeks")}
        return [
            ProposalRow(
                label=str(VALUE_LABELS[proposal.key]),
                proposal_text=f"{proposal.value} {units.get(proposal.unit, proposal.unit)}",
                norm=proposal.norm,
                status=proposal.status,
                value=self[f"value_{proposal.key}"],
                tick=self[f"tick_{proposal.key}"],
            )
            for proposal in self.proposals
        ]

    @property
    def sections(self) -> list[Section]:
        return [Section(str(title), str(hint), [self[name] for name in names]) for title, hint, names in PAGE]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for name in ("dated_on", "sent_on", "period_from", "period_until", "completed_on"):
            day = values.get(name)
            if day and not EARLIEST <= day <= LATEST:
                self.add_error(
                    name, _("The year %(year)s cannot be meant. Please check the date.") % {"year": day.year}
                )
        for name in ("dated_on", "sent_on"):
            found = values.get(name)
            if name not in self.errors and found and (found - self.day).days > DAYS_AHEAD:
                self.add_error(
                    name,
                    _(
                        "This day is more than a year ahead; a notice on your table cannot carry it. Please check the date."
                    ),
                )
        first, last = values.get("period_from"), values.get("period_until")
        if first and last and "period_until" not in self.errors and last.year - first.year > LONGEST_PERIOD_YEARS:
            self.add_error(
                "period_until",
                _("The award period would last more than fifty years. Please compare both dates with the notice."),
            )
        if first and last and last < first:
            self.add_error(
                "period_until", _("The award period ends before it starts. Please compare both dates with the notice.")
            )
        if (
            values.get("financing_type") == Zuwendungsbescheid.Financing.ANTEIL
            and values.get("rate") is None
            and "rate" not in self.errors
        ):
            self.add_error("rate", _("An Anteilfinanzierung needs its share. It stands in the notice as per cent."))
        if values.get("grant") and values.get("eligible_costs") and values["grant"] > values["eligible_costs"]:
            self.add_error("grant", _("The grant is larger than the eligible costs. Please check both amounts."))
        return values

    @property
    def odd(self) -> list[str]:
        """What may be right and looks wrong; said after saving, never refused. Only for a form that is valid."""
        found = self.odd_ahead
        if self.cleaned_data["sent_on"] < self.cleaned_data["dated_on"]:
            found.append(_("The notice was sent before the day it is dated. Please check both dates."))
        return found

    @property
    def odd_ahead(self) -> list[str]:
        """The part of it that the arithmetic behind the preview does not say itself."""
        dated = self.cleaned_data.get("dated_on")
        if dated and dated > self.day:
            return [_("The notice is dated in the future. Please check the date.")]
        return []

    @property
    def still_needed(self) -> list[str]:
        """Labels of what the dates still wait for: nothing written there yet, or something that is no answer."""
        known = getattr(self, "cleaned_data", {}) if self.is_bound else {}
        return [str(self.fields[name].label) for name in DATES_NEED if not known.get(name)]

    @property
    def wrong_days(self) -> list[str]:
        """What is wrong with days that were typed; a field still empty is not wrong yet."""
        if not self.is_bound:
            return []
        days = [name for name in DATES_NEED if self[name].value() not in (None, "")] + ["completed_on"]
        return [f"{self.fields[name].label}: {error}" for name in days for error in self.errors.get(name, ())]

    def _get_validation_exclusions(self) -> set[str]:
        """Whether the reference is taken, the view finds out: the same form sent twice must meet its own first record."""
        return {*super()._get_validation_exclusions(), "reference"}

    def award_values(self) -> dict[str, Any]:
        """What the action stores: model fields, conditions, and every value the officer confirmed or changed."""
        return self._values()

    def preview_values(self) -> dict[str, Any]:
        """The same for a notice that is only partly typed: what is missing or wrong counts as not written.

        Everything in ``DATES_NEED`` must be there.
        """
        for name in self.Meta.fields:
            field = self._meta.model._meta.get_field(name)
            if self.cleaned_data.get(name) is None:
                self.cleaned_data[name] = field.get_default()
        self.cleaned_data.setdefault("special", "")
        return self._values()

    def _values(self) -> dict[str, Any]:
        values = {name: self.cleaned_data[name] for name in self.Meta.fields}
        values["condition_set"], values["condition_version"] = self.cleaned_data["conditions"]
        values["special_set"] = self.cleaned_data["special"]
        confirmed = {}
        for proposal in self.proposals:
            typed = self.cleaned_data.get(f"value_{proposal.key}")
            # A tick without a number confirms the proposal; a number that differs from it can only come from the notice.
            if self.cleaned_data.get(f"tick_{proposal.key}"):
                confirmed[proposal.key] = proposal.value if typed is None else typed
            elif typed is not None and typed != proposal.value:
                confirmed[proposal.key] = typed
        values["confirmed"] = confirmed
        return values
