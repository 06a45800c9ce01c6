"""Questions about sites. Who may see one: the unit, its town hall, offices what is not confidential, partners what is public."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db.models import F, FloatField, Q, QuerySet, Sum
from django.db.models.functions import Cast, Coalesce
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext

from wandel.core.law.periods import add_months
from wandel.core.text.fold import fold
from wandel.fields.land.models import AffectedFarm, Site, SiteEvent
from wandel.fields.land.workflow import FACTS, ORDER, PUBLIC, STEPS, TABLE, Move, gaps, moves
from wandel.office.people.access import Access
from wandel.office.people.models import Organisation, Person
from wandel.office.people.roles import Role
from wandel.office.places.models import Municipality
from wandel.ui.formats import format_date, format_number, reader_language

FIELD = "land"
# A stated size may differ from the drawn one by this share before the page says so.
SIZE_TOLERANCE = 0.05
# Orientation value for business, industry and special areas, § 17 BauNVO.
MOST_GRZ = Decimal("0.8")
OWNERS_NOT_TO_ASK = frozenset({Site.Owner.MUNICIPAL})
# Facts that follow from the chosen procedure and from nothing else.
BY_PROCEDURE = frozenset({"plan_needed", "no_plan_needed", "plan_short"})
SIZE = Coalesce("area_m2", Cast("stated_area_m2", FloatField()))


def sites_for(access: Access) -> QuerySet[Site]:
    """Sites this reader may open; filtered in the query, so a foreign site does not exist for them.

    A confidential site is seen by the head, the officers of the field and the town hall that maintains it, nobody else.
    """
    if not access.may("land.site.view"):
        return Site.objects.none()
    if access.is_head or (access.is_unit and FIELD in access.fields):
        return Site.objects.all()
    if access.is_unit:
        return Site.objects.filter(confidential=False)
    theirs = Q(pk__in=[])
    if Role.TOWN_HALL in access.roles:
        theirs |= Q(organisation__in=access.organisation_ids)
    if Role.COUNTY_OFFICE in access.roles:
        theirs |= Q(confidential=False)
    if Role.PARTNER in access.roles:
        theirs |= Q(published=True)
    return Site.objects.filter(theirs)


def site_for(access: Access, pk: int) -> Site:
    return get_object_or_404(sites_for(access).select_related("municipality", "organisation", "owner"), pk=pk)


def editable_sites_for(access: Access) -> QuerySet[Site]:
    """The unit works on every site it sees, a town hall on its own; a retired site is only read."""
    if not access.may("land.site.edit"):
        return Site.objects.none()
    if access.is_unit:
        return sites_for(access)
    return Site.objects.filter(organisation__in=access.organisation_ids)


def editable_site_for(access: Access, pk: int) -> Site:
    return get_object_or_404(editable_sites_for(access).select_related("municipality", "organisation", "owner"), pk=pk)


def farm_for(access: Access, pk: int) -> AffectedFarm:
    return get_object_or_404(
        AffectedFarm.objects.select_related("site__organisation"), pk=pk, site__in=editable_sites_for(access)
    )


def sees_owner(access: Access, site: Site) -> bool:
    """Owner and farms are personal data: for the unit and the town hall that maintains the site."""
    return access.is_unit or site.organisation_id in access.organisation_ids


def published_sites() -> QuerySet[Site]:
    """What anybody may see. The database guarantees: no objection, not confidential, not retired."""
    return Site.objects.filter(published=True, state__in=sorted(PUBLIC)).select_related("municipality")


@dataclass(frozen=True)
class SiteFilters:
    """What the list is narrowed to; every member stands in the address."""

    text: str = ""
    municipality: int | None = None
    kind: str = ""
    state: str = ""
    use: str = ""
    development: str = ""
    least_ha: Decimal | None = None
    year: int | None = None
    retired: bool = False
    sort: str = ""


SORTS = {
    "": ("sort_key", "pk"),
    "municipality": ("municipality__sort_key", "sort_key", "pk"),
    "size": ("-size", "sort_key", "pk"),
    "year": ("available_from", "sort_key", "pk"),
    "state": ("state_on", "sort_key", "pk"),
}


def list_sites(access: Access, filters: SiteFilters) -> QuerySet[Site]:
    """The list page, each row with ``size`` in m²."""
    found = sites_for(access).select_related("municipality", "organisation").annotate(size=SIZE)
    if not filters.retired:
        found = found.filter(retired_on=None)
    if filters.text:
        found = found.filter(
            Q(sort_key__contains=fold(filters.text))
            | Q(number__icontains=filters.text)
            | Q(address__icontains=filters.text)
        )
    for name in ("municipality", "kind", "state", "use", "development"):
        value = getattr(filters, name)
        if value:
            found = found.filter(**{name: value})
    if filters.least_ha:
        found = found.filter(size__gte=float(filters.least_ha) * 10_000)
    if filters.year:
        found = found.filter(available_from__lte=filters.year)
    order = [F(name).asc(nulls_last=True) if name == "available_from" else name for name in SORTS[filters.sort]]
    order = [F("size").desc(nulls_last=True) if name == "-size" else name for name in order]
    return found.order_by(*order)


@dataclass(frozen=True)
class Summary:
    count: int
    hectares: float


def summary_of(sites: QuerySet[Site]) -> Summary:
    """How many and how large. One query."""
    found = sites.order_by().values_list("pk", SIZE)
    total = Site.objects.filter(pk__in=found.values("pk")).aggregate(size=Sum(SIZE))
    return Summary(found.count(), (total["size"] or 0) / 10_000)


def municipalities_with_sites(access: Access) -> QuerySet[Municipality]:
    return Municipality.objects.filter(pk__in=sites_for(access).order_by().values("municipality"))


def halls_for(access: Access) -> QuerySet[Organisation]:
    """Which organisations this reader may record a site for."""
    halls = Organisation.objects.current().filter(kind=Organisation.Kind.TOWN_HALL)
    return halls if access.is_unit else halls.filter(pk__in=access.organisation_ids)


def possible_owners(access: Access, site: Site | None) -> QuerySet[Person]:
    """Whom the form offers as owner or contact: the unit everybody, a town hall its own people and the site's."""
    people = Person.objects.current()
    if access.is_unit:
        return people
    known = Q(organisation__in=access.organisation_ids)
    if site is not None and site.owner_id:
        known |= Q(pk=site.owner_id)
    return people.filter(known)


