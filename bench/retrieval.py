"""Finding texts: quality on two German collections where they are there, and times on invented ones of 2,500 and 25,000 documents."""

import importlib
import itertools
import os
import random
import resource
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

COLLECTIONS = Path(__file__).resolve().parents[2] / "shared/data/retrieval"
BOUNDS = {"omosqa-de": (0.726, 0.966), "gesetze-laws": (0.762, None)}
SIZES = {2_500: 50.0, 25_000: 150.0}
WORDS_PER_TEXT, WORDS_PER_IDEA, IDEAS, INDEX_BOUND_S = 200, 60, 200, 60.0
SYLLABLES = [
    f"{a}{b}{c}" for a in "bdfgklmnprstw" for b in ("a", "e", "i", "o", "u", "au") for c in ("l", "n", "r", "")
]


def verdict(value: float, bound: float | None, *, least: bool = False) -> str:
    if bound is None:
        return ""
    good = value >= bound if least else value <= bound
    return f"({'≥' if least else '≤'} {bound:g}) {'ok' if good else 'MISSED'}"


def quality() -> None:
    measured = importlib.import_module("wandel.core.retrieval.cli").measured
    for name, (ndcg, recall) in BOUNDS.items():
        if not (COLLECTIONS / name).is_dir():
            print(f"retrieval, {name}: not on this machine, not measured")
            continue
        found = measured(COLLECTIONS / name, "en")
        print(
            f"retrieval, {name}: nDCG@10 {found['ndcg_at_10']:.4f} {verdict(found['ndcg_at_10'], ndcg, least=True)}, "
            f"MRR@10 {found['mrr_at_10']:.4f}, recall@100 {found['recall_at_100']:.4f} "
            f"{verdict(found['recall_at_100'], recall, least=True)}, index {found['index_seconds']:.1f} s, "
            f"query p95 {found['query_ms']['p95']:.1f} ms"
        )


def vocabulary(dice: random.Random) -> list[str]:
    """Roots and compounds of two or three of them, as frequent as words are (Zipf)."""
    roots = sorted({"".join(dice.choices(SYLLABLES, k=dice.choice((1, 2, 2, 3)))) for _ in range(12_000)})
    compounds = {"".join(dice.choices(roots, k=dice.choice((2, 2, 3)))) for _ in range(120_000)}
    words = roots + sorted(compounds)
    dice.shuffle(words)
    return words


def times() -> None:
    index_module = importlib.import_module("wandel.core.retrieval.index")
    dice = random.Random(1)
    words = vocabulary(dice)
    shares = list(itertools.accumulate(1 / (rank + 3) for rank in range(len(words))))
    for size, bound in SIZES.items():
        documents = [
            index_module.Document(str(number), "", " ".join(dice.choices(words, cum_weights=shares, k=WORDS_PER_TEXT)))
            for number in range(size)
        ]
        began = time.perf_counter()
        index = index_module.Index.of(documents)
        seconds = time.perf_counter() - began
        taken = []
        for _turn in range(IDEAS):
            asked = " ".join(dice.choices(words, cum_weights=shares, k=WORDS_PER_IDEA))
            began = time.perf_counter()
            index.search(asked)
            taken.append((time.perf_counter() - began) * 1000)
        p95 = statistics.quantiles(taken, n=20)[-1]
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"retrieval, {size:,} documents of {WORDS_PER_TEXT} words: index {seconds:.1f} s {verdict(seconds, INDEX_BOUND_S)}, idea of "
            f"{WORDS_PER_IDEA} words p50 {statistics.median(taken):.1f} ms, p95 {p95:.1f} ms {verdict(p95, bound)}, {memory:.0f} MB so far"
        )


def main() -> None:
    print(f"retrieval: load {os.getloadavg()[0]:.2f}")
    quality()
    times()


if __name__ == "__main__":
    main()
