"""The front door's short forms and those of the staff who work on an inquiry."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from wandel.office.desk.actions.intake import IntakeDetails
from wandel.office.desk.models import Intake
from wandel.office.desk.models.question import clean_text
from wandel.office.people.roles import Field
from wandel.ui.formats import format_date, reader_language
from wandel.ui.trap import TrappedForm

ANSWER_LANGUAGES = [("de", "Deutsch"), ("en", "English")]
PHONE = RegexValidator(
    r"^[\d\s+()/.\-–]{4,60}$", _("This does not look like a telephone number. Digits, spaces and + ( ) / - are fine.")
)


class CleanCharField(forms.CharField):
    """Text in one Unicode form; marks a database refuses are dropped instead of being an error."""

    def to_python(self, value: Any) -> str:
        return super().to_python(clean_text(value) if value else value)


class _Person(forms.Form):
    """How to reach somebody; mail or telephone is enough."""

    kind = ""
    use_required_attribute = False
    name = CleanCharField(label=_("Your name"), max_length=150)
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)
    phone = CleanCharField(label=_("Telephone"), max_length=60, required=False, validators=[PHONE])
    language = forms.ChoiceField(label=_("In which language shall we answer?"), choices=ANSWER_LANGUAGES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["email"].widget.attrs["autocomplete"] = "email"
        self.fields["phone"].widget.attrs["autocomplete"] = "tel"
        self.fields["email"].help_text = _("Mail or telephone: one of the two is enough.")
        self.fields["language"].initial = reader_language()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("email") and not cleaned.get("phone") and not {"email", "phone"} & set(self.errors):
            self.add_error("email", _("Please give a mail address or a telephone number, so that we can answer."))
        return cleaned

    def details(self) -> IntakeDetails:
        known = IntakeDetails.__dataclass_fields__
        return IntakeDetails(**{name: value for name, value in self.cleaned_data.items() if name in known})


class FrontDoorForm(TrappedForm, _Person):
    """What every message of a stranger has: who it is, consent, and the trap for programs."""

    consent = forms.BooleanField(
        label=_("I agree"),
        error_messages={"required": _("Without your consent we may not keep your message. Please tick the box.")},
    )
    asked: list[str] = []

    def __init__(self, *args: Any, delete_on: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["consent"].label = _(
            "I agree that the county uses my details to answer my message, and for nothing else. "
            "They are erased on %(day)s. I can withdraw at any time."
        ) % {"day": format_date(delete_on)}
        self.order_fields([*self.asked, "name", "email", "phone", "language", "consent"])


def _message(label: Any, *, required: bool) -> forms.CharField:
    return CleanCharField(label=label, max_length=5000, required=required, widget=forms.Textarea({"rows": 6}))


class MoveForm(FrontDoorForm):
    kind = Intake.Kind.MOVE
    asked = ["moving_from", "moving_when", "message"]
    moving_from = CleanCharField(label=_("Where do you live now?"), max_length=200, required=False)
    moving_when = CleanCharField(
        label=_("When would you like to move?"),
        max_length=100,
        required=False,
        help_text=_("Roughly is enough: spring 2027"),
    )
    message = _message(_("What would you like to know?"), required=True)


class InvestForm(FrontDoorForm):
    kind = Intake.Kind.INVEST
    asked = ["company", "country", "area_wish", "message"]
    company = CleanCharField(label=_("Company"), max_length=200)
    country = CleanCharField(label=_("Country"), max_length=100, required=False)
    area_wish = CleanCharField(
        label=_("Which area are you looking for?"),
        max_length=300,
        required=False,
        help_text=_("Size, use, connection – as far as you know it"),
    )
    message = _message(_("What are you planning?"), required=True)


class OtherForm(FrontDoorForm):
    kind = Intake.Kind.OTHER
    asked = ["message"]
    message = _message(_("What is it about?"), required=True)


class IdeaForm(FrontDoorForm):
    kind = Intake.Kind.IDEA
    asked = ["company", "message"]
    company = CleanCharField(label=_("Municipality or organisation"), max_length=200, required=False)
    message = _message(_("What is your idea?"), required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["message"].help_text = _("A few sentences are enough. We call you and think it through together.")


FRONT_DOOR_FORMS: dict[str, type[FrontDoorForm]] = {
    str(form.kind.value): form for form in (MoveForm, InvestForm, OtherForm, IdeaForm)
}


class PublicMessageForm(forms.Form):
    use_required_attribute = False
    text = _message(_("Your message"), required=True)


class LostLinkForm(forms.Form):
    use_required_attribute = False
    email = forms.EmailField(label=_("E-mail"), max_length=254, help_text=_("The address you wrote to us with"))


class RecordForm(_Person):
    """An inquiry that came by telephone, at the counter or by ordinary mail."""

    kind = forms.ChoiceField(label=_("What is it about?"), choices=Intake.Kind.choices)
    source = forms.ChoiceField(
        label=_("How did it come?"),
        choices=[
            (source.value, source.label) for source in (Intake.Source.PHONE, Intake.Source.COUNTER, Intake.Source.MAIL)
        ],
    )
    name = CleanCharField(label=_("Name"), max_length=150)
    message = _message(_("What was said"), required=True)
    company = CleanCharField(label=_("Company or organisation"), max_length=200, required=False)
    country = CleanCharField(label=_("Country"), max_length=100, required=False)
    area_wish = CleanCharField(label=_("Area wished for"), max_length=300, required=False)
    moving_from = CleanCharField(label=_("Lives now in"), max_length=200, required=False)
    moving_when = CleanCharField(label=_("Would like to move"), max_length=100, required=False)
    campaign = CleanCharField(label=_("Campaign"), max_length=60, required=False)
    consent = forms.BooleanField(
        label=_("The person has agreed that we keep these details for the answer"),
        error_messages={
            "required": _("Please ask the person and tick the box; otherwise we may not keep the details.")
        },
    )
    field_order = [
        "kind", "source", "name", "message", "email", "phone", "language", "company", "country", "area_wish", "moving_from",
        "moving_when", "campaign", "consent",
    ]  # fmt: skip


class ReplyForm(forms.Form):
    use_required_attribute = False
    text = _message(_("Text of the answer"), required=True)


class MoveFieldForm(forms.Form):
    """Another field for a misdirected inquiry."""

    use_required_attribute = False
    marks_optional = False
    field = forms.ChoiceField(label=_("Which field takes it?"), required=False)
    reason = CleanCharField(label=_("Why?"), max_length=300)

    def __init__(self, *args: Any, current: str, **kwargs: Any) -> None:
        # Two forms of the page ask for a reason: their ids must differ.
        super().__init__(*args, auto_id="move_%s", **kwargs)
        fields = [("", _("no field yet")), *Field.choices]
        self.fields["field"].choices = [(value, label) for value, label in fields if value != current]


class CloseForm(forms.Form):
    use_required_attribute = False
    reason = CleanCharField(
        label=_("Why is it finished?"), max_length=300, help_text=_("The person reads this on the status page.")
    )


class IntakeFilterForm(forms.Form):
    """The list's filters; unknown values in the address narrow nothing."""

    marks_optional = False
    state = forms.ChoiceField(label=_("State"), required=False)
    field = forms.ChoiceField(label=_("Field"), required=False)
    campaign = forms.ChoiceField(label=_("Campaign"), required=False)
    q = forms.CharField(label=_("Name, company or mail"), max_length=100, required=False)

    def __init__(self, *args: Any, campaigns: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything = ("", _("all"))
        self.fields["state"].choices = [everything, ("waiting", _("waiting for us")), *Intake.State.choices]
        self.fields["field"].choices = [everything, *Field.choices, ("none", _("no field yet"))]
        self.fields["campaign"].choices = [everything, *((campaign, campaign) for campaign in campaigns)]
