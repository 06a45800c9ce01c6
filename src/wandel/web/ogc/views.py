"""OGC API Features over the published sites: every answer as JSON for programs and as a page for people."""

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from wandel.fields.land.queries.public import is_invented
from wandel.web.api.door import answer, machine
from wandel.web.api.parameters import one_of, page_links, read_all
from wandel.web.api.problems import Problem
from wandel.web.ogc import description, features
from wandel.web.ogc.description import COLLECTION, GEOJSON, HTML, JSON, link

FORM = one_of("f", "How the answer is written.", ["json", "html"])


def _base(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")


def _wants_page(request: HttpRequest, chosen: str | None) -> bool:
    if chosen:
        return chosen == "html"
    return request.get_preferred_type([JSON, GEOJSON, HTML]) == HTML


def _with_form(request: HttpRequest, form: str) -> str:
    query = request.GET.copy()
    query["f"] = form
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


def _two_ways(request: HttpRequest, kind: str) -> list[dict[str, str]]:
    """The answer itself and the same as a page."""
    return [
        link(_with_form(request, "json"), "self", kind, _("This answer for programs")),
        link(_with_form(request, "html"), "alternate", HTML, _("This answer as a page")),
    ]


def _page(request: HttpRequest, **context: Any) -> HttpResponseBase:
    crumbs = [(_("Geographic interface"), reverse("ogc:landing"))] if request.path != reverse("ogc:landing") else []
    context = {"crumbs": crumbs, "invented": is_invented(), "json_url": _with_form(request, "json"), **context}
    response = render(request, "web/ogc.html", context)
    response["Vary"] = "Accept, Accept-Language, Cookie"
    return response


def _links_of(document: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one["title"], one["href"]) for one in document["links"] if one["rel"] not in {"self", "alternate"}]


def _served(request: HttpRequest, document: dict[str, Any], kind: str = JSON) -> HttpResponseBase:
    response = answer(request, document, public=True, kind=kind)
    response["Vary"] = "Accept"
    return response


@machine
def landing(request: HttpRequest) -> HttpResponseBase:
    page = _wants_page(request, read_all(request.GET, [FORM])["f"])
    found = description.landing(_base(request))
    if page:
        return _page(request, heading=found["title"], lead=found["description"], links=_links_of(found))
    found["links"] = [*_two_ways(request, JSON), *found["links"]]
    return _served(request, found)


@machine
def conformance(request: HttpRequest) -> HttpResponseBase:
    if _wants_page(request, read_all(request.GET, [FORM])["f"]):
        kept = [(one, one) for one in description.CONFORMANCE]
        return _page(request, heading=_("What of the standard is kept"), links=kept)
    return _served(request, {"conformsTo": list(description.CONFORMANCE)})


@machine
def collections(request: HttpRequest) -> HttpResponseBase:
    page = _wants_page(request, read_all(request.GET, [FORM])["f"])
    found = description.collection(_base(request))
    here = f"{_base(request)}/ogc/collections/{COLLECTION}"
    if page:
        return _page(request, heading=_("The collections"), links=[(found["title"], here)])
    found["links"] = [link(here, "self", JSON, found["title"]), *found["links"]]
    return _served(request, {"links": _two_ways(request, JSON), "collections": [found]})


@machine
def collection(request: HttpRequest, key: str) -> HttpResponseBase:
    _known(key)
    page = _wants_page(request, read_all(request.GET, [FORM])["f"])
    found = description.collection(_base(request))
    if page:
        return _page(request, heading=found["title"], lead=found["description"], links=_links_of(found))
    found["links"] = [*_two_ways(request, JSON), *found["links"]]
    return _served(request, found)


@machine
def items(request: HttpRequest, key: str) -> HttpResponseBase:
    """One page of the sites that the parameters choose."""
    _known(key)
    values = read_all(request.GET, [*features.SELECTING, FORM])
    page = _wants_page(request, values["f"])
    found = features.select(values)
    limit, offset = values["limit"], values["offset"]
    shown = found[offset : offset + limit]
    pages = page_links(request, request.path, limit=limit, offset=offset, total=len(found))
    if page:
        numbers = {"matched": len(found), "returned": len(shown)}
        return _page(
            request,
            heading=_("Published sites"),
            lead=_("%(returned)s of %(matched)s sites") % numbers,
            features=[(one, f"{request.path}/{one['id']}?f=html") for one in shown],
            links=[(_("next page"), pages["next"])] if "next" in pages else [],
        )
    titles = {"next": _("next page"), "prev": _("page before")}
    body = {
        "type": "FeatureCollection",
        "numberMatched": len(found),
        "numberReturned": len(shown),
        "links": [
            *_two_ways(request, GEOJSON),
            *(link(pages[rel], rel, GEOJSON, title) for rel, title in titles.items() if rel in pages),
            link(f"{_base(request)}/ogc/collections/{COLLECTION}", "collection", JSON, _("Published sites")),
        ],
        "features": shown,
    }
    response = _served(request, body, GEOJSON)
    if "next" in pages:
        response["Link"] = f'<{pages["next"]}>; rel="next"; type="{GEOJSON}"'
    return response


@machine
def item(request: HttpRequest, key: str, number: str) -> HttpResponseBase:
    _known(key)
    page = _wants_page(request, read_all(request.GET, [FORM])["f"])
    found = features.one(number) if "\x00" not in number else None
    if found is None:
        raise Http404
    if page:
        links = [(_("The page of the site"), reverse("sites:site", args=[number]))]
        return _page(request, heading=found["properties"]["name"], facts=_plain(found["properties"]), links=links)
    found["links"] = [
        *_two_ways(request, GEOJSON),
        link(f"{_base(request)}/ogc/collections/{COLLECTION}", "collection", JSON, _("Published sites")),
    ]
    return _served(request, found, GEOJSON)


@machine
def api(request: HttpRequest) -> HttpResponseBase:
    return answer(request, description.document(_base(request)), public=True, kind=description.OPENAPI)


@machine
def nothing_here(request: HttpRequest, rest: str) -> HttpResponseBase:
    if rest.endswith("/") and rest.split("/", maxsplit=1)[0] in {"conformance", "collections", "api"}:
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(request.path.rstrip("/") + (f"?{query}" if query else ""))
    raise Problem(HTTPStatus.NOT_FOUND, _("This address does not exist. Begin at /ogc/."))


def _plain(properties: dict[str, Any]) -> list[tuple[str, str]]:
    """Names and values as the JSON has them, for people who write programs; what is not known is a dash."""

    def told(value: Any) -> str:
        if isinstance(value, bool):
            return "true" if value else "false"
        return "–" if value is None or value == "" else str(value)

    return [(name, told(value)) for name, value in properties.items()]


def _known(key: str) -> None:
    if key != COLLECTION:
        sentence = _("There is no collection “%(key)s”. There is: %(known)s.")
        raise Problem(HTTPStatus.NOT_FOUND, sentence % {"key": key[:60], "known": COLLECTION})
