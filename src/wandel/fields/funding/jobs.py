"""Background work on awards and programmes."""

import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from wandel.core.foerderung.bookings import BookingTable, guess_columns, headings_of, read_bookings
from wandel.core.programmes.reading import UnusableExport, read_programmes
from wandel.core.tables.problems import UnusableFile
from wandel.fields.funding.actions.booking_import import TakenBookings, take_in_bookings
from wandel.fields.funding.actions.law import open_awards, raise_changes
from wandel.fields.funding.actions.programme_import import take_in_programmes
from wandel.fields.funding.actions.programme_watch import remind_closing
from wandel.fields.funding.models import Zuwendungsbescheid
from wandel.office.people.models import User
from wandel.office.runs import incoming
from wandel.office.runs.actions import start
from wandel.office.runs.execution import RunHandle
from wandel.ui.phrases import Phrase

LAW_CHECK = "funding.law-check"


def check_law_of_awards(run: RunHandle) -> dict[str, int]:
    """Look at every running award once; goes on behind the last one looked at when it was interrupted."""
    after = int((run.cursor or {}).get("after", 0))
    seen = changed = 0
    for award in open_awards(after=after):
        changed += len(raise_changes(award=award, on=timezone.localdate()))
        seen += 1
        if seen % 100 == 0:
            run.checkpoint({"after": award.pk})
            run.progress(seen, 0)
            if run.cancelled():
                break
    return {"awards": seen, "changes": changed}


def queue_law_check(now: datetime) -> None:
    """Once a day, after an update may have brought new legal values."""
    start(kind=LAW_CHECK, params={}, by=None, label=Phrase(gettext_noop("Compare awards with today's law")))


def run_programme_import(run: RunHandle) -> dict[str, Any]:
    """Read an export of programmes; with ``check`` only say what would change. Nothing is written before all of it is read."""
    params = run.params
    path = Path(params["path"])
    try:
        reading = read_programmes(path, skip_broken=params["skip_broken"], tell=run.progress)
    except UnusableExport as error:
        raise ValidationError(error.text.to(get_language() or "de"), code="file") from None
    by = User.objects.filter(pk=run.actor_id).first() if run.actor_id else None
    taken = take_in_programmes(
        reading, whole=params["whole"], by=by, on=timezone.localdate(), dry_run=params["check"], tell=run.progress
    )
    if not params["check"]:
        shutil.rmtree(path.parent, ignore_errors=True)
    seen = taken.as_json() | {
        "programmes": len(reading.programmes),
        "left_out": reading.left_out,
        "remarks": [one.sentence().as_json() for one in reading.remarks],
        "more_remarks": reading.remark_count - len(reading.remarks),
        "unknown": reading.unknown.most_common(30),
    }
    return {"path": f"/programmes/imports/{run.id}/", "seen": seen}


def run_booking_import(run: RunHandle) -> dict[str, Any]:
    """Read the payments of a finance system; with ``check`` only say what would come in and by which columns."""
    params = run.params
    path = Path(params["path"])
    content = path.read_bytes()
    award = Zuwendungsbescheid.objects.standing().select_related("recipient", "funder", "lead").get(pk=params["award"])
    by = User.objects.get(pk=run.actor_id)
    table, taken, problem = BookingTable([]), TakenBookings(), None
    columns = params["columns"]
    try:
        table.headers = headings_of(content)
        columns = columns or guess_columns(table.headers)
        table = read_bookings(content, columns=columns, sign=params["sign"], order=params["order"])
    except UnusableFile as error:
        if not table.headers or not params["check"]:
            raise ValidationError(error.text.to(get_language() or "de"), code="file") from None
        problem = error.text.as_json()
    if table.remarks.skipped and not params["skip_broken"] and not params["check"]:
        raise ValidationError(_("Some lines cannot be read; nothing was taken in."), code="broken")
    if problem is None:
        taken = take_in_bookings(
            table.records, award=award, by=by, on=timezone.localdate(), dry_run=params["check"], tell=run.progress
        )
    if not params["check"]:
        shutil.rmtree(path.parent, ignore_errors=True)
    seen = taken.as_json() | {
        "headers": table.headers,
        "columns": columns,
        "problem": problem,
        "other_orders": table.other_orders,
        "orders": table.orders.most_common(20),
        "skipped": table.remarks.skipped,
        "remarks": [one.sentence().as_json() for one in table.remarks.rows],
        "more_remarks": table.remarks.count - len(table.remarks.rows),
    }
    return {"path": f"/awards/booking-imports/{run.id}/", "seen": seen}


def remind_of_closing(now: datetime) -> None:
    """Every day: programmes people watch that close soon."""
    remind_closing(on=timezone.localdate(now))


def clear_incoming(now: datetime) -> None:
    """Every day: files that were looked at more than a week ago and never taken in."""
    incoming.clear_incoming("funding", now)
