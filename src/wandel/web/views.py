"""Start page, pages every site needs, and error pages that say what to do."""

from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wandel.office.people.access import access_for
from wandel.web.demo_views import demo_start
from wandel.web.frame import THEMES
from wandel.web.motion import demands


def start(request: HttpRequest) -> HttpResponse:
    """Staff go to their desk, readers without a desk to the municipalities, strangers to the door."""
    if request.user.is_authenticated:
        return redirect("desk:desk" if access_for(request.user).may("desk.view") else "people:municipalities")
    if settings.WANDEL_DEMO:
        return demo_start(request)
    return redirect("public:welcome")


@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Keep the chosen look in a cookie and return to the page."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    theme = request.POST.get("theme", "auto")
    response = HttpResponseRedirect(back)
    if theme in THEMES:
        response.set_cookie(
            "theme", theme, max_age=365 * 86400, samesite="Lax", secure=settings.WANDEL_SECURE, httponly=True
        )
    return response


def motion(request: HttpRequest) -> HttpResponse:
    """The motion's demands, each with the screen that serves it."""
    base = "ui/staff.html" if request.user.is_authenticated else "ui/public.html"
    return render(request, "web/motion.html", {"demands": demands(), "base": base})


def imprint(request: HttpRequest) -> HttpResponse:
    return render(request, "web/imprint.html")


def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "web/privacy.html")


def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "web/accessibility.html")


def healthz(request: HttpRequest) -> HttpResponse:
    """For the load balancer: the process answers and the database too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")


def _error(request: HttpRequest, status: int, heading: str, text: str) -> HttpResponse:
    return render(request, "web/error.html", {"heading": heading, "text": text, "status": status}, status=status)


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return _error(
        request,
        400,
        _("This request could not be read"),
        _("Please go back, reload the page and try again. What you typed is still in your browser."),
    )


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return _error(
        request,
        403,
        _("This page is not part of your role"),
        _("If you need it for your work, ask the head of unit to give you the role."),
    )


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        text = _(
            "The address may be incomplete. If it came by mail, copy the whole link, up to its end. A link also ends when it was replaced by a newer one or its time is over."
        )
    else:
        text = _(
            "The address is wrong, the thing was removed, or it belongs to somebody else. Use the search or go to the start page."
        )
    return _error(request, 404, _("There is nothing here for you"), text)


def server_error(request: HttpRequest) -> HttpResponse:
    return _error(
        request,
        500,
        _("Something went wrong on our side"),
        _("The error is noted. Please try again in a minute; nothing you saved before is lost."),
    )
