"""The parts of a county profile, as frozen values."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from wandel.core.profile.procurement import ProcurementStatute
from wandel.core.profile.relocation import Authority, DogTax
from wandel.core.statistics.figures import KEYS, Figure
from wandel.core.statistics.indicators import IndicatorValue
from wandel.core.statistics.observations import State as CellState


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
    """What the unit was called from a day on; ``note`` says where the day itself is a guess."""

    name: Name
    from_on: date
    certainty: str
    source: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Office:
    """A county office that co-signs or supplies, by the part it plays (treasury, procurement, audit), from a day on."""

    key: str
    name: Name
    from_on: date
    certainty: str
    source: str


@dataclass(frozen=True, slots=True)
class Area:
    """The county's whole area in hectares, to hold the municipalities' areas against."""

    hectares: int
    certainty: str
    source: str


@dataclass(frozen=True, slots=True)
class Language:
    """A language people are served in: ISO code and its own name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class IntakeChoice:
    """A door of the public front door and the field of work behind it ("" while nobody has sorted it)."""

    key: str
    field: str
    label: Name


@dataclass(frozen=True, slots=True)
class DemoFact:
    """Something only the demo shows, and why it is invented; a real installation ignores it."""

    key: str
    value: str
    why: Name


@dataclass(frozen=True, slots=True)
class Target:
    """How many inhabitants until when, and who decided it."""

    inhabitants: int
    until: date
    decided_on: date
    decided_by: str
    certainty: str
    source: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Themenfeld:
    """A field of work with its code in the county's plan."""

    key: str
    code: str
    name: Name


@dataclass(frozen=True, slots=True)
class FutureField:
    """A Zukunftsfeld of the region's economic and structural programme (WSP), from a day on."""

    key: str
    name: Name
    from_on: date
    certainty: str
    source: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ProcedureStep:
    """A step of the region's procedure, in the order of the list; the last one opens the way to the application."""

    key: str
    name: Name


@dataclass(frozen=True, slots=True)
class RegionalProcedure:
    """How the region agrees to a project before it may apply; without ``until`` it is the one in force."""

    key: str
    name: Name
    from_on: date
    steps: tuple[ProcedureStep, ...]
    certainty: str
    source: str
    until: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ProfilePost:
    """A post of the unit; ``new`` ones came with the motion."""

    code: str
    field: str
    new: bool
    title: Name
    certainty: str
    source: str


@dataclass(frozen=True, slots=True)
class FrontDoor:
    """How fast the front door answers (working days) and how long it keeps an inquiry (days)."""

    response_working_days: int
    keep_days: int


@dataclass(frozen=True, slots=True)
class ProfileMunicipality:
    """A municipality with its keys, area in hectares and boundary (GeoJSON geometry, EPSG:4326)."""

    ags: str
    ars: str
    name: str
    designation: str
    area_ha: int
    postcode: str
    certainty: str
    source: str
    boundary: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Population:
    """Inhabitants of a municipality or of the county (by AGS) on a key date; figures of different bases do not compare."""

    ags: str
    on: date
    value: int
    base: str
    certainty: str
    source: str
    licence: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """An area the county is held against: another county, or a reference (the Land, Germany: "DG"), and why."""

    ags: str
    name: str
    kind: str
    why: Name


@dataclass(frozen=True, slots=True)
class IndicatorName:
    """What an indicator is called, its unit, whether ``good`` means higher, lower or neither, and its source's key."""

    key: str
    name: Name
    unit: str
    good: str
    source: str


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
class ProfileSchool:
    """A school that ships with the county, with the key date, source and licence of the row."""

    number: str
    name: str
    short_name: str
    code: str
    legal: str
    street: str
    postcode: str
    town: str
    phone: str
    email: str
    website: str
    provider_key: str
    ags: str
    all_day: bool | None
    lat: float
    lon: float
    as_of: date
    source: str
    licence: str


@dataclass(frozen=True, slots=True)
class Contact:
    """Where a stranger reaches the county when a page cannot help: shown on error pages and in the imprint."""

    website: str
    phone: str
    certainty: str
    source: str


