"""What projects show on the pages of lower and upper storeys."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wandel.fields.land.models import Site
from wandel.fields.projects.models import Project
from wandel.fields.projects.queries.figures import figures_by_stage
from wandel.fields.projects.queries.project import FIELD, projects_for
from wandel.office.desk.models import Intake
from wandel.office.people.access import access_for
from wandel.office.people.models import Organisation
from wandel.ui.slots import Panel

MOST_ROWS = 12


def projects_of_organisation(request: HttpRequest, organisation: Organisation) -> Panel | None:
    """What an organisation suggested or applies for, for readers who may see it."""
    found = projects_for(access_for(request.user)).select_related("municipality").defer("municipality__boundary")
    taking_part = found.filter(parties__organisation=organisation) | found.filter(submitted_by=organisation)
    projects = list(taking_part.distinct()[:MOST_ROWS])
    if not projects:
        return None
    return Panel(_("Projects"), "projects/_panel_projects.html", {"projects": projects}, count=len(projects))


def projects_of_site(request: HttpRequest, site: Site) -> Panel | None:
    """The projects a site serves."""
    projects = list(projects_for(access_for(request.user)).filter(sites=site)[:MOST_ROWS])
    return Panel(_("Projects"), "projects/_panel_card.html", {"projects": projects}) if projects else None


def project_of_award(request: HttpRequest, award: object) -> Panel | None:
    """The project an award pays for, known by the reference of the notice."""
    reference = str(getattr(award, "reference", "") or "").strip()
    if not reference:
        return None
    projects = list(projects_for(access_for(request.user)).filter(award_reference=reference)[:MOST_ROWS])
    return Panel(_("Project"), "projects/_panel_card.html", {"projects": projects}) if projects else None


def project_of_intake(request: HttpRequest, intake: Intake) -> Panel | None:
    """One click makes a project of an idea; afterwards the way to it."""
    access = access_for(request.user)
    if intake.kind != Intake.Kind.IDEA or intake.field not in {FIELD, ""} or not access.may("project.edit"):
        return None
    project = projects_for(access).filter(intake=intake).first()
    if project is None and (intake.erased_on or Project.objects.filter(intake=intake).exists()):
        return None
    return Panel(_("Project"), "projects/_panel_intake.html", {"project": project, "intake": intake})


def projects_of_the_county(request: HttpRequest, subject: object) -> Panel | None:
    """How many projects stand in which stage, without names, for everybody who reads figures."""
    if not access_for(request.user).may("figures.view"):
        return None
    lines = figures_by_stage(day=timezone.localdate())
    return Panel(_("Projects by stage"), "projects/_panel_figures.html", {"lines": lines}) if lines else None
