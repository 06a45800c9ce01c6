"""Keeping programmes and marking them for a project."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_noop

from wandel.core.text.fold import fold
from wandel.fields.funding.actions.programme_watch import tell_watchers
from wandel.fields.funding.models import Programme, ProgrammeMark, ProgrammeVersion
from wandel.fields.projects.models import Project
from wandel.fields.projects.queries.project import organisation_ids_of
from wandel.office.journal.actions import record
from wandel.office.people.models import User
from wandel.ui.phrases import Phrase
from wandel.ui.sinks import OPEN, SearchText, announce_search_text

FIELD = "funding"


@transaction.atomic
def save_programme(
    *, programme: Programme, values: Mapping[str, Any], by: User | None, on: date | None = None
) -> Programme:
    """Write a programme; the journal names what changed, and with a day those who watch it hear of it."""
    known = programme.pk is not None
    changed = [name for name, value in values.items() if getattr(programme, name) != value]
    for name, value in values.items():
        setattr(programme, name, value)
    if known:
        programme.version += 1
    else:
        programme.key = programme.key or _free_key(programme.title)
        programme.known_since = programme.checked_on
    programme.save()
    announce_search_text(search_text_of(programme))
    if not known:
        _note(programme, Phrase(gettext_noop("Programme entered")), by)
    elif changed:
        labels = ", ".join(str(programme._meta.get_field(name).verbose_name) for name in changed)
        if on:
            tell_watchers([(programme, ProgrammeVersion.Kind.CHANGED)], by=by, on=on)
        _note(programme, Phrase(gettext_noop("Programme changed: %(what)s"), {"what": labels}), by)
    return programme


@transaction.atomic
def check_programme(*, programme: Programme, by: User, on: date) -> None:
    """Somebody has compared the facts with the funder's page today and they hold."""
    row = Programme.objects.select_for_update().get(pk=programme.pk)
    row.checked_on, row.confirmed = on, True
    row.version += 1
    row.save()
    _note(row, Phrase(gettext_noop("Facts compared with the funder's page on %(day)s"), {"day": on}), by)


@transaction.atomic
def mark_programme(
    *, project: Project, programme: Programme, state: str, note: str, by: User, on: date
) -> ProgrammeMark | None:
    """Put a programme on a project's shortlist, mute it, or with an empty state take the mark away."""
    Project.objects.select_for_update().get(pk=project.pk)
    if not state:
        ProgrammeMark.objects.filter(project=project, programme=programme).delete()
        _note_project(
            project, programme, Phrase(gettext_noop("“%(programme)s”: mark taken away"), _named(programme)), by
        )
        return None
    values = {"state": ProgrammeMark.State(state), "note": note, "marked_on": on, "marked_by": by}
    mark, _made = ProgrammeMark.objects.update_or_create(project=project, programme=programme, defaults=values)
    said = {
        ProgrammeMark.State.SHORTLISTED: gettext_noop("“%(programme)s” put on the shortlist"),
        ProgrammeMark.State.MUTED: gettext_noop("“%(programme)s” does not fit this project"),
    }[mark.state]
    _note_project(project, programme, Phrase(said, _named(programme)), by)
    return mark


def search_text_of(programme: Programme) -> SearchText:
    """The row as the search box knows it."""
    return SearchText(
        programme.ref,
        programme.title,
        words=programme.short,
        context=programme.funder,
        field=FIELD,
        confidentiality=OPEN,
        removed=programme.gone_on is not None,
    )


def all_programme_texts() -> Any:
    """Every programme on offer, for rebuilding the index."""
    for programme in Programme.objects.filter(gone_on=None).iterator():
        yield search_text_of(programme)


def _free_key(title: str) -> str:
    base = slugify(fold(title))[:70] or "programm"
    taken = set(Programme.objects.filter(key__startswith=base).values_list("key", flat=True))
    return next(
        key for number in range(1, len(taken) + 2) if (key := base if number == 1 else f"{base}-{number}") not in taken
    )


def _named(programme: Programme) -> dict[str, str]:
    return {"programme": programme.title}


def _note(programme: Programme, message: Phrase, by: User | None) -> None:
    record(by=by, message=message, subject=programme.ref, field=FIELD, confidentiality=OPEN)


def _note_project(project: Project, programme: Programme, message: Phrase, by: User) -> None:
    record(by=by, message=message, subject=project.ref, organisation_ids=organisation_ids_of(project), field=FIELD)
