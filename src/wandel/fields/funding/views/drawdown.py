"""The steps of a Mittelabruf: ask, note that it came, take it back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wandel.fields.funding.actions.drawdown import (
    DrawdownRefused,
    receive_drawdown,
    request_again,
    request_drawdown,
    withdraw_drawdown,
)
from wandel.fields.funding.forms.drawdown import RequestForm, WithdrawDrawdownForm
from wandel.fields.funding.forms.money import DrawdownForm
from wandel.fields.funding.models import Zuwendungsbescheid
from wandel.fields.funding.queries.awards import drawdown_for, editable_award_for
from wandel.fields.funding.queries.money import instalments_of, odd_about, odd_about_request, standing_of
from wandel.office.people.access import access_for, allowed
from wandel.office.runs.once import submit_once
from wandel.ui.formats import format_money
from wandel.ui.undo import offer_undo


def crumbs_of(award: Zuwendungsbescheid) -> list[tuple[str, str]]:
    return [
        (_("Awards"), reverse("funding:awards")),
        (award.title, award.get_absolute_url()),
        (_("Money"), reverse("funding:award-money", args=[award.pk])),
    ]


def form_page(
    request: HttpRequest,
    award: Zuwendungsbescheid,
    form: Any,
    *,
    heading: str,
    submit: str,
    lead: str = "",
    **more: Any,
) -> HttpResponse:
    """A small form about the money of an award, on a page of its own."""
    context = {"award": award, "form": form, "heading": heading, "submit": submit, "lead_text": lead, **more}
    cancel = reverse("funding:award-money", args=[award.pk])
    return render(
        request, "funding/money_form.html", {**context, "crumbs": crumbs_of(award), "cancel_url": cancel}
    )  # fmt: skip


@allowed("funding.award.edit")
def drawdown_request(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for money. While earlier money lies idle it is refused with the reason; a noted reason overrules."""
    award, day = editable_award_for(access_for(request.user), pk), timezone.localdate()
    standing = standing_of(award, on=day)
    proposed = standing.room.most if standing.room and standing.room.most > 0 else None
    form = RequestForm(request.POST or None, initial={"amount": proposed})
    refused = None
    if request.method == "POST" and form.is_valid():

        def perform() -> str:
            row = request_drawdown(award=award, by=request.user, on=day, **form.cleaned_data)
            text = _("Drawdown of %(amount)s requested.") % {"amount": format_money(row.requested_amount)}
            if row.cosign is not None:
                text += " " + _("%(name)s has been asked to co-sign.") % {"name": row.cosign.asked}
            messages.success(request, text)
            for sentence in odd_about_request(award):
                messages.warning(request, sentence)
            return reverse("funding:award-money", args=[pk])

        try:
            return redirect(submit_once(request, perform))
        except DrawdownRefused as error:
            refused = error.answer
            form.fields["overruled_reason"].necessity = _("needed to request it all the same")
    return render(
        request,
        "funding/drawdown_request.html",
        {
            "award": award,
            "form": form,
            "standing": standing,
            "refused": refused,
            "instalments": instalments_of(award),
            "today": day,
            "crumbs": crumbs_of(award),
            "cancel_url": reverse("funding:award-money", args=[pk]),
        },
    )


@allowed("funding.award.edit")
def drawdown_received(request: HttpRequest, pk: int) -> HttpResponse:
    """Day and amount of what arrived; the amount asked for stands there already."""
    row, day = drawdown_for(access_for(request.user), pk), timezone.localdate()
    initial = {"paid_on": day, "amount": row.requested_amount}
    form = DrawdownForm(request.POST or None, prefix="drawdown", day=day, initial=initial)
    if request.method == "POST" and form.is_valid():

        def perform() -> str:
            came = receive_drawdown(drawdown=row, by=request.user, on=day, **form.cleaned_data)
            text = _("%(amount)s received, noted.") % {"amount": format_money(came.amount)}
            offer_undo(request, text, url=reverse("funding:drawdown-again", args=[pk]), data={})
            for sentence in odd_about(standing_of(row.award, on=day).drawdowns, came):
                messages.warning(request, sentence)
            return reverse("funding:award-money", args=[row.award_id])

        try:
            return redirect(submit_once(request, perform))
        except ValidationError as error:
            form.add_error(None, error)
    asked = {"amount": format_money(row.requested_amount)}
    return form_page(
        request,
        row.award,
        form,
        heading=_("The money is here"),
        submit=_("Note money received"),
        lead=_("%(amount)s were requested. Note what arrived; the time for using it starts on that day.") % asked,
    )


@allowed("funding.award.edit")
def drawdown_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    row = drawdown_for(access_for(request.user), pk)
    form = WithdrawDrawdownForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def perform() -> str:
            withdraw_drawdown(
                drawdown=row, reason=form.cleaned_data["reason"], by=request.user, on=timezone.localdate()
            )
            offer_undo(
                request, _("The request is taken back."), url=reverse("funding:drawdown-again", args=[pk]), data={}
            )
            return reverse("funding:award-money", args=[row.award_id])

        try:
            return redirect(submit_once(request, perform))
        except ValidationError as error:
            form.add_error(None, error)
    asked = {"amount": format_money(row.requested_amount)}
    return form_page(
        request,
        row.award,
        form,
        heading=_("Take a request back"),
        submit=_("Take the request back"),
        lead=_("%(amount)s were requested. The request stays readable with its reason.") % asked,
    )


@allowed("funding.award.edit")
@require_POST
def drawdown_again(request: HttpRequest, pk: int) -> HttpResponse:
    """The last step was an error: the request stands again."""
    row = drawdown_for(access_for(request.user), pk)
    try:
        request_again(drawdown=row, by=request.user, on=timezone.localdate())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The request stands again."))
    return redirect("funding:award-money", row.award_id)
