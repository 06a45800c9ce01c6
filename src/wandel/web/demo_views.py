"""Demo only: the page to try wandel from, enter a role without a password, start the story over."""

from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wandel.office.people.access import access_for, allowed
from wandel.office.people.models import User
from wandel.office.runs.queries import runs_for
from wandel.web.demo.land import queue_full_land, run_going_on
from wandel.web.demo.story import start_story_over
from wandel.web.roles import BY_SLUG, ROLE_BUTTONS


@never_cache
@require_GET
def demo_start(request: HttpRequest) -> HttpResponse:
    """The roles, one click each; also where somebody lands who opens a page signed out (``next`` leads back there)."""
    return render(
        request, "web/start_demo.html", {"buttons": ROLE_BUTTONS, "next": _safe(request, request.GET.get("next"))}
    )


@require_POST
def enter(request: HttpRequest, role: str) -> HttpResponse:
    """Become a role, from whichever one was before."""
    if role not in BY_SLUG:
        raise Http404
    user = get_object_or_404(User, email=BY_SLUG[role].email)
    logout(request)
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    return redirect(_safe(request, request.POST.get("next")) or "start")


def _safe(request: HttpRequest, address: str | None) -> str:
    """The address, or nothing where it leads out of this site."""
    return address if address and url_has_allowed_host_and_scheme(address, {request.get_host()}) else ""


@require_http_methods(["GET", "HEAD", "POST"])
def start_over(request: HttpRequest) -> HttpResponse:
    """Say what goes, then throw the story's data away and lay out the demo as on its first day, for today."""
    if request.method != "POST":
        return render(request, "web/start_over.html")
    logout(request)
    start_story_over(on=timezone.localdate())
    messages.success(request, _("The story begins again: the demo is as on its first day."))
    return redirect("demo-start")


@require_POST
@allowed("land.layer.edit")
def full_land(request: HttpRequest) -> HttpResponse:
    """Lay out all parcels of the county in the background; a run that is going on is shown instead of a second one."""
    run = run_going_on() or queue_full_land(request.user)
    if runs_for(access_for(request.user)).filter(pk=run.pk).exists():
        return redirect("runs:detail", pk=run.pk)
    messages.info(request, _("Somebody else has begun this already; the map changes when it is done."))
    return redirect("land:layers")
