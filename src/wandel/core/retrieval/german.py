"""The word lists beside this file (``german.yaml``), read once."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

import yaml

from wandel.core.retrieval.tokens import bare, key_of


@dataclass(frozen=True, slots=True)
class WordLists:
    """Bare words (lower case, no umlauts); ``alike``: stem → the stem it counts as."""

    stop_words: frozenset[str]
    not_modifiers: frozenset[str]
    not_heads: frozenset[str]
    never_split: frozenset[str]
    alike: Mapping[str, str]


@lru_cache(maxsize=1)
def word_lists() -> WordLists:
    """The lists that come with wandel."""
    text = (Path(__file__).parent / "german.yaml").read_text("utf-8")
    raw = yaml.load(text, Loader=yaml.CSafeLoader)

    def words(name: str) -> frozenset[str]:
        return frozenset(form for word in raw[name]["words"].split() for form in _spellings(key_of(word)))

    return WordLists(
        stop_words=words("stop_words") | words("question_words"),
        not_modifiers=words("not_modifiers"),
        not_heads=words("not_heads"),
        never_split=words("never_split"),
        alike=MappingProxyType(dict(raw["alike"]["stems"])),
    )


def _spellings(key: str) -> set[str]:
    """A key as people type it: bare ("fur") and with spelled-out umlauts ("fuer")."""
    spelled_out = key.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")
    return {bare(key), spelled_out}
