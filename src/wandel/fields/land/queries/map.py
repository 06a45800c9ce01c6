"""What the maps show. One seam: pages, endpoints and papers read through here and know no model.

Geometries are GeoJSON in degrees (EPSG:4326). Rights sit here: what ``access`` may not see does not come out.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from wandel.core.suitability.capacity import Capacity
from wandel.fields.land.models import Candidate as StoredCandidate
from wandel.fields.land.models import Site, SuitabilityRun
from wandel.fields.land.queries.analysis import analyses_for, factors_path
from wandel.fields.land.queries.capacity import capacity_of_candidate, densities_on, settlements_on
from wandel.fields.land.queries.site import published_sites, sites_for
from wandel.fields.land.workflow import ENDS, PLANNING
from wandel.office.people.access import Access
from wandel.office.places import queries as places
from wandel.ui.formats import format_number

Geometry = Mapping[str, Any]
FeatureCollection = dict[str, Any]
# Where a class of suitability begins, in points of 100: low, medium, high.
CLASS_BOUNDS = (40, 70)
LEGEND = {
    "blue": gettext_lazy("being looked at"),
    "amber": gettext_lazy("in planning"),
    "green": gettext_lazy("available"),
    "line": gettext_lazy("reserved"),
}


@dataclass(frozen=True, slots=True)
class Boundary:
    """A municipality on the base map."""

    ags: str
    name: str
    geometry: Geometry


@dataclass(frozen=True, slots=True)
class MapSite:
    """A managed area. ``tone`` is one of blue, green, amber, red, line and colours it together with the word ``group`` of
    the legend, which joins several states.
    """

    pk: int
    name: str
    kind: str
    state: str
    tone: str
    municipality: str
    area_ha: float
    geometry: Geometry
    url: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the selection: "Haltepunkt", "640 m"; ``tone`` amber or red where it counts against."""

    label: str
    value: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Factor:
    """A criterion with its weight; weights of an analysis sum to 1."""

    key: str
    label: str
    weight: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """A contiguous area the analysis found. ``values``: one per factor, 0 to 1; ``why``: what costs most, one sentence.

    ``dwellings``: homes at least, likely, at most, with their arithmetic in ``steps``; None where ``missing`` says what nobody
    has decided yet. ``site_url``: the site it has become. ``adopt_url`` takes a POST and makes a site of it; empty where this reader may not.
    """

    pk: int
    number: int
    municipality: str
    area_ha: float
    geometry: Geometry
    values: Sequence[float]
    facts: Sequence[Fact] = ()
    why: str = ""
    dwellings: tuple[int, int, int] | None = None
    steps: Sequence[str] = ()
    missing: Sequence[str] = ()
    adopt_url: str = ""
    site_url: str = ""


@dataclass(frozen=True, slots=True)
class Analysis:
    """A finished search for areas.

    ``base`` says on what it stands ("276.781 Flurstücke (synthetisch) · 8 Ebenen"); ``factors_file`` is what
    ``core.tiles.factors.pack_factors`` wrote for its parcels, ``archive`` the name of the tiles they are drawn from.
    """

    pk: int
    title: str
    base: str
    factors: Sequence[Factor]
    exclusions: Sequence[str]
    candidates: Sequence[Candidate]
    consistency: float | None = None
    weights_url: str = ""
    factors_file: Path | None = None
    archive: str = ""
    source: str = ""

    def score(self, values: Sequence[float]) -> float:
        """Points of 100 with the analysis's own weights."""
        total = sum(factor.weight for factor in self.factors)
        return (
            100 * sum(factor.weight * value for factor, value in zip(self.factors, values, strict=True)) / (total or 1)
        )


@dataclass(frozen=True, slots=True)
class Selection:
    """What the panel beside the map says about one thing."""

    title: str
    badge: str
    lead: str
    facts: Sequence[Fact]
    why: str = ""
    url: str = ""
    adopt_url: str = ""
    score: float | None = None
    pk: int = 0
    steps: Sequence[str] = ()
    missing: Sequence[str] = ()
    parcels_url: str = ""


