"""Parts of a project and its judgement: one form page each, back to the page they came from."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wandel.fields.projects.actions.parts import reach_milestone, remove_part, save_part
from wandel.fields.projects.actions.score import decide_criteria, judge
from wandel.fields.projects.forms.parts import PARTS, CriteriaForm, CriterionFormSet, JudgeForm
from wandel.fields.projects.models import CriteriaSet, Milestone, Project
from wandel.fields.projects.queries.project import projects_for, shaped_project_for
from wandel.fields.projects.queries.score import criteria_on, set_on
from wandel.fields.projects.views.change import crumbs, saved
from wandel.office.people.access import access_for, allowed
from wandel.ui.undo import offer_undo

ON_OVERVIEW = frozenset({"risk", "milestone"})


def _kind(kind: str) -> tuple[Any, Any, Any]:
    if kind not in PARTS:
        raise Http404
    return PARTS[kind]


def _home(project: Project, kind: str) -> str:
    """The tab that shows this kind of part."""
    name = "projects:project" if kind in ON_OVERVIEW else "projects:project-plan"
    return reverse(name, args=[project.pk])


def _part(request: HttpRequest, kind: str, pk: int) -> Any:
    """A part of a project this reader shapes; else a 404."""
    access = access_for(request.user)
    shaped = projects_for(access) if access.may("project.edit") else Project.objects.none()
    return get_object_or_404(_kind(kind)[0].Meta.model.objects.select_related("project"), pk=pk, project__in=shaped)


def _form_page(request: HttpRequest, form: Any, project: Project, kind: str, **context: Any) -> HttpResponseBase:
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():

            def perform() -> str:
                save_part(part=form.instance, by=request.user, on=timezone.localdate())
                return _home(project, kind)

            path = saved(form, perform, request)
            if path:
                messages.success(request, _("Saved."))
                return redirect(path)
    page = {"form": form, "crumbs": crumbs(project), "cancel": _home(project, kind), **context}
    return render(request, "projects/form.html", page, status=status)


@allowed("project.edit")
def part_new(request: HttpRequest, pk: int, kind: str) -> HttpResponseBase:
    project = shaped_project_for(access_for(request.user), pk)
    form_class, heading, _name = _kind(kind)
    form = form_class(request.POST or None, project=project)
    return _form_page(request, form, project, kind, heading=heading)


@allowed("project.edit")
def part_edit(request: HttpRequest, kind: str, pk: int) -> HttpResponseBase:
    part = _part(request, kind, pk)
    form = _kind(kind)[0](request.POST or None, instance=part, project=part.project)
    remove_url = reverse("projects:part-remove", args=[kind, pk])
    return _form_page(request, form, part.project, kind, heading=_kind(kind)[2], remove_url=remove_url)


def _typed(form: Any) -> dict[str, Any]:
    """The values of a drawn form as a browser would send them, so that a removal can be taken back."""
    found = {}
    for bound in form:
        shown = bound.field.widget.format_value(bound.value())
        found[bound.html_name] = (shown[0] if shown else "") if isinstance(shown, list) else shown or ""
    return found


@allowed("project.edit")
@require_POST
def part_remove(request: HttpRequest, kind: str, pk: int) -> HttpResponseBase:
    part = _part(request, kind, pk)
    project, typed = part.project, _typed(_kind(kind)[0](instance=part, project=part.project))
    remove_part(part=part, by=request.user, on=timezone.localdate())
    offer_undo(request, _("Removed."), url=reverse("projects:part-new", args=[project.pk, kind]), data=typed)
    return redirect(_home(project, kind))


@allowed("project.edit")
@require_POST
def milestone_reach(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Reached today; ``undo`` opens it again."""
    milestone: Milestone = _part(request, "milestone", pk)
    today, undone = timezone.localdate(), bool(request.POST.get("undo"))
    reach_milestone(milestone=milestone, reached_on=None if undone else today, by=request.user, on=today)
    if not undone:
        url = reverse("projects:milestone-reach", args=[pk])
        offer_undo(request, _("The milestone is reached."), url=url, data={"undo": "1"})
    return redirect(milestone.project)


@allowed("project.edit")
def project_judge(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Points and reasons for every criterion in force."""
    project, today = shaped_project_for(access_for(request.user), pk), timezone.localdate()
    criteria = criteria_on(today)
    if not criteria:
        messages.info(request, _("No criteria are in force yet. The head of unit notes what was decided."))
        return redirect("projects:project-score", pk)
    scores = {one.key: one for one in project.scores.all()}
    form = JudgeForm(request.POST or None, criteria=criteria, scores=scores)
    if request.method == "POST" and form.is_valid():

        def perform() -> str:
            judge(project=project, points=form.points(), by=request.user, on=today)
            return reverse("projects:project-score", args=[pk])

        path = saved(form, perform, request)
        if path:
            messages.success(request, _("Saved."))
            return redirect(path)
    context = {
        "form": form,
        "heading": _("Judge %(title)s") % {"title": project.title},
        "lead": _("0 means not at all, 4 means fully. Every number needs a sentence."),
        "cancel": reverse("projects:project-score", args=[pk]),
        "crumbs": crumbs(project),
    }
    return render(request, "projects/form.html", context, status=422 if form.errors else 200)


@allowed("project.view")
def criteria(request: HttpRequest) -> HttpResponseBase:
    """By what projects are judged, today and before."""
    access, today = access_for(request.user), timezone.localdate()
    context = {
        "sets": list(CriteriaSet.objects.prefetch_related("criteria")),
        "in_force": set_on(today),
        "may_decide": access.may("project.criteria"),
        "crumbs": crumbs(),
    }
    return render(request, "projects/criteria.html", context)


@allowed("project.criteria")
def criteria_new(request: HttpRequest) -> HttpResponseBase:
    """Note a decision about criteria and weights; the rows of the set in force are there to be changed."""
    present = [
        {"name": one.name, "key": one.key, "question": one.question, "weight": one.weight}
        for one in criteria_on(timezone.localdate())
    ]
    form = CriteriaForm(request.POST or None)
    rows = CriterionFormSet(request.POST or None, prefix="row", initial=present)
    if request.method == "POST" and form.is_valid() and rows.is_valid():
        weighed = [one for one in (row.weighed() for row in rows) if one]

        def perform() -> str:
            decide_criteria(**form.cleaned_data, criteria=weighed, by=request.user)
            return reverse("projects:criteria")

        path = saved(form, perform, request)
        if path:
            messages.success(request, _("The criteria are noted."))
            return redirect(path)
    failed = request.method == "POST"
    context = {"form": form, "rows": rows, "crumbs": [*crumbs(), (_("Criteria"), reverse("projects:criteria"))]}
    return render(request, "projects/criteria_form.html", context, status=422 if failed else 200)
