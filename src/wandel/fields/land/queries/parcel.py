"""One parcel of an analysis: found by its number, and why it has its points. Every answer reads a row, never the whole."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from importlib import import_module
from itertools import pairwise
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _

from wandel.core.geodata.parcel_index import IndexedParcel, find_parcels, parcel_at, parcels_at
from wandel.core.suitability.explaining import Explained, explain, shown_value
from wandel.core.suitability.rows import Row, read_rows
from wandel.core.suitability.rules import DISTANCE, Rules, rules_from
from wandel.fields.land.models import Candidate, LayerVersion, Site, SuitabilityRun
from wandel.fields.land.queries.analysis import (
    PARCELS,
    analyses_for,
    explanation_path,
    factors_path,
    measured_folder,
    members_path,
)
from wandel.fields.land.queries.layer import current_version, flat_path, parcel_index_path
from wandel.fields.land.queries.site import sees_owner, sites_for
from wandel.office.people.access import Access
from wandel.ui.formats import reader_language

# A managed site is at most some kilometres wide; its label lies no farther from a parcel on it than this, in degrees.
NEAR = 0.05
# A part of a parcel this small in another municipality is the thickness of a border.
WHOLE = 0.995
# Rows a table as CSV may have; more is another analysis's export, not what somebody reads.
MOST_ROWS = 50_000


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion in words: what was measured, the points it costs (None where it is not weighed), whether it excludes."""

    label: str
    value: str
    cost: float | None
    excludes: bool
    advice: str = ""
    unknown: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """A layer the analysis read: which version, of which day, from where. ``newer``: another version is in force today."""

    name: str
    number: int
    as_of: date
    source: str
    synthetic: bool
    newer: bool
    url: str


@dataclass(frozen=True, slots=True)
class SiteHere:
    """A managed site on the parcel; ``owner`` is said only to readers who may know it."""

    name: str
    url: str
    state: str
    owner: str = ""


