"""Reading geodata in any common format: one door, one coordinate system, geometry mended, everything said.

GeoPackage, Shapefile (also zipped), GeoJSON, GML (XPlanGML too), FlatGeobuf through GDAL; GeoParquet through Arrow; points
as CSV. Nothing is fetched: GDAL's network and its side files are switched off.
"""

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError

from wandel.core.geodata.crs import GERMANY, to_target
from wandel.core.geodata.features import AREAS, Features, Report
from wandel.core.geodata.flat import Geometries
from wandel.core.geodata.parquet import read_geoparquet
from wandel.core.geodata.problems import GeodataError, refused
from wandel.core.geodata.repair import kind_of, repaired
from wandel.core.law.texts import Text

LARGEST_BYTES = 2_000_000_000
# Text is read whole and takes eight times its size in memory (80 MB, 281,000 parcels: 656 MB); a million parcels fit.
LARGEST_TEXT_BYTES = 300_000_000
TEXT_SUFFIXES = (".geojson", ".json", ".gml", ".xml")
SUFFIXES = (".gpkg", ".shp", ".zip", ".geojson", ".json", ".gml", ".xml", ".fgb", ".parquet", ".geoparquet", ".csv")
KIND_WORDS = {"areas": ("Flächen", "areas"), "lines": ("Linien", "lines"), "points": ("Punkte", "points")}
# No side files beside the user's data, no references followed into the network.
pyogrio.set_gdal_config_options(
    {
        "GML_SKIP_RESOLVE_ELEMS": "ALL",
        "GDAL_HTTP_MAX_RETRY": "0",
        "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none",
    }
)


def read_features(
    path: Path,
    *,
    layer: str | None = None,
    crs: str | None = None,
    kind: str | None = None,
    envelope: tuple[float, float, float, float] = GERMANY,
    grids: Path | None = None,
    largest: int = LARGEST_BYTES,
) -> Features:
    """The features of a file in EPSG:25832, valid and flat, with a report.

    ``layer`` names one of several layers; ``crs`` the coordinate system where the file does not say it; ``kind`` what is
    needed (areas, lines, points); ``envelope`` where the data must lie (west, south, east, north in EPSG:25832); ``grids``
    a folder with BETA2007. Raises GeodataError with sentences; nothing is written.
    """
    _check_file(path, largest)
    curved = False
    if path.suffix.lower() in (".parquet", ".geoparquet"):
        geometry, attributes, stated, _metadata = read_geoparquet(path)
    elif path.suffix.lower() == ".csv":
        geometry, attributes, stated = _read_csv(path)
    else:
        geometry, attributes, stated, curved = _read_ogr(path, layer)
    if not len(geometry):
        raise refused(path.name, "Die Datei enthält keine Objekte.", "The file contains no features.")
    system = crs or stated
    if system is None:
        raise refused(
            path.name,
            "Das Koordinatensystem fehlt. Geben Sie es an, zum Beispiel EPSG:25832 (bei Shapefiles steht es in der .prj-Datei).",
            "The coordinate system is missing. Name it, for example EPSG:25832 (a shapefile has it in its .prj file).",
        )
    found = _kind(geometry, kind, path.name)
    moved, source = to_target(shapely.force_2d(geometry), system, where=path.name, envelope=envelope, grids=grids)
    # Heights go in the repair, so that the report can say so.
    moved = np.where(shapely.has_z(geometry), shapely.force_3d(moved), moved)
    numbers = np.arange(len(moved))
    whole, keep, fixes, losses = repaired(moved, found, numbers)
    if not keep.any():
        raise refused(
            path.name,
            "Keines der Objekte hat eine brauchbare Geometrie. Prüfen Sie die Ausgabe der Quelle.",
            "None of the features has a usable geometry. Check the export of the source.",
        )
    return Features(
        whole[keep],
        attributes.filter(pa.array(keep)),
        found,
        source,
        Report(
            len(geometry),
            int(keep.sum()),
            tuple(fixes),
            tuple(losses),
            tuple(_oddities(whole[keep], found, curved=curved)),
        ),
    )


def layers_of(path: Path) -> list[str]:
    """Names of the layers with geometry in a file. Raises GeodataError where it is none of geodata."""
    try:
        return [str(name) for name, kind in pyogrio.list_layers(_openable(path)) if kind is not None]
    except (DataSourceError, DataLayerError) as error:
        raise _unreadable(path) from error


