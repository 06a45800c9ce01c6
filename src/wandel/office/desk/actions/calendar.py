"""Personal calendar feeds: make one, take it back, write what it delivers."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import date, timedelta
from urllib.parse import urlparse

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override
from icalendar import Calendar, Event

from wandel.office.desk.models import CalendarSubscription, Entry
from wandel.office.desk.queries.calendar import hash_of_token
from wandel.office.journal.actions import record
from wandel.office.people.models import User
from wandel.ui.phrases import Phrase
from wandel.ui.sinks import CONFIDENTIAL
from wandel.ui.subjects import SubjectRef

TOKEN_BYTES = 32


def _ref(subscription: CalendarSubscription) -> SubjectRef:
    return SubjectRef("desk.subscription", str(subscription.pk), "/calendar/subscription/", str(subscription))


@transaction.atomic
def subscribe(*, user: User, label: str, on: date) -> tuple[CalendarSubscription, str]:
    """A new feed and its token (256 bit), which nobody can read again: the database keeps only the hash."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    subscription = CalendarSubscription.objects.create(
        user=user, label=label, token_hash=hash_of_token(token), created_on=on
    )
    message = Phrase(gettext_noop("Calendar link made"))
    record(by=user, message=message, subject=_ref(subscription), confidentiality=CONFIDENTIAL)
    return subscription, token


@transaction.atomic
def revoke(*, subscription: CalendarSubscription, by: User, on: date) -> None:
    """The link stops working at once."""
    subscription.revoked_on = on
    subscription.save(update_fields=["revoked_on"])
    message = Phrase(gettext_noop("Calendar link withdrawn"))
    record(by=by, message=message, subject=_ref(subscription), confidentiality=CONFIDENTIAL)


def note_read(*, subscription: CalendarSubscription, on: date) -> None:
    """Remember the last day a calendar asked; written at most once a day."""
    if subscription.read_on != on:
        subscription.read_on = on
        subscription.save(update_fields=["read_on"])


def calendar_file(*, entries: Iterable[Entry], language: str) -> bytes:
    """Entries as iCalendar (RFC 5545): whole days, stable UIDs, finished ones cancelled."""
    host = urlparse(settings.WANDEL_BASE_URL).hostname or "localhost"
    with override(language):
        calendar = Calendar()
        calendar.add("prodid", "-//wandel//desk//")
        calendar.add("version", "2.0")
        calendar.add("method", "PUBLISH")
        calendar.add("x-wr-calname", _("Desk"))
        for entry in entries:
            calendar.add_component(_event(entry, host))
        return calendar.to_ical()


def _event(entry: Entry, host: str) -> Event:
    event = Event()
    event.add("uid", f"{hashlib.sha256(entry.key.encode()).hexdigest()[:40]}@{host}")
    event.add("dtstamp", entry.changed_at)
    event.add("last-modified", entry.changed_at)
    event.add("sequence", entry.version)
    event.add("summary", str(entry.title))
    event.add("dtstart", entry.due_on)
    event.add("dtend", entry.due_on + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    link = f"{settings.WANDEL_BASE_URL}{entry.link}"
    lines = [str(entry.context), str(entry.basis), link]
    event.add("description", "\n".join(line for line in lines if line))
    event.add("url", link)
    event.add("status", "CONFIRMED" if entry.state == Entry.State.OPEN else "CANCELLED")
    return event
