"""An index in memory: which documents have a term, and what it adds to their score.

Built in whole columns with NumPy: documents become rows of word numbers, words are analysed once each, counts come from sorting.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from wandel.core.retrieval.analysis import Analysis, DocumentTerms
from wandel.core.retrieval.bm25 import (
    IN_COMPOUND_WEIGHT,
    K1,
    TEXT_WEIGHT,
    TITLE_WEIGHT,
    B,
    Contribution,
    Query,
    explain,
    query_of,
)
from wandel.core.retrieval.tokens import keys_in

ENGINE = "bm25 in memory"
Whole = npt.NDArray[np.int64]
Small = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Document:
    """What is found: a text of any length with a title or none."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Hit:
    id: str
    score: float


@dataclass(frozen=True, slots=True, eq=False)
class _Postings:
    """Rows ``starts[i]:starts[i + 1]`` belong to term i: a document's place and the saturated count there."""

    starts: Whole
    places: Small
    values: npt.NDArray[np.float32]

    def of(self, term: int) -> tuple[Small, npt.NDArray[np.float32]]:
        rows = slice(self.starts[term], self.starts[term + 1])
        return self.places[rows], self.values[rows]

    def frequency(self, term: int) -> int:
        return int(self.starts[term + 1] - self.starts[term])


@dataclass(frozen=True, slots=True, eq=False)
class _Forward:
    """The documents as they were read: ``stream[starts[f]:starts[f + 1]]`` are the word numbers of field f (titles even, texts odd),
    ``terms`` and ``parts`` what each word stands for."""

    stream: Small
    starts: Whole
    terms: Whole
    parts: "_Ragged"

    def field(self, number: int) -> Small:
        return self.stream[self.starts[number] : self.starts[number + 1]]


class Index:
    """A collection that can be asked; satisfies ``bm25.Statistics``."""

    def __init__(
        self,
        ids: Sequence[str],
        analysis: Analysis,
        numbers: dict[str, int],
        words: _Postings,
        pairs: _Postings,
        pair_codes: Whole,
        average_length: float,
        forward: _Forward,
    ) -> None:
        self.ids, self.analysis, self.average_length = ids, analysis, average_length
        self._forward = forward
        self._places = {one: place for place, one in enumerate(ids)}
        self._numbers, self._words, self._pairs, self._pair_codes = numbers, words, pairs, pair_codes

    @classmethod
    def of(
        cls, documents: Iterable[Document], *, names: Iterable[str] = (), told: Callable[[int], None] | None = None
    ) -> "Index":
        """Learn the vocabulary of the documents and index them. ``told`` hears how many have been read."""
        return _built(documents, names, told)

    @property
    def documents(self) -> int:
        return len(self.ids)

    def frequency(self, term: str) -> int:
        found = self._find(term)
        return found[0].frequency(found[1]) if found else 0

    def query(self, text: str) -> Query:
        """The question as terms."""
        return query_of(text, self.analysis, self)

    def explainer(self, query: Query) -> Callable[[str], list[Contribution]]:
        """``bm25.explain`` for the documents of this collection by id, without reading their texts again.

        What it gives raises KeyError for an id that is not in the collection; of equal ids the last counts.
        """
        words = self._asked([term.term for term in query.terms if not term.pair])
        pairs = self._asked([term.term for term in query.terms if term.pair])

        def explained(id: str) -> list[Contribution]:
            place = self._places[id]
            title, text = self._forward.field(2 * place), self._forward.field(2 * place + 1)
            own = [self._forward.terms[title], self._forward.terms[text]]
            inside = self._forward.parts.take(np.concatenate([title, text]))[1]
            beside = np.concatenate([_pair_codes(one[:-1], one[1:], len(self._numbers)) for one in own])
            there = DocumentTerms(
                title=_counted(words, own[0]),
                text=_counted(words, own[1]),
                parts=_counted(words, inside),
                pairs=_counted(pairs, beside),
            )
            return explain(there, query, length=TITLE_WEIGHT * len(title) + TEXT_WEIGHT * len(text))

        return explained

    def _asked(self, terms: list[str]) -> list[tuple[int, str]]:
        """Number and name of the terms the collection has, ordered by number: a word's own, a pair's code."""
        return sorted((number, term) for term in terms if (number := self._number(term)) is not None)

    def search(self, asked: str | Query, limit: int = 10) -> list[Hit]:
        """The best documents, best first; of equals the one that was indexed first.

        Scores are those of ``bm25.score`` to about six digits.
        """
        query = self.query(asked) if isinstance(asked, str) else asked
        scores: Floats = np.zeros(len(self.ids))
        for term in query.terms:
            found = self._find(term.term)
            if found:
                places, values = found[0].of(found[1])
                scores[places] += (term.weight * term.idf) * values
        return [Hit(self.ids[place], float(scores[place])) for place in _best(scores, limit)]

    def _find(self, term: str) -> tuple[_Postings, int] | None:
        number = self._number(term)
        if number is None or " " not in term:
            return None if number is None else (self._words, number)
        row = int(np.searchsorted(self._pair_codes, number))
        return (self._pairs, row) if row < len(self._pair_codes) and self._pair_codes[row] == number else None

    def _number(self, term: str) -> int | None:
        """A word's number, or the code of a pair whether it stands somewhere or not; None where a word is unknown."""
        one, space, other = term.partition(" ")
        first, second = self._numbers.get(one), self._numbers.get(other)
        if not space or first is None:
            return first
        return None if second is None else int(_pair_codes(first, second, len(self._numbers)))


