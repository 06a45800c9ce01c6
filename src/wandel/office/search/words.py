"""Cutting text into the words that are searched."""

import re
from collections.abc import Iterable

from wandel.core.text.fold import fold

WORD = re.compile(r"\w+(?:[./-]\w+)*")
PART = re.compile(r"\w+")
DOUBLED = re.compile(r"(.)\1+")
LONGEST = 60
SHORTEST_ENDING = 4
ENDINGS_FROM = 8


def typed_words(text: str) -> list[str]:
    """Folded words in their order; a number with dots and slashes ("33.02.07/24") is one word."""
    return [word[:LONGEST] for word in WORD.findall(fold(text))]


def parts_of(word: str) -> list[str]:
    """ "33.02.07/24" is also 33, 02, 07 and 24; a plain word has no parts."""
    parts = PART.findall(word)
    return parts if len(parts) > 1 else []


def words_of(text: str) -> list[str]:
    """Every word under which a text is found: whole and in parts."""
    return [found for word in typed_words(text) for found in (word, *parts_of(word))]


def endings_of(word: str) -> list[str]:
    """Endings of a long word that may be a compound's second part: "breitbandausbau" is also found by "ausbau"."""
    if len(word) < ENDINGS_FROM or not word.isalpha():
        return []
    return [word[start:] for start in range(3, len(word) - SHORTEST_ENDING + 1)]


def squeezed(word: str) -> str:
    """Each doubled letter once: "vettweiss" is "vetweis"."""
    return DOUBLED.sub(r"\1", word)


def as_written(text: str, beginnings: Iterable[str] = ()) -> dict[str, str]:
    """For each folded word of a text how it is written there; a beginning stands for the first word that opens with it."""
    tokens = {
        fold(token): token for match in WORD.findall(text) for token in (match, *PART.findall(match)) if fold(token)
    }
    opened = {
        begun: next(token for key, token in tokens.items() if key.startswith(begun))
        for begun in beginnings
        if any(key.startswith(begun) for key in tokens)
    }
    return tokens | opened


def title_key(title: str) -> str:
    """The title's words with a space before each, so that a word's beginning can be looked for in it."""
    return "".join(f" {word}" for word in words_of(title))[:620]


def highlighted(title: str, words: list[str]) -> list[tuple[str, bool]]:
    """The title in pieces, each with whether it is what was looked for: "ausbau" in "Breitbandausbau".

    A word counts where a word of the title begins or a compound's second part may.
    """
    marks = [False] * len(title)
    for match in PART.finditer(title):
        token = match.group()
        key = fold(token)
        for word in words:
            at = 0 if key.startswith(word) else 3 if len(word) >= SHORTEST_ENDING and key.find(word, 3) >= 0 else None
            if at is None:
                continue
            start, end = _span(token, word, at)
            marks[match.start() + start : match.start() + end] = [True] * (end - start)
    pieces: list[tuple[str, bool]] = []
    for letter, mark in zip(title, marks, strict=True):
        if pieces and pieces[-1][1] == mark:
            pieces[-1] = (pieces[-1][0] + letter, mark)
        else:
            pieces.append((letter, mark))
    return pieces


def _span(token: str, word: str, at: int) -> tuple[int, int]:
    """Where in the written token the folded word stands; the key is shorter or longer than what was written."""
    for start in range(0 if at == 0 else 1, len(token)):
        for end in range(start + 1, len(token) + 1):
            if fold(token[start:end]) == word:
                longest = [stop for stop in range(end, len(token) + 1) if fold(token[start:stop]) == word]
                return start, longest[-1]
        if at == 0:
            break
    return 0, len(token)
