"""Future topics and the register of who advises on what."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from wandel.fields.projects.actions.project import spoken_columns
from wandel.fields.projects.models import Adviser, FutureTopic
from wandel.fields.projects.queries.project import FIELD
from wandel.office.desk.actions.entry import close_entry, upsert_entry
from wandel.office.journal.actions import record
from wandel.office.people.models import User
from wandel.office.search.actions import index
from wandel.ui.phrases import Phrase, plain
from wandel.ui.sinks import INTERNAL, SearchText

TOPIC = (
    "title", "question", "known", "state", "future_field", "next_step", "review_on", "owner",
)  # fmt: skip
LISTS = ("municipalities", "projects")
ADVISER = ("organisation", "person", "subject", "checked_on", "note")


def _put(row: Any, values: dict[str, Any], columns: tuple[str, ...], lists: tuple[str, ...]) -> list[str]:
    """Assign and save; returns the columns that changed. A new row counts every given one as changed."""
    created = row.pk is None
    changed = [name for name in columns if name in values and (created or getattr(row, name) != values[name])]
    for name in changed:
        setattr(row, name, values[name])
    moved = [
        name
        for name in lists
        if name in values
        and (created or {one.pk for one in values[name]} != set(getattr(row, name).values_list("pk", flat=True)))
    ]
    if not changed and not moved:
        return []
    if not created:
        row.version += 1
    row.save()
    for name in moved:
        getattr(row, name).set(values[name])
    return [*changed, *moved]


@transaction.atomic
def save_topic(*, topic: FutureTopic, values: dict[str, Any], by: User | None, on: date) -> FutureTopic:
    """Record a topic or change one; its review day stands on the desk. The same values change nothing."""
    created = topic.pk is None
    found = topic if created else FutureTopic.objects.select_for_update().get(pk=topic.pk)
    changed = _put(found, values, TOPIC, LISTS)
    if not changed:
        return found
    _write_review(found, by=by, on=on)
    index(topic_search_text(found))
    message = (
        Phrase(gettext_noop("Topic recorded"))
        if created
        else Phrase(gettext_noop("Changed: %(what)s"), {"what": spoken_columns(FutureTopic, changed)})
    )
    record(by=by, message=message, subject=found.ref, field=FIELD, confidentiality=INTERNAL)
    return found


def _write_review(topic: FutureTopic, *, by: User | None, on: date) -> None:
    key = f"topic-{topic.pk}-review"
    if topic.review_on is None or topic.state == FutureTopic.State.CLOSED:
        close_entry(key=key, by=by, on=on)
        return
    upsert_entry(
        key=key,
        kind="topic_review",
        subject=topic.ref,
        title=Phrase(gettext_noop("Look at the topic again")),
        due_on=topic.review_on,
        organisation_ids=[],
        owner=topic.owner,
        field=FIELD,
        confidentiality=INTERNAL,
        context=plain(topic.title if not topic.next_step else f"{topic.title} · {topic.next_step}"),
        basis=Phrase(gettext_noop("review day of the topic")),
        waiting_for=Phrase(""),
        by=by,
    )


@transaction.atomic
def save_adviser(*, adviser: Adviser, values: dict[str, Any], by: User | None) -> Adviser:
    """Enter somebody in the register or change the row."""
    created = adviser.pk is None
    found = adviser if created else Adviser.objects.select_for_update(of=("self",)).get(pk=adviser.pk)
    if _put(found, values, ADVISER, ("topics",)):
        message = gettext_noop("Entered in the register of advisers") if created else gettext_noop("Register changed")
        record(by=by, message=Phrase(message), subject=found.ref, field=FIELD, confidentiality=INTERNAL)
    return found


@transaction.atomic
def remove_adviser(*, adviser: Adviser, by: User | None) -> None:
    """Take a row out of the register."""
    message = Phrase(gettext_noop("Taken out of the register of advisers"))
    record(by=by, message=message, subject=adviser.ref, field=FIELD, confidentiality=INTERNAL)
    adviser.delete()


def topic_search_text(topic: FutureTopic) -> SearchText:
    return SearchText(
        subject=topic.ref, title=topic.title, words=topic.question[:300], field=FIELD, confidentiality=INTERNAL
    )


def all_topic_search_texts() -> Iterator[SearchText]:
    """Every topic as the search box knows it, for rebuilding the index."""
    for topic in FutureTopic.objects.iterator(chunk_size=500):
        yield topic_search_text(topic)
