"""Cutting text into the words that are searched."""

import re

from wandel.core.text.fold import fold

WORD = re.compile(r"\w+(?:[./-]\w+)*")
PART = re.compile(r"\w+")
LONGEST = 60
SHORTEST_TAIL = 4
TAILS_FROM = 8


def words_of(text: str) -> list[str]:
    """Folded words in their order; numbers with dots and slashes ("33.02.07/24") count whole and in parts."""
    found = []
    for match in WORD.finditer(fold(text)):
        whole = match.group()
        parts = PART.findall(whole)
        found += [whole, *parts] if len(parts) > 1 else [whole]
    return [word[:LONGEST] for word in found]


def tails_of(word: str) -> list[str]:
    """Endings of a long word that may be a compound's second part: "breitbandausbau" is also found by "ausbau"."""
    if len(word) < TAILS_FROM or not word.isalpha():
        return []
    return [word[start:] for start in range(3, len(word) - SHORTEST_TAIL + 1)]
