"""One folded key for sorting, filtering and finding German text.

What folds alike, and why:

- case: "JÜLICH" and "jülich"; composed and decomposed Unicode (NFC and NFD), ligatures and wide letters (NFKD);
- accents: "Café" and "Cafe"; so a missing dot does not matter either: "Duren" finds "Düren";
- ß and ss; ä, ö, ü and their spellings ae, oe, ue: all become the bare vowel, wherever they stand. So "Mueller",
  "Müller" and "Muller" are one, and "Soest" is "sost": a key is compared with other keys, never shown;
- white space of any kind and length becomes one space, none at the ends. Other signs stay ("33.02.07/24").

``fold`` is idempotent: folding a key gives the key.
"""

import re
import unicodedata

_LETTERS = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ı": "i"})
# Every e after the vowel goes, else "auee" would fold once to "aue" and then to "au".
_SPELLED_OUT = re.compile(r"([aou])e+")


def fold(text: str) -> str:
    """The key under which German text is compared and found; see the module for what is equal."""
    return _SPELLED_OUT.sub(r"\1", _bare(text))


def sort_key(text: str) -> str:
    """The key under which a list is sorted as DIN 5007-1 has it: ä with a, ß with ss, but "ae" stays a and e.

    Texts equal but for case or accents keep one order, because the text itself follows in the key.
    """
    return f"{_bare(text)}\x1f{unicodedata.normalize('NFC', text)}"


def _bare(text: str) -> str:
    """Lower case letters without accents, single spaces."""
    bare = text
    while True:
        # Lower case can yield new compatibility letters and the other way round; a second turn changes almost nothing.
        plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", bare).casefold()).translate(_LETTERS)
        plain = " ".join("".join(letter for letter in plain if not unicodedata.combining(letter)).split())
        if plain == bare:
            return bare
        bare = plain