@dataclass(frozen=True, slots=True)
class BaseMap:
    """A base map from the network: address of its style (MapLibre), hosts the browser may ask (origins, separated by
    spaces) and the attribution its licence asks for. Without one the map shows the county's own data alone."""

    style_url: str
    hosts: str
    attribution: str


@dataclass(frozen=True, slots=True)
class Profile:
    """A whole county. ``warnings`` are oddities that do not stop anything."""

    ags: str
    name: Name
    in_county: Name
    area: Area
    state: State
    branding: Branding
    languages: tuple[Language, ...]
    units: tuple[UnitName, ...]
    offices: tuple[Office, ...]
    targets: tuple[Target, ...]
    fields: tuple[Themenfeld, ...]
    posts: tuple[ProfilePost, ...]
    front_door: FrontDoor
    intake: tuple[IntakeChoice, ...]
    procurement_statutes: tuple[ProcurementStatute, ...]
    procurement_statutes_note: Name
    demo_only: tuple[DemoFact, ...]
    municipalities: tuple[ProfileMunicipality, ...]
    population: tuple[Population, ...]
    places: tuple[ProfilePlace, ...]
    attribution: str
    warnings: tuple[str, ...]
    base_map: BaseMap | None = None
    contact: Contact | None = None
    future_fields: tuple[FutureField, ...] = ()
    regional_procedures: tuple[RegionalProcedure, ...] = ()
    statistics: tuple[Figure, ...] = ()
    comparison: tuple[Comparison, ...] = ()
    indicator_names: tuple[IndicatorName, ...] = ()
    indicators: tuple[IndicatorValue, ...] = ()
    authorities: tuple[Authority, ...] = ()
    dog_taxes: tuple[DogTax, ...] = ()
    schools: tuple[ProfileSchool, ...] = ()

    @property
    def response_target_days(self) -> int:
        """Working days within which the front door promises an answer."""
        return self.front_door.response_working_days

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure of the folder: the population table and statistics.csv, the former first."""
        names = {one.ags: one.name for one in self.municipalities} | {self.ags: self.name.de}
        population = tuple(
            Figure(
                key="population",
                area=row.ags,
                year=row.on.year,
                on=row.on,
                value=Decimal(row.value),
                state=CellState.value,
                unit=KEYS["population"].unit,
                base=row.base,
                source=row.source,
                licence=row.licence,
                name=names.get(row.ags, ""),
                file="population.csv",
            )
            for row in self.population
        )
        return population + self.statistics

    def unit_name(self, day: date, language: str = "de") -> str:
        """What the unit is called on a day; before the first name began, the first."""
        begun = [unit for unit in self.units if unit.from_on <= day]
        name = (max(begun, key=lambda unit: unit.from_on) if begun else self.units[0]).name
        return name.de if language.startswith("de") else name.en

    def office(self, key: str, day: date) -> Office | None:
        """The office that plays a part on a day."""
        begun = [office for office in self.offices if office.key == key and office.from_on <= day]
        return max(begun, key=lambda office: office.from_on, default=None)

    def target(self, day: date) -> Target | None:
        """The target that held on a day: the one decided last."""
        decided = [target for target in self.targets if target.decided_on <= day]
        return max(decided, key=lambda target: target.decided_on, default=None)

    def statutes(self, ags: str, day: date) -> tuple[ProcurementStatute, ...]:
        """A municipality's procurement statutes in force on a day, oldest first."""
        found = [one for one in self.procurement_statutes if one.ags == ags and one.in_force_on(day)]
        return tuple(sorted(found, key=lambda one: one.valid_from))

    def authority(self, service: str, ags: str) -> Authority | None:
        """Who answers for a service in a municipality: its own row, else the one for the whole county."""
        found = {one.ags: one for one in self.authorities if one.service == service}
        return found.get(ags) or found.get("")

    def dog_tax(self, ags: str) -> DogTax | None:
        """What a municipality's statute on dog tax says, if somebody has read it."""
        return next((one for one in self.dog_taxes if one.ags == ags), None)
