"""A case from its first word to its deletion: opened, taken over, changed, moved, forgotten. Journal, desk, search follow."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from wandel.core.relocation.retention import deletion_day, latest_event
from wandel.fields.relocation.actions.arrivals import hand_down_arrivals, keep_sums
from wandel.fields.relocation.case_states import ADVICE, ASKED, CLOSED, FACTS, NEW, SETTLED, TABLE, US, WITH_OFFICE
from wandel.fields.relocation.models import Appointment, Case, Companion, Message
from wandel.fields.relocation.models.case import CASE_KIND, CaseSource
from wandel.fields.relocation.models.message import HANDOVER_KIND
from wandel.fields.relocation.queries.cases import FIELD, cases_of_address, old_papers, papers_about, to_forget
from wandel.office.desk.actions.entry import close_entry, upsert_entry
from wandel.office.desk.actions.intake import close as close_intake
from wandel.office.desk.actions.intake import erase_intake
from wandel.office.desk.actions.intake import take_over as take_over_intake
from wandel.office.desk.models import Intake, IntakeMessage
from wandel.office.desk.models.question import clean_text
from wandel.office.desk.queries.intake import answer_day, response_days
from wandel.office.files.actions import remove
from wandel.office.journal.actions import erase_payload, record
from wandel.office.journal.actors import Actor
from wandel.office.outbox.actions import erase_mails, queue_mail
from wandel.office.people.models import User
from wandel.office.search.actions import index
from wandel.ui.formats import format_date
from wandel.ui.phrases import Phrase, plain
from wandel.ui.sinks import CONFIDENTIAL, SearchText

EDITABLE = (
    "name", "email", "phone", "language", "question", "source", "municipality", "employer", "contact", "origin", "reason",
    "arrives_on", "adviser", "consent_on", "consent_how",
)  # fmt: skip
PURPOSE = gettext_noop("advice on moving to the county")
TURN_ENTRY = "case"
MOST_LINKS = 10


def case_link(case: Case) -> str:
    """The path of the secret link; the outbox makes an address of it."""
    return f"/welcome/case/k/{case.token}/"


def newcomer(case: Case) -> Actor:
    """The person, as the journal names them: without a name."""
    return Actor(f"case:{case.pk}", str(case))


def tell(case: Case, message: str, by: Any, at: datetime | None = None, **params: Any) -> None:
    record(by=by, message=Phrase(message, params), subject=case.ref, field=FIELD, confidentiality=CONFIDENTIAL, at=at)


def locked(case: Case) -> Case:
    return Case.objects.select_for_update(of=("self",)).select_related("adviser").get(pk=case.pk)


@transaction.atomic
def open_case(*, values: Mapping[str, Any], by: Any, at: datetime, **more: Any) -> Case:
    """Begin a case: promise an answer, name the day of deletion, mail the link. ``by`` None is the person on the portal."""
    unknown = set(values) - set(EDITABLE)
    if unknown:
        raise ValueError(f"a case has no {', '.join(sorted(unknown))}")
    day = timezone.localdate(at)
    row = Case(
        **values,
        **{
            "received_at": at, "last_word_at": at, "turn_since": day, "purpose": PURPOSE,
            "answer_due_on": answer_day(day, working_days=response_days()), "delete_on": deletion_day("case", day), **more,
        },
    )  # fmt: skip
    if row.adviser_id:
        row.state = ADVICE
    row.save()
    follow(row, by=by or newcomer(row))
    mail_link(row, key=f"case-{row.pk}-opened", at=at)
    tell(row, gettext_noop("Case opened"), by or newcomer(row), at)
    return row


@transaction.atomic
def take_intake(*, intake: Intake, by: User, at: datetime) -> Case:
    """Make an inquiry a case by one press; everything that was said comes along. A second press finds the first one's case.

    The promised days stay: of the answer and of the deletion, which moves on with the person's next word.
    """
    held = Intake.objects.select_for_update(of=("self",)).get(pk=intake.pk)
    known = Case.objects.filter(intake=held).first()
    if known:
        return known
    if held.kind != Intake.Kind.MOVE:
        raise ValidationError(_("Only an inquiry of somebody who wants to move here becomes a case."), code="kind")
    if held.erased_on:
        raise ValidationError(_("This inquiry has been erased, as promised to the person."), code="erased")
    sources = {
        Intake.Source.PHONE: CaseSource.PHONE,
        Intake.Source.COUNTER: CaseSource.COUNTER,
        Intake.Source.MAIL: CaseSource.MAIL,
    }
    told = [held.message]
    with translation.override(held.language):
        told += [
            f"{label}: {value}"
            for label, value in (
                (gettext("Where do you live now?"), held.moving_from),
                (gettext("When would you like to move?"), held.moving_when),
            )
            if value
        ]
        reason = gettext("We go on with your matter as a case. You have got a new link by mail.")
    row = open_case(
        values={
            "name": held.name or str(held.ref.label), "email": held.email, "phone": held.phone, "language": held.language,
            "question": "\n\n".join(filter(None, told))[:5000], "source": sources.get(held.source, CaseSource.FRONT_DOOR),
            "employer": held.organisation, "adviser": by, "consent_on": timezone.localdate(held.received_at),
            "consent_how": str(held.get_source_display()),
        },
        by=by, at=at, intake=held, campaign=held.campaign, received_at=held.received_at, answer_due_on=held.answer_due_on,
        first_answer_at=held.first_answer_at, delete_on=held.delete_on, last_word_at=held.received_at,
        turn_since=timezone.localdate(held.received_at),
    )  # fmt: skip
    for said in held.messages.all():
        incoming = said.direction == IntakeMessage.Direction.INCOMING
        direction = Message.Direction.INCOMING if incoming else Message.Direction.OUTGOING
        Message.objects.create(
            case=row, direction=direction, text=said.text, author_name=said.author_name, written_at=said.written_at
        )
    if held.state != Intake.State.CLOSED:
        if held.owner_id != by.pk:
            take_over_intake(intake=held, at=at, by=by)
        close_intake(intake=held, reason=reason, at=at, by=by)
    return row


@transaction.atomic
def save_case(*, case: Case, values: Mapping[str, Any], by: User, at: datetime) -> Case:
    """Change facts. The same values change nothing."""
    unknown = set(values) - set(EDITABLE)
    if unknown:
        raise ValueError(f"a case has no {', '.join(sorted(unknown))}")
    row = locked(case)
    changed = [name for name in values if getattr(row, name) != values[name]]
    if not changed:
        return row
    for name in changed:
        setattr(row, name, values[name])
    row.version += 1
    row.save()
    follow(row, by=by)
    if row.arrived_on and "municipality" in changed:
        hand_down_arrivals(on=timezone.localdate(at))
    tell(row, gettext_noop("Case changed"), by, at)
    return row


@transaction.atomic
def take_case(*, case: Case, by: User, at: datetime) -> Case:
    """Become the adviser; a new case is in advice from then on."""
    row = locked(case)
    row.adviser = by
    if row.state == NEW:
        row.state = ADVICE
    row.version += 1
    row.save()
    follow(row, by=by)
    tell(row, gettext_noop("Case taken over by %(name)s"), by, at, name=by.name)
    return row


@transaction.atomic
def move_case(
    *, case: Case, to: str, by: Any, at: datetime, reason: str = "", arrived_on: date | None = None
) -> Case:  # fmt: skip
    """Take a case to another state. Raises ValidationError for a step the table does not know, or without its facts."""
    row, day = locked(case), timezone.localdate(at)
    if row.state == to:
        return row
    if to not in row.step.following:
        raise ValidationError(_("This case cannot go there from where it is. Look at its page again."), code="step")
    if to == SETTLED:
        row.arrived_on = arrived_on or row.arrived_on
        if row.arrived_on and row.arrived_on > day:
            raise ValidationError(
                _("Nobody has arrived on a day that is still to come. Choose the real day."), code="future"
            )
    row.close_reason = clean_text(reason)[:300] if to == CLOSED else ""
    missing = [str(FACTS[name]) for name in TABLE[to].needs if not _fact(row, name)]
    if missing:
        raise ValidationError(
            _("For “%(step)s” this is still missing: %(facts)s. Please add it first."),
            code="facts",
            params={"step": TABLE[to].label, "facts": ", ".join(missing)},
        )
    before, row.state = row.state, to
    if to == ADVICE and before == SETTLED:
        row.arrived_on = None
    row.ended_on = day if row.is_over else None
    if row.is_over:
        row.delete_on = deletion_day("settled" if to == SETTLED else "closed", day)
    elif before in {SETTLED, CLOSED}:
        row.delete_on = deletion_day("case", day)
    set_turn(row, TABLE[to].turn, day)
    row.version += 1
    row.save()
    follow(row, by=by)
    if row.arrived_on or before == SETTLED:
        hand_down_arrivals(on=day)
    tell(row, gettext_noop("Case: %(before)s → %(after)s"), by, at, before=_words(before), after=_words(to))
    return row


def _fact(row: Case, name: str) -> bool:
    if name == "handover":
        return row.handovers.filter(answered_at=None).exists()
    return bool(getattr(row, name))


def _words(state: str) -> dict[str, str]:
    """Both languages, so the journal reads in either."""
    words = {}
    for language in ("de", "en"):
        with translation.override(language):
            words[language] = str(TABLE[state].label)
    return words


def set_turn(row: Case, turn: str, day: date) -> None:
    """Whose turn it is; who keeps it keeps the day it began."""
    if row.turn != turn:
        row.turn, row.turn_since = turn, day
    if turn != US:
        row.answer_due_on = None
    elif row.answer_due_on is None:
        row.answer_due_on = answer_day(day, working_days=response_days())


@transaction.atomic
def add_companion(*, case: Case, values: Mapping[str, Any], by: User, at: datetime) -> Companion:
    row = Companion.objects.create(case=locked(case), **values)
    if case.arrived_on:
        hand_down_arrivals(on=timezone.localdate(at))
    tell(case, gettext_noop("Somebody who comes along was added"), by, at)
    return row


@transaction.atomic
def remove_companion(*, companion: Companion, by: User, at: datetime) -> None:
    case = companion.case
    companion.delete()
    if case.arrived_on:
        hand_down_arrivals(on=timezone.localdate(at))
    tell(case, gettext_noop("Somebody who comes along was taken out"), by, at)


@transaction.atomic
def say_why(*, case: Case, origin: str, reason: str) -> None:
    """The person answers the two voluntary questions. No journal: it is for counting only."""
    row = locked(case)
    row.origin, row.reason = origin, reason
    row.save()


def follow(case: Case, *, by: Any) -> None:
    """Search and the desk follow. No name on the desk: an entry outlives the person's details."""
    index(case_search_text(case))
    key = f"case-{case.pk}"
    if case.turn not in {US, "office"}:
        close_entry(key=key, by=by, on=case.turn_since)
        return
    question = (
        case.handovers.filter(answered_at=None).select_related("office").first() if case.turn == "office" else None
    )
    upsert_entry(
        key=key,
        kind=TURN_ENTRY,
        subject=case.ref,
        title=Phrase(gettext_noop("Case %(number)s: your turn") if case.turn == US else gettext_noop("Case %(number)s: an office answers"), {"number": str(case.pk)}),
        due_on=question.due_on if question else case.answer_due_on,
        organisation_ids=[],
        owner=case.adviser,
        field=FIELD,
        confidentiality=CONFIDENTIAL,
        context=Phrase(gettext_noop("received on %(day)s"), {"day": timezone.localdate(case.received_at)}),
        basis=Phrase(gettext_noop("Answer promised within %(days)s working days"), {"days": response_days()}),
        waiting_for=plain(question.office.name) if question else Phrase(""),
        action_label=Phrase(gettext_noop("Open")),
        action_path=case.get_absolute_url(),
        by=by,
    )  # fmt: skip


