"""The stock on a key date, read from the events of the same sites; no second data set."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from wandel.fields.land.models import Site, SiteEvent
from wandel.fields.land.queries.site import sites_for
from wandel.fields.land.workflow import STEPS
from wandel.office.people.access import Access

STATE_KINDS = frozenset({SiteEvent.Kind.RECORDED, SiteEvent.Kind.FORWARD, SiteEvent.Kind.BACK})


@dataclass(frozen=True)
class StockRow:
    """One site as it was on the key date."""

    site: Site
    state: str
    since: date
    area_m2: float | None


@dataclass(frozen=True)
class StockSum:
    """All sites in one state on the key date."""

    state: str
    label: str
    count: int
    hectares: float


def stock_on(access: Access, day: date) -> list[StockRow]:
    """Every site this reader may see that was in the stock on a day, in its state and size of that day. Two queries."""
    rows: dict[int, StockRow] = {}
    gone: set[int] = set()
    sites = {site.pk: site for site in sites_for(access).select_related("municipality")}
    events = SiteEvent.objects.filter(on__lte=day, site__in=sites_for(access).order_by().values("pk"))
    for event in events.order_by("on", "pk"):
        site = sites.get(event.site_id)
        if site is None:
            continue
        if event.kind in STATE_KINDS:
            rows[site.pk] = StockRow(site, event.state, event.on, event.area_m2)
        gone = gone | {site.pk} if event.kind == SiteEvent.Kind.RETIRED else gone - {site.pk}
    return [row for pk, row in rows.items() if pk not in gone]


def sums_of(rows: list[StockRow]) -> list[StockSum]:
    """The stock by state in the order of the table; states nobody is in are left out."""
    return list(_sums(rows))


def _sums(rows: list[StockRow]) -> Iterator[StockSum]:
    for step in STEPS:
        found = [row for row in rows if row.state == step.state]
        if found:
            hectares = sum((row.area_m2 or 0) / 10_000 for row in found)
            yield StockSum(step.state, gettext(step.label), len(found), hectares)


def state_at(site: Site, day: date) -> str:
    """In which state a site was on a key date; empty before it was recorded. One query."""
    last = site.events.filter(on__lte=day, kind__in=STATE_KINDS).order_by("on", "pk").last()
    return last.state if last else ""
