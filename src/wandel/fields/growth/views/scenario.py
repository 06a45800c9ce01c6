"""Scenarios: assume, compute in the background, look, compare, try out."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from wandel.fields.growth.actions.scenario import change_scenario, record_scenario, start_projection
from wandel.fields.growth.charts import (
    age_groups,
    answer_chart,
    comparison_chart,
    future_ages_chart,
    group_chart,
    projection_chart,
)
from wandel.fields.growth.forms.scenario import ScenarioForm, SliderForm
from wandel.fields.growth.models import ProjectionRun
from wandel.fields.growth.queries import projections as queries
from wandel.fields.growth.queries.figures import population_series
from wandel.fields.growth.queries.targets import target_on
from wandel.office.people.access import access_for, allowed
from wandel.office.places.queries import county, municipalities
from wandel.office.runs.once import submit_once
from wandel.ui.formats import reader_language

LAND = "land.site.view"


def _crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Growth"), reverse("growth:path")), (_("Scenarios"), reverse("growth:scenarios")), *more]


@allowed("growth.view")
def scenario_list(request: HttpRequest) -> HttpResponse:
    one = county()
    context = {
        "scenarios": list(queries.scenarios()),
        "misses": queries.misses(one.ags) if one else [],
        "may_edit": access_for(request.user).may("growth.edit"),
        "crumbs": _crumbs()[:1],
    }
    return render(request, "growth/scenario_list.html", context)


@allowed("growth.view")
def scenario_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Its assumptions and its newest run."""
    row = queries.scenario_with(pk)
    newest = row.runs.select_related("scenario").first()
    context = {
        "scenario": row,
        "runs": list(row.runs.defer("result", "notes")[:20]),
        "may_edit": access_for(request.user).may("growth.edit"),
        "crumbs": _crumbs(),
        **(_run_context(newest, access_for(request.user).may(LAND)) if newest else {}),
    }
    return render(request, "growth/scenario_detail.html", context)


@allowed("growth.view")
def run_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One run, also an old one, with what it stood on."""
    run = queries.run_with(pk)
    context = {
        "scenario": run.scenario,
        "runs": [],
        "may_edit": False,
        "crumbs": _crumbs((run.scenario.title, run.scenario.get_absolute_url())),
        **_run_context(run, access_for(request.user).may(LAND)),
    }
    return render(request, "growth/scenario_detail.html", context)


def _run_context(run: ProjectionRun, may_land: bool) -> dict[str, Any]:
    one, target, language = county(), target_on(timezone.localdate()), reader_language()
    name = "" if one is None else (one.name_en if language == "en" else one.name_de)
    last = run.years[-1]
    at = len(run.years) - 1
    reach = queries.reach_of(run, target) if target else None
    rows = [
        {
            "municipality": place,
            "now": run.band(place.ags, "all", "0.5")[0],
            "then": run.band(place.ags, "all", "0.5")[at],
            "low": run.band(place.ags, "all", "0.1")[at],
            "high": run.band(place.ags, "all", "0.9")[at],
            "homes": sum(year[column] for year in run.result["homes"]),
            "worth": run.result["response"]["per_household"][at - 1][min(1, at - 1)][column],
        }
        for column, place in ((run.result["areas"].index(place.ags), place) for place in municipalities() if place.ags in run.result["areas"])
    ]  # fmt: skip
    return {
        "run": run,
        "target": target,
        "reach": reach,
        "land": queries.land_of(reach, timezone.localdate()),
        "may_land": may_land,
        "chart": projection_chart(run, population_series(one.ags if one else ""), name, target=target),
        "ages": future_ages_chart(run, "", last, name),
        "groups": [group_chart(run, "", group, title) for group, title in age_groups()],
        "rows": rows,
        "last": last,
        "worth_year": run.years[min(2, at)],
        "slider": SliderForm(initial={"homes": 0, "arriving": 0}),
        "notes": [note[language] for note in run.notes],
    }


@require_GET
@allowed("growth.view")
def run_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """What the sliders say: a fragment for the page, or a page of its own without JavaScript."""
    run = queries.run_with(pk)
    form = SliderForm(request.GET or None, initial={"homes": 0, "arriving": 0})
    target = target_on(timezone.localdate())
    context: dict[str, Any] = {"run": run, "slider": form, "target": target, "crumbs": _crumbs()}
    if form.is_valid():
        found = queries.answer(
            run, homes_a_year=form.cleaned_data["homes"], arriving_percent=form.cleaned_data["arriving"]
        )
        context["answer"] = found
        context["answered"] = answer_chart(found, target)
        if target:
            context["reached"] = next(
                (y for y, v in zip(found.years, found.changed, strict=True) if v >= target.inhabitants), None
            )
            context["short"] = target.inhabitants - found.changed[-1]
    template = "growth/_answer.html" if request.headers.get("HX-Request") else "growth/answer.html"
    return render(request, template, context)


@allowed("growth.view")
def compare(request: HttpRequest) -> HttpResponse:
    """Up to four scenarios side by side."""
    chosen = [int(one) for one in request.GET.getlist("s") if one.isascii() and one.isdecimal() and len(one) < 10]
    runs = queries.newest_runs_of(chosen)
    target = target_on(timezone.localdate())
    context = {
        "scenarios": [one for one in queries.scenarios() if one.runs.all()],
        "chosen": chosen,
        "runs": [
            (run, queries.reach_of(run, target) if target else None, run.band("", "all", "0.5")[-1]) for run in runs
        ],
        "chart": comparison_chart(runs, target) if runs else None,
        "target": target,
        "most": queries.MOST_COMPARED,
        "crumbs": _crumbs(),
    }
    return render(request, "growth/compare.html", context)


@allowed("growth.edit")
def scenario_new(request: HttpRequest) -> HttpResponseBase:
    form = ScenarioForm(request.POST or None, initial={"until": timezone.localdate().year + 20})
    if request.method == "POST" and form.is_valid():

        def perform() -> str:
            return record_scenario(values=form.cleaned_values(), by=request.user).get_absolute_url()

        return redirect(submit_once(request, perform))
    return _form(
        request, form, _("Record a scenario"), _("What you assume; every number that is not today's needs its source.")
    )


@allowed("growth.edit")
def scenario_edit(request: HttpRequest, pk: int) -> HttpResponseBase:
    row = queries.scenario_with(pk)
    form = ScenarioForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        fresh = queries.scenario_with(pk)
        if not form.conflict_with(fresh) and form.is_valid():
            change_scenario(row=fresh, values=form.cleaned_values(), by=request.user)
            messages.success(request, _("Saved. Compute it again to see what the change does."))
            return redirect(fresh.get_absolute_url())
    return _form(request, form, _("Change the scenario"), _("What was computed before keeps its assumptions."))


def _form(request: HttpRequest, form: ScenarioForm, heading: str, lead: str) -> HttpResponse:
    context = {
        "form": form,
        "heading": heading,
        "lead": lead,
        "crumbs": _crumbs(),
        "cancel": reverse("growth:scenarios"),
    }
    return render(request, "growth/form.html", context, status=422 if form.errors else 200)


@require_POST
@allowed("growth.edit")
def scenario_compute(request: HttpRequest, pk: int) -> HttpResponseBase:
    row = queries.scenario_with(pk)

    def perform() -> str:
        return reverse("runs:detail", args=[start_projection(scenario=row, by=request.user).pk])

    return redirect(submit_once(request, perform))
