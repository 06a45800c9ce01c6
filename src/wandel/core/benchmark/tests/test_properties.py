"""What must hold for any numbers."""

import json
from typing import Any

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from wandel.core.benchmark.aggregate import aggregate
from wandel.core.benchmark.cli import composed as cli_composed
from wandel.core.benchmark.cli import report_of
from wandel.core.benchmark.composite import Composite, compose
from wandel.core.benchmark.framework import Framework, Node, framework_of
from wandel.core.benchmark.outliers import logarithm, winsorise
from wandel.core.benchmark.problems import BenchmarkError, Findings
from wandel.core.benchmark.reading import Dataset
from wandel.core.benchmark.steps import Steps, Treat
from wandel.core.benchmark.tables import Floats, Table, ranks_of
from wandel.core.benchmark.tests import four

NUMBERS = st.integers(-1000, 1000).map(float)
GRIDS = st.tuples(st.integers(3, 9), st.integers(2, 4)).flatmap(
    lambda shape: arrays(np.float64, shape, elements=NUMBERS)
)
WEIGHTS = st.lists(st.integers(1, 9).map(float), min_size=4, max_size=4)
FAST = settings(max_examples=60, deadline=None)


def framework(many: int, weights: list[float], directions: list[int] | None = None) -> Framework:
    """The first two indicators under x, the rest under y where there is a rest."""
    directions = directions or [1] * many
    leaves = [Node(f"i{n}", f"i{n}", "x" if n < 2 else "y", weights[n], directions[n]) for n in range(many)]
    above = [Node("x", "x", "top"), *([Node("y", "y", "top")] if many > 2 else []), Node("top", "top", None)]
    made = framework_of(leaves, above, Findings())
    assert made is not None
    return made


def composed(values: Floats, weights: list[float], directions: list[int] | None = None, **steps: Any) -> Composite:
    units = tuple(f"u{n}" for n in range(len(values)))
    columns = tuple(f"i{n}" for n in range(values.shape[1]))
    tree = framework(values.shape[1], weights, directions)
    nothing = Table(units, (), np.empty((len(units), 0)))
    dataset = Dataset(tree, Table(units, columns, values), nothing, {}, units, tuple(range(len(units))))
    return compose(dataset, Steps.model_validate(steps))


def varied(values: Floats) -> bool:
    return bool((np.ptp(values, axis=0) > 0).all())


@FAST
@given(GRIDS, WEIGHTS, st.integers(-50, 50), st.integers(1, 100))
def test_min_max_and_every_mean_of_it_stay_in_the_range(
    values: Floats, weights: list[float], low: int, wide: int
) -> None:
    assume(varied(values))
    made = composed(values, weights, normalise={"lower": float(low), "upper": float(low + wide)})
    assert made.aggregated.values.min() >= low - 1e-9
    assert made.aggregated.values.max() <= low + wide + 1e-9
    assert np.allclose(made.normalised.values.min(axis=0), low)
    assert np.allclose(made.normalised.values.max(axis=0), low + wide)


@FAST
@given(GRIDS, WEIGHTS, st.randoms(use_true_random=False))
def test_the_order_of_the_units_changes_no_rank(values: Floats, weights: list[float], random: Any) -> None:
    assume(varied(values))
    order = list(range(len(values)))
    random.shuffle(order)
    assert np.array_equal(composed(values, weights).ranks[order], composed(values[order], weights).ranks)


@FAST
@given(GRIDS, WEIGHTS)
def test_turning_all_directions_round_turns_the_scores_round(values: Floats, weights: list[float]) -> None:
    assume(varied(values))
    one = composed(values, weights).scores
    other = composed(values, weights, [-1] * values.shape[1]).scores
    assert np.allclose(one + other, 100)
    assert np.allclose(composed(-values, weights, [-1] * values.shape[1]).scores, one)


@FAST
@given(GRIDS, WEIGHTS, st.integers(1, 500))
def test_getting_better_never_costs_ground_against_anybody(values: Floats, weights: list[float], more: int) -> None:
    better = values.copy()
    better[0, 0] += more
    assume(varied(values) and varied(better))
    before, after = composed(values, weights).scores, composed(better, weights).scores
    assert ((after[0] - after) >= (before[0] - before) - 1e-6).all() or (np.diff(after - before) == 0).all()


@FAST
@given(GRIDS, WEIGHTS, st.integers(1, 50), st.integers(-500, 500))
def test_another_unit_of_measurement_changes_nothing(
    values: Floats, weights: list[float], times: int, shift: int
) -> None:
    assume(varied(values))
    assert np.allclose(composed(values, weights).scores, composed(values * times + shift, weights).scores)


@FAST
@given(arrays(np.float64, st.integers(4, 30), elements=st.floats(-1e6, 1e6)), st.integers(0, 6))
def test_treating_outliers_keeps_the_order_and_moves_few(values: Floats, points: int) -> None:
    moved, which = winsorise(values, Treat(method="winsorise", max_points=points))
    order = np.argsort(values, kind="stable")
    assert (np.diff(moved[order]) >= 0).all()
    assert (moved[which == 0] == values[which == 0]).all()
    assert moved.min() >= values.min()
    assert moved.max() <= values.max()
    if np.ptp(values) > 1e-3:
        assert (np.diff(logarithm(values)[order]) >= 0).all()


@FAST
@given(arrays(np.float64, st.integers(1, 20), elements=st.one_of(NUMBERS, st.just(np.nan))))
def test_ranks_count_who_is_better(scores: Floats) -> None:
    ranks = ranks_of(scores)
    for place, score in enumerate(scores):
        if np.isnan(score):
            assert np.isnan(ranks[place])
        else:
            assert ranks[place] == 1 + (scores > score).sum()


@FAST
@given(arrays(np.float64, (5, 4), elements=st.floats(1, 100)), WEIGHTS)
def test_the_harmonic_mean_is_below_the_geometric_and_that_below_the_arithmetic(
    values: Floats, weights: list[float]
) -> None:
    tree = framework(4, weights)
    table = Table(tuple("abcde"), ("i0", "i1", "i2", "i3"), values)
    arithmetic, geometric, harmonic = (
        aggregate(table, tree, tree.given_weights(), dict.fromkeys(("x", "y", "top"), kind)).column("top")
        for kind in ("arithmetic", "geometric", "harmonic")
    )
    assert (harmonic <= geometric + 1e-9).all()
    assert (geometric <= arithmetic + 1e-9).all()


PIECES = st.sampled_from(
    ["", ",", ";", "\n", "\t", '"', "0", "-1", "NA", "x", "1e9", "0,5", "unit", "A", "index", "living", "Aggregate", "\x00", "ß", ": ", "[", "- "]
)  # fmt: skip
PLACES = st.lists(
    st.tuples(st.sampled_from(["data", "meta", "steps"]), st.floats(0, 1), st.integers(0, 12), PIECES), max_size=4
)


@settings(max_examples=150, deadline=None)
@given(PLACES)
def test_whatever_is_written_gives_an_index_or_sentences(changes: list[tuple[str, float, int, str]]) -> None:
    texts = {"data": four.DATA, "meta": four.META, "steps": four.STEPS.replace("runs: 200", "runs: 10")}
    for name, share, many, piece in changes:
        place = int(share * len(texts[name]))
        texts[name] = texts[name][:place] + piece + texts[name][place + many :]
    try:
        report = report_of(cli_composed(**texts), "de")
    except BenchmarkError:
        return
    json.dumps(report, allow_nan=False)
    for unit, score in report["scores"].items():
        assert (score is None) == (report["ranks"][unit] is None)
