"""Words in a case: ours, the person's, questions to offices and their answers. Mails say only that there is something new."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from wandel.fields.relocation.actions.case import after_word, case_link, follow, locked, newcomer, set_turn, tell
from wandel.fields.relocation.case_states import ADVICE, ASKED, NEW, PERSON, TABLE, WITH_OFFICE
from wandel.fields.relocation.models import Case, Handover, Message
from wandel.fields.relocation.queries.cases import FIELD
from wandel.office.desk.actions.entry import close_entry, upsert_entry
from wandel.office.desk.models.question import clean_text
from wandel.office.files.actions import store
from wandel.office.journal.actions import record
from wandel.office.outbox.actions import queue_mail
from wandel.office.people.models import Organisation, User
from wandel.ui.phrases import Phrase, plain
from wandel.ui.sinks import OPEN

QUESTION_ENTRY = "case_question"


@transaction.atomic
def write(
    *, case: Case, text: str, by: User, at: datetime, asks: bool = False, note: bool = False, papers: Sequence[UploadedFile] = ()
) -> Message:  # fmt: skip
    """Our word to the person, or a note for us alone. With ``asks`` the next word is theirs."""
    row, day = locked(case), timezone.localdate(at)
    direction = Message.Direction.NOTE if note else Message.Direction.OUTGOING
    message = _say(row, direction, text, by.name, at, papers, by)
    if note:
        tell(row, gettext_noop("Note added"), by, at)
        return message
    row.adviser = row.adviser or by
    row.first_answer_at = row.first_answer_at or at
    if asks and ASKED in TABLE[row.state].following:
        row.state = ASKED
    elif row.state == NEW:
        row.state = ADVICE
    set_turn(row, PERSON if asks else TABLE[row.state].turn if row.state != ADVICE else "", day)
    row.version += 1
    row.save()
    follow(row, by=by)
    _mail_news(row, key=f"case-{row.pk}-message-{message.pk}")
    tell(row, gettext_noop("We have written to the person"), by, at)
    return message


@transaction.atomic
def receive_word(*, case: Case, text: str, at: datetime, papers: Sequence[UploadedFile] = ()) -> Message:
    """The person writes, perhaps with papers. Refused papers (files says why) leave nothing behind, not even the words."""
    row = locked(case)
    message = _say(row, Message.Direction.INCOMING, text, "", at, papers, newcomer(row))
    after_word(row, at=at)
    row.version += 1
    row.save()
    follow(row, by=newcomer(row))
    tell(row, gettext_noop("The person has written"), newcomer(row), at)
    return message


def _say(
    row: Case, direction: str, text: str, who: str, at: datetime, papers: Sequence[UploadedFile], by: Any
) -> Message:  # fmt: skip
    message = Message.objects.create(
        case=row, direction=direction, text=clean_text(text)[:5000], author_name=who, written_at=at
    )
    for paper in papers:
        # The newcomer's name stays out of files too: their actor carries only the number of the case.
        store(upload=paper, subject=message.ref, by=by)
    return message


def _mail_news(case: Case, *, key: str) -> None:
    if not case.email:
        return
    with translation.override(case.language):
        queue_mail(
            to=case.email,
            subject=gettext("There is a new message for you"),
            text="\n\n".join(
                [gettext("Good day,"), gettext("the welcome centre has written to you. Read it on your page; it is not in this mail.")]
            ),
            language=case.language,
            dedupe_key=key,
            links=[(gettext("Open my page"), case_link(case))],
            about=case.ref,
        )  # fmt: skip


@transaction.atomic
def ask_office(*, case: Case, office: Organisation, question: str, due_on: date, by: User, at: datetime) -> Handover:
    """Put a question to an office. It lands on that office's desk; the case waits for the answer."""
    row, day = locked(case), timezone.localdate(at)
    if WITH_OFFICE not in {row.state, *row.step.following}:
        raise ValidationError(_("A case that is over asks no office. Open it again first."), code="over")
    handover = Handover.objects.create(
        case=row, office=office, question=clean_text(question)[:3000], asked_at=at, asked_by=by.name, due_on=due_on
    )
    row.adviser, row.state = row.adviser or by, WITH_OFFICE
    set_turn(row, TABLE[WITH_OFFICE].turn, day)
    row.version += 1
    row.save()
    follow(row, by=by)
    upsert_entry(
        key=f"case-question-{handover.pk}",
        kind=QUESTION_ENTRY,
        subject=handover.ref,
        title=Phrase(gettext_noop("Answer a question of the welcome centre")),
        due_on=due_on,
        organisation_ids=[office.pk],
        owner=None,
        field=FIELD,
        confidentiality=OPEN,
        context=plain(office.name),
        basis=Phrase(gettext_noop("day named by the welcome centre")),
        waiting_for=plain(office.name),
        action_label=Phrase(gettext_noop("Answer")),
        action_path=handover.get_absolute_url(),
        by=by,
    )
    tell(row, gettext_noop("Question put to %(office)s"), by, at, office=office.name)
    return handover


@transaction.atomic
def answer_question(*, handover: Handover, text: str, by: User, at: datetime) -> Handover:
    """The office answers, once; it is our turn again. Raises ValidationError when somebody answered before."""
    case = locked(handover.case)
    held = Handover.objects.select_for_update(of=("self",)).select_related("office").get(pk=handover.pk)
    if held.answered_at:
        raise ValidationError(
            _("%(name)s has already answered this."), code="answered", params={"name": held.answered_by}
        )
    held.answer, held.answered_at, held.answered_by = clean_text(text), at, by.name
    held.save()
    day = timezone.localdate(at)
    if not case.handovers.filter(answered_at=None).exists() and case.state == WITH_OFFICE:
        case.state = ADVICE
        set_turn(case, TABLE[ADVICE].turn, day)
        case.version += 1
        case.save()
    follow(case, by=by)
    close_entry(key=f"case-question-{held.pk}", by=by, on=day)
    record(
        by=by, message=Phrase(gettext_noop("Question answered")), subject=held.ref, organisation_ids=[held.office_id], field=FIELD,
        confidentiality=OPEN, at=at,
    )  # fmt: skip
    tell(case, gettext_noop("Answer of %(office)s is here"), by, at, office=held.office.name)
    return held
