"""Watching programmes: whoever watches one finds on the desk that it changed, is gone or back, or closes soon."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_noop

from wandel.core.scouting.rules import CLOSING_DAYS
from wandel.fields.funding.models import Programme, ProgrammeVersion, ProgrammeWatch
from wandel.office.desk.actions.entry import close_entry, upsert_entry
from wandel.office.desk.models import Entry
from wandel.office.desk.registry import READ
from wandel.office.people.models import User
from wandel.ui.phrases import Phrase, plain
from wandel.ui.sinks import OPEN

FIELD = "funding"
KIND = ProgrammeVersion.Kind
SAID = {
    KIND.CHANGED: gettext_noop("“%(programme)s” has changed"),
    KIND.GONE: gettext_noop("“%(programme)s” is gone from its source"),
    KIND.BACK: gettext_noop("“%(programme)s” is back"),
}


@transaction.atomic
def watch_programme(*, programme: Programme, by: User, on: date) -> None:
    """Watching twice changes nothing."""
    ProgrammeWatch.objects.get_or_create(programme=programme, user=by, defaults={"since": on})
    remind_closing(on=on, programme=programme)


@transaction.atomic
def unwatch_programme(*, programme: Programme, by: User, on: date) -> None:
    """No more is told; what was told stays until it is read, the reminder of the last day goes."""
    ProgrammeWatch.objects.filter(programme=programme, user=by).delete()
    close_entry(key=_closing_key(programme, by), by=by, on=on, state=Entry.State.DROPPED)


def tell_watchers(told: Iterable[tuple[Programme, str]], *, by: User | None, on: date) -> None:
    """Put on the desks what happened to programmes (a kind of ``ProgrammeVersion``); who did it is not told."""
    kinds = {programme.pk: kind for programme, kind in told if kind in SAID}
    watches = ProgrammeWatch.objects.filter(programme__in=list(kinds)).select_related("programme", "user")
    for watch in watches.exclude(user=by) if by else watches:
        _announce(
            watch,
            key=f"programme-{watch.programme_id}-told-{watch.user_id}-{on:%Y%m%d}",
            title=Phrase(SAID[KIND(kinds[watch.programme_id])], {"programme": watch.programme.title}),
            due_on=None,
        )


@transaction.atomic
def remind_closing(*, on: date, programme: Programme | None = None) -> None:
    """Once a day: what is watched and closes within six weeks waits on the desk until its last day; what has closed leaves it.

    ``programme``: only that one.
    """
    watches = ProgrammeWatch.objects.select_related("programme", "user")
    if programme is not None:
        watches = watches.filter(programme=programme)
    near = Q(programme__closes_on__range=(on, on + timedelta(days=CLOSING_DAYS)), programme__gone_on=None)
    for watch in watches.filter(near):
        _announce(
            watch,
            key=_closing_key(watch.programme, watch.user),
            title=Phrase(gettext_noop("“%(programme)s” closes"), {"programme": watch.programme.title}),
            due_on=watch.programme.closes_on,
        )
    for watch in watches.exclude(near):
        close_entry(key=_closing_key(watch.programme, watch.user), by=None, on=on, state=Entry.State.DROPPED)


def _closing_key(programme: Programme, user: User) -> str:
    return f"programme-{programme.pk}-closes-{user.pk}"


def _announce(watch: ProgrammeWatch, *, key: str, title: Phrase, due_on: date | None) -> None:
    upsert_entry(
        key=key,
        kind=READ,
        subject=watch.programme.ref,
        title=title,
        due_on=due_on,
        organisation_ids=(),
        owner=watch.user,
        field=FIELD,
        confidentiality=OPEN,
        context=plain(watch.programme.funder),
        basis=Phrase(gettext_noop("You watch this programme")),
        waiting_for=Phrase(""),
        by=None,
        reopen=False,
    )
