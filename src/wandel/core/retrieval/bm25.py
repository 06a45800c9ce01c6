"""BM25 over several fields, and what each term and field adds to a score.

Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009 (BM25F with one length). A term's counts in
the fields are weighed and added, then saturated, so a word in the title and in the text counts less than twice. With n of N
documents having the term, f its weighed count and l the document's length against the average:

    weight · ln(1 + (N − n + ½) / (n + ½)) · f · (k₁ + 1) / (f + k₁ · (1 − b + b · l))

Compound parts and pairs of neighbours are terms too; they weigh less in the query. A term's contribution is shared among the fields as they
share f, so the contributions add up to the score.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, Protocol

from wandel.core.retrieval.analysis import Analysis, DocumentTerms, pairs_of

K1, B = 1.2, 0.75
TITLE_WEIGHT, TEXT_WEIGHT, IN_COMPOUND_WEIGHT = 2.0, 1.0, 1.0
PART_WEIGHT, PAIR_WEIGHT = 0.75, 0.2

LONG_FROM = 25


@dataclass(frozen=True, slots=True)
class Rarest:
    """How many terms of a text are kept: the ``most`` rarest, none of them in more than ``share`` of the documents."""

    most: int
    share: float


SHORT = Rarest(12, 1.0)
LONG, LONG_CANDIDATES = Rarest(32, 0.4), Rarest(16, 0.2)

Field = Literal["title", "text", "parts", "pairs"]


class Statistics(Protocol):
    """What a query must know about the collection."""

    @property
    def documents(self) -> int: ...

    @property
    def average_length(self) -> float: ...

    def frequency(self, term: str) -> int:
        """In how many documents the term stands: in title or text, or as a part; a pair: side by side."""


@dataclass(frozen=True, slots=True)
class QueryTerm:
    """What is looked for. ``weight`` 1 for a word asked once, less for parts and pairs; ``idf`` higher for rarer terms."""

    term: str
    weight: float
    idf: float
    pair: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """The terms a document is scored by, rarest first, words and parts before pairs.

    ``candidates``: the few of them any of which makes a document worth scoring, for an index that is asked in SQL.
    """

    terms: tuple[QueryTerm, ...]
    candidates: tuple[str, ...]
    average_length: float


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one term in one field added to a score; ``count`` is how often it stands there."""

    term: str
    field: Field
    count: int
    value: float


def idf(documents: int, frequency: int) -> float:
    """How much finding the term tells; never negative (the form Lucene uses)."""
    return math.log1p((documents - frequency + 0.5) / (frequency + 0.5))


def query_of(text: str, analysis: Analysis, statistics: Statistics) -> Query:
    """The rarest terms of a question or an idea that the collection has.

    Up to 12 of a short question. Of a long idea (25 different words or more) up to 32 that at most two fifths of the documents have, and
    as candidates the 16 that at most a fifth have: more terms cost time and change nothing (docs/methods/retrieval.md). Pairs of neighbours
    come besides, as many at most.
    """
    words = analysis.terms(text)
    weights: dict[str, float] = {}
    for word in words:
        weights[word.term] = weights.get(word.term, 0.0) + 1.0
    long = len(weights) >= LONG_FROM
    for word in words:
        for part in word.parts:
            weights[part.term] = weights.get(part.term, 0.0) + PART_WEIGHT
    limit = LONG if long else SHORT
    known = _known(weights, statistics)
    pairs = _rarest(_known(dict.fromkeys(pairs_of(words)), statistics), limit, statistics.documents)
    chosen = _rarest(known, limit, statistics.documents)
    candidates = _rarest(known, LONG_CANDIDATES if long else SHORT, statistics.documents)
    size = statistics.documents
    return Query(
        (
            *(QueryTerm(term, weights[term], idf(size, frequency)) for frequency, term in chosen),
            *(QueryTerm(term, PAIR_WEIGHT, idf(size, frequency), pair=True) for frequency, term in pairs),
        ),
        tuple(term for _, term in candidates),
        statistics.average_length,
    )


def _known(terms: Iterable[str], statistics: Statistics) -> list[tuple[int, str]]:
    """Frequency and term of those the collection has, rarest first."""
    return sorted((frequency, term) for term in terms if (frequency := statistics.frequency(term)))


def _rarest(known: list[tuple[int, str]], limit: Rarest, documents: int) -> list[tuple[int, str]]:
    """Those within the limit. Where every term is too frequent, the frequent ones have to do."""
    rare = [one for one in known if one[0] <= limit.share * documents]
    return (rare or known)[: limit.most]


def length_of(document: DocumentTerms) -> float:
    """Words of title and text without stop words."""
    return TITLE_WEIGHT * sum(document.title.values()) + TEXT_WEIGHT * sum(document.text.values())


def saturated(count: float, length: float, average_length: float) -> float:
    """A weighed count between 0 and k₁ + 1, less in a long document."""
    return count * (K1 + 1) / (count + K1 * (1 - B + B * (length / average_length if average_length else 1.0)))


def score(document: DocumentTerms, query: Query) -> float:
    """How well one document answers, 0 if it has none of the terms. Needs nothing but the document and the query."""
    length = length_of(document)
    return sum(_value(document, term, length, query.average_length) for term in query.terms)


def explain(document: DocumentTerms, query: Query, *, length: float | None = None) -> list[Contribution]:
    """What each term and field added, most first. The values sum to the score.

    ``length``: that of the document, where ``document`` holds only the terms asked for.
    """
    length = length_of(document) if length is None else length
    result = []
    for term in query.terms:
        shares = _shares(document, term)
        total = sum(weight * count for _, weight, count in shares)
        if not total:
            continue
        value = term.weight * term.idf * saturated(total, length, query.average_length)
        result += [
            Contribution(term.term, field, count, value * weight * count / total)
            for field, weight, count in shares
            if count
        ]
    return sorted(result, key=lambda one: (-one.value, one.term, one.field))


def _value(document: DocumentTerms, term: QueryTerm, length: float, average_length: float) -> float:
    count = sum(weight * count for _, weight, count in _shares(document, term))
    return term.weight * term.idf * saturated(count, length, average_length) if count else 0.0


def _shares(document: DocumentTerms, term: QueryTerm) -> tuple[tuple[Field, float, int], ...]:
    """Field, its weight and the term's count in it."""
    if term.pair:
        return (("pairs", 1.0, document.pairs.get(term.term, 0)),)
    return (
        ("title", TITLE_WEIGHT, document.title.get(term.term, 0)),
        ("text", TEXT_WEIGHT, document.text.get(term.term, 0)),
        ("parts", IN_COMPOUND_WEIGHT, document.parts.get(term.term, 0)),
    )
