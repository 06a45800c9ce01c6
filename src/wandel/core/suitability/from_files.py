"""An analysis from files to files: what ``wandel suitability`` does, without database."""

from collections.abc import Callable
from concurrent.futures import Executor
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from numpy.typing import NDArray

from wandel.core.commands import Refused
from wandel.core.geodata.features import AREAS, Features
from wandel.core.geodata.flat import Floats, from_shapely
from wandel.core.geodata.parquet import write_geoparquet
from wandel.core.geodata.problems import refused
from wandel.core.geodata.reading import SUFFIXES, read_features
from wandel.core.law.texts import Text, shown
from wandel.core.suitability.engine import Engine, best_engine
from wandel.core.suitability.measure import Divided, Measured, measure
from wandel.core.suitability.raster import Raster, read_raster
from wandel.core.suitability.rules import DISTANCE, SHARE, SLOPE, Criterion, Rules, Where, read_rules
from wandel.core.suitability.score import Factors, area_reason, candidates, factors_of, outline, points_of, reason

RASTERS = (".asc", ".asc.gz", ".xyz", ".xyz.gz")
ENGINES = {"kernel": "with_kernels", "shapely": "with_shapely"}
NAME_COLUMNS = ("name", "gen", "gemeinde", "ags")
ID_COLUMNS = ("id", "flurstueck", "flstkennz", "parcel_id", "gml_id", "fid")
Told = Callable[[Text, int, int], None]


def analyse(
    parcels: Path,
    folder: Path,
    rules_text: str,
    output: Path,
    *,
    language: str,
    engine: str | None,
    executor: Executor,
    told: Told,
) -> dict[str, Any]:
    """Measure, score, write OUT (one row per parcel) and OUT's candidates beside it; the result as JSON values.

    Raises RulesError, GeodataError, RasterError or Refused; then nothing is written.
    """
    chosen = _engine(engine, language)
    rules = read_rules(rules_text)
    _check_output(output, language)
    if not folder.is_dir():
        raise refused(str(folder), "Das ist kein Ordner mit Ebenen.", "This is no folder with layers.")
    fields = read_features(parcels, kind=AREAS)
    flat = from_shapely(fields.geometry)
    cut, points, raster = _layers(rules, folder, chosen, told)
    divided, municipalities = _municipalities(rules, folder, chosen)
    progress = partial(told, Text("Flurstücke vermessen", "parcels measured"))
    found = measure(
        flat,
        layers=cut,
        points=points,
        divided=divided,
        raster=raster,
        engine=chosen,
        executor=executor,
        progress=progress,
    )
    factors = factors_of(found, rules)
    scores = points_of(factors, rules.weights)
    areas = candidates(found, scores, factors, rules)
    belongs = np.zeros(len(found), dtype=np.int64)
    for area in areas:
        belongs[area.parcels] = area.number
    table = _table(fields, found, factors, rules, scores, belongs, municipalities, language)
    shapes = np.array([outline(fields.geometry, area) for area in areas], dtype=object)
    reasons = [area_reason(found, factors, rules, area.parcels) for area in areas]
    rows = [
        {
            "id": area.number,
            "area_ha": round(area.hectares, 6),
            "score": round(area.points, 6),
            "municipality": municipalities[area.municipality] if area.municipality >= 0 else None,
            "parcels": len(area.parcels),
            "reason": why.as_json(),
        }
        for area, why in zip(areas, reasons, strict=True)
    ]
    write_geoparquet(output, fields.geometry, table)
    beside = candidates_path(output)
    columns = ("id", "area_ha", "score", "municipality", "parcels")
    areas_table = pa.table({key: [row[key] for row in rows] for key in columns}, schema=_areas_schema())
    write_geoparquet(
        beside,
        shapes,
        areas_table.append_column("reason", pa.array([why.to(language) for why in reasons], pa.string())),
    )
    return {
        "parcels": len(found),
        "excluded": int((factors.excluded_by >= 0).sum()),
        "unknown": int(factors.unknown.sum()),
        "engine": chosen.name,
        "criteria": [
            {"name": one.name, "kind": one.kind, "weight": weight}
            for one, weight in zip(rules.weighted, rules.weights, strict=True)
        ],
        "candidates": [
            row | {"geometry": shapely.geometry.mapping(shape)} for row, shape in zip(rows, shapes, strict=True)
        ],
        "crs": "EPSG:25832",
        "output": str(output),
        "candidates_output": str(beside),
        "report": fields.report.as_json(),
        "warnings": [text.to(language) for text in (*rules.warnings, *_doubts(found, factors, rules, fields))],
    }


