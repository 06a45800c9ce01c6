"""Countries by their ISO 3166-1 code, and the groups the law makes of them (``countries.yaml``)."""

import csv
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from wandel.core.law.parameters import read_law_file
from wandel.core.law.texts import Text

FILE = Path(__file__).with_name("countries.yaml")
# Every country of ISO 3166-1 (and Kosovo) with its name as CLDR writes it.
NAMES = Path(__file__).with_name("country_names.csv")
GERMANY = "DE"


@dataclass(frozen=True, slots=True)
class Group:
    """Countries a norm names, with where the list was read."""

    countries: frozenset[str]
    norm: str
    status: str

    def __contains__(self, code: object) -> bool:
        return code in self.countries


@lru_cache(maxsize=1)
def _data() -> dict[str, object]:
    return read_law_file(FILE)


@cache
def codes(name: str) -> frozenset[str]:
    """A bare list of the file, such as ``freizuegigkeit``."""
    return frozenset(str(_data()[name]).replace('"', "").split())


@cache
def group(name: str) -> Group:
    """A list with its norm, such as ``titel_im_inland``."""
    row = _data()[name]
    if not isinstance(row, dict):
        raise KeyError(name)
    return Group(frozenset(str(row["countries"]).split()), str(row["norm"]), str(row["status"]))


@lru_cache(maxsize=1)
def names() -> dict[str, Text]:
    """Every country's code with its name in German and English."""
    with NAMES.open(encoding="utf-8", newline="") as stream:
        return {row["code"]: Text(row["de"], row["en"]) for row in csv.DictReader(stream, delimiter=";")}


def class_of(code: str) -> str:
    """``german``, ``eu`` (free movement, Switzerland's treaty included) or ``third_country``."""
    if code == GERMANY:
        return "german"
    return "eu" if code in codes("freizuegigkeit") or code in codes("schweiz") else "third_country"
