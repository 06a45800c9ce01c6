"""Rounds: prepare, send, remind, take answers, close. Each change writes the journal and the desk entries."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from wandel.office.desk.actions.entry import close_entry, upsert_entry
from wandel.office.desk.models import Answer, Entry, Round, RoundReminder
from wandel.office.desk.models.question import Question, clean_text, read_questions
from wandel.office.desk.queries.round import addresses, marks_due
from wandel.office.desk.registry import round_form_filling
from wandel.office.journal.actions import record
from wandel.office.journal.actors import Actor
from wandel.office.outbox.actions import queue_mail
from wandel.office.people.models import Organisation, User
from wandel.ui.formats import format_date
from wandel.ui.phrases import Phrase, plain
from wandel.ui.sinks import INTERNAL, OPEN

ENTRY_KIND = "round"


def link_of(answer: Answer) -> str:
    """The path of the secret link; the outbox makes an address of it."""
    return f"/r/{answer.token}/"


def link_actor(answer: Answer) -> Actor:
    """Whoever opened the mail's link, as the journal names them."""
    return Actor(f"answer:{answer.pk}", str(answer.organisation))


def site_round_questions() -> list[dict[str, Any]]:
    """The questions of the yearly site round: a table of areas and two yes/no questions, as the round stores them.

    If a field keeps such areas, it fills the table beforehand and takes the answers over.
    """
    filled_by = round_form_filling("areas")
    types = [
        ("luecke", "Baulücke", "vacant lot"),
        ("brache", "Brache", "brownfield"),
        ("neubau", "Neubaugebiet", "new housing area"),
        ("gewerbe", "Gewerbe/Industrie", "business or industry"),
        ("gemischt", "Mischgebiet", "mixed use"),
        ("sonstige", "Sonstige", "other"),
    ]
    states = [
        ("idee", "Idee", "idea"),
        ("vorbereitung", "in Vorbereitung", "in preparation"),
        ("planung", "Bebauungsplan im Verfahren", "development plan under way"),
        ("baureif", "baureif", "ready to build"),
        ("vergeben", "vergeben", "taken"),
    ]

    def choices(rows: list[tuple[str, str, str]]) -> list[dict[str, str]]:
        return [{"value": value, "label_de": de, "label_en": en} for value, de, en in rows]

    columns: list[dict[str, Any]] = [
        {
            "key": "name",
            "kind": "text",
            "label_de": "Name der Fläche",
            "label_en": "Name of the area",
            "required": True,
        },
        {
            "key": "type",
            "kind": "choice",
            "label_de": "Art",
            "label_en": "Type",
            "required": True,
            "choices": choices(types),
        },
        {
            "key": "size",
            "kind": "number",
            "label_de": "Größe in Hektar",
            "label_en": "Size in hectares",
            "required": True,
        },
        {
            "key": "state",
            "kind": "choice",
            "label_de": "Stand",
            "label_en": "State",
            "required": True,
            "choices": choices(states),
        },
        {"key": "dwellings", "kind": "number", "label_de": "Wohnungen möglich", "label_en": "Dwellings possible"},
        {"key": "remark", "kind": "text", "label_de": "Bemerkung", "label_en": "Remark"},
    ]
    return [
        {
            "key": "areas",
            "kind": "table",
            "label_de": "Welche Flächen gibt es bei Ihnen?",
            "label_en": "Which areas do you have?",
            "why_de": "Daraus wird die Flächenliste des Kreises: für Wohnungen, für Betriebe und für die Bevölkerungsprognose.",
            "why_en": "This becomes the county's list of areas: for homes, for companies and for the population projection.",
            "columns": columns,
            **({"filled_by": filled_by} if filled_by else {}),
        },
        {
            "key": "publish",
            "kind": "yes_no",
            "label_de": "Dürfen wir die baureifen Flächen Investoren zeigen?",
            "label_en": "May we show the areas that are ready to build to investors?",
            "required": True,
        },
        {
            "key": "visit",
            "kind": "yes_no",
            "label_de": "Sollen wir die Flächen mit Ihnen vor Ort ansehen?",
            "label_en": "Shall we look at the areas together with you?",
            "required": True,
        },
    ]


@transaction.atomic
def create_round(
    *,
    title: str,
    text: str,
    due_on: date,
    field: str,
    questions: list[dict[str, Any]],
    previous: Round | None,
    by: User,
) -> Round:
    """A draft that asks nobody yet. Raises ValidationError when the questions cannot be read."""
    read_questions(questions)
    a_round = Round.objects.create(
        title=clean_text(title),
        text=clean_text(text),
        due_on=due_on,
        field=field,
        questions=questions,
        previous=previous,
        owner=by,
    )
    record(by=by, message=Phrase("Round prepared"), subject=a_round.ref, field=field, confidentiality=INTERNAL)
    return a_round


