"""From any coordinate system to EPSG:25832, refusing where metres would get lost without a word."""

from pathlib import Path

import numpy as np
import pyproj
import shapely
from pyproj.transformer import TransformerGroup

from wandel.core.geodata.flat import Floats, Geometries
from wandel.core.geodata.problems import GeodataError, refused

TARGET = 25832
# West, south, east, north in EPSG:25832: Germany with a margin; EPSG:25832 is stretched but usable in the east.
GERMANY = (200_000.0, 5_200_000.0, 1_000_000.0, 6_150_000.0)
GAUSS_KRUEGER = {31466, 31467, 31468, 31469, 4314}
GRID = "BETA2007.gsb"


def to_target(
    geometry: Geometries,
    crs: str | int,
    *,
    where: str,
    envelope: tuple[float, float, float, float] = GERMANY,
    grids: Path | None = None,
) -> tuple[Geometries, str]:
    """Geometries in EPSG:25832 and the name of the system they came in.

    Raises GeodataError for an unknown system, for Gauß-Krüger without the official grid, and for coordinates that do not
    lie in the envelope, saying so when exchanged axes would.
    """
    try:
        source = pyproj.CRS.from_user_input(crs)
    except pyproj.exceptions.CRSError:
        raise refused(
            where,
            f"Das Koordinatensystem „{str(crs)[:60]}“ ist unbekannt. Geben Sie einen EPSG-Code an, zum Beispiel 25832.",
            f"The coordinate system “{str(crs)[:60]}” is unknown. Give an EPSG code, for example 25832.",
        ) from None
    name = source.to_string() if source.to_epsg() is None else f"EPSG:{source.to_epsg()}"
    name = name if len(name) <= 40 else source.name
    if source.to_epsg() == TARGET:
        moved = geometry
    else:
        transformer = _transformer(source, grids, where)

        def project(coordinates: Floats) -> Floats:
            return np.column_stack(transformer.transform(coordinates[:, 0], coordinates[:, 1]))

        moved = shapely.transform(geometry, project)
    _check_place(geometry, moved, source, where=where, envelope=envelope)
    return moved, name


def _transformer(source: pyproj.CRS, grids: Path | None, where: str) -> pyproj.Transformer:
    base = source.geodetic_crs
    if {source.to_epsg(), base.to_epsg() if base else None} & GAUSS_KRUEGER:
        if grids and (grids / GRID).exists():
            pyproj.datadir.append_data_dir(str(grids))
        group = TransformerGroup(source, TARGET, always_xy=True)
        exact = [one for one in group.transformers if "BETA2007" in one.definition]
        if not exact:
            raise refused(
                where,
                "Gauß-Krüger-Koordinaten (DHDN) brauchen das amtliche Gitter BETA2007, sonst liegen sie bis zu drei Meter "
                f"daneben. Legen Sie die Datei {GRID} in den Ordner für Gitter ({grids or 'PROJ_DATA'}), oder lassen Sie "
                "die Daten in ETRS89/UTM 32 (EPSG:25832) ausgeben.",
                "Gauß-Krüger coordinates (DHDN) need the official grid BETA2007, otherwise they are up to three metres off. "
                f"Put the file {GRID} into the folder for grids ({grids or 'PROJ_DATA'}), or have the data exported in "
                "ETRS89/UTM 32 (EPSG:25832).",
            )
        return exact[0]
    return pyproj.Transformer.from_crs(source, TARGET, always_xy=True)


def _check_place(
    before: Geometries,
    moved: Geometries,
    source: pyproj.CRS,
    *,
    where: str,
    envelope: tuple[float, float, float, float],
) -> None:
    bounds = shapely.bounds(moved)
    real = ~(shapely.is_missing(moved) | shapely.is_empty(moved))
    bounds = bounds[real]
    if not len(bounds):
        return
    west, south, east, north = envelope
    with np.errstate(invalid="ignore"):
        inside = (bounds[:, 0] >= west) & (bounds[:, 1] >= south) & (bounds[:, 2] <= east) & (bounds[:, 3] <= north)
    if inside.all():
        return
    outside = int((~inside).sum())
    x, y = (float(part) for part in shapely.get_coordinates(before[real][~inside][:1])[0])
    hint = _likely(before[real][~inside], source, envelope)
    raise _outside(where, outside, len(bounds), x, y, hint)


def _likely(geometry: Geometries, source: pyproj.CRS, envelope: tuple[float, float, float, float]) -> tuple[str, str]:
    """Which other reading of the coordinates would put them where they belong."""
    x, y = shapely.get_coordinates(geometry).T

    def fits(crs: pyproj.CRS | int, first: Floats, second: Floats) -> bool:
        east, north = pyproj.Transformer.from_crs(crs, TARGET, always_xy=True).transform(first, second)
        west, south, limit_east, limit_north = envelope
        with np.errstate(invalid="ignore"):
            return bool(((east >= west) & (north >= south) & (east <= limit_east) & (north <= limit_north)).all())

    if fits(source, y, x):
        return (
            "Die Achsen sind offenbar vertauscht (Hochwert vor Rechtswert). Geben Sie die Daten mit Rechtswert zuerst aus.",
            "The axes seem exchanged (northing before easting). Export the data with the easting first.",
        )
    if fits(TARGET, x, y):
        return (
            "Die Werte sehen nach EPSG:25832 aus. Geben Sie dieses Koordinatensystem an.",
            "The values look like EPSG:25832. Name this coordinate system.",
        )
    if fits(4326, x, y):
        return (
            "Die Werte sehen nach Grad aus (EPSG:4326). Geben Sie dieses Koordinatensystem an.",
            "The values look like degrees (EPSG:4326). Name this coordinate system.",
        )
    if fits(4647, x, y):
        return (
            "Vor dem Rechtswert steht die Zone (32…). Geben Sie EPSG:4647 an.",
            "The easting begins with the zone (32…). Name EPSG:4647.",
        )
    return "Prüfen Sie das Koordinatensystem der Datei.", "Check the file's coordinate system."


def _outside(where: str, outside: int, of: int, x: float, y: float, hint: tuple[str, str]) -> GeodataError:
    return refused(
        where,
        f"{outside} von {of} Objekten liegen nicht in dem Gebiet, für das die Daten gedacht sind (zum Beispiel {x:.6g}, {y:.7g}). {hint[0]}",
        f"{outside} of {of} features lie outside the area the data are meant for (for example {x:.6g}, {y:.7g}). {hint[1]}",
    )
