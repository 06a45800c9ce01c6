"""Weights from comparing criteria in pairs (analytic hierarchy process), with the consistency of the comparisons.

Saaty, The Analytic Hierarchy Process, 1980: the weights are the principal eigenvector of the matrix, CI = (λmax − n)/(n − 1),
CR = CI / RI. Other tables of the random index differ a little (1.35 for n = 7 in some), so the table is named with every
result.
"""

from dataclasses import dataclass

import numpy as np

from wandel.core.geodata.flat import Floats
from wandel.core.law.texts import Text

RANDOM_INDEX = (0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59)
RANDOM_INDEX_SOURCE = "Saaty, The Analytic Hierarchy Process, 1980, p. 21"
RECIPROCAL_TOLERANCE = 0.02
CONSISTENT = 0.10


class MatrixError(ValueError):
    """A comparison matrix that says nothing: the sentences, in both languages."""

    def __init__(self, *texts: Text) -> None:
        super().__init__(" ".join(text.en for text in texts))
        self.texts = texts


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights in the order of the criteria (they sum to 1), λmax, CI, CR and the random index used."""

    names: tuple[str, ...]
    weights: tuple[float, ...]
    lambda_max: float
    ci: float
    cr: float
    ri: float

    @property
    def consistent(self) -> bool:
        """Saaty's rule of thumb: comparisons with CR up to 0.10 may stand."""
        return self.cr <= CONSISTENT


def weights_of(matrix: Floats, names: tuple[str, ...] = ()) -> Weights:
    """The weights of a square, positive, reciprocal matrix (entry i,j: how much more important i is than j).

    Raises MatrixError naming every entry that is not positive or not the reciprocal of its twin within 2 %.
    """
    many = len(matrix)
    if matrix.ndim != 2 or matrix.shape != (many, many) or many == 0:
        raise MatrixError(
            Text(
                "Die Matrix ist nicht quadratisch. Jede Zeile braucht so viele Zahlen, wie es Zeilen gibt.",
                "The matrix is not square. Every row needs as many numbers as there are rows.",
            )
        )
    if many > len(RANDOM_INDEX):
        raise MatrixError(
            Text(
                f"Mehr als {len(RANDOM_INDEX)} Kriterien lassen sich nicht auf einmal vergleichen. Bilden Sie Gruppen.",
                f"More than {len(RANDOM_INDEX)} criteria cannot be compared at once. Form groups.",
            )
        )
    names = names or tuple(str(index + 1) for index in range(many))
    wrong = [_problem(matrix, names, i, j) for i in range(many) for j in range(i, many) if _is_wrong(matrix, i, j)]
    if wrong:
        raise MatrixError(*wrong)
    values, vectors = np.linalg.eig(matrix)
    main = int(np.argmax(values.real))
    weights = np.abs(vectors[:, main].real)
    weights /= weights.sum()
    lambda_max = float(values[main].real)
    ri = RANDOM_INDEX[many - 1]
    ci = max(0.0, (lambda_max - many) / (many - 1)) if many > 1 else 0.0
    # One or two criteria cannot contradict each other.
    cr = ci / ri if many > 2 else 0.0
    return Weights(names, tuple(float(weight) for weight in weights), lambda_max, ci, cr, ri)


def _is_wrong(matrix: Floats, i: int, j: int) -> bool:
    one, other = float(matrix[i, j]), float(matrix[j, i])
    return not (
        np.isfinite(one)
        and np.isfinite(other)
        and one > 0
        and other > 0
        and abs(one * other - 1) <= RECIPROCAL_TOLERANCE
    )


def _problem(matrix: Floats, names: tuple[str, ...], i: int, j: int) -> Text:
    one, other = float(matrix[i, j]), float(matrix[j, i])
    if not (np.isfinite(one) and one > 0 and np.isfinite(other) and other > 0):
        row, column, value = (i, j, one) if not (np.isfinite(one) and one > 0) else (j, i, other)
        return Text(
            f"Zeile {names[row]}, Spalte {names[column]}: {_german(value)} ist nicht größer als 0. Ein Vergleich ist eine Zahl "
            "über 0, zum Beispiel 3 oder 1/3.",
            f"Row {names[row]}, column {names[column]}: {value:g} is not greater than 0. A comparison is a number above "
            "0, for example 3 or 1/3.",
        )
    if i == j:
        return Text(
            f"Zeile {names[i]}, Spalte {names[i]}: {_german(one)} statt 1. Ein Kriterium ist mit sich selbst gleich wichtig.",
            f"Row {names[i]}, column {names[i]}: {one:g} instead of 1. A criterion is as important as itself.",
        )
    return Text(
        f"Zeile {names[i]}, Spalte {names[j]}: {_german(one)} und der Gegenwert {_german(other)} passen nicht "
        f"zusammen; erwartet ist etwa {_german(1 / one)}.",
        f"Row {names[i]}, column {names[j]}: {one:g} and its twin {other:g} do not agree; about {1 / one:g} is expected.",
    )


def _german(value: float) -> str:
    return f"{value:g}".replace(".", ",")
