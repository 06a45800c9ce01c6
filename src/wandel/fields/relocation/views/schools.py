"""Schools and day care for the staff: what is known, what nobody has asked yet, and taking a list in."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from wandel.fields.relocation.actions.lists import LEARNING_LIST, start_list, take_in_checked
from wandel.fields.relocation.forms.schools import LearnedCareForm, LearnedForm, LearningFilter, LearningListForm
from wandel.fields.relocation.queries.schools import CHILDCARE, known_places
from wandel.office.people.access import access_for, allowed
from wandel.office.places.actions.schools import change_learning_place
from wandel.office.places.models import Childcare, School
from wandel.office.runs.incoming import keep_upload
from wandel.office.runs.once import submit_once
from wandel.office.runs.queries import run_for
from wandel.ui.formats import reader_language

ROWS = 50


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Schools and day care"), reverse("newcomers:schools"))]


@allowed("school.edit")
def school_list(request: HttpRequest) -> HttpResponse:
    """Every school or day-care centre, those that are gone too, and what nobody has asked yet."""
    form = LearningFilter(request.GET or None)
    chosen = form.cleaned_data if form.is_valid() else {"what": "", "ags": "", "q": ""}
    care = chosen["what"] == CHILDCARE
    found = known_places(care=care, ags=chosen["ags"], text=chosen["q"], language=reader_language())
    context = {
        "filter_form": form,
        "page": Paginator(found, ROWS).get_page(request.GET.get("page")),
        "care": care,
        "unasked": sum(place.all_day is None and not place.languages for place, _name in found),
    }
    return render(request, "relocation/staff_schools.html", context)


@allowed("school.edit")
def school_edit(request: HttpRequest, pk: int) -> HttpResponseBase:
    return _learned(request, School, LearnedForm, pk)


@allowed("school.edit")
def childcare_edit(request: HttpRequest, pk: int) -> HttpResponseBase:
    return _learned(request, Childcare, LearnedCareForm, pk)


def _learned(request: HttpRequest, model: Any, form_class: type[LearnedForm], pk: int) -> HttpResponseBase:
    place = get_object_or_404(model, pk=pk)
    form = form_class(request.POST or None, instance=place)
    if request.method == "POST" and form.is_valid():
        fresh = get_object_or_404(model, pk=pk)
        if not form.conflict_with(fresh) and form.is_valid():

            def perform() -> str:
                change_learning_place(place=fresh, values=form.values(), by=request.user)
                return reverse("newcomers:schools") + (f"?what={CHILDCARE}" if model is Childcare else "")

            path = submit_once(request, perform)
            messages.success(request, _("Saved."))
            return redirect(path)
    context = {
        "form": form,
        "heading": place.name,
        "lead": place.municipality.name,
        "cancel": reverse("newcomers:schools"),
        "crumbs": _crumbs(),
    }
    return render(request, "relocation/form.html", context, status=422 if form.errors else 200)


@allowed("school.edit")
def list_import(request: HttpRequest) -> HttpResponseBase:
    """Choose a file; it is read in the background, and nothing is written before somebody has seen what would change."""
    form = LearningListForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():

        def perform() -> str:
            values = form.cleaned_data
            path = keep_upload("relocation", values["file"], "list")
            params = {
                "work": str(path.parent), "path": str(path), "what": values["what"], "as_of": values["as_of"].isoformat(),
                "source": values["source"], "name": str(values["file"].name)[:100], "check": True,
            }  # fmt: skip
            return reverse("runs:detail", args=[start_list(params=params, by=request.user).pk])

        return redirect(submit_once(request, perform))
    context = {
        "form": form,
        "heading": _("Take a list in"),
        "lead": _("First you see what would change. The same list twice changes nothing."),
        "submit": _("Look what would change"),
        "cancel": reverse("newcomers:schools"),
        "crumbs": _crumbs(),
    }
    return render(request, "relocation/form.html", context, status=422 if form.errors else 200)


@allowed("school.edit")
def list_result(request: HttpRequest, pk: uuid.UUID) -> HttpResponseBase:
    """What a list would change, with the button that takes it in; after that, what it did."""
    run = run_for(access_for(request.user), pk)
    if run.kind != LEARNING_LIST or "seen" not in run.result:
        raise Http404
    if request.method == "POST":

        def perform() -> str:
            return reverse("runs:detail", args=[take_in_checked(run=run, by=request.user).pk])

        try:
            return redirect(submit_once(request, perform))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("newcomers:list-import")
    seen = run.result["seen"]
    actions = {"new": _("new"), "changed": _("changed"), "gone": _("gone")}
    reasons = {"office": _("authorities, no schools"), "closed": _("closed"), "unclear": _("state unclear")}
    context = {
        "run": run,
        "seen": seen,
        "checking": run.params["check"],
        "changes": [(actions[action], name, columns) for action, name, columns in seen["taken"]["changes"]],
        "left_out": [(reasons.get(name, name), count) for name, count in seen["left_out"].items()],
        "remarks": [remark[reader_language()] for remark in seen["remarks"]],
        "crumbs": _crumbs(),
    }
    return render(request, "relocation/list_result.html", context)
