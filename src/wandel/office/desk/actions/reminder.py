"""Reminding those who have not answered, by hand and by itself."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction

from wandel.office.desk.actions.round_mail import mail_reminder
from wandel.office.desk.models import Answer, Round, RoundReminder
from wandel.office.desk.queries.round import marks_due
from wandel.office.journal.actions import record
from wandel.ui.phrases import Phrase
from wandel.ui.sinks import INTERNAL


@transaction.atomic
def remind(*, answers: Iterable[Answer], mark: str, on: date, by: Any) -> int:
    """Mail those who have not answered. The same mark reaches nobody twice. Returns how many mails went out."""
    count, a_round = 0, None
    for answer in answers:
        if not answer.is_waiting or not answer.email or answer.round.state != Round.State.OPEN:
            continue
        _reminder, is_new = RoundReminder.objects.get_or_create(answer=answer, mark=mark, defaults={"sent_on": on})
        if is_new:
            mail_reminder(answer, mark, on)
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


def remind_by_itself(*, on: date) -> int:
    """What the recurring job does: 7 days and 1 day before the due date and 3 days after it, each once."""
    count = 0
    for a_round in Round.objects.filter(state=Round.State.OPEN).select_related("owner"):
        mark = marks_due(a_round, on)
        if mark:
            waiting = a_round.answers.waiting().select_related("round", "round__owner", "organisation")
            count += remind(answers=waiting, mark=mark, on=on, by=None)
    return count
