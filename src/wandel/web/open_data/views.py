"""The catalogue for portals, the same as a page for people, and the file nobody else serves."""

import csv
import io

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from wandel.fields.land.queries.public import is_invented
from wandel.web.api.door import answer, machine
from wandel.web.api.parameters import one_of, read_all
from wandel.web.open_data.catalogue import catalogue, datasets, population_rows
from wandel.web.open_data.rdf import json_ld, turtle

JSON_LD, TURTLE = "application/ld+json", "text/turtle"
FORM = one_of("f", "How the catalogue is written.", ["jsonld", "ttl"])


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    return render(request, "web/open_data.html", {"datasets": datasets(), "invented": is_invented()})


@machine
def catalog(request: HttpRequest, form: str = "") -> HttpResponseBase:
    """JSON-LD, or Turtle for those who ask for it by address or by header."""
    form = form or read_all(request.GET, [FORM])["f"]
    wants_turtle = form == "ttl" if form else request.get_preferred_type([JSON_LD, TURTLE]) == TURTLE
    nodes = catalogue(request.build_absolute_uri("/").rstrip("/"), on=timezone.localdate())
    written, kind = (turtle(nodes), TURTLE) if wants_turtle else (json_ld(nodes), JSON_LD)
    response = answer(request, written.encode(), public=True, kind=f"{kind}; charset=utf-8")
    response["Vary"] = "Accept"
    return response


@machine
def population(request: HttpRequest) -> HttpResponseBase:
    target = io.StringIO()
    csv.writer(target, delimiter=";", lineterminator="\r\n").writerows(population_rows())
    return answer(request, target.getvalue().encode(), public=True, kind="text/csv; charset=utf-8")
