"""The financing plan of an award: the tab, its lines, and what a change would do."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wandel.fields.funding.actions.plan import (
    remove_cost_item,
    remove_source,
    save_cost_item,
    save_plan_rule,
    save_source,
)
from wandel.fields.funding.forms.plan import CostItemForm, FundingSourceForm, PlanRuleForm, WhatIfForm
from wandel.fields.funding.models import CostItem, FundingSource, PlanRule, Zuwendungsbescheid
from wandel.fields.funding.queries.awards import editable_award_for, readable_award_for
from wandel.fields.funding.queries.plan import cost_item_for, plan_of, rule_of, source_for, what_if
from wandel.office.people.access import access_for, allowed
from wandel.office.runs.once import submit_once
from wandel.ui.undo import offer_undo

from .page import award_page


@allowed("funding.award.view")
def award_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """The plan; ``?costs=…&third_party=…`` asks what other figures would do, nothing is stored."""
    award = readable_award_for(access_for(request.user), pk)
    plan = plan_of(award)
    asked = "costs" in request.GET
    start = {"costs": plan.expected or award.eligible_costs, "third_party": award.third_party}
    form = WhatIfForm(request.GET if asked else None, initial=start)
    answer = None
    if asked and form.is_valid():
        answer = what_if(award, costs=form.cleaned_data["costs"], third_party=form.cleaned_data["third_party"] or 0)
    return award_page(request, award, "plan", plan=plan, what_if_form=form, what_if=answer)


def _line_page(request: HttpRequest, award: Zuwendungsbescheid, form: Any, **context: Any) -> HttpResponse:
    back = reverse("funding:award-plan", args=[award.pk])
    crumbs = [
        (_("Awards"), reverse("funding:awards")),
        (award.title, award.get_absolute_url()),
        (_("Financing plan"), back),
    ]
    return render(
        request,
        "funding/plan_form.html",
        {"award": award, "form": form, "crumbs": crumbs, "cancel_url": back, **context},
    )


@allowed("funding.award.edit")
def cost_item_new(request: HttpRequest, pk: int) -> HttpResponse:
    award = editable_award_for(access_for(request.user), pk)
    form = CostItemForm(request.POST or None, award=award, instance=CostItem(award=award))
    if request.method == "POST" and form.is_valid():

        def perform() -> str:
            row = save_cost_item(
                item=CostItem(award=award), values=form.cleaned_values(), years=form.cleaned_years(), by=request.user
            )
            offer_undo(request, _("Entered."), url=reverse("funding:cost-item-remove", args=[row.pk]), data={})
            return reverse("funding:award-plan", args=[pk])

        return redirect(submit_once(request, perform))
    return _line_page(request, award, form, heading=_("New cost item"), submit=_("Enter the item"))


@allowed("funding.award.edit")
def cost_item_edit(request: HttpRequest, pk: int) -> HttpResponse:
    row = cost_item_for(access_for(request.user), pk)
    form = CostItemForm(request.POST or None, award=row.award, instance=row)
    if request.method == "POST" and form.is_valid():
        fresh = cost_item_for(access_for(request.user), pk)
        if not form.conflict_with(fresh) and form.is_valid():
            save_cost_item(item=fresh, values=form.cleaned_values(), years=form.cleaned_years(), by=request.user)
            messages.success(request, _("Saved."))
            return redirect("funding:award-plan", row.award_id)
    remove = reverse("funding:cost-item-remove", args=[pk])
    return _line_page(
        request, row.award, form, heading=str(row), submit=_("Save the change"), remove_url=remove
    )  # fmt: skip


@allowed("funding.award.edit")
@require_POST
def cost_item_remove(request: HttpRequest, pk: int) -> HttpResponse:
    row = cost_item_for(access_for(request.user), pk)
    data = {"code": row.code, "title": row.title, **({"done": "on"} if row.done else {})}
    data |= {f"year_{one.year}": f"{one.amount:.2f}" for one in row.years.all()}
    remove_cost_item(item=row, by=request.user)
    offer_undo(request, _("Taken out."), url=reverse("funding:cost-item-new", args=[row.award_id]), data=data)
    return redirect("funding:award-plan", row.award_id)


@allowed("funding.award.edit")
def source_new(request: HttpRequest, pk: int) -> HttpResponse:
    award = editable_award_for(access_for(request.user), pk)
    form = FundingSourceForm(request.POST or None, award=award, instance=FundingSource(award=award))
    if request.method == "POST" and form.is_valid():

        def perform() -> str:
            row = save_source(
                source=FundingSource(award=award),
                values=form.cleaned_values(),
                years=form.cleaned_years(),
                by=request.user,
            )
            offer_undo(request, _("Entered."), url=reverse("funding:source-remove", args=[row.pk]), data={})
            return reverse("funding:award-plan", args=[pk])

        return redirect(submit_once(request, perform))
    return _line_page(request, award, form, heading=_("New source of money"), submit=_("Enter the source"))


@allowed("funding.award.edit")
def source_edit(request: HttpRequest, pk: int) -> HttpResponse:
    row = source_for(access_for(request.user), pk)
    form = FundingSourceForm(request.POST or None, award=row.award, instance=row)
    if request.method == "POST" and form.is_valid():
        fresh = source_for(access_for(request.user), pk)
        if not form.conflict_with(fresh) and form.is_valid():
            save_source(source=fresh, values=form.cleaned_values(), years=form.cleaned_years(), by=request.user)
            messages.success(request, _("Saved."))
            return redirect("funding:award-plan", row.award_id)
    remove = reverse("funding:source-remove", args=[pk])
    return _line_page(
        request, row.award, form, heading=str(row), submit=_("Save the change"), remove_url=remove
    )  # fmt: skip


@allowed("funding.award.edit")
@require_POST
def source_remove(request: HttpRequest, pk: int) -> HttpResponse:
    row = source_for(access_for(request.user), pk)
    data = {"kind": row.kind, "title": row.title} | {f"year_{one.year}": f"{one.amount:.2f}" for one in row.years.all()}
    remove_source(source=row, by=request.user)
    offer_undo(request, _("Taken out."), url=reverse("funding:source-new", args=[row.award_id]), data=data)
    return redirect("funding:award-plan", row.award_id)


@allowed("funding.award.edit")
def plan_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """What the notice says about exceeding an item; a second editor sees what changed and chooses."""
    award = editable_award_for(access_for(request.user), pk)
    rule, own = rule_of(award)
    start = {} if own else {"share": None if rule.percent is None else rule.percent / 100, "source": rule.norm}
    form = PlanRuleForm(request.POST or None, instance=own or PlanRule(award=award), initial=start)
    if request.method == "POST" and form.is_valid():
        fresh = rule_of(award)[1] or PlanRule(award=award)
        if fresh.pk is None or (not form.conflict_with(fresh) and form.is_valid()):
            save_plan_rule(rule=fresh, values=form.cleaned_values(), by=request.user)
            messages.success(request, _("Saved."))
            return redirect("funding:award-plan", pk)
    lead = _("As the notice says it, read on %(day)s.") % {"day": timezone.localdate().strftime("%d.%m.%Y")}
    return _line_page(
        request, award, form, heading=_("How far an item may be exceeded"), submit=_("Keep this rule"), lead_text=lead
    )
