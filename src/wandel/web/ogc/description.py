"""What the service says about itself: landing page, conformance, the collection, and the description of its addresses."""

from typing import Any

from django.utils.translation import gettext as _

from wandel.office.places.profile import active_profile
from wandel.office.places.queries import county
from wandel.ui.formats import reader_language
from wandel.web.api import schemas
from wandel.web.api.openapi import refusals
from wandel.web.ogc.features import SELECTING, extent

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
GREGORIAN = "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"
GEOJSON, JSON, HTML = "application/geo+json", "application/json", "text/html"
OPENAPI = "application/vnd.oai.openapi+json;version=3.1"
# What is really kept. The class for OpenAPI 3.0 is not among them: the description is written in 3.1.
CONFORMANCE = (
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/html",
)
COLLECTION = "sites"
FORM = {
    "name": "f", "in": "query", "required": False, "description": "How the answer is written.",
    "schema": {"type": "string", "enum": ["json", "html"]},
}  # fmt: skip


def link(href: str, rel: str, kind: str, title: str) -> dict[str, str]:
    return {"href": href, "rel": rel, "type": kind, "title": title}


def landing(base: str) -> dict[str, Any]:
    profile = active_profile()
    return {
        "title": _("Published sites %(county)s") % {"county": getattr(profile.in_county, reader_language())},
        "description": _("Areas in the county on which something can be built, as far as they are published."),
        "attribution": getattr(profile.name, reader_language()),
        "links": [
            link(f"{base}/ogc/api", "service-desc", OPENAPI, _("Description of the addresses")),
            link(f"{base}/api/v1/", "service-doc", HTML, _("Interface for other programs")),
            link(f"{base}/ogc/conformance", "conformance", JSON, _("What of the standard is kept")),
            link(f"{base}/ogc/collections", "data", JSON, _("The collections")),
        ],
    }


def collection(base: str) -> dict[str, Any]:
    """One query."""
    found, place = extent(), county()
    where = {"spatial": {"bbox": [list(found.box)], "crs": CRS84}} if found.box else {}
    since = f"{found.since.isoformat()}T00:00:00Z" if found.since else None
    return {
        "id": COLLECTION,
        "title": _("Published sites"),
        "description": _("Areas on which something can be built: where, how large, what for, from when."),
        "attribution": place.attribution if place else "",
        "itemType": "feature",
        "crs": [CRS84],
        "storageCrs": CRS84,
        "extent": {**where, "temporal": {"interval": [[since, None]], "trs": GREGORIAN}},
        "links": [
            link(f"{base}/ogc/collections/{COLLECTION}/items", "items", GEOJSON, _("The sites as GeoJSON")),
            link(f"{base}/ogc/collections/{COLLECTION}/items?f=html", "items", HTML, _("The sites as a page")),
            link(f"{base}/sites/areas.geojson", "enclosure", GEOJSON, _("All sites as one file")),
        ],
    }


def _get(summary: str, kind: str, schema: dict[str, Any], codes: tuple[str, ...], *parameters: Any) -> dict[str, Any]:
    return {
        "get": {
            "summary": summary,
            "parameters": [*parameters, FORM],
            "responses": {
                "200": {
                    "description": summary,
                    "content": {kind: {"schema": schema}, HTML: {"schema": {"type": "string"}}},
                },
                "304": {"description": "Unchanged since the answer with this ETag."},
                **refusals(*codes),
            },
        }
    }


def document(base: str) -> dict[str, Any]:
    """The addresses in OpenAPI 3.1."""
    described = [parameter.described() for parameter in SELECTING]
    items = f"/ogc/collections/{COLLECTION}/items"
    number = {
        "name": "featureId", "in": "path", "required": True, "description": "The number of the site.",
        "schema": {"type": "string"},
    }  # fmt: skip
    feature = {
        "type": "object",
        "required": ["type", "geometry", "properties"],
        "properties": {
            "type": {"const": "Feature"}, "id": {"type": "string"}, "geometry": {"type": ["object", "null"]},
            "properties": {"type": "object"}, "links": {"type": "array"},
        },
    }  # fmt: skip
    features = {
        "type": "object",
        "required": ["type", "features", "links", "numberMatched", "numberReturned"],
        "properties": {
            "type": {"const": "FeatureCollection"}, "features": {"type": "array", "items": feature},
            "links": {"type": "array"}, "numberMatched": {"type": "integer"}, "numberReturned": {"type": "integer"},
        },
    }  # fmt: skip
    thing = {"type": "object"}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Published sites (OGC API Features)", "version": "1"},
        "servers": [{"url": base}],
        "paths": {
            "/ogc/": _get("Landing page", JSON, thing, ("400",)),
            "/ogc/conformance": _get("What of the standard is kept", JSON, thing, ("400",)),
            "/ogc/collections": _get("The collections", JSON, thing, ("400",)),
            f"/ogc/collections/{COLLECTION}": _get("Published sites", JSON, thing, ("400",)),
            items: _get("The published sites", GEOJSON, features, ("400",), *described),
            f"{items}/{{featureId}}": _get("One published site", GEOJSON, feature, ("400", "404"), number),
        },
        "components": {"schemas": {"ProblemDetails": schemas.ProblemDetails.model_json_schema(mode="serialization")}},
    }
