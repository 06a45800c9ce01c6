"""All entries about one thing at once: they leave the desks when the thing is withdrawn, and come back with it."""

from datetime import date

from django.db import transaction

from wandel.office.desk.actions.entry import close_entry, reopen_entry
from wandel.office.desk.models import Entry
from wandel.office.people.models import User
from wandel.ui.subjects import SubjectRef


def _keys(subject: SubjectRef, state: str) -> list[str]:
    found = Entry.objects.filter(subject_kind=subject.kind, subject_pk=str(subject.pk), state=state)
    return list(found.order_by("pk").values_list("key", flat=True))


@transaction.atomic
def drop_entries_about(*, subject: SubjectRef, by: User, on: date) -> int:
    """Take every open entry about the thing off the desks, whoever it waits for. Returns how many."""
    keys = _keys(subject, Entry.State.OPEN)
    for key in keys:
        close_entry(key=key, by=by, on=on, state=Entry.State.DROPPED)
    return len(keys)


@transaction.atomic
def restore_entries_about(*, subject: SubjectRef, by: User) -> int:
    """Put back what was taken off; what was done before stays done. Returns how many."""
    keys = _keys(subject, Entry.State.DROPPED)
    for key in keys:
        reopen_entry(key=key, by=by)
    return len(keys)
