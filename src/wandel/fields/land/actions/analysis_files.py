"""The files beside an analysis: what the map reads, and what explains one parcel. Only background work imports it."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import shapely

from wandel.core.geodata.parquet import write_geoparquet
from wandel.core.suitability.measure import Measured
from wandel.core.suitability.rows import header
from wandel.core.suitability.rules import Rules
from wandel.core.suitability.score import Candidate, Factors, values_of
from wandel.core.tiles.factors import pack_factors
from wandel.fields.land.actions.layer_geometry import degrees
from wandel.fields.land.models import SuitabilityRun
from wandel.fields.land.queries.analysis import explanation_path, factors_path, members_path, scores_path
from wandel.office.places.models import Municipality


def write_rows(path: Path, found: Measured, rules: Rules, municipalities: list[Municipality]) -> None:
    """The measured values parcel by parcel, so that one is read without the others; kept while the geometry is the same."""
    if path.exists():
        return
    parts = found.municipality_areas
    largest = parts.max(axis=1) if parts.shape[1] else np.zeros(len(found))
    columns = [found.areas, found.municipality, largest, *(values_of(found, one) for one in rules.criteria)]
    unfinished = path.with_suffix(".part")
    with unfinished.open("wb") as stream:
        stream.write(header([one.name for one in rules.criteria], len(found), [one.name for one in municipalities]))
        stream.write(np.column_stack(columns).astype("<f8").tobytes())
    unfinished.replace(path)


def write_analysis_files(
    run: SuitabilityRun,
    rules: Rules,
    shapes: Any,
    factors: Factors,
    points: Any,
    numbers: list[str],
    areas: list[Candidate],
    rows: Path,
) -> None:
    """Factor values for the map, points for other programs, where the measured rows lie, and which parcels a candidate has."""
    inside = degrees(shapely.point_on_surface(shapes))
    packed = pack_factors(
        keys=[one.name for one in rules.weighted],
        ids=np.arange(len(shapes)),
        degrees=np.column_stack((shapely.get_x(inside), shapely.get_y(inside))),
        factors=factors.factors,
        excluded=factors.excluded_by >= 0,
    )
    factors_path(run.pk).write_bytes(packed)
    table = pa.table({"number": numbers, "points": np.round(points, 2), "excluded": factors.excluded_by >= 0})
    write_geoparquet(scores_path(run.pk), inside, table)
    explanation_path(run.pk).write_text(json.dumps({"rows": rows.name}), "utf-8")
    members = {str(area.number): [int(position) for position in area.parcels] for area in areas}
    members_path(run.pk).write_text(json.dumps(members), "utf-8")
