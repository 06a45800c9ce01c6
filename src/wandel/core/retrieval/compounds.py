"""German compounds cut into their words: "Breitbandausbau" is about Breitband and Ausbau.

Koehn and Knight, Empirical Methods for Compound Splitting, EACL 2003: of all ways to read a word as known words joined by linking
elements, the one whose parts have the highest geometric mean of frequencies. The known words and their frequencies are those of the
collection itself, so nothing has to be shipped, and a collection about mining splits mining's words. What stands before two
or more different known heads counts as a word too, even if it never stands alone.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from typing import NamedTuple

from wandel.core.retrieval.german import word_lists
from wandel.core.retrieval.tokens import bare

SHORTEST_PART = 3
SHORTEST_PRODUCTIVE = 5
MOST_PARTS = 4
LONGEST_COMPOUND = 50
LINKS = ("", "s", "es", "n", "en", "er", "e", "ens", "nen", "ns")
NO_LINK = ("",)
PRODUCTIVE_WEIGHT = math.log(1.5)
# Koehn and Knight keep a word whole when it is more frequent than its parts, which suits translation. Who looks for "Ausbau" wants
# "Breitbandausbau" also where that word is the usual one; so it has to be this many times more frequent.
WHOLE_BEATS_PARTS = 3.0


class Part(NamedTuple):
    """``key[start:end]`` of a compound, and the word it stands for ("schul" in Schulbau: "schule")."""

    start: int
    end: int
    word: str


Cuts = tuple[tuple[int, int, bool], ...]  # start, end without linking element, whether an e was dropped


class Splitter:
    """Cuts words by the vocabulary of one collection."""

    def __init__(
        self, frequencies: Mapping[str, int], stop_words: Collection[str], whole: Collection[str] = ()
    ) -> None:
        """``frequencies``: key of a word → number of documents that have it; ``whole``: bare words never to be cut."""
        lists = word_lists()
        counts: Counter[str] = Counter()
        for key, count in frequencies.items():
            word = bare(key)
            if SHORTEST_PART <= len(word) <= LONGEST_COMPOUND and word.isalpha() and word not in stop_words:
                counts[word] += count
        self._whole = frozenset(whole) | lists.never_split
        self._weights = {word: math.log(count + 0.5) for word, count in counts.items()}
        self._heads = {word: weight for word, weight in self._weights.items() if word not in lists.not_heads}
        # How a modifier may be written: as it is, or without its last e.
        self._modifiers: dict[str, tuple[float, bool]] = {}
        for word, weight in self._weights.items():
            if word not in lists.not_modifiers:
                self._learn(word, weight)
        for word in self._productive(counts):
            self._learn(word, PRODUCTIVE_WEIGHT)

    def _learn(self, word: str, weight: float) -> None:
        forms = [(word, False), (word[:-1], True)] if word.endswith("e") else [(word, False)]
        for form, dropped in forms:
            if len(form) >= SHORTEST_PART and (form not in self._modifiers or weight > self._modifiers[form][0]):
                self._modifiers[form] = (weight, dropped)

    def split(self, key: str) -> tuple[Part, ...]:
        """The parts of a compound, first to last; nothing for a word that is not one."""
        if not 2 * SHORTEST_PART <= len(key) <= LONGEST_COMPOUND or not key.isalpha():
            return ()
        word = bare(key)
        cuts = self._best(word)
        if not cuts or self._is_whole(word):
            return ()
        return tuple(Part(start, end, key[start:end] + ("e" if dropped else "")) for start, end, dropped in cuts)

    def _is_whole(self, word: str) -> bool:
        return any(word.removesuffix(ending) in self._whole for ending in ("", "s", "n", "er", "ern", "ers", "isch"))

    def _best(self, word: str) -> Cuts:
        """The best reading, empty if the word is better left whole."""
        heads = self._heads_of(word)
        if not heads:
            return ()
        last = max(heads)
        # Per number of modifiers: how far they reach → (sum of weights, the modifiers).
        reached: dict[int, tuple[float, Cuts]] = {0: (0.0, ())}
        best: tuple[float, Cuts] = (-math.inf, ())
        for count in range(1, MOST_PARTS):
            further: dict[int, tuple[float, Cuts]] = {}
            for start, (total, cuts) in reached.items():
                for end, (weight, cut) in self._modifiers_from(word, start, last).items():
                    if end not in further or total + weight > further[end][0]:
                        further[end] = (total + weight, (*cuts, cut))
            for start, (total, cuts) in further.items():
                if start in heads:
                    mean = (total + heads[start]) / (count + 1)
                    if mean > best[0]:
                        best = (mean, (*cuts, (start, len(word), False)))
            reached = further
        whole = self._weights.get(word, -math.inf)
        return best[1] if whole <= best[0] + math.log(WHOLE_BEATS_PARTS) else ()

    def _heads_of(self, word: str) -> dict[int, float]:
        """Where a known head may begin, and its weight."""
        starts = range(SHORTEST_PART, len(word) - SHORTEST_PART + 1)
        return {start: weight for start in starts if (weight := self._heads.get(word[start:])) is not None}

    def _modifiers_from(self, word: str, start: int, last: int) -> dict[int, tuple[float, tuple[int, int, bool]]]:
        """Up to where modifiers beginning at ``start`` reach with their linking elements: the heaviest for each end."""
        found: dict[int, tuple[float, tuple[int, int, bool]]] = {}
        for end in range(start + SHORTEST_PART, last + 1):
            known = self._modifiers.get(word[start:end])
            if known is None:
                continue
            weight, dropped = known
            cut = (start, end, dropped)
            for link in LINKS if not dropped else NO_LINK:
                reach = end + len(link)
                if reach <= last and word.startswith(link, end) and (reach not in found or weight > found[reach][0]):
                    found[reach] = (weight, cut)
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
