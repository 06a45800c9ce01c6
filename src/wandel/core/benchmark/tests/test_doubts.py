"""Coherence, uncertainty and sensitivity: steps 8 to 10."""

import numpy as np
import pytest

from wandel.core.benchmark.cli import composed
from wandel.core.benchmark.coherence import coherence, cronbach
from wandel.core.benchmark.composite import Composite
from wandel.core.benchmark.sensitivity import effects_on, leave_one_out, sensitivity
from wandel.core.benchmark.tests import four
from wandel.core.benchmark.uncertainty import choices_of, uncertainty


def invented(steps: str = "", units: int = 20, gaps: bool = True) -> Composite:
    """Twenty counties, a common strength in three indicators, a fourth that runs against it."""
    generator = np.random.default_rng(5)
    strength = generator.normal(50, 10, units)
    a, b, c = (strength + generator.normal(0, 3, units) for _ in range(3))
    d = 100 - strength + generator.normal(0, 3, units)
    lines = [f"u{n},{a[n]},{b[n]},{c[n] if n or not gaps else ''},{d[n]}" for n in range(units)]
    meta = "code,parent,weight,direction,denominator,type\n" + "".join(
        f"{code},{parent},1,1,,Indicator\n" for code, parent in zip("abcd", ("x", "x", "y", "y"), strict=True)
    )
    aggregates = "x,index,1,1,,Aggregate\ny,index,1,1,,Aggregate\nindex,,1,1,,Aggregate\n"
    return composed("unit,a,b,c,d\n" + "\n".join(lines), meta + aggregates, steps)


def test_cronbachs_alpha_is_one_for_equal_parts_and_as_computed_by_hand() -> None:
    same = np.array([[1.0, 1.0], [2.0, 2.0], [4.0, 4.0]])
    assert cronbach(same) == pytest.approx(1)
    # Variances 1 and 1, of the sum 3: 2 · (1 − 2/3).
    assert cronbach(np.array([[1.0, 1.0], [2.0, 3.0], [3.0, 2.0]])) == pytest.approx(2 / 3)
    assert np.isnan(cronbach(same[:, :1]))


def test_parts_that_work_against_each_other_are_named() -> None:
    found = coherence(invented())
    assert found.alpha["x"] is not None
    assert found.alpha["x"] > 0.8
    assert "negative" in [flag["kind"] for flag in found.flags if (flag["one"], flag["other"]) == ("c", "d")]
    assert any("c and d diverge" in text.en for text in found.warnings)
    assert coherence(invented("coherence: spearman")).alpha == found.alpha


def test_an_indicator_against_its_parent_is_named_first() -> None:
    meta = "code,parent,direction\n" + "".join(f"{code},index,1\n" for code in "abcd")
    data = "unit,a,b,c,d\n" + "\n".join(f"u{n},{n},{n + n % 3},{n + n % 2},{-n}" for n in range(8))
    found = coherence(composed(data, meta, ""))
    assert found.flags[0]["kind"] == "against_parent"
    assert found.flags[0]["one"] == "d"


def test_the_same_seed_gives_the_same_bands_and_the_band_holds_the_median() -> None:
    one, same = (uncertainty(invented("uncertainty: {runs: 200, seed: 3}")) for _ in range(2))
    other = uncertainty(invented("uncertainty: {runs: 200, seed: 4}"))
    assert one.bands() == same.bands()
    assert not np.array_equal(one.scores, other.scores)
    for band in one.bands().values():
        assert band.low is not None
        assert band.median is not None
        assert band.high is not None
        assert 1 <= band.low <= band.median <= band.high <= 20


def test_without_other_choices_every_run_is_the_index_itself() -> None:
    steps = "uncertainty: {weights: 0, impute: none, treat: none, normalise: min_max, aggregate: arithmetic, runs: 20}"
    made = invented(steps)
    found = uncertainty(made)
    assert found.choices.sizes == (1, 1, 1, 1)
    assert np.allclose(found.scores, made.scores)
    assert all(band.low == band.high for band in found.bands().values())


def test_what_was_chosen_stands_first_among_the_choices() -> None:
    assert choices_of(invented("impute: mean\naggregate: geometric\nnormalise: {range: [1, 10]}")).as_json() == {
        "impute": ["mean", "none"],
        "treat": ["none", "winsorise"],
        "normalise": ["min_max", "z_score"],
        "aggregate": ["geometric", "arithmetic"],
    }
    assert choices_of(invented(gaps=False)).as_json()["impute"] == ["none"]


def test_variance_splits_between_factors_that_add_and_stays_whole_where_they_only_act_together() -> None:
    first, second = np.array([0.0, 1.0]), np.array([0.0, 2.0])
    added = effects_on((first[:, None] + second[None, :]).reshape(2, 1, 2, 1, 1))
    assert [one.factor for one in added] == ["normalise", "impute"]
    assert [one.first_order for one in added] == pytest.approx([0.8, 0.2])
    assert [one.total for one in added] == pytest.approx([0.8, 0.2])
    together = effects_on(np.array([[0.0, 1.0], [1.0, 0.0]]).reshape(2, 1, 2, 1, 1))
    assert all((one.first_order, one.total) == (0, 1) for one in together)
    assert effects_on(np.ones((2, 1, 1, 1, 3)))[0].total is None


def test_effects_lie_between_zero_and_one_and_first_order_never_exceeds_total() -> None:
    found = sensitivity(invented("impute: mean"))
    for effects in (found.shift, *found.units.values()):
        for one in effects:
            if one.first_order is not None and one.total is not None:
                assert -1e-9 <= one.first_order <= one.total + 1e-9 <= 1 + 2e-9
        assert sum(one.first_order or 0 for one in effects) <= 1 + 1e-9


def test_leaving_out_a_part_moves_the_ranks_as_computed_by_hand() -> None:
    found = {one.code: one for one in leave_one_out(composed(four.DATA, four.META, four.STEPS))}
    # Without living, economy decides: A and D 100, B and C 0.
    assert found["living"].ranks == {"A": 1, "B": 3, "C": 3, "D": 1}
    assert found["living"].mean_shift == 0.5
    # Without the only indicator of economy that pillar falls away, so C and D (75) lead.
    assert found["jobs"].ranks == found["economy"].ranks == {"A": 4, "B": 3, "C": 1, "D": 1}


def test_geometric_alternatives_work_beside_z_scores() -> None:
    made = invented("normalise: z_score\nimpute: mean")
    assert np.isfinite(uncertainty(made).scores).all()
    assert np.isfinite(sensitivity(made).mean_shift)
