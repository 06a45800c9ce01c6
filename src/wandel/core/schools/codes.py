"""The codes of the open school data: type of school, legal form, operation."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from wandel.core.law.parameters import LINE, read_law_file
from wandel.core.law.texts import Text

CODES = Path(__file__).with_name("codes.yaml")
# Kinds in the order a family looks for them; "office" is no school.
KINDS = (
    "primary", "primus", "gesamtschule", "sekundarschule", "hauptschule", "realschule", "gymnasium", "waldorf", "vocational",
    "special", "hospital", "adult", "other",
)  # fmt: skip
OFFICE, OTHER = "office", "other"


@dataclass(frozen=True, slots=True)
class SchoolForm:
    """What a two-character code means: our kind, its name, and whether somebody has read it in a key table."""

    code: str
    kind: str
    name: Text
    status: str


@lru_cache(maxsize=1)
def _tables() -> Mapping[str, Any]:
    return read_law_file(CODES)


@lru_cache(maxsize=1)
def school_forms() -> Mapping[str, SchoolForm]:
    """Every known code."""
    return {
        code: SchoolForm(code, row["kind"], Text(row["de"], row["en"]), row["status"])
        for code, row in _tables()["schulformen"].items()
        if code != LINE
    }


def school_form(code: str) -> SchoolForm | None:
    """The meaning of a code, None for one nobody has described; "2" is read as "02"."""
    return school_forms().get(code.upper().zfill(2))


def legal_form(code: str) -> str:
    """ "public", "private" or "" for an unknown code."""
    row = _tables()["rechtsformen"].get(code)
    return str(row["key"]) if row else ""


def operation(code: str) -> str:
    """ "running", "ending", "closed" or "unclear"."""
    row = _tables()["schulbetrieb"].get(code)
    return str(row["key"]) if row else "unclear"
