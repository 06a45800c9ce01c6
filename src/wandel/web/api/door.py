"""Who knocks: a program with a token, or anybody for what is public. No cookies, no session, nothing is changed."""

import hashlib
import json
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from wandel.office.people.access import Access
from wandel.office.people.actions.api_token import note_used
from wandel.office.people.models import ApiToken
from wandel.office.people.queries.api_token import access_of_token, working_token
from wandel.office.people.scoped import is_too_often
from wandel.web.api.problems import Problem

P = ParamSpec("P")
WRONG_TOKENS_PER_HOUR = 60


def token_of(request: HttpRequest) -> ApiToken | None:
    """The token in the header, None where there is none. Raises Problem for one that does not work."""
    header = request.headers.get("Authorization", "")
    if not header:
        return None
    scheme, _space, secret = header.partition(" ")
    found = None
    if scheme.casefold() == "bearer" and secret.strip():
        found = working_token(secret.strip(), timezone.localdate())
    if found is not None:
        return found
    if is_too_often(request, "api-token", per_hour=WRONG_TOKENS_PER_HOUR):
        raise Problem(
            HTTPStatus.TOO_MANY_REQUESTS, _("Too many wrong tokens came from here. Please try again in an hour.")
        )
    raise Problem(
        HTTPStatus.UNAUTHORIZED,
        _("This token does not work: it is mistyped, has run out or was withdrawn. Make a new one under “My account”."),
    )


def access_of(request: HttpRequest) -> tuple[Access | None, frozenset[str]]:
    """What the request may read, and the scopes of its token; nothing of both for strangers."""
    token = token_of(request)
    if token is None:
        return None, frozenset()
    today = timezone.localdate()
    note_used(token=token, on=today)
    return access_of_token(token, today), frozenset(token.scopes)


def required(access: Access | None, scopes: frozenset[str], scope: str, permission: str) -> Access:
    """The access, if it holds scope and permission. Raises Problem."""
    if access is None:
        raise Problem(
            HTTPStatus.UNAUTHORIZED,
            _("This needs a token. Make one under “My account” and send it as “Authorization: Bearer …”."),
        )
    if scope not in scopes:
        sentence = _("This token may not read “%(scope)s”. Make one with this choice under “My account”.")
        raise Problem(HTTPStatus.FORBIDDEN, sentence % {"scope": scope})
    if not access.may(permission):
        raise Problem(
            HTTPStatus.FORBIDDEN, _("The role of the token's owner does not read this. Ask the head of unit.")
        )
    return access


def machine(view: Callable[Concatenate[HttpRequest, P], HttpResponseBase]) -> Any:
    """A view programs read: GET and HEAD only, every refusal as problem+json, an unchanged answer as 304.

    Without cookies there is nothing a foreign page could borrow, so the form protection has nothing to check here.
    """

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            if request.method not in {"GET", "HEAD"}:
                raise Problem(
                    HTTPStatus.METHOD_NOT_ALLOWED, _("This interface is for reading only. Ask with GET or HEAD.")
                )
            response = view(request, *args, **kwargs)
        except Problem as problem:
            response = problem.response()
        except Http404:
            sentence = _("There is nothing here for you: the address is wrong, or it belongs to somebody else.")
            response = Problem(HTTPStatus.NOT_FOUND, sentence).response()
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            response["Allow"] = "GET, HEAD"
        patch_vary_headers(response, ("Authorization", "Accept-Language"))
        return response

    return guarded


def answer(
    request: HttpRequest,
    body: Any,
    *,
    public: bool,
    kind: str = "application/json",
    links: dict[str, str] | None = None,
) -> HttpResponseBase:
    """The body as JSON with its digest as ETag; what everybody may read may be kept for a minute and read by any page."""
    content = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
    response = HttpResponse(content, content_type=kind)
    etag = quote_etag(hashlib.sha256(content).hexdigest()[:32])
    response["ETag"] = etag
    response["Cache-Control"] = "public, max-age=60" if public else "private, no-cache"
    if public:
        response["Access-Control-Allow-Origin"] = "*"
    if links:
        response["Link"] = ", ".join(f'<{url}>; rel="{rel}"' for rel, url in links.items())
    return get_conditional_response(request, etag=etag, response=response) or response