def _pair_codes(one: Any, other: Any, many: int) -> Any:
    """One number for two of ``many`` terms side by side, in either order; whole columns or single numbers."""
    return np.minimum(one, other) * many + np.maximum(one, other)


def _counted(asked: list[tuple[int, str]], numbers: Whole) -> dict[str, int]:
    """How often each of the terms asked for stands among the numbers; those that do not stand there are left out."""
    if not asked or not len(numbers):
        return {}
    known = np.array([number for number, _term in asked])
    at = np.minimum(np.searchsorted(known, numbers), len(known) - 1)
    counts = np.bincount(at[known[at] == numbers], minlength=len(known)).tolist()
    return {term: count for (_number, term), count in zip(asked, counts, strict=True) if count}


def _best(scores: Floats, limit: int) -> Iterator[int]:
    """Places of the highest scores above 0, best first, equals in their order."""
    if limit <= 0 or not len(scores):
        return iter(())
    if limit < len(scores):
        least = np.partition(scores, len(scores) - limit)[len(scores) - limit]
        # Everyone at the lowest score still in, so that among equals the order decides and not the partition.
        near = np.flatnonzero((scores >= least) & (scores > 0))
    else:
        near = np.flatnonzero(scores > 0)
    return iter(near[np.argsort(-scores[near], kind="stable")][:limit].tolist())


def _built(documents: Iterable[Document], names: Iterable[str], told: Callable[[int], None] | None) -> Index:
    ids: list[str] = []
    words: dict[str, int] = {}
    rows: list[Small] = []
    for document in documents:
        ids.append(document.id)
        for text in (document.title, document.text):
            keys = keys_in(text)
            rows.append(np.fromiter((words.setdefault(key, len(words)) for key in keys), np.int32, len(keys)))
        if told:
            told(len(ids))
    analysis = Analysis(_frequencies(list(words), rows), names=names)
    numbers, terms, parts = _numbered(analysis, list(words))
    lengths = np.array([len(row) for row in rows], np.int64)
    # Even fields are titles, odd ones texts; a field's document is its half.
    fields = np.repeat(np.arange(len(rows)), lengths)
    stream = np.concatenate(rows) if rows else np.empty(0, np.int32)
    rows.clear()
    counted = terms[stream] >= 0
    stream, fields = stream[counted], fields[counted]
    starts = np.searchsorted(fields, np.arange(len(lengths) + 1))
    return _assembled(ids, analysis, numbers, fields, _Forward(stream, starts, terms, parts))


