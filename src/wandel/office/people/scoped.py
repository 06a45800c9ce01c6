"""Strangers without an account: what a secret link opens in this browser for a short while, and how often they may ask."""

import hashlib
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest
from django.utils import timezone

OPEN_FOR = timedelta(hours=2)
MOST_THINGS = 40


def grant(request: HttpRequest, kind: str, pk: int) -> None:
    """Remember that the link was shown. A fresh session key, so that nobody has prepared this session."""
    scopes = _scopes(request)
    scopes[f"{kind}:{pk}"] = (timezone.now() + OPEN_FOR).timestamp()
    newest = sorted(scopes.items(), key=lambda scope: scope[1])[-MOST_THINGS:]
    request.session["scopes"] = dict(newest)
    request.session.cycle_key()


def is_granted(request: HttpRequest, kind: str, pk: int) -> bool:
    return f"{kind}:{pk}" in _scopes(request)


def require(request: HttpRequest, kind: str, pk: int) -> None:
    """404 without a grant; with one, the time begins anew (written at most once a minute)."""
    scopes = _scopes(request)
    until = scopes.get(f"{kind}:{pk}")
    if until is None:
        raise Http404
    fresh = (timezone.now() + OPEN_FOR).timestamp()
    if fresh - until > 60:
        scopes[f"{kind}:{pk}"] = fresh
        request.session["scopes"] = scopes


def _scopes(request: HttpRequest) -> dict[str, Any]:
    now = timezone.now().timestamp()
    return {scope: until for scope, until in request.session.get("scopes", {}).items() if until > now}


def address_of(request: HttpRequest) -> str:
    """The visitor's address, read behind as many proxies as the installation trusts."""
    proxies = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    if proxies and len(forwarded) >= proxies:
        return forwarded[-proxies]
    return request.META.get("REMOTE_ADDR", "")


def is_too_often(request: HttpRequest, action: str, *, per_hour: int) -> bool:
    """Count this try in the cache all workers share; the address itself is not kept, only its digest."""
    digest = hashlib.sha256(f"{settings.SECRET_KEY}{address_of(request)}".encode()).hexdigest()[:32]
    key = f"rate:{action}:{digest}"
    if cache.add(key, 1, timeout=3600):
        return False
    try:
        return cache.incr(key) > per_hour
    except ValueError:
        return False
