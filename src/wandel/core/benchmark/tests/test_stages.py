"""The first seven steps against what a pencil says."""

from math import exp, log

import numpy as np
import pytest

from wandel.core.benchmark.cli import composed
from wandel.core.benchmark.composite import Composite
from wandel.core.benchmark.outliers import kurtosis, logarithm, skewness, winsorise
from wandel.core.benchmark.problems import BenchmarkError
from wandel.core.benchmark.steps import Treat
from wandel.core.benchmark.tables import Table
from wandel.core.benchmark.tests import four


def rows(table: Table) -> dict[str, tuple[float | None, ...]]:
    return {unit: tuple(values.values()) for unit, values in table.as_json().items()}


def index(made: Composite) -> dict[str, float]:
    return dict(zip(made.units, made.scores.tolist(), strict=True))


def with_steps(steps: str, *, data: str = four.DATA, meta: str = four.META) -> Composite:
    return composed(data, meta, steps)


def test_every_stage_comes_out_as_computed_by_hand() -> None:
    made = with_steps(four.STEPS)
    assert rows(made.denominated) == four.DENOMINATED
    assert rows(made.imputed) == four.IMPUTED
    assert rows(made.treated) == four.IMPUTED
    assert rows(made.normalised) == four.NORMALISED
    assert made.aggregated.as_json()["B"]["living"] == 50
    assert index(made) == four.INDEX
    assert dict(zip(made.units, made.ranks.tolist(), strict=True)) == four.RANKS


def test_an_empty_steps_file_uses_denominators_min_max_given_weights_and_arithmetic_means() -> None:
    made = with_steps("")
    assert made.normalised.as_json()["C"]["rent"] is None
    assert made.aggregated.as_json()["C"]["living"] == 100
    assert any("C, D" in text.en and "rests on the others" in text.en for text in made.warnings)


def test_denominators_can_be_switched_off_or_named_in_the_steps() -> None:
    assert with_steps("denominate: no").denominated.as_json()["D"]["jobs"] == 400
    assert with_steps("denominate: {green: people}").denominated.as_json()["A"]["green"] == 2


@pytest.mark.parametrize(
    ("steps", "rent", "green"),
    [
        ("impute: mean", 10, 30),
        ("impute: median", 10, 30),
        ("impute: {method: group_median}", 15, 40),
        ("impute: {group: region}", 15, 40),
        ("impute: none", None, None),
    ],
)
def test_gaps_are_filled_as_chosen(steps: str, rent: float | None, green: float | None) -> None:
    table = with_steps(steps).imputed.as_json()
    assert (table["C"]["rent"], table["D"]["green"]) == (rent, green)


def test_a_group_without_any_value_takes_what_otherwise_says() -> None:
    data = four.DATA.replace("15,NA", ",NA")
    made = with_steps("impute: {method: group_mean, otherwise: mean}", data=data)
    assert made.imputed.as_json()["C"]["rent"] == 7.5


def test_a_unit_with_too_few_values_leaves_after_the_stage_that_is_screened() -> None:
    kept = with_steps("impute: mean\nscreen: 0.9")
    assert kept.units == ("A", "B", "C", "D")
    assert any("only through filled ones: C, D" in text.en for text in kept.warnings)
    gone = with_steps("impute: mean\nscreen: {threshold: 0.9, of: denominated}")
    assert gone.units == ("A", "B")
    assert with_steps("- screen: 0.9\n- impute: mean").units == ("A", "B")


def test_an_extreme_value_takes_its_neighbours_value() -> None:
    values = np.array([1, 2, 3, 4, 5, 6, 7, 8, 9, 100], dtype=float)
    # SciPy 1.17.1 says the same: stats.skew and stats.kurtosis with bias=False
    assert skewness(values) == pytest.approx(3.1188957452)
    assert kurtosis(values) == pytest.approx(9.7992447162)
    moved, which = winsorise(values, Treat(method="winsorise"))
    assert moved.tolist() == [1, 2, 3, 4, 5, 6, 7, 8, 9, 9]
    assert which.tolist() == [0] * 9 + [1]
    moved, _ = winsorise(-values, Treat(method="winsorise"))
    assert moved.tolist() == [-1, -2, -3, -4, -5, -6, -7, -8, -9, -9]
    moved, _ = winsorise(values, Treat(method="winsorise", max_points=0))
    assert moved.tolist() == values.tolist()


def test_skewness_and_kurtosis_are_those_of_a_spreadsheet() -> None:
    # SKEW and KURT of 3, 4, 5, 2, 3, 4, 5, 6, 4, 7, as the help pages of spreadsheets print them.
    values = np.array([3, 4, 5, 2, 3, 4, 5, 6, 4, 7, np.nan], dtype=float)
    assert skewness(values) == pytest.approx(0.359543071, abs=1e-9)
    assert kurtosis(values) == pytest.approx(-0.151799637, abs=1e-9)


