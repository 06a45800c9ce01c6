"""Where can be built? The staff map, what it asks for while it is open, and its paper."""

from typing import Any

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wandel.fields.land.base_map import allow_base_map
from wandel.fields.land.queries import map as queries
from wandel.fields.land.queries import map_archives
from wandel.fields.land.queries.map_search import search as found_on_map
from wandel.fields.land.queries.parcel import ParcelPanel, parcel_panel
from wandel.fields.land.views.map_paper import map_document, map_svg_of
from wandel.office.people.access import Access, access_for, allowed
from wandel.ui.documents import document_response
from wandel.ui.slots import panels

ROWS = 50
LONGEST_SEARCH = 100


def _wanted_analysis(request: HttpRequest, access: Access) -> queries.Analysis | None:
    """The analysis the address names, else the newest; a foreign or broken number is a 404."""
    named = request.GET.get("analysis", "")
    if not named:
        return queries.latest_analysis(access, on=timezone.localdate()) if access.may("land.analysis.view") else None
    found = (
        queries.analysis(access, int(named), on=timezone.localdate()) if named.isdecimal() and len(named) < 10 else None
    )
    if found is None:
        raise Http404
    return found


def tile_pattern(name: str, *, public: bool) -> str:
    """Address of an archive's tiles with the library's place holders."""
    url = reverse("land:public-tile" if public else "land:tile", args=[name, 0, 0, 0])
    return url.removesuffix("0/0/0.mvt") + "{z}/{x}/{y}.mvt"


def layer_options(archives: list[map_archives.TileArchive], *, public: bool) -> list[dict[str, Any]]:
    """What the script needs to draw archives as layers."""
    return [
        {
            "name": one.name,
            "title": one.title,
            "attribution": one.attribution,
            "tiles": tile_pattern(one.name, public=public),
            "bounds": one.bounds,
            "layers": [
                {"id": layer["id"], "minzoom": layer["minzoom"], "maxzoom": layer["maxzoom"]} for layer in one.layers
            ],
        }
        for one in archives
    ]


def _number(text: str) -> int | None:
    """A number as it stands in an address, None for anything else."""
    return int(text) if text.isdecimal() and len(text) < 10 else None


def _options(
    found: queries.Analysis | None, access: Access, chosen: queries.Selection | ParcelPanel | None
) -> dict[str, Any]:
    options: dict[str, Any] = {
        "selection": queries.selection_url(found),
        "layers": layer_options(map_archives.archives(access), public=False),
        "classes": queries.CLASS_BOUNDS,
    }
    if found:
        options |= {
            "candidates": reverse("land:map-candidates", args=[found.pk]),
            "factors": [{"key": factor.key, "weight": factor.weight} for factor in found.factors],
            "factorsFile": reverse("land:map-factors", args=[found.pk]) if found.factors_file else "",
            "parcels": found.archive,
            "search": f"{reverse('land:map-search')}?analysis={found.pk}",
            "table": reverse("land:parcels", args=[found.pk]),
        }
    if isinstance(chosen, ParcelPanel):
        at = [chosen.lon, chosen.lat] if chosen.lon is not None else None
        options["chosen"] = {"kind": "parcel", "pk": chosen.pk, "at": at}
    elif chosen:
        options["chosen"] = {"kind": "candidate", "pk": chosen.pk}
    return options


def _chosen(
    request: HttpRequest, access: Access, found: queries.Analysis | None
) -> queries.Selection | ParcelPanel | None:
    """What the address chooses: a candidate or a parcel of the analysis; what is not there is not chosen."""
    parcel, candidate = _number(request.GET.get("parcel", "")), _number(request.GET.get("candidate", ""))
    if found and parcel is not None:
        return parcel_panel(access, found.pk, parcel)
    return None if candidate is None else queries.selection(access, found, "candidate", candidate)


def panel_template(chosen: queries.Selection | ParcelPanel | None) -> str:
    return "land/_parcel.html" if isinstance(chosen, ParcelPanel) else "land/_selection.html"


