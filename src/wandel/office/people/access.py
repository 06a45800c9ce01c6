"""What a user may reach, worked out once per request."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone

from wandel.office.people.models import RoleAssignment, User
from wandel.office.people.roles import PERMISSIONS, UNIT_ROLES, Role, permissions_of
from wandel.ui.sinks import CONFIDENTIAL, OPEN

P = ParamSpec("P")


@dataclass(frozen=True)
class Access:
    """Permissions and reach of one user on one day."""

    user: User
    roles: frozenset[Role]
    fields: frozenset[str]
    organisation_ids: frozenset[int]
    permissions: frozenset[str]

    def may(self, permission: str) -> bool:
        if permission not in PERMISSIONS:
            raise KeyError(f"{permission} stands in no row of roles.py")
        return permission in self.permissions

    @property
    def is_unit(self) -> bool:
        return bool(self.roles & UNIT_ROLES)

    @property
    def is_head(self) -> bool:
        return Role.HEAD in self.roles

    def rows(self, organisations: str = "organisations") -> Q:
        """Filter for rows that carry ``confidentiality``, ``field`` and organisations (an m2m named by the argument).

        Other people's rows must be compared through ids, so the caller adds ``.distinct()`` or uses the ids in a subquery.
        """
        if self.is_head:
            return Q()
        if self.is_unit:
            return ~Q(confidentiality=CONFIDENTIAL) | Q(field__in=self.fields)
        if not self.organisation_ids:
            return Q(pk__in=[])
        return Q(confidentiality=OPEN) & Q(**{f"{organisations}__in": self.organisation_ids})


def access_on(user: User, day: date) -> Access:
    """Read the user's assignments valid on that day. One query."""
    rows = list(RoleAssignment.objects.valid_on(day).filter(user=user).values_list("role", "field", "organisation_id"))
    roles = frozenset(Role(role) for role, _field, _organisation in rows) if user.is_active else frozenset()
    return Access(
        user=user,
        roles=roles,
        fields=frozenset(field for _role, field, _organisation in rows if field),
        organisation_ids=frozenset(pk for role, _field, pk in rows if pk and Role(role) not in UNIT_ROLES),
        permissions=permissions_of(roles),
    )


def access_for(user: Any) -> Access:
    """Today's access of a signed-in user, kept on the user object for the rest of the request."""
    if not user.is_authenticated:
        return Access(user, frozenset(), frozenset(), frozenset(), frozenset())
    kept = getattr(user, "_wandel_access", None)
    if kept is None:
        kept = user._wandel_access = access_on(user, timezone.localdate())
    return kept


View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def allowed(permission: str) -> Callable[[View[P]], View[P]]:
    """Let a view run only for those who hold the permission: strangers sign in first, others get 403."""
    if permission not in PERMISSIONS:
        raise KeyError(f"{permission} stands in no row of roles.py")

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not access_for(request.user).may(permission):
                raise PermissionDenied(permission)
            response: HttpResponse | HttpResponseBase = view(request, *args, **kwargs)
            return response

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return decorate
