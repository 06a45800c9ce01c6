"""Published sites for everybody: list, page, GeoJSON and sheet. No account; nothing that is not published exists here."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wandel.fields.land.forms.public import PublicFilter
from wandel.fields.land.queries.public import (
    contact_rows,
    is_invented,
    places_of_published,
    public_groups,
    published_geojson,
    published_list,
    published_site,
)
from wandel.fields.land.queries.site_map import site_svg
from wandel.fields.land.views.sheet import LANGUAGES, sheet_document
from wandel.ui.documents import document_response


def _query(chosen: dict[str, str]) -> str:
    """The filters as they stand in an address, so that map and list show the same sites."""
    kept = {name: chosen[name] for name in ("ags", "use") if chosen[name]}
    return f"?{urlencode(kept)}" if kept else ""


@require_safe
def site_list(request: HttpRequest) -> HttpResponse:
    form = PublicFilter(request.GET or None, places=places_of_published())
    chosen = form.cleaned_data if form.is_valid() else {"ags": "", "use": ""}
    rows = published_list(on=timezone.localdate(), ags=chosen["ags"], use=chosen["use"])
    context = {
        "rows": rows,
        "filter_form": form,
        "filtered": bool(chosen["ags"] or chosen["use"]),
        "map_url": reverse("land:public-map") + _query(chosen),
        "invented": is_invented(),
    }
    return render(request, "land/public_list.html", context)


@require_safe
def site_page(request: HttpRequest, number: str) -> HttpResponse:
    site = published_site(number)
    context = {
        "site": site,
        "groups": public_groups(site, on=timezone.localdate()),
        "contact": contact_rows(site),
        "map": site_svg(site),
        "invented": is_invented(),
        "crumbs": [(_("Sites to build on"), reverse("sites:list"))],
    }
    return render(request, "land/public_site.html", context)


@require_safe
def sites_geojson(request: HttpRequest) -> HttpResponse:
    """Every published site with an outline."""
    return JsonResponse(
        published_geojson(), content_type="application/geo+json", json_dumps_params={"ensure_ascii": False}
    )


@require_safe
def sheet(request: HttpRequest, number: str, language: str, form: str) -> HttpResponseBase:
    """The sheet as file; ``form`` is "pdf" or "docx"."""
    if language not in LANGUAGES or form not in {"pdf", "docx"}:
        raise Http404
    site = published_site(number)
    base_url = request.build_absolute_uri("/").rstrip("/")
    document = sheet_document(site, language=language, on=timezone.localdate(), base_url=base_url)
    return document_response(document, form, f"{site.number} {site.name}")
