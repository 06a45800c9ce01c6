"""Heights and slopes as rasters, and reading them from the two text formats survey offices hand out."""

import gzip
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wandel.core.geodata.flat import Floats
from wandel.core.law.texts import Text


@dataclass(frozen=True, slots=True)
class Raster:
    """Values by row from the north and column from the west (any floating type); NaN where there is none.

    ``west``, ``north``: the outer corner in metres (EPSG:25832); ``pixel``: edge length in metres.
    """

    values: NDArray[np.floating[Any]]
    west: float
    north: float
    pixel: float


def slope_of(elevation: Raster) -> Raster:
    """Slope in per cent from heights in metres, by the eight neighbours of each pixel (Horn 1981, Proc. IEEE 69, 14-47).

    Pixels at the edge have no eight neighbours and therefore no slope.
    """
    z = elevation.values
    slope = np.full_like(z, np.nan)
    east = z[:-2, 2:] + 2 * z[1:-1, 2:] + z[2:, 2:]
    west = z[:-2, :-2] + 2 * z[1:-1, :-2] + z[2:, :-2]
    south = z[2:, :-2] + 2 * z[2:, 1:-1] + z[2:, 2:]
    north = z[:-2, :-2] + 2 * z[:-2, 1:-1] + z[:-2, 2:]
    run = 8 * elevation.pixel
    slope[1:-1, 1:-1] = 100 * np.hypot((east - west) / run, (south - north) / run)
    return Raster(slope, elevation.west, elevation.north, elevation.pixel)


class RasterError(ValueError):
    """A raster file that cannot be used: the sentence, in both languages."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


def read_raster(path: Path) -> Raster:
    """A raster in EPSG:25832 from an ESRI ASCII grid (.asc) or a list of x y z (.xyz), each also gzipped.

    Raises RasterError for another format, an unfinished file, or points that form no square grid.
    """
    name = path.name.removesuffix(".gz")
    if not name.endswith((".asc", ".xyz")):
        raise RasterError(
            Text(
                f"{path.name}: Dieses Rasterformat kann wandel nicht lesen. Geben Sie ein ESRI-ASCII-Grid (.asc) oder "
                "eine Punktliste (.xyz).",
                f"{path.name}: wandel cannot read this raster format. Give an ESRI ASCII grid (.asc) or a list of points "
                "(.xyz).",
            )
        )
    try:
        with gzip.open(path, "rt") if path.name.endswith(".gz") else path.open() as stream:
            return _read_asc(stream.read()) if name.endswith(".asc") else _from_points(np.loadtxt(stream, ndmin=2))
    except (ValueError, KeyError, IndexError, EOFError, OSError) as error:
        raise RasterError(
            Text(
                f"{path.name}: Das Raster ist unvollständig oder beschädigt. Laden Sie die Datei noch einmal.",
                f"{path.name}: the raster is incomplete or damaged. Load the file again.",
            )
        ) from error


def _read_asc(text: str) -> Raster:
    words = text.split()
    header: dict[str, float] = {}
    while words[2 * len(header)][0].isalpha():
        key, value = words[2 * len(header) : 2 * len(header) + 2]
        header[key.lower()] = float(value)
    columns, rows, pixel = int(header["ncols"]), int(header["nrows"]), header["cellsize"]
    values = np.array(words[2 * len(header) :], dtype=np.float64).reshape(rows, columns)
    values[values == header.get("nodata_value", -9999.0)] = np.nan
    west = header["xllcorner"] if "xllcorner" in header else header["xllcenter"] - pixel / 2
    south = header["yllcorner"] if "yllcorner" in header else header["yllcenter"] - pixel / 2
    return Raster(values, west, south + rows * pixel, pixel)


def _from_points(points: Floats) -> Raster:
    x, y = np.unique(points[:, 0]), np.unique(points[:, 1])
    steps = np.concatenate((np.diff(x), np.diff(y)))
    pixel = float(steps.min())
    if not np.allclose(steps / pixel, np.rint(steps / pixel), atol=1e-6):
        raise ValueError("no square grid")
    columns, rows = round((x[-1] - x[0]) / pixel) + 1, round((y[-1] - y[0]) / pixel) + 1
    if columns * rows > 4 * len(points) + 1_000_000:
        raise ValueError("too thin for a grid")
    values = np.full((rows, columns), np.nan)
    column = np.rint((points[:, 0] - x[0]) / pixel).astype(np.int64)
    row = np.rint((y[-1] - points[:, 1]) / pixel).astype(np.int64)
    values[row, column] = points[:, 2]
    return Raster(values, float(x[0]) - pixel / 2, float(y[-1]) + pixel / 2, pixel)
