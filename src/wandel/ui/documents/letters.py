"""Letters a PDF cannot draw: nobody's name may become a question mark in silence.

Fira Sans holds Latin, Greek and Cyrillic; behind it stand the fonts that come with typst and those of the machine. What
none of them draws is written as its code, and whoever asked for the document is told.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

# As typst says it: the text `"…"` could not be displayed · the PDF contains the codepoint `"…"` · the disallowed codepoint `"…"`
REFUSED = re.compile(r'(?:the text|codepoint) `"(.+?)"`', re.DOTALL)
ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
# Control characters, halves of letters and the byte order mark: nobody reads them, no font draws them, PDF/A forbids them.
UNREADABLE = {
    code: None for code in [*range(32), *range(0x7F, 0xA0), *range(0xD800, 0xE000), 0xFEFF] if code not in (9, 10)
}
LAST_LATIN = 0x24F


def readable(value: Any) -> Any:
    """The value with every text in it composed (ü is one letter) and without what nobody can read."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value.translate(UNREADABLE))
    if isinstance(value, dict):
        return {key: readable(part) for key, part in value.items()}
    if isinstance(value, (list, tuple, frozenset)):
        return [readable(part) for part in value]
    return value


def refused_in(message: str, text: str) -> str:
    """The letters of ``text`` that typst's error message names; empty where the error is about something else."""
    found = REFUSED.search(message)
    if not found:
        return ""
    letters = ESCAPED.sub(lambda code: chr(int(code.group(1), 16)), found.group(1))
    return letters if letters in text and not letters.isascii() else ""


def same_script(letters: str, text: str) -> set[str]:
    """All letters of ``text`` in the script of these: a font that lacks a dozen Chinese letters lacks Chinese."""
    scripts = {unicodedata.name(letter, "").split(" ")[0] for letter in letters}
    return {letter for letter in set(text) if ord(letter) > LAST_LATIN and _script(letter) in scripts}


def beyond_latin(text: str) -> set[str]:
    return {letter for letter in set(text) if ord(letter) > LAST_LATIN and unicodedata.category(letter)[0] in "LMSC"}


def _script(letter: str) -> str:
    return unicodedata.name(letter, "").split(" ")[0]


def as_codes(text: str, unknown: Iterable[str]) -> str:
    """The text with unknown letters written as their codes: "[U+4F60 U+597D]"."""
    longest_first = sorted(unknown, key=len, reverse=True)
    if not longest_first:
        return text
    # What joins or varies a letter goes with it; alone it would cling to the bracket.
    run = re.compile(f"(?:(?:{'|'.join(map(re.escape, longest_first))})[\u200d\ufe00-\ufe0f]*)+")
    return run.sub(lambda found: f"[{' '.join(codes(found.group()))}]", text)


def codes(text: str) -> Iterator[str]:
    return (f"U+{ord(letter):04X}" for letter in text)
