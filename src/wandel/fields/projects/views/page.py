"""The frame every part of a project's page shares."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from wandel.fields.projects.actions.project import confidentiality_of
from wandel.fields.projects.models import Project
from wandel.fields.projects.queries.profile import future_field_name, procedure_called, spoken
from wandel.fields.projects.queries.project import (
    editable_projects_for,
    organisation_ids_of,
    sites_of,
    takes_part,
)
from wandel.fields.projects.queries.score import standing_on
from wandel.fields.projects.queries.stage import procedure_rows, why_stuck
from wandel.office.people.access import access_for
from wandel.ui.formats import reader_language
from wandel.ui.slots import panels

KIND = "projects.project"


def view_tabs(current: str) -> list[dict[str, Any]]:
    """The ways of looking at all projects and topics."""
    names = [
        ("list", _("List"), "projects:projects"),
        ("board", _("Board"), "projects:board"),
        ("portfolio", _("Portfolio"), "projects:portfolio"),
        ("topics", _("Future topics"), "projects:topics"),
    ]
    return [{"label": label, "url": reverse(url), "current": name == current} for name, label, url in names]


def _tabs(project: Project, current: str, sees: bool) -> list[dict[str, Any]]:
    names = [
        ("overview", _("Overview"), "projects:project"),
        ("plan", _("Money and partners"), "projects:project-plan"),
        ("score", _("Judgement"), "projects:project-score"),
    ]
    if sees:
        names += [
            ("documents", _("Documents"), "projects:project-documents"),
            ("history", _("History"), "projects:project-history"),
        ]
    return [
        {"label": label, "url": reverse(url, args=[project.pk]), "current": name == current}
        for name, label, url in names
    ]


def project_page(
    request: HttpRequest, project: Project, tab: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    """One part of a project's page with its frame: figures, tabs, in short, panels of other fields."""
    access, today = access_for(request.user), timezone.localdate()
    sees = takes_part(access, project)
    years, parties = list(project.years.all()), list(project.parties.select_related("organisation"))
    costs = sum(year.costs for year in years)
    procedure = procedure_called(project.procedure)
    standing = standing_on(project, day=today)
    editable = editable_projects_for(access).filter(pk=project.pk).exists()
    return render(
        request,
        f"projects/project_{tab}.html",
        {
            "project": project,
            "tabs": _tabs(project, tab, sees),
            "years": years,
            "parties": parties,
            "costs": costs if years else None,
            "own": sum(year.own or 0 for year in years) if years else None,
            "standing": standing,
            "field_name": future_field_name(project.future_field),
            "procedure": spoken(procedure.name) if procedure else "",
            "procedure_rows": procedure_rows(procedure, project.procedure_step, reader_language()),
            "stuck": why_stuck(project, day=today),
            "sites": list(sites_of(access, project)) if access.may("land.site.view") else [],
            "sees": sees,
            "is_unit": access.is_unit,
            "may_edit": editable,
            "may_shape": editable and access.may("project.edit"),
            "may_upload": sees and access.may("project.suggest"),
            "party_ids": organisation_ids_of(project),
            "confidentiality": confidentiality_of(project),
            "aside_panels": list(panels(KIND, request, project)),
            "today": today,
            "crumbs": [(_("Projects"), reverse("projects:projects"))],
            **context,
        },
        status=status,
    )
