"""``wandel retrieval`` (habits: ``core.commands``; the measures: ``docs/methods/retrieval.md``)."""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

from wandel.core.commands import Parser, carry_out, line, table
from wandel.core.law.texts import Text
from wandel.core.retrieval.problems import RetrievalError

DEEPEST = 100
EVERY_SECONDS = 0.2
LINE_EVERY_SECONDS = 10.0


def retrieval(argv: Sequence[str]) -> int:
    """``wandel retrieval DIR [--json]``"""
    parser = Parser("retrieval", "How well the search finds what people judged relevant, and how fast.")
    parser.add_argument(
        "folder", metavar="DIR", help="folder with corpus.jsonl, queries.jsonl and qrels.tsv (BEIR's form)"
    )

    def work(options: argparse.Namespace) -> str:
        report = measured(Path(options.folder), options.lang)
        return json.dumps(report, ensure_ascii=False) if options.json else _table(report, options.lang)

    return carry_out(parser, argv, work, (RetrievalError,), _sentences)


def measured(folder: Path, language: str) -> dict[str, Any]:
    """Index, ask, compare. Warnings and progress go to stderr. Raises RetrievalError."""
    # NumPy is only worth loading once the folder is there.
    from wandel.core.retrieval.collection import collection_in  # noqa: PLC0415

    collection = collection_in(folder)
    from wandel.core.retrieval.evaluation import evaluate  # noqa: PLC0415
    from wandel.core.retrieval.index import ENGINE, Index  # noqa: PLC0415

    questions = collection.questions()
    for text in questions.warnings:
        line(sys.stderr, text.to(language))
    with _Progress(Text("gelesene Dokumente", "documents read").to(language)) as progress:
        began = perf_counter()
        index = Index.of(collection.documents(), told=progress.at)
        index_seconds = perf_counter() - began
    for text in collection.strangers(questions, set(index.ids)):
        line(sys.stderr, text.to(language))
    times: list[float] = []
    run: dict[str, dict[str, float]] = {}
    for query, asked in _asked(questions.texts, language):
        began = perf_counter()
        # One more than is counted, because a document that is the question itself is taken out.
        hits = index.search(asked, DEEPEST + 1)
        times.append((perf_counter() - began) * 1000)
        run[query] = {hit.id: hit.score for hit in hits}
    found = evaluate(run, questions.judgements)
    return {
        "ndcg_at_10": found.ndcg_at_10,
        "mrr_at_10": found.mrr_at_10,
        "recall_at_100": found.recall_at_100,
        "index_seconds": round(index_seconds, 3),
        "query_ms": {"p50": round(percentile(times, 50), 3), "p95": round(percentile(times, 95), 3)},
        "engine": ENGINE,
    }


def percentile(values: Sequence[float], share: int) -> float:
    """The smallest value that at least ``share`` per cent of the values do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(-(-len(ordered) * share // 100) - 1, 0)]


def _asked(texts: dict[str, str], language: str) -> Iterator[tuple[str, str]]:
    with _Progress(Text("gestellte Fragen", "queries asked").to(language), len(texts)) as progress:
        for count, one in enumerate(texts.items(), 1):
            yield one
            progress.at(count)


class _Progress:
    """Counts on stderr: one line that changes on a terminal, else a plain line when it is done and now and then before."""

    def __init__(self, what: str, total: int | None = None) -> None:
        self._what, self._total = what, total
        self._count, self._began = 0, perf_counter()
        self._terminal = sys.stderr.isatty()
        self._said = self._began

    def at(self, count: int) -> None:
        self._count = count
        if perf_counter() - self._said >= (EVERY_SECONDS if self._terminal else LINE_EVERY_SECONDS):
            self._said = perf_counter()
            self._say()

    def __enter__(self) -> "_Progress":
        return self

    def __exit__(self, failed: object, *_: object) -> None:
        if failed is None:
            self._say()
        if self._terminal and self._count:
            sys.stderr.write("\n")

    def _say(self) -> None:
        rate = self._count / max(perf_counter() - self._began, 1e-9)
        whole = f" / {self._total}" if self._total else ""
        left = f" · {(self._total - self._count) / rate:.0f} s" if self._total and rate else ""
        text = f"{self._what}: {self._count}{whole} · {rate:.0f}/s{left}"
        if self._terminal:
            sys.stderr.write(f"\r{text}\033[K")
        else:
            line(sys.stderr, text)


def _sentences(error: Exception, language: str) -> list[str]:
    if isinstance(error, RetrievalError):
        return [error.text.to(language)]
    raise error


def _table(report: dict[str, Any], language: str) -> str:
    def number(value: float, places: int) -> str:
        written = f"{value:.{places}f}"
        return written if language == "en" else written.replace(".", ",")

    def row(german: str, english: str, value: str) -> list[str]:
        return [Text(german, english).to(language), value]

    return "\n".join(
        table(
            [
                ["nDCG@10", number(report["ndcg_at_10"], 3)],
                ["MRR@10", number(report["mrr_at_10"], 3)],
                ["Recall@100", number(report["recall_at_100"], 3)],
                row("Index", "index", f"{number(report['index_seconds'], 1)} s"),
                row("Antwort Median", "answer, median", f"{number(report['query_ms']['p50'], 1)} ms"),
                row("Antwort 95 %", "answer, 95 %", f"{number(report['query_ms']['p95'], 1)} ms"),
                row("Verfahren", "engine", report["engine"]),
            ]
        )
    )
