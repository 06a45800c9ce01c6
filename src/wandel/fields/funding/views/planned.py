"""Payments that will fall due: planned, changed, removed, paid."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wandel.fields.funding.actions.money import (
    change_planned_payment,
    pay_planned,
    plan_payment,
    remove_planned_payment,
)
from wandel.fields.funding.forms.drawdown import PlannedPaymentForm
from wandel.fields.funding.forms.money import BookingForm
from wandel.fields.funding.queries.awards import editable_award_for, planned_payment_for
from wandel.fields.funding.queries.money import booking_rows, odd_about
from wandel.office.people.access import access_for, allowed
from wandel.office.runs.once import submit_once
from wandel.ui.formats import format_money
from wandel.ui.undo import offer_undo

from .drawdown import form_page


@allowed("funding.award.edit")
def planned_new(request: HttpRequest, pk: int) -> HttpResponse:
    award = editable_award_for(access_for(request.user), pk)
    form = PlannedPaymentForm(request.POST or None, award=award)
    if request.method == "POST" and form.is_valid():

        def perform() -> str:
            row = plan_payment(award=award, values=form.cleaned_values(), by=request.user)
            text = _("Payment of %(amount)s planned.") % {"amount": format_money(row.amount)}
            offer_undo(request, text, url=reverse("funding:planned-remove", args=[row.pk]), data={})
            if not award.period_from <= row.due_on <= award.period_until:
                messages.warning(request, _("This day lies outside the award period. Please check it."))
            return reverse("funding:award-money", args=[pk])

        return redirect(submit_once(request, perform))
    return form_page(
        request,
        award,
        form,
        heading=_("Plan a payment"),
        submit=_("Plan the payment"),
        lead=_("What falls due within the window of the conditions may be drawn for."),
    )


@allowed("funding.award.edit")
def planned_edit(request: HttpRequest, pk: int) -> HttpResponse:
    row = planned_payment_for(access_for(request.user), pk)
    form = PlannedPaymentForm(request.POST or None, instance=row, award=row.award)
    if request.method == "POST" and form.is_valid():
        fresh = planned_payment_for(access_for(request.user), pk)
        if not form.conflict_with(fresh) and form.is_valid():
            change_planned_payment(planned=fresh, values=form.cleaned_values(), by=request.user)
            messages.success(request, _("Saved."))
            return redirect("funding:award-money", row.award_id)
    return form_page(
        request,
        row.award,
        form,
        heading=_("Change a planned payment"),
        submit=_("Save the change"),
        remove_url=reverse("funding:planned-remove", args=[pk]),
    )


@allowed("funding.award.edit")
def planned_paid(request: HttpRequest, pk: int) -> HttpResponse:
    row, day = planned_payment_for(access_for(request.user), pk), timezone.localdate()
    initial: dict[str, Any] = {"paid_on": day, "amount": row.amount, "purpose": row.purpose}
    if row.contract and row.contract.cost_item_id:
        initial["cost_item"] = row.contract.cost_item_id
    form = BookingForm(request.POST or None, prefix="booking", day=day, initial=initial, award=row.award)
    if request.method == "POST" and form.is_valid():

        def perform() -> str:
            booking = pay_planned(planned=row, by=request.user, on=day, **form.cleaned_data)
            text = _("Payment of %(amount)s noted.") % {"amount": format_money(booking.amount)}
            offer_undo(request, text, url=reverse("funding:booking-remove", args=[booking.pk]), data={})
            for sentence in odd_about(booking_rows(row.award, on=day), booking):
                messages.warning(request, sentence)
            return reverse("funding:award-money", args=[row.award_id])

        try:
            return redirect(submit_once(request, perform))
        except ValidationError as error:
            form.add_error(None, error)
    return form_page(
        request,
        row.award,
        form,
        heading=_("The payment has left the account"),
        submit=_("Note a payment"),
        lead=_("It uses up the money that was received first."),
    )


@allowed("funding.award.edit")
@require_POST
def planned_remove(request: HttpRequest, pk: int) -> HttpResponse:
    row = planned_payment_for(access_for(request.user), pk)
    data = {
        "due_on": row.due_on.isoformat(),
        "amount": f"{row.amount:.2f}",
        "purpose": row.purpose,
        "contract": row.contract_id or "",
    }
    remove_planned_payment(planned=row, by=request.user)
    offer_undo(request, _("Removed."), url=reverse("funding:planned-new", args=[row.award_id]), data=data)
    return redirect("funding:award-money", row.award_id)