@require_GET
@allowed("land.layer.view")
def land_map(request: HttpRequest) -> HttpResponse:
    """The map with candidates, weights and exclusions beside it, and the same as a table below."""
    access = access_for(request.user)
    found = _wanted_analysis(request, access)
    rows = sorted(
        ((one, found.score(one.values)) for one in found.candidates) if found else [], key=lambda row: -row[1]
    )
    sites = queries.sites(access) if access.may("land.site.view") else []
    chosen = _chosen(request, access, found)
    context = {
        "analysis": found,
        "page": Paginator(rows if found else sites, ROWS).get_page(request.GET.get("page")),
        "site_count": len(sites),
        "undecided": sum(one.dwellings is None for one, _score in rows),
        "options": _options(found, access, chosen),
        "data_url": reverse("land:map-sites") if access.may("land.site.view") else "",
        "selection": chosen,
        "panel": panel_template(chosen),
        "may_decide": access.may("land.site.decide"),
        "map_panels": list(panels("land.map", request, None)),
        "print_url": reverse("land:map-print") + (f"?analysis={found.pk}" if found else ""),
    }
    return allow_base_map(render(request, "land/map.html", context))


@require_GET
@allowed("land.site.view")
def sites(request: HttpRequest) -> JsonResponse:
    response = JsonResponse(queries.sites_geojson(access_for(request.user)))
    patch_cache_control(response, private=True, no_cache=True)
    return response


def _analysis_or_404(request: HttpRequest, pk: int) -> queries.Analysis:
    found = queries.analysis(access_for(request.user), pk, on=timezone.localdate())
    if found is None:
        raise Http404
    return found


@require_GET
@allowed("land.analysis.view")
def candidates(request: HttpRequest, pk: int) -> JsonResponse:
    response = JsonResponse(queries.candidates_geojson(_analysis_or_404(request, pk)))
    patch_cache_control(response, private=True, no_cache=True)
    return response


@require_GET
@allowed("land.analysis.view")
def factors(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The binary file of factor values; docs/methods/map.md describes it."""
    found = _analysis_or_404(request, pk)
    if found.factors_file is None or not found.factors_file.is_file():
        raise Http404
    response = FileResponse(found.factors_file.open("rb"), content_type="application/octet-stream")
    # A finished analysis never changes under its number.
    patch_cache_control(response, private=True, max_age=86400)
    return response


@require_GET
@allowed("land.layer.view")
def selection(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """The panel beside the map about one thing."""
    access = access_for(request.user)
    if kind == "site" and not access.may("land.site.view"):
        raise Http404
    found: queries.Selection | ParcelPanel | None
    if kind == "parcel":
        # Nothing but the one row is read: not the hundreds of candidates beside it.
        analysis = _number(request.GET.get("analysis", ""))
        found = parcel_panel(access, analysis, pk) if analysis is not None else None
    else:
        found = queries.selection(access, _wanted_analysis(request, access), kind, pk)
    if found is None:
        raise Http404
    context = {"selection": found, "may_decide": access.may("land.site.decide")}
    return render(request, panel_template(found), context)


@require_GET
@allowed("land.layer.view")
def search(request: HttpRequest) -> JsonResponse:
    """Hits of the map's search box."""
    analysis = _number(request.GET.get("analysis", ""))
    found = found_on_map(access_for(request.user), request.GET.get("q", "")[:LONGEST_SEARCH], analysis)
    return JsonResponse(
        {
            "hits": [
                {
                    "kind": one.kind,
                    "label": one.label,
                    "at": [one.lon, one.lat],
                    "pk": one.pk,
                    "geometry": one.geometry,
                    "outline": one.outline,
                }
                for one in found
            ]
        }
    )


@require_GET
@allowed("land.layer.view")
def land_map_print(request: HttpRequest) -> HttpResponse:
    """The map as it goes on paper: one drawing with scale, north and source, and the table below it."""
    access = access_for(request.user)
    found = _wanted_analysis(request, access)
    rows = sorted(
        ((one, found.score(one.values)) for one in found.candidates) if found else [], key=lambda row: -row[1]
    )
    suffix = f"?analysis={found.pk}" if found else ""
    context = {
        "analysis": found,
        "svg": map_svg_of(access, found),
        "rows": rows,
        "pdf_url": reverse("land:map-document", args=["pdf"]) + suffix,
        "docx_url": reverse("land:map-document", args=["docx"]) + suffix,
        "crumbs": [(_("Where can be built?"), reverse("land:map"))],
    }
    return render(request, "land/map_print.html", context)


@require_GET
@allowed("land.layer.view")
def land_map_document(request: HttpRequest, form: str) -> HttpResponse:
    """The same as PDF or Word file."""
    if form not in {"pdf", "docx"}:
        raise Http404
    access = access_for(request.user)
    document = map_document(access, _wanted_analysis(request, access))
    return document_response(document, form, document.title)