def _frequencies(words: list[str], rows: list[Small]) -> dict[str, int]:
    """In how many documents each word stands."""
    counts = np.zeros(len(words), np.int64)
    for title, text in zip(rows[::2], rows[1::2], strict=True):
        counts[np.unique(np.concatenate([title, text]))] += 1
    return dict(zip(words, counts.tolist(), strict=True))


@dataclass(frozen=True, slots=True, eq=False)
class _Ragged:
    """``values[starts[i]:starts[i + 1]]`` belong to i."""

    starts: Whole
    values: Whole

    def take(self, rows: npt.NDArray[Any]) -> tuple[Whole, Whole]:
        """For each value of each row: which of ``rows`` it comes from, and the value."""
        sizes = self.starts[rows + 1] - self.starts[rows]
        origin = np.repeat(np.arange(len(rows)), sizes)
        within = np.arange(len(origin)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        return origin, self.values[self.starts[rows][origin] + within]


def _numbered(analysis: Analysis, words: list[str]) -> tuple[dict[str, int], Whole, _Ragged]:
    """Term numbers; per word its term (−1 for a stop word) and its parts' terms."""
    numbers: dict[str, int] = {}
    terms = np.full(len(words), -1, np.int64)
    starts, values = np.zeros(len(words) + 1, np.int64), []
    for number, key in enumerate(words):
        word = analysis.word(key)
        if word.term:
            terms[number] = numbers.setdefault(word.term, len(numbers))
            values += [numbers.setdefault(part.term, len(numbers)) for part in word.parts]
        starts[number + 1] = len(values)
    return numbers, terms, _Ragged(starts, np.array(values, np.int64))


def _assembled(
    ids: list[str],
    analysis: Analysis,
    numbers: dict[str, int],
    fields: Whole,
    forward: _Forward,
) -> Index:
    size, many = len(ids), max(len(numbers), 1)
    own = forward.terms[forward.stream]
    weights = np.where(fields % 2 == 0, TITLE_WEIGHT, TEXT_WEIGHT)
    lengths = np.bincount(fields // 2, weights, size)
    average = float(lengths.mean()) if size else 0.0
    slowed: Floats = (K1 * (1 - B + B * lengths / (average or 1.0))).astype(np.float64)
    origin, inside = forward.parts.take(forward.stream)
    words = _postings(
        np.concatenate([own, inside]),
        np.concatenate([fields // 2, fields[origin] // 2]),
        np.concatenate([weights, np.full(len(inside), IN_COMPOUND_WEIGHT)]),
        many,
        slowed,
    )
    beside = fields[:-1] == fields[1:]
    left, right = own[:-1][beside], own[1:][beside]
    codes, which = np.unique(_pair_codes(left, right, many), return_inverse=True)
    pairs = _postings(which, fields[:-1][beside] // 2, np.ones(len(which)), len(codes), slowed)
    return Index(ids, analysis, numbers, words, pairs, codes, average, forward)


def _postings(terms: Whole, places: Whole, weights: Floats, many: int, slowed: Floats) -> _Postings:
    """Counts per term and document, saturated. ``slowed``: k₁ times the length's share, per document."""
    cells, which = np.unique(terms * max(len(slowed), 1) + places, return_inverse=True)
    counts = np.bincount(which, weights, len(cells))
    term, place = np.divmod(cells, max(len(slowed), 1))
    starts = np.concatenate([[0], np.cumsum(np.bincount(term, minlength=many))])
    values = counts * (K1 + 1) / (counts + slowed[place])
    return _Postings(starts.astype(np.int64), place.astype(np.int32), values.astype(np.float32))
