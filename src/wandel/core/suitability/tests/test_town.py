"""The twelve-field town comes out as computed by hand, with both engines."""

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import shapely

from wandel.core.geodata.flat import from_shapely, to_shapely
from wandel.core.suitability import with_kernels, with_shapely
from wandel.core.suitability.engine import Engine, best_engine
from wandel.core.suitability.measure import Divided, Measured, measure
from wandel.core.suitability.raster import Raster
from wandel.core.suitability.rules import read_rules
from wandel.core.suitability.score import candidates, contributions, factors_of, outline, points_of, reason
from wandel.core.suitability.tests import town

ENGINES: list[Engine] = [with_kernels.ENGINE, with_shapely.ENGINE]
engines = pytest.mark.parametrize("engine", ENGINES, ids=lambda engine: engine.name)
LAYERS = {"hochwasser": town.flood(), "boden": town.soil(), "wald": town.wood()}


def measured(engine: Engine, **options: object) -> Measured:
    return measure(
        town.fields(),
        layers={name: engine.cut(layer) for name, layer in LAYERS.items()},
        points={"halt": town.stop()},
        divided=Divided(engine.cut(town.municipalities(), keep_labels=True), ("Alt", "Neu")),
        raster=Raster(np.tile([2.0, 6.0], (30, 20)), town.WEST, town.SOUTH + 300, 10.0),
        engine=engine,
        **options,  # type: ignore[arg-type]
    )


@engines
def test_shares_distances_slope_and_municipality_are_those_computed_by_hand(engine: Engine) -> None:
    found = measured(engine)
    assert np.allclose(found.areas, 10_000, rtol=0, atol=1e-6)
    assert np.allclose(found.shares["hochwasser"], town.FLOOD_SHARES, rtol=0, atol=1e-12)
    assert np.allclose(found.shares["wald"], town.WOOD_SHARES, rtol=0, atol=1e-12)
    assert np.allclose(found.shares["boden"], town.SOIL_SHARES, rtol=0, atol=1e-12), "the double strip counts once"
    assert np.allclose(found.distances["halt"], town.STOP_METRES, rtol=0, atol=1e-6)
    assert found.slope is not None
    assert np.allclose(found.slope, 4.0)
    assert found.municipality.tolist() == [0, 0, 1, 1] * 3, "halves go to the first; the parts are kept"
    assert np.allclose(found.municipality_areas[1], [5_000, 5_000])
    assert len(found.pairs) == town.NEIGHBOURS


@engines
def test_points_and_reasons_are_those_computed_by_hand(engine: Engine) -> None:
    rules, found = read_rules(town.RULES), measured(engine)
    factors = factors_of(found, rules)
    points = points_of(factors, rules.weights)
    assert np.allclose(points, town.POINTS)
    assert reason(found, factors, rules, 0).de == "Ausgeschlossen: Hochwasser HQ100 25,0 %."
    assert reason(found, factors, rules, 7).de == "Kostet am meisten: Haltepunkt (−25), Wald (−12)."
    assert reason(found, factors, rules, 4).en == "Costs most: good soil (−25)."
    dear = contributions(found, factors, rules, 7)
    assert [one.criterion.name for one in dear] == ["halt", "wald", "boden"]
    assert points[7] == pytest.approx(100 - sum(one.cost for one in dear)), "what is lost is all explained"


@engines
def test_candidates_hang_together_and_stop_at_the_municipal_border(engine: Engine) -> None:
    rules, found = read_rules(town.RULES), measured(engine)
    factors = factors_of(found, rules)
    points = points_of(factors, rules.weights)
    areas = candidates(found, points, factors, rules)
    assert [sorted(area.parcels.tolist()) for area in areas] == [[6, 7, 10, 11], [4, 5, 8, 9]]
    assert [round(area.hectares, 6) for area in areas] == [4.0, 4.0]
    assert areas[0].points > areas[1].points
    whole = outline(to_shapely(town.fields()), areas[0])
    assert shapely.get_type_id(whole) == shapely.GeometryType.POLYGON
    assert shapely.area(whole) == pytest.approx(40_000)


@engines
def test_an_area_too_large_for_one_plan_is_divided_without_losing_a_field(engine: Engine) -> None:
    rules, found = read_rules(town.RULES + "\nmaximum_cluster_ha: 3"), measured(engine)
    factors = factors_of(found, rules)
    points = points_of(factors, rules.weights)
    assert [round(area.hectares) for area in candidates(found, points, factors, rules)] == [3, 3]
    whole = candidates(
        found, points, factors, read_rules(town.RULES.replace("minimum_cluster_ha: 2", "maximum_cluster_ha: 3"))
    )
    assert sorted(parcel for area in whole for parcel in area.parcels.tolist()) == [4, 5, 6, 7, 8, 9, 10, 11]
    assert [round(area.hectares) for area in whole] == [3, 3, 1, 1]


@engines
def test_other_weights_need_no_geometry(engine: Engine) -> None:
    rules, found = read_rules(town.RULES), measured(engine)
    factors = factors_of(found, rules)
    only_soil = points_of(factors, (1.0, 0.0, 0.0))
    assert only_soil.tolist() == [0.0] * 4 + [0.0, 0.0, 100.0, 100.0] * 2


@pytest.mark.parametrize("pool", [ThreadPoolExecutor, ProcessPoolExecutor])
def test_any_executor_gives_the_same_numbers(pool: type, tmp_path: Path) -> None:
    engine = best_engine()
    paths = {}
    for name, layer in LAYERS.items():
        paths[name] = tmp_path / f"{name}.npz"
        engine.cut(layer).save(paths[name])
    with pool(2) as executor:
        there = measure(town.fields(), layers=paths, engine=engine, executor=executor)
    assert np.allclose(there.shares["boden"], town.SOIL_SHARES, rtol=0, atol=1e-12)


def test_progress_is_told_and_may_end_the_work() -> None:
    told: list[tuple[int, int]] = []
    measured(best_engine(), progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (12, 12)

    class Cancelled(Exception):
        pass

    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        measured(best_engine(), progress=stop)


@engines
def test_an_island_in_a_hole_counts_as_covered(engine: Engine) -> None:
    lake = town.box(0, 0, 300, 300).difference(town.box(50, 50, 250, 250)).union(town.box(100, 100, 200, 200))
    overlapping = town.box(0, 0, 60, 300)
    polygons = from_shapely(np.array([lake, overlapping], dtype=object))
    shares = measure(town.fields(), layers={"see": engine.cut(polygons)}, engine=engine).shares["see"]
    united = lake.union(overlapping)
    wanted = [field.intersection(united).area / field.area for field in to_shapely(town.fields())]
    assert np.allclose(shares, wanted, rtol=0, atol=1e-11)
