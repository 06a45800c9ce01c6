"""Questions about tokens: whose, still valid, and what they reach."""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from wandel.office.people.access import Access, access_on
from wandel.office.people.models import ApiToken, User
from wandel.office.people.scopes import SCOPES


def hash_of_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def tokens_of(user: User) -> QuerySet[ApiToken]:
    """The user's tokens that were not withdrawn, newest first; run-out ones stay to be seen."""
    return ApiToken.objects.filter(user=user, revoked_on=None)


def token_for(user: User, pk: int) -> ApiToken:
    return get_object_or_404(tokens_of(user), pk=pk)


def scopes_open_to(access: Access) -> list[str]:
    """Scopes that would let this user see anything at all."""
    return [key for key, scope in SCOPES.items() if scope.permissions <= access.permissions]


def working_token(token: str, day: date) -> ApiToken | None:
    """The row behind a token that works on that day; None for anything else. One query."""
    found = ApiToken.objects.select_related("user").filter(token_hash=hash_of_token(token)).first()
    if found is None or not found.works_on(day) or not found.user.is_active:
        return None
    return found


def limited_to(access: Access, scopes: Iterable[str]) -> Access:
    """The same reach with fewer permissions: those of the scopes, as far as the user has them."""
    wanted = frozenset[str]().union(*(SCOPES[key].permissions for key in scopes if key in SCOPES))
    return replace(access, permissions=access.permissions & wanted)


def access_of_token(row: ApiToken, day: date) -> Access:
    """What the token reaches: its user's rights of the day within its scopes. One query."""
    return limited_to(access_on(row.user, day), row.scopes)
