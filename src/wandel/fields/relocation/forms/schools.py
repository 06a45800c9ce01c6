"""Narrowing the finder, taking a list in, and noting what an officer learned of a school."""

import re
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wandel.core.schools.languages import NAMES
from wandel.core.text.fold import fold
from wandel.fields.relocation.queries.schools import CHILDCARE, SECONDARY, kind_name, kinds_here
from wandel.office.places.models import Childcare, Municipality, School
from wandel.ui.conflict import VersionedFormMixin
from wandel.ui.formats import reader_language
from wandel.ui.widgets import DateInput

LARGEST_BYTES = 60_000_000
DAY_IN_NAME = re.compile(r"(20\d\d)-(\d\d)-(\d\d)")


def language_choices() -> list[tuple[str, str]]:
    """Every language by its name in the reader's language."""
    rows = [(code, text.to(reader_language())) for code, text in NAMES.items()]
    return sorted(rows, key=lambda row: fold(row[1]))


def town_choices() -> list[tuple[str, str]]:
    """AGS and name of every municipality, by name."""
    return list(Municipality.objects.values_list("ags", "name"))


class SchoolFilter(forms.Form):
    """What visitors look for; a value nobody offers is left aside."""

    marks_optional = False
    what = forms.ChoiceField(label=gettext_lazy("What are you looking for?"), required=False)
    ags = forms.ChoiceField(label=gettext_lazy("Municipality"), required=False)
    near = forms.CharField(label=gettext_lazy("Near (postcode, municipality, stop)"), required=False, max_length=120)
    q = forms.CharField(label=gettext_lazy("Name or street"), required=False, max_length=80)
    language = forms.ChoiceField(label=gettext_lazy("Language offered"), required=False)
    all_day = forms.BooleanField(label=gettext_lazy("all-day care only"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(kind, kind_name(kind, reader_language())) for kind in kinds_here()]
        self.fields["what"].choices = [
            ("", _("all schools")), *[row for row in kinds if row[0] == "primary"], (SECONDARY, _("all schools after primary school")),
            *[row for row in kinds if row[0] != "primary"], (CHILDCARE, _("day care for children")),
        ]  # fmt: skip
        self.fields["ags"].choices = [("", _("all")), *town_choices()]
        self.fields["language"].choices = [("", _("all")), *language_choices()]

    def chosen(self) -> dict[str, Any]:
        """The values that can be used; one wrong value does not throw the others away."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) or "" for name in _TEXTS} | {
            "all_day": bool(self.cleaned_data.get("all_day"))
        }


_TEXTS = ("what", "ags", "near", "q", "language")


class LearningListForm(forms.Form):
    """One file with its key date; day care also says whose list it is."""

    what = forms.ChoiceField(
        label=gettext_lazy("What the file is"),
        choices=[
            ("schools", gettext_lazy("open school data of Nordrhein-Westfalen (schuldaten.csv)")),
            (CHILDCARE, gettext_lazy("day care: name; address; municipality; places; from age; languages; provider")),
        ],
        widget=forms.RadioSelect,
        initial="schools",
    )
    file = forms.FileField(label=gettext_lazy("File"))
    as_of = forms.DateField(label=gettext_lazy("Key date"), required=False, widget=DateInput)
    source = forms.CharField(label=gettext_lazy("Source"), required=False, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        whys = {
            "file": _("As downloaded, also packed with gzip. Of the whole Land only this county's rows are kept."),
            "as_of": _("The day of the download. Empty: the day in the file's name, else today."),
            "source": _("Whose list of day care it is, for example the youth office. It stands under every list."),
        }
        for name, why in whys.items():
            self.fields[name].why = why

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload.size > LARGEST_BYTES:
            raise forms.ValidationError(
                _("The file is larger than 60 MB. Take it in on the server: wandel import schools FILE.")
            )
        return upload

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("what") == CHILDCARE and not values.get("source"):
            self.add_error("source", _("Say whose list this is."))
        if "as_of" not in self.errors:
            today = timezone.localdate()
            day = values.get("as_of") or day_in(getattr(values.get("file"), "name", "") or "") or today
            if day > today:
                self.add_error("as_of", _("The key date lies in the future. Give the day of the download."))
            values["as_of"] = day
        return values


def day_in(name: str) -> date | None:
    """The day a file's name tells, such as schuldaten_2021-09-08.csv."""
    found = DAY_IN_NAME.search(name)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


class LearnedForm(VersionedFormMixin, forms.ModelForm):
    """What no list says: languages, all-day care, who runs it, and when somebody asked."""

    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages offered"), required=False, widget=forms.CheckboxSelectMultiple
    )
    all_day = forms.TypedChoiceField(
        label=gettext_lazy("All-day care"),
        required=False,
        empty_value=None,
        coerce=lambda value: value == "True",
        choices=[
            ("", gettext_lazy("nobody has said yet")),
            ("True", gettext_lazy("yes")),
            ("False", gettext_lazy("no")),
        ],
    )

    class Meta:
        model = School
        fields = ["languages", "all_day", "provider", "checked_on"]
        widgets = {"checked_on": DateInput()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["languages"].choices = language_choices()
        self.initial["languages"] = list(self.instance.language_codes)

    def stored_values(self, instance: Any) -> dict[str, Any]:
        return {name: getattr(instance, name) for name in self.Meta.fields} | {
            "languages": list(instance.language_codes)
        }

    def values(self) -> dict[str, Any]:
        """The columns as they are stored."""
        found = {name: self.cleaned_data[name] for name in self.Meta.fields}
        codes = set(found["languages"])
        return found | {"languages": " ".join(code for code in NAMES if code in codes)}


class LearnedCareForm(LearnedForm):
    class Meta(LearnedForm.Meta):
        model = Childcare


class LearningFilter(forms.Form):
    marks_optional = False
    what = forms.ChoiceField(
        label=gettext_lazy("Which"),
        required=False,
        choices=[("", gettext_lazy("schools")), (CHILDCARE, gettext_lazy("day care"))],
    )
    ags = forms.ChoiceField(label=gettext_lazy("Municipality"), required=False)
    q = forms.CharField(label=gettext_lazy("Name or street"), required=False, max_length=80)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ags"].choices = [("", _("all")), *town_choices()]
