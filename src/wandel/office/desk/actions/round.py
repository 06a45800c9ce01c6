"""Rounds: prepare, send, close. Each change writes the journal and the desk entries."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wandel.office.desk.actions.entry import close_entry
from wandel.office.desk.actions.round_entries import (
    answer_key,
    hold_entries,
    owner_key,
    write_answer_entry,
    write_owner_entry,
)
from wandel.office.desk.actions.round_mail import mail_invitation
from wandel.office.desk.models import Answer, Round
from wandel.office.desk.models.question import Question, clean_text, read_questions
from wandel.office.desk.queries.round import addresses
from wandel.office.journal.actions import record
from wandel.office.people.models import Organisation, User
from wandel.ui.formats import format_date
from wandel.ui.phrases import Phrase
from wandel.ui.sinks import INTERNAL


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
        mail_invitation(answer)
        write_answer_entry(answer, by=by, on=on)
    write_owner_entry(found, by=by, on=on)
    record(
        by=by,
        message=Phrase("Round sent to %(count)s organisations", {"count": len(asked)}),
        subject=found.ref,
        field=found.field,
        confidentiality=INTERNAL,
    )
    return found


@transaction.atomic
def close_round(*, a_round: Round, on: date, by: User) -> Round:
    """No more answers. Open entries of the town halls and of the owner close with it."""
    found = Round.objects.select_for_update(of=("self",)).select_related("owner").get(pk=a_round.pk)
    if not found.may_become(Round.State.CLOSED):
        raise ValidationError(_("Only an open round can be closed."))
    found.state, found.closed_on = Round.State.CLOSED, on
    found.version += 1
    found.save()
    keys = [owner_key(found), *(answer_key(answer) for answer in found.answers.waiting())]
    hold_entries(keys)
    for key in keys:
        close_entry(key=key, by=by, on=on)
    record(by=by, message=Phrase("Round closed"), subject=found.ref, field=found.field, confidentiality=INTERNAL)
    return found
