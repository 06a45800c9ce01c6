"""The balance of land: inside before outside, homes by year, what was taken up."""

import csv

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from wandel.fields.land.forms.balance import BalanceFilter
from wandel.fields.land.queries.balance import balance_for, csv_rows
from wandel.fields.land.queries.site import municipalities_with_sites
from wandel.office.people.access import access_for, allowed


def _chosen(request: HttpRequest) -> tuple[BalanceFilter, str]:
    """The form and the municipality's key; a key without sites chooses nothing."""
    names = list(municipalities_with_sites(access_for(request.user)).values_list("ags", "name"))
    form = BalanceFilter(request.GET or None, names=names)
    return form, form.cleaned_data["ags"] if form.is_valid() else ""


@allowed("land.site.view")
def balance(request: HttpRequest) -> HttpResponse:
    form, ags = _chosen(request)
    found = balance_for(access_for(request.user), on=timezone.localdate(), ags=ags)
    context = {"balance": found, "filter_form": form, "crumbs": [(_("Sites"), reverse("land:sites"))]}
    return render(request, "land/balance.html", context)


@allowed("land.site.view")
def balance_export(request: HttpRequest) -> HttpResponse:
    """The same as CSV."""
    _form, ags = _chosen(request)
    found = balance_for(access_for(request.user), on=timezone.localdate(), ags=ags)
    response = HttpResponse(
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="flaechenbilanz.csv"'},
    )
    response.write("\ufeff")
    csv.writer(response, delimiter=";").writerows(csv_rows(found))
    return response
