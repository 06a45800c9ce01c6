"""Four eyes: ask an office or a person to sign too, sign, refuse, withdraw. Question and answer also go by mail."""

from collections.abc import Iterable
from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from wandel.office.desk.actions.entry import close_entry, upsert_entry
from wandel.office.desk.models import CoSignRequest
from wandel.office.desk.models.cosign import transition
from wandel.office.desk.models.phrase_field import in_both_languages
from wandel.office.desk.queries.cosign import asked_people, is_asked
from wandel.office.desk.registry import COSIGN, READ, cosign_listener
from wandel.office.journal.actions import record
from wandel.office.outbox.actions import queue_mail
from wandel.office.people.models import Organisation, User
from wandel.ui.formats import format_date
from wandel.ui.phrases import Phrase, plain
from wandel.ui.sinks import CONFIDENTIAL, INTERNAL, OPEN
from wandel.ui.subjects import SubjectRef

State = CoSignRequest.State
MESSAGES = {
    State.SIGNED: gettext_noop("Approved: %(what)s"),
    State.REFUSED: gettext_noop("Refused: %(what)s – %(note)s"),
    State.WITHDRAWN: gettext_noop("Approval no longer asked: %(what)s"),
}


@transaction.atomic
def ask_cosign(
    *,
    subject: SubjectRef,
    what: Phrase,
    by: User,
    on: date,
    organisation: Organisation | None = None,
    user: User | None = None,
    due_on: date | None = None,
    field: str = "",
    confidentiality: str = INTERNAL,
    organisation_ids: Iterable[int] = (),
    facts: Iterable[tuple[Phrase, Phrase]] = (),
) -> CoSignRequest:
    """Ask an office or a person to sign too; until ``due_on``, today if nobody says otherwise.

    ``organisation_ids`` are the houses of the asker's side, whose colleagues see that it waits. ``facts`` are rows (label,
    value) that nobody should sign without; the page shows them. Raises ValidationError when the asker names themselves or
    nobody.
    """
    if (organisation is None) == (user is None):
        raise ValidationError(_("Please name either one office or one person."), code="whom")
    if user is not None and user.pk == by.pk:
        raise ValidationError(_("Four eyes: somebody else must sign. Please name another person."), code="self")
    request = CoSignRequest(
        what=what,
        organisation=organisation,
        user=user,
        asked_by=by,
        asked_on=on,
        due_on=due_on or on,
        field=field,
        confidentiality=confidentiality,
    )
    request.subject = subject
    request.lay_facts(facts)
    request.save()
    _put_on_desks(request, by=by, organisation_ids=organisation_ids)
    record(
        by=by,
        message=Phrase(
            gettext_noop("Approval asked of %(name)s: %(what)s"),
            {"name": request.asked, "what": in_both_languages(what)},
        ),
        subject=subject,
        organisation_ids=_houses(request, organisation_ids),
        field=field,
        confidentiality=confidentiality,
    )
    _mail_question(request)
    return request


def _mail_question(request: CoSignRequest) -> None:
    named = _is_named(request)
    for user in asked_people(request, request.asked_on):
        with translation.override(user.language):
            title = str(request.what) if named else _("Approve something confidential")
            text = _("%(name)s asks you by %(day)s: %(what)s") % {
                "name": request.asked_by.name,
                "day": format_date(request.due_on),
                "what": title,
            }
            rows = [f"{label}: {value}" for label, value in request.fact_rows] if named else []
            queue_mail(
                to=user.email,
                subject=_("Your approval is asked: %(what)s") % {"what": title},
                text="\n\n".join([text, *(["\n".join(rows)] if rows else [])]),
                language=user.language,
                dedupe_key=f"cosign-{request.pk}-asked-{user.pk}",
                links=[(_("Check"), request.get_absolute_url())],
                about=request.ref if named else None,
            )


def _mail_answer(request: CoSignRequest) -> None:
    user = request.asked_by
    if not user.email or not user.is_active:
        return
    with translation.override(user.language):
        answer = str(Phrase(MESSAGES[State(request.state)], {"what": str(request.what), "note": request.note}))
        queue_mail(
            to=user.email,
            subject=answer,
            text=_("%(name)s has decided on %(day)s. %(answer)s")
            % {
                "name": request.decided_by.name,
                "day": format_date(timezone.localdate(request.decided_at)),
                "answer": answer,
            },
            language=user.language,
            dedupe_key=f"cosign-{request.pk}-decided",
            links=[(_("See the answer"), request.get_absolute_url())],
            about=request.ref,
        )


def _is_outside(request: CoSignRequest) -> bool:
    return request.organisation is not None and request.organisation.kind != Organisation.Kind.UNIT


def _is_named(request: CoSignRequest) -> bool:
    """What is confidential goes unnamed to an office outside the unit."""
    return not (_is_outside(request) and request.confidentiality == CONFIDENTIAL)


def _houses(request: CoSignRequest, organisation_ids: Iterable[int]) -> list[int]:
    asked = {request.organisation_id} if request.organisation_id else set()
    return sorted({*organisation_ids, *asked})


