"""How well a ranking finds what people judged relevant, as trec_eval and BEIR count it.

A run is per query the scores of what was found. Documents are ranked by score; of equals the higher document id comes first, as trec_eval
does, so a run has one order only. What nobody judged is not relevant. A document with the id of its own query is taken out before ranking
(in some collections queries are documents). Averages are over all queries with judgements; one that found nothing counts 0.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Judgements = Mapping[str, Mapping[str, int]]
Run = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Measures:
    """Means over all judged queries, each between 0 and 1."""

    ndcg_at_10: float
    mrr_at_10: float
    recall_at_100: float


def evaluate(run: Run, judgements: Judgements) -> Measures:
    """The three measures. Raises ValueError without any judged query."""
    if not judgements:
        raise ValueError("nothing is judged")
    ranked = {query: ranking(run.get(query, {}), without=query) for query in judgements}
    return Measures(
        ndcg_at_10=_mean(ndcg(ranked[query], grades, 10) for query, grades in judgements.items()),
        mrr_at_10=_mean(reciprocal_rank(ranked[query], grades, 10) for query, grades in judgements.items()),
        recall_at_100=_mean(recall(ranked[query], grades, 100) for query, grades in judgements.items()),
    )


def ranking(scores: Mapping[str, float], *, without: str = "") -> list[str]:
    """Document ids, best first."""
    kept = [(score, document) for document, score in scores.items() if document != without]
    return [document for _, document in sorted(kept, reverse=True)]


def ndcg(ranked: Sequence[str], grades: Mapping[str, int], depth: int) -> float:
    """Normalised discounted cumulative gain: the grades met, each divided by log₂(rank + 1), against the best possible.

    Järvelin and Kekäläinen 2002 in trec_eval's form (gain = grade; grades below 0 gain nothing).
    """
    best = _discounted(sorted(grades.values(), reverse=True)[:depth])
    return _discounted([grades.get(document, 0) for document in ranked[:depth]]) / best if best else 0.0


def reciprocal_rank(ranked: Sequence[str], grades: Mapping[str, int], depth: int) -> float:
    """One divided by the rank of the first relevant document; 0 if none is among the first ``depth``."""
    return next((1 / rank for rank, one in enumerate(ranked[:depth], 1) if grades.get(one, 0) > 0), 0.0)


def recall(ranked: Sequence[str], grades: Mapping[str, int], depth: int) -> float:
    """The share of the relevant documents among the first ``depth``."""
    relevant = {document for document, grade in grades.items() if grade > 0}
    return len(relevant.intersection(ranked[:depth])) / len(relevant) if relevant else 0.0


def _discounted(gains: Sequence[int]) -> float:
    return math.fsum(max(gain, 0) / math.log2(rank + 1) for rank, gain in enumerate(gains, 1))


def _mean(values: Iterable[float]) -> float:
    all_values = list(values)
    return math.fsum(all_values) / len(all_values)