def candidates_path(output: Path) -> Path:
    """Where the candidate areas go: OUT.parquet → OUT.candidates.parquet."""
    return output.with_name(f"{output.stem}.candidates{output.suffix}")


def _engine(name: str | None, language: str) -> Engine:
    if name is None:
        return best_engine()
    if name not in ENGINES:
        listed = ", ".join(ENGINES)
        raise Refused(
            Text(
                f"--engine: „{shown(name)}“ gibt es nicht. Möglich sind: {listed}.",
                f"--engine: “{shown(name)}” does not exist. Possible are: {listed}.",
            ).to(language)
        )
    return cast(Engine, import_module(f"wandel.core.suitability.{ENGINES[name]}").ENGINE)


def _check_output(output: Path, language: str) -> None:
    if output.is_dir() or not output.parent.is_dir():
        raise Refused(
            Text(
                f"{output}: Dort lässt sich nichts ablegen. Nennen Sie eine Datei in einem Ordner, den es gibt.",
                f"{output}: nothing can be put there. Name a file in a folder that exists.",
            ).to(language)
        )


def _layers(
    rules: Rules, folder: Path, engine: Engine, told: Told
) -> tuple[dict[str, Any], dict[str, Floats], Raster | None]:
    read: dict[str, Features] = {}
    cut: dict[str, Any] = {}
    points: dict[str, Floats] = {}
    raster = None
    for number, criterion in enumerate(rules.criteria, start=1):
        if criterion.kind == SLOPE:
            raster = read_raster(layer_path(folder, criterion.layer, RASTERS))
        else:
            if criterion.layer not in read:
                read[criterion.layer] = read_features(layer_path(folder, criterion.layer, SUFFIXES))
            features = chosen_features(read[criterion.layer], criterion)
            if criterion.kind == SHARE:
                if features.kind != AREAS:
                    raise refused(
                        criterion.layer,
                        "Für einen Anteil werden Flächen gebraucht.",
                        "A share needs areas.",
                    )
                cut[criterion.name] = engine.cut(from_shapely(features.geometry))
            elif criterion.kind == DISTANCE:
                points[criterion.name] = places_of(features)
        told(Text("Ebenen vorbereitet", "layers prepared"), number, len(rules.criteria))
    return cut, points, raster


def layer_path(folder: Path, name: str, suffixes: tuple[str, ...]) -> Path:
    """The one file of a layer in the folder. Raises GeodataError where there is none or more than one."""
    found = [folder / f"{name}{suffix}" for suffix in suffixes if (folder / f"{name}{suffix}").is_file()]
    if not found:
        listed = ", ".join(sorted(path.name for path in folder.iterdir())[:20])
        raise refused(
            str(folder),
            f"Für „{name}“ liegt hier keine Datei. Vorhanden: {listed or 'nichts'}.",
            f"There is no file for “{name}” here. Present: {listed or 'nothing'}.",
        )
    if len(found) > 1:
        raise refused(
            str(folder),
            f"Für „{name}“ liegen hier mehrere Dateien: {', '.join(path.name for path in found)}. Lassen Sie eine übrig.",
            f"There are several files for “{name}” here: {', '.join(path.name for path in found)}. Leave one.",
        )
    return found[0]


def chosen_features(features: Features, criterion: Criterion) -> Features:
    """The features a criterion looks at. Raises GeodataError for a column the layer does not have."""
    where = criterion.where
    if where is None:
        return features
    columns = {name.lower(): name for name in features.attributes.column_names}
    if where.attribute.lower() not in columns:
        listed = ", ".join(features.attributes.column_names[:20])
        raise refused(
            criterion.layer,
            f"Die Spalte „{where.attribute}“ gibt es nicht. Vorhanden: {listed}.",
            f"There is no column “{where.attribute}”. Present: {listed}.",
        )
    return features.chosen(_matching(features.attributes.column(columns[where.attribute.lower()]), where, criterion))


