"""Targets, measures, campaigns, and what they bring."""

from typing import Any

import qrcode
import qrcode.image.svg
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from wandel.fields.growth.actions import offensive as actions
from wandel.fields.growth.actions.targets import correct_target, decide_target
from wandel.fields.growth.forms.offensive import CampaignForm, MeasureForm, TargetForm, owners
from wandel.fields.growth.models import GrowthTarget
from wandel.fields.growth.queries import offensive as queries
from wandel.fields.growth.queries.targets import target_on, targets
from wandel.office.journal.queries import entries_about
from wandel.office.people.access import access_for, allowed
from wandel.office.runs.once import submit_once


def _crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Growth"), reverse("growth:path")), *more]


def _form_page(request: HttpRequest, form: Any, heading: str, lead: str, crumb: tuple[str, str]) -> HttpResponse:
    context = {"form": form, "heading": heading, "lead": lead, "crumbs": _crumbs(crumb), "cancel": crumb[1]}
    return render(request, "growth/form.html", context, status=422 if form.errors else 200)


@allowed("growth.view")
def target_list(request: HttpRequest) -> HttpResponse:
    context = {
        "targets": targets(),
        "in_force": target_on(timezone.localdate()),
        "may_edit": access_for(request.user).may("growth.edit"),
        "crumbs": _crumbs(),
    }
    return render(request, "growth/target_list.html", context)


def _target_crumb() -> tuple[str, str]:
    return _("Targets"), reverse("growth:targets")


@allowed("growth.edit")
def target_new(request: HttpRequest) -> HttpResponseBase:
    form = TargetForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def perform() -> str:
            decide_target(values=form.cleaned_values(), by=request.user)
            return reverse("growth:targets")

        return redirect(submit_once(request, perform))
    lead = _("Who decided it, when, and where that is written. The target before stays on record.")
    return _form_page(request, form, _("Record a target"), lead, _target_crumb())


@allowed("growth.edit")
def target_edit(request: HttpRequest, pk: int) -> HttpResponseBase:
    row = get_object_or_404(GrowthTarget, pk=pk)
    form = TargetForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        fresh = get_object_or_404(GrowthTarget, pk=pk)
        if not form.conflict_with(fresh) and form.is_valid():
            correct_target(row=fresh, values=form.cleaned_values(), by=request.user)
            messages.success(request, _("Saved."))
            return redirect("growth:targets")
    return _form_page(request, form, _("Correct a target"), _("A new decision is a new target."), _target_crumb())


@allowed("growth.measure.view")
def offensive(request: HttpRequest) -> HttpResponse:
    """Measures and campaigns at a glance, and what came of them this year and the year before."""
    access, today = access_for(request.user), timezone.localdate()
    since = today.replace(year=today.year - 1, month=1, day=1)
    context = {
        "measures": list(queries.measures_for(access)),
        "effects": queries.effects(since),
        "since": since,
        "may_edit": access.may("growth.edit"),
        "crumbs": _crumbs(),
    }
    return render(request, "growth/offensive.html", context)


def _offensive_crumb() -> tuple[str, str]:
    return _("The offensive"), reverse("growth:offensive")


@allowed("growth.measure.view")
def measure_detail(request: HttpRequest, pk: int) -> HttpResponse:
    access = access_for(request.user)
    row = queries.measure_for(access, pk)
    context = {
        "measure": row,
        "campaigns": list(row.campaigns.all()),
        "history": list(entries_about(row.ref.kind, row.ref.pk, access=access)[:20]),
        "may_edit": access.may("growth.edit"),
        "crumbs": _crumbs(_offensive_crumb()),
    }
    return render(request, "growth/measure_detail.html", context)


@allowed("growth.edit")
def measure_new(request: HttpRequest) -> HttpResponseBase:
    form = MeasureForm(
        request.POST or None, owners=owners(), initial={"owner": request.user.pk, "begins_on": timezone.localdate()}
    )
    if request.method == "POST" and form.is_valid():

        def perform() -> str:
            return actions.record_measure(values=form.cleaned_values(), by=request.user).get_absolute_url()

        return redirect(submit_once(request, perform))
    lead = _("What is done, for whom, by whom, for how much, and what you expect of it.")
    return _form_page(request, form, _("Record a measure"), lead, _offensive_crumb())


@allowed("growth.edit")
def measure_edit(request: HttpRequest, pk: int) -> HttpResponseBase:
    access = access_for(request.user)
    row = queries.measure_for(access, pk)
    form = MeasureForm(request.POST or None, instance=row, owners=owners())
    if request.method == "POST" and form.is_valid():
        fresh = queries.measure_for(access, pk)
        if not form.conflict_with(fresh) and form.is_valid():
            actions.change_measure(row=fresh, values=form.cleaned_values(), by=request.user)
            messages.success(request, _("Saved."))
            return redirect(fresh.get_absolute_url())
    return _form_page(request, form, _("Change the measure"), str(row), _offensive_crumb())


def _address(campaign: Any) -> str:
    return f"{settings.WANDEL_BASE_URL}{campaign.path}"


@allowed("growth.measure.view")
def campaign_detail(request: HttpRequest, pk: int) -> HttpResponse:
    access = access_for(request.user)
    row = queries.campaign_for(access, pk)
    effect = next(one for one in queries.effects(row.begins_on) if one.campaign == row)
    context = {
        "campaign": row,
        "address": _address(row),
        "effect": effect,
        "history": list(entries_about(row.ref.kind, row.ref.pk, access=access)[:20]),
        "may_edit": access.may("growth.edit"),
        "crumbs": _crumbs(_offensive_crumb()),
    }
    return render(request, "growth/campaign_detail.html", context)


@allowed("growth.measure.view")
def campaign_code(request: HttpRequest, pk: int) -> HttpResponse:
    """The QR code as SVG, to print at any size."""
    row = queries.campaign_for(access_for(request.user), pk)
    code = qrcode.make(_address(row), image_factory=qrcode.image.svg.SvgPathImage, border=4)
    return HttpResponse(
        code.to_string(encoding="unicode"),
        content_type="image/svg+xml",
        headers={"Content-Disposition": f"inline; filename={row.key}.svg", "Cache-Control": "private, max-age=3600"},
    )


@allowed("growth.edit")
def campaign_new(request: HttpRequest) -> HttpResponseBase:
    form = CampaignForm(
        request.POST or None, initial={"begins_on": timezone.localdate(), "measure": request.GET.get("measure")}
    )
    if request.method == "POST" and form.is_valid():

        def perform() -> str:
            return actions.record_campaign(values=form.cleaned_values(), by=request.user).get_absolute_url()

        return redirect(submit_once(request, perform))
    lead = _("Its link and QR code count who comes that way, from the first inquiry to the arrival.")
    return _form_page(request, form, _("Record a campaign"), lead, _offensive_crumb())


@allowed("growth.edit")
def campaign_edit(request: HttpRequest, pk: int) -> HttpResponseBase:
    access = access_for(request.user)
    row = queries.campaign_for(access, pk)
    form = CampaignForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        fresh = queries.campaign_for(access, pk)
        if not form.conflict_with(fresh) and form.is_valid():
            actions.change_campaign(row=fresh, values=form.cleaned_values(), by=request.user)
            messages.success(request, _("Saved."))
            return redirect(fresh.get_absolute_url())
    return _form_page(request, form, _("Change the campaign"), str(row), _offensive_crumb())
