"""Reading projects: list, board, portfolio and the parts of one project's page."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wandel.fields.projects.forms.project import ProjectFilter, StepForm, UploadForm
from wandel.fields.projects.models import Project
from wandel.fields.projects.queries.board import board_for
from wandel.fields.projects.queries.odd import odd_sentences
from wandel.fields.projects.queries.portfolio import portfolio_for
from wandel.fields.projects.queries.project import (
    ProjectFilters,
    list_projects,
    municipalities_with_projects,
    project_for,
    stuck_ids,
    takes_part,
    waiting_ideas,
)
from wandel.fields.projects.queries.stage import facts_of, gap_sentences, stage_rows, ways_of
from wandel.fields.projects.queries.topic import topics_for
from wandel.fields.projects.stages import FACTS
from wandel.fields.projects.views.page import KIND, project_page, view_tabs
from wandel.office.files.queries import file_about, files_about
from wandel.office.files.responses import file_response
from wandel.office.journal.queries import entries_about
from wandel.office.people.access import access_for, allowed
from wandel.ui.tables import Column, saved_list

PER_PAGE = 50
COLUMNS: tuple[Column, ...] = (
    (gettext_lazy("Number"), lambda project: project.number),
    (gettext_lazy("Project"), lambda project: project.title),
    (gettext_lazy("Municipality"), lambda project: project.municipality and project.municipality.name),
    (gettext_lazy("Led by"), lambda project: ", ".join(party.organisation.name for party in project.leads)),
    (gettext_lazy("Stage"), lambda project: project.stage_label),
    (gettext_lazy("In this stage"), lambda project: project.stage_on),
    (gettext_lazy("Received on"), lambda project: project.received_on),
    (gettext_lazy("Costs"), lambda project: project.costs),
    (gettext_lazy("Own share"), lambda project: project.own),
)
# Where a missing fact is entered: a part of the project, its judgement; everything else on the form.
PART_OF_FACT = {
    "lead": "party",
    "costs": "year",
    "risks": "risk",
    "decision": "decision",
    "milestones": "milestone",
}


def _filters(form: ProjectFilter) -> ProjectFilters:
    if not form.is_valid():
        return ProjectFilters()
    values = form.cleaned_data
    return ProjectFilters(
        text=values["q"],
        stage=values["stage"],
        future_field=values["future_field"],
        municipality=values["municipality"].pk if values["municipality"] else None,
        smart=values["smart"],
        mine=values.get("mine", False),
        stuck=values["stuck"],
        sort=values["sort"],
    )


@allowed("project.view")
def project_list(request: HttpRequest) -> HttpResponse:
    access, today = access_for(request.user), timezone.localdate()
    municipalities = municipalities_with_projects(access)
    form = ProjectFilter(request.GET or None, municipalities=municipalities, is_unit=access.is_unit)
    found = list_projects(access, _filters(form), day=today)
    saved = saved_list(request, _("Projects"), COLUMNS, found)
    if saved:
        return saved
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    shown = Project.objects.filter(pk__in=[project.pk for project in page.object_list])
    context = {
        "page": page,
        "tabs": view_tabs("list"),
        "filter_form": form,
        "filtered": any(request.GET.get(name) for name in form.fields),
        "stuck_ids": stuck_ids(shown, today),
        "ideas": list(waiting_ideas(access)[:10]),
        "may_suggest": access.may("project.suggest"),
        "is_unit": access.is_unit,
        "today": today,
    }
    return render(request, "projects/project_list.html", context)


@allowed("project.view")
def board(request: HttpRequest) -> HttpResponse:
    """Everything that is not over, by stage."""
    access = access_for(request.user)
    context = {
        "columns": board_for(access, day=timezone.localdate()),
        "tabs": view_tabs("board"),
        "may_suggest": access.may("project.suggest"),
    }
    return render(request, "projects/board.html", context)


@allowed("project.view")
def portfolio(request: HttpRequest) -> HttpResponse:
    """All projects summed."""
    access = access_for(request.user)
    context = {"portfolio": portfolio_for(access, day=timezone.localdate()), "tabs": view_tabs("portfolio")}
    return render(request, "projects/portfolio.html", context)


@allowed("project.view")
def project_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return overview(request, project_for(access_for(request.user), pk))


def _where_to_enter(project: Project, fact: str) -> str:
    if fact in PART_OF_FACT:
        return reverse("projects:part-new", args=[project.pk, PART_OF_FACT[fact]])
    names = {"own_share": "projects:project-plan", "scores": "projects:project-judge", "all_done": "projects:project"}
    return reverse(names.get(fact, "projects:project-edit"), args=[project.pk])


def overview(request: HttpRequest, project: Project, *, step_form: Any = None, status: int = 200) -> HttpResponse:
    """What is missing for the next stage, what it is for, what happens when."""
    access, today = access_for(request.user), timezone.localdate()
    facts = facts_of(project, day=today)
    ways = ways_of(project, access, facts)
    resting = project.stage in {"paused", "stopped"}
    ahead = [way for way in ways if way.move.is_back == resting and not way.reasons]
    return project_page(
        request,
        project,
        "overview",
        status=status,
        ways=[(way, [(_(FACTS[fact]), _where_to_enter(project, fact)) for fact in way.move.missing]) for way in ahead],
        some_open=any(way.open for way in ahead),
        rests=[way for way in ways if way.reasons and way.may],
        back=[] if resting else [way for way in ways if way.move.is_back and way.may],
        warnings=[*odd_sentences(project, day=today), *gap_sentences(project, facts)],
        step_form=step_form or StepForm(initial={"day": today}),
        milestones=list(project.milestones.select_related("owner")),
        risks=list(project.risks.all()),
        topics=list(topics_for(access).filter(projects=project)),
    )


@allowed("project.view")
def project_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Who applies, money by year, decisions."""
    project = project_for(access_for(request.user), pk)
    return project_page(request, project, "plan", decisions=list(project.decisions.all()))


@allowed("project.view")
def project_score(request: HttpRequest, pk: int) -> HttpResponse:
    return project_page(request, project_for(access_for(request.user), pk), "score")


def _with_papers(request: HttpRequest, pk: int) -> Project:
    """Papers and history name people; who does not take part gets a 404."""
    access = access_for(request.user)
    project = project_for(access, pk)
    if not takes_part(access, project):
        raise Http404
    return project


@allowed("project.view")
def project_documents(request: HttpRequest, pk: int) -> HttpResponse:
    project = _with_papers(request, pk)
    return project_page(
        request, project, "documents", files=list(files_about(KIND, project.pk)), upload_form=UploadForm()
    )


@allowed("project.view")
def project_file(request: HttpRequest, pk: int, file_pk: int) -> HttpResponseBase:
    project = _with_papers(request, pk)
    return file_response(file_about(KIND, project.pk, file_pk))


@allowed("project.view")
def project_history(request: HttpRequest, pk: int) -> HttpResponse:
    project = _with_papers(request, pk)
    history = entries_about(KIND, project.pk)[:100]
    return project_page(request, project, "history", history=history, stages=stage_rows(project))
