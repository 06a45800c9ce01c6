"""One parcel explained says what all parcels at once say."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wandel.core.suitability.explaining import explain
from wandel.core.suitability.measure import Measured
from wandel.core.suitability.rows import header, read_rows
from wandel.core.suitability.rules import read_rules
from wandel.core.suitability.score import factors_of, points_of
from wandel.core.suitability.tests import town

RULES = """
title: Probe
layers:
  nass: {exclude: 0.1}
  boden: {weight: 2, threshold: 0.05}
  wald: {weight: 1, exclude: 0.5, best: 0.2, worst: 0.9}
distances:
  halt: {weight: 3, best: 100, worst: 900}
  grube: {exclude_below: 50}
slope: {layer: hang, weight: 1, best: 2, worst: 15}
"""
SHARES, METRES = st.floats(0, 1), st.one_of(st.floats(0, 3000), st.just(float("inf")))


@given(st.lists(st.tuples(SHARES, SHARES, SHARES, METRES, METRES, st.one_of(st.floats(0, 60), st.just(float("nan")))), min_size=1, max_size=6))  # fmt: skip
def test_costs_and_points_are_those_of_the_whole_run(rows: list[tuple[float, ...]]) -> None:
    rules = read_rules(RULES)
    columns = dict(zip(("nass", "boden", "wald", "halt", "grube", "slope"), np.array(rows).T, strict=True))
    measured = Measured(
        areas=np.ones(len(rows)),
        shares={name: columns[name] for name in ("nass", "boden", "wald")},
        distances={name: columns[name] for name in ("halt", "grube")},
        slope=columns["slope"],
        municipality=np.zeros(len(rows), dtype=np.int32),
        municipality_areas=np.zeros((len(rows), 0)),
        names=(),
        pairs=np.zeros((0, 2), dtype=np.int64),
    )
    factors = factors_of(measured, rules)
    points = points_of(factors, rules.weights)
    for place in range(len(rows)):
        told = explain(rules, {name: float(values[place]) for name, values in columns.items()})
        assert told.points == pytest.approx(points[place], abs=1e-9)
        assert bool(told.excluded_by) == (factors.excluded_by[place] >= 0)
        assert told.points_otherwise + sum(line.cost for line in told.lines) == pytest.approx(100)
        assert all(line.cost >= -1e-12 for line in told.lines)


def test_a_row_of_the_file_gives_back_what_was_written(tmp_path: Path) -> None:
    rules = read_rules(town.RULES)
    values = np.array([[100.0, 1, 60, 0.5, 0.1, 0.2, 300], [200.0, -1, 0, 0.25, 0.0, 1.0, np.inf]])
    path = tmp_path / "probe.rows"
    path.write_bytes(header([one.name for one in rules.criteria], 2, ["Alt", "Neu"]) + values.astype("<f8").tobytes())
    second, first = read_rows(path, [1, 0])
    assert (first.area, first.municipality, first.part) == (100.0, "Neu", 60.0)
    assert first.values == {"hochwasser": 0.5, "boden": 0.1, "wald": 0.2, "halt": 300.0}
    assert (second.municipality, second.values["halt"]) == ("", float("inf"))
    with pytest.raises(IndexError):
        list(read_rows(path, [2]))
