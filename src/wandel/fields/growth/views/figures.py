"""Figures: what is there, taking more in, the yearly balance, one municipality."""

import hashlib
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from wandel.core.statistics.problems import Problems, StatisticsError
from wandel.core.statistics.recognising import recognise
from wandel.fields.growth.actions.figures import Wanted, read_file, take_in
from wandel.fields.growth.charts import (
    age_groups,
    ages_chart,
    components_chart,
    future_ages_chart,
    group_chart,
    population_chart,
    projection_chart,
    shares_chart,
)
from wandel.fields.growth.forms.figures import FigureFileForm, YearForm
from wandel.fields.growth.models import FigureImport
from wandel.fields.growth.queries import figures as queries
from wandel.fields.growth.queries.projections import land_of, reach_of, shown_run
from wandel.fields.growth.queries.targets import target_on
from wandel.office.people.access import access_for, allowed
from wandel.office.places.models import Municipality
from wandel.office.places.queries import county
from wandel.office.runs.once import submit_once
from wandel.ui.formats import reader_language
from wandel.ui.slots import panels


def _crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Growth"), reverse("growth:path")), *more]


@allowed("growth.view")
def path(request: HttpRequest) -> HttpResponse:
    """Where we stand: the county's line, why it changed, where, and the target in force."""
    one, today = county(), timezone.localdate()
    if one is None:
        return render(request, "growth/path.html", {"county": None})
    name = one.name_en if reader_language() == "en" else one.name_de
    target = target_on(today)
    found = queries.population_series(one.ags)
    years = queries.balance_years([one.ags])
    balance = queries.balance_of(years[0]) if years else None
    run = shown_run()
    newest = max((p for segment in found.segments for p in segment.points), key=lambda p: p.on or today, default=None)
    reach = reach_of(run, target) if run and target else None
    context = {
        "county": one,
        "name": name,
        "target": target,
        "newest": newest,
        "missing": target.inhabitants - int(newest.number or 0) if target and newest else None,
        "late": bool(target and target.until < today),
        "chart": projection_chart(run, found, name, target=target) if run else population_chart(found, name, target),
        "run": run,
        "reach": reach,
        "land": land_of(reach, today),
        "may_land": access_for(request.user).may("land.site.view"),
        "last": run.years[-1] if run else None,
        "jumps": found.jumps,
        "components": components_chart(queries.components(one.ags)[-12:], name, county=True),
        "where": shares_chart(balance) if balance else None,
        "balance": balance,
        "panels": list(panels("growth.path", request, one)),
    }
    return render(request, "growth/path.html", context)


@allowed("growth.view")
def municipality(request: HttpRequest, ags: str) -> HttpResponse:
    """One municipality: its line, its components, its ages."""
    place = get_object_or_404(Municipality.objects.defer("boundary"), ags=ags)
    found, ages, run = queries.population_series(ags), queries.ages_of(ags), shown_run()
    if run and ags not in run.result["areas"]:
        run = None
    context = {
        "municipality": place,
        "series": found,
        "chart": projection_chart(run, found, place.name, area=ags) if run else population_chart(found, place.name),
        "run": run,
        "groups": [group_chart(run, ags, group, title) for group, title in age_groups()] if run else [],
        "later": future_ages_chart(run, ags, run.years[-1], place.name) if run else None,
        "components": components_chart(queries.components(ags)[-12:], place.name, county=False),
        "ages": ages_chart(ages, place.name) if ages else None,
        "panels": list(panels("growth.municipality", request, place)),
        "crumbs": _crumbs(),
    }
    return render(request, "growth/municipality.html", context)


@allowed("growth.view")
def balance(request: HttpRequest) -> HttpResponse:
    """Start, births, deaths, in, out, residual, end: the municipalities and their sum against the county."""
    one = county()
    years = queries.balance_years([one.ags]) if one else []
    form = YearForm(request.GET or None, years=years)
    year = (form.cleaned_data.get("year") if form.is_valid() else None) or (years[0] if years else None)
    found = queries.balance_of(year) if year else None
    language = reader_language()
    context = {
        "form": YearForm(initial={"year": year}, years=years),
        "balance": found,
        "problems": [getattr(problem.text, language) for problem in found.problems] if found else [],
        "crumbs": _crumbs(),
    }
    return render(request, "growth/balance.html", context)


@allowed("growth.view")
def figure_list(request: HttpRequest) -> HttpResponse:
    access = access_for(request.user)
    context = {
        "keys": queries.overview(reader_language()),
        "imports": queries.imports() if access.may("growth.edit") else [],
        "may_edit": access.may("growth.edit"),
        "crumbs": _crumbs(),
    }
    return render(request, "growth/figure_list.html", context)


@allowed("growth.edit")
def figure_import(request: HttpRequest) -> HttpResponseBase:
    """Read a file; the first button says what would change, the second takes it in."""
    form = FigureFileForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form, "crumbs": _crumbs((_("Figures"), reverse("growth:figures")))}
    status = 200
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        content = values["file"].read()
        problems, today = Problems(), timezone.localdate()
        place = values["municipality"]
        wanted = Wanted(
            queries.areas_here(), values["base"], place.ags if place else "", values["on"],
            _("Register of %s") % place.name if place else _("Register of the town hall"), queries.areas_beside(),
        )  # fmt: skip
        kind = values["kind"]
        try:
            kind = kind or str(recognise(content, file=values["file"].name))
            found = read_file(content, kind=kind, file=values["file"].name, wanted=wanted, problems=problems)
        except StatisticsError as error:
            form.add_error("file", getattr(error.problem.text, reader_language()))
            found = []
        said = [(one.skipped, getattr(one.sentence(), reader_language())) for one in problems]
        if found and "save" in request.POST:

            def perform() -> str:
                taken = take_in(
                    found, kind=kind, file_name=values["file"].name, problems=problems, by=request.user,
                    sha256=hashlib.sha256(content).hexdigest(), on=today,
                )  # fmt: skip
                return taken.done.get_absolute_url() if taken.done else reverse("growth:figures")

            target = submit_once(request, perform)
            if target == reverse("growth:figures"):
                messages.info(request, _("Nothing new: all of these figures are here already."))
            else:
                messages.success(request, _("The figures are taken in."))
            return redirect(target)
        if found:
            context["taken"] = take_in(
                found, kind=kind, file_name=values["file"].name, problems=problems, by=request.user,
                sha256="", on=today, dry_run=True,
            )  # fmt: skip
        elif not form.errors:
            form.add_error(
                "file", _("The file holds no figure of this county. Below stands what was left out and why.")
            )
        context |= {"said": said, "left_off": problems.left_off}
        status = 422 if form.errors else 200
    elif form.errors:
        status = 422
    return render(request, "growth/figure_import.html", context, status=status)


@allowed("growth.edit")
def import_detail(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(FigureImport, pk=pk)
    said = [(one["skipped"], one[reader_language()]) for one in found.skipped]
    context = {
        "found": found,
        "said": said,
        "left_off": found.skipped_count - len(said),
        "crumbs": _crumbs((_("Figures"), reverse("growth:figures"))),
    }
    return render(request, "growth/import_detail.html", context)
