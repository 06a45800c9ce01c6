"""A drawn area asks the server: read what was typed, split along a line, join, measure."""

import importlib
import json
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wandel.office.people.access import allowed

LARGEST = 2_000_000
MOST_SHAPES = 50


@require_POST
@allowed("land.layer.view")
def shapes(request: HttpRequest) -> JsonResponse:
    """JSON in: ``operation`` (read, split, merge), ``text`` or ``shapes`` (GeoJSON) and ``line``.

    JSON out: ``shapes``, each with ``geometry`` and ``hectares``; or ``error``, a sentence, with status 400. Nothing is
    stored: the form that carries the field saves.
    """
    # shapely costs a quarter of a second to import; the map's other pages shall not wait for it.
    geometry = importlib.import_module("wandel.core.geodata.shapes")
    try:
        if len(request.body) > LARGEST:
            return _refused(_("The area is too detailed. Simplify it before you load it here."))
        asked = json.loads(request.body)
        operation, given = asked.get("operation"), asked.get("shapes") or []
        if not isinstance(given, list) or len(given) > MOST_SHAPES:
            raise ValueError("shapes is no list of reasonable length")
        if operation == "read":
            found = [geometry.read_shape(str(asked.get("text", "")))]
        elif operation == "split":
            found = geometry.split(geometry.from_geojson(given[0]), asked.get("line") or {})
        elif operation == "merge":
            found = [geometry.merge([geometry.from_geojson(one) for one in given])]
        else:
            raise ValueError("no such operation")
    except geometry.ShapeError as error:
        return _refused(error.text.to(get_language() or "de"))
    except (ValueError, IndexError, AttributeError, TypeError, RecursionError):
        return _refused(_("The drawing did not arrive whole. Draw the area again."))
    return JsonResponse({"shapes": [_answer(geometry, one) for one in found]})


def _answer(geometry: Any, area: Any) -> dict[str, Any]:
    return {"geometry": geometry.to_geojson(area), "hectares": round(area.area / 10_000, 4)}


def _refused(sentence: str) -> JsonResponse:
    return JsonResponse({"error": sentence}, status=400)
