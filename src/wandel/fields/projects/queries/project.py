"""Questions about projects. Who may see one: the unit, those who suggested it or take part; the council what is shaped."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum
from django.shortcuts import get_object_or_404

from wandel.core.text.fold import fold
from wandel.fields.land.models import Site
from wandel.fields.land.queries.site import sites_for
from wandel.fields.projects.models import BudgetYear, Milestone, Project, ProjectParty
from wandel.fields.projects.stages import ACTIVE, COUNCIL_READS, ENDS, LEAVE, STAGES
from wandel.office.desk.models import Intake
from wandel.office.desk.queries.intake import intakes_for
from wandel.office.people.access import Access
from wandel.office.people.models import Organisation, User
from wandel.office.people.roles import UNIT_ROLES, Field, Role
from wandel.office.places.models import Municipality

FIELD = Field.PROJECTS.value
# A milestone that is late by so many days makes a project stuck.
LATE_DAYS = 30


def _takes_part(access: Access) -> Q:
    parties = ProjectParty.objects.filter(organisation__in=access.organisation_ids)
    return Q(submitted_by__in=access.organisation_ids) | Q(pk__in=parties.values("project"))


def projects_for(access: Access) -> QuerySet[Project]:
    """Projects this reader may open; filtered in the query, so a foreign project does not exist for them.

    Confidential ones are seen by the head, the officers of the field and those who take part, nobody else.
    """
    if not access.may("project.view"):
        return Project.objects.none()
    if access.is_head or (access.is_unit and FIELD in access.fields):
        return Project.objects.all()
    if access.is_unit:
        return Project.objects.filter(confidential=False)
    seen = _takes_part(access)
    if Role.COUNCIL in access.roles:
        shaped = Q(stage__in=COUNCIL_READS) | Q(stage__in=LEAVE, rested_in__in=COUNCIL_READS)
        seen |= shaped & Q(confidential=False)
    return Project.objects.filter(seen)


def project_for(access: Access, pk: int) -> Project:
    related = ("municipality", "submitted_by", "owner", "intake")
    found = projects_for(access).select_related(*related).defer("municipality__boundary")
    return get_object_or_404(found, pk=pk)


def editable_projects_for(access: Access) -> QuerySet[Project]:
    """The unit shapes every project it sees; who suggested one may change it while nobody has begun to examine it."""
    if access.may("project.edit"):
        return projects_for(access)
    if access.may("project.suggest"):
        return Project.objects.filter(submitted_by__in=access.organisation_ids, stage="idea")
    return Project.objects.none()


def editable_project_for(access: Access, pk: int) -> Project:
    found = editable_projects_for(access).select_related("municipality", "submitted_by", "owner")
    return get_object_or_404(found.defer("municipality__boundary"), pk=pk)


def shaped_project_for(access: Access, pk: int) -> Project:
    """One the unit works on; 404 for everybody else."""
    found = projects_for(access) if access.may("project.edit") else Project.objects.none()
    return get_object_or_404(found.select_related("municipality", "submitted_by", "owner"), pk=pk)


def takes_part(access: Access, project: Project) -> bool:
    """People, papers and history are for the unit and those who take part, not for the council."""
    if access.is_unit:
        return True
    if not access.organisation_ids:
        return False
    return Project.objects.filter(_takes_part(access), pk=project.pk).exists()


def organisation_ids_of(project: Project) -> list[int]:
    """Everybody who takes part, for journal, desk and search."""
    found = set(project.parties.values_list("organisation_id", flat=True))
    return sorted(found | ({project.submitted_by_id} if project.submitted_by_id else set()))


# ── the list ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class ProjectFilters:
    """What the list is narrowed to; every member stands in the address. ``stage`` "open" is everything not over."""

    text: str = ""
    stage: str = ""
    future_field: str = ""
    municipality: int | None = None
    smart: str = ""
    mine: bool = False
    stuck: bool = False
    sort: str = ""


SORTS = {
    "": ("sort_key", "pk"),
    "stage": ("stage_on", "sort_key", "pk"),
    "costs": ("-costs", "sort_key", "pk"),
    "received": ("-received_on", "sort_key", "pk"),
}


def stuck_on(day: date) -> Q:
    """Longer in its stage than usual, or a milestone is late by more than a month."""
    found = Q(pk__in=[])
    for stage in STAGES:
        if stage.usual_days:
            found |= Q(stage=stage.key, stage_on__lt=day - timedelta(days=stage.usual_days))
    late = Milestone.objects.filter(project=OuterRef("pk"), done_on=None, due_on__lt=day - timedelta(days=LATE_DAYS))
    return found | (Q(stage__in=ACTIVE) & Exists(late))


def _sum_of(column: str) -> Subquery:
    years = BudgetYear.objects.filter(project=OuterRef("pk")).order_by().values("project")
    return Subquery(years.annotate(total=Sum(column)).values("total"))


def list_projects(access: Access, filters: ProjectFilters, *, day: date) -> QuerySet[Project]:
    """The list page: each project with ``costs``, ``own``, ``is_stuck`` and its ``leads``."""
    lead = ProjectParty.objects.filter(part=ProjectParty.Part.LEAD).select_related("organisation")
    found = (
        projects_for(access)
        .select_related("municipality")
        .defer("municipality__boundary")
        .prefetch_related(Prefetch("parties", queryset=lead, to_attr="leads"))
        .annotate(costs=_sum_of("costs"), own=_sum_of("own"))
    )
    return _narrowed(found, access, filters, day).order_by(*SORTS[filters.sort])


def _narrowed(found: QuerySet[Project], access: Access, filters: ProjectFilters, day: date) -> QuerySet[Project]:
    if filters.text:
        number = filters.text.strip().upper().removeprefix("P-").lstrip("0")
        by_number = Q(pk=int(number)) if number.isascii() and number.isdigit() and len(number) < 10 else Q(pk__in=[])
        found = found.filter(Q(sort_key__contains=fold(filters.text)) | Q(place__icontains=filters.text) | by_number)
    if filters.stage == "open":
        found = found.exclude(stage__in=ENDS)
    elif filters.stage:
        found = found.filter(stage=filters.stage)
    for name in ("future_field", "municipality", "smart"):
        value = getattr(filters, name)
        if value:
            found = found.filter(**{name: value})
    if filters.mine:
        found = found.filter(owner=access.user)
    if filters.stuck:
        found = found.filter(stuck_on(day))
    return found


def stuck_ids(projects: QuerySet[Project], day: date) -> set[int]:
    return set(projects.order_by().filter(stuck_on(day)).values_list("pk", flat=True))


def municipalities_with_projects(access: Access) -> QuerySet[Municipality]:
    return Municipality.objects.filter(pk__in=projects_for(access).order_by().values("municipality")).defer("boundary")


# ── what forms offer ──────────────────────────────────────────────────────────────────────────────────────────────────


def officers() -> QuerySet[User]:
    """Who can look after a project: everybody of the unit."""
    return (
        User.objects.filter(is_active=True, role_assignments__role__in=sorted(UNIT_ROLES)).distinct().order_by("name")
    )


def own_organisations(access: Access) -> QuerySet[Organisation]:
    """For whom this reader may suggest something: the unit for anybody, others for their own house."""
    found = Organisation.objects.current()
    return found if access.is_unit else found.filter(pk__in=access.organisation_ids)


def possible_sites(access: Access) -> QuerySet[Site]:
    return sites_for(access).filter(retired_on=None)


def sites_of(access: Access, project: Project) -> QuerySet[Site]:
    """The project's sites this reader may open."""
    return sites_for(access).filter(projects=project)


def waiting_ideas(access: Access) -> QuerySet[Intake]:
    """Inquiries with an idea that no project has come of yet."""
    if not access.may("project.edit"):
        return Intake.objects.none()
    found = intakes_for(access).filter(kind=Intake.Kind.IDEA, field=FIELD, erased_on=None, project=None)
    return found.exclude(state=Intake.State.CLOSED).order_by("received_at", "pk")
