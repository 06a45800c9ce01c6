"""What a programme says about itself, as far as scouting needs it. ``None`` means "not stated", which is an answer of its own."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Applicant(StrEnum):
    """Who may ask. The words of the funding databases in Germany, brought together."""

    MUNICIPALITY = "municipality"
    COUNTY = "county"
    MUNICIPAL_COMPANY = "municipal_company"
    COMPANY = "company"
    ASSOCIATION = "association"
    PUBLIC_BODY = "public_body"
    RESEARCH = "research"
    EDUCATION = "education"
    PRIVATE_PERSON = "private_person"


class Allowed(StrEnum):
    """Early start and cumulation: a hint, never a reason to leave a programme out."""

    YES = "yes"
    ON_REQUEST = "on_request"
    NO = "no"


@dataclass(frozen=True, slots=True)
class ProgrammeFacts:
    """One programme: its texts and its rules.

    ``areas`` are prefixes of the Amtlicher Gemeindeschlüssel: ``""`` everywhere in the EU, ``"DE"`` all of Germany, ``"05"`` a Land,
    ``"05358"`` a county. Amounts are euro, ``rate`` and ``own_share`` per cent of the eligible cost.
    """

    key: str
    title: str
    short: str = ""
    text: str = ""
    applicants: frozenset[Applicant] | None = None
    areas: frozenset[str] | None = None
    topics: frozenset[str] = frozenset()
    opens_on: date | None = None
    closes_on: date | None = None
    continuous: bool = False
    minimum_cost: Decimal | None = None
    maximum_grant: Decimal | None = None
    rate: Decimal | None = None
    own_share: Decimal | None = None
    early_start: Allowed | None = None
    cumulation: Allowed | None = None
