"""Forms of the officer who prepares a round."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from wandel.core.text.fold import fold
from wandel.office.desk.models import Round
from wandel.office.desk.models.question import KIND_LABELS, MOST_COLUMNS, Choice, Question, read_day
from wandel.office.people.models import Organisation


class DayField(forms.DateField):
    """A day, typed or picked; absurd years are refused with a sentence."""

    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and value.strip():
            return read_day(value.strip())
        return super().to_python(value)


class RoundForm(forms.ModelForm):
    due_on = DayField(label=_("Answer until"))

    class Meta:
        model = Round
        fields = ["title", "text", "due_on", "field", "previous"]
        widgets = {"text": forms.Textarea({"rows": 5})}
        labels = {"field": _("Field"), "title": _("Title"), "text": _("What it is about")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Round.objects.exclude(state=Round.State.DRAFT)
        self.fields["previous"].queryset = others.exclude(pk=self.instance.pk) if self.instance.pk else others
        self.fields["title"].why = _("It is the subject of the mail the town halls get.")
        self.fields["text"].why = _("Two or three sentences: what you ask and what happens with the answers.")
        self.fields["previous"].why = _("Its answers fill in the new ones beforehand, and changes become visible.")


class SendForm(forms.Form):
    """Whom a round is sent to; all town halls are chosen at first."""

    organisations = forms.ModelMultipleChoiceField(
        Organisation.objects.none(),
        label=_("Who is asked?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Nobody is chosen. Choose at least one organisation.")},
    )

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisations"]
        field.queryset = organisations
        field.initial = list(organisations.filter(kind=Organisation.Kind.TOWN_HALL).values_list("pk", flat=True))


def key_from(label: str, taken: set[str]) -> str:
    """A short name from the German words, unique among those taken."""
    words = re.sub(r"[^a-z0-9]+", "_", fold(label)).strip("_")
    base = re.sub(r"^[^a-z]+", "", words)[:30] or "frage"
    key, number = base, 2
    while key in taken or key == "id":
        key, number = f"{base}_{number}", number + 1
    return key


def _choice_lines(choices: tuple[Choice, ...]) -> str:
    return "\n".join(f"{choice.label_de} = {choice.label_en}" for choice in choices)


def read_choice_lines(text: str, known: tuple[Choice, ...] = ()) -> tuple[Choice, ...]:
    """One choice per line, "Deutsch = English". A line that stays keeps its stored value. Raises ValidationError."""
    values = {choice.label_de: choice.value for choice in known}
    taken = set(values.values())
    choices = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        german, _separator, english = (part.strip() for part in line.partition("="))
        if not english:
            raise ValidationError(
                _("“%(line)s”: please write German and English in one line, for example “Brache = brownfield”."),
                params={"line": line[:60]},
            )
        value = values.get(german) or key_from(german, taken)
        taken.add(value)
        choices.append(Choice(value, german, english))
    return tuple(choices)


class _QuestionFields(forms.Form):
    kinds: list[str] = []
    kind = forms.ChoiceField(label=_("Kind of answer"))
    label_de = forms.CharField(label=_("Question in German"), max_length=500)
    label_en = forms.CharField(label=_("Question in English"), max_length=500)
    required = forms.BooleanField(label=_("must be answered"), required=False)
    choices = forms.CharField(
        label=_("Choices"),
        required=False,
        max_length=5000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("One per line, German = English"),
    )

    def __init__(self, *args: Any, known: Question | None = None, **kwargs: Any) -> None:
        self.known = known
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind, KIND_LABELS[kind]) for kind in self.kinds]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("kind") == "choice" and "choices" in cleaned:
            try:
                found = read_choice_lines(cleaned["choices"], self.known.choices if self.known else ())
            except ValidationError as error:
                self.add_error("choices", error)
                return cleaned
            if len(found) < 2:
                self.add_error("choices", _("A choice needs at least two lines."))
            cleaned["choices"] = found
        return cleaned

    def _question(self, key: str, **more: Any) -> Question:
        cleaned = self.cleaned_data
        return Question(
            key=key,
            kind=cleaned["kind"],
            label_de=cleaned["label_de"],
            label_en=cleaned["label_en"],
            required=cleaned["required"],
            choices=cleaned["choices"] if cleaned["kind"] == "choice" else (),
            **more,
        )


class ColumnForm(_QuestionFields):
    kinds = [kind for kind in KIND_LABELS if kind != "table"]
    label_de = forms.CharField(label=_("Column in German"), max_length=500)
    label_en = forms.CharField(label=_("Column in English"), max_length=500)
    key = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, columns: tuple[Question, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        key = self["key"].value()
        self.known = next((column for column in columns if column.key == key), None)

    def has_changed(self) -> bool:
        """A row in which only the preselected kind stands is an empty one."""
        return any(name != "kind" for name in self.changed_data)

    def column(self, taken: set[str]) -> Question:
        key = self.known.key if self.known else key_from(self.cleaned_data["label_de"], taken)
        return self._question(key)


ColumnFormSet = forms.formset_factory(
    ColumnForm, extra=2, max_num=MOST_COLUMNS, validate_max=True, absolute_max=MOST_COLUMNS + 8, can_delete=True
)


class QuestionForm(_QuestionFields):
    """One question of a draft; the columns of a table stand in their own formset."""

    kinds = list(KIND_LABELS)
    why_de = forms.CharField(label=_("Why we ask, in German"), max_length=500, required=False)
    why_en = forms.CharField(label=_("Why we ask, in English"), max_length=500, required=False)
    field_order = ["kind", "label_de", "label_en", "why_de", "why_en", "required", "choices"]

    def question(self, taken: set[str], columns: tuple[Question, ...]) -> Question:
        key = self.known.key if self.known else key_from(self.cleaned_data["label_de"], taken)
        cleaned = self.cleaned_data
        more = {"why_de": cleaned["why_de"], "why_en": cleaned["why_en"]}
        if cleaned["kind"] == "table" and self.known is not None:
            more["filled_by"] = self.known.filled_by
        return self._question(key, columns=columns if cleaned["kind"] == "table" else (), **more)


def question_initial(question: Question) -> dict[str, Any]:
    """A question as the form shows it."""
    return {
        "key": question.key,
        "kind": question.kind,
        "label_de": question.label_de,
        "label_en": question.label_en,
        "why_de": question.why_de,
        "why_en": question.why_en,
        "required": question.required,
        "choices": _choice_lines(question.choices),
    }
