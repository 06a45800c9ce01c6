"""Municipality pages: the map, the figures, and through slots everything every field knows."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from wandel.office.people.access import access_for, allowed
from wandel.office.people.models import Organisation
from wandel.office.people.queries.organisation import contact_state, interactions_for, promises_for
from wandel.office.people.queries.overview import municipality_rows
from wandel.office.places.map import county_svg
from wandel.office.places.models import Municipality
from wandel.office.places.queries import county, municipalities, population_series
from wandel.ui.slots import panels


def _attribution() -> str:
    found = county()
    return found.attribution if found else ""


@allowed("places.view")
def municipality_list(request: HttpRequest) -> HttpResponse:
    access = access_for(request.user)
    rows = municipality_rows(access, on=timezone.localdate())
    links = {row.municipality.ags: reverse("people:municipality", args=[row.municipality.ags]) for row in rows}
    chart = county_svg([row.municipality for row in rows], links, set())
    return render(
        request,
        "people/municipality_list.html",
        {
            "rows": rows,
            "map": chart,
            "attribution": _attribution(),
            "is_unit": access.is_unit,
            "panels": list(panels("places.county", request, None)),
        },
    )


@allowed("places.view")
def municipality_detail(request: HttpRequest, ags: str) -> HttpResponse:
    access = access_for(request.user)
    municipality = get_object_or_404(Municipality, ags=ags)
    hall = Organisation.objects.current().filter(kind=Organisation.Kind.TOWN_HALL, municipality=municipality).first()
    everyone = municipalities()
    links = {one.ags: reverse("people:municipality", args=[one.ags]) for one in everyone}
    return render(
        request,
        "people/municipality_detail.html",
        {
            "municipality": municipality,
            "hall": hall,
            "contact": contact_state(hall) if hall and access.is_unit else None,
            "interactions": interactions_for(access).filter(organisations=hall)[:5] if hall else [],
            "promises": promises_for(access, hall) if hall else [],
            "population": population_series(municipality),
            "map": county_svg(everyone, links, {ags}),
            "attribution": _attribution(),
            "panels": list(panels("people.organisation", request, hall)) if hall else [],
            "today": timezone.localdate(),
            "may_edit": access.may("interaction.edit"),
            "crumbs": [(_("Municipalities"), reverse("people:municipalities"))],
        },
    )
