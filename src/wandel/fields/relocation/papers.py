"""The plan as a calendar file and as a document; an appointment for one's own calendar."""

import hashlib
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from wandel.core.relocation.plan import Plan, Task
from wandel.fields.relocation.models import Appointment
from wandel.ui.documents import Document, Facts, Heading, Note, Paragraph
from wandel.ui.documents.model import Block
from wandel.ui.formats import format_date


def calendar_of(plan: Plan, *, language: str, host: str, visit: str, at: datetime) -> bytes:
    """Every dated step as a whole day (RFC 5545). ``visit`` tells two people's plans apart, so uids do not clash."""
    calendar = Calendar()
    calendar.add("prodid", "-//wandel//relocation//")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("My plan"))
    for task in plan.tasks:
        if task.due_on:
            event = Event()
            event.add("uid", f"{hashlib.sha256(f'{visit}:{task.uid}'.encode()).hexdigest()[:40]}@{host}")
            event.add("dtstamp", at)
            event.add("summary", task.title.to(language))
            event.add("description", f"{task.what.to(language)} {reason(task, language)}")
            event.add("dtstart", task.due_on)
            event.add("dtend", task.due_on + timedelta(days=1))
            calendar.add_component(event)
    return calendar.to_ical()


def reason(task: Task, language: str) -> str:
    """Why this day, with the norm."""
    because = " ".join(text.to(language) for text in task.step.because)
    return f"{because} ({task.step.norm})" if task.step.norm else because


def when(task: Task) -> str:
    """The date of a step in words."""
    if task.due_on:
        return _("by %(day)s") % {"day": format_date(task.due_on)}
    return _("at once") if task.step.promptly else _("no fixed day")


def document_of(plan: Plan, *, language: str, day: datetime) -> Document:
    """The plan to print: every step with what, where, why and what to bring along."""
    blocks: list[Block] = [
        Paragraph(_("Made on %(day)s from your answers. It is information, not legal advice; the offices decide.") % {"day": format_date(day.date())})
    ]  # fmt: skip
    for number, task in enumerate(plan.tasks, 1):
        blocks.append(Heading(2, f"{number}. {task.title.to(language)}"))
        rows = [
            (_("When"), when(task)),
            (_("What to do"), task.what.to(language)),
            (_("Where"), " · ".join(filter(None, (task.office.name.to(language), task.office.url, task.office.phone)))),
            (_("Why this day"), reason(task, language)),
        ]
        if task.documents:
            rows.append((_("Bring along"), ", ".join(one.to(language) for one in task.documents)))
        if task.step.status != "confirmed":
            rows.append((_("Please check"), _("Nobody has confirmed this rule yet; ask the office.")))
        blocks.append(Facts(rows))
    blocks += [Note(_("Not needed"), note.text.to(language)) for note in plan.notes]
    return Document(title=_("My plan for moving here"), language=language, blocks=blocks, day=day.date())


def appointment_calendar(appointment: Appointment, *, host: str, at: datetime) -> bytes:
    """One appointment as a calendar file. It names place and time, not what it is about."""
    calendar = Calendar()
    calendar.add("prodid", "-//wandel//relocation//")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    event = Event()
    event.add("uid", f"appointment-{appointment.pk}@{host}")
    event.add("dtstamp", at)
    event.add("summary", _("Appointment at the welcome centre"))
    event.add("location", ", ".join(filter(None, (appointment.room.name, appointment.room.address))))
    event.add("dtstart", appointment.begins_at)
    event.add("dtend", appointment.ends_at)
    calendar.add_component(event)
    return calendar.to_ical()
