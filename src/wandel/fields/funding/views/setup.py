"""The set-up of an award: who does what, the points to begin with, the treasury's signature."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wandel.fields.funding.actions.setup import ask_treasury, set_up, skip, tick
from wandel.fields.funding.forms.setup import SetupForm, SkipForm
from wandel.fields.funding.models import Zuwendungsbescheid
from wandel.fields.funding.queries.awards import (
    checklist_item_for,
    checklist_rows,
    editable_award_for,
    readable_award_for,
)
from wandel.fields.funding.queries.cosign import own_share_cosign
from wandel.office.desk.queries.cosign import cosigns_about
from wandel.office.people.access import access_for, allowed
from wandel.office.runs.once import submit_once
from wandel.ui.undo import offer_undo

from .page import award_page


def _setup_page(
    request: HttpRequest, award: Zuwendungsbescheid, *, skipping: SkipForm | None = None, **context: Any
) -> HttpResponse:
    access = access_for(request.user)
    own, rows = own_share_cosign(award), checklist_rows(award)
    failed = skipping or SkipForm(point=None)
    return award_page(
        request,
        award,
        "setup",
        **{
            "form": SetupForm(award=award),
            "points": [(row, failed if failed.point == row.row.pk else SkipForm(point=row.row.pk)) for row in rows],
            "requests": cosigns_about("funding.award", str(award.pk)),
            "own_share": own,
            "has_treasury": award.parties.filter(part="treasury").exists(),
            "may_ask": access.is_unit and bool(own.amount) and not own.asked and not own.signed,
            **context,
        },
    )


def _tell_of_start(request: HttpRequest) -> None:
    messages.success(request, _("Nothing is missing any more: the award is running."))


@allowed("funding.award.view")
def award_setup(request: HttpRequest, pk: int) -> HttpResponse:
    access = access_for(request.user)
    if request.method != "POST":
        return _setup_page(request, readable_award_for(access, pk))
    award = editable_award_for(access, pk)
    form = SetupForm(request.POST, award=award)
    if not form.is_valid():
        return _setup_page(request, award, form=form)
    values = form.cleaned_data
    started = set_up(
        award=award,
        lead=values["lead"],
        deputy=values["deputy"],
        offices=form.offices(),
        signatories=values["signatories"],
        by=request.user,
        on=timezone.localdate(),
    )
    if started:
        _tell_of_start(request)
    else:
        messages.success(request, _("The set-up is saved."))
    return redirect("funding:award-setup", pk)


@allowed("funding.award.edit")
@require_POST
def award_cosign(request: HttpRequest, pk: int) -> HttpResponse:
    award = editable_award_for(access_for(request.user), pk)

    def perform() -> str:
        ask_treasury(award=award, by=request.user, on=timezone.localdate())
        return reverse("funding:award-setup", args=[pk])

    try:
        path = submit_once(request, perform)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("funding:award-setup", pk)
    messages.success(request, _("The treasury has been asked."))
    return redirect(path)


@allowed("funding.award.edit")
@require_POST
def checklist_tick(request: HttpRequest, pk: int) -> HttpResponse:
    """Done, or open again."""
    item = checklist_item_for(access_for(request.user), pk)
    if tick(item=item, done=not request.POST.get("reopen"), by=request.user, on=timezone.localdate()):
        _tell_of_start(request)
    return redirect("funding:award-setup", item.award_id)


@allowed("funding.award.edit")
@require_POST
def checklist_skip(request: HttpRequest, pk: int) -> HttpResponse:
    """Left out on purpose, with a reason; without one the page comes back with what was typed."""
    item = checklist_item_for(access_for(request.user), pk)
    form = SkipForm(request.POST, point=item.pk)
    if not form.is_valid():
        award = editable_award_for(access_for(request.user), item.award_id)
        return _setup_page(request, award, skipping=form)
    started = skip(item=item, reason=form.cleaned_data["reason"], by=request.user, on=timezone.localdate())
    if started:
        _tell_of_start(request)
    else:
        url = reverse("funding:checklist-tick", args=[pk])
        offer_undo(request, _("Skipped; the reason stands beside it."), url=url, data={"reopen": "1"})
    return redirect("funding:award-setup", item.award_id)
