"""German compounds cut into their words: "Breitbandausbau" is about Breitband and Ausbau.

Koehn and Knight, Empirical Methods for Compound Splitting, EACL 2003: of all ways to read a word as known words joined by linking
elements, the one whose parts have the highest geometric mean of frequencies. The known words and their frequencies are those of the
collection itself, so nothing has to be shipped, and a collection about mining splits mining's words. What stands before two
or more different known heads counts as a word too, even if it never stands alone.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping
from typing import NamedTuple

from wandel.core.retrieval.german import word_lists
from wandel.core.retrieval.tokens import bare

SHORTEST_PART = 3
SHORTEST_STEM = 4
SHORTEST_PRODUCTIVE = 5
MOST_PARTS = 4
LONGEST_COMPOUND = 50
LINKS = ("", "s", "es", "n", "en", "er", "e", "ens", "nen", "ns")
NO_LINK = ("",)
LINKS_BY_LETTER = {letter: ("", *(link for link in LINKS if link[:1] == letter)) for letter in "esn"}
PRODUCTIVE_WEIGHT = math.log(1.5)
# Koehn and Knight keep a word whole when it is more frequent than its parts, which suits translation. Who looks for "Ausbau" wants
# "Breitbandausbau" also where that word is the usual one; so it has to be this many times more frequent.
WHOLE_BEATS_PARTS = 3.0


class Part(NamedTuple):
    """``key[start:end]`` of a compound, and the stem of the known word it stands for ("schul" in Schulbau: Schule)."""

    start: int
    end: int
    term: str


class _Known(NamedTuple):
    """A word of the vocabulary in one of the forms it takes in compounds: its frequency's logarithm and its stem."""

    weight: float
    term: str


Parts = tuple[Part, ...]