def follow_round(*, previous: Round, on: date, by: User) -> Round:
    """Next year's draft: the same questions, prefilled later with this year's answers, due a year later."""
    try:
        due_on = previous.due_on.replace(year=previous.due_on.year + 1)
    except ValueError:
        due_on = previous.due_on.replace(year=previous.due_on.year + 1, day=28)
    return create_round(
        title=previous.title.replace(str(previous.due_on.year), str(due_on.year)),
        text=previous.text,
        due_on=max(due_on, on),
        field=previous.field,
        questions=previous.questions,
        previous=previous,
        by=by,
    )


@transaction.atomic
def edit_round(
    *, a_round: Round, title: str, text: str, due_on: date, field: str, previous: Round | None, by: User
) -> Round:
    """Change a draft. What was sent stays as it was sent."""
    found = _locked_draft(a_round)
    found.title, found.text, found.due_on = clean_text(title), clean_text(text), due_on
    found.field, found.previous = field, previous
    found.version += 1
    found.save()
    record(by=by, message=Phrase("Round changed"), subject=found.ref, field=field, confidentiality=INTERNAL)
    return found


@transaction.atomic
def set_questions(*, a_round: Round, questions: Iterable[Question], by: User) -> Round:
    """Replace the questions of a draft. Raises ValidationError when they do not fit together."""
    found = _locked_draft(a_round)
    stored = [question.to_json() for question in questions]
    read_questions(stored)
    found.questions = stored
    found.version += 1
    found.save()
    record(by=by, message=Phrase("Questions changed"), subject=found.ref, field=found.field, confidentiality=INTERNAL)
    return found


def _locked_draft(a_round: Round) -> Round:
    found = Round.objects.select_for_update().get(pk=a_round.pk)
    if found.state != Round.State.DRAFT:
        raise ValidationError(
            _("This round has been sent. It can no longer be changed; start the next one from it instead.")
        )
    return found


@transaction.atomic
def open_round(*, a_round: Round, organisations: Iterable[Organisation], on: date, by: User) -> Round:
    """Ask everybody: one answer and one mail per organisation. Raises ValidationError with what is missing."""
    found = Round.objects.select_for_update().get(pk=a_round.pk)
    asked = list(organisations)
    if not found.may_become(Round.State.OPEN):
        raise ValidationError(_("This round has already been sent."))
    if not found.question_list:
        raise ValidationError(_("There is no question yet. Add one before you send the round."))
    if not asked:
        raise ValidationError(_("Nobody is chosen. Choose at least one organisation."))
    if found.due_on < on:
        raise ValidationError(
            _("The answers would be due on %(day)s, which has passed. Choose a later day first."),
            params={"day": format_date(found.due_on)},
        )
    found.state, found.opened_on = Round.State.OPEN, on
    found.version += 1
    found.save()
    emails = addresses([organisation.pk for organisation in asked])
    answers = [
        Answer(round=found, organisation=organisation, email=emails.get(organisation.pk, "")) for organisation in asked
    ]
    for answer in answers:
        answer.keep_token_hash()
    Answer.objects.bulk_create(answers)
    for answer in answers:
        _invite(answer)
        _write_answer_entry(answer, by=by, on=on)
    _write_owner_entry(found, by=by, on=on)
    record(
        by=by,
        message=Phrase("Round sent to %(count)s organisations", {"count": len(asked)}),
        subject=found.ref,
        field=found.field,
        confidentiality=INTERNAL,
    )
    return found


def _invite(answer: Answer) -> None:
    if not answer.email:
        return
    with translation.override("de"):
        a_round = answer.round
        queue_mail(
            to=answer.email,
            subject=gettext("%(title)s: please answer until %(day)s")
            % {"title": a_round.title, "day": format_date(a_round.due_on)},
            text="\n\n".join(
                filter(
                    None,
                    [
                        gettext("Dear colleagues in %(organisation)s,") % {"organisation": answer.organisation},
                        a_round.text,
                        gettext(
                            "The link opens the questions for you; you need no password. "
                            "What you answered last year is already there."
                        ),
                        gettext(
                            "You can stop at any time and go on later with the same link. Until %(day)s you can correct it."
                        )
                        % {"day": format_date(a_round.due_on)},
                        a_round.owner.name,
                    ],
                )
            ),
            language="de",
            dedupe_key=f"round-{a_round.pk}-invite-{answer.pk}",
            links=[(gettext("Answer now"), link_of(answer))],
            about=a_round.ref,
        )


