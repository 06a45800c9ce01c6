"""Background work: list, one run with its bar, cancel and continue."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wandel.office.runs import actions
from wandel.office.runs.gate import access_of, allowed
from wandel.office.runs.queries import run_for, runs_for

PER_PAGE = 50


@allowed("runs.view")
def run_list(request: HttpRequest) -> HttpResponse:
    page = Paginator(runs_for(access_of(request)), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "runs/run_list.html", {"page": page})


@allowed("runs.view")
def run_detail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The page; asked by htmx (every second while it runs) only its changing part."""
    run = run_for(access_of(request), pk)
    template = "runs/_progress.html" if getattr(request, "htmx", False) else "runs/run_detail.html"
    crumbs = [(_("Background work"), reverse("runs:list"))]
    response = render(request, template, {"run": run, "crumbs": crumbs})
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@allowed("runs.view")
def run_cancel(request: HttpRequest, pk: uuid.UUID) -> HttpResponseRedirect:
    run = run_for(access_of(request), pk)
    try:
        actions.cancel(run=run, by=request.user)
    except ValidationError as error:
        messages.info(request, " ".join(error.messages))
    return redirect("runs:detail", pk=pk)


@require_POST
@allowed("runs.view")
def run_resume(request: HttpRequest, pk: uuid.UUID) -> HttpResponseRedirect:
    run = run_for(access_of(request), pk)
    try:
        actions.resume(run=run, by=request.user)
    except ValidationError as error:
        messages.info(request, " ".join(error.messages))
    return redirect("runs:detail", pk=pk)
