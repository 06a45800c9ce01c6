"""The twelve-field town as layers in the database: parcels with real numbers, two municipalities, rules by hand."""

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyproj
import pytest
import shapely
import yaml

from wandel.conftest import Cast
from wandel.core.geodata.features import Features, Report
from wandel.core.geodata.flat import FlatPolygons, from_shapely, to_shapely
from wandel.core.suitability.tests import town
from wandel.fields.land.actions.analysing import analyse
from wandel.fields.land.actions.analysis import decide_rules
from wandel.fields.land.actions.layer import Description, prepared, put_in_force
from wandel.fields.land.models import LayerVersion, RuleSet, SuitabilityRun
from wandel.office.places.models import Municipality

DAY = date(2026, 11, 23)


def described(key: str, kind: str = "areas", **more: Any) -> Description:
    given = {"source": "von Hand", "licence": "CC0", "name_de": key, "name_en": key, **more}
    return Description(key=key, kind=kind, as_of=DAY, **given)


def features(shapes: Any, kind: str = "areas", **columns: list[Any]) -> Features:
    many = len(shapes)
    table = pa.table(columns or {"nummer": list(range(many))})
    return Features(shapes, table, kind, "EPSG:25832", Report(many, many))


def put(key: str, polygons: FlatPolygons, by: Any = None, **columns: list[Any]) -> LayerVersion:
    kind = "parcels" if key == "flurstuecke" else "areas"
    ready = prepared(features(to_shapely(polygons), **columns))
    return put_in_force(description=described(key, kind, why_en=f"why {key}"), prepared=ready, by=by)[0]


def degrees(polygons: FlatPolygons) -> list[Any]:
    project = pyproj.Transformer.from_crs(25832, 4326, always_xy=True).transform
    shapes = shapely.transform(to_shapely(polygons), lambda c: np.column_stack(project(c[:, 0], c[:, 1])))
    return [shapely.geometry.mapping(shape) for shape in shapes]


def geojson(west: float, south: float, east: float, north: float) -> dict[str, Any]:
    """A rectangle of the town in degrees."""
    (found,) = degrees(from_shapely(np.array([town.box(west, south, east, north)])))
    return {"type": found["type"], "coordinates": [[list(point) for point in ring] for ring in found["coordinates"]]}


@pytest.fixture
def town_rules(cast: Cast, settings: Any, tmp_path: Path) -> RuleSet:
    """Layers in their own data directory. Field n is Flurstück n of Flur 3, Gemarkung Vettweiß; field 11 is 10/1."""
    settings.WANDEL_DATA_DIR = tmp_path / "data"
    # The border runs between columns, so that projecting it there and back decides nothing.
    halves = np.array([town.box(-100, -100, 200, 400), town.box(200, -100, 500, 400)])
    Municipality.objects.update(boundary={})
    halls = (cast.town_hall_vettweiss, cast.town_hall_juelich)
    for hall, boundary in zip(halls, degrees(from_shapely(halves)), strict=True):
        Municipality.objects.filter(pk=hall.municipality_id).update(boundary=boundary)
    put(
        "flurstuecke",
        town.fields(),
        cast.land_officer,
        gemarkung=["Vettweiß"] * 12,
        flur=[3] * 12,
        flstnrzae=[*range(1, 11), 10, 12],
        flstnrnen=[None] * 10 + [1, None],
    )
    for key, layer in (("hochwasser", town.flood()), ("boden", town.soil()), ("wald", town.wood())):
        put(key, layer, cast.land_officer)
    stop = prepared(features(shapely.points(town.stop()), "points"))
    put_in_force(description=described("halt", "points"), prepared=stop, by=cast.land_officer)
    rules = yaml.safe_load(town.RULES)
    del rules["municipalities"]
    values = {"title": "Ort", "valid_from": DAY, "decided_by": "Arbeitskreis", "note": "", "rules": rules}
    return decide_rules(values=values, by=cast.land_officer)


@pytest.fixture
def town_run(cast: Cast, town_rules: RuleSet) -> SuitabilityRun:
    return analyse(rule_set=town_rules, by=cast.land_officer, told=lambda _done: None)