def _put_on_desks(request: CoSignRequest, *, by: User, organisation_ids: Iterable[int]) -> None:
    asked = request.organisation
    outside = _is_outside(request)
    # An office outside the unit sees only open rows, and so does the whole unit: what is confidential goes unnamed there.
    unnamed = not _is_named(request)
    title = Phrase(gettext_noop("Approve something confidential")) if unnamed else request.what
    label = "" if unnamed else request.subject_label
    subject = request.ref if not unnamed else SubjectRef("desk.cosign", str(request.pk), request.get_absolute_url(), "")
    upsert_entry(
        key=asked_key(request),
        kind=COSIGN,
        subject=subject,
        title=title,
        due_on=request.due_on,
        organisation_ids=[asked.pk] if asked else (),
        owner=request.user,
        field=request.field,
        confidentiality=OPEN if outside else request.confidentiality,
        context=Phrase(
            gettext_noop("%(label)s · prepared by %(name)s"), {"label": label, "name": request.asked_by.name}
        )
        if label
        else Phrase(gettext_noop("prepared by %(name)s"), {"name": request.asked_by.name}),
        basis=Phrase(gettext_noop("Four-eyes approval")),
        # For the unit an approval of another office waits for that office.
        waiting_for=plain(asked.name) if outside else Phrase(""),
        action_label=Phrase(gettext_noop("Check")),
        action_path=request.get_absolute_url(),
        by=by,
    )
    upsert_entry(
        key=asker_key(request),
        kind=COSIGN,
        subject=request.subject,
        title=request.what,
        due_on=request.due_on,
        organisation_ids=[pk for pk in organisation_ids if pk != request.organisation_id],
        owner=by,
        field=request.field,
        confidentiality=request.confidentiality,
        context=Phrase(gettext_noop("open: %(name)s"), {"name": request.asked}),
        basis=Phrase(gettext_noop("Approval asked on %(day)s"), {"day": request.asked_on}),
        waiting_for=plain(request.asked),
        action_path=request.get_absolute_url(),
        by=by,
    )


def asked_key(request: CoSignRequest) -> str:
    return f"cosign:{request.pk}:asked"


def asker_key(request: CoSignRequest) -> str:
    return f"cosign:{request.pk}:asker"


@transaction.atomic
def decide(*, request: CoSignRequest, to: str, note: str, by: User, at: datetime) -> CoSignRequest:
    """Sign, refuse or withdraw. The listener of the subject's kind runs in the same transaction.

    Raises ValidationError where the table has no such step or a reason is missing, PermissionDenied for the wrong person.
    """
    request = (
        CoSignRequest.objects.select_for_update(of=("self",))
        .select_related("organisation", "user", "asked_by")
        .get(pk=request.pk)
    )
    day = timezone.localdate(at)
    step = transition(request.state, to)
    if step is None:
        raise ValidationError(
            _("This has been decided already: %(state)s.") % {"state": request.get_state_display()}, code="step"
        )
    if step.by == "asker" and request.asked_by_id != by.pk:
        raise PermissionDenied("only the asker withdraws")
    if step.by == "asked" and (request.asked_by_id == by.pk or not is_asked(by, request, day)):
        raise PermissionDenied("four eyes, and only the asked side")
    if step.needs_note and not note.strip():
        raise ValidationError(_("Please say why you refuse, so that the other side can put it right."), code="note")
    request.state, request.note, request.decided_by, request.decided_at = to, note.strip(), by, at
    request.version += 1
    request.save()
    close_entry(key=asked_key(request), by=by, on=day)
    waiting = close_entry(key=asker_key(request), by=by, on=day)
    if to == State.REFUSED:
        _tell_asker(request, by=by, on=day)
    if to != State.WITHDRAWN:
        _mail_answer(request)
    listener = cosign_listener(request.subject_kind)
    if listener:
        listener(request)
    houses = waiting.organisations.values_list("pk", flat=True) if waiting else ()
    record(
        by=by,
        message=Phrase(MESSAGES[State(to)], {"what": in_both_languages(request.what), "note": request.note}),
        subject=request.subject,
        organisation_ids=_houses(request, houses),
        field=request.field,
        confidentiality=request.confidentiality,
    )
    return request


@transaction.atomic
def drop_cosigns_about(*, subject: SubjectRef, by: User, at: datetime) -> int:
    """Open questions about a thing that is withdrawn are no longer asked, whoever asked them. Returns how many.

    The caller has authorised the thing and knows of it, so no listener runs.
    """
    waiting = CoSignRequest.objects.select_for_update(of=("self",)).filter(
        subject_kind=subject.kind, subject_pk=str(subject.pk), state=State.ASKED
    )
    requests = list(waiting)
    for request in requests:
        drop_cosign(request=request, by=by, at=at)
    return len(requests)


@transaction.atomic
def drop_cosign(*, request: CoSignRequest, by: User, at: datetime) -> None:
    """One open question is no longer asked, whoever asked it; an answered one stays. The caller has authorised the thing."""
    if request.state != State.ASKED:
        return
    request.state, request.decided_by, request.decided_at = State.WITHDRAWN, by, at
    request.version += 1
    request.save()
    for key in (asked_key(request), asker_key(request)):
        close_entry(key=key, by=by, on=timezone.localdate(at))
    record(
        by=by,
        message=Phrase(MESSAGES[State.WITHDRAWN], {"what": in_both_languages(request.what)}),
        subject=request.subject,
        organisation_ids=_houses(request, ()),
        field=request.field,
        confidentiality=request.confidentiality,
    )


def _tell_asker(request: CoSignRequest, *, by: User, on: date) -> None:
    upsert_entry(
        key=f"cosign:{request.pk}:refused",
        kind=READ,
        subject=request.subject,
        title=Phrase(gettext_noop("Refused: %(what)s"), {"what": in_both_languages(request.what)}),
        due_on=on,
        organisation_ids=(),
        owner=request.asked_by,
        field="",
        confidentiality=CONFIDENTIAL,
        context=plain(request.note[:200]),
        basis=Phrase(gettext_noop("Four-eyes approval")),
        waiting_for=Phrase(""),
        action_path=request.get_absolute_url(),
        by=by,
    )
