"""The public map: published areas, the county's boundaries and public tiles. No account, nothing confidential."""

import hashlib
import json

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import quote_etag, urlencode
from django.views.decorators.http import condition, require_GET

from wandel.fields.land.base_map import allow_base_map
from wandel.fields.land.forms.public import PublicFilter
from wandel.fields.land.queries import map as queries
from wandel.fields.land.queries import map_archives
from wandel.fields.land.queries.public import places_of_published
from wandel.fields.land.views.map import ROWS, layer_options
from wandel.fields.land.views.tiles import tile_response

BOUNDARIES_AGE = 3600


def _boundaries_json() -> bytes:
    features = [
        {"type": "Feature", "properties": {"ags": one.ags, "name": one.name}, "geometry": one.geometry}
        for one in queries.boundaries()
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False).encode()


def _boundaries_tag(request: HttpRequest) -> str:
    return quote_etag(hashlib.sha256(_boundaries_json()).hexdigest()[:20])


@require_GET
@condition(etag_func=_boundaries_tag)
def boundaries(request: HttpRequest) -> HttpResponse:
    """The municipalities as GeoJSON, the base of every map."""
    return HttpResponse(
        _boundaries_json(),
        content_type="application/geo+json",
        headers={"Cache-Control": f"public, max-age={BOUNDARIES_AGE}"},
    )


def _narrowed(request: HttpRequest) -> tuple[PublicFilter, dict[str, str]]:
    """The filter of the list of published sites, and what it chooses; a wrong value chooses nothing."""
    form = PublicFilter(request.GET or None, places=places_of_published())
    values = form.cleaned_data if form.is_valid() else {}
    return form, {name: values[name] for name in ("ags", "use") if values.get(name)}


@require_GET
def public_map(request: HttpRequest) -> HttpResponse:
    """Published areas on a map and as a table, narrowed like the list under /sites/."""
    form, chosen = _narrowed(request)
    query = f"?{urlencode(chosen)}" if chosen else ""
    options = {
        "selection": reverse("land:public-selection", args=[0]).replace("0/", "{pk}/"),
        "layers": layer_options(map_archives.archives(None), public=True),
    }
    context = {
        "filter_form": form,
        "filtered": bool(chosen),
        "list_url": reverse("sites:list") + query,
        "page": Paginator(queries.public_sites(**chosen), ROWS).get_page(request.GET.get("page")),
        "options": options,
        "data_url": reverse("land:public-sites") + query,
    }
    return allow_base_map(render(request, "land/public_map.html", context))


@require_GET
def public_sites(request: HttpRequest) -> JsonResponse:
    _form, chosen = _narrowed(request)
    return JsonResponse(queries.public_sites_geojson(**chosen), headers={"Cache-Control": "public, max-age=300"})


@require_GET
def public_selection(request: HttpRequest, pk: int) -> HttpResponse:
    """What everybody may read about a published area."""
    found = queries.site_selection(None, pk)
    return render(request, "land/_selection.html", {"selection": found, "public": True}, status=200 if found else 404)


@require_GET
def public_tile(request: HttpRequest, archive: str, z: int, x: int, y: int) -> HttpResponse:
    return tile_response(request, map_archives.archive(None, archive), z, x, y, shared=True)
