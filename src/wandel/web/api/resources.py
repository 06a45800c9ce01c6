"""The eight lists of the programming interface: who may read them, how they are narrowed, what a row says.

Rows come from the same ``…_for`` questions as the pages, asked with the token's access; sites and municipalities answer
strangers with what is published anyway.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from http import HTTPStatus
from typing import Any

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from wandel.core.scouting.rules import Status
from wandel.core.statistics.figures import KEYS
from wandel.fields.funding.kinds import title_of
from wandel.fields.funding.models import Obligation, Programme, Zuwendungsbescheid
from wandel.fields.funding.queries.awards import awards_for, obligations_for
from wandel.fields.funding.queries.programmes import LONG, having_status, programmes_for, row_of
from wandel.fields.growth.models import Figure
from wandel.fields.growth.queries.figures import figures_for
from wandel.fields.land.models import Site
from wandel.fields.land.queries.public import is_invented
from wandel.fields.land.queries.site import published_sites, sites_for
from wandel.fields.land.workflow import STEPS
from wandel.fields.projects.models import Project
from wandel.fields.projects.queries.project import ProjectFilters, list_projects
from wandel.fields.projects.stages import STAGES
from wandel.office.desk.models import Intake
from wandel.office.desk.queries.intake import intakes_for
from wandel.office.journal.queries import changed_since
from wandel.office.people.access import Access
from wandel.office.places.models import Municipality
from wandel.office.places.queries import population_series
from wandel.ui.formats import reader_language
from wandel.web.api import parameters, schemas
from wandel.web.api.parameters import CHANGED_SINCE, MUNICIPALITY, Parameter
from wandel.web.api.problems import Problem

NUMBER_KEY = "[0-9]{1,15}"
Values = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """Who asks, and on which day; ``access`` is None for strangers, ``base`` the address pages begin with."""

    access: Access | None
    day: date
    base: str


@dataclass(frozen=True)
class Resource:
    """One list. ``rows`` narrows and orders, ``tell`` turns one page of rows into answers with a constant number of queries.

    Without ``scope`` everybody may read it. ``key`` is the column an address names a row by, ``pattern`` how that looks.
    """

    name: str
    singular: str
    about: str
    schema: type[schemas.Answer]
    rows: Callable[[Asked, Values], QuerySet[Any]]
    tell: Callable[[Asked, Sequence[Any], bool], Iterable[schemas.Answer]]
    permission: str = ""
    in_full: type[schemas.Answer] | None = None
    key: str = "pk"
    pattern: str = NUMBER_KEY
    filters: tuple[Parameter, ...] = field(default=())
    heavy: tuple[str, ...] = ()

    @property
    def is_public(self) -> bool:
        return not self.permission

    @property
    def full_schema(self) -> type[schemas.Answer]:
        return self.in_full or self.schema


def _access(asked: Asked) -> Access:
    if asked.access is None:
        raise TypeError("Only a public list may be asked without an access.")
    return asked.access


def _place(municipality: Municipality | None) -> schemas.Place | None:
    return schemas.Place(ags=municipality.ags, name=municipality.name) if municipality else None


# ── municipalities ────────────────────────────────────────────────────────────────────────────────────────────────────


def _municipality_rows(asked: Asked, values: Values) -> QuerySet[Municipality]:
    return Municipality.objects.order_by("ags")


def _municipalities(asked: Asked, rows: Sequence[Municipality], full: bool) -> Iterable[schemas.Answer]:
    for row in rows:
        facts = {
            "ags": row.ags, "ars": row.ars, "name": row.name, "designation": row.designation,
            "area_hectares": row.area_ha, "postcode": row.postcode,
        }  # fmt: skip
        if not full:
            yield schemas.Municipality(**facts)
            continue
        series = [
            schemas.Inhabitants(
                on=one.on,
                value=one.value,
                base=one.base,
                certainty=one.certainty,
                source=one.source,
                licence=one.licence,
            )
            for one in population_series(row)
        ]
        yield schemas.MunicipalityInFull(**facts, population=series, boundary=row.boundary or None)


# ── sites ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _own_sites(asked: Asked) -> QuerySet[Site]:
    return Site.objects.none() if asked.access is None else sites_for(asked.access).filter(retired_on=None)


def _site_rows(asked: Asked, values: Values) -> QuerySet[Site]:
    """What is published, and with a token what its owner sees inside the house. The inner state narrows the latter only."""
    own, published = _own_sites(asked).order_by(), published_sites().order_by()
    if values["status"]:
        if asked.access is None or not asked.access.may("land.site.view"):
            raise Problem(
                HTTPStatus.BAD_REQUEST,
                _("“status” is told only to tokens that may read sites. Leave it out, or send such a token."),
                parameter="status",
            )
        found = Site.objects.filter(pk__in=own.filter(state=values["status"]).values("pk"))
    else:
        found = Site.objects.filter(Q(pk__in=own.values("pk")) | Q(pk__in=published.values("pk")))
    if values["municipality"]:
        found = found.filter(municipality__ags=values["municipality"])
    if values["changed_since"]:
        found = found.filter(pk__in=changed_since("land.site", values["changed_since"]))
    return found.select_related("municipality", "organisation").order_by("number")


def _sites(asked: Asked, rows: Sequence[Site], full: bool) -> Iterable[schemas.Answer]:
    inside = set(_own_sites(asked).filter(pk__in=[row.pk for row in rows]).order_by().values_list("pk", flat=True))
    for row in rows:
        price_told = row.price is not None and row.price_on and row.price_source
        details = None
        if row.pk in inside:
            details = schemas.SiteDetails(
                id=row.pk, state=row.state, state_on=row.state_on, organisation=row.organisation.name,
                plan_basis=row.plan_basis, available_until=row.available_until, reserved_until=row.reserved_until,
                settlement=row.settlement, existing_dwellings=row.existing_dwellings, stated_low=row.stated_low,
                stated_likely=row.stated_likely, stated_high=row.stated_high, dwellings_built=row.dwellings_built,
                soil_value=row.soil_value,
            )  # fmt: skip
        path = row.get_absolute_url() if details else f"/sites/{row.number}/"
        facts = {
            "number": row.number, "name": row.name, "municipality": _place(row.municipality), "kind": row.kind,
            "use": row.use, "development": row.development, "state": row.public_label if row.published else "",
            "hectares": None if row.size_ha is None else round(row.size_ha, 4), "address": row.address,
            "parcels": [str(one) for one in row.parcels], "plan_name": row.plan_name, "available_from": row.available_from,
            "price": row.price if price_told else None, "price_on": row.price_on if price_told else None,
            "price_source": row.price_source if price_told else "", "zone": row.zone, "ground_coverage": row.grz,
            "emission_class": row.emission_class, "power_mw": row.power_mw, "gas": row.gas, "hydrogen": row.hydrogen,
            "fibre_mbit": row.fibre_mbit, "rail_siding": row.rail_siding, "motorway_minutes": row.motorway_minutes,
            "published": row.published, "synthetic": is_invented(), "page": f"{asked.base}{path}", "details": details,
        }  # fmt: skip
        yield schemas.SiteInFull(**facts, geometry=row.geometry) if full else schemas.Site(**facts)


# ── projects ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _project_rows(asked: Asked, values: Values) -> QuerySet[Project]:
    found = list_projects(_access(asked), ProjectFilters(stage=values["status"] or ""), day=asked.day)
    if values["municipality"]:
        found = found.filter(municipality__ags=values["municipality"])
    if values["changed_since"]:
        found = found.filter(pk__in=changed_since("projects.project", values["changed_since"]))
    return found.order_by("pk")


def _projects(asked: Asked, rows: Sequence[Any], full: bool) -> Iterable[schemas.Answer]:
    for row in rows:
        facts = {
            "id": row.pk, "number": row.number, "title": row.title, "stage": row.stage, "stage_label": row.stage_label,
            "stage_on": row.stage_on, "received_on": row.received_on, "future_field": row.future_field, "smart": row.smart,
            "municipality": _place(row.municipality), "place": row.place,
            "leads": [party.organisation.name for party in row.leads], "costs": row.costs, "own_share": row.own,
            "jobs_new": row.jobs_new, "jobs_kept": row.jobs_kept, "co2_tonnes": row.co2_tonnes,
            "page": f"{asked.base}{row.get_absolute_url()}",
        }  # fmt: skip
        if full:
            yield schemas.ProjectInFull(
                **facts, goal=row.goal, input=row.input, output=row.output, outcome=row.outcome, impact=row.impact,
                effect_source=row.effect_source,
            )  # fmt: skip
        else:
            yield schemas.Project(**facts)


# ── programmes ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _programme_rows(asked: Asked, values: Values) -> QuerySet[Programme]:
    found = programmes_for(_access(asked))
    if values["status"]:
        found = found.filter(having_status(Status(values["status"]), on=asked.day))
    if values["municipality"]:
        ags = values["municipality"]
        # A JSON list is not searched alike by every database; its text is.
        found = found.annotate(where=Cast("areas", TextField()))
        here = Q(areas__isnull=True)
        for beginning in ("DE", ags[:2], ags[:3], ags[:5], ags):
            here |= Q(where__contains=f'"{beginning}"')
        found = found.filter(here)
    if values["changed_since"]:
        found = found.filter(changed_at__gte=values["changed_since"])
    return found.order_by("pk")


def _programmes(asked: Asked, rows: Sequence[Programme], full: bool) -> Iterable[schemas.Answer]:
    for row in rows:
        yield schemas.Programme(
            id=row.pk, title=row.title, funder=row.funder, short=row.short, status=row_of(row, on=asked.day).status.value,
            opens_on=row.opens_on, closes_on=row.closes_on, continuous=row.continuous, areas=row.areas,
            applicants=row.applicants, topics=row.topics, minimum_cost=row.minimum_cost, maximum_grant=row.maximum_grant,
            rate=row.rate, own_share=row.own_share, early_start=row.early_start, cumulation=row.cumulation, url=row.url,
            source=row.source, checked_on=row.checked_on, confirmed=row.confirmed, changed_at=row.changed_at,
            page=f"{asked.base}{row.get_absolute_url()}",
        )  # fmt: skip


# ── grants and their obligations ──────────────────────────────────────────────────────────────────────────────────────


def _grant_rows(asked: Asked, values: Values) -> QuerySet[Zuwendungsbescheid]:
    found = awards_for(_access(asked)).select_related("funder", "recipient__municipality")
    if values["status"]:
        found = found.filter(state=values["status"])
    if values["municipality"]:
        found = found.filter(recipient__municipality__ags=values["municipality"])
    if values["changed_since"]:
        found = found.filter(pk__in=changed_since("funding.award", values["changed_since"]))
    return found.order_by("pk")


def _grants(asked: Asked, rows: Sequence[Zuwendungsbescheid], full: bool) -> Iterable[schemas.Answer]:
    for row in rows:
        yield schemas.Grant(
            id=row.pk, title=row.title, reference=row.reference, funder=row.funder.name, recipient=row.recipient.name,
            municipality=_place(row.recipient.municipality), status=row.shown_state, level=row.level,
            condition_set=row.condition_set, condition_version=row.condition_version, dated_on=row.dated_on,
            financing_type=row.financing_type, rate=row.rate, eligible_costs=row.eligible_costs, grant=row.grant,
            cap=row.cap, third_party=row.third_party, drawn=row.drawn_total, spent=row.spent_total,
            final_grant=row.final_grant, final_notice_on=row.final_notice_on, period_from=row.period_from,
            period_until=row.period_until, purpose=row.purpose, completed_on=row.completed_on,
            page=f"{asked.base}{row.get_absolute_url()}",
        )  # fmt: skip


def _obligation_rows(asked: Asked, values: Values) -> QuerySet[Obligation]:
    found = obligations_for(_access(asked))
    if values["status"]:
        found = found.filter(state=values["status"])
    if values["municipality"]:
        found = found.filter(award__recipient__municipality__ags=values["municipality"])
    if values["grant"]:
        found = found.filter(award=values["grant"])
    if values["due_from"]:
        found = found.filter(due_on__gte=values["due_from"])
    if values["due_until"]:
        found = found.filter(due_on__lte=values["due_until"])
    if values["changed_since"]:
        found = found.filter(award__in=changed_since("funding.award", values["changed_since"]))
    return found.order_by("due_on", "pk")


def _obligations(asked: Asked, rows: Sequence[Obligation], full: bool) -> Iterable[schemas.Answer]:
    for row in rows:
        yield schemas.Obligation(
            id=row.pk, grant=row.award_id, grant_title=row.award.title, kind=row.kind,
            title=str(title_of(row.kind, row.amount, row.award.remedy)), due_on=row.due_on, nominal_on=row.nominal_on,
            shifted=row.shifted, norm=row.norm, norm_version=row.norm_version, certainty=row.status, reason=row.reason,
            amount=row.amount, status=row.state, done_on=row.done_on,
            page=f"{asked.base}{row.award.get_absolute_url()}",
        )  # fmt: skip


# ── inquiries ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _inquiry_rows(asked: Asked, values: Values) -> QuerySet[Intake]:
    found = intakes_for(_access(asked)).filter(erased_on=None)
    if values["status"]:
        found = found.filter(state=values["status"])
    if values["municipality"]:
        found = found.filter(organisation__municipality__ags=values["municipality"])
    if values["changed_since"]:
        found = found.filter(pk__in=changed_since("desk.intake", values["changed_since"]))
    return found.order_by("pk")


def _inquiries(asked: Asked, rows: Sequence[Intake], full: bool) -> Iterable[schemas.Answer]:
    for row in rows:
        yield schemas.Inquiry(
            id=row.pk, kind=row.kind, field=row.field, status=row.state, source=row.source, campaign=row.campaign,
            received_at=row.received_at, answer_due_on=row.answer_due_on, closed_on=row.closed_on,
            page=f"{asked.base}{row.get_absolute_url()}",
        )  # fmt: skip


# ── indicators ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _indicator_rows(asked: Asked, values: Values) -> QuerySet[Figure]:
    found = figures_for(_access(asked))
    for name, column in (("key", "key"), ("year", "year"), ("area", "area"), ("municipality", "area")):
        if values[name] is not None:
            found = found.filter(**{column: values[name]})
    if values["changed_since"]:
        found = found.filter(brought_by__taken_in_on__gte=values["changed_since"].date())
    return found.order_by("pk")


def _indicators(asked: Asked, rows: Sequence[Figure], full: bool) -> Iterable[schemas.Answer]:
    english = reader_language() == "en"
    for row in rows:
        meaning = KEYS.get(row.key)
        name = (meaning.name.en if english else meaning.name.de) if meaning else row.key
        yield schemas.Indicator(
            id=row.pk, key=row.key, name=name, area=row.area, area_name=row.area_name, year=row.year, on=row.on, sex=row.sex,
            age_from=row.age_from, age_until=row.age_until, detail=row.detail, value=row.value, state=row.state,
            unit=row.unit, base=row.base, source=row.source, licence=row.licence, table=row.table,
            taken_in_on=row.brought_by.taken_in_on,
        )  # fmt: skip


def _status(values: Iterable[Any]) -> Parameter:
    return parameters.one_of("status", "Only what stands like this.", values)


RESOURCES = (
    Resource(
        "municipalities", "municipality", "Municipalities with their figures. Public.", schemas.Municipality,
        _municipality_rows, _municipalities, in_full=schemas.MunicipalityInFull, key="ags", pattern="[0-9]{8}",
        heavy=("boundary",),
    ),
    Resource(
        "sites", "site", "Sites (Flächen): the published ones for everybody, with a token also those its owner may see.",
        schemas.Site, _site_rows, _sites, in_full=schemas.SiteInFull, key="number", pattern="[A-Za-z0-9-]{1,20}",
        filters=(MUNICIPALITY, CHANGED_SINCE, _status(step.state for step in STEPS)),
        heavy=("geometry", "constraints", "remarks", "note", "municipality__boundary"),
    ),
    Resource(
        "projects", "project", "Projects (Vorhaben).", schemas.Project, _project_rows, _projects, "project.view",
        in_full=schemas.ProjectInFull,
        filters=(MUNICIPALITY, CHANGED_SINCE, _status(["open", *(stage.key for stage in STAGES)])),
        heavy=("note", "municipality__boundary"),
    ),
    Resource(
        "programmes", "programme", "Funding programmes (Förderprogramme) that are offered.", schemas.Programme,
        _programme_rows, _programmes, "programme.view",
        filters=(MUNICIPALITY, CHANGED_SINCE, _status(one.value for one in Status)), heavy=("text", *LONG),
    ),
    Resource(
        "grants", "grant", "Grants (Zuwendungsbescheide) with their money.", schemas.Grant, _grant_rows, _grants,
        "funding.award.view", filters=(MUNICIPALITY, CHANGED_SINCE, _status(Zuwendungsbescheid.State.values)),
        heavy=("facts", "values", "warnings", "confirmed", "recipient__municipality__boundary"),
    ),
    Resource(
        "obligations", "obligation", "Duties and dates that follow from grants, each with its norm.", schemas.Obligation,
        _obligation_rows, _obligations, "funding.award.view",
        filters=(
            MUNICIPALITY, CHANGED_SINCE, _status(Obligation.State.values),
            parameters.number("grant", "Only those of this grant.", 1, 999_999_999),
            parameters.day("due_from", "Due on this day or later."),
            parameters.day("due_until", "Due on this day or earlier."),
        ),
        heavy=("lateness", "award__facts", "award__values", "award__warnings", "award__recipient__municipality__boundary"),
    ),
    Resource(
        "inquiries", "inquiry", "Inquiries (Anliegen) without names and messages.", schemas.Inquiry, _inquiry_rows,
        _inquiries, "intake.view", filters=(MUNICIPALITY, CHANGED_SINCE, _status(Intake.State.values)), heavy=("message",),
    ),
    Resource(
        "indicators", "indicator", "Figures (Kennzahlen) as the offices published them.", schemas.Indicator,
        _indicator_rows, _indicators, "growth.view",
        filters=(
            MUNICIPALITY, CHANGED_SINCE,
            parameters.matching("key", "Only this figure, by its key.", "[A-Za-z0-9_.:-]{1,160}", lambda: _("Write a key from the list of figures.")),
            parameters.matching("area", "Only this area: an AGS of 2, 5 or 8 digits, or DG.", "[0-9]{2,8}|DG", lambda: _("Write an AGS of 2, 5 or 8 digits, or DG.")),
            parameters.number("year", "Only this year.", 1800, 2200),
        ),
    ),
)  # fmt: skip
BY_NAME = {resource.name: resource for resource in RESOURCES}
