"""Text cut into words that remember where they stood.

A word is a run of letters and digits. Soft hyphens, zero-width characters and combining marks inside it belong to it, so composed
and decomposed Unicode give the same words. Chinese and Japanese, written without spaces, are cut into overlapping pairs of
characters, as search engines do.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

LONGEST = 60
LONGEST_MAPPED = 200
_INSIDE = "\u00ad\u200b-\u200d\u2060\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_WORD = re.compile(f"[^\\W_]+(?:[{_INSIDE}]+[^\\W_]*)*")
_INVISIBLE = dict.fromkeys([0xAD, 0x200B, 0x200C, 0x200D, 0x2060])
_UNSPACED = re.compile("[\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_TRIPLED = re.compile(r"([^\W\d_])\1{2,}")


class Word(NamedTuple):
    """``text[start:end]`` is the word as written, ``key`` what it is compared by."""

    start: int
    end: int
    key: str


@lru_cache(maxsize=1 << 17)
def key_of(written: str) -> str:
    """Lower case, composed, ß as ss, no invisible characters, three equal letters as two (Schifffahrt, Schiffahrt)."""
    if written.isascii():
        key = written.lower()
    else:
        plain = unicodedata.normalize("NFC", written.translate(_INVISIBLE)).lower()
        key = unicodedata.normalize("NFC", plain).replace("ß", "ss")
    return _TRIPLED.sub(r"\1\1", key)[:LONGEST]


def keys_in(text: str) -> list[str]:
    """The keys of all words in their order; the quick way where places do not matter."""
    if _UNSPACED.search(text):
        return [word.key for word in words_in(text)]
    return [key for written in _WORD.findall(text) if (key := key_of(written))]


def words_in(text: str) -> list[Word]:
    """All words in their order, with their places in the text as it was given."""
    found = []
    for match in _WORD.finditer(text):
        at = match.start()
        for start, end in _pieces(match.group()):
            key = key_of(match.group()[start:end])
            if key:
                found.append(Word(at + start, at + end, key))
    return found


def _pieces(written: str) -> list[tuple[int, int]]:
    """Where to cut a word that has unspaced writing in it: pairs of characters there, the rest as it is."""
    pieces, done = [], 0
    for run in _UNSPACED.finditer(written):
        if run.start() > done:
            pieces.append((done, run.start()))
        last = max(run.start() + 1, run.end() - 1)
        pieces += [(start, min(start + 2, run.end())) for start in range(run.start(), last)]
        done = run.end()
    if done < len(written):
        pieces.append((done, len(written)))
    return pieces


class _BareLetters(dict[int, str]):
    """For ``str.translate``: each letter without its accent, looked up once."""

    def __missing__(self, letter: int) -> str:
        found = self[letter] = unicodedata.normalize("NFD", chr(letter))[0]
        return found


class _GermanLetters(_BareLetters):
    """As above, but ä, ö and ü stay: the stemmer knows them."""

    def __missing__(self, letter: int) -> str:
        found = self[letter] = chr(letter) if chr(letter) in "äöü" else super().__missing__(letter)
        return found


_BARE, _GERMAN = _BareLetters(), _GermanLetters()


def bare(key: str) -> str:
    """The key without accents, of the same length, so that a place in one is a place in the other."""
    return key if key.isascii() else key.translate(_BARE)


def german(key: str) -> str:
    """The key without accents German does not have ("cafe"), of the same length."""
    return key if key.isascii() else key.translate(_GERMAN)


def place_in(written: str, start: int, end: int) -> tuple[int, int]:
    """Where ``key_of(written)[start:end]`` stands in the word as written, whose letters may be more or fewer."""
    if len(key_of(written)) == len(written):
        return start, end
    if len(written) > LONGEST_MAPPED:
        return 0, len(written)
    # Up to each written character the key has grown to a certain length; a part lies between two such lengths.
    grown = [0, *accumulate((len(key_of(written[: count + 1])) for count in range(len(written))), max)]
    begins = max(at for at, length in enumerate(grown[:-1]) if length <= start)
    ends = max(at for at, length in enumerate(grown) if length <= end)
    return begins, ends if grown[ends] == end and ends > begins else min(ends + 1, len(written))
