"""Payments from a finance system: choose the file, see what would come in and by which columns, take it in."""

import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from wandel.fields.funding.actions.booking_import import (
    BOOKING_IMPORT,
    keep_mapping,
    start_booking_import,
    take_in_looked_at,
)
from wandel.fields.funding.forms.booking_import import BookingFileForm, MappingForm
from wandel.fields.funding.models import BookingMapping, Zuwendungsbescheid
from wandel.fields.funding.queries.awards import editable_award_for
from wandel.office.people.access import access_for, allowed
from wandel.office.runs.incoming import keep_upload
from wandel.office.runs.models import Run
from wandel.office.runs.once import submit_once
from wandel.office.runs.queries import run_for
from wandel.ui.formats import reader_language


def _crumbs(award: Zuwendungsbescheid) -> list[tuple[str, str]]:
    return [
        (_("Awards"), reverse("funding:awards")),
        (award.title, award.get_absolute_url()),
        (_("Money"), reverse("funding:award-money", args=[award.pk])),
    ]


@allowed("funding.award.edit")
def booking_import(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Choose the file; the columns are taken as the house last confirmed them, else guessed by their names."""
    award = editable_award_for(access_for(request.user), pk)
    form = BookingFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():

        def perform() -> str:
            file = form.cleaned_data["file"]
            known = BookingMapping.objects.filter(organisation=award.recipient).first()
            params = {
                "path": str(keep_upload("funding", file, "bookings")), "name": str(file.name)[:100], "award": award.pk,
                "columns": known.columns if known else {}, "sign": known.sign if known else BookingMapping.Sign.POSITIVE,
                "order": known.orders.get(str(award.pk), "") if known else "", "skip_broken": False, "check": True,
            }  # fmt: skip
            return reverse("runs:detail", args=[start_booking_import(params=params, by=request.user).pk])

        return redirect(submit_once(request, perform))
    context = {
        "form": form,
        "heading": _("Take in payments"),
        "lead_text": award.title,
        "submit": _("Look at the file"),
        "cancel_url": reverse("funding:award-money", args=[pk]),
        "crumbs": _crumbs(award),
    }
    return render(request, "funding/contract_form.html", context, status=422 if form.errors else 200)


@allowed("funding.award.edit")
def booking_import_result(request: HttpRequest, pk: uuid.UUID) -> HttpResponseBase:
    """What a file would bring, by which columns, and the buttons: look again with others, or take it in."""
    access = access_for(request.user)
    run = run_for(access, pk)
    if run.kind != BOOKING_IMPORT or "seen" not in run.result:
        raise Http404
    award = editable_award_for(access, run.params["award"])
    seen = run.result["seen"]
    looking = request.method == "POST" and "look" in request.POST
    form = MappingForm(
        request.POST if looking else None,
        headers=seen["headers"],
        orders=seen["orders"],
        initial=_initial({**run.params, "columns": seen["columns"]}),
    )
    if request.method == "POST":
        try:
            if not looking:
                return _take(request, run, award, seen)
            if form.is_valid():
                return _look_again(request, run, award, form)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("funding:booking-import", award.pk)
    language = reader_language()
    context = {
        "run": run,
        "award": award,
        "seen": seen,
        "problem": seen["problem"][language] if seen["problem"] else "",
        "checking": run.params["check"],
        "blocked": seen["skipped"] and not run.params["skip_broken"],
        "remarks": [one[language] for one in seen["remarks"]],
        "form": form,
        "form_open": bool(seen["problem"]) or form.errors or not seen["anything"],
        "crumbs": _crumbs(award),
    }
    return render(request, "funding/booking_import.html", context, status=422 if form.errors else 200)


def _initial(params: Mapping[str, Any]) -> dict[str, Any]:
    columns = {f"column_{name}": header for name, header in params["columns"].items()}
    return {**columns, "sign": params["sign"], "only": params["order"], "skip_broken": params["skip_broken"]}


def _look_again(request: HttpRequest, run: Run, award: Zuwendungsbescheid, form: MappingForm) -> HttpResponseBase:
    if not Path(run.params["path"]).exists():
        raise ValidationError(_("The checked file is no longer kept. Choose it once more."), code="gone")
    values = form.values()

    def perform() -> str:
        keep_mapping(award=award, columns=values["columns"], sign=values["sign"], order=values["order"])
        again = start_booking_import(params={**run.params, **values, "check": True}, by=request.user)
        return reverse("runs:detail", args=[again.pk])

    return redirect(submit_once(request, perform))


def _take(request: HttpRequest, run: Run, award: Zuwendungsbescheid, seen: Mapping[str, Any]) -> HttpResponseBase:
    if seen["problem"] or (seen["skipped"] and not run.params["skip_broken"]):
        raise ValidationError(_("Some lines cannot be read; nothing was taken in."), code="broken")

    def perform() -> str:
        keep_mapping(award=award, columns=seen["columns"], sign=run.params["sign"], order=run.params["order"])
        return reverse("runs:detail", args=[take_in_looked_at(run=run, by=request.user).pk])

    return redirect(submit_once(request, perform))
