"""Booking, cancelling and remembering appointments; the hours they are cut from."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from wandel.core.relocation.retention import deletion_day
from wandel.core.relocation.slots import Slot
from wandel.fields.relocation.actions.case import case_link, follow, locked, newcomer, tell
from wandel.fields.relocation.case_states import ADVICE, NEW
from wandel.fields.relocation.models import Appointment, Case, ClosedDay, OpeningHours, Room
from wandel.fields.relocation.queries.appointments import free_times, taken_between, to_remind
from wandel.fields.relocation.queries.cases import FIELD
from wandel.office.journal.actions import record
from wandel.office.outbox.actions import queue_mail
from wandel.office.people.models import User
from wandel.ui.formats import format_date
from wandel.ui.phrases import Phrase
from wandel.ui.sinks import INTERNAL
from wandel.ui.subjects import SubjectRef

# One person does not fill the week of all advisers.
MOST_BOOKED = 3
GONE = _("Somebody was faster, or this time is over. Please choose another one.")


@transaction.atomic
def book(*, case: Case, slot: Slot, by: User | None, at: datetime) -> Appointment:
    """Book a free slot. ``by`` None is the person. Raises ValidationError when it is not free (any more).

    Whoever books for an adviser or a room holds their rows until the end, so two bookings cannot overlap even where the
    grids of two opening hours differ; the constraints are the second lock.
    """
    row = locked(case)
    list(Room.objects.select_for_update().filter(pk=slot.room))
    list(User.objects.select_for_update().filter(pk=slot.adviser))
    if row.appointments.filter(state=Appointment.State.BOOKED, ends_at__gt=at).count() >= MOST_BOOKED:
        raise ValidationError(_("Three appointments are booked already. Cancel one, then choose another."), code="many")
    if slot not in free_times(at=at):
        raise ValidationError(GONE, code="taken")
    if any(
        one.adviser_id == slot.adviser or one.room_id == slot.room
        for one in taken_between(slot.begins_at, slot.ends_at)
    ):
        raise ValidationError(GONE, code="taken")
    try:
        with transaction.atomic():
            booked = Appointment.objects.create(
                case=row, adviser_id=slot.adviser, room_id=slot.room, begins_at=slot.begins_at, ends_at=slot.ends_at
            )
    except IntegrityError:
        raise ValidationError(GONE, code="taken") from None
    actor = by or newcomer(row)
    if row.adviser_id is None:
        row.adviser_id = slot.adviser
        row.state = ADVICE if row.state == NEW else row.state
    if by is None:
        row.last_word_at = at
    row.delete_on = max(row.delete_on, deletion_day("appointment", timezone.localdate(slot.ends_at)))
    row.version += 1
    row.save()
    follow(locked(row), by=actor)
    _mail(booked, gettext_noop("Your appointment"), key=f"appointment-{booked.pk}-booked")
    tell(row, gettext_noop("Appointment booked for %(day)s"), actor, at, day=timezone.localdate(slot.begins_at))
    return booked


@transaction.atomic
def cancel(*, appointment: Appointment, by: User | None, at: datetime) -> Appointment:
    """The time is free again at once; who was to come gets a mail. Cancelling twice changes nothing."""
    found = _held(appointment)
    if found.state == Appointment.State.CANCELLED:
        return found
    if found.state != Appointment.State.BOOKED or found.begins_at <= at:
        raise ValidationError(_("This appointment is over and cannot be cancelled any more."), code="over")
    found.state = Appointment.State.CANCELLED
    found.save()
    _mail(found, gettext_noop("Your appointment is cancelled"), key=f"appointment-{found.pk}-cancelled")
    tell(found.case, gettext_noop("Appointment cancelled"), by or newcomer(found.case), at)
    return found


@transaction.atomic
def note_outcome(*, appointment: Appointment, kept: bool, by: User, at: datetime) -> Appointment:
    """Somebody came, or nobody did; only once it has begun."""
    found = _held(appointment)
    if found.state == Appointment.State.CANCELLED or found.begins_at > at:
        raise ValidationError(_("Wait until the appointment has begun, then say whether somebody came."), code="early")
    found.state = Appointment.State.KEPT if kept else Appointment.State.MISSED
    found.save()
    said = gettext_noop("Appointment has taken place") if kept else gettext_noop("Nobody came to the appointment")
    tell(found.case, said, by, at)
    return found


def _held(appointment: Appointment) -> Appointment:
    rows = Appointment.objects.select_for_update(of=("self",)).select_related("case", "adviser", "room")
    return rows.get(pk=appointment.pk)


def remind(*, at: datetime) -> int:
    """What the daily job does: one mail on the day before (or the day itself), never a second one. Returns how many."""
    count = 0
    for appointment in to_remind(at):
        with transaction.atomic():
            found = _held(appointment)
            if found.reminded_at or found.state != Appointment.State.BOOKED:
                continue
            found.reminded_at = at
            found.save(update_fields=["reminded_at"])
            _mail(found, gettext_noop("Reminder: your appointment"), key=f"appointment-{found.pk}-reminder")
            count += 1
    return count


def when_words(appointment: Appointment) -> str:
    """Day, time and place in the language in force."""
    begins, ends = timezone.localtime(appointment.begins_at), timezone.localtime(appointment.ends_at)
    when = gettext("%(day)s, %(from)s to %(to)s") % {
        "day": format_date(begins.date()), "from": f"{begins:%H:%M}", "to": f"{ends:%H:%M}"
    }  # fmt: skip
    return ", ".join(part for part in (when, appointment.room.name, appointment.room.address) if part)


def _mail(appointment: Appointment, subject: str, *, key: str) -> None:
    """When and where, and the page on which it can be cancelled. Not what it is about."""
    case = appointment.case
    if not case.email:
        return
    with translation.override(case.language):
        queue_mail(
            to=case.email,
            subject=gettext(subject),
            text="\n\n".join(
                [gettext("Good day,"), when_words(appointment), gettext("On your page you find it for your calendar, and you can cancel it there.")]
            ),
            language=case.language,
            dedupe_key=key,
            links=[(gettext("Show or cancel the appointment"), case_link(case))],
            about=case.ref,
        )  # fmt: skip


def _tell_hours(row: OpeningHours | ClosedDay | Room, message: str, by: User) -> None:
    subject_kind = f"relocation.{row._meta.model_name}"
    record(
        by=by, message=Phrase(message, {"what": str(row)}), field=FIELD, confidentiality=INTERNAL,
        subject=SubjectRef(subject_kind, str(row.pk), "/newcomers/appointments/hours/", str(row)),
    )  # fmt: skip


@transaction.atomic
def save_hours(*, row: OpeningHours, values: Mapping[str, Any], by: User) -> OpeningHours:
    """New or changed hours. What is booked already stays booked."""
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    _tell_hours(row, gettext_noop("Opening hours saved: %(what)s"), by)
    return row


@transaction.atomic
def end_hours(*, row: OpeningHours, by: User, on: date) -> None:
    """From today nobody books in these hours any more."""
    row.valid_until = min(row.valid_until or on, on - timedelta(days=1))
    row.save(update_fields=["valid_until"])
    _tell_hours(row, gettext_noop("Opening hours ended: %(what)s"), by)


@transaction.atomic
def add_room(*, name: str, address: str, by: User) -> Room:
    row = Room.objects.create(name=name, address=address)
    _tell_hours(row, gettext_noop("Room added: %(what)s"), by)
    return row


@transaction.atomic
def close_day(*, day: date, reason: str, by: User) -> ClosedDay:
    row, _created = ClosedDay.objects.update_or_create(day=day, defaults={"reason": reason})
    _tell_hours(row, gettext_noop("Closed day: %(what)s"), by)
    return row


@transaction.atomic
def open_day(*, row: ClosedDay, by: User) -> None:
    _tell_hours(row, gettext_noop("Day open again: %(what)s"), by)
    row.delete()
