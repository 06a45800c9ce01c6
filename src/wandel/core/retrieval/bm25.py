"""BM25 over several fields, and what each term and field adds to a score.

Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009 (BM25F with one length). A term's counts in
the fields are weighed and added, then saturated, so a word in the title and in the text counts less than twice. With n of N
documents having the term, f its weighed count and l the document's length against the average:

    weight · ln(1 + (N − n + ½) / (n + ½)) · f · (k₁ + 1) / (f + k₁ · (1 − b + b · l))

Compound parts and pairs of neighbours are terms too; they weigh less in the query. A term's contribution is shared among the fields as they
share f, so the contributions add up to the score.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from wandel.core.retrieval.analysis import Analysis, DocumentTerms, pairs_of

K1, B = 1.2, 0.75
TITLE_WEIGHT, TEXT_WEIGHT, IN_COMPOUND_WEIGHT = 1.0, 1.0, 1.0
PART_WEIGHT, PAIR_WEIGHT = 0.75, 0.2

SHORT_TERMS = 12
LONG_FROM, LONG_TERMS, LONG_SHARE = 25, 16, 0.2

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
    """The terms a document is scored by, rarest first; a document with any of them is a candidate."""

    terms: tuple[QueryTerm, ...]
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

    Up to 12 of a short question. Of a long idea (25 different words or more) up to 16 that at most a fifth of the documents have: more terms
    cost time and change nothing. Pairs of neighbours come besides, as many at most; they never make the words fewer.
    """
    words = analysis.terms(text)
    weights: dict[str, float] = {}
    for word in words:
        weights[word.term] = weights.get(word.term, 0.0) + 1.0
    different = len(weights)
    for word in words:
        for part in word.parts:
            weights[part.term] = weights.get(part.term, 0.0) + PART_WEIGHT
    pairs: dict[str, float] = dict.fromkeys(pairs_of(words), PAIR_WEIGHT)
    long = different >= LONG_FROM
    most = LONG_TERMS if long else SHORT_TERMS
    rare = _rarest(weights, statistics, most, LONG_SHARE if long else 1.0)
    beside = _rarest(pairs, statistics, most, 1.0)
    size = statistics.documents
    return Query(
        tuple(
            QueryTerm(term, chosen[term], idf(size, frequency), chosen is pairs)
            for chosen, found in ((weights, rare), (pairs, beside))
            for frequency, term in found
        ),
        statistics.average_length,
    )


def _rarest(weights: Mapping[str, float], statistics: Statistics, most: int, share: float) -> list[tuple[int, str]]:
    """Frequency and term, rarest first. Where every term is too frequent, the frequent ones have to do."""
    known = sorted((frequency, term) for term in weights if (frequency := statistics.frequency(term)))
    rare = [one for one in known if one[0] <= share * statistics.documents]
    return (rare or known)[:most]


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


def explain(document: DocumentTerms, query: Query) -> list[Contribution]:
    """What each term and field added, most first. The values sum to the score."""
    length = length_of(document)
    result = []
    for term in query.terms:
        value = _value(document, term, length, query.average_length)
        shares = _shares(document, term)
        total = sum(weight * count for _, weight, count in shares)
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
