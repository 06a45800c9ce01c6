"""GeoParquet (1.0 and 1.1, WKB) without a geodata library in between."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pyproj
import shapely

from wandel.core.geodata.flat import Geometries
from wandel.core.geodata.problems import refused

TYPES = {0: "Point", 1: "LineString", 3: "Polygon", 4: "MultiPoint", 5: "MultiLineString", 6: "MultiPolygon"}
TYPES |= {7: "GeometryCollection"}


def write_geoparquet(
    path: Path, geometry: Geometries, attributes: pa.Table, metadata: Mapping[str, str] | None = None
) -> None:
    """Write features in EPSG:25832 as GeoParquet 1.1; the name appears only when the file is whole.

    ``metadata`` (source, licence, date …) goes into the file's own metadata beside ``geo``.
    """
    kinds = sorted({TYPES[int(one)] for one in np.unique(shapely.get_type_id(geometry)) if int(one) in TYPES})
    bounds = shapely.total_bounds(geometry)
    column: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": kinds,
        "crs": json.loads(pyproj.CRS.from_epsg(25832).to_json()),
        "edges": "planar",
    }
    if np.isfinite(bounds).all():
        column["bbox"] = [float(bound) for bound in bounds]
    geo = {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}
    named = [name for name in attributes.column_names if name != "geometry"]
    table = attributes.select(named).append_column("geometry", pa.array(shapely.to_wkb(geometry), pa.binary()))
    stored = {**(metadata or {}), "geo": json.dumps(geo)}
    unfinished = path.with_name(path.name + ".part")
    pq.write_table(table.replace_schema_metadata(stored), unfinished, compression="zstd")
    unfinished.replace(path)


def read_geoparquet(path: Path) -> tuple[Geometries, pa.Table, str | None, dict[str, str]]:
    """Geometry as it stands in the file, attributes, its coordinate system (None: not stated) and the file's metadata.

    Raises GeodataError for a file that is damaged, is no GeoParquet, or keeps its geometry in another encoding than WKB.
    """
    try:
        table = pq.read_table(path)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, OSError):
        raise refused(
            path.name,
            "Die Parquet-Datei ist beschädigt oder unvollständig. Laden Sie sie noch einmal.",
            "The Parquet file is damaged or incomplete. Load it again.",
        ) from None
    metadata = {key.decode(): value.decode("utf-8", "replace") for key, value in (table.schema.metadata or {}).items()}
    if "geo" not in metadata:
        raise refused(
            path.name,
            "Das ist Parquet ohne Geometrie (GeoParquet). Speichern Sie die Datei mit Geometriespalte.",
            "This is Parquet without geometry (GeoParquet). Save the file with a geometry column.",
        )
    try:
        geo = json.loads(metadata.pop("geo"))
        name = geo["primary_column"]
        column = geo["columns"][name]
        encoding = column["encoding"]
        stored = table.column(name).combine_chunks()
    except (ValueError, KeyError, TypeError):
        raise refused(
            path.name,
            "Die Angaben zur Geometrie in der Parquet-Datei sind unvollständig. Speichern Sie sie neu.",
            "The Parquet file's description of its geometry is incomplete. Save it again.",
        ) from None
    if encoding != "WKB":
        raise refused(
            path.name,
            f"Die Geometrie ist als „{encoding}“ gespeichert. Speichern Sie sie als WKB.",
            f"The geometry is stored as “{encoding}”. Save it as WKB.",
        )
    geometry = shapely.from_wkb(np.asarray(stored.to_pylist(), dtype=object), on_invalid="ignore")
    crs = column.get("crs", "OGC:CRS84")  # GeoParquet: a missing key means longitude and latitude, null means unknown
    return geometry, table.drop_columns([name]), None if crs is None else _name(crs), metadata


def _name(crs: Any) -> str:
    if isinstance(crs, str):
        return crs
    identifier = crs.get("id") or {}
    if identifier.get("authority") and identifier.get("code"):
        return f"{identifier['authority']}:{identifier['code']}"
    return json.dumps(crs)
