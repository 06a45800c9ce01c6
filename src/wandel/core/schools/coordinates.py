"""From the metres of the school data to degrees. Loads pyproj: only imports use it, never a page."""

from collections.abc import Sequence

import pyproj

# By where the easting lies: metres of UTM 32, the same with the zone in front, Gauß-Krüger zones 2 and 3.
UTM32, UTM32_ZONED, GAUSS_2, GAUSS_3, DEGREES = 25832, 4647, 31466, 31467, 4326
# Nordrhein-Westfalen with a margin, in degrees.
WEST, SOUTH, EAST, NORTH = 5.5, 50.0, 9.8, 52.8


def system_of(named: str, x: float, y: float) -> int | None:
    """The EPSG code of a pair. The values decide: one row of the real file says "null", older exports name nothing, and
    Gauß-Krüger tells itself by its leading digit. None where nothing fits."""
    if 5_400_000 < y < 5_900_000:
        if 200_000 <= x <= 700_000:
            return UTM32
        if 32_200_000 <= x <= 32_700_000:
            return UTM32_ZONED
        if 2_400_000 <= x <= 2_700_000:
            return GAUSS_2
        if 3_300_000 <= x <= 3_600_000:
            return GAUSS_3
    if WEST <= x <= EAST and SOUTH <= y <= NORTH and named in {"", "null", "EPSG:4326"}:
        return DEGREES
    return None


def degrees(points: Sequence[tuple[int, float, float]]) -> list[tuple[float, float] | None]:
    """Latitude and longitude of (EPSG, easting, northing), to five digits (a metre); None outside the Land.

    Gauß-Krüger without the official grid is up to three metres off, which no dot on a map shows.
    """
    found: list[tuple[float, float] | None] = [None] * len(points)
    for epsg in {point[0] for point in points}:
        places = [index for index, point in enumerate(points) if point[0] == epsg]
        transformer = pyproj.Transformer.from_crs(epsg, DEGREES, always_xy=True)
        lons, lats = transformer.transform([points[one][1] for one in places], [points[one][2] for one in places])
        for index, lon, lat in zip(places, lons, lats, strict=True):
            if WEST <= lon <= EAST and SOUTH <= lat <= NORTH:
                found[index] = (round(float(lat), 5), round(float(lon), 5))
    return found


def locate(pairs: Sequence[tuple[str, float, float]]) -> list[tuple[float, float] | None]:
    """Degrees of (system named, easting, northing); exchanged axes are put right, what lies nowhere is None."""
    known: dict[int, tuple[int, float, float]] = {}
    for index, (named, x, y) in enumerate(pairs):
        for east, north in ((x, y), (y, x)):
            epsg = system_of(named, east, north)
            if epsg:
                known[index] = (epsg, east, north)
                break
    found: list[tuple[float, float] | None] = [None] * len(pairs)
    for index, place in zip(known, degrees(list(known.values())), strict=True):
        found[index] = place
    return found
