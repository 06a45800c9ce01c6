"""A programme as its source tells it, and what was wrong or odd on the way."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date

from wandel.core.law.texts import Text
from wandel.core.scouting.programme import Applicant

LICENCE = "CC BY-ND 4.0"
SOURCE_NAME = "Förderdatenbank, Bundesministerium für Wirtschaft und Energie"
PAGE = "https://www.foerderdatenbank.de/FDB/Content/DE/Foerderprogramm/"


class UnusableExport(ValueError):
    """The file as a whole, or a document of it, cannot be read; ``text`` says which, what is wrong and what to do."""

    def __init__(self, text: Text) -> None:
        self.text = text
        super().__init__(text.de)


@dataclass(frozen=True, slots=True)
class Remark:
    """Something odd. ``where`` is the document's path or the line; ``left_out``: it was not taken because of it."""

    where: str
    text: Text
    left_out: bool

    def sentence(self) -> Text:
        return Text(f"{self.where}: {self.text.de}", f"{self.where}: {self.text.en}")


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the source's text: ``name`` is a key of ``headings.HEADINGS``, ``html`` its unchanged words in safe markup."""

    name: str
    html: str


@dataclass(frozen=True, slots=True)
class Link:
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Contact:
    """Who answers questions; empty what is not stated."""

    name: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class SourceProgramme:
    """One programme. ``key`` is the path of its page below ``…/Foerderprogramm/`` with hyphens, the same in both forms of the source.

    ``applicants`` and ``areas`` (prefixes of the AGS) are ``None`` where the source says nothing; ``unknown`` holds codes that no list
    of ours explains, by list. ``level`` is "bund", "land", "eu" or "".
    """

    key: str
    url: str
    title: str
    short: str
    parts: tuple[Part, ...]
    funder: str = ""
    level: str = ""
    applicants: frozenset[Applicant] | None = None
    areas: frozenset[str] | None = None
    kinds: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    keywords: str = ""
    issued_on: date | None = None
    contacts: tuple[Contact, ...] = ()
    links: tuple[Link, ...] = ()
    unknown: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def fingerprint(self) -> str:
        """SHA-256 over everything above: another one means the source has changed."""
        plain = asdict(self) | {
            "applicants": None if self.applicants is None else sorted(self.applicants),
            "areas": None if self.areas is None else sorted(self.areas),
            "issued_on": self.issued_on.isoformat() if self.issued_on else None,
        }
        return hashlib.sha256(json.dumps(plain, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


@dataclass
class Reading:
    """What a file held. ``absent`` are keys the source itself says are gone; ``unknown`` counts codes without an explanation."""

    programmes: list[SourceProgramme] = field(default_factory=list)
    absent: set[str] = field(default_factory=set)
    remarks: list[Remark] = field(default_factory=list)
    remark_count: int = 0
    left_out: int = 0
    unknown: Counter[str] = field(default_factory=Counter)

    MOST_REMARKS = 100
    _seen: set[str] = field(default_factory=set)

    def is_new(self, key: str, where: str) -> bool:
        """Whether this is the first programme of that key."""
        if key in self._seen:
            told = Text(
                f"„{key}“ steht schon weiter oben; das erste gilt.",
                f"“{key}” stands further above already; the first counts.",
            )
            self.remark(where, told, left_out=True)
            return False
        self._seen.add(key)
        return True

    def remark(self, where: str, text: Text, *, left_out: bool) -> None:
        """Keep a remark; beyond the first hundred only their number."""
        self.remark_count += 1
        self.left_out += left_out
        if len(self.remarks) < self.MOST_REMARKS:
            self.remarks.append(Remark(where, text, left_out))

    def add(self, programme: SourceProgramme, where: str) -> None:
        """Keep a programme; of a key that comes twice the first counts, and the second is told."""
        if not self.is_new(programme.key, where):
            return
        self.programmes.append(programme)
        for name, codes in programme.unknown.items():
            self.unknown.update(f"{name}/{code}" for code in codes)