def case_search_text(case: Case) -> SearchText:
    return SearchText(
        subject=case.ref,
        title=case.name,
        words=f"{case.email} {case.phone} {case}",
        context=str(case),
        field=FIELD,
        confidentiality=CONFIDENTIAL,
    )


def all_case_search_texts() -> Iterator[SearchText]:
    """Every case as the search box knows it, for rebuilding the index."""
    for case in Case.objects.iterator(chunk_size=500):
        yield case_search_text(case)


def mail_link(case: Case, *, key: str, at: datetime) -> None:
    """The link to the case's page; nothing of its content."""
    if not case.email:
        return
    with translation.override(case.language):
        queue_mail(
            to=case.email,
            subject=gettext("Your link to the welcome centre"),
            text="\n\n".join(
                [
                    gettext("Good day,"),
                    gettext("with this link you see where your matter stands, write to us and book an appointment."),
                    gettext("We delete your details on %(day)s, earlier if you press the button on your page.")
                    % {"day": format_date(case.delete_on)},
                ]
            ),
            language=case.language,
            dedupe_key=key,
            links=[(gettext("Open my page"), case_link(case))],
            about=case.ref,
        )


def send_case_links(*, email: str, at: datetime) -> int:
    """Mail the links of the cases of this address. Returns how many; the page says the same either way."""
    found = list(cases_of_address(email)[:MOST_LINKS])
    for case in found:
        case.keep_token_hash()
        case.save(update_fields=["token_hash", "search_key"])
        mail_link(case, key=f"case-{case.pk}-link-{at:%Y%m%d%H%M}", at=at)
    return len(found)


