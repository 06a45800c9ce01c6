"""The forms of the gallery: every kind of field once."""

from django import forms

from wandel.ui.money import MoneyFormField
from wandel.ui.widgets import ComboboxSelect, DateInput, UnitInput

TOWN_HALLS = [
    "Gemeinde Aldenhoven",
    "Stadt Düren",
    "Stadt Heimbach",
    "Gemeinde Hürtgenwald",
    "Gemeinde Inden",
    "Stadt Jülich",
    "Gemeinde Kreuzau",
    "Gemeinde Langerwehe",
    "Stadt Linnich",
    "Gemeinde Merzenich",
    "Stadt Nideggen",
    "Gemeinde Niederzier",
    "Gemeinde Nörvenich",
    "Landgemeinde Titz",
    "Gemeinde Vettweiß",
]


class SampleForm(forms.Form):
    """Labels are sample data and stay as they are in every language."""

    title = forms.CharField(label="Name des Vorhabens", help_text="So, wie es im Bescheid steht.", max_length=120)
    recipient = forms.ChoiceField(
        label="Rathaus",
        widget=ComboboxSelect,
        choices=[("", "– bitte wählen –"), *((name, name) for name in TOWN_HALLS)],
    )
    grant = MoneyFormField(label="Bewilligte Summe", help_text="Zum Beispiel 640.000 oder 640.000,50")
    rate = forms.CharField(label="Anteil", required=False, widget=UnitInput("%"))
    dated_on = forms.DateField(label="Datum des Bescheids", widget=DateInput)
    kind = forms.ChoiceField(
        label="Finanzierungsart",
        widget=forms.RadioSelect,
        choices=[("share", "Anteilfinanzierung"), ("gap", "Fehlbedarfsfinanzierung"), ("fixed", "Festbetrag")],
    )
    topics = forms.MultipleChoiceField(
        label="Themen",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("mobility", "Mobilität"), ("climate", "Klimaanpassung"), ("education", "Bildung")],
    )
    state = forms.ChoiceField(label="Stand", choices=[("open", "in Vorbereitung"), ("running", "läuft")])
    notice = forms.FileField(label="Bescheid als PDF", required=False)
    remark = forms.CharField(label="Bemerkung", required=False, widget=forms.Textarea({"rows": 3}))
    confirmed = forms.BooleanField(label="Ich habe die Angaben mit dem Bescheid verglichen.")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["dated_on"].why = "Mit diesem Tag beginnt die Klagefrist; aus ihm rechnen wir die ersten Termine."


class SampleFilter(forms.Form):
    marks_optional = False
    q = forms.CharField(label="Suche", required=False)
    state = forms.ChoiceField(
        label="Stand", required=False, choices=[("", "alle"), ("running", "läuft"), ("done", "fertig")]
    )
    overdue = forms.BooleanField(label="nur überfällige", required=False)
