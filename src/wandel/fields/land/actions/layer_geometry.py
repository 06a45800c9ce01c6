"""Geometry of layer versions as the kernels want it. Loads geometry libraries: only background work imports it."""

import hashlib
from concurrent.futures import Executor
from pathlib import Path
from typing import Any

import numpy as np
import pyproj
import shapely
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from wandel.core.geodata.features import Features, Report
from wandel.core.geodata.flat import from_shapely
from wandel.core.geodata.parcel_index import write_parcels
from wandel.core.geodata.parcel_number import number_of
from wandel.core.geodata.parquet import read_geoparquet
from wandel.core.suitability.engine import Engine
from wandel.core.suitability.from_files import ID_COLUMNS, chosen_features
from wandel.core.suitability.raster import Raster
from wandel.core.suitability.rules import Criterion, Where
from wandel.fields.land.models import Layer, LayerVersion
from wandel.fields.land.queries.layer import features_path, folder_of, parcel_index_path, raster_path


def features_of(version: LayerVersion, criterion: Criterion | None = None) -> Features:
    """A version's features, with a criterion those of them that count."""
    geometry, attributes, _crs, _metadata = read_geoparquet(features_path(version.layer.key, version.sha256))
    kind = {Layer.Kind.POINTS: "points", Layer.Kind.LINES: "lines"}.get(version.layer.kind, "areas")
    features = Features(geometry, attributes, kind, "EPSG:25832", Report(len(geometry), len(geometry)))
    return chosen_features(features, criterion) if criterion else features


def _cut_path(version: LayerVersion, where: Where | None, engine: Engine) -> Path:
    which = hashlib.sha256(repr(where).encode()).hexdigest()[:8] if where else "all"
    return folder_of(version.layer.key) / f"{version.sha256[:20]}.{which}.{engine.name}.npz"


def cut_layer(
    version: LayerVersion, engine: Engine, executor: Executor | None = None, criterion: Criterion | None = None
) -> Any:
    """A layer cut for the overlay, kept beside it by content and by which features count."""
    path = _cut_path(version, criterion.where if criterion else None, engine)
    if not path.exists():
        features = features_of(version, criterion)
        if features.kind != "areas":
            raise ValidationError(
                _("The layer “%(name)s” holds no areas; a share needs areas. Use it under distances."),
                params={"name": version.layer.key},
                code="no_areas",
            )
        engine.cut(from_shapely(features.geometry), executor=executor).save(path)
    return engine.load(path)


def load_raster(version: LayerVersion) -> Raster:
    with np.load(raster_path(version.layer.key, version.sha256)) as stored:
        west, north, pixel = (float(part) for part in stored["corner"])
        return Raster(stored["values"], west, north, pixel)


def projected(geometries: list[Any]) -> Any:
    """GeoJSON in degrees as shapes in EPSG:25832."""
    project = pyproj.Transformer.from_crs(4326, 25832, always_xy=True).transform
    shapes = np.array([shapely.geometry.shape(one) for one in geometries], dtype=object)
    return shapely.transform(shapes, lambda c: np.column_stack(project(c[:, 0], c[:, 1])))


def degrees(shapes: Any) -> Any:
    project = pyproj.Transformer.from_crs(25832, 4326, always_xy=True).transform
    return shapely.transform(shapes, lambda c: np.column_stack(project(c[:, 0], c[:, 1])))


def index_parcels(version: LayerVersion) -> Path:
    """The index of a version of parcels, written when it is not there yet: what each is called and a point inside it."""
    path = parcel_index_path(version.layer.key, version.sha256)
    if path.exists():
        return path
    features = features_of(version)
    inside = degrees(shapely.point_on_surface(features.geometry))
    lon, lat = shapely.get_x(inside), shapely.get_y(inside)
    columns = {name.lower(): features.attributes.column(name).to_pylist() for name in features.attributes.column_names}
    own = next((columns[name] for name in ID_COLUMNS if name in columns), None)
    write_parcels(
        path,
        (
            (
                number_of({name: values[position] for name, values in columns.items()}),
                str(position + 1 if own is None or own[position] is None else own[position]),
                float(lon[position]),
                float(lat[position]),
            )
            for position in range(len(features.geometry))
        ),
    )
    return path
