"""One folded key for sorting, filtering and finding German text."""

import unicodedata

_LIGATURES = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ı": "i"})
_SPELLED_OUT = (("ae", "a"), ("oe", "o"), ("ue", "u"))


def fold(text: str) -> str:
    """Lower case without accents, spacing made single; "Müller", "Mueller" and "MULLER" fold alike.

    The key is for comparing, never for showing: ae, oe and ue fold to the bare vowel wherever they stand ("Aktuell" too).
    """
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LIGATURES))
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter)).translate(_LIGATURES)
    for spelled, vowel in _SPELLED_OUT:
        bare = bare.replace(spelled, vowel)
    return " ".join(bare.split())
