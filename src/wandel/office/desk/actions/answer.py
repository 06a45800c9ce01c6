"""Answers to a round: looked at, kept half done, given, corrected, declined."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wandel.office.desk.actions.entry import close_entry
from wandel.office.desk.actions.round_entries import answer_key, hold_entries, owner_key, write_owner_entry
from wandel.office.desk.models import Answer, Round
from wandel.office.desk.models.question import clean_text
from wandel.office.journal.actions import record
from wandel.office.journal.actors import Actor
from wandel.ui.phrases import Phrase
from wandel.ui.sinks import OPEN


def link_actor(answer: Answer) -> Actor:
    """Whoever opened the mail's link, as the journal names them."""
    return Actor(f"answer:{answer.pk}", str(answer.organisation))


def note_opened(*, answer: Answer) -> None:
    """The organisation has looked at the questions. Not worth a line in the journal."""
    Answer.objects.filter(pk=answer.pk, state=Answer.State.INVITED).update(state=Answer.State.OPENED)


@transaction.atomic
def save_draft(
    *, answer: Answer, typed: dict[str, Any], how: str, edited_by: str, on: date, only_on: str | None = None
) -> Answer:
    """Keep what was typed, right or wrong. Nothing counts as answered before ``give_answer``.

    ``only_on``: the version the page had seen; where a newer one is kept, nothing is written. Saving by itself asks for that: it may arrive
    behind the button pressed after it and would take the new row away again.
    """
    found = _locked_answer(answer, on=on, by_officer=how == Answer.How.OFFICER)
    if only_on is not None and only_on != str(found.version):
        return found
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
    hold_entries([owner_key(answer.round), answer_key(answer)])
    close_entry(key=answer_key(answer), by=by, on=on)
    write_owner_entry(answer.round, by=by, on=on)
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
