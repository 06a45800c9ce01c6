"""The county's assumptions about density: dated, sourced, decided by somebody."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from wandel.fields.land.actions.density import (
    correct_density,
    correct_settlement,
    decide_density,
    decide_settlement,
)
from wandel.fields.land.forms.steps import DensityForm, SettlementForm
from wandel.fields.land.queries.capacity import (
    densities_on,
    density_for,
    density_rows,
    settlement_for,
    settlement_rows,
    settlements_on,
)
from wandel.office.people.access import access_for, allowed
from wandel.office.runs.once import submit_once


@allowed("land.site.view")
def density_list(request: HttpRequest) -> HttpResponse:
    access = access_for(request.user)
    rows = list(density_rows(access))
    in_force = {row.pk for row in densities_on(timezone.localdate()).values()}
    counted = {row.pk for row in settlements_on(timezone.localdate()).values()}
    context = {
        "rows": [(row, row.pk in in_force) for row in rows],
        "settlements": [(row, row.pk in counted) for row in settlement_rows(access)],
        "may_decide": access.may("land.site.decide"),
        "crumbs": [(_("Sites"), reverse("land:sites"))],
    }
    return render(request, "land/density_list.html", context)


def _page(request: HttpRequest, form: DensityForm | SettlementForm, heading: str, lead: str = "") -> HttpResponse:
    crumbs = [(_("Sites"), reverse("land:sites")), (_("Density"), reverse("land:density"))]
    context: dict[str, Any] = {
        "form": form,
        "heading": heading,
        "lead": lead or _("Every number needs its source; what nobody decided stays empty and is named as missing."),
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


def _settlement_page(request: HttpRequest, form: SettlementForm, heading: str) -> HttpResponse:
    lead = _("Areas that an analysis finds get their number of homes from the density of this settlement type.")
    return _page(request, form, heading, lead)


@allowed("land.site.decide")
def settlement_new(request: HttpRequest) -> HttpResponseBase:
    form = SettlementForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def perform() -> str:
            decide_settlement(values=form.settlement_values(), by=request.user)
            return reverse("land:density")

        path = submit_once(request, perform)
        messages.success(request, _("The settlement type is recorded."))
        return redirect(path)
    return _settlement_page(request, form, _("Decide a settlement type"))


@allowed("land.site.decide")
def settlement_edit(request: HttpRequest, pk: int) -> HttpResponseBase:
    row = settlement_for(access_for(request.user), pk)
    form = SettlementForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        fresh = settlement_for(access_for(request.user), pk)
        if not form.conflict_with(fresh) and form.is_valid():
            correct_settlement(row=fresh, values=form.settlement_values(), by=request.user)
            messages.success(request, _("Saved."))
            return redirect("land:density")
    return _settlement_page(request, form, _("Correct a settlement type"))