def boundaries() -> list[Boundary]:
    """Municipalities with a boundary, by name. Public facts."""
    return [Boundary(one.ags, one.name, one.boundary) for one in places.municipalities() if one.boundary]


def boundaries_attribution() -> str:
    county = places.county()
    return county.attribution if county else ""


def sites(access: Access) -> list[MapSite]:
    """Drawn areas this reader may see; built, dropped and retired ones stay off the map."""
    rows = sites_for(access).filter(retired_on=None).exclude(geometry=None).exclude(state__in=ENDS)
    return [_on_map(site, site.state_label) for site in rows.select_related("municipality")]


def public_sites(*, ags: str = "", use: str = "") -> list[MapSite]:
    """Published areas, for everybody, narrowed to a municipality or a use; what the staff calls a step stays inside."""
    rows = published_sites().exclude(geometry=None).select_related("municipality")
    if ags:
        rows = rows.filter(municipality__ags=ags)
    if use:
        rows = rows.filter(use=use)
    return [_on_map(site, site.public_label, public=True) for site in rows]


def _on_map(site: Site, state: str, *, public: bool = False) -> MapSite:
    tone = {"available": "green", "reserved": "line"}.get(site.state, "amber" if site.state in PLANNING else "blue")
    return MapSite(
        pk=site.pk,
        name=site.name,
        kind=str(site.get_kind_display()),
        state=state,
        tone=tone,
        municipality=site.municipality.name,
        area_ha=site.size_ha or 0.0,
        geometry=site.geometry,
        url="" if public else site.get_absolute_url(),
        group=str(LEGEND[tone]),
    )


def sites_geojson(access: Access) -> FeatureCollection:
    return feature_collection(sites(access))


def public_sites_geojson(*, ags: str = "", use: str = "") -> FeatureCollection:
    return feature_collection(public_sites(ags=ags, use=use))


def analysis(access: Access, pk: int, *, on: date) -> Analysis | None:
    """A finished analysis this reader may see; homes are counted with what is decided on a day."""
    found = analyses_for(access).filter(pk=pk).first()
    return _analysis(access, found, on) if found else None


def latest_analysis(access: Access, *, on: date) -> Analysis | None:
    """The newest finished analysis this reader may see."""
    found = analyses_for(access).first()
    return _analysis(access, found, on) if found else None


def _analysis(access: Access, run: SuitabilityRun, on: date) -> Analysis:
    german = (get_language() or "de").startswith("de")
    rules = import_module("wandel.core.suitability.rules").rules_from(run.rules)
    language = "de" if german else "en"
    densities, settlements = densities_on(on), settlements_on(on)
    return Analysis(
        pk=run.pk,
        title=run.title,
        base=_base(run),
        factors=[
            Factor(one.name, one.label.to(language), weight)
            for one, weight in zip(rules.weighted, rules.weights, strict=True)
        ],
        exclusions=[one.label.to(language) for one in rules.criteria if one.exclude is not None or one.exclude_below],
        candidates=[
            _candidate(access, row, language, capacity_of_candidate(row, densities, settlements))
            for row in run.candidates.select_related("municipality")
        ],
        consistency=run.consistency,
        weights_url=reverse("land:rules-pairs", args=[run.rule_set_id]) if access.may("land.analysis.run") else "",
        factors_file=factors_path(run.pk),
        archive=run.archive,
        source=_base(run),
    )


def _base(run: SuitabilityRun) -> str:
    numbers = {
        "parcels": format_number(run.parcels),
        "layers": len(run.inputs) - 1,
        "candidates": run.candidates.count(),
    }
    if run.synthetic:
        return _("%(parcels)s parcels (synthetic) · %(layers)s layers · %(candidates)s candidates") % numbers
    return _("%(parcels)s parcels · %(layers)s layers · %(candidates)s candidates") % numbers


