"""What changes on the desk. Areas upsert and close by their stable key; people close, postpone and hand over by hand."""

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from wandel.office.desk.models import Entry
from wandel.office.desk.models.phrase_field import in_both_languages
from wandel.office.desk.registry import MANUAL_KINDS, OWN_KINDS
from wandel.office.journal.actions import record
from wandel.office.people.models import User
from wandel.ui.phrases import Phrase, plain
from wandel.ui.sinks import CONFIDENTIAL, INTERNAL, OPEN, FollowUp
from wandel.ui.subjects import SubjectRef

NOTHING = Phrase("")


@transaction.atomic
def upsert_entry(
    *,
    key: str,
    kind: str,
    subject: SubjectRef,
    title: Phrase,
    due_on: date | None,
    organisation_ids: Iterable[int],
    owner: User | None,
    field: str,
    confidentiality: str,
    context: Phrase,
    basis: Phrase,
    waiting_for: Phrase,
    cost: Phrase = NOTHING,
    action_label: Phrase = NOTHING,
    action_path: str = "",
    by: Any,
    post: str = "",
    reopen: bool | None = None,
) -> Entry:
    """Write what waits under its stable key; saying the same again changes nothing and leaves no trace.

    A closed entry opens again, because whoever announces it says that it waits; entries that people close by hand
    (tasks, reminders, things to read) stay closed unless ``reopen`` is true; ``reopen=False`` leaves any entry closed.
    A hand-over stands until the area names another owner than before.
    """
    return _upsert(
        key=key,
        organisation_ids=organisation_ids,
        owner_id=owner.pk if owner else None,
        by=by,
        reopen=reopen,
        kind=kind,
        subject=subject,
        title=title,
        due_on=due_on,
        field=field,
        confidentiality=confidentiality,
        context=context,
        basis=basis,
        waiting_for=waiting_for,
        cost=cost,
        action_label=action_label,
        action_path=action_path,
        post=post,
    )


def take_follow_up(follow_up: FollowUp) -> None:
    """What people and places announce lands on the desk in the same transaction."""
    if follow_up.done:
        close_entry(key=follow_up.key, by=None, on=timezone.localdate())
        return
    _upsert(
        key=follow_up.key,
        organisation_ids=follow_up.organisation_ids,
        owner_id=follow_up.owner_id,
        by=None,
        reopen=True,
        kind=follow_up.kind,
        subject=follow_up.subject,
        title=follow_up.title,
        due_on=follow_up.due_on,
        field=follow_up.field,
        confidentiality=follow_up.confidentiality,
        context=follow_up.context,
        basis=follow_up.basis,
        waiting_for=follow_up.waiting_for,
    )


@transaction.atomic
def _upsert(
    *,
    key: str,
    organisation_ids: Iterable[int],
    owner_id: int | None,
    by: Any,
    reopen: bool | None,
    subject: SubjectRef,
    **values: Any,
) -> Entry:
    houses = {int(pk) for pk in organisation_ids}
    entry = Entry.objects.select_for_update().filter(key=key).first()
    if entry is None:
        entry = Entry(key=key, owner_id=owner_id, announced_owner_id=owner_id, **values)
        entry.subject = subject
        entry.waiting = bool(entry.waiting_for.msgid)
        entry.waits_since = timezone.localdate() if entry.waiting else None
        try:
            with transaction.atomic():
                entry.save()
        except IntegrityError:
            # Another writer announced the same key a moment earlier; now it is there to be changed.
            return _upsert(
                key=key, organisation_ids=houses, owner_id=owner_id, by=by, reopen=reopen, subject=subject, **values
            )
        entry.organisations.set(houses)
        _record(entry, gettext_noop("On the desk: %(title)s"), by=by, houses=houses)
        return entry
    before = _state_of(entry)
    for name, value in values.items():
        setattr(entry, name, value)
    entry.subject = subject
    if owner_id != entry.announced_owner_id:
        entry.owner_id = entry.announced_owner_id = owner_id
    waiting = bool(entry.waiting_for.msgid)
    if waiting != entry.waiting:
        entry.waiting, entry.waits_since = waiting, timezone.localdate() if waiting else None
    if reopen is None:
        reopen = entry.kind not in MANUAL_KINDS
    reopened = reopen and entry.state != Entry.State.OPEN
    if reopened:
        entry.state, entry.done_on, entry.done_by = Entry.State.OPEN, None, None
    known = set(entry.organisations.values_list("pk", flat=True))
    if _state_of(entry) == before and known == houses:
        return entry
    entry.version += 1
    entry.save()
    if known != houses:
        entry.organisations.set(houses)
    message = (
        gettext_noop("On the desk again: %(title)s") if reopened else gettext_noop("Changed on the desk: %(title)s")
    )
    _record(entry, message, by=by, houses=houses)
    return entry


def _state_of(entry: Entry) -> dict[str, Any]:
    """All columns that an area writes, as they would be stored."""
    values = {}
    for column in entry._meta.concrete_fields:
        if column.name not in {"version", "created_at", "changed_at"}:
            value = getattr(entry, column.attname)
            values[column.attname] = value.to_json() if isinstance(value, Phrase) else value
    return values


def _record(entry: Entry, msgid: str, *, by: Any, houses: Iterable[int] | None = None, **params: Any) -> None:
    record(
        by=by,
        message=Phrase(msgid, {"title": in_both_languages(entry.title), **params}),
        subject=entry.ref,
        organisation_ids=entry.organisations.values_list("pk", flat=True) if houses is None else houses,
        field=entry.field,
        confidentiality=entry.confidentiality,
    )


def _locked(entry: Entry) -> Entry:
    return Entry.objects.select_for_update(of=("self",)).get(pk=entry.pk)


