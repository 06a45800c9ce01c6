"""Appointments for the staff: the week, who came, hours, rooms and closed days; and the numbers of the centre."""

import csv
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wandel.fields.relocation.actions import appointment as actions
from wandel.fields.relocation.forms.appointment import ClosedDayForm, HoursForm, RoomForm
from wandel.fields.relocation.models import OpeningHours, Room
from wandel.fields.relocation.queries import appointments as queries
from wandel.fields.relocation.queries import numbers
from wandel.office.people.access import access_for, allowed
from wandel.office.runs.once import submit_once

FAR_FUTURE = date(9998, 1, 1)


def _monday(request: HttpRequest) -> date:
    """The Monday of the week asked for; what is no day is this week."""
    try:
        day = min(max(date.fromisoformat(request.GET.get("week", "")), date(2000, 1, 3)), FAR_FUTURE)
    except ValueError:
        day = timezone.localdate()
    return day - timedelta(days=day.weekday())


@allowed("case.view")
def week(request: HttpRequest) -> HttpResponse:
    """Who comes this week, day by day, and how many times are still free."""
    now, monday = timezone.now(), _monday(request)
    sunday = monday + timedelta(days=6)
    free = queries.free_times(at=now, first=monday, last=sunday) if sunday >= timezone.localdate(now) else []
    booked = list(queries.week_for(access_for(request.user), monday))
    closed = queries.closed_days(monday, sunday)
    days = [monday + timedelta(days=number) for number in range(7)]
    rows: list[dict[str, Any]] = [
        {
            "day": day,
            "closed": day in closed,
            "booked": [one for one in booked if timezone.localdate(one.begins_at) == day],
            "free": sum(slot.begins_at.date() == day for slot in free),
        }
        for day in days
    ]
    context = {
        "rows": [row for row in rows if row["day"].weekday() < 5 or row["booked"] or row["free"]],
        "monday": monday,
        "before": (monday - timedelta(days=7)).isoformat(),
        "after": (monday + timedelta(days=7)).isoformat(),
        "now": now,
        "may_edit": access_for(request.user).may("case.edit"),
        "has_hours": OpeningHours.objects.exists(),
    }
    return render(request, "relocation/week.html", context)


@require_POST
@allowed("case.edit")
def appointment_note(request: HttpRequest, pk: int) -> HttpResponseBase:
    """It took place, nobody came, or it is cancelled."""
    found = queries.appointment_for(access_for(request.user), pk)
    to, now = request.POST.get("to", ""), timezone.now()
    try:
        if to == "cancelled":
            actions.cancel(appointment=found, by=request.user, at=now)
        else:
            actions.note_outcome(appointment=found, kept=to == "kept", by=request.user, at=now)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(f"{reverse('newcomers:appointments')}?week={timezone.localdate(found.begins_at).isoformat()}")


def _hours_page(request: HttpRequest, *, status: int = 200, **forms: Any) -> HttpResponse:
    today = timezone.localdate()
    context = {
        "hours": queries.hours_on(today, FAR_FUTURE),
        "rooms": Room.objects.all(),
        "closed": queries.coming_closed_days(today),
        "room_form": RoomForm(),
        "closed_form": ClosedDayForm(),
        "crumbs": [(_("Appointments"), reverse("newcomers:appointments"))],
        **forms,
    }
    return render(request, "relocation/hours.html", context, status=status)


@allowed("case.edit")
def hours(request: HttpRequest) -> HttpResponseBase:
    """Opening hours, rooms and closed days on one page."""
    return _hours_page(request)


@allowed("case.edit")
def hours_edit(request: HttpRequest, pk: int = 0) -> HttpResponseBase:
    """New hours, or changed ones. What is booked stays booked."""
    row = queries.hours_row(pk) if pk else OpeningHours()
    form = HoursForm(request.POST or None, instance=row, day=timezone.localdate())
    back = reverse("newcomers:hours")
    if request.method == "POST" and form.is_valid():

        def perform() -> str:
            actions.save_hours(row=row, values=form.values(), by=request.user)
            return back

        return redirect(submit_once(request, perform))
    page = {"form": form, "heading": _("Opening hours"), "cancel": back, "crumbs": [(_("Opening hours"), back)]}
    return render(request, "relocation/form.html", page, status=422 if form.errors else 200)


@require_POST
@allowed("case.edit")
def hours_end(request: HttpRequest, pk: int) -> HttpResponseBase:
    actions.end_hours(row=queries.hours_row(pk), by=request.user, on=timezone.localdate())
    messages.success(request, _("Ended. What is booked stays booked."))
    return redirect("newcomers:hours")


@allowed("case.edit")
def room_new(request: HttpRequest) -> HttpResponseBase:
    if request.method != "POST":
        return redirect("newcomers:hours")
    form = RoomForm(request.POST)
    if not form.is_valid():
        return _hours_page(request, room_form=form, status=422)
    actions.add_room(**form.cleaned_data, by=request.user)
    return redirect("newcomers:hours")


@allowed("case.edit")
def closed_new(request: HttpRequest) -> HttpResponseBase:
    if request.method != "POST":
        return redirect("newcomers:hours")
    form = ClosedDayForm(request.POST)
    if not form.is_valid():
        return _hours_page(request, closed_form=form, status=422)
    actions.close_day(**form.cleaned_data, by=request.user)
    return redirect("newcomers:hours")


@require_POST
@allowed("case.edit")
def closed_remove(request: HttpRequest, pk: int) -> HttpResponseBase:
    actions.open_day(row=queries.closed_row(pk), by=request.user)
    return redirect("newcomers:hours")


def _year(request: HttpRequest) -> int:
    given = request.GET.get("year", "")
    return (
        int(given) if given.isascii() and given.isdigit() and 2000 <= int(given) <= 2100 else timezone.localdate().year
    )


@allowed("case.view")
def numbers_page(request: HttpRequest) -> HttpResponse:
    """Sums only; groups of fewer than five stay hidden."""
    found = numbers.numbers_of(_year(request), on=timezone.localdate())
    context = {"found": found, "years": numbers.years(), "fewest": numbers.FEWEST}
    return render(request, "relocation/numbers.html", context)


@allowed("case.view")
def numbers_csv(request: HttpRequest) -> HttpResponse:
    found = numbers.numbers_of(_year(request), on=timezone.localdate())
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="newcomers-{found.year}.csv"'
    response.write("\ufeff")
    writer = csv.writer(response, delimiter=";")
    writer.writerow(["year", "group", "line", "count"])
    writer.writerows(
        [found.year, group, label, f"<{numbers.FEWEST}" if count is None and group != "sum" else count]
        for group, label, count in numbers.rows_of(found)
    )
    return response