def note_opened(*, answer: Answer) -> None:
    """The organisation has looked at the questions. Not worth a line in the journal."""
    Answer.objects.filter(pk=answer.pk, state=Answer.State.INVITED).update(state=Answer.State.OPENED)


@transaction.atomic
def save_draft(*, answer: Answer, typed: dict[str, Any], how: str, edited_by: str, on: date) -> Answer:
    """Keep what was typed, right or wrong. Nothing counts as answered before ``give_answer``."""
    found = _locked_answer(answer, on=on, by_officer=how == Answer.How.OFFICER)
    found.draft = typed
    found.edited_by = edited_by
    found.version += 1
    if found.state == Answer.State.INVITED:
        found.state = Answer.State.OPENED
    found.save()
    return found


@transaction.atomic
def give_answer(
    *, answer: Answer, data: dict[str, Any], how: str, who: str, edited_by: str, on: date, by: Any
) -> Answer:
    """The answer is done (or corrected). ``data`` has passed the form."""
    found = _locked_answer(answer, on=on, by_officer=how == Answer.How.OFFICER)
    corrected = found.state == Answer.State.ANSWERED
    found.data, found.draft = data, None
    message = Phrase("Answer corrected") if corrected else Phrase("Answer given")
    return _settle(found, Answer.State.ANSWERED, how=how, who=who, edited_by=edited_by, on=on, by=by, message=message)


@transaction.atomic
def decline(*, answer: Answer, how: str, who: str, edited_by: str, on: date, by: Any) -> Answer:
    """The organisation has nothing to report. What was typed stays as draft; a later answer is welcome."""
    found = _locked_answer(answer, on=on, by_officer=how == Answer.How.OFFICER)
    message = Phrase("Nothing to report")
    return _settle(found, Answer.State.DECLINED, how=how, who=who, edited_by=edited_by, on=on, by=by, message=message)


def _settle(
    answer: Answer, state: str, *, how: str, who: str, edited_by: str, on: date, by: Any, message: Phrase
) -> Answer:
    if not answer.may_become(state):
        raise ValidationError(_("This answer cannot be changed any more."))
    answer.state, answer.answered_on, answer.answered_how = state, on, how
    answer.answered_by, answer.edited_by = clean_text(who)[:150], edited_by
    answer.version += 1
    answer.save()
    # Held before counting: two town halls that finish at the same moment are counted one after the other.
    _hold_entries([_owner_key(answer.round), _answer_key(answer)])
    close_entry(key=_answer_key(answer), by=by, on=on)
    _write_owner_entry(answer.round, by=by, on=on)
    record(
        by=by,
        message=message,
        subject=answer.ref,
        organisation_ids=[answer.organisation_id],
        field=answer.round.field,
        confidentiality=OPEN,
    )
    return answer


def _locked_answer(answer: Answer, *, on: date, by_officer: bool = False) -> Answer:
    found = (
        Answer.objects.select_for_update(of=("self",))
        .select_related("round", "round__owner", "organisation")
        .get(pk=answer.pk)
    )
    if not (found.round.state == Round.State.OPEN if by_officer else found.may_be_written(on)):
        raise ValidationError(
            _("This round is over; answers are no longer taken. Please call us if something is wrong.")
        )
    return found


@transaction.atomic
def remind(*, answers: Iterable[Answer], mark: str, on: date, by: Any) -> int:
    """Mail those who have not answered. The same mark reaches nobody twice. Returns how many mails went out."""
    count, a_round = 0, None
    for answer in answers:
        if not answer.is_waiting or not answer.email or answer.round.state != Round.State.OPEN:
            continue
        _reminder, is_new = RoundReminder.objects.get_or_create(answer=answer, mark=mark, defaults={"sent_on": on})
        if is_new:
            _mail_reminder(answer, mark, on)
            count, a_round = count + 1, answer.round
    if a_round is not None:
        record(
            by=by,
            message=Phrase("Reminded %(count)s organisations", {"count": count}),
            subject=a_round.ref,
            field=a_round.field,
            confidentiality=INTERNAL,
        )
    return count


