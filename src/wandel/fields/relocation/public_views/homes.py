"""Homes and building land for everybody, and the list of those who want to be told of new ones. No account."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from wandel.fields.relocation.actions.alerts import KEEP_DAYS, confirm_alert, request_alert, stop_alert, wish_words
from wandel.fields.relocation.actions.arrivals import note_empty_search
from wandel.fields.relocation.forms.offering import AlertForm, HomeFilter
from wandel.fields.relocation.queries import offerings as queries
from wandel.office.people import scoped
from wandel.office.runs.once import submit_once
from wandel.ui.formats import reader_language

ROWS = 30
ALERTS_PER_HOUR = 20
# One connection does not fill the numbers of what nobody found.
COUNTED_PER_HOUR = 10


@require_safe
def homes(request: HttpRequest) -> HttpResponse:
    """Everything on offer today, and the land the municipalities have published."""
    form, day = HomeFilter(request.GET or None), timezone.localdate()
    wish = form.wish() if form.is_bound else queries.HomeWish()
    ags = form.cleaned_data.get("ags", "") if form.is_bound else ""
    carried = {name: value for name, value in request.GET.items() if name in form.fields and value}
    context = {
        "filter_form": form,
        "page": Paginator(queries.matching(wish, on=day), ROWS).get_page(request.GET.get("page")),
        "plots": queries.published_plots(wish, on=day, ags=ags),
        "alert_url": reverse("relocation:alert") + (f"?{urlencode(carried)}" if carried else ""),
        "invented": settings.WANDEL_DEMO,
    }
    asked = wish.kind or wish.deal or wish.municipality
    nothing = asked and not context["page"].object_list and not context["plots"]
    if nothing and not scoped.is_too_often(request, "empty-search", per_hour=COUNTED_PER_HOUR):
        note_empty_search(wish=wish, on=day)
    return render(request, "relocation/homes.html", context)


@require_safe
def home(request: HttpRequest, pk: int) -> HttpResponse:
    """One offer; when it has run out it does not exist any more."""
    context = {
        "home": queries.shown_offering(pk, on=timezone.localdate()),
        "invented": settings.WANDEL_DEMO,
        "crumbs": [(_("Homes and building land"), reverse("relocation:homes"))],
    }
    return render(request, "relocation/home.html", context)


def alert(request: HttpRequest) -> HttpResponseBase:
    """Ask to be told of new homes. The answer is the same whether the address was known or not."""
    now = timezone.now()
    form = AlertForm(request.POST or None, initial=request.GET.dict(), now=now, keep_days=KEEP_DAYS)
    status = 200
    if request.method == "POST":
        status = 422
        if scoped.is_too_often(request, "home-alert", per_hour=ALERTS_PER_HOUR):
            form.add_error(
                None, _("Many messages have come from your connection. Please try again in an hour, or call us.")
            )
            status = 429
        elif form.is_valid():

            def perform() -> str:
                request_alert(email=form.cleaned_data["email"], wish=form.wish(), language=reader_language(), at=now)
                return reverse("relocation:alert-sent")

            return redirect(submit_once(request, perform))
    context = {"form": form, "crumbs": [(_("Homes and building land"), reverse("relocation:homes"))]}
    return render(request, "relocation/alert_form.html", context, status=status)


@require_safe
def alert_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "relocation/alert_sent.html")


@never_cache
@require_safe
def alert_enter(request: HttpRequest, token: str) -> HttpResponseBase:
    """The link in the mails: exchanged for a short session, so the token leaves the address bar. It changes nothing by
    itself, because mail programs open links to look at them."""
    found = queries.alert_by_token(token)
    scoped.grant(request, "home-alert", found.pk)
    return redirect("relocation:alert-page", pk=found.pk)


@never_cache
@require_safe
def alert_page(request: HttpRequest, pk: int) -> HttpResponse:
    """What is wished, until when it is kept, and one press to confirm or to stop."""
    scoped.require(request, "home-alert", pk)
    found = queries.alert_by_pk(pk)
    return render(request, "relocation/alert_page.html", {"alert": found, "wish": wish_words(found)})


@never_cache
def alert_confirm(request: HttpRequest, pk: int) -> HttpResponseBase:
    scoped.require(request, "home-alert", pk)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    confirm_alert(alert=queries.alert_by_pk(pk), at=timezone.now())
    messages.success(request, _("Thank you. We write to you when a fitting home comes in."))
    return redirect("relocation:alert-page", pk=pk)


@never_cache
def alert_stop(request: HttpRequest, pk: int) -> HttpResponseBase:
    scoped.require(request, "home-alert", pk)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    stop_alert(alert=queries.alert_by_pk(pk), on=timezone.localdate())
    messages.success(request, _("Stopped. Your address and your wish are deleted."))
    return redirect("relocation:homes")