def _candidate(access: Access, row: StoredCandidate, language: str, homes: Capacity) -> Candidate:
    adopt = reverse("land:candidate-adopt", args=[row.pk]) if access.may("land.site.decide") and not row.site_id else ""
    return Candidate(
        pk=row.pk,
        number=row.number,
        municipality=row.municipality.name if row.municipality else "",
        area_ha=row.hectares,
        geometry=row.geometry,
        values=row.values,
        facts=[
            Fact(fact[f"label_{language}"], fact[f"value_{language}"], "amber" if fact["against"] else "")
            for fact in row.facts
        ],
        why=row.why_de if language == "de" else row.why_en,
        dwellings=(homes.low or 0, homes.likely or 0, homes.high or 0) if homes.known else None,
        steps=[step.to(language) for step in homes.steps],
        missing=[sentence.to(language) for sentence in homes.missing],
        adopt_url=adopt,
        site_url=f"/land/sites/{row.site_id}/" if row.site_id and access.may("land.site.view") else "",
    )


def site_selection(access: Access | None, pk: int) -> Selection | None:
    """What the panel says about a site; without ``access`` only of published ones."""
    known = sites(access) if access else public_sites()
    for site in known:
        if site.pk == pk:
            return Selection(
                title=site.name,
                badge=site.state,
                lead=f"{site.kind} · {site.municipality}",
                facts=[],
                url=site.url,
                pk=site.pk,
            )
    return None


def feature_collection(rows: Iterable[MapSite]) -> FeatureCollection:
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": row.pk,
                "geometry": row.geometry,
                "properties": {
                    "name": row.name,
                    "kind": row.kind,
                    "state": row.state,
                    "tone": row.tone,
                    "group": row.group,
                    "municipality": row.municipality,
                    "url": row.url,
                },
            }
            for row in rows
        ],
    }


def candidates_geojson(found: Analysis) -> FeatureCollection:
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": one.pk,
                "geometry": one.geometry,
                "properties": {
                    "number": one.number,
                    "municipality": one.municipality,
                    "values": [round(value, 4) for value in one.values],
                },
            }
            for one in found.candidates
        ],
    }


def selection(access: Access, found: Analysis | None, kind: str, pk: int) -> Selection | None:
    """What the panel says about a candidate or a site; None where there is none for this reader."""
    if kind == "site":
        return site_selection(access, pk)
    if kind != "candidate" or found is None:
        return None
    for one in found.candidates:
        if one.pk == pk:
            return _candidate_selection(found, one)
    return None


def _candidate_selection(found: Analysis, one: Candidate) -> Selection:
    return Selection(
        title=_("Candidate %(number)s · %(municipality)s") % {"number": one.number, "municipality": one.municipality},
        badge=f"{format_number(Decimal(str(one.area_ha)), places=1)} ha",
        lead=homes_sentence(one),
        facts=one.facts,
        why=one.why,
        adopt_url=one.adopt_url,
        url=one.site_url,
        score=found.score(one.values),
        pk=one.pk,
        steps=one.steps,
        missing=one.missing,
        parcels_url=f"{reverse('land:parcels', args=[found.pk])}?candidate={one.pk}",
    )


def homes_sentence(one: Candidate) -> str:
    """ "about 85 to 119 homes, 100 likely", or nothing where no density is decided."""
    if one.dwellings is None:
        return ""
    low, likely, high = (format_number(value) for value in one.dwellings)
    return _("about %(low)s to %(high)s homes, %(likely)s likely") % {"low": low, "likely": likely, "high": high}


def selection_url(found: Analysis | None) -> str:
    """Address pattern of the panel; the browser fills in kind and number."""
    base = reverse("land:map-selection", args=["kind", 0]).replace("kind/0/", "{kind}/{pk}/")
    return f"{base}?analysis={found.pk}" if found else base
