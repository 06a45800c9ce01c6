"""Money in and out of an award: the tab, and what is typed there."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wandel.fields.funding.actions.money import (
    describe_booking,
    note_booking,
    note_drawdown,
    remove_booking,
    remove_drawdown,
)
from wandel.fields.funding.forms.money import BookingEditForm, BookingForm, DrawdownForm
from wandel.fields.funding.models import Zuwendungsbescheid
from wandel.fields.funding.queries.awards import (
    booking_for,
    drawdown_for,
    editable_award_for,
    readable_award_for,
)
from wandel.fields.funding.queries.money import booking_rows, drawdown_rows, instalments_of, odd_about, standing_of
from wandel.office.people.access import access_for, allowed
from wandel.office.runs.once import submit_once
from wandel.ui.formats import format_date, format_money
from wandel.ui.undo import offer_undo

from .drawdown import form_page
from .page import award_page

ROWS = 50


@allowed("funding.award.view")
def award_money(request: HttpRequest, pk: int) -> HttpResponse:
    return _money_page(request, readable_award_for(access_for(request.user), pk))


def _money_page(
    request: HttpRequest, award: Zuwendungsbescheid, *, drawdown: Any = None, booking: Any = None
) -> HttpResponse:
    day = timezone.localdate()
    standing = standing_of(award, on=day)
    return award_page(
        request,
        award,
        "money",
        standing=standing,
        # The newest first: what was paid last is what somebody looks for.
        bookings=Paginator(standing.bookings[::-1], ROWS).get_page(request.GET.get("page")),
        instalments=instalments_of(award),
        drawdown_form=drawdown or DrawdownForm(prefix="drawdown", day=day),
        booking_form=booking or BookingForm(prefix="booking", day=day, award=award),
    )


@allowed("funding.award.edit")
@require_POST
def drawdown_new(request: HttpRequest, pk: int) -> HttpResponse:
    award = editable_award_for(access_for(request.user), pk)
    form = DrawdownForm(request.POST, prefix="drawdown", day=timezone.localdate())
    if not form.is_valid():
        return _money_page(request, award, drawdown=form)
    back = reverse("funding:award-money", args=[pk])

    def perform() -> str:
        row = note_drawdown(award=award, by=request.user, on=timezone.localdate(), **form.cleaned_data)
        text = _("%(amount)s received, noted.") % {"amount": format_money(row.amount)}
        offer_undo(request, text, url=reverse("funding:drawdown-remove", args=[row.pk]), data={})
        for sentence in odd_about(drawdown_rows(award, on=timezone.localdate()), row):
            messages.warning(request, sentence)
        return back

    return redirect(submit_once(request, perform))


@allowed("funding.award.edit")
@require_POST
def booking_new(request: HttpRequest, pk: int) -> HttpResponse:
    award = editable_award_for(access_for(request.user), pk)
    form = BookingForm(request.POST, prefix="booking", day=timezone.localdate(), award=award)
    if not form.is_valid():
        return _money_page(request, award, booking=form)
    back = reverse("funding:award-money", args=[pk])

    def perform() -> str:
        row = note_booking(award=award, by=request.user, on=timezone.localdate(), **form.cleaned_data)
        text = _("Payment of %(amount)s noted.") % {"amount": format_money(row.amount)}
        offer_undo(request, text, url=reverse("funding:booking-remove", args=[row.pk]), data={})
        for sentence in odd_about(booking_rows(award, on=timezone.localdate()), row):
            messages.warning(request, sentence)
        return back

    return redirect(submit_once(request, perform))


@allowed("funding.award.edit")
@require_POST
def drawdown_remove(request: HttpRequest, pk: int) -> HttpResponse:
    row = drawdown_for(access_for(request.user), pk)
    if row.requested_on is not None or row.paid_on is None:
        messages.error(request, _("Somebody asked for this money; take the request back instead of removing it."))
        return redirect("funding:award-money", row.award_id)
    data = {"drawdown-paid_on": row.paid_on.isoformat(), "drawdown-amount": f"{row.amount:.2f}"}
    remove_drawdown(drawdown=row, by=request.user, on=timezone.localdate())
    offer_undo(request, _("Removed."), url=reverse("funding:drawdown-new", args=[row.award_id]), data=data)
    return redirect("funding:award-money", row.award_id)


@allowed("funding.award.edit")
@require_POST
def booking_remove(request: HttpRequest, pk: int) -> HttpResponse:
    row = booking_for(access_for(request.user), pk)
    data = {
        "booking-paid_on": row.paid_on.isoformat(),
        "booking-amount": f"{row.amount:.2f}",
        "booking-purpose": row.purpose,
        "booking-payee": row.payee,
        "booking-voucher": row.voucher,
        "booking-cost_item": row.cost_item_id or "",
    }
    remove_booking(booking=row, by=request.user, on=timezone.localdate())
    offer_undo(request, _("Removed."), url=reverse("funding:booking-new", args=[row.award_id]), data=data)
    return redirect("funding:award-money", row.award_id)


@allowed("funding.award.edit")
def booking_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what a payment was for and which item of the plan it belongs to."""
    row = booking_for(access_for(request.user), pk)
    form = BookingEditForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        fresh = booking_for(access_for(request.user), pk)
        if not form.conflict_with(fresh) and form.is_valid():
            describe_booking(booking=fresh, values=form.cleaned_values(), by=request.user)
            messages.success(request, _("Saved."))
            return redirect("funding:award-money", row.award_id)
    return form_page(
        request,
        row.award,
        form,
        heading=_("Payment of %(amount)s") % {"amount": format_money(row.amount)},
        submit=_("Save the change"),
        lead=_("paid on %(day)s") % {"day": format_date(row.paid_on)},
    )
