"""Intersecting sites with the layers in force. Loads geometry libraries and kernels: only background work imports it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import shapely
from django.core.exceptions import ValidationError
from django.utils.translation import get_language

from wandel.core.geodata.flat import from_shapely
from wandel.core.geodata.problems import GeodataError
from wandel.core.suitability.engine import best_engine
from wandel.fields.land.actions.constraint import store_constraints
from wandel.fields.land.actions.layer_geometry import cut_layer, projected
from wandel.fields.land.models import Layer, Site
from wandel.fields.land.queries.constraint import is_fresh, layers_to_compare, outline_mark, sites_to_compare


def compare_sites(*, told: Callable[[int, int], None]) -> int:
    """Compare every site with every layer of areas where that has not been done for this outline and this version.

    What is fresh is not measured again. ``told`` hears layers done and in all and may raise to end the work. Returns how
    many sites have something new. Raises ValidationError where a layer's file cannot be read.
    """
    layers, sites = list(layers_to_compare()), list(sites_to_compare())
    marks = {site.pk: outline_mark(site.geometry) for site in sites}
    stored = {site.pk: {row["layer"]: row for row in site.constraints} for site in sites}
    rows: dict[int, dict[str, dict[str, Any]]] = {site.pk: {} for site in sites}
    for done, layer in enumerate(layers):
        told(done, len(layers) + 1)
        open_sites = []
        for site in sites:
            known = stored[site.pk].get(layer.key, {})
            if is_fresh(known, layer, marks[site.pk]):
                rows[site.pk][layer.key] = known
            else:
                open_sites.append(site)
        for site, area, share in _measured(layer, open_sites):
            rows[site.pk][layer.key] = _row(layer, area, share)
    changed = 0
    for site in sites:
        new = [rows[site.pk][layer.key] for layer in layers]
        if new != site.constraints:
            found = store_constraints(site=site, rows=new, by=None, mark=marks[site.pk])
            changed += found.constraints != site.constraints
    told(len(layers) + 1, len(layers) + 1)
    return changed


def _measured(layer: Layer, sites: list[Site]) -> list[tuple[Site, float, float]]:
    """Square metres and share of each site inside a layer."""
    if not sites or layer.current is None:
        return []
    shapes = projected([site.geometry for site in sites])
    broken = ~shapely.is_valid(shapes)
    # Turning degrees into metres may fold a corner of a millimetre; a width of nothing unfolds it.
    shapes[broken] = shapely.buffer(shapes[broken], 0)
    flat, engine = from_shapely(shapes), best_engine()
    layer.current.layer = layer
    try:
        with ThreadPoolExecutor() as executor:
            shared = engine.shared_areas(flat, cut_layer(layer.current, engine, executor), 1)[:, 0]
    except GeodataError as error:
        raise ValidationError([text.to(get_language() or "de") for text in error.texts], code="geodata") from None
    areas = flat.areas()
    shares = np.divide(shared, areas, out=np.zeros(len(areas)), where=areas > 0).clip(0.0, 1.0)
    return [
        (site, max(0.0, float(area)), float(share)) for site, area, share in zip(sites, shared, shares, strict=True)
    ]


def _row(layer: Layer, area: float, share: float) -> dict[str, Any]:
    version = layer.current
    if version is None:
        raise ValueError(f"{layer.key} has no version in force")
    return {
        "layer": layer.key,
        "name": layer.name_de,
        "share": share,
        "area_m2": area,
        "as_of": version.as_of,
        "version": version.number,
        "source": version.source,
        "licence": version.licence,
        "synthetic": version.synthetic,
    }
