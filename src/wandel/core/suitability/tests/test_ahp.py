"""Weights from pairs, against published values."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from wandel.core.suitability.ahp import MatrixError, weights_of

CASES = yaml.safe_load((Path(__file__).parent.parent / "cases" / "ahp.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_published_weights(case: dict[str, Any]) -> None:
    assert case["source"]
    matrix = np.array([[float(eval_fraction(cell)) for cell in row] for row in case["matrix"]])
    found = weights_of(matrix, tuple(case["names"]))
    assert [round(weight, 4) for weight in found.weights] == pytest.approx(case["weights"], abs=6e-5)
    assert found.lambda_max == pytest.approx(case["lambda_max"], abs=6e-5)
    assert found.cr == pytest.approx(case["cr"], abs=6e-5)


def eval_fraction(cell: object) -> float:
    over, _slash, under = str(cell).partition("/")
    return float(over) / float(under or 1)


def test_two_criteria_cannot_contradict_each_other() -> None:
    found = weights_of(np.array([[1, 4], [0.25, 1]]))
    assert found.weights == pytest.approx((0.8, 0.2))
    assert found.cr == 0.0
    assert weights_of(np.array([[1.0]])).weights == (1.0,)


def test_a_perfectly_consistent_matrix_has_no_inconsistency() -> None:
    wanted = np.array([0.5, 0.3, 0.15, 0.05])
    found = weights_of(wanted[:, None] / wanted[None, :])
    assert found.weights == pytest.approx(wanted)
    assert found.cr == pytest.approx(0, abs=1e-12)
    assert found.consistent


@pytest.mark.parametrize(
    ("matrix", "word"),
    [
        ([[1, 3], [0.5, 1]], "do not agree"),
        ([[1, -3], [-0.3333, 1]], "greater than 0"),
        ([[1, 0], [0, 1]], "greater than 0"),
        ([[2, 1], [1, 2]], "instead of 1"),
        ([[1, 2, 3], [0.5, 1, 2]], "not square"),
        ([[1, float("nan")], [1, 1]], "greater than 0"),
    ],
)
def test_a_matrix_that_says_nothing_is_refused_with_a_sentence(matrix: list[list[float]], word: str) -> None:
    with pytest.raises(MatrixError, match=word):
        weights_of(np.array(matrix, dtype=float))


def test_every_wrong_entry_is_named_at_once() -> None:
    with pytest.raises(MatrixError) as refused:
        weights_of(np.array([[1, 3, 5], [1, 1, 2], [1, 1, 1]], dtype=float), ("Bahn", "Schule", "Boden"))
    assert len(refused.value.texts) == 3
    assert "Bahn" in refused.value.texts[0].de


def test_more_criteria_than_the_table_knows_are_refused() -> None:
    with pytest.raises(MatrixError, match="groups"):
        weights_of(np.ones((16, 16)))