@dataclass(frozen=True, slots=True)
class ParcelPanel:
    """Everything the panel says about a parcel. Without ``explained`` the analysis is older than this kind of answer."""

    analysis: int
    pk: int
    label: str
    lon: float | None
    lat: float | None
    explained: bool
    area_m2: float = 0.0
    municipality: str = ""
    municipality_per_cent: float | None = None
    points: float = 0.0
    points_otherwise: float = 0.0
    excluded: Sequence[str] = ()
    lines: Sequence[Line] = ()
    sources: Sequence[Source] = ()
    sites: Sequence[SiteHere] = ()
    candidate: Candidate | None = None
    may_see_layers: bool = False
    notes: Sequence[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ParcelRow:
    """A line of the table twin: ``cells`` are what was measured, in the order of the rules."""

    pk: int
    label: str
    municipality: str
    area_m2: float
    points: float
    excluded: str
    cells: Sequence[str]
    costs: Sequence[float | None]


def _run(access: Access, pk: int) -> SuitabilityRun | None:
    return analyses_for(access).filter(pk=pk).first()


def _index(run: SuitabilityRun) -> Any:
    return parcel_index_path(PARCELS, run.inputs.get(PARCELS, ""))


def found_in(access: Access, text: str, analysis: int | None, most: int) -> list[IndexedParcel]:
    """Parcels by number among those of an analysis, or of the cadastre in force. For those who may look at layers."""
    if not access.may("land.layer.view"):
        return []
    if analysis is not None:
        run = _run(access, analysis)
        return find_parcels(_index(run), text, most) if run else []
    version = current_version(PARCELS)
    return find_parcels(parcel_index_path(PARCELS, version.sha256), text, most) if version else []


def parcel_label(access: Access, analysis: int, position: int) -> IndexedParcel | None:
    run = _run(access, analysis)
    return parcel_at(_index(run), position) if run else None


def parcel_outline(access: Access, position: int) -> dict[str, Any] | None:
    """GeoJSON of a parcel of the cadastre in force, where somebody takes it over into a drawing."""
    version = current_version(PARCELS) if access.may("land.layer.view") else None
    if version is None or position >= version.features:
        return None
    flat = import_module("wandel.core.geodata.flat")
    path = flat_path(PARCELS, version.sha256)
    if not path.is_file():
        return None
    one = flat.FlatPolygons.load(path).stretch(position, position + 1)
    geometry: dict[str, Any] = import_module("wandel.core.geodata.shapes").to_geojson(flat.to_shapely(one)[0])
    return geometry


def _rows(run: SuitabilityRun, positions: Iterable[int]) -> Iterator[Row] | None:
    """Measured rows, or None for an analysis of before they were kept."""
    path = explanation_path(run.pk)
    if not path.is_file():
        return None
    rows = measured_folder() / json.loads(path.read_text("utf-8"))["rows"]
    return read_rows(rows, positions) if rows.is_file() else None


def parcel_panel(access: Access, analysis: int, position: int) -> ParcelPanel | None:
    """The panel of one parcel; None where there is no such parcel for this reader. Six queries at most."""
    run = _run(access, analysis)
    if run is None or not 0 <= position < run.parcels:
        return None
    known = parcel_at(_index(run), position)
    label = known.label if known else str(position + 1)
    lon, lat = (known.lon, known.lat) if known else (None, None)
    rows = _rows(run, [position])
    row = next(rows, None) if rows is not None else None
    if row is None:
        return ParcelPanel(run.pk, position, label, lon, lat, explained=False)
    rules = rules_from(run.rules)
    told = explain(rules, row.values)
    inside = row.part / row.area if row.area else 1.0
    return ParcelPanel(
        analysis=run.pk,
        pk=position,
        label=label,
        lon=lon,
        lat=lat,
        explained=True,
        area_m2=row.area,
        municipality=row.municipality,
        municipality_per_cent=100 * inside if row.municipality and inside < WHOLE else None,
        points=told.points,
        points_otherwise=told.points_otherwise,
        excluded=[line.criterion.label.to(reader_language()) for line in told.excluded_by],
        lines=_lines(told),
        sources=_sources(run),
        sites=_sites_at(access, lon, lat),
        candidate=_candidate_of(run, position),
        may_see_layers=access.may("land.layer.view"),
        notes=_notes(run, told, rules),
    )


def _lines(told: Explained) -> list[Line]:
    language = reader_language()
    return [
        Line(
            label=line.criterion.label.to(language),
            value=shown_value(line.value, line.criterion).to(language),
            cost=None if line.factor is None else line.cost,
            excludes=line.excludes,
            advice=line.criterion.advice.to(language) if line.criterion.advice and line.cost >= 0.5 else "",
            unknown=line.unknown,
        )
        for line in told.lines
    ]


def _notes(run: SuitabilityRun, told: Explained, rules: Rules) -> list[str]:
    """What keeps the score from being surer than it is."""
    found = []
    if any(line.unknown for line in told.lines):
        found.append(_("Something was not known of this parcel; it counts as worst."))
    if run.synthetic:
        found.append(_("At least one layer is invented, so the score is too."))
    if any(one.kind == DISTANCE for one in rules.criteria):
        found.append(_("Distances are straight lines from the parcel's centre, not ways on a road."))
    return found


def _sources(run: SuitabilityRun) -> list[Source]:
    """The layers behind the analysis, the cadastre first. One query."""
    versions = LayerVersion.objects.filter(sha256__in=run.inputs.values()).select_related("layer")
    by_key = {(one.layer.key, one.sha256): one for one in versions}
    found = [by_key[pair] for pair in run.inputs.items() if pair in by_key]
    return [
        Source(
            name=one.layer.name,
            number=one.number,
            as_of=one.as_of,
            source=one.source,
            synthetic=one.synthetic,
            newer=one.layer.current_id != one.pk,
            url=one.layer.get_absolute_url(),
        )
        for one in sorted(found, key=lambda one: (one.layer.key != PARCELS, one.layer.name))
    ]


def _candidate_of(run: SuitabilityRun, position: int) -> Candidate | None:
    path = members_path(run.pk)
    if not path.is_file():
        return None
    members: dict[str, list[int]] = json.loads(path.read_text("utf-8"))
    number = next((int(number) for number, positions in members.items() if position in positions), None)
    return run.candidates.filter(number=number).first() if number is not None else None


def _sites_at(access: Access, lon: float | None, lat: float | None) -> list[SiteHere]:
    """Managed sites this reader may see whose outline holds the parcel's inner point. One query."""
    if lon is None or lat is None:
        return []
    near = sites_for(access).filter(
        retired_on=None,
        label_lon__range=(lon - NEAR, lon + NEAR),
        label_lat__range=(lat - NEAR, lat + NEAR),
    )
    here = [site for site in near.select_related("organisation", "owner") if site.geometry and _inside(site, lon, lat)]
    return [
        SiteHere(
            site.name,
            site.get_absolute_url(),
            site.state_label,
            ", ".join(part for part in (str(site.get_owner_kind_display()), str(site.owner or "")) if part)
            if sees_owner(access, site)
            else "",
        )
        for site in here
    ]


def _inside(site: Site, lon: float, lat: float) -> bool:
    """Whether a point lies in the outline: crossings of a ray, all rings together (even-odd)."""
    geometry = site.geometry
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    crossed = False
    for rings in polygons:
        for ring in rings:
            for (x1, y1, *_a), (x2, y2, *_b) in pairwise(ring):
                if (y1 > lat) != (y2 > lat) and lon < (x2 - x1) * (lat - y1) / (y2 - y1) + x1:
                    crossed = not crossed
    return crossed


# ── the table twin ────────────────────────────────────────────────────────────────────────────────────────────────────


def positions_of_candidate(run: SuitabilityRun, candidate: Candidate) -> list[int]:
    """The parcels of a candidate, or none for an analysis of before they were kept."""
    path = members_path(run.pk)
    members = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    found: list[int] = members.get(str(candidate.number), [])
    return found


def read_box(text: str) -> tuple[float, float, float, float]:
    """West, south, east and north in degrees. Raises ValidationError for anything else."""
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        west = south = east = north = float("nan")
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise ValidationError(
            _("The part of the map is not readable. Open the table from the map again."), code="box"
        ) from None
    return west, south, east, north


def positions_in(run: SuitabilityRun, box: tuple[float, float, float, float]) -> list[int]:
    """Parcels whose inner point lies in a box of degrees, from the file the map reads."""
    path = factors_path(run.pk)
    if not path.is_file():
        return []
    numpy = import_module("numpy")
    with path.open("rb") as stream:
        size = int.from_bytes(stream.read(4), "little")
        described = json.loads(stream.read(size))["arrays"]

        def column(name: str, kind: str) -> Any:
            stream.seek(4 + size + described[name]["offset"])
            return numpy.frombuffer(stream.read(described[name]["length"] * 4), dtype=kind)

        lon, lat, ids = column("longitude", "<f4"), column("latitude", "<f4"), column("ids", "<u4")
    west, south, east, north = box
    inside = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    found: list[int] = ids[inside].tolist()
    return found


def parcel_columns(run: SuitabilityRun) -> list[tuple[str, bool]]:
    """Label of every criterion, and whether it is weighed."""
    language = reader_language()
    return [(one.label.to(language), one.weight > 0) for one in rules_from(run.rules).criteria]


def parcel_rows(run: SuitabilityRun, positions: Sequence[int]) -> Iterator[ParcelRow]:
    """The table's lines in the order of the positions; nothing for an analysis of before rows were kept."""
    rows = _rows(run, positions)
    if rows is None:
        return
    rules, language = rules_from(run.rules), reader_language()
    labels = {one.position: one.label for one in parcels_at(_index(run), positions)}
    for position, row in zip(positions, rows, strict=True):
        told = explain(rules, row.values)
        by_name = {line.criterion.name: line for line in told.lines}
        ordered = [by_name[one.name] for one in rules.criteria]
        yield ParcelRow(
            pk=position,
            label=labels.get(position, str(position + 1)),
            municipality=row.municipality,
            area_m2=row.area,
            points=told.points,
            excluded=", ".join(line.criterion.label.to(language) for line in told.excluded_by),
            cells=[shown_value(line.value, line.criterion).to(language) for line in ordered],
            costs=[None if line.factor is None else line.cost for line in ordered],
        )


def map_url(analysis: int, position: int) -> str:
    """The map with the parcel chosen; works without a script too."""
    return f"{reverse('land:map')}?analysis={analysis}&parcel={position}"