class Splitter:
    """Cuts words by the vocabulary of one collection."""

    def __init__(
        self,
        frequencies: Mapping[str, int],
        stem: Callable[[str], str],
        stop_words: Collection[str],
        whole: Collection[str] = (),
    ) -> None:
        """``frequencies``: key of a word → number of documents that have it; ``whole``: bare words never to be cut.

        ``stem`` must be the one used for terms.
        """
        lists = word_lists()
        counts: Counter[str] = Counter()
        written: dict[str, str] = {}
        # In one order, so that equals are decided alike wherever the vocabulary was kept.
        for key, count in sorted(frequencies.items()):
            word = bare(key)
            if SHORTEST_PART <= len(word) <= LONGEST_COMPOUND and word.isalpha() and word not in stop_words:
                counts[word] += count
                # Of "müller" and "muller" the one with umlauts: the stemmer needs them.
                written[word] = max(written.get(word, key), key)
        self._stem = stem
        self._whole = frozenset(whole) | lists.never_split
        self._weights = {word: math.log(count + 0.5) for word, count in counts.items()}
        self._heads: dict[str, _Known] = {}
        self._head_stems: dict[str, _Known] = {}
        self._modifiers: dict[str, _Known] = {}
        for word, weight in self._weights.items():
            stemmed = stem(written[word])
            known = _Known(weight, stemmed)
            if word not in lists.not_heads:
                self._heads[word] = known
                if len(stemmed) >= SHORTEST_STEM:
                    _keep(self._head_stems, stemmed, known)
            if word not in lists.not_modifiers:
                _keep(self._modifiers, word, known)
                if len(stemmed) >= SHORTEST_STEM and word.startswith(stemmed):
                    _keep(self._modifiers, stemmed, known)
                if word.endswith("e") and len(word) > SHORTEST_PART:
                    _keep(self._modifiers, word[:-1], known)
        for word in self._productive(counts):
            _keep(self._modifiers, word, _Known(PRODUCTIVE_WEIGHT, stem(word)))

    def split(self, key: str) -> Parts:
        """The parts of a compound, first to last; nothing for a word that is not one."""
        if not 2 * SHORTEST_PART <= len(key) <= LONGEST_COMPOUND or not key.isalpha():
            return ()
        word = bare(key)
        parts = self._best(word, self._stem(key))
        return () if not parts or self._is_whole(word) else parts

    def _is_whole(self, word: str) -> bool:
        return any(word.removesuffix(ending) in self._whole for ending in ("", "s", "n", "er", "ern", "ers", "isch"))

    def _best(self, word: str, stemmed: str) -> Parts:
        """The best reading, empty if the word is better left whole."""
        heads = self._heads_of(word, stemmed)
        if not heads:
            return ()
        last = max(heads)
        # Per number of modifiers: how far they reach → (sum of weights, the modifiers).
        reached: dict[int, tuple[float, Parts]] = {0: (0.0, ())}
        best: tuple[float, Parts] = (-math.inf, ())
        for count in range(1, MOST_PARTS):
            further: dict[int, tuple[float, Parts]] = {}
            for start, (total, parts) in reached.items():
                for end, (weight, part) in self._modifiers_from(word, start, last).items():
                    if end not in further or total + weight > further[end][0]:
                        further[end] = (total + weight, (*parts, part))
            for start, (total, parts) in further.items():
                head = heads.get(start)
                if head is not None:
                    mean = (total + head.weight) / (count + 1)
                    if mean > best[0]:
                        best = (mean, (*parts, Part(start, len(word), head.term)))
            reached = further
        whole = self._weights.get(word, -math.inf)
        return best[1] if whole <= best[0] + math.log(WHOLE_BEATS_PARTS) else ()

    def _heads_of(self, word: str, stemmed: str) -> dict[int, _Known]:
        """Where a known head may begin: one that the collection has in this form, else in another ("bau" for "baus")."""
        found = {}
        inflected = word.startswith(stemmed)
        for start in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
            known = self._heads.get(word[start:])
            if known is None and inflected and len(stemmed) - start >= SHORTEST_STEM:
                known = self._head_stems.get(stemmed[start:])
            if known is not None:
                found[start] = known
        return found

    def _modifiers_from(self, word: str, start: int, last: int) -> dict[int, tuple[float, Part]]:
        """Up to where modifiers beginning at ``start`` reach with their linking elements: the heaviest for each end."""
        found: dict[int, tuple[float, Part]] = {}
        for end in range(start + SHORTEST_PART, last + 1):
            known = self._modifiers.get(word[start:end])
            if known is None:
                continue
            part = Part(start, end, known.term)
            # The head begins here, or after a linking element; most letters open none.
            for link in LINKS_BY_LETTER.get(word[end], NO_LINK):
                reach = end + len(link)
                if reach > last or (link and not word.startswith(link, end)):
                    continue
                if reach not in found or known.weight > found[reach][0]:
                    found[reach] = (known.weight, part)
        return found

    def _productive(self, counts: Mapping[str, int]) -> list[str]:
        """Unknown words that stand before two or more known heads ("Breitband" in Breitbandausbau and Breitbandnetz)."""
        heads_after: dict[str, set[str]] = defaultdict(set)
        for word in counts:
            for cut in range(SHORTEST_PRODUCTIVE, len(word) - SHORTEST_PART):
                head = word[cut:]
                if counts.get(head, 0) >= 2 and head in self._heads:
                    # Four letters tell heads apart well enough: "netz" and "netze" are one.
                    heads_after[word[:cut]].add(head[:4])
        return [piece for piece, heads in heads_after.items() if len(heads) >= 2 and not self._is_modifier(piece)]

    def _is_modifier(self, piece: str) -> bool:
        return any(piece.removesuffix(link) in self._modifiers for link in LINKS)


def _keep(forms: dict[str, _Known], form: str, known: _Known) -> None:
    """A form stands for the most frequent word that takes it."""
    if form not in forms or known.weight > forms[form].weight:
        forms[form] = known
