"""Changing a project: fetch → form → one action → back to the page."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wandel.fields.projects.actions.parts import add_document, remove_document
from wandel.fields.projects.actions.project import change_project, suggest_project, take_idea
from wandel.fields.projects.actions.stage import move_project
from wandel.fields.projects.forms.project import ProjectForm, StepForm, SuggestForm, UploadForm
from wandel.fields.projects.models import Project
from wandel.fields.projects.queries.project import (
    editable_project_for,
    project_for,
    shaped_project_for,
    takes_part,
)
from wandel.fields.projects.stages import TABLE
from wandel.fields.projects.views.page import KIND
from wandel.fields.projects.views.project import overview
from wandel.office.desk.queries.intake import intake_for
from wandel.office.files.queries import file_about
from wandel.office.people.access import access_for, allowed
from wandel.office.runs.once import submit_once


def crumbs(project: Project | None = None) -> list[tuple[str, str]]:
    found = [(_("Projects"), reverse("projects:projects"))]
    return [*found, (project.title, project.get_absolute_url())] if project else found


def fail(request: HttpRequest, error: ValidationError) -> None:
    messages.error(request, " ".join(error.messages))


def saved(form: Any, perform: Callable[[], str], request: HttpRequest) -> str | None:
    """The path to go to, or None with the sentence at the form."""
    try:
        return submit_once(request, perform)
    except ValidationError as error:
        form.add_error(None, error)
        return None


@allowed("project.suggest")
def suggest(request: HttpRequest) -> HttpResponseBase:
    """Send an idea: four answers."""
    access = access_for(request.user)
    form = SuggestForm(request.POST or None, access=access)
    if request.method == "POST" and form.is_valid():

        def perform() -> str:
            found = suggest_project(
                values=form.suggested(), submitted_by=form.organisation, by=request.user, on=timezone.localdate()
            )
            return found.get_absolute_url()

        path = saved(form, perform, request)
        if path:
            messages.success(request, _("The idea is here. On this page you see how far it is."))
            return redirect(path)
    context = {
        "form": form,
        "heading": _("Suggest a project"),
        "lead": _("Three minutes are enough. The unit looks at it within two weeks and asks what is missing."),
        "submit": _("Send the idea"),
        "cancel": reverse("projects:projects"),
        "crumbs": crumbs(),
    }
    return render(request, "projects/form.html", context, status=422 if form.errors else 200)


@allowed("project.edit")
@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Make a project of an inquiry."""
    intake = intake_for(access_for(request.user), pk)
    try:
        project = take_idea(intake=intake, by=request.user, at=timezone.now())
    except ValidationError as error:
        fail(request, error)
        return redirect(intake)
    messages.success(request, _("The inquiry is a project now. The answer to the person stays with the inquiry."))
    return redirect(project)


@allowed("project.suggest")
def project_edit(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The unit shapes the whole project; who suggested it changes the four answers while nobody has begun."""
    access = access_for(request.user)
    project = editable_project_for(access, pk)
    shapes = access.may("project.edit")
    form_class = ProjectForm if shapes else SuggestForm
    form = form_class(request.POST or None, instance=project, access=access)
    if request.method == "POST" and form.is_valid():
        fresh = editable_project_for(access, pk)
        if not form.conflict_with(fresh) and form.is_valid():
            values = form.project_values() if isinstance(form, ProjectForm) else form.suggested()

            def perform() -> str:
                changed = change_project(project=fresh, values=values, by=request.user, on=timezone.localdate())
                return changed.get_absolute_url()

            path = saved(form, perform, request)
            if path:
                messages.success(request, _("Saved."))
                return redirect(path)
    stored = editable_project_for(access, pk)
    context = {
        "form": form,
        "heading": stored.title,
        "lead": _("What is unknown stays empty; the page says what the next stage needs.") if shapes else "",
        "project": stored,
        "cancel": stored.get_absolute_url(),
        "crumbs": crumbs(stored),
    }
    template = "projects/project_form.html" if shapes else "projects/form.html"
    return render(request, template, context, status=422 if form.errors else 200)


@allowed("project.edit")
@require_POST
def project_move(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One step of the table; the button or the choice says which."""
    access = access_for(request.user)
    project = shaped_project_for(access, pk)
    form = StepForm(request.POST)
    if form.is_valid():
        step = form.step()
        if step["to"] in TABLE and not access.may(TABLE[step["to"]].permission):
            raise PermissionDenied(TABLE[step["to"]].permission)
        before = project.stage_label

        def perform() -> str:
            move_project(project=project, by=request.user, on=timezone.localdate(), **step)
            return project.get_absolute_url()

        path = saved(form, perform, request)
        if path:
            label = TABLE[step["to"]].label
            now = _(label)
            messages.success(request, _("“%(before)s” → “%(now)s”, noted.") % {"before": before, "now": now})
            return redirect(path)
    return overview(request, project_for(access, pk), step_form=form, status=422)


def _with_papers(request: HttpRequest, pk: int) -> Project:
    access = access_for(request.user)
    project = project_for(access, pk)
    if not takes_part(access, project):
        raise Http404
    return project


@allowed("project.suggest")
@require_POST
def project_upload(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Everybody who takes part may add a paper."""
    project = _with_papers(request, pk)
    form = UploadForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            add_document(project=project, upload=form.cleaned_data["upload"], by=request.user)
            messages.success(request, _("The file is kept with the project."))
        except ValidationError as error:
            fail(request, error)
    else:
        messages.error(request, _("Please choose a file first."))
    return redirect("projects:project-documents", pk)


@allowed("project.edit")
@require_POST
def project_file_remove(request: HttpRequest, pk: int, file_pk: int) -> HttpResponseBase:
    project = shaped_project_for(access_for(request.user), pk)
    remove_document(project=project, stored=file_about(KIND, project.pk, file_pk), by=request.user)
    messages.success(request, _("The file is removed."))
    return redirect("projects:project-documents", pk)
