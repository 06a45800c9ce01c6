"""The questions of a plan: answered on one page, kept nowhere."""

import re
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wandel.core.foerderung.reading import InputErrors
from wandel.core.relocation.countries import names
from wandel.core.relocation.reading import parse_situation
from wandel.core.relocation.situation import Situation
from wandel.core.text.fold import fold
from wandel.office.places.profile import active_profile
from wandel.ui.formats import reader_language
from wandel.ui.widgets import DateInput

ORIGINS = [
    ("germany", gettext_lazy("from another place in Germany")),
    ("eu", gettext_lazy("from the EU, Iceland, Liechtenstein, Norway or Switzerland")),
    ("third_country", gettext_lazy("from another country")),
]
NEEDS = [
    ("housing", gettext_lazy("a flat or a plot")),
    ("recognition", gettext_lazy("recognition of my qualification")),
    ("language_course", gettext_lazy("a German course")),
]
CARS = [
    ("", gettext_lazy("none")),
    ("germany", gettext_lazy("registered in another district of Germany")),
    ("county", gettext_lazy("registered in this county")),
    ("abroad", gettext_lazy("registered abroad")),
]
MOST_CHILDREN = 20
GERMAN_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
# The place of a mistake in the situation, and the question it belongs to.
ASKED = {"from": "origin", "driving_licence": "licence", "partner": "partner", "dog": "dogs", "car": "car"}


def country_choices(language: str) -> list[tuple[str, str]]:
    """Every country by its name in the reader's language."""
    rows = [(code, text.to(language)) for code, text in names().items()]
    return sorted(rows, key=lambda row: fold(row[1]))


class PlanForm(forms.Form):
    """One page of short questions; only the first is needed."""

    use_required_attribute = False
    origin = forms.ChoiceField(label=gettext_lazy("Where do you come from?"), choices=ORIGINS, widget=forms.RadioSelect)
    nationality = forms.ChoiceField(label=gettext_lazy("Your nationality"), required=False)
    municipality = forms.ChoiceField(label=gettext_lazy("Where do you move to?"), required=False)
    moving_in_on = forms.DateField(label=gettext_lazy("Day of moving in"), widget=DateInput(), required=False)
    entered_on = forms.DateField(label=gettext_lazy("Day of entry to Germany"), widget=DateInput(), required=False)
    visa_until = forms.DateField(label=gettext_lazy("Your visa ends on"), widget=DateInput(), required=False)
    staying_until = forms.DateField(label=gettext_lazy("You stay until"), widget=DateInput(), required=False)
    working_from = forms.DateField(label=gettext_lazy("Start of work"), widget=DateInput(), required=False)
    regulated_profession = forms.BooleanField(
        label=gettext_lazy("My profession needs a licence, for example nurse, doctor or teacher"), required=False
    )
    fast_track = forms.BooleanField(
        label=gettext_lazy("My employer uses the fast-track procedure for skilled workers"), required=False
    )
    partner = forms.ChoiceField(label=gettext_lazy("Nationality of a partner who comes along"), required=False)
    children = forms.CharField(
        label=gettext_lazy("Birth dates of your children"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
        max_length=600,
    )
    car = forms.ChoiceField(label=gettext_lazy("A car"), choices=CARS, required=False)
    licence = forms.ChoiceField(label=gettext_lazy("Your driving licence was issued in"), required=False)
    dogs = forms.IntegerField(label=gettext_lazy("Dogs"), required=False, min_value=0, max_value=100)
    needs = forms.MultipleChoiceField(
        label=gettext_lazy("You are also looking for"),
        choices=NEEDS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        profile = active_profile()
        countries = country_choices(reader_language())
        for name in ("nationality", "licence", "partner"):
            self.fields[name].choices = [("", "–"), *countries]
        self.fields["municipality"].choices = [
            ("", _("not sure yet")), *((one.ags, one.name) for one in sorted(profile.municipalities, key=lambda one: fold(one.name)))
        ]  # fmt: skip
        whys = {
            "nationality": _("It decides about visa and residence title."),
            "moving_in_on": _("Most periods begin on this day. Without it the plan has no dates."),
            "municipality": _("So that the plan can name the office."),
        }
        for name, why in whys.items():
            self.fields[name].why = why
        hints = {
            "entered_on": _("Only if you come from abroad."),
            "staying_until": _("Only if you stay a short time and keep another home."),
            "children": _("One date per line, for example 04.05.2021. An expected child too."),
        }
        for name, hint in hints.items():
            self.fields[name].help_text = hint
        self.situation: Situation | None = None

    def clean_children(self) -> list[str]:
        """The days as the situation wants them; what is no day is named with its line."""
        found = []
        for line in filter(None, (one.strip() for one in re.split(r"[\n;,]", self.cleaned_data["children"]))):
            german = GERMAN_DAY.fullmatch(line)
            written = f"{german[3]}-{int(german[2]):02d}-{int(german[1]):02d}" if german else line
            try:
                found.append(date.fromisoformat(written).isoformat())
            except ValueError:
                raise forms.ValidationError(
                    _("“%(line)s” is no date. Write for example 04.05.2021."), params={"line": line[:40]}, code="day"
                ) from None
        if len(found) > MOST_CHILDREN:
            raise forms.ValidationError(_("Please give at most %(most)s children.") % {"most": MOST_CHILDREN})
        return found

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.errors:
            profile = active_profile()
            towns = {one.ags for one in profile.municipalities}
            try:
                self.situation = parse_situation(self._facts(values), municipalities=towns, county=profile.ags)
            except InputErrors as error:
                for problem in error.problems:
                    name = problem.where.split("[")[0].split(".")[0]
                    self.add_error(
                        ASKED.get(name, name if name in self.fields else None), problem.text.to(reader_language())
                    )
        return values

    @staticmethod
    def _facts(values: dict[str, Any]) -> dict[str, Any]:
        days = ("moving_in_on", "entered_on", "visa_until", "staying_until", "working_from")
        facts: dict[str, Any] = {name: values[name].isoformat() for name in days if values.get(name)}
        facts |= {name: values[name] for name in ("nationality", "municipality", "regulated_profession", "fast_track")}
        facts |= {"from": values["origin"], "children": values["children"], "needs": values["needs"]}
        facts |= {"dog": values["dogs"] or 0, "driving_licence": values["licence"] or None}
        facts["car"] = {"registered_in": values["car"]} if values["car"] else False
        facts["partner"] = {"nationality": values["partner"]} if values["partner"] else None
        return facts

    def carried(self) -> list[tuple[str, str]]:
        """The answers as they were written, to be sent along again."""
        found = []
        for name in self.fields:
            raw = self.data.getlist(name) if hasattr(self.data, "getlist") else [self.data.get(name)]
            found += [(name, str(one)) for one in raw if one]
        return found


class KeepForm(forms.Form):
    """Where the link is mailed to, if wanted."""

    email = forms.EmailField(label=gettext_lazy("Send the link to this address"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = _("You may leave it empty and write the link down.")
