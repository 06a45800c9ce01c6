"""What the layers say about a site: which share each covers, since when, by which version, and what is out of date."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from wandel.core.suitability.rules import SHARE, RulesError, rules_from
from wandel.fields.land.models import Layer, Site
from wandel.fields.land.queries.analysis import rule_set_on

# Less than this is the thickness of a line on two maps.
TOUCHES = 0.0001


def layers_to_compare() -> QuerySet[Layer]:
    """Layers of areas that are in force."""
    return Layer.objects.filter(kind=Layer.Kind.AREAS).exclude(current=None).select_related("current")


def sites_to_compare() -> QuerySet[Site]:
    """Sites with an outline that are still in the stock."""
    return Site.objects.filter(retired_on=None).exclude(geometry=None)


def outline_mark(geometry: Mapping[str, Any] | None) -> str:
    """A short name of an outline; another outline has another one."""
    return hashlib.sha256(json.dumps(geometry, sort_keys=True).encode()).hexdigest()[:12] if geometry else ""


def is_fresh(row: Mapping[str, Any], layer: Layer, mark: str) -> bool:
    """Whether a stored row speaks of this outline and of the layer's version in force."""
    number = layer.current.number if layer.current else None
    return row.get("layer") == layer.key and row.get("version") == number and row.get("outline") == mark


@dataclass(frozen=True)
class Constraint:
    """How much of a site one layer covers. ``excludes``: above what the rules in force allow; ``stale`` says why in one word:
    "outline", "version", "gone" (the layer is not in force any more), or nothing.
    """

    layer: str
    name: str
    reason: str
    share: Decimal
    area_m2: float
    as_of: date | None
    number: int | None
    source: str
    licence: str
    synthetic: bool
    excludes: bool
    stale: str
    url: str

    @property
    def per_cent(self) -> Decimal:
        return self.share * 100


@dataclass(frozen=True)
class Constraints:
    """Layers that touch a site, largest share first, names of those that do not, and of those never compared."""

    touching: list[Constraint] = field(default_factory=list)
    untouched: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    @property
    def known(self) -> bool:
        return bool(self.touching or self.untouched)

    @property
    def outdated(self) -> bool:
        return bool(self.missing) or any(row.stale for row in self.touching)


def constraints_of(site: Site, *, on: date) -> Constraints:
    """What is stored of a site, beside what is in force on a day. Two queries."""
    layers = {layer.key: layer for layer in Layer.objects.select_related("current")}
    thresholds = _thresholds(on)
    mark = outline_mark(site.geometry)
    touching, untouched = [], []
    missing = {key: layer.name for key, layer in layers.items() if layer.kind == Layer.Kind.AREAS and layer.current}
    for row in site.constraints:
        layer = layers.get(row["layer"])
        current = layer.current if layer else None
        share = float(row["share"])
        if share < TOUCHES:
            if layer and is_fresh(row, layer, mark):
                untouched.append(layer.name)
                missing.pop(layer.key, None)
            continue
        missing.pop(row["layer"], None)
        stale = (
            "gone"
            if layer is None or current is None
            else "version"
            if row.get("version") != current.number
            else "outline"
            if row.get("outline") != mark
            else ""
        )
        touching.append(
            Constraint(
                layer=row["layer"],
                name=layer.name if layer else row["name"],
                reason=layer.why if layer else "",
                share=Decimal(str(row["share"])),
                area_m2=float(row.get("area_m2") or 0),
                as_of=date.fromisoformat(row["as_of"]) if row.get("as_of") else None,
                number=row.get("version"),
                source=row.get("source", ""),
                licence=row.get("licence", ""),
                synthetic=bool(row.get("synthetic")),
                excludes=row["layer"] in thresholds and share > thresholds[row["layer"]],
                stale=stale,
                url=layer.get_absolute_url() if layer else "",
            )
        )
    touching.sort(key=lambda one: (-one.share, one.name))
    return Constraints(touching, sorted(untouched), sorted(missing.values()) if site.geometry else [])


def _thresholds(on: date) -> dict[str, float]:
    """The share of each layer above which the rules in force exclude; where two say it, the stricter."""
    rule_set = rule_set_on(on)
    if rule_set is None:
        return {}
    try:
        criteria = rules_from(rule_set.rules).criteria
    except RulesError:
        return {}
    found: dict[str, float] = {}
    for one in criteria:
        # A criterion that looks at some features of a layer only says nothing about the whole layer's share.
        if one.kind == SHARE and one.exclude is not None and one.where is None:
            found[one.layer] = min(one.exclude, found.get(one.layer, 1.0))
    return found