def _mail_reminder(answer: Answer, mark: str, on: date) -> None:
    days = (answer.round.due_on - on).days
    with translation.override("de"):
        if days < 0:
            when = gettext("Your answer was due on %(day)s. We still need it; the link below works until %(last)s.") % {
                "day": format_date(answer.round.due_on),
                "last": format_date(answer.round.last_day),
            }
        elif days == 0:
            when = gettext("Your answer is due today.")
        else:
            when = ngettext(
                "There is %(count)s day left until %(day)s.", "There are %(count)s days left until %(day)s.", days
            ) % {"count": days, "day": format_date(answer.round.due_on)}
        queue_mail(
            to=answer.email,
            subject=gettext("Reminder: %(title)s") % {"title": answer.round.title},
            text="\n\n".join(
                [
                    gettext("Dear colleagues in %(organisation)s,") % {"organisation": answer.organisation},
                    when,
                    gettext("If there is nothing to report, one click on the page is enough."),
                    answer.round.owner.name,
                ]
            ),
            language="de",
            dedupe_key=f"round-{answer.round_id}-{mark}-{answer.pk}",
            links=[(gettext("Answer now"), link_of(answer))],
            about=answer.round.ref,
        )


def remind_by_itself(*, on: date) -> int:
    """What the recurring job does: 7 days and 1 day before the due date and 3 days after it, each once."""
    count = 0
    for a_round in Round.objects.filter(state=Round.State.OPEN).select_related("owner"):
        mark = marks_due(a_round, on)
        if mark:
            waiting = a_round.answers.waiting().select_related("round", "round__owner", "organisation")
            count += remind(answers=waiting, mark=mark, on=on, by=None)
    return count


@transaction.atomic
def close_round(*, a_round: Round, on: date, by: User) -> Round:
    """No more answers. Open entries of the town halls and of the owner close with it."""
    found = Round.objects.select_for_update(of=("self",)).select_related("owner").get(pk=a_round.pk)
    if not found.may_become(Round.State.CLOSED):
        raise ValidationError(_("Only an open round can be closed."))
    found.state, found.closed_on = Round.State.CLOSED, on
    found.version += 1
    found.save()
    keys = [_owner_key(found), *(_answer_key(answer) for answer in found.answers.waiting())]
    _hold_entries(keys)
    for key in keys:
        close_entry(key=key, by=by, on=on)
    record(by=by, message=Phrase("Round closed"), subject=found.ref, field=found.field, confidentiality=INTERNAL)
    return found


def _owner_key(a_round: Round) -> str:
    return f"round:{a_round.pk}"


def _answer_key(answer: Answer) -> str:
    return f"round:{answer.round_id}:{answer.organisation_id}"


def _hold_entries(keys: list[str]) -> None:
    """Lock the entries in one order before the journal's head is taken, as every writer of the desk does."""
    list(Entry.objects.select_for_update().filter(key__in=keys).order_by("key").values_list("pk", flat=True))


def _write_answer_entry(answer: Answer, *, by: Any, on: date) -> None:
    a_round = answer.round
    upsert_entry(
        key=_answer_key(answer),
        kind=ENTRY_KIND,
        subject=answer.ref,
        title=Phrase("Answer the round: %(title)s", {"title": a_round.title}),
        due_on=a_round.due_on,
        organisation_ids=[answer.organisation_id],
        owner=None,
        field=a_round.field,
        confidentiality=OPEN,
        context=plain(answer.organisation.name),
        basis=Phrase("Round of %(day)s", {"day": a_round.opened_on}),
        waiting_for=plain(answer.organisation.name),
        action_label=Phrase("Answer"),
        action_path=answer.path,
        by=by,
    )


def _write_owner_entry(a_round: Round, *, by: Any, on: date) -> None:
    """The owner's line; closes by itself when everybody has answered."""
    answers = list(a_round.answers.select_related("organisation"))
    waiting = [answer.organisation.name for answer in answers if answer.is_waiting]
    if not waiting:
        close_entry(key=_owner_key(a_round), by=by, on=on)
        return
    names = ", ".join(waiting[:4]) + (" …" if len(waiting) > 4 else "")
    upsert_entry(
        key=_owner_key(a_round),
        kind=ENTRY_KIND,
        subject=a_round.ref,
        title=Phrase(
            "%(title)s: %(answered)s of %(asked)s have answered",
            {"title": a_round.title, "answered": len(answers) - len(waiting), "asked": len(answers)},
        ),
        due_on=a_round.due_on,
        organisation_ids=[],
        owner=a_round.owner,
        field=a_round.field,
        confidentiality=INTERNAL,
        context=Phrase("open: %(names)s", {"names": names}),
        basis=Phrase("Round of %(day)s", {"day": a_round.opened_on}),
        waiting_for=plain(names),
        action_label=Phrase("Remind"),
        action_path=f"{a_round.get_absolute_url()}remind/",
        by=by,
    )
