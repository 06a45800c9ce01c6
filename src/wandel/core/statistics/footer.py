"""What stands below a table: notes on bases and territories, the licence, when the file was made."""

import re
from dataclasses import dataclass
from datetime import date

from wandel.core.statistics.observations import read_time

DL_DE_BY = "dl-de/by-2-0"
DL_DE_ZERO = "dl-de/zero-2-0"
_STAND = re.compile(r"Stand:\s*([0-9]{2}\.[0-9]{2}\.[0-9]{4})")
_HOLDER = re.compile(r"(?:©|\(C\)opyright|©opyright|\(c\))\s*(?P<who>[^\n\"]{3,120})", re.IGNORECASE)
# „ab dem Berichtsjahr 2011: nach dem Zensus 2011“, „Berichtsjahr ab 2011: Ergebnisse auf Grundlage des Zensus 2011“.
_FROM_YEAR = re.compile(
    r"\b(?:ab(?: dem)?(?: Berichtsjahr| Stichtag)?(?: [0-9]{2}\.[0-9]{2}\.)?|seit)\s?(?P<year>(?:19|20)[0-9]{2})\b"
    r"(?:(?!\b(?:ab|seit)\b)[^;]){0,90}?\bZensus\s(?P<census>1987|2011|2022)"
)
_WHOLE = re.compile(
    r"(?:auf (?:der )?(?:Grundlage|Basis)|Basis|Grundlage)\s*(?:des|:)?\s*Zensus\s*(?P<census>2011|2022)"
)


@dataclass(frozen=True, slots=True)
class Footer:
    """The lines below a table. ``bases`` are (first year, census) pairs the notes name; ``made_on`` the export's day."""

    text: str = ""
    made_on: date | None = None
    holder: str = ""
    licence: str = ""
    bases: tuple[tuple[int, int], ...] = ()
    whole: int | None = None

    def census(self, year: int) -> int | None:
        """The census a year's figures are carried forward from, as the notes say it; None if they say nothing."""
        begun = [(first, census) for first, census in self.bases if first <= year]
        if begun:
            return max(begun)[1]
        return None if self.bases else self.whole


def read_footer(lines: list[str]) -> Footer:
    """The footer of the lines after the rule of underscores."""
    text = "\n".join(line.rstrip("\r\n").strip(";") for line in lines)
    flowing = " ".join(text.replace('"', " ").split())
    stand = _STAND.search(flowing)
    made = read_time(stand.group(1)) if stand else None
    holder = _HOLDER.search(text)
    licence = ""
    if "Datenlizenz Deutschland" in flowing or "dl-de" in flowing:
        licence = DL_DE_ZERO if re.search(r"\bzero\b|\bZero\b", flowing) else DL_DE_BY
    whole = _WHOLE.search(flowing)
    return Footer(
        text=text,
        made_on=made[1] if made else None,
        holder=f"© {holder['who'].strip()}" if holder else "",
        licence=licence,
        bases=tuple((int(match["year"]), int(match["census"])) for match in _FROM_YEAR.finditer(flowing)),
        whole=int(whole["census"]) if whole else None,
    )
