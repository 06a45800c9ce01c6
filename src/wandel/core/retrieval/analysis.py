"""One way from text to terms, for indexing, asking, highlighting and explaining.

Word → key (lower case, composed) → stop words out → Snowball stem → umlauts folded; besides, the stems of a compound's parts.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import Stemmer

from wandel.core.retrieval.compounds import Part, Splitter
from wandel.core.retrieval.german import word_lists
from wandel.core.retrieval.tokens import bare, german, keys_in, place_in, words_in

NAME = "snowball-german+compounds"
MOST_WORDS_KEPT = 1_000_000


class Analysed(NamedTuple):
    """A word's term, empty for a stop word, and the terms of its parts."""

    term: str
    parts: tuple[Part, ...]


class Found(NamedTuple):
    """A term and where it stands in the text as it was given; ``part``: inside a compound."""

    start: int
    end: int
    term: str
    part: bool


@dataclass(frozen=True, slots=True)
class DocumentTerms:
    """How often each term stands in a document's title and text, how often as a compound's part, and which words stand side by side.

    Plain counts, so they can be stored and scored later. Pairs are two terms in the order of the alphabet with a space between.
    """

    title: Mapping[str, int]
    text: Mapping[str, int]
    parts: Mapping[str, int]
    pairs: Mapping[str, int]


class Analysis:
    """Text to terms by the vocabulary of one collection.

    The same vocabulary gives the same terms: whoever stores counts stores ``frequencies`` with them.
    """

    def __init__(self, frequencies: Mapping[str, int] | None = None, *, names: Iterable[str] = ()) -> None:
        """``frequencies``: ``keys_in`` words → number of documents that have them (none: compounds stay whole).

        ``names``: words never cut, such as the county's places.
        """
        lists = word_lists()
        self.frequencies: Mapping[str, int] = frequencies or {}
        self._stop_words, self._alike = lists.stop_words, lists.alike
        self._stemmer = Stemmer.Stemmer("german")
        self._stemmer.maxCacheSize = 0
        self._stems: dict[str, str] = {}
        whole = {bare(key) for name in names for key in keys_in(name)}
        self._splitter = Splitter(self.frequencies, self.stem, self._stop_words, whole)
        self._analysed: dict[str, Analysed] = {}

    @classmethod
    def learned(cls, texts: Iterable[str], *, names: Iterable[str] = ()) -> "Analysis":
        """The analysis whose vocabulary is that of these documents."""
        frequencies: Counter[str] = Counter()
        for text in texts:
            frequencies.update(set(keys_in(text)))
        return cls(frequencies, names=names)

    def stem(self, key: str) -> str:
        """The term of a key, stop word or not."""
        found = self._stems.get(key)
        if found is None:
            if len(self._stems) >= MOST_WORDS_KEPT:
                self._stems.clear()
            stem = bare(self._stemmer.stemWord(german(key))) or bare(key)
            found = self._stems[key] = self._alike.get(stem, stem)
        return found

    def word(self, key: str) -> Analysed:
        """Term and parts of one word, kept for the next time."""
        found = self._analysed.get(key)
        if found is None:
            if len(self._analysed) >= MOST_WORDS_KEPT:
                self._analysed.clear()
            found = self._analysed[key] = self._analyse(key)
        return found

    def terms(self, text: str) -> list[Analysed]:
        """Every word that counts, in its order."""
        return [found for key in keys_in(text) if (found := self.word(key)).term]

    def places(self, text: str) -> list[Found]:
        """Every term with its place in the text, words before their parts."""
        result = []
        for start, end, key in words_in(text):
            word = self.word(key)
            if not word.term:
                continue
            result.append(Found(start, end, word.term, False))
            for part in word.parts:
                begins, ends = place_in(text[start:end], part.start, part.end)
                result.append(Found(start + begins, start + ends, part.term, True))
        return result

    def document(self, title: str, text: str) -> DocumentTerms:
        """The counts of a document."""
        inside_title, inside_text = self.terms(title), self.terms(text)
        return DocumentTerms(
            title=Counter(word.term for word in inside_title),
            text=Counter(word.term for word in inside_text),
            parts=Counter(part.term for word in (*inside_title, *inside_text) for part in word.parts),
            pairs=Counter(pair for words in (inside_title, inside_text) for pair in pairs_of(words)),
        )

    def _analyse(self, key: str) -> Analysed:
        plain = bare(key)
        if plain in self._stop_words:
            return Analysed("", ())
        term = self.stem(key)
        parts = self._splitter.split(key)
        return Analysed(term, tuple(part for part in parts if part.term != term))


def pairs_of(words: Iterable[Analysed]) -> list[str]:
    """Terms that stand side by side once the stop words are out, in either order."""
    return [pair_of(one.term, other.term) for one, other in pairwise(words)]


def pair_of(one: str, other: str) -> str:
    return f"{one} {other}" if one <= other else f"{other} {one}"
