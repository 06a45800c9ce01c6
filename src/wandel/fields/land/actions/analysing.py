"""From rules and layers to scores and candidates. The geometry is measured once and kept; other weights reuse it.

Loads geometry libraries and kernels: jobs import it when they run, pages never do.
"""

import hashlib
import json
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import shapely
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from wandel.core.geodata.flat import FlatPolygons, from_shapely, to_shapely
from wandel.core.geodata.parcel_index import labels
from wandel.core.geodata.problems import GeodataError
from wandel.core.suitability.engine import Engine, best_engine
from wandel.core.suitability.explaining import shown_value
from wandel.core.suitability.from_files import places_of
from wandel.core.suitability.measure import Divided, Measured, measure
from wandel.core.suitability.rules import DISTANCE, SHARE, SLOPE, Criterion, Rules, RulesError, rules_from
from wandel.core.suitability.score import Candidate as Found
from wandel.core.suitability.score import (
    Factors,
    area_reason,
    candidates,
    factors_of,
    outline,
    points_of,
    values_of,
)
from wandel.core.tiles.archive import write_archive
from wandel.core.tiles.layers import TileLayer
from wandel.fields.land.actions.analysis_files import write_analysis_files, write_rows
from wandel.fields.land.actions.layer_geometry import (
    cut_layer,
    degrees,
    features_of,
    index_parcels,
    load_raster,
    projected,
)
from wandel.fields.land.models import Candidate, LayerVersion, RuleSet, SuitabilityRun
from wandel.fields.land.queries.analysis import PARCELS, measured_folder
from wandel.fields.land.queries.layer import current_version, flat_path
from wandel.office.journal.actions import record
from wandel.office.places.models import Municipality
from wandel.ui.phrases import Phrase

FIELD = "land"
MOST_CANDIDATES = 2_000
MOST_PARCEL_NUMBERS = 100
# Shares of the whole work, for the bar: cutting layers, measuring, drawing tiles, storing.
CUT, MEASURE, TILES, STORE = 25, 45, 25, 5
Told = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Inputs:
    """Versions of everything an analysis reads, by the name the rules use."""

    parcels: LayerVersion
    layers: dict[str, LayerVersion]

    def hashes(self) -> dict[str, str]:
        return {PARCELS: self.parcels.sha256, **{name: one.sha256 for name, one in self.layers.items()}}


def read_rules_of(rule_set: RuleSet) -> Rules:
    """The rules as core understands them. Raises ValidationError with every sentence."""
    try:
        return rules_from(rule_set.rules)
    except RulesError as error:
        raise ValidationError([text.to(get_language() or "de") for text in error.texts], code="rules") from None


def inputs_of(rules: Rules) -> Inputs:
    """The current version of every layer the rules name. Raises ValidationError naming all that are missing."""
    parcels = current_version(PARCELS)
    names = sorted({criterion.layer for criterion in rules.criteria})
    versions = {name: current_version(name) for name in names}
    missing = [name for name, one in versions.items() if one is None]
    if parcels is None:
        missing.insert(0, PARCELS)
    if missing or parcels is None:
        raise ValidationError(
            _("There are no data for: %(names)s. Import them under Layers, or take them out of the rules."),
            params={"names": ", ".join(missing)},
            code="missing_layers",
        )
    return Inputs(parcels, {name: one for name, one in versions.items() if one is not None})


def analyse(*, rule_set: RuleSet, by: Any, told: Told) -> SuitabilityRun:
    """Do a whole analysis and store it. ``told`` hears per cent done and may raise to end the work.

    What is already measured (the same layers, the same criteria) is not measured again; an interrupted run finds what the
    one before it finished. Raises ValidationError with sentences where something is missing or cannot be read.
    """
    began = perf_counter()
    # The order of criteria is the one the database gives back, for that is how pages read the stored values.
    rule_set.refresh_from_db()
    rules = read_rules_of(rule_set)
    inputs = inputs_of(rules)
    engine = best_engine()
    parcels = FlatPolygons.load(flat_path(PARCELS, inputs.parcels.sha256))
    municipalities = list(Municipality.objects.exclude(boundary={}).order_by("ags"))
    try:
        with ThreadPoolExecutor() as executor:
            found = _measured(rules, inputs, parcels, municipalities, engine, executor, told)
            archive = parcel_archive(inputs.parcels, parcels, executor)
        rows = _measured_path(rules, inputs, municipalities, engine).with_suffix(".rows")
        write_rows(rows, found, rules, municipalities)
        numbers = labels(index_parcels(inputs.parcels))
    except GeodataError as error:
        raise ValidationError([text.to(get_language() or "de") for text in error.texts], code="geodata") from None
    told(CUT + MEASURE + TILES)
    factors = factors_of(found, rules)
    points = points_of(factors, rules.weights)
    areas = candidates(found, points, factors, rules)
    run = _store(
        rule_set=rule_set, rules=rules, inputs=inputs, found=found, factors=factors, points=points, areas=areas,
        shapes=to_shapely(parcels), municipalities=municipalities, archive=archive, engine=engine.name, by=by,
        began=began, numbers=numbers, rows_path=rows,
    )  # fmt: skip
    told(100)
    return run


