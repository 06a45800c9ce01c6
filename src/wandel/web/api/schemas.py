"""What the programming interface answers with. Money is a string with two places, dates are ISO, shares are strings from 0 to 1."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, WithJsonSchema

Money = Annotated[
    Decimal,
    PlainSerializer(lambda value: f"{value:.2f}", return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^-?[0-9]+\.[0-9]{2}$", "examples": ["1000.00"]}),
]
Share = Annotated[
    Decimal,
    PlainSerializer(lambda value: f"{value.normalize():f}", return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^[0-9]+(\.[0-9]+)?$", "examples": ["0.8"]}),
]


class Answer(BaseModel):
    """Base of every answer: built from plain values, nothing unknown slips in."""

    model_config = ConfigDict(extra="forbid")


class Place(Answer):
    ags: str
    name: str


class Inhabitants(Answer):
    on: date
    value: int
    base: str = Field(description="Census or register the count rests on; bases are never mixed into one line.")
    certainty: str
    source: str
    licence: str


class Municipality(Answer):
    ags: str
    ars: str
    name: str
    designation: str
    area_hectares: int | None
    postcode: str


class MunicipalityInFull(Municipality):
    population: list[Inhabitants]
    boundary: dict[str, Any] | None = Field(description="GeoJSON geometry, longitude and latitude (CRS84).")


class SiteDetails(Answer):
    """What the unit and those who maintain a site read beside the published facts."""

    id: int
    state: str
    state_on: date
    organisation: str
    plan_basis: str
    available_until: int | None
    reserved_until: date | None
    settlement: str
    existing_dwellings: int | None
    stated_low: int | None
    stated_likely: int | None
    stated_high: int | None
    dwellings_built: int | None
    soil_value: int | None


class Site(Answer):
    number: str
    name: str
    municipality: Place
    kind: str
    use: str
    development: str
    state: str = Field(description="In words: what everybody may read; empty where the site is not published.")
    hectares: float | None
    address: str
    parcels: list[str]
    plan_name: str
    available_from: int | None = Field(description="Year from which building is possible.")
    price: Money | None = Field(description="Euro per square metre, only with its day and source.")
    price_on: date | None
    price_source: str
    zone: str
    ground_coverage: Share | None
    emission_class: str
    power_mw: float | None
    gas: bool | None
    hydrogen: bool | None
    fibre_mbit: int | None
    rail_siding: bool | None
    motorway_minutes: int | None
    published: bool
    synthetic: bool = Field(description="Invented, for showing how the software works.")
    page: str
    details: SiteDetails | None = Field(description="Only for a token whose owner sees the site inside the house.")


class SiteInFull(Site):
    geometry: dict[str, Any] | None = Field(description="GeoJSON geometry, longitude and latitude (CRS84).")


class Project(Answer):
    id: int
    number: str
    title: str
    stage: str
    stage_label: str
    stage_on: date
    received_on: date
    future_field: str
    smart: str
    municipality: Place | None
    place: str
    leads: list[str]
    costs: Money | None
    own_share: Money | None
    jobs_new: int | None
    jobs_kept: int | None
    co2_tonnes: int | None
    page: str


class ProjectInFull(Project):
    goal: str
    input: str
    output: str
    outcome: str
    impact: str
    effect_source: str


class Programme(Answer):
    id: int
    title: str
    funder: str
    short: str
    status: str
    opens_on: date | None
    closes_on: date | None
    continuous: bool
    areas: list[str] | None = Field(description="Beginnings of the AGS, DE for all of Germany; null: not stated.")
    applicants: list[str] | None
    topics: list[str]
    minimum_cost: Money | None
    maximum_grant: Money | None
    rate: Share | None
    own_share: Share | None
    early_start: str
    cumulation: str
    url: str
    source: str
    checked_on: date
    confirmed: bool
    changed_at: datetime
    page: str


class Grant(Answer):
    id: int
    title: str
    reference: str
    funder: str
    recipient: str
    municipality: Place | None
    status: str
    level: str
    condition_set: str
    condition_version: str
    dated_on: date
    financing_type: str
    rate: Share | None
    eligible_costs: Money
    grant: Money
    cap: Money | None
    third_party: Money | None
    drawn: Money
    spent: Money
    final_grant: Money | None
    final_notice_on: date | None
    period_from: date
    period_until: date
    purpose: str
    completed_on: date | None
    page: str


class Obligation(Answer):
    id: int
    grant: int
    grant_title: str
    kind: str
    title: str
    due_on: date
    nominal_on: date
    shifted: str
    norm: str
    norm_version: str
    certainty: str = Field(description="confirmed, unconfirmed, or from_notice")
    reason: str
    amount: Money | None
    status: str
    done_on: date | None
    page: str


class Inquiry(Answer):
    """Without name, address and message: those stay on the page and are erased there."""

    id: int
    kind: str
    field: str
    status: str
    source: str
    campaign: str
    received_at: datetime
    answer_due_on: date
    closed_on: date | None
    page: str


class Indicator(Answer):
    id: int
    key: str
    name: str
    area: str
    area_name: str
    year: int
    on: date | None
    sex: str
    age_from: int | None
    age_until: int | None = Field(description="Not reached; null: open, or no age group at all.")
    detail: str
    value: float | None
    state: str = Field(description="What the office's cell says: value, nothing, secret, later, blocked, unsure.")
    unit: str
    base: str
    source: str
    licence: str
    table: str
    taken_in_on: date


class ProblemDetails(BaseModel):
    """A refusal (RFC 9457): what is wrong and what to do, in a sentence."""

    type: str
    title: str
    status: int
    detail: str
    parameter: str | None = None
