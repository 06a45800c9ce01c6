"""One county beside chosen ones."""

import pytest

from wandel.core.benchmark.cli import composed
from wandel.core.benchmark.comparing import compare, marks_of, strengths_of, weaknesses_of
from wandel.core.benchmark.problems import BenchmarkError
from wandel.core.benchmark.tests import four
from wandel.core.benchmark.uncertainty import uncertainty


def test_strengths_and_weaknesses_are_measured_in_standard_deviations_and_skip_filled_values() -> None:
    marks = marks_of(composed(four.DATA, four.META, four.STEPS))
    assert [mark.code for mark in strengths_of(marks["A"])] == ["rent", "jobs"]
    assert [mark.code for mark in weaknesses_of(marks["A"])] == ["green"]
    assert "rent" not in {mark.code for mark in marks["C"]}
    assert marks["A"][0].distance == pytest.approx((100 - 37.5) / 47.871355)
    assert (marks["A"][0].rank, marks["A"][0].value, marks["A"][0].share) == (1, 5, 0.125)


def test_a_county_stands_beside_chosen_ones_and_sees_what_would_move_it() -> None:
    made = composed(four.DATA, four.META, four.STEPS)
    found = compare(made, "B", ["A", "C"], uncertainty=uncertainty(made))
    assert (found.rank, found.score, found.others) == (3, 25, ("A", "C"))
    assert found.rank_low is not None
    assert found.rank_high is not None
    assert 1 <= found.rank_low <= found.rank_high <= 3
    beside = {row.code: row for row in found.indicators}
    # Jobs at the median of A (100) and C (0): economy 50, index 50, so B passes C (37.5) and stays behind A (62.5).
    assert (beside["jobs"].value, beside["jobs"].median) == (5, 7.5)
    assert (beside["jobs"].rank_at_median, beside["jobs"].gain) == (2, 1)
    assert [row.code for row in found.movers] == ["jobs"]
    assert [row.code for row in found.weaknesses] == ["jobs"]


def test_only_the_indicators_asked_for_are_compared() -> None:
    made = composed(four.DATA, four.META, four.STEPS)
    assert [row.code for row in compare(made, "A", ["B", "A", "B"], indicators=["rent"]).indicators] == ["rent"]


@pytest.mark.parametrize(
    ("unit", "others", "indicators"), [("X", ["A"], []), ("A", ["X"], []), ("A", ["A"], []), ("A", ["B"], ["dogs"])]
)
def test_what_is_not_in_the_index_cannot_be_compared(unit: str, others: list[str], indicators: list[str]) -> None:
    with pytest.raises(BenchmarkError, match="Not in the index"):
        compare(composed(four.DATA, four.META, four.STEPS), unit, others, indicators=indicators)
