"""Key dates: which are written down, and what changed between two of them, for the sites a reader may see."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext

from wandel.fields.land.models import SiteSnapshot
from wandel.fields.land.queries.site import sites_for
from wandel.fields.land.workflow import ORDER, STEPS, TABLE
from wandel.office.people.access import Access

Row = Mapping[str, Any]


def snapshots_for(access: Access) -> QuerySet[SiteSnapshot]:
    """The key dates, latest first, without their rows."""
    if not access.may("land.site.view"):
        return SiteSnapshot.objects.none()
    return SiteSnapshot.objects.defer("rows")


def snapshot_for(access: Access, pk: int) -> SiteSnapshot:
    found = SiteSnapshot.objects.all() if access.may("land.site.view") else SiteSnapshot.objects.none()
    return get_object_or_404(found, pk=pk)


@dataclass(frozen=True)
class StateChange:
    """One site that stands elsewhere in the table than before; an empty label: it was not in the stock."""

    site: int
    number: str
    name: str
    before: str
    now: str


@dataclass(frozen=True)
class StateSum:
    """Sites and hectares in one state at both key dates."""

    label: str
    sites_before: int
    hectares_before: float
    sites_now: int
    hectares_now: float


@dataclass(frozen=True)
class Comparison:
    """What changed from the earlier key date to the later one. ``uptake_*``: what is built now and was not before."""

    earlier: SiteSnapshot
    later: SiteSnapshot
    sums: list[StateSum]
    changes: list[StateChange]
    uptake_sites: int
    uptake_ha: float
    uptake_homes: int


def _hectares(rows: list[Row]) -> float:
    return sum((row["area_m2"] or 0.0) / 10_000 for row in rows)


def compare_for(access: Access, one: SiteSnapshot, other: SiteSnapshot) -> Comparison:
    """Two key dates in either order; rows of sites this reader may not see are left out. One query."""
    earlier, later = sorted((one, other), key=lambda snapshot: snapshot.key_date)
    seen = set(sites_for(access).values_list("pk", flat=True))
    before: dict[int, Row] = {row["site"]: row for row in earlier.rows if row["site"] in seen}
    now: dict[int, Row] = {row["site"]: row for row in later.rows if row["site"] in seen}
    built = [
        row
        for pk, row in now.items()
        if row["state"] == "built" and (pk not in before or before[pk]["state"] != "built")
    ]
    return Comparison(
        earlier,
        later,
        _sums(list(before.values()), list(now.values())),
        _changes(before, now),
        len(built),
        _hectares(built),
        sum(row["dwellings_built"] or 0 for row in built),
    )


def _sums(before: list[Row], now: list[Row]) -> list[StateSum]:
    found = []
    for step in STEPS:
        old = [row for row in before if row["state"] == step.state]
        new = [row for row in now if row["state"] == step.state]
        if old or new:
            found.append(StateSum(gettext(step.label), len(old), _hectares(old), len(new), _hectares(new)))
    return found


def _changes(before: Mapping[int, Row], now: Mapping[int, Row]) -> list[StateChange]:
    found = []
    for pk in before.keys() | now.keys():
        old, new = before.get(pk), now.get(pk)
        if old and new and old["state"] == new["state"]:
            continue
        known = new or old or {}
        labels = [gettext(TABLE[row["state"]].label) if row else "" for row in (old, new)]
        found.append((known, StateChange(pk, known["number"], known["name"], labels[0], labels[1])))
    return [change for row, change in sorted(found, key=lambda pair: (ORDER[pair[0]["state"]], pair[0]["number"]))]
