"""The calendar of what is due, and the link other calendars read it by."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from wandel.office.desk.actions import calendar as actions
from wandel.office.desk.forms.calendar import SubscriptionForm, read_month
from wandel.office.desk.forms.entry import EntryFilterForm
from wandel.office.desk.queries.calendar import (
    LISTED_PER_DAY,
    SHOWN_PER_DAY,
    feed_entries,
    month_for,
    subscription_by_token,
    subscription_for,
    subscriptions_of,
)
from wandel.office.people.access import access_for, allowed

FEED_MAX_AGE = 900


@require_GET
@allowed("desk.view")
def calendar(request: HttpRequest) -> HttpResponse:
    access, day = access_for(request.user), timezone.localdate()
    form = EntryFilterForm(request.GET, access=access, day=day)
    as_list = request.GET.get("view") == "list"
    first = read_month(request.GET.get("month"), day)
    month = month_for(access, form.filters(), first, day, per_day=LISTED_PER_DAY if as_list else SHOWN_PER_DAY)
    query = request.GET.copy()
    tabs = []
    for name, label in (("month", _("Month")), ("list", _("List"))):
        query["view"] = name
        tabs.append({"label": label, "url": f"?{query.urlencode()}", "current": (name == "list") == as_list})
    context = {"month": month, "as_list": as_list, "tabs": tabs, "filter_form": form, "today": day}
    return render(request, "desk/calendar.html", context)


@allowed("desk.view")
def subscription(request: HttpRequest) -> HttpResponse:
    """A new link stands on the answer to the form and nowhere else: it is not kept, so it cannot be shown again."""
    access, link = access_for(request.user), ""
    form = SubscriptionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        label = form.cleaned_data["label"]
        _made, token = actions.subscribe(user=access.user, label=label, on=timezone.localdate())
        link = f"{settings.WANDEL_BASE_URL}{reverse('desk:feed', args=[token])}"
        form = SubscriptionForm()
    context = {
        "form": form,
        "link": link,
        "subscriptions": list(subscriptions_of(access)),
        "crumbs": [(_("Calendar"), reverse("desk:calendar"))],
    }
    response = render(request, "desk/subscription.html", context)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@allowed("desk.view")
def subscription_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    access = access_for(request.user)
    actions.revoke(subscription=subscription_for(access, pk), by=access.user, on=timezone.localdate())
    messages.success(request, _("The link no longer works."))
    return redirect("desk:calendar-subscription")


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The file a calendar program fetches; the token is the key, there is no session and no cookie."""
    day = timezone.localdate()
    found = subscription_by_token(token)
    entries = feed_entries(found, day)
    actions.note_read(subscription=found, on=day)
    response = HttpResponse(
        actions.calendar_file(entries=entries, language=found.user.language),
        content_type="text/calendar; charset=utf-8",
    )
    response["Cache-Control"] = f"private, max-age={FEED_MAX_AGE}"
    response["Content-Disposition"] = 'inline; filename="wandel.ics"'
    response["X-Robots-Tag"] = "noindex"
    return response
