"""A school's name out of three fields of forty characters, and what its short name tells."""

import re
from collections.abc import Sequence

# "- Primarstufe -", "- Sekundarstufen I und II -": the level, not the name.
LEVEL = re.compile(
    r"\s*-+\s*(?:Schule\s+d(?:er|\.)\s+)?(?:Primarstufe|Sekundarstufen?)\b[\sIVXund./]*-?\s*$", re.IGNORECASE
)
# "- Berufskolleg -": said aside.
ASIDE = re.compile(r"^-\s*([^-].*?)\s*-$")
CONFESSIONS = {"GG": "common", "KG": "catholic", "EG": "protestant", "GH": "common", "KH": "catholic"}
ALL_DAY = re.compile(r"ganztag", re.IGNORECASE)


def whole_name(parts: Sequence[str]) -> str:
    """The parts as one name. A word cut in two at the end of a field grows together again: "Schu-" + "le" is "Schule",
    "Montessori-" + "Gesamtschule" keeps its hyphen. Level notes are left out, a name is never empty because of it."""
    kept = [" ".join(part.split()) for part in parts]
    kept = [part for part in kept if part]
    bare = [shortened for part in kept if (shortened := LEVEL.sub("", part).strip())]
    name = ""
    for part in (ASIDE.sub(r"(\1)", one) for one in bare or kept):
        if not name:
            name = part
        elif name.endswith("-") and not name.endswith(" -") and not _goes_on(part):
            name = name[:-1] + part if part[:1].islower() else name + part
        else:
            name = f"{name} {part}"
    return name


def _goes_on(part: str) -> bool:
    """ "Real- und Hauptschule": the hyphen stands for a word that is still to come."""
    return part.split(" ", 1)[0] in {"und", "oder", "u.", "sowie"}


def confession_of(short_name: str) -> str:
    """ "common", "catholic", "protestant" or "" out of "Düren, KG (Verb.) LeNie"."""
    words = short_name.partition(",")[2].split()
    return CONFESSIONS.get(words[0], "") if words else ""


def is_all_day(name: str, short_name: str) -> bool | None:
    """True where the name itself says so; otherwise the open data do not tell."""
    return True if ALL_DAY.search(f"{name} {short_name}") else None
