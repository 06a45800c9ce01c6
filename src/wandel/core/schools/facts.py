"""What a family needs to know of school and childcare, each with its norm and whether somebody has confirmed it."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from wandel.core.law.parameters import read_law_file
from wandel.core.law.texts import Text

FACTS = Path(__file__).with_name("facts.yaml")


@dataclass(frozen=True, slots=True)
class Fact:
    """A statement with its norm, its source and ``status`` (confirmed, unconfirmed)."""

    key: str
    text: Text
    norm: str
    status: str
    source: str


@lru_cache(maxsize=1)
def school_facts() -> tuple[Fact, ...]:
    """All of them, in the order to read them."""
    rows = read_law_file(FACTS)["facts"]
    return tuple(
        Fact(row["key"], Text(row["de"], row["en"]), row["norm"], row["status"], row["source"]) for row in rows
    )
