"""What land shows on the pages of lower storeys."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from wandel.fields.land.queries.site import SiteFilters, list_sites, summary_of
from wandel.office.people.access import access_for
from wandel.office.people.models import Organisation
from wandel.ui.slots import Panel

MOST_ROWS = 12


def sites_of_organisation(request: HttpRequest, organisation: Organisation) -> Panel | None:
    """The sites a town hall maintains, for readers who may see them."""
    found = list_sites(access_for(request.user), SiteFilters()).filter(organisation=organisation)
    sites = list(found[:MOST_ROWS])
    if not sites:
        return None
    context = {"sites": sites, "summary": summary_of(found), "municipality": organisation.municipality_id}
    return Panel(_("Sites"), "land/_panel_sites.html", context, count=len(sites))