def _check_file(path: Path, largest: int) -> None:
    try:
        size = path.stat().st_size
    except OSError:
        raise refused(
            path.name, "Die Datei gibt es nicht. Prüfen Sie den Pfad.", "The file does not exist. Check the path."
        ) from None
    if path.is_dir():
        raise refused(
            path.name, "Das ist ein Ordner. Nennen Sie die Datei darin.", "This is a folder. Name the file in it."
        )
    if path.suffix.lower() not in SUFFIXES:
        listed = ", ".join(SUFFIXES)
        raise refused(
            path.name,
            f"Dieses Format kann wandel nicht lesen. Möglich sind: {listed}.",
            f"wandel cannot read this format. Possible are: {listed}.",
        )
    if size == 0:
        raise refused(path.name, "Die Datei ist leer. Laden Sie sie noch einmal.", "The file is empty. Load it again.")
    if size > largest:
        raise refused(
            path.name,
            f"Die Datei ist größer als {largest // 1_000_000} MB. Schneiden Sie sie auf den Kreis zu.",
            f"The file is larger than {largest // 1_000_000} MB. Cut it to the county.",
        )
    text = min(largest, LARGEST_TEXT_BYTES)
    if path.suffix.lower() in TEXT_SUFFIXES and size > text:
        raise refused(
            path.name,
            f"Die Textdatei ist größer als {text // 1_000_000} MB. Schneiden Sie sie auf den Kreis zu, oder geben Sie sie als GeoPackage "
            "oder FlatGeobuf aus.",
            f"The text file is larger than {text // 1_000_000} MB. Cut it to the county, or export it as GeoPackage or FlatGeobuf.",
        )


def _openable(path: Path) -> str:
    """What GDAL opens: the shapefile inside its archive."""
    if path.suffix.lower() != ".zip":
        return str(path.resolve())
    return f"/vsizip/{path.resolve()}/{_shape_in(path)}"


def _read_ogr(path: Path, layer: str | None) -> tuple[Geometries, pa.Table, str | None, bool]:
    """Geometry, attributes, coordinate system, and whether arcs had to be made straight."""
    if path.suffix.lower() in (".geojson", ".json"):
        _check_json(path)
    if path.suffix.lower() in (".gml", ".xml"):
        _check_xml(path)
    layer = _one_layer(path, layer)
    options = {"WRITE_GFS": "NO"} if path.suffix.lower() in (".gml", ".xml") else {}
    try:
        meta, table = pyogrio.read_arrow(_openable(path), layer=layer, **options)
        name = meta["geometry_name"] or "wkb_geometry"
        attributes, curved = table.drop_columns([name]), False
        try:
            geometry = shapely.from_wkb(np.asarray(table.column(name).to_pylist(), dtype=object), on_invalid="fix")
        except NotImplementedError:
            # Arcs come through the other reader, which divides them into straight pieces of four degrees.
            meta, _fids, wkb, fields = pyogrio.raw.read(_openable(path), layer=layer, **options)
            columns = zip(meta["fields"], fields, strict=True)
            attributes, curved = pa.table({str(name): pa.array(list(column)) for name, column in columns}), True
            geometry = shapely.from_wkb(wkb, on_invalid="fix")
    except (DataSourceError, DataLayerError, ValueError, RuntimeError, pa.ArrowException) as error:
        raise _unreadable(path) from error
    except shapely.errors.GEOSException as error:
        raise refused(
            path.name,
            "Eine Geometrie ist von einer Art, die sich nicht messen lässt. Geben Sie einfache Flächen, Linien oder Punkte aus.",
            "A geometry is of a type that cannot be measured. Export plain areas, lines or points.",
        ) from error
    return geometry, attributes, meta["crs"], curved


