"""What newcomers fill in: a word with a paper, two voluntary questions, an appointment."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wandel.core.relocation.slots import Slot
from wandel.fields.relocation.forms.case import paper_field
from wandel.fields.relocation.models.case import Origin, Reason
from wandel.office.desk.forms.intake import ANSWER_LANGUAGES, PHONE, CleanCharField
from wandel.ui.formats import format_date, reader_language
from wandel.ui.trap import TrappedForm

LANGUAGE_NAMES = {
    "de": "Deutsch", "en": "English", "fr": "Français", "es": "Español", "pl": "Polski", "tr": "Türkçe", "ar": "العربية",
    "fa": "فارسی", "uk": "Українська", "ru": "Русский",
}  # fmt: skip


def slot_key(slot: Slot) -> str:
    """How a page names a slot; only what is among the free ones is believed."""
    return f"{slot.begins_at:%Y%m%dT%H%M%z}.{slot.adviser}.{slot.room}"


class WordForm(forms.Form):
    use_required_attribute = False
    text = CleanCharField(label=gettext_lazy("Your message"), max_length=5000, widget=forms.Textarea({"rows": 5}))
    paper = paper_field()


class WhyForm(forms.Form):
    origin = forms.ChoiceField(
        label=gettext_lazy("Where do you come from?"), required=False,
        choices=[("", gettext_lazy("I would rather not say")), *Origin.choices],
    )  # fmt: skip
    reason = forms.ChoiceField(
        label=gettext_lazy("Why are you coming?"), required=False,
        choices=[("", gettext_lazy("I would rather not say")), *Reason.choices],
    )  # fmt: skip


class BookingForm(TrappedForm):
    """Who books a time without a case yet."""

    use_required_attribute = False
    name = CleanCharField(label=gettext_lazy("Your name"), max_length=150)
    email = forms.EmailField(label=gettext_lazy("E-mail"), max_length=254)
    phone = CleanCharField(label=gettext_lazy("Telephone"), max_length=60, required=False, validators=[PHONE])
    language = forms.ChoiceField(label=gettext_lazy("In which language shall we answer?"), choices=ANSWER_LANGUAGES)
    question = CleanCharField(
        label=gettext_lazy("What would you like to talk about?"), max_length=2000, required=False,
        widget=forms.Textarea({"rows": 4}),
    )  # fmt: skip
    consent = forms.BooleanField(
        label=gettext_lazy("I agree"),
        error_messages={
            "required": gettext_lazy("Without your consent we may not keep your message. Please tick the box.")
        },
    )

    def __init__(self, *args: Any, delete_on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = reader_language()
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["email"].widget.attrs["autocomplete"] = "email"
        self.fields["phone"].widget.attrs["autocomplete"] = "tel"
        self.fields["email"].help_text = _("There we send the link with which you can change or cancel it.")
        self.fields["consent"].label = _(
            "I agree that the county uses my details to advise me, and for nothing else. They are deleted on %(day)s; "
            "each message of mine moves the day on. I can have them deleted at any time."
        ) % {"day": format_date(delete_on)}


class TimesFilter(forms.Form):
    language = forms.ChoiceField(label=gettext_lazy("Language of the talk"), required=False)

    def __init__(self, *args: Any, languages: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(code, LANGUAGE_NAMES.get(code, code)) for code in languages]
        self.fields["language"].choices = [("", gettext_lazy("any")), *names]
