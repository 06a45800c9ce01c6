"""Lists and single things for other programs, the description of both, and a page for people."""

import re
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wandel.web.api.door import access_of, answer, machine, required
from wandel.web.api.openapi import document
from wandel.web.api.parameters import PAGING, page_links, read_all
from wandel.web.api.problems import Problem
from wandel.web.api.resources import BY_NAME, RESOURCES, Asked, Resource


def _asked(request: HttpRequest, resource: Resource) -> Asked:
    access, scopes = access_of(request)
    if not resource.is_public:
        access = required(access, scopes, resource.name, resource.permission)
    return Asked(access, timezone.localdate(), request.build_absolute_uri("/").rstrip("/"))


def _nothing_chosen(resource: Resource) -> dict[str, Any]:
    return {parameter.name: None for parameter in resource.filters}


@machine
def listing(request: HttpRequest, name: str) -> HttpResponseBase:
    """One page of a list."""
    resource = BY_NAME[name]
    asked = _asked(request, resource)
    values = read_all(request.GET, (*resource.filters, *PAGING))
    limit, offset = values["limit"], values["offset"]
    rows = resource.rows(asked, values)
    total = rows.order_by().count()
    page = list(rows.defer(*resource.heavy)[offset : offset + limit])
    links = page_links(request, request.path, limit=limit, offset=offset, total=total)
    body = {
        "count": total,
        "next": links.get("next"),
        "previous": links.get("prev"),
        "items": [one.model_dump(mode="json") for one in resource.tell(asked, page, False)],
    }
    return answer(request, body, public=asked.access is None, links=links)


@machine
def single(request: HttpRequest, name: str, key: str) -> HttpResponseBase:
    """One thing; a foreign one does not exist."""
    resource = BY_NAME[name]
    asked = _asked(request, resource)
    read_all(request.GET, ())
    if not re.fullmatch(resource.pattern, key, re.ASCII):
        raise Http404
    row = resource.rows(asked, _nothing_chosen(resource)).filter(**{resource.key: key}).first()
    if row is None:
        raise Http404
    found = next(iter(resource.tell(asked, [row], True)))
    return answer(request, found.model_dump(mode="json"), public=asked.access is None)


@machine
def openapi(request: HttpRequest) -> HttpResponseBase:
    return answer(request, document(request.build_absolute_uri("/").rstrip("/")), public=True)


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """What a person who writes a program needs to begin."""
    context = {
        "resources": RESOURCES,
        "paging": PAGING,
        "example": request.build_absolute_uri("/api/v1/municipalities"),
        "base": "ui/staff.html" if request.user.is_authenticated else "ui/public.html",
    }
    return render(request, "web/api_guide.html", context)


@machine
def nothing_here(request: HttpRequest, rest: str) -> HttpResponseBase:
    """An address with a stroke too many leads to the right one; any other is answered so that a program understands."""
    if rest.endswith("/") and rest.rstrip("/").split("/")[0] in BY_NAME:
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(request.path.rstrip("/") + (f"?{query}" if query else ""))
    sentence = _("This address does not exist. The lists are: %(names)s.")
    raise Problem(HTTPStatus.NOT_FOUND, sentence % {"names": ", ".join(BY_NAME)})
