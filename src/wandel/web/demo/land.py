"""The demo's land: an invented cadastre and invented layers inside the real boundaries, real stops and schools, and rules.

Laid out by the worker, because parcels by the ten thousand take a while; everything invented says so.
"""

from collections.abc import Callable
from datetime import date
from importlib import import_module
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy, gettext_noop

from wandel.fields.land.actions.analysis import decide_rules, start_analysis
from wandel.fields.land.actions.layer import Description, prepared, prepared_raster, put_in_force
from wandel.fields.land.models import RuleSet
from wandel.fields.land.queries.analysis import PARCELS
from wandel.fields.land.queries.layer import current_version
from wandel.office.people.access import access_for
from wandel.office.people.models import User
from wandel.office.places.models import Municipality, Place
from wandel.office.runs.actions import start
from wandel.office.runs.execution import RunHandle
from wandel.office.runs.models import Run
from wandel.office.runs.queries import runs_for
from wandel.ui.phrases import Phrase
from wandel.ui.slots import Panel

RUN = "demo.land"
SMALL, FULL = 20_000, 280_000
SEED = 20_261
PARCELS_PER_FLUR = 400
INVENTED = "erfunden für die Demo (synthetisch)"
# Key, German and English name, what it matters for, how it is drawn: (kind, count, vertices, sizes in metres).
LAYERS: list[tuple[str, str, str, str, str, tuple[str, int, int, tuple[float, float]]]] = [
    ("hochwasser", "Überschwemmungsgebiet HQ100", "flood area HQ100", "§ 78 WHG: hier wird nicht gebaut", "§ 78 WHG: no building here", ("bands", 46, 240, (40, 180))),
    ("natura2000", "Natura 2000", "Natura 2000", "§ 34 BNatSchG", "§ 34 BNatSchG", ("blobs", 40, 300, (300, 1_800))),
    ("wald", "Wald", "woods", "Umwandlung nur mit Genehmigung, § 39 LFoG", "conversion only with permission, § 39 LFoG", ("blobs", 380, 160, (80, 900))),
    ("tagebau", "Tagebau und Abstand", "open-cast mine and distance", "Böschung und Rutschgefahr", "slopes that may slide", ("blobs", 4, 300, (900, 2_400))),
    ("boden", "Boden über 70 Punkte", "soil above 70 points", "guter Acker soll Acker bleiben", "good fields shall stay fields", ("blobs", 420, 120, (150, 1_200))),
    ("biotopverbund", "Biotopverbund", "biotope network", "Wege der Tiere", "paths of animals", ("blobs", 260, 140, (80, 600))),
    ("laerm", "Lärm über 55 dB(A) nachts", "noise above 55 dB(A) at night", "Straße und Schiene", "roads and rails", ("bands", 40, 220, (60, 300))),
]  # fmt: skip
SOIL_TALK = {
    "de": "Landwirtschaft vor dem Verfahren ansprechen.",
    "en": "Talk to the farmers before the procedure begins.",
}
NOISE_TALK = {
    "de": "Mit dem Bauamt klären, was Lärmschutz kostet.",
    "en": "Ask the building office what noise control costs.",
}


def rules(title: str, weights: dict[str, float], threshold: float) -> dict[str, Any]:
    """Rules as ``wandel suitability`` reads them, with the demo's layers."""
    labels = {key: {"de": german, "en": english} for key, german, english, *_rest in LAYERS}
    labels["siedlung"] = {"de": "bebauter Ort", "en": "built-up place"}
    excluded = {"siedlung": 0.2, "hochwasser": 0.02, "natura2000": 0.02, "wald": 0.2, "tagebau": 0.0}
    layers: dict[str, Any] = {key: {"exclude": value, "label": labels[key]} for key, value in excluded.items()}
    for key, advice in (("boden", SOIL_TALK), ("biotopverbund", None), ("laerm", NOISE_TALK)):
        layers[key] = {"weight": weights[key], "label": labels[key]} | ({"advice": advice} if advice else {})
    return {
        "title": title,
        "threshold": threshold,
        "minimum_cluster_ha": 1,
        "maximum_cluster_ha": 25,
        "layers": layers,
        "distances": {
            "halt": {"layer": "haltepunkte", "weight": weights["halt"], "best": 600, "worst": 3_500, "label": {"de": "Nähe zum Haltepunkt", "en": "near a rail stop"}},
            "schule": {"layer": "grundschulen", "weight": weights["schule"], "best": 500, "worst": 3_000, "label": {"de": "Nähe zur Grundschule", "en": "near a primary school"}},
        },
        "slope": {"layer": "hangneigung", "weight": weights["hang"], "best": 2, "worst": 15, "label": {"de": "Hang", "en": "slope"}},
    }  # fmt: skip


