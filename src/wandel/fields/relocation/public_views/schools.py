"""The finder of schools and day care: list, map, page of one. No account; what is gone does not exist here."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wandel.core.schools.facts import school_facts
from wandel.fields.land.base_map import allow_base_map
from wandel.fields.land.map_texts import texts
from wandel.fields.relocation.forms.schools import SchoolFilter
from wandel.fields.relocation.queries import schools as queries
from wandel.office.places.models import Childcare, School
from wandel.office.places.profile import active_profile
from wandel.ui.formats import reader_language

ROWS = 30
TONES = {"primary": "blue", "secondary": "amber", "childcare": "green", "other": "line"}


def _found(chosen: dict[str, Any]) -> tuple[list[queries.Found], queries.Origin | None]:
    origin = queries.origin_of(chosen["near"]) if chosen["near"] else None
    wanted = queries.Wanted(chosen["what"], chosen["ags"], chosen["q"], chosen["language"], chosen["all_day"])
    return queries.find(wanted, origin=origin, language=reader_language()), origin


def _query(chosen: dict[str, Any]) -> str:
    kept = {name: "on" if value is True else value for name, value in chosen.items() if value}
    return f"?{urlencode(kept)}" if kept else ""


def _measured(origin: queries.Origin) -> str:
    sentences = {
        "postcode": _(
            "Distances are straight lines from the middle of the postcode %(place)s, not the way on the road."
        ),
        "municipality": _("Distances are straight lines from the middle of %(place)s, not the way on the road."),
        "stop": _("Distances are straight lines from the stop %(place)s, not the way on the road."),
        "point": _("Distances are straight lines from the point %(place)s, not the way on the road."),
    }
    return sentences[origin.how] % {"place": origin.label}


def _offices(ags: str) -> list[dict[str, Any]]:
    duties = {"jugendamt": _("Day care"), "schulamt": _("School")}
    language = reader_language()
    return [
        {
            "duty": duties[row.service],
            "office": row.office,
            "name": row.office.name.to(language),
            "where": row.where,
            "alone": row.alone,
        }
        for row in queries.responsible(active_profile(), ags)
    ]


def _facts() -> list[dict[str, str]]:
    return [
        {"text": fact.text.to(reader_language()), "norm": fact.norm, "status": fact.status} for fact in school_facts()
    ]


@require_safe
def finder(request: HttpRequest) -> HttpResponse:
    """Schools and day care, narrowed by what stands in the address."""
    form = SchoolFilter(request.GET)
    chosen = form.chosen()
    rows, origin = _found(chosen)
    query = _query(chosen)
    care = chosen["what"] == queries.CHILDCARE
    context = {
        "filter_form": form,
        "page": Paginator(rows, ROWS).get_page(request.GET.get("page")),
        "care": care,
        "origin": origin,
        "measured": _measured(origin) if origin else "",
        "lost": chosen["near"] if chosen["near"] and origin is None else "",
        "unsaid": chosen["all_day"] or chosen["language"],
        "filtered": bool(query),
        "oldest": queries.oldest_day(rows),
        "source": queries.source_of(rows),
        "offices": _offices(chosen["ags"]),
        "facts": _facts(),
        "data_url": reverse("relocation:school-points") + query,
        "options": {
            "selection": reverse("relocation:school-on-map", args=[0]).replace("0/", "{pk}/"),
            "texts": {**texts(), "sites": _("Day care") if care else _("Schools")},
        },
    }
    return allow_base_map(render(request, "relocation/schools.html", context))


@require_safe
def points(request: HttpRequest) -> JsonResponse:
    """The same lines as dots (GeoJSON, EPSG:4326); what has no place is in the list only."""
    form = SchoolFilter(request.GET)
    rows, _origin = _found(form.chosen())
    names = {
        "primary": _("Primary school"), "secondary": _("School after primary school"), "childcare": _("Day care"), "other": _("Other school"),
    }  # fmt: skip
    features = [
        {
            "type": "Feature",
            "id": row.map_id,
            "geometry": {"type": "Point", "coordinates": [row.place.lon, row.place.lat]},
            "properties": {"name": row.place.name, "group": names[row.group], "tone": TONES[row.group]},
        }
        for row in rows
        if row.place.point
    ]
    return JsonResponse(
        {"type": "FeatureCollection", "features": features},
        json_dumps_params={"ensure_ascii": False},
        headers={"Cache-Control": "public, max-age=300", "Vary": "Accept-Language, Cookie"},
    )


@require_safe
def on_map(request: HttpRequest, number: int) -> HttpResponse:
    """What a dot stands for, beside the map."""
    place = queries.place_on_map(number)
    context = {"place": place, "type_name": queries.type_name(place, reader_language())}
    return render(request, "relocation/_school_on_map.html", context)


def _page(request: HttpRequest, place: School | Childcare) -> HttpResponse:
    language = reader_language()
    context = {
        "place": place,
        "type_name": queries.type_name(place, language),
        "languages": queries.names_of(place.language_codes, language),
        "care": isinstance(place, Childcare),
        "offices": _offices(place.municipality.ags),
        "facts": _facts(),
        "today": timezone.localdate(),
        "crumbs": [(_("Schools and day care"), reverse("relocation:schools"))],
    }
    return render(request, "relocation/school.html", context)


@require_safe
def school(request: HttpRequest, number: str) -> HttpResponse:
    return _page(request, queries.school_by_number(number))


@require_safe
def childcare(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, queries.childcare_by_pk(pk))
