"""What land shows on the pages of lower storeys."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wandel.fields.land.models import Site
from wandel.fields.land.queries.balance import balance_as_figures, balance_for
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


def balance_of_municipality(request: HttpRequest, organisation: Organisation) -> Panel | None:
    """Inside before outside, and homes by year, for the municipality of a town hall."""
    if organisation.kind != Organisation.Kind.TOWN_HALL or organisation.municipality_id is None:
        return None
    access = access_for(request.user)
    if not access.may("land.site.view"):
        return None
    balance = balance_for(access, on=timezone.localdate(), ags=organisation.municipality.ags)
    if not balance.rows or not balance.total.states:
        return None
    context = {"row": balance.rows[0], "years": balance.years}
    return Panel(_("Balance of land"), "land/_panel_balance.html", context)


def land_of_the_county(request: HttpRequest, subject: object) -> Panel | None:
    """Areas and homes by municipality as figures, for everybody who reads figures; confidential sites are left out."""
    if not access_for(request.user).may("figures.view"):
        return None
    balance = balance_as_figures(on=timezone.localdate())
    if not balance.total.sites:
        return None
    return Panel(_("Areas and homes by municipality"), "land/_panel_figures.html", {"balance": balance})


def sheet_of_site(request: HttpRequest, site: Site) -> Panel | None:
    """The public page and the sheets of a site that is published."""
    if not site.published:
        return None
    return Panel(_("Site sheet"), "land/_panel_sheet.html", {"number": site.number})