RULE_SETS = [
    ("Wohnbauland: kurze Wege", {"halt": 0.31, "schule": 0.24, "boden": 0.18, "hang": 0.09, "laerm": 0.11, "biotopverbund": 0.07}, 80.0),
    ("Wohnbauland: Boden zuerst", {"halt": 0.2, "schule": 0.15, "boden": 0.4, "hang": 0.05, "laerm": 0.08, "biotopverbund": 0.12}, 84.0),
]  # fmt: skip


def queue_land(*, parcels: int, by: User | None, on: date) -> Run:
    """Record the rules and put the laying out of the land into the background."""
    # The first is the newer, so it is in force; the second is there to compare.
    for title, weights, threshold in reversed(RULE_SETS):
        if not RuleSet.objects.filter(title=title).exists():
            values = {
                "title": title,
                "valid_from": on,
                "decided_by": "Arbeitskreis Flächen (Demo)",
                "note": "Beispiel für die Demo",
                "rules": rules(title, weights, threshold),
            }
            decide_rules(values=values, by=by)
    label = Phrase(gettext_noop("Lay out %(count)s invented parcels and their layers"), {"count": parcels})
    return start(kind=RUN, params={"parcels": parcels, "on": on.isoformat()}, by=by, label=label)


class Stopped(Exception):
    """Somebody pressed cancel, or the worker has to stop."""


def lay_out_land(run: RunHandle) -> dict[str, Any]:
    """Make and import parcels and layers, then search with both rule sets. The same content again changes nothing."""
    on = date.fromisoformat(run.params["on"])
    by = User.objects.filter(pk=run.actor_id).first() if run.actor_id else None

    def told(done: int) -> None:
        run.progress(done, 100)
        if run.cancelled():
            raise Stopped

    try:
        _lay_out(run.params["parcels"], by, on, told)
    except Stopped:
        # What is in force stays whole: a layer changes only when its new version is complete.
        return {}
    for title in [row[0] for row in reversed(RULE_SETS)]:
        start_analysis(rule_set=RuleSet.objects.filter(title=title).latest("pk"), by=by)
    return {"path": "/land/analyses/"}


