"""Writing the stock down on a key date: by hand, and by itself at the turn of the year."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from wandel.fields.land.models import Site, SiteEvent, SiteSnapshot
from wandel.fields.land.queries.capacity import capacity_of_site, densities_on
from wandel.fields.land.queries.pipeline import HEAVY
from wandel.fields.land.queries.site import FIELD
from wandel.office.journal.actions import record
from wandel.office.people.models import User
from wandel.ui.formats import format_date
from wandel.ui.phrases import Phrase
from wandel.ui.sinks import INTERNAL
from wandel.ui.subjects import SubjectRef

# What a row holds; homes are None where they had no number.
ROW = (
    "site", "number", "name", "municipality", "organisation", "kind", "use", "development", "state", "state_on",
    "area_m2", "available_from", "available_until", "low", "likely", "high", "dwellings_built",
)  # fmt: skip
STATE_KINDS = frozenset({SiteEvent.Kind.RECORDED, SiteEvent.Kind.FORWARD, SiteEvent.Kind.BACK})


def snapshot_rows(key_date: date) -> list[dict[str, Any]]:
    """Every site that was in the stock on a key date, by number. Three queries."""
    last: dict[int, SiteEvent] = {}
    gone: set[int] = set()
    for event in SiteEvent.objects.filter(on__lte=key_date).order_by("on", "pk"):
        if event.kind in STATE_KINDS:
            last[event.site_id] = event
        elif event.kind == SiteEvent.Kind.RETIRED:
            gone.add(event.site_id)
        else:
            gone.discard(event.site_id)
    densities = densities_on(key_date)
    sites = Site.objects.select_related("municipality", "organisation").defer(*HEAVY).order_by("number")
    rows = []
    for site in sites:
        event = last.get(site.pk)
        if event is None or site.pk in gone:
            continue
        homes = capacity_of_site(site, densities)
        values = (
            site.pk, site.number, site.name, site.municipality.ags, site.organisation_id, site.kind, site.use,
            site.development, event.state, event.on.isoformat(), event.area_m2 or site.size_m2, site.available_from,
            site.available_until, *((homes.low, homes.likely, homes.high) if homes else (None, None, None)),
            site.dwellings_built if event.state == "built" else None,
        )  # fmt: skip
        rows.append(dict(zip(ROW, values, strict=True)))
    return rows


@transaction.atomic
def take_snapshot(*, key_date: date, by: User | None, on: date, note: str = "") -> SiteSnapshot:
    """Write the stock down. Raises ValidationError for a day to come and for a key date that is written already."""
    if key_date > on:
        raise ValidationError(_("A key date cannot lie in the future. Choose today or an earlier day."), code="future")
    if SiteSnapshot.objects.filter(key_date=key_date).exists():
        raise ValidationError(
            _("The stock of %(day)s is written down already and is not changed. Choose another day."),
            params={"day": format_date(key_date)},
            code="taken",
        )
    snapshot = SiteSnapshot(
        key_date=key_date,
        rows=snapshot_rows(key_date),
        note=note.strip()[:300],
        taken_at=timezone.now(),
        actor_id=str(by.pk) if by else "",
        actor_name=by.name if by else "",
    )
    snapshot.save()
    record(
        by=by,
        message=Phrase(gettext_noop("Stock of %(day)s written down"), {"day": key_date}),
        subject=SubjectRef("land.snapshot", str(snapshot.pk), "/land/snapshots/", str(snapshot)),
        field=FIELD,
        confidentiality=INTERNAL,
    )
    return snapshot


def take_yearly(now: datetime) -> SiteSnapshot | None:
    """The stock of the last 31 December, if nobody has written it down yet and anything was there. Idempotent."""
    today = timezone.localdate(now)
    key_date = date(today.year - 1, 12, 31)
    if SiteSnapshot.objects.filter(key_date=key_date).exists():
        return None
    if not SiteEvent.objects.filter(on__lte=key_date).exists():
        return None
    return take_snapshot(key_date=key_date, by=None, on=today)
