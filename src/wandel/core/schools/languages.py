"""Languages a school or a day-care centre offers, by ISO 639-1 code."""

import re
from collections.abc import Iterable, Mapping

from wandel.core.law.texts import Text
from wandel.core.text.fold import fold

NAMES: Mapping[str, Text] = {
    code: Text(de, en)
    for code, de, en in (
        ("en", "Englisch", "English"), ("fr", "Französisch", "French"), ("nl", "Niederländisch", "Dutch"),
        ("es", "Spanisch", "Spanish"), ("it", "Italienisch", "Italian"), ("la", "Latein", "Latin"),
        ("ru", "Russisch", "Russian"), ("uk", "Ukrainisch", "Ukrainian"), ("pl", "Polnisch", "Polish"),
        ("tr", "Türkisch", "Turkish"), ("ar", "Arabisch", "Arabic"), ("fa", "Persisch", "Persian"),
        ("ro", "Rumänisch", "Romanian"), ("pt", "Portugiesisch", "Portuguese"), ("el", "Griechisch", "Greek"),
        ("zh", "Chinesisch", "Chinese"), ("ja", "Japanisch", "Japanese"), ("de", "Deutsch", "German"),
    )
}  # fmt: skip
_KNOWN = {fold(name): code for code, text in NAMES.items() for name in (code, text.de, text.en)}


def codes_in(cell: str) -> tuple[tuple[str, ...], list[str]]:
    """The codes a cell names, in the order of ``NAMES``, and the words nobody knows."""
    words = [word for word in (one.strip() for one in re.split(r"[,;/|\s]+", cell)) if word and fold(word) != "und"]
    found = {_KNOWN[fold(word)] for word in words if fold(word) in _KNOWN}
    return tuple(code for code in NAMES if code in found), [word for word in words if fold(word) not in _KNOWN]


def names_of(codes: Iterable[str], language: str) -> list[str]:
    """The languages by their names."""
    return [NAMES[code].to(language) for code in codes if code in NAMES]
