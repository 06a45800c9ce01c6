"""Funding programmes: the list, one of them, entering them – and those that fit a project."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from wandel.core.programmes.source import LICENCE, SOURCE_NAME
from wandel.fields.funding.actions.programme import check_programme, mark_programme, save_programme
from wandel.fields.funding.actions.programme_watch import unwatch_programme, watch_programme
from wandel.fields.funding.forms.programme import MarkForm, ProgrammeFilter, ProgrammeForm, TakenProgrammeForm
from wandel.fields.funding.models import Programme
from wandel.fields.funding.models.programme import PROGRAMME_KIND
from wandel.fields.funding.queries.programmes import (
    editable_programme_for,
    history_of,
    is_watched,
    list_programmes,
    matches_of,
    parts_of,
    programme_for,
    programmes_for,
    projects_fitting,
    row_of,
    shortlist_of,
)
from wandel.fields.funding.views.programme_document import shortlist_document
from wandel.fields.projects.models import Project
from wandel.fields.projects.queries.project import project_for, shaped_project_for, takes_part
from wandel.office.journal.queries import entries_about
from wandel.office.people.access import access_for, allowed
from wandel.office.runs.once import submit_once
from wandel.ui.documents import document_response
from wandel.ui.tables import Column, saved_list

ROWS = 50
COLUMNS: tuple[Column, ...] = (
    (gettext_lazy("Programme"), lambda row: row.programme.title),
    (gettext_lazy("Funder"), lambda row: row.programme.funder),
    (gettext_lazy("In one sentence"), lambda row: row.programme.short),
    (gettext_lazy("Who may apply"), lambda row: row.applicants),
    (gettext_lazy("Rate in per cent"), lambda row: row.facts.rate),
    (gettext_lazy("Grant of at most"), lambda row: row.programme.maximum_grant),
    (gettext_lazy("From"), lambda row: row.programme.opens_on),
    (gettext_lazy("Until"), lambda row: row.programme.closes_on),
    (gettext_lazy("State"), lambda row: row.status_label),
    (gettext_lazy("Facts checked on"), lambda row: row.programme.checked_on),
    (gettext_lazy("Link"), lambda row: row.programme.url),
)


@allowed("programme.view")
def programme_list(request: HttpRequest) -> HttpResponse:
    access, today = access_for(request.user), timezone.localdate()
    form = ProgrammeFilter(request.GET or None)
    given = form.cleaned_data if form.is_bound and form.is_valid() else {}
    found = list_programmes(
        access,
        on=today,
        text=given.get("q", ""),
        applicant=given.get("applicant", ""),
        topic=given.get("topic", ""),
        closed=bool(given.get("closed")),
        by_deadline=given.get("sort") == "deadline",
        since=given.get("since"),
        watched_by=request.user if given.get("watched") else None,
    )
    saved = saved_list(request, _("Programmes"), COLUMNS, (row_of(one, on=today) for one in found))
    if saved:
        return saved
    page = Paginator(found, ROWS).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [row_of(one, on=today) for one in page.object_list],
        "filter_form": form,
        "may_edit": access.may("programme.edit"),
        "filtered": bool(request.GET),
    }
    return render(request, "funding/programme_list.html", context)


@allowed("programme.view")
def programme_detail(request: HttpRequest, pk: int) -> HttpResponse:
    access = access_for(request.user)
    programme = programme_for(access, pk)
    context = {
        "programme": programme,
        "row": row_of(programme, on=timezone.localdate()),
        "parts": parts_of(programme),
        "watched": is_watched(programme, request.user),
        "versions": history_of(programme),
        "source_name": SOURCE_NAME,
        "licence": LICENCE,
        "history": entries_about(PROGRAMME_KIND, programme.pk)[:30] if access.is_unit else [],
        "may_edit": access.may("programme.edit"),
        "crumbs": [(_("Programmes"), reverse("programmes:programmes"))],
    }
    return render(request, "funding/programme_detail.html", context)


def _form_page(request: HttpRequest, form: ProgrammeForm | TakenProgrammeForm, **context: Any) -> HttpResponse:
    own = _("In your own words, as short as it goes. What you leave empty counts as not stated.")
    taken = _("The text and what the source states come with each import; here is what it leaves open.")
    lead = own if isinstance(form, ProgrammeForm) else taken
    crumbs = [(_("Programmes"), reverse("programmes:programmes"))]
    return render(
        request,
        "funding/programme_form.html",
        {"form": form, "crumbs": crumbs, "lead": lead, **context},
        status=422 if form.errors else 200,
    )


@allowed("programme.edit")
def programme_new(request: HttpRequest) -> HttpResponseBase:
    form = ProgrammeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def perform() -> str:
            row = Programme(checked_on=timezone.localdate())
            return save_programme(programme=row, values=form.cleaned_values(), by=request.user).get_absolute_url()

        return redirect(submit_once(request, perform))
    cancel = reverse("programmes:programmes")
    return _form_page(request, form, heading=_("Enter a programme"), submit=_("Enter the programme"), cancel_url=cancel)


@allowed("programme.edit")
def programme_edit(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Correct the facts; a second editor sees what changed and chooses."""
    row = editable_programme_for(access_for(request.user), pk)
    kind = TakenProgrammeForm if row.source == Programme.Source.DATABASE else ProgrammeForm
    form = kind(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        fresh = editable_programme_for(access_for(request.user), pk)
        if not form.conflict_with(fresh) and form.is_valid():
            save_programme(programme=fresh, values=form.cleaned_values(), by=request.user, on=timezone.localdate())
            messages.success(request, _("Saved."))
            return redirect(fresh.get_absolute_url())
    return _form_page(request, form, heading=row.title, submit=_("Save the change"), cancel_url=row.get_absolute_url())


@allowed("programme.edit")
@require_POST
def programme_check(request: HttpRequest, pk: int) -> HttpResponseBase:
    row = editable_programme_for(access_for(request.user), pk)
    check_programme(programme=row, by=request.user, on=timezone.localdate())
    messages.success(request, _("Noted: the facts hold today."))
    return redirect(row.get_absolute_url())


@allowed("programme.view")
@require_POST
def programme_watch(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Begin or end to hear of a programme."""
    row, today = programme_for(access_for(request.user), pk), timezone.localdate()
    if request.POST.get("watch") == "1":
        watch_programme(programme=row, by=request.user, on=today)
        messages.success(request, _("You find on your desk when this programme changes, goes or closes soon."))
    else:
        unwatch_programme(programme=row, by=request.user, on=today)
        messages.success(request, _("You no longer hear of this programme."))
    return redirect(row.get_absolute_url())


def _project(request: HttpRequest, pk: int) -> Project:
    """A project whose money this reader may talk about: the unit's, and those of who takes part."""
    access = access_for(request.user)
    project = project_for(access, pk)
    if not takes_part(access, project):
        raise Http404
    return project


@allowed("programme.view")
def programmes_of_project(request: HttpRequest, pk: int) -> HttpResponse:
    """Programmes that fit a project, and why."""
    access, today = access_for(request.user), timezone.localdate()
    project = _project(request, pk)
    context = {
        "project": project,
        "found": matches_of(project, on=today),
        "offered": programmes_for(access).count(),
        "may_mark": access.may("project.edit") and access.may("programme.edit"),
        "today": today,
        "crumbs": [(_("Projects"), reverse("projects:projects")), (project.title, project.get_absolute_url())],
    }
    return render(request, "funding/project_programmes.html", context)


@allowed("programme.edit")
def projects_of_programme(request: HttpRequest, pk: int) -> HttpResponse:
    """The other way round: which projects a programme may pay for, so that their town halls hear of it."""
    access, today = access_for(request.user), timezone.localdate()
    programme = programme_for(access, pk)
    context = {
        "programme": programme,
        "row": row_of(programme, on=today),
        "rows": projects_fitting(access, programme, on=today),
        "crumbs": [
            (_("Programmes"), reverse("programmes:programmes")),
            (programme.title, programme.get_absolute_url()),
        ],
    }
    return render(request, "funding/programme_projects.html", context)


@allowed("programme.edit")
@require_POST
def programme_mark(request: HttpRequest, pk: int, programme: int) -> HttpResponseBase:
    """Shortlist, mute, or take the mark away."""
    access = access_for(request.user)
    project, row = shaped_project_for(access, pk), programme_for(access, programme)
    form = MarkForm(request.POST)
    if form.is_valid():
        mark_programme(
            project=project,
            programme=row,
            state=form.cleaned_data["state"],
            note=form.cleaned_data["note"],
            by=request.user,
            on=timezone.localdate(),
        )
    else:
        messages.error(request, _("This mark does not exist. Nothing was changed."))
    return redirect(f"{reverse('programmes:of-project', args=[pk])}#programme-{row.pk}")


@allowed("programme.view")
def programme_answer(request: HttpRequest, pk: int, form: str) -> HttpResponseBase:
    """The shortlist as an answer for the town hall, PDF or Word file."""
    if form not in {"pdf", "docx"}:
        raise Http404
    project, today = _project(request, pk), timezone.localdate()
    rows = shortlist_of(project, on=today)
    if not rows:
        messages.error(request, _("Nothing is on the shortlist yet. Put a programme on it first."))
        return redirect("programmes:of-project", pk)
    name = _("Funding for %(project)s") % {"project": project.title}
    return document_response(shortlist_document(project, rows, day=today), form, name)
