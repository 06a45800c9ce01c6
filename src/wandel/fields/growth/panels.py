"""What growth shows on the pages of lower storeys."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from wandel.fields.growth.queries.figures import balance_years, population_series
from wandel.office.people.access import access_for
from wandel.office.people.models import Organisation
from wandel.ui.slots import Panel


def growth_of_organisation(request: HttpRequest, organisation: Organisation) -> Panel | None:
    """A town hall's page shows how its municipality grew, with the base, and leads to the figures."""
    if organisation.kind != Organisation.Kind.TOWN_HALL or organisation.municipality is None:
        return None
    if not access_for(request.user).may("growth.view"):
        return None
    ags = organisation.municipality.ags
    found = population_series(ags)
    segments = [segment for segment in found.segments if len(segment.points) > 1]
    if not segments:
        return None
    segment = segments[-1]
    first, last = segment.points[0], segment.points[-1]
    context = {
        "ags": ags,
        "first": first,
        "last": last,
        "change": (last.number or 0) - (first.number or 0),
        "base": segment.base,
        "years": balance_years([ags]),
    }
    return Panel(_("Growth"), "growth/_panel_municipality.html", context)