@transaction.atomic
def forget_case(*, case: Case, by: Any, at: datetime) -> None:
    """Delete everything: words, papers, companions, appointments, mails, the inquiry it came from, what search and journal say."""
    row, day = locked(case), timezone.localdate(at)
    questions = list(row.handovers.values_list("pk", flat=True))
    keep_sums(row)
    for stored in papers_about(row.messages.all()):
        remove(stored=stored)
    index(SearchText(subject=row.ref, title="", removed=True))
    close_entry(key=f"case-{row.pk}", by=None, on=day)
    for pk in questions:
        close_entry(key=f"case-question-{pk}", by=None, on=day)
    erase_mails(kind=CASE_KIND, pks=[row.pk], on=day)
    erase_mails(kind=HANDOVER_KIND, pks=questions, on=day)
    pk, intake, reference = row.pk, row.intake, row.ref
    row.delete()
    if intake:
        erase_intake(intake=intake, on=day)
    for kind, number in [(CASE_KIND, pk), *((HANDOVER_KIND, one) for one in questions)]:
        erase_payload(kind=kind, pk=number, by=None)
    hand_down_arrivals(on=day)
    record(
        by=by, message=Phrase(gettext_noop("Case deleted")), subject=reference, field=FIELD, confidentiality=CONFIDENTIAL, at=at
    )  # fmt: skip


def forget_expired(*, on: date, at: datetime) -> int:
    """What the daily job does: cases whose day has come, then papers and appointments by their own rules. Returns how many cases."""
    found = list(to_forget(on))
    for case in found:
        forget_case(case=case, by=None, at=at)
    with transaction.atomic():
        for stored in old_papers(_midnight(latest_event("paper", on))):
            remove(stored=stored)
        Appointment.objects.filter(ends_at__lt=_midnight(latest_event("appointment", on))).delete()
    return len(found)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def after_word(row: Case, *, at: datetime) -> None:
    """The person said something: it is our turn, and the day of deletion moves on."""
    day = timezone.localdate(at)
    row.last_word_at = at
    if row.state in {ASKED, CLOSED} or (
        row.state == WITH_OFFICE and not row.handovers.filter(answered_at=None).exists()
    ):
        row.state, row.ended_on, row.close_reason = ADVICE if row.adviser_id else NEW, None, ""
    row.delete_on = max(row.delete_on, deletion_day("settled" if row.state == SETTLED else "case", day))
    set_turn(row, US, day)
