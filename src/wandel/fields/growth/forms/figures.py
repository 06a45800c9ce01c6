"""Taking a file of statistics in, and narrowing the balance to a year."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wandel.core.statistics.figures import BASES
from wandel.office.places.models import Municipality
from wandel.ui.widgets import DateInput

LARGEST_BYTES = 300_000_000
KINDS = [
    ("", gettext_lazy("the file says it")),
    ("figures", gettext_lazy("GENESIS or regionalstatistik.de, CSV")),
    ("zensus", gettext_lazy("Zensus, CSV")),
    ("register", gettext_lazy("a town hall's own register count, CSV")),
    ("inkar", gettext_lazy("INKAR, CSV in long form")),
    ("regionalatlas", gettext_lazy("Regionalatlas, CSV")),
]


class FigureFileForm(forms.Form):
    """One file. The register needs to say whose count it is and of which day, where the file does not."""

    kind = forms.ChoiceField(label=gettext_lazy("What the file is"), choices=KINDS, required=False)
    file = forms.FileField(label=gettext_lazy("File"))
    base = forms.ChoiceField(label=gettext_lazy("How people were counted"), required=False)
    municipality = forms.ModelChoiceField(
        label=gettext_lazy("Municipality"), queryset=Municipality.objects.none(), required=False
    )
    on = forms.DateField(label=gettext_lazy("Key date"), required=False, widget=DateInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipality"].queryset = Municipality.objects.defer("boundary")
        self.fields["municipality"].empty_label = _("stands in the file")
        self.fields["base"].choices = [("", _("stands in the file")), *((base, base) for base in BASES)]
        whys = {
            "base": _("Only where neither the date nor the notes of the table say it. Figures of different bases are never mixed."),
            "municipality": _("For a register count without a column for the municipality."),
            "on": _("For a register count without a column for the day."),
            "file": _("As downloaded, also packed with gzip. What is outside the county is left out."),
        }  # fmt: skip
        for name, why in whys.items():
            self.fields[name].why = why

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload.size > LARGEST_BYTES:
            raise forms.ValidationError(
                _("The file is larger than 300 MB. Take it in on the server: wandel import statistics FILE.")
            )
        return upload


class YearForm(forms.Form):
    marks_optional = False
    year = forms.TypedChoiceField(label=gettext_lazy("Year"), coerce=int, required=False)

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, str(year)) for year in years]