@transaction.atomic
def close_entry(*, key: str, by: Any, on: date, state: str = Entry.State.DONE) -> Entry | None:
    """Take an entry off the desk, done or dropped. Closing twice, or what never was there, changes nothing."""
    entry = Entry.objects.select_for_update().filter(key=key, state=Entry.State.OPEN).first()
    if entry is None:
        return None
    entry.state, entry.done_on, entry.done_by = state, on, by if isinstance(by, User) else None
    entry.version += 1
    entry.save()
    done = state == Entry.State.DONE
    _record(entry, gettext_noop("Done: %(title)s") if done else gettext_noop("Taken off the desk: %(title)s"), by=by)
    return entry


def close_by_hand(*, entry: Entry, by: User, on: date) -> None:
    """The Done button. Raises ValidationError for what closes only when the thing behind it is done."""
    if not entry.by_hand:
        raise ValidationError(_("This closes by itself as soon as the thing behind it is done."))
    close_entry(key=entry.key, by=by, on=on)


@transaction.atomic
def reopen_entry(*, key: str, by: Any) -> Entry | None:
    """Undo: an entry that was closed waits again."""
    entry = Entry.objects.select_for_update().filter(key=key).exclude(state=Entry.State.OPEN).first()
    if entry is None:
        return None
    entry.state, entry.done_on, entry.done_by = Entry.State.OPEN, None, None
    entry.version += 1
    entry.save()
    _record(entry, gettext_noop("On the desk again: %(title)s"), by=by)
    return entry


@transaction.atomic
def postpone(*, entry: Entry, until: date, by: User, on: date) -> Entry:
    """Move a task or reminder. Raises ValidationError for dates that the law or somebody else has set."""
    entry = _locked(entry)
    if not entry.by_hand:
        raise ValidationError(_("This date does not stand in your hand. Change it on the page behind it."))
    if until < on:
        raise ValidationError(_("Please choose today or a later day."), code="past")
    entry.due_on, entry.reacted_on = until, on
    entry.version += 1
    entry.save()
    _record(entry, gettext_noop("Postponed to %(day)s: %(title)s"), by=by, day=until)
    return entry


@transaction.atomic
def hand_over(*, entry: Entry, to: User, by: User, on: date) -> Entry:
    """Give an entry to a colleague. Whether the colleague may have it, the form's choice says."""
    entry = _locked(entry)
    if to.pk == entry.owner_id:
        return entry
    entry.owner, entry.reacted_on = to, on
    entry.version += 1
    entry.save()
    _record(entry, gettext_noop("Handed over to %(name)s: %(title)s"), by=by, name=to.name)
    return entry


@transaction.atomic
def take_on(*, entry: Entry, by: User, on: date) -> Entry:
    """“I am on it”: the owner has seen the overdue entry, so nobody else is told."""
    entry = _locked(entry)
    entry.reacted_on = on
    entry.version += 1
    entry.save()
    _record(entry, gettext_noop("%(name)s is on it: %(title)s"), by=by, name=by.name)
    return entry


def _reach(*, shared: bool, is_unit: bool) -> str:
    """Who sees an own task: nobody but its owner (and the head of unit), or the unit, or the house."""
    if not shared:
        return CONFIDENTIAL
    return INTERNAL if is_unit else OPEN


@transaction.atomic
def create_task(
    *,
    title: str,
    note: str,
    kind: str,
    due_on: date | None,
    owner: User,
    shared: bool,
    is_unit: bool,
    organisation_ids: Iterable[int],
    by: User,
) -> Entry:
    """An own task or reminder. Only ``shared`` ones are seen by the owner's organisation."""
    if kind not in OWN_KINDS:
        raise ValueError(f"{kind} is no kind of an own task")
    return upsert_entry(
        key=f"{kind}:{uuid.uuid4()}",
        kind=kind,
        subject=SubjectRef("", "", "", ""),
        title=plain(title),
        due_on=due_on,
        organisation_ids=organisation_ids if shared and not is_unit else (),
        owner=owner,
        field="",
        confidentiality=_reach(shared=shared, is_unit=is_unit),
        context=plain(note) if note else NOTHING,
        basis=Phrase(gettext_noop("own task")) if kind == "task" else Phrase(gettext_noop("own reminder")),
        waiting_for=NOTHING,
        by=by,
    )


@transaction.atomic
def edit_task(
    *,
    entry: Entry,
    version: int,
    title: str,
    note: str,
    kind: str,
    due_on: date | None,
    shared: bool,
    is_unit: bool,
    organisation_ids: Iterable[int],
    by: User,
    on: date,
) -> Entry:
    """Change an own task. Raises ValidationError when somebody else changed it since the form was opened."""
    entry = _locked(entry)
    if entry.version != version:
        raise ValidationError(
            _("Somebody has changed this task in the meantime. Please look at it again, then enter your change."),
            code="conflict",
        )
    entry.title, entry.context = plain(title), plain(note) if note else NOTHING
    entry.kind, entry.due_on, entry.reacted_on = kind, due_on, on
    entry.confidentiality = _reach(shared=shared, is_unit=is_unit)
    entry.version += 1
    entry.save()
    entry.organisations.set(organisation_ids if shared and not is_unit else ())
    _record(entry, gettext_noop("Changed on the desk: %(title)s"), by=by)
    return entry


def delete_task(*, entry: Entry, by: User, on: date) -> None:
    """Take an own task away; ``reopen_entry`` brings it back."""
    if not entry.is_own_task:
        raise ValidationError(_("Only own tasks can be deleted."))
    close_entry(key=entry.key, by=by, on=on, state=Entry.State.DROPPED)
