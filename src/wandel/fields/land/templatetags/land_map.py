"""The map as one line of a template: ``{% land_map mode="draw" field="geometry" height="medium" %}``."""

from typing import Any

from django import template
from django.template.context import Context
from django.urls import reverse

from wandel.fields.land.map_texts import controls, texts
from wandel.fields.land.queries import map as land_map_queries
from wandel.office.places.profile import active_profile

register = template.Library()
MODES = ("view", "select", "draw")
HEIGHTS = ("small", "medium", "tall")


@register.inclusion_tag("land/_map.html", takes_context=True, name="land_map")
def land_map(
    context: Context,
    *,
    mode: str = "view",
    height: str = "medium",
    data_url: str = "",
    field: str = "",
    label: str = "",
    key: str = "land-map",
    public: bool = False,
    options: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """A map with the county's own base.

    ``mode``: "view" shows, "select" makes shapes clickable, "draw" writes a drawn area as GeoJSON into the form field
    ``field`` (its id). ``height``: small, medium or tall. ``data_url``: GeoJSON to show, with a number as id of each
    feature. ``label``: what the map shows, for readers who do not see it. ``key``: id of the map where a page has two.
    ``public``: ask only addresses open to everybody. ``options`` are added to what the script is told (map pages).
    """
    if mode not in MODES or height not in HEIGHTS:
        raise ValueError(f"a map has mode {MODES} and height {HEIGHTS}, not {mode!r} and {height!r}")
    base = active_profile().base_map
    configuration = {
        "mode": mode,
        "boundaries": reverse("land:public-boundaries"),
        "data": data_url,
        "field": field,
        "shapes": reverse("land:map-shapes") if mode == "draw" else "",
        "search": "" if public else reverse("land:map-search"),
        "base": {"style": base.style_url, "attribution": base.attribution} if base else None,
        "texts": texts(),
        "controls": controls(),
        **(options or {}),
    }
    return {
        "key": key,
        "mode": mode,
        "height": height,
        "field": field,
        "label": label,
        "public": public,
        "configuration": configuration,
        "configuration_id": f"{key}-configuration",
        "attribution": land_map_queries.boundaries_attribution(),
        "base_attribution": base.attribution if base else "",
        "csrf_token": context.get("csrf_token"),
    }