# ── the life of a site ────────────────────────────────────────────────────────────────────────────────────────────────


def facts_of(site: Site) -> frozenset[str]:
    """Which of the table's facts a site has."""
    answered_or_own = bool(site.owner_answer) or site.owner_kind in OWNERS_NOT_TO_ASK
    held = {
        "place": bool(site.geometry or site.address or site.parcels),
        "size": site.size_m2 is not None,
        "use": bool(site.use),
        "development": bool(site.development),
        "owner": bool(site.owner_id or site.owner_kind),
        "owner_answer": answered_or_own,
        "plan_basis": bool(site.plan_basis),
        "plan_name": bool(site.plan_name),
        "plan_short": site.plan_basis in Site.PLAN_SHORT,
        "plan_needed": site.plan_basis not in Site.NO_PLAN_NEEDED,
        "no_plan_needed": site.plan_basis in Site.NO_PLAN_NEEDED,
        "availability": site.available_from is not None,
        "reservation": site.reserved_until is not None,
        "uptake": site.dwellings_built is not None or not site.has_homes,
    }
    return frozenset(name for name, there in held.items() if there)


@dataclass(frozen=True)
class Way:
    """One step the page offers: what it is called, whether this reader may take it, what it still needs."""

    move: Move
    label: str
    norm: str
    may: bool
    missing: list[str]
    is_first: bool = False
    # The procedure that was chosen leads another way.
    excluded: bool = False

    @property
    def open(self) -> bool:
        return self.may and not self.missing


def ways_of(site: Site, access: Access) -> list[Way]:
    """Forward ways first, then the ways back."""
    editable = access.may("land.site.edit") and sees_owner(access, site) and site.retired_on is None
    ways = [
        Way(
            one,
            gettext(TABLE[one.state].label),
            TABLE[one.state].norm,
            editable and access.may(one.permission),
            [gettext(FACTS[fact]) for fact in one.missing],
            excluded=bool(site.plan_basis) and not BY_PROCEDURE.isdisjoint(one.missing),
        )
        for one in moves(site.state, facts_of(site))
    ]
    # The nearest step that is open is the page's one primary action.
    first = next((way for way in ways if way.open and not way.move.is_back and way.move.state != "dropped"), None)
    return [replace(way, is_first=way is first) for way in ways]