def _measured(
    rules: Rules,
    inputs: Inputs,
    parcels: FlatPolygons,
    municipalities: list[Municipality],
    engine: Engine,
    executor: Executor,
    told: Told,
) -> Measured:
    """Measured values, from disk where the very same question has been asked before."""
    path = _measured_path(rules, inputs, municipalities, engine)
    if path.exists():
        return _load_measured(path)
    cut: dict[str, Any] = {}
    points: dict[str, Any] = {}
    raster = None
    for number, criterion in enumerate(rules.criteria):
        told(CUT * number // len(rules.criteria))
        layer = inputs.layers[criterion.layer]
        if criterion.kind == SHARE:
            cut[criterion.name] = cut_layer(layer, engine, executor, criterion)
        elif criterion.kind == DISTANCE:
            points[criterion.name] = places_of(features_of(layer, criterion))
        elif criterion.kind == SLOPE:
            raster = load_raster(layer)
    divided = None
    if municipalities:
        shapes = projected([one.boundary for one in municipalities])
        divided = Divided(engine.cut(from_shapely(shapes), keep_labels=True), tuple(one.ags for one in municipalities))
    found = measure(
        parcels,
        layers=cut,
        points=points,
        divided=divided,
        raster=raster,
        engine=engine,
        executor=executor,
        progress=lambda done, total: told(CUT + MEASURE * done // total),
    )
    _save_measured(path, found)
    return found


def _measured_path(rules: Rules, inputs: Inputs, municipalities: list[Municipality], engine: Engine) -> Path:
    """Named by everything the geometry depends on; weights and thresholds do not belong to it."""
    question = {
        "parcels": inputs.parcels.sha256,
        "criteria": [[one.name, one.kind, inputs.layers[one.layer].sha256, repr(one.where)] for one in rules.criteria],
        "municipalities": [[one.ags, one.boundary] for one in municipalities],
        "engine": engine.name,
    }
    name = hashlib.sha256(json.dumps(question, sort_keys=True).encode()).hexdigest()[:24]
    return measured_folder() / f"{name}.npz"


def _save_measured(path: Path, found: Measured) -> None:
    arrays = {"areas": found.areas, "municipality": found.municipality, "parts": found.municipality_areas}
    arrays |= {"names": np.array(found.names, dtype=np.str_), "pairs": found.pairs}
    arrays |= {f"share_{name}": values for name, values in found.shares.items()}
    arrays |= {f"distance_{name}": values for name, values in found.distances.items()}
    if found.slope is not None:
        arrays["slope"] = found.slope
    unfinished = path.with_suffix(".part")
    with unfinished.open("wb") as stream:
        np.savez(stream, **arrays)
    unfinished.replace(path)


def _load_measured(path: Path) -> Measured:
    with np.load(path) as stored:
        return Measured(
            areas=stored["areas"],
            shares={key[6:]: stored[key] for key in stored.files if key.startswith("share_")},
            distances={key[9:]: stored[key] for key in stored.files if key.startswith("distance_")},
            slope=stored["slope"] if "slope" in stored.files else None,
            municipality=stored["municipality"],
            municipality_areas=stored["parts"],
            names=tuple(str(name) for name in stored["names"]),
            pairs=stored["pairs"],
        )


def parcel_archive(version: LayerVersion, parcels: FlatPolygons, executor: Executor) -> str:
    """The name of the tiles of a version of parcels; drawn when they are not there yet."""
    name = f"parcels-{version.sha256[:12]}"
    folder = Path(settings.WANDEL_DATA_DIR) / "tiles"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.pmtiles"
    if not path.exists():
        title = "Flurstücke (synthetisch)" if version.synthetic else "Flurstücke"
        write_archive(
            path,
            [TileLayer("parcels", parcels, np.arange(len(parcels)), (12, 16))],
            metadata={"title": title, "attribution": version.source, "public": False},
            executor=executor,
        )
        for old in folder.glob("parcels-*.pmtiles"):
            if old != path:
                old.unlink()
    return name


def _store(
    *,
    rule_set: RuleSet,
    rules: Rules,
    inputs: Inputs,
    found: Measured,
    factors: Factors,
    points: Any,
    areas: list[Found],
    shapes: Any,
    municipalities: list[Municipality],
    archive: str,
    engine: str,
    by: Any,
    began: float,
    numbers: list[str],
    rows_path: Path,
) -> SuitabilityRun:
    synthetic = inputs.parcels.synthetic or any(one.synthetic for one in inputs.layers.values())
    warnings = [text.as_json() for text in rules.warnings]
    if len(areas) > MOST_CANDIDATES:
        warnings.append(
            {
                "de": f"{len(areas)} Flächen erreichen die Schwelle; gezeigt werden die {MOST_CANDIDATES} besten. Heben Sie die Schwelle an.",
                "en": f"{len(areas)} areas reach the threshold; the best {MOST_CANDIDATES} are shown. Raise the threshold.",
            }
        )
        areas = areas[:MOST_CANDIDATES]
    rows = _candidate_rows(found, factors, rules, areas, shapes, municipalities, numbers)
    with transaction.atomic():
        run = SuitabilityRun.objects.create(
            rule_set=rule_set,
            title=rule_set.title,
            rules=rule_set.rules,
            inputs=inputs.hashes(),
            parcels=len(found),
            excluded=int((factors.excluded_by >= 0).sum()),
            unknown=int(factors.unknown.sum()),
            synthetic=synthetic,
            archive=archive,
            engine=engine,
            code=settings.WANDEL_VERSION,
            seconds=round(perf_counter() - began, 2),
            warnings=warnings,
            consistency=rule_set.comparison.get("cr"),
            finished_at=timezone.now(),
            by_id=str(by.id) if by else "",
            by_name=by.name if by else "",
        )
        # Files before rows: whoever sees the row finds them. Left-overs of a failed transaction lie under a free number.
        write_analysis_files(run, rules, shapes, factors, points, numbers, areas, rows_path)
        Candidate.objects.bulk_create([Candidate(analysis=run, **row) for row in rows], batch_size=500)
        record(
            by=by,
            message=Phrase(
                gettext_noop("Analysis finished: %(parcels)s parcels, %(candidates)s candidates"),
                {"parcels": len(found), "candidates": len(rows)},
            ),
            subject=run.ref,
            field=FIELD,
        )
    return run


def _candidate_rows(
    found: Measured,
    factors: Factors,
    rules: Rules,
    areas: list[Found],
    shapes: Any,
    municipalities: list[Municipality],
    numbers: list[str],
) -> list[dict[str, Any]]:
    outlines = np.array([outline(shapes, area) for area in areas], dtype=object)
    # A tenth of a metre is finer than any drawing; the parcels keep the exact borders.
    simple = degrees(shapely.simplify(outlines, 0.1)) if len(areas) else outlines
    rows = []
    for area, shape in zip(areas, simple, strict=True):
        sizes = found.areas[area.parcels]
        why = area_reason(found, factors, rules, area.parcels)
        rows.append(
            {
                "number": area.number,
                "municipality": municipalities[area.municipality] if area.municipality >= 0 else None,
                "geometry": shapely.geometry.mapping(shapely.set_precision(shape, 1e-7, mode="pointwise")),
                "area_m2": round(area.hectares * 10_000, 1),
                "points": round(area.points, 2),
                "values": [round(float((row[area.parcels] * sizes).sum() / sizes.sum()), 4) for row in factors.factors],
                "facts": [_fact(found, one, area, sizes) for one in rules.criteria],
                "why_de": why.de[:400],
                "why_en": why.en[:400],
                "parcels": [numbers[index] for index in area.parcels[:MOST_PARCEL_NUMBERS]],
                "parcel_count": len(area.parcels),
            }
        )
    return rows


def _fact(found: Measured, criterion: Criterion, area: Found, sizes: Any) -> dict[str, Any]:
    """What was measured of one criterion over the area: distances the nearest, shares and slope the mean by size."""
    values = values_of(found, criterion)[area.parcels]
    value = float(values.min()) if criterion.kind == DISTANCE else float((values * sizes).sum() / sizes.sum())
    shown = shown_value(value, criterion)
    span = criterion.worst - criterion.best
    near_worst = criterion.weight > 0 and span != 0 and (value - criterion.best) / span >= 0.5
    return {
        "key": criterion.name,
        "label_de": criterion.label.de,
        "label_en": criterion.label.en,
        "value_de": shown.de,
        "value_en": shown.en,
        "against": bool(near_worst),
    }
