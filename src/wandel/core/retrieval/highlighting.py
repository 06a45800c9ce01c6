"""Where in a text the words asked for stand, also inside compounds."""

from typing import NamedTuple

from wandel.core.retrieval.analysis import Analysis
from wandel.core.retrieval.bm25 import Query


class Span(NamedTuple):
    """``text[start:end]`` is what was looked for; ``terms`` are the query's terms found there."""

    start: int
    end: int
    terms: tuple[str, ...]


def highlights(text: str, query: Query, analysis: Analysis) -> list[Span]:
    """The places in order, none overlapping or touching: "Breitband" in "Breitbandausbau", the whole word where it was asked for."""
    asked = {term.term for term in query.terms if not term.pair}
    spans: list[Span] = []
    for start, end, term, _ in sorted(analysis.places(text)):
        if term not in asked:
            continue
        if spans and start <= spans[-1].end:
            last = spans.pop()
            terms = last.terms if term in last.terms else (*last.terms, term)
            spans.append(Span(last.start, max(last.end, end), terms))
        else:
            spans.append(Span(start, end, (term,)))
    return spans