def test_where_moving_points_does_not_help_the_logarithm_does() -> None:
    numbers = [*range(1, 20), 5000]
    data = "unit,x\n" + "\n".join(f"u{place},{number}" for place, number in enumerate(numbers))
    meta = "code,parent,weight,direction,denominator,type\nx,,1,1,,Indicator\n"
    made = composed(data, meta, "treat: {max_points: 0}")
    assert made.treatment["x"].how == "log"
    assert made.treated.column("x") == pytest.approx(logarithm(np.array(numbers, dtype=float)))
    assert composed(data, meta, "treat: {max_points: 0, otherwise: none}").treated.column("x")[-1] == 5000
    assert composed(data, meta, "treat: winsorise").treatment["x"].points == ("u19",)
    assert composed(data, meta, "treat: {untouched: x}").treatment == {}


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ("normalise: {method: min-max, range: [1, 11]}", [11, 6, 1, 1]),
        ("normalise: {method: z-score, mean: 50, sd: 10}", [63.0558, 52.6112, 42.1665, 42.1665]),
        ("normalise: rank", [4, 3, 1, 1]),
        ("normalise: percentile_rank", [1, 2 / 3, 0, 0]),
        ("normalise: {method: reference, reference: B}", [2, 1, 0, 0]),
        ("normalise: {method: reference, reference: B, form: ratio}", [2, 1, 10 / 15, 10 / 15]),
        ("normalise: none", [-5, -10, -15, -15]),
    ],
)
def test_an_indicator_of_which_less_is_better_is_turned_round(steps: str, expected: list[float]) -> None:
    made = with_steps("impute: group_mean\n" + steps)
    assert made.normalised.column("rent") == pytest.approx(expected, abs=1e-4)


def test_a_reference_without_a_value_leaves_the_indicator_out_and_is_told() -> None:
    made = with_steps("normalise: {method: reference, reference: C}")
    assert made.normalised.as_json()["A"]["rent"] is None
    assert any("C has no value" in text.en and "rent" in text.en for text in made.warnings)


def test_the_distance_to_a_target_ends_at_the_target() -> None:
    data = "unit,x,y\na,0,10\nb,5,20\nc,20,40\n"
    meta = "iCode,Parent,Weight,Direction,Target,Type\nx,,1,1,10,Indicator\ny,,1,-1,20,Indicator\n"
    made = composed(data, meta, "normalise: target")
    assert made.normalised.column("x") == pytest.approx([0, 0.5, 1])
    assert made.normalised.column("y") == pytest.approx([1, 1, 0])


def test_an_indicator_equal_everywhere_stays_missing_and_is_told() -> None:
    made = with_steps("impute: mean", data=four.DATA.replace(",5,20", ",5,30").replace(",,40", ",,30"))
    assert {made.normalised.as_json()[unit]["green"] for unit in "ABCD"} == {None}
    assert any("green" in text.en and "without effect" in text.en for text in made.warnings)
    assert made.aggregated.column("living") == pytest.approx(made.normalised.column("rent"))


def test_weights_can_be_equal_or_written_in_the_steps() -> None:
    filled = "impute: group_mean\n"
    assert with_steps(filled + "weight: equal").aggregated.as_json()["A"]["living"] == 50
    made = with_steps(filled + "weights: {rent: 3, green: 1}")
    assert made.aggregated.as_json()["A"]["living"] == 75
    assert made.shares == {
        "jobs": 0.5, "rent": 0.375, "green": 0.125, "economy": 0.5, "living": 0.5, "index": 1.0,
    }  # fmt: skip


def test_weights_from_principal_components_sum_to_one_inside_an_aggregate() -> None:
    generator = np.random.default_rng(3)
    common = generator.normal(size=30)
    data = "unit,a,b,c\n" + "\n".join(
        f"u{place},{x},{x + noise[0] / 5},{noise[1]}"
        for place, (x, noise) in enumerate(zip(common, generator.normal(size=(30, 2)), strict=True))
    )
    meta = "code,parent,weight,direction,denominator,type\n" + "\n".join(f"{code},,1,1,,Indicator" for code in "abc")
    made = composed(data, meta, "weight: pca")
    assert sum(made.weights[code] for code in "abc") == pytest.approx(1)
    assert made.weights["a"] > 0.4
    assert made.weights["c"] < 0.1


def test_geometric_and_harmonic_means_per_level_and_per_aggregate() -> None:
    ground = "impute: group_mean\nnormalise: {range: [1, 100]}\n"
    living = with_steps(ground + "aggregate: {levels: [geometric, arithmetic]}").aggregated.as_json()["A"]["living"]
    assert living == pytest.approx(exp((log(100) + 3 * log(1)) / 4))
    living = with_steps(ground + "aggregate: {living: harmonic}").aggregated.as_json()["A"]["living"]
    assert living == pytest.approx(4 / (1 / 100 + 3 / 1))
    assert index(with_steps(ground + "aggregate: geometric"))["B"] == pytest.approx((1 * 50.5) ** 0.5)


def test_a_geometric_mean_with_a_zero_is_zero_and_told_and_one_of_negative_values_is_refused() -> None:
    made = with_steps("impute: group_mean\naggregate: geometric")
    assert made.aggregated.as_json()["A"]["living"] == 0
    assert any("range: [1, 100]" in text.en for text in made.warnings)
    with pytest.raises(BenchmarkError, match="needs values above 0"):
        with_steps("impute: group_mean\nnormalise: z-score\naggregate: geometric")


def test_an_aggregate_with_too_few_parts_stays_missing() -> None:
    made = with_steps("aggregate: {minimum: 0.6}")
    assert made.aggregated.as_json()["C"]["living"] is None
    assert made.aggregated.as_json()["C"]["index"] is None
    assert any("Without an index" in text.en for text in made.warnings)
    assert np.isnan(made.ranks).tolist() == [False, False, True, True]