def _one_layer(path: Path, layer: str | None) -> str:
    names = layers_of(path)
    listed = ", ".join(names[:20])
    if not names:
        raise refused(
            path.name, "Die Datei enthält keine Ebene mit Geometrie.", "The file contains no layer with geometry."
        )
    if layer is not None and layer not in names:
        raise refused(
            path.name,
            f"Die Ebene „{layer}“ gibt es darin nicht. Enthalten sind: {listed}.",
            f"There is no layer “{layer}” in it. It contains: {listed}.",
        )
    if layer is None and len(names) > 1:
        raise refused(
            path.name,
            f"Die Datei enthält {len(names)} Ebenen. Nennen Sie eine davon: {listed}.",
            f"The file contains {len(names)} layers. Name one of them: {listed}.",
        )
    return layer or names[0]


def _shape_in(path: Path) -> str:
    """The one shapefile in an archive. Raises GeodataError for none, several, a damaged or an endless archive."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = [info.filename for info in archive.infolist()]
            unpacked = sum(info.file_size for info in archive.infolist())
    except zipfile.BadZipFile:
        raise refused(
            path.name, "Das Archiv ist beschädigt. Laden Sie es noch einmal.", "The archive is damaged. Load it again."
        ) from None
    shapes = [name for name in names if name.lower().endswith(".shp")]
    if len(shapes) != 1:
        raise refused(
            path.name,
            f"Das Archiv enthält {len(shapes)} Shapefiles. Es muss genau eines sein (.shp, .shx, .dbf, .prj).",
            f"The archive contains {len(shapes)} shapefiles. It must be exactly one (.shp, .shx, .dbf, .prj).",
        )
    if unpacked > 4 * LARGEST_BYTES:
        raise refused(
            path.name,
            "Das Archiv ist ausgepackt zu groß. Schneiden Sie die Daten auf den Kreis zu.",
            "The archive is too large when unpacked. Cut the data to the county.",
        )
    return shapes[0]


def _check_json(path: Path) -> None:
    """GDAL reads the readable part of a broken GeoJSON without a word; the file must be whole."""
    try:
        with path.open(encoding="utf-8-sig") as stream:
            data = json.load(stream)
    except UnicodeDecodeError:
        raise refused(
            path.name,
            "Die Datei ist nicht in UTF-8. Speichern Sie sie als UTF-8.",
            "The file is not UTF-8. Save it as UTF-8.",
        ) from None
    except (json.JSONDecodeError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        raise refused(
            path.name,
            f"Das JSON bricht in Zeile {line} ab. Laden Sie die Datei noch einmal.",
            f"The JSON breaks in line {line}. Load the file again.",
        ) from None
    if not isinstance(data, dict) or data.get("type") not in {"FeatureCollection", "Feature"}:
        raise refused(
            path.name,
            "Das ist JSON, aber kein GeoJSON. Erwartet wird eine FeatureCollection.",
            "This is JSON but not GeoJSON. A FeatureCollection is expected.",
        )


def _check_xml(path: Path) -> None:
    """A truncated GML would be read up to the break, and a document type could make a small file huge."""
    with path.open("rb") as stream:
        head = stream.read(4_096)
        stream.seek(max(0, path.stat().st_size - 4_096))
        tail = stream.read().rstrip()
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        raise refused(
            path.name,
            "Die Datei erklärt einen Dokumenttyp (DOCTYPE). Das ist in GML nicht nötig und wird nicht gelesen.",
            "The file declares a document type (DOCTYPE). GML does not need one; it is not read.",
        )
    if b"<" not in head:
        raise _unreadable(path)
    if b"ExceptionReport" in head or b"<html" in head.lower():
        raise refused(
            path.name,
            "Statt Geodaten steht in der Datei eine Fehlermeldung des Dienstes. Öffnen Sie sie im Editor.",
            "Instead of geodata the file holds an error message of the service. Open it in an editor.",
        )
    name = _root_name(head)
    if not tail.endswith(b"</" + name + b">") and not tail.endswith(b"-->"):
        raise refused(
            path.name,
            "Die Datei bricht mitten im Text ab. Laden Sie sie noch einmal.",
            "The file breaks off in the middle. Load it again.",
        )


def _root_name(head: bytes) -> bytes:
    """The name of the first element, past declarations, style sheets and comments."""
    rest = head.lstrip(b"\xef\xbb\xbf").lstrip()
    for opening, closing in ((b"<?", b"?>"), (b"<!--", b"-->")) * 20:
        if rest.startswith(opening) and closing in rest:
            rest = rest[rest.find(closing) + len(closing) :].lstrip()
    return rest[1:].split(None, 1)[0].split(b">", 1)[0].rstrip(b"/")


def _unreadable(path: Path) -> GeodataError:
    return refused(
        path.name,
        "Die Datei lässt sich nicht als Geodaten lesen; sie ist beschädigt oder trägt die falsche Endung. Laden Sie sie noch einmal.",
        "The file cannot be read as geodata; it is damaged or has the wrong ending. Load it again.",
    )


def _read_csv(path: Path) -> tuple[Geometries, pa.Table, str | None]:
    """Points from columns x and y (metres) or lon and lat (degrees), comma or semicolon between."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        # Every byte means something in Latin-1; Windows' own letters differ from it only beyond German.
        text = path.read_bytes().decode("latin-1")
    first = text.split("\n", 1)[0]
    separator = ";" if ";" in first else ","
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=separator))
    names = {name.strip().lower(): name for name in (rows[0] if rows else {}) if name}
    pairs: list[tuple[str, str, str | None]] = [
        ("x", "y", None),
        ("rechtswert", "hochwert", None),
        ("east", "north", None),
    ]
    pairs += [("lon", "lat", "EPSG:4326"), ("longitude", "latitude", "EPSG:4326"), ("laenge", "breite", "EPSG:4326")]
    chosen = next((pair for pair in pairs if pair[0] in names and pair[1] in names), None)
    if chosen is None:
        raise refused(
            path.name,
            "Es fehlen Spalten für den Ort: x und y (Meter) oder lon und lat (Grad).",
            "Columns for the place are missing: x and y (metres) or lon and lat (degrees).",
        )
    points = np.full((len(rows), 2), np.nan)
    wrong: list[Text] = []
    for number, row in enumerate(rows):
        for axis in (0, 1):
            cell = (row[names[str(chosen[axis])]] or "").strip()
            try:
                points[number, axis] = float(cell.replace(",", "."))
            except ValueError:
                wrong.append(
                    Text(
                        f"{path.name}, Zeile {number + 2}: „{cell[:40]}“ ist keine Zahl.",
                        f"{path.name}, line {number + 2}: “{cell[:40]}” is not a number.",
                    )
                )
    if wrong:
        raise GeodataError(*wrong[:10])
    columns: dict[str, Any] = {name: [row[name] for row in rows] for name in names.values()}
    return shapely.points(points), pa.table(columns), chosen[2]