def _lay_out(parcels: int, by: User | None, on: date, told: Callable[[int], None]) -> None:
    synthetic = import_module("wandel.core.geodata.synthetic")
    boundaries = _boundaries()
    cadastre = synthetic.cadastre(
        boundaries, parcels=parcels, seed=SEED, progress=lambda done, total: told(60 * done // total)
    )
    _import_parcels(cadastre, by, on)
    told(75)
    _import_settlements(cadastre, by, on)
    told(80)
    _import_layers(boundaries, by, on)
    told(95)
    _import_points(by, on)
    told(100)


def _boundaries() -> Any:
    """The municipalities in EPSG:25832."""
    numpy, shapely, pyproj = (import_module(name) for name in ("numpy", "shapely", "pyproj"))
    project = pyproj.Transformer.from_crs(4326, 25832, always_xy=True).transform
    rows = Municipality.objects.exclude(boundary={}).order_by("ags")
    shapes = numpy.array([shapely.geometry.shape(row.boundary) for row in rows], dtype=object)
    return shapely.transform(shapes, lambda c: numpy.column_stack(project(c[:, 0], c[:, 1])))


def _features(geometry: Any, attributes: dict[str, Any], kind: str) -> Any:
    features, arrow = import_module("wandel.core.geodata.features"), import_module("pyarrow")
    report = features.Report(len(geometry), len(geometry))
    return features.Features(geometry, arrow.table(attributes), kind, "EPSG:25832", report)


def _describe(key: str, kind: str, german: str, english: str, on: date, **more: Any) -> Description:
    given = {"source": INVENTED, "licence": "CC0", "synthetic": True, **more}
    return Description(key=key, kind=kind, name_de=german, name_en=english, as_of=on, **given)


def _import_parcels(cadastre: Any, by: User | None, on: date) -> None:
    attributes = {"flurstueck": list(cadastre.number), **_numbers(cadastre), "nutzung": list(cadastre.land_use)}
    ready = prepared(_features(cadastre.geometry, attributes, "areas"))
    description = _describe(PARCELS, "parcels", "Flurstücke", "parcels", on)
    put_in_force(description=description, prepared=ready, by=by)


def _numbers(cadastre: Any) -> dict[str, list[Any]]:
    """Gemarkung (here the municipality), Flur and Flurstück as a cadastre writes them; every seventh is a divided one."""
    names = list(Municipality.objects.exclude(boundary={}).order_by("ags").values_list("name", flat=True))
    found: dict[str, list[Any]] = {"gemarkung": [], "flur": [], "flstnrzae": [], "flstnrnen": []}
    counted: dict[int, int] = {}
    for owner in cadastre.municipality.tolist():
        number = counted[owner] = counted.get(owner, -1) + 1
        flur, place = divmod(number, PARCELS_PER_FLUR)
        found["gemarkung"].append(names[owner])
        found["flur"].append(flur + 1)
        found["flstnrzae"].append(place - place // 7 + 1 - (place % 7 == 6))
        found["flstnrnen"].append(1 if place % 7 == 6 else None)
    return found


def _import_settlements(cadastre: Any, by: User | None, on: date) -> None:
    """Where people live already: the invented parcels of the villages."""
    built = cadastre.geometry[cadastre.land_use == "Wohnbaufläche"]
    ready = prepared(_features(built, {"nummer": list(range(1, len(built) + 1))}, "areas"))
    put_in_force(description=_describe("siedlung", "areas", "Siedlung", "settlements", on), prepared=ready, by=by)


def _import_layers(boundaries: Any, by: User | None, on: date) -> None:
    numpy, shapely = import_module("numpy"), import_module("shapely")
    synthetic, raster = import_module("wandel.core.geodata.synthetic"), import_module("wandel.core.suitability.raster")
    whole = shapely.union_all(boundaries)
    for number, (key, german, english, why_de, why_en, drawing) in enumerate(LAYERS):
        kind, count, vertices, sizes = drawing
        if kind == "bands":
            shapes = synthetic.bands(whole, count=count, vertices=vertices, width=sizes, step=60.0, seed=SEED + number)
        else:
            shapes = synthetic.blobs(whole, count=count, vertices=vertices, radius=sizes, seed=SEED + number)
        ready = prepared(_features(shapes, {"nummer": list(range(1, len(shapes) + 1))}, "areas"))
        described = _describe(key, "areas", german, english, on, why_de=why_de, why_en=why_en)
        put_in_force(description=described, prepared=ready, by=by)
    bounds = whole.bounds
    values = synthetic.slope_raster(bounds, pixel=25.0, seed=SEED).astype(numpy.float32)
    found = prepared_raster(raster.Raster(values, bounds[0], bounds[3], 25.0))
    put_in_force(description=_describe("hangneigung", "raster", "Hangneigung", "slope", on), prepared=found, by=by)


def _import_points(by: User | None, on: date) -> None:
    """Stops and primary schools as the profile has them: real, with their own source."""
    numpy, shapely, pyproj = (import_module(name) for name in ("numpy", "shapely", "pyproj"))
    project = pyproj.Transformer.from_crs(4326, 25832, always_xy=True).transform
    wanted = [
        ("haltepunkte", "Haltepunkte", "rail stops", Place.objects.filter(kind=Place.Kind.STOP)),
        ("grundschulen", "Grundschulen", "primary schools", Place.objects.filter(kind=Place.Kind.SCHOOL, name__regex="^(GG|KG|EG) ")),
    ]  # fmt: skip
    for key, german, english, rows in wanted:
        places = list(rows.order_by("pk"))
        if not places:
            continue
        degrees = numpy.array([[place.lon, place.lat] for place in places])
        points = shapely.points(numpy.column_stack(project(degrees[:, 0], degrees[:, 1])))
        features = _features(points, {"name": [place.name for place in places]}, "points")
        description = _describe(
            key,
            "points",
            german,
            english,
            places[0].as_of,
            source=places[0].source,
            licence="siehe Quelle",
            synthetic=False,
        )
        put_in_force(description=description, prepared=prepared(features), by=by)


def queue_full_land(by: User | None) -> Run:
    """The whole county with 280,000 parcels, in the background."""
    return queue_land(parcels=FULL, by=by, on=timezone.localdate())


def run_going_on() -> Run | None:
    """The laying out that waits or runs, if one does."""
    found = Run.objects.filter(kind=RUN, state__in=[Run.State.QUEUED, Run.State.RUNNING]).order_by("-created_at")
    return next((run for run in found if run.active), None)


def full_land_panel(request: HttpRequest, _subject: Any) -> Panel | None:
    """On the land pages of the demo: the button that lays out the whole county's parcels, or the run that does."""
    if not access_for(request.user).may("land.layer.edit"):
        return None
    now, going_on = parcels_now(), run_going_on()
    if now >= FULL and going_on is None:
        return None
    seen = runs_for(access_for(request.user)).filter(pk=going_on.pk).exists() if going_on else False
    context = {"now": now, "full": FULL, "run": going_on, "may_watch": seen}
    return Panel(gettext_lazy("More parcels for this demo"), "demo/_full_land.html", context)


def parcels_now() -> int:
    """How many parcels are in force."""
    version = current_version(PARCELS)
    return version.features if version else 0


def wanted_parcels() -> int:
    """How many parcels a fresh demo begins with."""
    return FULL if settings.WANDEL_DEMO_FULL else SMALL
