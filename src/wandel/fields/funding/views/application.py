"""Applications: the list with its success, one application, its steps, and the way to the notice."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from wandel.fields.funding.actions.application import begin_application, change_application, move_application
from wandel.fields.funding.forms.application import ApplicationFilter, ApplicationForm, ApplicationStepForm
from wandel.fields.funding.models import Application
from wandel.fields.funding.models.application import APPLICATION_MOVES
from wandel.fields.funding.queries.applications import (
    already_asks,
    amounts_of,
    applicants,
    application_for,
    editable_application_for,
    editable_applications_for,
    list_applications,
    missing_of,
    next_moves,
    odd_of,
    possible_applicants,
    success_of,
)
from wandel.fields.funding.queries.programmes import programme_for
from wandel.fields.projects.queries.project import shaped_project_for
from wandel.office.journal.queries import entries_about
from wandel.office.people.access import access_for, allowed
from wandel.office.runs.once import submit_once

ROWS = 50
State = Application.State


@allowed("funding.award.view")
def application_list(request: HttpRequest) -> HttpResponse:
    access = access_for(request.user)
    form = ApplicationFilter(request.GET or None, applicants=applicants(access))
    values = form.cleaned_data if form.is_valid() else {}
    applicant = values.get("applicant")
    found = list_applications(
        access,
        text=values.get("q", ""),
        state=values.get("state", ""),
        applicant=applicant.pk if applicant else None,
    )
    context = {
        "page": Paginator(found, ROWS).get_page(request.GET.get("page")),
        "filter_form": form,
        "filtered": bool(request.GET),
        "success": success_of(access),
        "today": timezone.localdate(),
    }
    return render(request, "funding/application_list.html", context)


def _crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Applications"), reverse("applications:applications")), *more]


def _form_page(request: HttpRequest, form: Any, heading: str, lead: str, **context: Any) -> HttpResponse:
    return render(
        request,
        "funding/contract_form.html",
        {"form": form, "heading": heading, "lead_text": lead, **context},
        status=422 if form.errors else 200,
    )


@allowed("programme.edit")
def application_new(request: HttpRequest, project: int, programme: int) -> HttpResponseBase:
    """Make a programme of the shortlist an application; the project's own figures are proposed."""
    access, today = access_for(request.user), timezone.localdate()
    asking, asked = shaped_project_for(access, project), programme_for(access, programme)
    if request.method == "GET" and (known := already_asks(asking, asked)) is not None:
        messages.info(request, _("This project asks this programme already."))
        return redirect(known.get_absolute_url())
    back = reverse("programmes:of-project", args=[asking.pk])
    offered = possible_applicants(asking)
    if not offered:
        messages.error(request, _("Nobody applies in this project yet. Name who leads first."))
        return redirect(asking.get_absolute_url())
    initial = {**amounts_of(asking), "due_on": asked.closes_on, "applicant": offered[0].pk}
    form = ApplicationForm(request.POST or None, applicants=offered, initial=initial)
    if request.method == "POST" and form.is_valid():

        def perform() -> str:
            values = form.cleaned_values()
            row = begin_application(
                project=asking,
                programme=asked,
                applicant=values.pop("applicant"),
                values=values,
                by=request.user,
                on=today,
            )
            messages.success(request, _("The application is begun; it lies on your desk until it is handed in."))
            return row.get_absolute_url()

        try:
            return redirect(submit_once(request, perform))
        except ValidationError as error:
            form.add_error(None, error)
    return _form_page(
        request,
        form,
        _("Apply: %(programme)s") % {"programme": asked.title},
        asking.title,
        submit=_("Begin the application"),
        crumbs=_crumbs((asking.title, back)),
        cancel_url=back,
    )


@allowed("funding.award.view")
def application_detail(request: HttpRequest, pk: int) -> HttpResponse:
    access, today = access_for(request.user), timezone.localdate()
    row = application_for(access, pk)
    may_edit = editable_applications_for(access).filter(pk=pk).exists()
    missing = missing_of(row)
    context = {
        "application": row,
        "missing": missing,
        "odd": odd_of(row, on=today),
        "moves": next_moves(row) if may_edit else (),
        "may_edit": may_edit,
        "may_record": may_edit
        and row.state == State.GRANTED
        and not row.award_id
        and access.may("funding.award.record"),
        "steps": row.steps.all(),
        "history": entries_about("funding.application", row.pk)[:30] if access.is_unit else [],
        "today": today,
        "crumbs": _crumbs(),
    }
    return render(request, "funding/application_detail.html", context)


@allowed("funding.award.edit")
def application_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what was typed; a second editor sees what changed and chooses."""
    access = access_for(request.user)
    row = editable_application_for(access, pk)
    form = ApplicationForm(request.POST or None, instance=row, applicants=possible_applicants(row.project))
    if request.method == "POST" and form.is_valid():
        fresh = editable_application_for(access, pk)
        if not form.conflict_with(fresh) and form.is_valid():
            change_application(
                application=fresh, values=form.cleaned_values(), by=request.user, on=timezone.localdate()
            )
            messages.success(request, _("Saved."))
            return redirect(fresh.get_absolute_url())
    return _form_page(
        request,
        form,
        _("Change the application"),
        str(row),
        submit=_("Save the change"),
        crumbs=_crumbs((row.project.title, row.get_absolute_url())),
        cancel_url=row.get_absolute_url(),
    )


@allowed("funding.award.edit")
def application_step(request: HttpRequest, pk: int, state: str) -> HttpResponseBase:
    """One step of the table: its day and what it needs."""
    row, today = editable_application_for(access_for(request.user), pk), timezone.localdate()
    if state not in State.values:
        raise Http404
    move = next((one for one in APPLICATION_MOVES[row.state] if one.to == state), None)
    if move is None:
        sentence = _("From “%(state)s” this step is not possible. Nothing was changed.")
        messages.error(request, sentence % {"state": row.get_state_display()})
        return redirect(row.get_absolute_url())
    form = ApplicationStepForm(request.POST or None, move=move, day=today)
    if request.method == "POST" and form.is_valid():

        def perform() -> str:
            move_application(application=row, to=state, by=request.user, on=today, **form.cleaned_data)
            messages.success(request, _("Application: %(state)s.") % {"state": State(state).label})
            return row.get_absolute_url()

        try:
            return redirect(submit_once(request, perform))
        except ValidationError as error:
            form.add_error(None, error)
    return _form_page(
        request,
        form,
        move.button,
        str(row),
        submit=move.button,
        crumbs=_crumbs((row.project.title, row.get_absolute_url())),
        cancel_url=row.get_absolute_url(),
    )
