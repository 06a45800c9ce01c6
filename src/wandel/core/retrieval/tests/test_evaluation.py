"""The measures, against numbers worked out by hand."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wandel.core.retrieval.evaluation import evaluate, ndcg, ranking, recall, reciprocal_rank


def test_ndcg_weighs_grades_by_rank() -> None:
    # Gains 1, 0, 2 at ranks 1, 2, 3; the best order would be 2, 1.
    expected = (1 + 2 / math.log2(4)) / (2 + 1 / math.log2(3))
    assert ndcg(["a", "x", "b"], {"a": 1, "b": 2, "c": 0}, 10) == pytest.approx(expected)


def test_what_nobody_judged_and_what_is_judged_below_zero_gains_nothing() -> None:
    assert ndcg(["x", "a"], {"a": 1, "x": -2}, 10) == pytest.approx(1 / math.log2(3))
    assert recall(["x", "a"], {"a": 1, "x": -2}, 100) == 1.0


def test_the_first_relevant_document_counts_up_to_the_depth() -> None:
    ranked = [f"x{n}" for n in range(9)] + ["a"]
    assert reciprocal_rank(ranked, {"a": 1}, 10) == pytest.approx(0.1)
    assert reciprocal_rank(["x", *ranked], {"a": 1}, 10) == 0.0


def test_recall_counts_documents_nobody_could_find() -> None:
    assert recall(["a"], {"a": 1, "missing": 1}, 100) == 0.5


def test_of_equals_the_higher_id_comes_first_as_in_trec_eval() -> None:
    assert ranking({"a": 1.0, "b": 1.0, "c": 2.0}) == ["c", "b", "a"]


def test_a_query_that_is_itself_a_document_does_not_find_itself() -> None:
    found = evaluate({"q": {"q": 9.0, "a": 1.0}}, {"q": {"a": 1}})
    assert (found.ndcg_at_10, found.mrr_at_10, found.recall_at_100) == (1.0, 1.0, 1.0)


def test_a_query_that_found_nothing_counts_as_zero() -> None:
    assert evaluate({"q": {"a": 1.0}}, {"q": {"a": 1}, "r": {"b": 1}}).ndcg_at_10 == 0.5


def test_without_judgements_there_is_no_measure() -> None:
    with pytest.raises(ValueError):
        evaluate({}, {})


DOCUMENTS = st.sampled_from("abcdefghijklmno")


@given(st.dictionaries(DOCUMENTS, st.floats(0, 9)), st.dictionaries(DOCUMENTS, st.integers(-1, 3), min_size=1))
@settings(max_examples=200, deadline=None)
def test_every_measure_lies_between_zero_and_one_and_the_best_run_reaches_one(
    scores: dict[str, float], grades: dict[str, int]
) -> None:
    found = evaluate({"q": scores}, {"q": grades})
    assert all(0 <= value <= 1 + 1e-12 for value in (found.ndcg_at_10, found.mrr_at_10, found.recall_at_100))
    if any(grade > 0 for grade in grades.values()):
        best = evaluate({"q": {one: float(grade) for one, grade in grades.items()}}, {"q": grades})
        assert (best.ndcg_at_10, best.mrr_at_10, best.recall_at_100) == pytest.approx((1.0, 1.0, 1.0))
