"""From a text to the terms it is found by, in any of the guide's languages."""

import re
from collections import Counter
from functools import cache, lru_cache

import Stemmer

from wandel.core.retrieval.german import word_lists
from wandel.core.text.fold import fold

LONGEST_TERM = 40
# What a word weighs by where it stands.
IN_TITLE, IN_SUMMARY, IN_TEXT = 12, 4, 1
MOST_COUNTED = 5
_WORD = re.compile(r"[^\W_]+")
_STEMMERS = {
    "ar": "arabic", "de": "german", "en": "english", "es": "spanish", "fr": "french", "it": "italian", "nl": "dutch",
    "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian", "tr": "turkish",
}  # fmt: skip
_ENGLISH = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "by",
        "can",
        "do",
        "for",
        "from",
        "have",
        "how",
        "i",
        "if",
        "in",
        "is",
        "it",
        "me",
        "my",
        "of",
        "on",
        "or",
        "our",
        "that",
        "the",
        "their",
        "this",
        "to",
        "was",
        "we",
        "what",
        "when",
        "where",
        "which",
        "who",
        "will",
        "with",
        "you",
        "your",
    ]
)


_ARABIC = frozenset(
    map(
        fold,
        [
            "في",
            "من",
            "على",
            "إلى",
            "عن",
            "هذا",
            "هذه",
            "ذلك",
            "أن",
            "أو",
            "ما",
            "هل",
            "كيف",
            "أين",
            "متى",
            "مع",
            "هو",
            "هي",
            "التي",
            "الذي",
        ],
    )
)


@cache
def _stemmer(language: str) -> Stemmer.Stemmer | None:
    name = _STEMMERS.get(language, "")
    return Stemmer.Stemmer(name) if name in Stemmer.algorithms() else None


@cache
def _stop_words(language: str) -> frozenset[str]:
    """Folded words that say nothing; of languages without a list every word counts."""
    if language == "de":
        return frozenset(map(fold, word_lists().stop_words))
    return {"en": _ENGLISH, "ar": _ARABIC}.get(language, frozenset())


@lru_cache(maxsize=50_000)
def term(word: str, language: str) -> str:
    """The term of a word: its stem, folded. "Anmeldungen" and "Anmeldung" are one, "Führerschein" and "fuhrerschein" too."""
    # Folded first: a stem must not depend on whether somebody typed the dots of an umlaut.
    key = fold(word)
    stemmer = _stemmer(language)
    return ((stemmer.stemWord(key) if stemmer else key) or key)[:LONGEST_TERM]


def words_of(text: str, language: str) -> list[str]:
    """The folded words of a text that say something, in their order. A text of stop words alone keeps them."""
    found = [fold(word) for word in _WORD.findall(text)]
    telling = [word for word in found if word and word not in _stop_words(language)]
    return telling or [word for word in found if word]


def weights(title: str, summary: str, text: str, language: str) -> dict[str, int]:
    """What a page is found by: term → weight."""
    found = Counter[str]()
    for part, weight in ((title, IN_TITLE), (summary, IN_SUMMARY), (text, IN_TEXT)):
        counts = Counter(term(word, language) for word in words_of(part, language))
        for one, count in counts.items():
            found[one] += weight * min(count, MOST_COUNTED)
    return dict(found)