def _matching(column: pa.ChunkedArray, where: Where, criterion: Criterion) -> NDArray[np.bool_]:
    rows = np.ones(len(column), dtype=bool)
    if where.values:
        text = np.array([None if value is None else str(value) for value in column.to_pylist()], dtype=object)
        rows &= np.isin(text, where.values)
    if where.least is not None or where.most is not None:
        try:
            numbers = np.asarray(pc.cast(column, pa.float64()).to_numpy(), dtype=np.float64)
        except pa.ArrowInvalid:
            raise refused(
                criterion.layer,
                f"In der Spalte „{where.attribute}“ stehen nicht nur Zahlen.",
                f"The column “{where.attribute}” does not hold numbers only.",
            ) from None
        with np.errstate(invalid="ignore"):
            rows &= numbers >= (where.least if where.least is not None else -np.inf)
            rows &= numbers <= (where.most if where.most is not None else np.inf)
    return rows


def places_of(features: Features) -> Floats:
    """Points a distance is measured to: points themselves, every vertex of lines and areas, densified to 25 metres."""
    geometry = features.geometry
    if features.kind != "points":
        geometry = shapely.segmentize(geometry, 25.0)
    return np.asarray(shapely.get_coordinates(geometry))


def _municipalities(rules: Rules, folder: Path, engine: Engine) -> tuple[Divided | None, tuple[str, ...]]:
    if rules.municipalities is None:
        return None, ()
    features = read_features(layer_path(folder, rules.municipalities, SUFFIXES), kind=AREAS)
    columns = {name.lower(): name for name in features.attributes.column_names}
    named = next((columns[name] for name in NAME_COLUMNS if name in columns), None)
    names = (
        tuple(str(value) for value in features.attributes.column(named).to_pylist())
        if named
        else tuple(str(number + 1) for number in range(len(features)))
    )
    return Divided(engine.cut(from_shapely(features.geometry), keep_labels=True), names), names


def _table(
    fields: Features,
    found: Measured,
    factors: Factors,
    rules: Rules,
    scores: Floats,
    belongs: NDArray[np.int64],
    municipalities: tuple[str, ...],
    language: str,
) -> pa.Table:
    columns = {name.lower(): name for name in fields.attributes.column_names}
    identifier = next((columns[name] for name in ID_COLUMNS if name in columns), None)
    table: dict[str, Any] = {
        "id": fields.attributes.column(identifier) if identifier else pa.array(np.arange(1, len(found) + 1)),
        "area_m2": found.areas,
    }
    table |= {f"share_{name}": values for name, values in found.shares.items()}
    table |= {f"distance_{name}": values for name, values in found.distances.items()}
    if found.slope is not None:
        table["slope"] = found.slope
    if municipalities:
        table["municipality"] = pa.array(
            [municipalities[index] if index >= 0 else None for index in found.municipality], pa.string()
        )
    table["score"] = scores
    table["excluded"] = factors.excluded_by >= 0
    table["reason"] = [reason(found, factors, rules, index).to(language) for index in range(len(found))]
    table["candidate"] = pa.array(belongs, mask=belongs == 0)
    return pa.table(table)


def _areas_schema() -> pa.Schema:
    return pa.schema(
        [
            ("id", pa.int64()),
            ("area_ha", pa.float64()),
            ("score", pa.float64()),
            ("municipality", pa.string()),
            ("parcels", pa.int64()),
        ]
    )


def _doubts(found: Measured, factors: Factors, rules: Rules, fields: Features) -> list[Text]:
    doubts = list(fields.report.warnings)
    unknown = int(factors.unknown.sum())
    if unknown:
        doubts.append(
            Text(
                f"Für {unknown} Flurstücke fehlt ein Wert; er zählt als schlechtester.",
                f"{unknown} parcels lack a value; it counts as the worst.",
            )
        )
    if rules.municipalities is not None:
        outside = int((found.municipality < 0).sum())
        if outside:
            doubts.append(
                Text(f"{outside} Flurstücke liegen in keiner Gemeinde.", f"{outside} parcels lie in no municipality.")
            )
    return doubts
