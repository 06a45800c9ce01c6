"""Who may open a page of a storey that lies below the people: asked here, answered above.

Like ``AUTH_USER_MODEL``, the answer is named by a setting and not imported: ``WANDEL_ACCESS_FOR`` is the dotted path
of a
function from a user to an access with ``may(permission)``, ``roles``, ``is_unit``, ``fields`` and ``organisation_ids``.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils.module_loading import import_string

DEFAULT = "wandel.office.people.access.access_for"
View = Callable[..., HttpResponseBase]


def access_for(user: Any) -> Any:
    """What this user may reach today."""
    return import_string(getattr(settings, "WANDEL_ACCESS_FOR", DEFAULT))(user)


def access_of(request: HttpRequest) -> Any:
    """What today's reader may reach."""
    return access_for(request.user)


def allowed(permission: str) -> Callable[[View], View]:
    """Let a view run only for those who hold the permission: strangers sign in first, others get 403."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not access_of(request).may(permission):
                raise PermissionDenied(permission)
            return view(request, *args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return decorate
