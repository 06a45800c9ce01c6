"""What funding shows on the pages of lower storeys."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wandel.fields.funding.queries.applications import applications_for, applications_of
from wandel.fields.funding.queries.awards import awards_for, summary_of, unused_of, with_next_due
from wandel.fields.funding.queries.figures import grants_by_municipality
from wandel.fields.funding.queries.programmes import marked_of
from wandel.fields.projects.models import Project
from wandel.fields.projects.queries.project import takes_part
from wandel.office.people.access import access_for
from wandel.office.people.models import Organisation
from wandel.ui.slots import Panel


def awards_of_organisation(request: HttpRequest, organisation: Organisation) -> Panel | None:
    """The awards an organisation received, for readers who may see them."""
    awards = list(awards_for(access_for(request.user)).filter(recipient=organisation).select_related("funder")[:20])
    if not awards:
        return None
    context = {"awards": with_next_due(awards), "today": timezone.localdate()}
    return Panel(_("Awards"), "funding/_panel_awards.html", context, count=len(awards))


def grants_of_the_county(request: HttpRequest, subject: object) -> Panel | None:
    """Grants by municipality as figures without names, for everybody who reads figures."""
    if not access_for(request.user).may("figures.view"):
        return None
    grants = grants_by_municipality()
    if not grants.rows:
        return None
    return Panel(
        _("Grants by municipality"), "funding/_panel_figures.html", {"grants": grants, "today": timezone.localdate()}
    )


def funding_summary(request: HttpRequest, subject: object) -> Panel | None:
    """How much is granted, and what lies unused; beside the desk."""
    awards = awards_for(access_for(request.user))
    summary = summary_of(awards)
    if not summary.count:
        return None
    return Panel(_("Grants"), "funding/_panel_summary.html", {"summary": summary, "unused": unused_of(awards)})


def awards_of_project(request: HttpRequest, project: Project) -> Panel | None:
    """The award that pays for a project, known by the reference of the notice."""
    if not project.award_reference:
        return None
    found = awards_for(access_for(request.user)).filter(reference=project.award_reference).select_related("funder")
    awards = list(found[:5])
    if not awards:
        return None
    context = {"awards": with_next_due(awards), "today": timezone.localdate()}
    return Panel(_("Awards"), "funding/_panel_awards.html", context, count=len(awards))


def programmes_of_project(request: HttpRequest, project: Project) -> Panel | None:
    """The shortlist of a project and the way to all that may fit, for the unit and those who take part."""
    access = access_for(request.user)
    if not access.may("programme.view") or not takes_part(access, project):
        return None
    context = {"rows": marked_of(project), "project": project}
    return Panel(_("Programmes"), "funding/_panel_programmes.html", context)


def applications_of_project(request: HttpRequest, project: Project) -> Panel | None:
    """What a project asked which programme for, and how it stands."""
    seen = applications_for(access_for(request.user)).values("pk")
    rows = list(applications_of(project).filter(pk__in=seen)[:10])
    if not rows:
        return None
    return Panel(_("Applications"), "funding/_panel_applications.html", {"rows": rows}, count=len(rows))
