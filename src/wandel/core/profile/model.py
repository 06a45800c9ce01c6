"""The parts of a county profile, as frozen values."""

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Name:
    """A name in German and English."""

    de: str
    en: str


@dataclass(frozen=True, slots=True)
class State:
    """The Land: ISO code without "DE-", name, and whose public holidays count."""

    code: str
    name: str
    holidays: str


@dataclass(frozen=True, slots=True)
class Branding:
    """What the frame shows; ``official_bar`` only where the county may carry the national bar."""

    product: str
    unit_line: str
    public_name: str
    official_bar: bool


@dataclass(frozen=True, slots=True)
class UnitName:
    """What the unit was called from a day on."""

    name: str
    from_on: date
    certainty: str
    source: str


@dataclass(frozen=True, slots=True)
class Office:
    """A county office that takes part, by the part it plays (treasury, procurement, audit)."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Target:
    """How many inhabitants until when, and who decided it."""

    inhabitants: int
    until: date
    decided_on: date
    decided_by: str
    certainty: str
    source: str


@dataclass(frozen=True, slots=True)
class Themenfeld:
    """A field of work with its code in the county's plan."""

    key: str
    code: str
    name: Name


@dataclass(frozen=True, slots=True)
class ProfilePost:
    """A post of the unit; ``new`` ones came with the motion."""

    code: str
    field: str
    new: bool
    title: Name


@dataclass(frozen=True, slots=True)
class FrontDoor:
    """How fast the front door answers (working days) and how long it keeps an inquiry (days)."""

    response_working_days: int
    keep_days: int


@dataclass(frozen=True, slots=True)
class ProcurementStatute:
    """A municipality's own statute on procurement (§ 75a Abs. 2 GO NRW), from a day on."""

    ags: str
    valid_from: date
    title: str
    source: str


@dataclass(frozen=True, slots=True)
class ProfileMunicipality:
    """A municipality with its keys, area in hectares and boundary (GeoJSON geometry, EPSG:4326)."""

    ags: str
    ars: str
    name: str
    designation: str
    area_ha: int
    postcode: str
    boundary: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Population:
    """Inhabitants of a municipality or of the county (by AGS) on a key date; figures of different bases do not compare."""

    ags: str
    on: date
    value: int
    base: str
    source: str
    licence: str


@dataclass(frozen=True, slots=True)
class ProfilePlace:
    """A shared point such as a rail stop."""

    kind: str
    name: str
    lat: float
    lon: float
    ags: str
    source: str
    as_of: date


@dataclass(frozen=True, slots=True)
class Profile:
    """A whole county. ``warnings`` are oddities that do not stop anything."""

    ags: str
    name: Name
    state: State
    branding: Branding
    units: tuple[UnitName, ...]
    offices: tuple[Office, ...]
    targets: tuple[Target, ...]
    fields: tuple[Themenfeld, ...]
    posts: tuple[ProfilePost, ...]
    front_door: FrontDoor
    procurement_statutes: tuple[ProcurementStatute, ...]
    municipalities: tuple[ProfileMunicipality, ...]
    population: tuple[Population, ...]
    places: tuple[ProfilePlace, ...]
    attribution: str
    warnings: tuple[str, ...]

    def unit_name(self, day: date) -> str:
        """What the unit is called on a day."""
        begun = [unit for unit in self.units if unit.from_on <= day]
        return (begun[-1] if begun else self.units[0]).name