def _kind(geometry: Geometries, needed: str | None, where: str) -> str:
    kinds = kind_of(geometry)
    if not kinds:
        raise refused(
            where,
            "Keines der Objekte hat eine Geometrie. Geben Sie die Ebene mit Geometrie aus.",
            "None of the features has a geometry. Export the layer with geometry.",
        )
    german = " und ".join(KIND_WORDS[one][0] for one in sorted(kinds))
    english = " and ".join(KIND_WORDS[one][1] for one in sorted(kinds))
    if needed is not None and kinds != {needed}:
        raise refused(
            where,
            f"Gebraucht werden {KIND_WORDS[needed][0]}, die Datei enthält {german}.",
            f"{KIND_WORDS[needed][1].capitalize()} are needed, the file contains {english}.",
        )
    if len(kinds) > 1:
        raise refused(
            where,
            f"Die Datei mischt {german}. Geben Sie für jede Art eine eigene Datei aus.",
            f"The file mixes {english}. Export one file for each kind.",
        )
    return kinds.pop()


def _oddities(geometry: Geometries, kind: str, *, curved: bool) -> list[Text]:
    odd = []
    if curved:
        odd.append(
            Text(
                "Die Datei enthält Bögen; sie sind in gerade Stücke von vier Grad zerlegt. Flächen ändern sich dadurch um "
                "weniger als ein Promille.",
                "The file contains arcs; they are divided into straight pieces of four degrees. Areas change by less than a "
                "thousandth.",
            )
        )
    if kind != AREAS:
        return odd
    unlike = len(geometry) - len(np.unique(shapely.to_wkb(shapely.normalize(geometry))))
    if not unlike:
        return odd
    return [
        *odd,
        Text(
            f"{unlike} Flächen stehen doppelt darin; sie zählen im Verschnitt einmal.",
            f"{unlike} areas stand in it twice; an overlay counts them once.",
        ),
    ]