def gap_sentences(site: Site) -> list[str]:
    """What a site taken over as it stood lacks for the state it is in."""
    return [gettext(FACTS[fact]) for fact in gaps(site.state, facts_of(site))]


@dataclass(frozen=True)
class StepRow:
    """One row of the planning tab. ``when`` is the last day the state was reached, None if never."""

    label: str
    norm: str
    when: date | None
    is_current: bool
    is_passed: bool


def step_rows(site: Site, events: list[SiteEvent]) -> list[StepRow]:
    """The whole table with the dates this site has."""
    dates: dict[str, date] = {}
    for event in events:
        if event.kind in {SiteEvent.Kind.RECORDED, SiteEvent.Kind.FORWARD, SiteEvent.Kind.BACK}:
            dates[event.state] = event.on
    return [
        StepRow(
            gettext(step.label),
            step.norm,
            dates.get(step.state),
            step.state == site.state,
            step.state in dates and ORDER[step.state] < ORDER[site.state],
        )
        for step in STEPS
    ]


# ── publication ───────────────────────────────────────────────────────────────────────────────────────────────────────


def publication_blocks(site: Site, *, on: date) -> list[str]:
    """Why a site may not be published on a day; empty: it may. § 200 Abs. 3 BauGB."""
    found = []
    if site.retired_on:
        found.append(gettext("The site is retired."))
    if site.objection_on:
        found.append(
            gettext("The owner objected on %(day)s (§ 200 Abs. 3 BauGB). The site stays unpublished.")
            % {"day": format_date(site.objection_on)}
        )
    if site.confidential:
        found.append(gettext("The site is confidential. Lift that first, if everybody may know of it."))
    if site.state not in PUBLIC:
        found.append(gettext("In this state a site is not shown to the public; it has to be in the pool at least."))
    if "place" not in facts_of(site):
        sentence = FACTS["place"]
        found.append(gettext(sentence))
    if site.owner_kind not in OWNERS_NOT_TO_ASK:
        announced = site.publication_announced_on
        if announced is None:
            found.append(
                gettext(
                    "The municipality must announce one month before that it will publish, and name the right to "
                    "object (§ 200 Abs. 3 BauGB). Note the day of the announcement."
                )
            )
        elif on < add_months(announced, 1):
            found.append(
                gettext("The month after the announcement ends on %(day)s; publish after that.")
                % {"day": format_date(add_months(announced, 1))}
            )
    return found


# ── what is odd ───────────────────────────────────────────────────────────────────────────────────────────────────────


def warnings_of(site: Site) -> list[str]:
    """What is not wrong but odd; nothing is refused for it."""
    language = reader_language()
    found = [remark[language] for remark in site.remarks]
    if site.area_m2 and site.stated_area_m2:
        difference = abs(site.stated_area_m2 - site.area_m2) / site.area_m2
        if difference > SIZE_TOLERANCE:
            found.append(
                gettext("The stated size (%(stated)s m²) differs by %(share)s %% from the drawn one (%(drawn)s m²).")
                % {
                    "stated": format_number(site.stated_area_m2),
                    "share": format_number(Decimal(difference * 100)),
                    "drawn": format_number(Decimal(site.area_m2)),
                }
            )
    if site.price is not None and not (site.price_on and site.price_source):
        found.append(gettext("The price does not say from when or from whom it is."))
    if site.grz is not None and site.grz > MOST_GRZ:
        found.append(gettext("A GRZ above 0.8 exceeds the orientation values of § 17 BauNVO."))
    if site.development == Site.Development.OUTER and site.plan_basis == Site.PlanBasis.PAR13A:
        found.append(gettext("§ 13a BauGB is for areas inside the built-up area; this one lies outside."))
    if site.development == Site.Development.OUTER and site.plan_basis == Site.PlanBasis.PAR34:
        found.append(gettext("§ 34 BauGB is for built-up surroundings; this site lies outside."))
    if site.stated_likely is not None and not site.stated_source:
        found.append(gettext("The stated number of homes has no source, so it is not used."))
    return found
