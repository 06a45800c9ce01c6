"""The county's assumptions about density: dated, sourced, decided by somebody."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from wandel.fields.land.actions.density import correct_density, decide_density
from wandel.fields.land.forms.steps import DensityForm
from wandel.fields.land.queries.capacity import densities_on, density_for, density_rows
from wandel.office.people.access import access_for, allowed
from wandel.office.runs.once import submit_once


@allowed("land.site.view")
def density_list(request: HttpRequest) -> HttpResponse:
    access = access_for(request.user)
    rows = list(density_rows(access))
    in_force = {row.pk for row in densities_on(timezone.localdate()).values()}
    context = {
        "rows": [(row, row.pk in in_force) for row in rows],
        "may_decide": access.may("land.site.decide"),
        "crumbs": [(_("Sites"), reverse("land:sites"))],
    }
    return render(request, "land/density_list.html", context)


def _page(request: HttpRequest, form: DensityForm, heading: str) -> HttpResponse:
    crumbs = [(_("Sites"), reverse("land:sites")), (_("Density"), reverse("land:density"))]
    context: dict[str, Any] = {
        "form": form,
        "heading": heading,
        "lead": _("Every number needs its source; what nobody decided stays empty and is named as missing."),
        "submit": _("Save"),
        "crumbs": crumbs,
    }
    return render(request, "land/site_step.html", context, status=422 if form.errors else 200)


@allowed("land.site.decide")
def density_new(request: HttpRequest) -> HttpResponseBase:
    form = DensityForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def perform() -> str:
            decide_density(values=form.density_values(), by=request.user)
            return reverse("land:density")

        path = submit_once(request, perform)
        messages.success(request, _("The assumption is recorded."))
        return redirect(path)
    return _page(request, form, _("Record an assumption"))


@allowed("land.site.decide")
def density_edit(request: HttpRequest, pk: int) -> HttpResponseBase:
    row = density_for(access_for(request.user), pk)
    form = DensityForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        fresh = density_for(access_for(request.user), pk)
        if not form.conflict_with(fresh) and form.is_valid():
            correct_density(row=fresh, values=form.density_values(), by=request.user)
            messages.success(request, _("Saved."))
            return redirect("land:density")
    return _page(request, form, _("Correct an assumption"))
