"""Saving sites for other programs."""

from django.http import Http404, HttpRequest, HttpResponse

from wandel.fields.land.queries.exchange import FORMATS, export_sites
from wandel.office.people.access import access_for, allowed

TYPES = {"csv": "text/csv; charset=utf-8", "geojson": "application/geo+json"}


@allowed("land.site.view")
def site_exchange(request: HttpRequest, form: str) -> HttpResponse:
    """All sites this reader may see; the file can be changed and read back."""
    if form not in FORMATS:
        raise Http404
    return HttpResponse(
        export_sites(access_for(request.user), form),
        content_type=TYPES[form],
        headers={"Content-Disposition": f'attachment; filename="sites.{form}"', "Cache-Control": "private, no-store"},
    )
