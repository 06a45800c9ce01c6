"""Inquiries: receive, take over, answer, move to another field, close, erase. Journal and desk follow each step."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wandel.office.desk.actions.entry import close_entry, upsert_entry
from wandel.office.desk.models import Intake, IntakeMessage
from wandel.office.desk.models.question import clean_text
from wandel.office.desk.queries.intake import (
    answer_day,
    deletion_day,
    erased_before,
    intakes_of_address,
    response_days,
    to_erase,
)
from wandel.office.journal.actions import erase_payload, record
from wandel.office.journal.actors import Actor
from wandel.office.outbox.actions import erase_mails, queue_mail
from wandel.office.people.models import Organisation, User
from wandel.office.people.roles import Field
from wandel.ui.formats import format_date
from wandel.ui.phrases import Phrase
from wandel.ui.sinks import SearchText, announce_search_text

ENTRY_KIND = "intake"
INTAKE_KIND = "desk.intake"


@dataclass(frozen=True)
class IntakeDetails:
    """What a person told us. Empty means: not said."""

    name: str = ""
    email: str = ""
    phone: str = ""
    language: str = "de"
    message: str = ""
    company: str = ""
    country: str = ""
    area_wish: str = ""
    moving_from: str = ""
    moving_when: str = ""


PERSONAL = ("name", "email", "phone", "message", "company", "country", "area_wish", "moving_from", "moving_when")


def status_link(intake: Intake) -> str:
    """The path of the secret link; the outbox makes an address of it."""
    return f"/s/{intake.token}/"


def visitor(intake: Intake) -> Actor:
    """The person themselves, as the journal names them: without a name."""
    return Actor(f"intake:{intake.pk}", intake.ref.label)


@transaction.atomic
def receive(
    *,
    kind: str,
    source: str,
    details: IntakeDetails,
    campaign: str = "",
    organisation: Organisation | None = None,
    by: Any,
    at: datetime,
) -> Intake:
    """Take an inquiry in: promise an answer day, confirm by mail, put it on the desk. ``by`` None is the public form."""
    received_on = timezone.localdate(at)
    intake = Intake(
        kind=kind,
        field=Intake.FIELD_OF_KIND[Intake.Kind(kind)],
        source=source,
        campaign=clean_text(campaign)[:60],
        organisation=organisation,
        received_at=at,
        answer_due_on=answer_day(received_on, working_days=response_days()),
        delete_on=deletion_day(received_on),
        **{name: clean_text(value) for name, value in asdict(details).items()},
    )
    intake.save()
    _confirm(intake)
    _write_entry(intake, by=by)
    _note(intake, Phrase("Inquiry received"), by=by or visitor(intake), at=at)
    return intake


def _confirm(intake: Intake) -> None:
    if not intake.email:
        return
    with translation.override(intake.language):
        queue_mail(
            to=intake.email,
            subject=gettext("Your message has arrived"),
            text="\n\n".join(
                [
                    _greeting(intake),
                    gettext("thank you for your message. We will answer you by %(day)s.")
                    % {"day": format_date(intake.answer_due_on)},
                    gettext(
                        "With this link you see where your matter stands, and you can add something. It is yours alone."
                    ),
                    gettext("We erase your details on %(day)s.") % {"day": format_date(intake.delete_on)},
                ]
            ),
            language=intake.language,
            dedupe_key=f"intake-{intake.pk}-received",
            links=[(gettext("See where it stands"), status_link(intake))],
            about=intake.ref,
        )


def _greeting(intake: Intake) -> str:
    return gettext("Good day %(name)s,") % {"name": intake.name} if intake.name else gettext("Good day,")


@transaction.atomic
def take_over(*, intake: Intake, at: datetime, by: User) -> Intake:
    """Make it mine. Raises ValidationError when somebody else was faster."""
    found = _locked(intake)
    if found.owner_id not in {None, by.pk} and found.state != Intake.State.CLOSED:
        raise ValidationError(_("%(name)s already looks after this inquiry."), params={"name": found.owner.name})
    _step(found, Intake.State.IN_PROGRESS)
    found.owner = by
    found.save()
    _write_entry(found, by=by)
    _note(found, Phrase("Inquiry taken over"), by=by, at=at)
    return found


@transaction.atomic
def hand_back(*, intake: Intake, at: datetime, by: User) -> Intake:
    """Put it back for the others; the promised day stays."""
    found = _locked(intake)
    _step(found, Intake.State.RECEIVED)
    found.owner = None
    found.save()
    _write_entry(found, by=by)
    _note(found, Phrase("Inquiry put back"), by=by, at=at)
    return found


@transaction.atomic
def answer(*, intake: Intake, text: str, at: datetime, by: User) -> Intake:
    """Answer by mail and on the status page. Without a mail address the status page alone shows it."""
    found = _locked(intake)
    _step(found, Intake.State.ANSWERED)
    message = IntakeMessage.objects.create(
        intake=found,
        direction=IntakeMessage.Direction.OUTGOING,
        text=clean_text(text),
        author_name=by.name,
        written_at=at,
    )
    found.owner = found.owner or by
    found.first_answer_at = found.first_answer_at or at
    found.save()
    if found.email:
        with translation.override(found.language):
            queue_mail(
                to=found.email,
                subject=gettext("Our answer to your message"),
                text="\n\n".join([_greeting(found), message.text, by.name]),
                language=found.language,
                dedupe_key=f"intake-{found.pk}-message-{message.pk}",
                links=[(gettext("Write back or see where it stands"), status_link(found))],
                about=found.ref,
            )
    close_entry(key=_key(found), by=by, on=timezone.localdate(at))
    _note(found, Phrase("Inquiry answered"), by=by, at=at)
    return found


@transaction.atomic
def move(*, intake: Intake, field: str, reason: str, at: datetime, by: User) -> Intake:
    """It came to the wrong field. Nothing is typed again; the promised day stays, because the person goes on waiting."""
    found = _locked(intake)
    if field == found.field:
        raise ValidationError(_("It is already there. Choose another field."))
    before = found.field
    if found.state != Intake.State.RECEIVED:
        _step(found, Intake.State.RECEIVED)
    found.field, found.owner, found.moved_on = field, None, timezone.localdate(at)
    found.save()
    _write_entry(found, by=by)
    names = {"from": _field_name(before), "to": _field_name(field), "reason": clean_text(reason)}
    message = Phrase("Moved from %(from)s to %(to)s: %(reason)s", names)
    _note(found, message, by=by, at=at)
    return found


def _field_name(field: str) -> dict[str, str]:
    """Both languages, so the journal reads in either."""
    label = Field(field).label if field else _("no field")
    names = {}
    for language in ("de", "en"):
        with translation.override(language):
            names[language] = str(label)
    return names


@transaction.atomic
def close(*, intake: Intake, reason: str, at: datetime, by: User) -> Intake:
    """Finished, with the reason the status page shows."""
    found = _locked(intake)
    _step(found, Intake.State.CLOSED)
    found.closed_on, found.close_reason = timezone.localdate(at), clean_text(reason)[:300]
    found.save()
    close_entry(key=_key(found), by=by, on=found.closed_on)
    _note(found, Phrase("Inquiry closed"), by=by, at=at)
    return found


@transaction.atomic
def add_message(*, intake: Intake, text: str, at: datetime) -> Intake:
    """The person writes again: the unit owes an answer within the target once more, also when it was finished."""
    found = _locked(intake)
    IntakeMessage.objects.create(
        intake=found, direction=IntakeMessage.Direction.INCOMING, text=clean_text(text), author_name="", written_at=at
    )
    if not found.is_waiting:
        _step(found, Intake.State.IN_PROGRESS if found.owner_id else Intake.State.RECEIVED)
        found.answer_due_on = answer_day(timezone.localdate(at), working_days=response_days())
    found.save()
    _write_entry(found, by=visitor(found))
    _note(found, Phrase("The person has written again"), by=visitor(found), at=at)
    return found


def send_status_links(*, email: str, at: datetime) -> int:
    """Mail the links of everything this address has sent. The page says the same whether there was anything or not."""
    count = 0
    for intake in intakes_of_address(email)[:10]:
        # A changed secret key gives new links; the old hash must not keep them out.
        intake.keep_token_hash()
        intake.save(update_fields=["token_hash", "search_key", "confidentiality"])
        with translation.override(intake.language):
            queue_mail(
                to=intake.email,
                subject=gettext("Your link"),
                text="\n\n".join(
                    [
                        _greeting(intake),
                        gettext("here is the link to your message of %(day)s again.")
                        % {"day": format_date(timezone.localdate(intake.received_at))},
                    ]
                ),
                language=intake.language,
                dedupe_key=f"intake-{intake.pk}-link-{at:%Y%m%d%H%M}",
                links=[(gettext("See where it stands"), status_link(intake))],
                about=intake.ref,
            )
        count += 1
    return count


def erase_expired(*, on: date) -> int:
    """What the recurring job does: erase what was promised to be erased by this day. Kind, dates and campaign stay, for counting."""
    count = 0
    for intake in to_erase(on):
        _erase(intake, on=on)
        count += 1
    # Mails of inquiries that were erased when mails were still kept, and any written after the erasure.
    erase_mails(kind=INTAKE_KIND, pks=erased_before(on).values_list("pk", flat=True), on=on)
    return count


@transaction.atomic
def _erase(intake: Intake, *, on: date) -> None:
    found = _locked(intake)
    for name in PERSONAL:
        setattr(found, name, "")
    found.close_reason = ""
    found.messages.all().delete()
    found.state, found.erased_on = Intake.State.CLOSED, on
    found.closed_on = found.closed_on or on
    found.organisation = None
    found.version += 1
    found.save()
    announce_search_text(intake_search_text(found))
    close_entry(key=_key(found), by=None, on=on)
    erase_mails(kind=found.ref.kind, pks=[found.pk], on=on)
    erase_payload(kind=found.ref.kind, pk=found.pk, by=None)


@transaction.atomic
def erase_intake(*, intake: Intake, on: date) -> None:
    """Erase one before its day: the person asked for it, or what became of it in a field is deleted. Twice changes nothing."""
    if intake.erased_on is None:
        _erase(intake, on=on)


def _locked(intake: Intake) -> Intake:
    found = Intake.objects.select_for_update(of=("self",)).select_related("owner").get(pk=intake.pk)
    if found.erased_on:
        raise ValidationError(
            _("This inquiry has been erased, as promised to the person. Nothing can be done with it any more.")
        )
    return found


def _step(intake: Intake, state: str) -> None:
    if not intake.may_become(state):
        raise ValidationError(
            _(
                "This inquiry is “%(state)s”; that step does not fit. Somebody may have been faster – please look again."
            ),
            params={"state": intake.get_state_display()},
        )
    intake.state = state
    if state != Intake.State.CLOSED:
        intake.closed_on, intake.close_reason = None, ""
    intake.version += 1


def _key(intake: Intake) -> str:
    return f"intake:{intake.pk}"


def _write_entry(intake: Intake, *, by: Any) -> None:
    """No name on the desk: the entry outlives the day on which the person's details are erased."""
    names = {}
    for language in ("de", "en"):
        with translation.override(language):
            names[language] = str(intake.get_kind_display())
    received_on = timezone.localdate(intake.received_at)
    announce_search_text(intake_search_text(intake))
    upsert_entry(
        key=_key(intake),
        kind=ENTRY_KIND,
        subject=intake.ref,
        title=Phrase("Answer inquiry %(number)s: %(kind)s", {"number": str(intake.pk), "kind": names}),
        due_on=intake.answer_due_on,
        organisation_ids=[],
        owner=intake.owner,
        field=intake.field,
        confidentiality=intake.confidentiality,
        context=Phrase("received on %(day)s", {"day": received_on}),
        basis=Phrase("Answer promised within %(days)s working days", {"days": response_days()}),
        waiting_for=Phrase(""),
        action_label=Phrase("Answer"),
        action_path=intake.get_absolute_url(),
        by=by,
    )


def intake_search_text(intake: Intake) -> SearchText:
    """A person who wrote, as the field finds them; erased with their details."""
    return SearchText(
        subject=intake.ref,
        title=", ".join(filter(None, [intake.name, intake.company])) or intake.ref.label,
        words=f"{intake.email} {intake.phone}",
        context=intake.ref.label,
        field=intake.field,
        confidentiality=intake.confidentiality,
        removed=intake.erased_on is not None,
    )


def all_intake_search_texts() -> Iterator[SearchText]:
    """Every inquiry that is not erased, for rebuilding the index."""
    for intake in Intake.objects.filter(erased_on=None).iterator(chunk_size=500):
        yield intake_search_text(intake)


def _note(intake: Intake, message: Phrase, *, by: Any, at: datetime) -> None:
    record(
        by=by,
        message=message,
        subject=intake.ref,
        field=intake.field,
        confidentiality=intake.confidentiality,
        at=at,
    )
