"""Applications (Anträge): begun from a shortlist, handed in, questioned, decided; what waits lies on the desk of who prepares it."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext, gettext_noop

from wandel.fields.funding.actions.record import FIELD
from wandel.fields.funding.models import Application, ApplicationStep, Programme, Zuwendungsbescheid
from wandel.fields.funding.models.application import APPLICATION_MOVES, ApplicationMove
from wandel.fields.funding.queries.applications import already_asks, missing_of
from wandel.fields.projects.actions.project import change_project, confidentiality_of
from wandel.fields.projects.models import Project
from wandel.fields.projects.queries.project import organisation_ids_of
from wandel.office.desk.actions.entry import close_entry, upsert_entry
from wandel.office.journal.actions import record
from wandel.office.people.models import Organisation, User
from wandel.ui.formats import format_date
from wandel.ui.phrases import Phrase, plain

State = Application.State
SAID = {
    State.PREPARING: gettext_noop("Application being prepared again: %(programme)s"),
    State.SUBMITTED: gettext_noop("Application handed in: %(programme)s"),
    State.QUESTIONED: gettext_noop("The funder asks about the application: %(programme)s – %(reason)s"),
    State.GRANTED: gettext_noop("Application granted: %(programme)s"),
    State.REFUSED: gettext_noop("Application refused: %(programme)s – %(reason)s"),
    State.WITHDRAWN: gettext_noop("Application withdrawn: %(programme)s – %(reason)s"),
}


@transaction.atomic
def begin_application(
    *, project: Project, programme: Programme, applicant: Organisation, values: Mapping[str, Any], by: User, on: date
) -> Application:
    """A project asks a programme. ``values`` are the columns an officer types.

    Raises ValidationError where the same project asks the same programme already.
    """
    # Two officers who begin at the same moment meet here.
    Project.objects.select_for_update().get(pk=project.pk)
    if already_asks(project, programme) is not None:
        raise ValidationError(gettext("This project asks this programme already; open that application."), code="twice")
    row = Application(project=project, programme=programme, applicant=applicant, begun_on=on, **values)
    row.owner = row.owner or by
    row.save()
    ApplicationStep.objects.create(application=row, state=State.PREPARING, taken_on=on, actor_name=by.name)
    _announce(row, by=by, on=on)
    _note(row, gettext_noop("Application begun: %(programme)s"), by)
    return row


@transaction.atomic
def change_application(*, application: Application, values: Mapping[str, Any], by: User, on: date) -> Application:
    """Save what was typed."""
    row = _locked(application)
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    _announce(row, by=by, on=on)
    _note(row, gettext_noop("Application changed: %(programme)s"), by)
    return row


@transaction.atomic
def move_application(
    *,
    application: Application,
    to: str,
    taken_on: date,
    by: User,
    on: date,
    reason: str = "",
    decided_grant: Decimal | None = None,
) -> Application:
    """Take one step of the table.

    Raises ValidationError for a step the table does not have, for what it needs and is missing, a future day, and a decision before the
    day of handing in.
    """
    row = _locked(application)
    move = _move(row, to)
    if taken_on > on:
        raise ValidationError({"taken_on": gettext("This day lies in the future. Note a step when it has been taken.")})
    if to == State.SUBMITTED and not move.back and row.state == State.PREPARING:
        missing = missing_of(row)
        if missing:
            raise ValidationError(missing, code="missing")
        row.submitted_on = taken_on
    if "reason" in move.needs and not reason.strip():
        raise ValidationError({"reason": gettext("Please say why; the next application learns from it.")})
    if to in {State.GRANTED, State.REFUSED}:
        if row.submitted_on and taken_on < row.submitted_on:
            sentence = gettext("It was handed in on %(day)s; it cannot have been decided before.")
            raise ValidationError({"taken_on": sentence % {"day": format_date(row.submitted_on)}})
        if "decided_grant" in move.needs and (decided_grant is None or decided_grant <= 0):
            raise ValidationError({"decided_grant": gettext("Please write how much was granted.")})
        row.decided_on, row.decided_grant = taken_on, decided_grant if to == State.GRANTED else None
    if move.back:
        row.decided_on, row.decided_grant = None, None
        row.submitted_on = None if to == State.PREPARING else row.submitted_on
    row.reason = reason.strip()
    row.state = to
    row.version += 1
    row.save()
    ApplicationStep.objects.create(
        application=row, state=to, taken_on=taken_on, note=reason.strip(), actor_name=by.name
    )
    _announce(row, by=by, on=on)
    _note(row, SAID[State(to)], by)
    return row


@transaction.atomic
def link_award(*, application: Application, award: Zuwendungsbescheid, by: User, on: date) -> Application:
    """The notice is recorded: application, award and project know one another."""
    row = _locked(application)
    row.award, row.reference = award, row.reference or award.reference
    row.version += 1
    row.save()
    if not row.project.award_reference:
        change_project(project=row.project, values={"award_reference": award.reference}, by=by, on=on)
    _announce(row, by=by, on=on)
    _note(row, gettext_noop("Notice recorded for the application: %(programme)s"), by)
    return row


def _move(row: Application, to: str) -> ApplicationMove:
    move = next((one for one in APPLICATION_MOVES[row.state] if one.to == to), None)
    if move is None:
        sentence = gettext("From “%(state)s” this step is not possible. Nothing was changed.")
        raise ValidationError(sentence % {"state": row.get_state_display()}, code="step")
    return move


def _locked(application: Application) -> Application:
    found = Application.objects.select_for_update(of=("self",))
    return found.select_related("project", "programme", "applicant", "owner", "award").get(pk=application.pk)


def _announce(row: Application, *, by: User, on: date) -> None:
    """What waits for whoever prepares it: handing in, answering, recording the notice, and the end of an early start."""
    waiting = {
        State.PREPARING: (gettext_noop("Hand in the application: %(programme)s"), row.due_on),
        State.QUESTIONED: (gettext_noop("Answer the funder about the application: %(programme)s"), None),
        State.GRANTED: (gettext_noop("Record the notice for: %(programme)s"), None),
    }.get(State(row.state))
    if row.state == State.GRANTED and row.award_id:
        waiting = None
    _entry(row, "step", waiting, by=by, on=on)
    early = None
    if row.early == Application.Early.GRANTED and row.state in {State.PREPARING, State.SUBMITTED, State.QUESTIONED}:
        early = (gettext_noop("The consent to an early start ends: %(programme)s"), row.early_until_on)
    _entry(row, "early", early, by=by, on=on)


def _entry(row: Application, part: str, waiting: tuple[str, date | None] | None, *, by: User, on: date) -> None:
    key = f"application-{row.pk}-{part}"
    if waiting is None:
        close_entry(key=key, by=by, on=on)
        return
    title, due_on = waiting
    upsert_entry(
        key=key,
        kind="application",
        subject=row.ref,
        title=Phrase(title, {"programme": row.programme.title}),
        due_on=due_on,
        organisation_ids=[row.applicant_id],
        owner=row.owner,
        field=FIELD,
        confidentiality=confidentiality_of(row.project),
        context=plain(row.project.title),
        basis=Phrase(""),
        waiting_for=Phrase(""),
        by=by,
    )


def _note(row: Application, msgid: str, by: User) -> None:
    record(
        by=by,
        message=Phrase(msgid, {"programme": row.programme.title, "reason": row.reason}),
        subject=row.ref,
        organisation_ids=sorted({*organisation_ids_of(row.project), row.applicant_id}),
        field=FIELD,
        confidentiality=confidentiality_of(row.project),
    )
