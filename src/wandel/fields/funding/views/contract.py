"""Contracts of an award: the list, one contract with its advice, its steps and its file."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from wandel.fields.funding.actions.contract import advise, change_contract, record_contract, step_back, take_step
from wandel.fields.funding.forms.contract import ContractForm, StepForm
from wandel.fields.funding.models import Contract, Zuwendungsbescheid
from wandel.fields.funding.models.contract import CONTRACT_STEPS
from wandel.fields.funding.queries.awards import editable_award_for, editable_awards_for, readable_award_for
from wandel.fields.funding.queries.contracts import (
    advice_on,
    buyer_behind,
    contract_for,
    contracts_of,
    editable_contract_for,
    is_stale,
    next_steps,
    procedure_name,
    procedures_of,
    splitting_among,
    sums_of,
)
from wandel.office.people.access import access_for, allowed
from wandel.office.places.profile import active_profile
from wandel.office.runs.once import submit_once
from wandel.ui.documents import document_response
from wandel.ui.formats import format_date
from wandel.ui.undo import offer_undo

from .contract_document import contract_note
from .page import award_page

State = Contract.State
# The button that leads to a state, and the heading of its page.
STEP_WORDS = {
    State.PUBLISHED: (gettext_lazy("Note the publication"), gettext_lazy("Published, or firms were asked")),
    State.BIDS: (gettext_lazy("Note the opening of bids"), gettext_lazy("The bids are opened")),
    State.AWARDED: (gettext_lazy("Note the award"), gettext_lazy("The contract is awarded")),
    State.COMPLETED: (gettext_lazy("Note the completion"), gettext_lazy("Everything is delivered")),
    State.CANCELLED: (gettext_lazy("Cancel the contract"), gettext_lazy("The contract is cancelled")),
}


@allowed("funding.award.view")
def contract_list(request: HttpRequest, pk: int) -> HttpResponse:
    award, day = readable_award_for(access_for(request.user), pk), timezone.localdate()
    contracts = list(contracts_of(award))
    buyer = buyer_behind(award.recipient, active_profile(), on=day)
    return award_page(
        request,
        award,
        "contracts",
        contracts=contracts,
        sums=sums_of(contracts),
        splitting=[one.finding for one in splitting_among(contracts, on=day, buyer=buyer)],
    )


def _crumbs(award: Zuwendungsbescheid, *more: tuple[str, str]) -> list[tuple[str, str]]:
    return [
        (_("Awards"), reverse("funding:awards")),
        (award.title, award.get_absolute_url()),
        (_("Contracts"), reverse("funding:contracts", args=[award.pk])),
        *more,
    ]


def _form_page(request: HttpRequest, form: Any, heading: str, lead: str, **context: Any) -> HttpResponse:
    return render(
        request, "funding/contract_form.html", {"form": form, "heading": heading, "lead_text": lead, **context}
    )


@allowed("funding.award.edit")
def contract_new(request: HttpRequest, pk: int) -> HttpResponse:
    award = editable_award_for(access_for(request.user), pk)
    form = ContractForm(request.POST or None, award=award)
    if request.method == "POST" and form.is_valid():

        def perform() -> str:
            row = record_contract(
                award=award, values=form.cleaned_values(), by=request.user, on=timezone.localdate()
            )  # fmt: skip
            messages.success(request, _("The contract is planned. Below stands which law it follows."))
            return row.get_absolute_url()

        return redirect(submit_once(request, perform))
    return _form_page(
        request,
        form,
        _("Plan a contract"),
        award.title,
        submit=_("Plan the contract"),
        crumbs=_crumbs(award),
        cancel_url=reverse("funding:contracts", args=[pk]),
    )


@allowed("funding.award.edit")
def contract_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a contract; a second editor sees what changed and chooses."""
    row = editable_contract_for(access_for(request.user), pk)
    form = ContractForm(request.POST or None, instance=row, award=row.award)
    if request.method == "POST" and form.is_valid():
        fresh = editable_contract_for(access_for(request.user), pk)
        if not form.conflict_with(fresh) and form.is_valid():
            change_contract(contract=fresh, values=form.cleaned_values(), by=request.user)
            messages.success(request, _("Saved."))
            return redirect(fresh.get_absolute_url())
    return _form_page(
        request,
        form,
        _("Change the contract"),
        row.title,
        submit=_("Save the change"),
        crumbs=_crumbs(row.award, (row.title, row.get_absolute_url())),
        cancel_url=row.get_absolute_url(),
    )


@allowed("funding.award.view")
def contract_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Which law and which procedures, what was decided and why, and what comes next."""
    access = access_for(request.user)
    row = contract_for(access, pk)
    advices = list(row.advices.all()[:10])
    now = advice_on(row, list(contracts_of(row.award)), active_profile())
    may_edit = editable_awards_for(access).filter(pk=row.award_id).exists()
    steps = next_steps(row, procedures_of(advices[0].answer if advices else now.answer)) if may_edit else []
    return render(
        request,
        "funding/contract_detail.html",
        {
            "contract": row,
            "award": row.award,
            "procedure": procedure_name(row.procedure),
            "advice": now,
            "kept": advices[0] if advices else None,
            "earlier": advices[1:],
            "stale": bool(advices) and is_stale(advices[0], row, now),
            "steps": row.steps.all(),
            "may_edit": may_edit,
            "may_advise": may_edit and row.state not in {State.AWARDED, State.COMPLETED, State.CANCELLED},
            "next_steps": [(step, STEP_WORDS[step][0]) for step in steps],
            "crumbs": _crumbs(row.award),
        },
    )


@allowed("funding.award.edit")
@require_POST
def contract_advise(request: HttpRequest, pk: int) -> HttpResponse:
    row = editable_contract_for(access_for(request.user), pk)

    def perform() -> str:
        advise(contract=row, profile=active_profile(), by=request.user, on=timezone.localdate())
        return row.get_absolute_url()

    try:
        path = submit_once(request, perform)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(row.get_absolute_url())
    messages.success(request, _("The advice is kept with the values and the law of that day."))
    return redirect(path)


@allowed("funding.award.edit")
def contract_step(request: HttpRequest, pk: int, state: str) -> HttpResponse:
    """One step of the table: its day and what it brings."""
    row, day = editable_contract_for(access_for(request.user), pk), timezone.localdate()
    if state not in STEP_WORDS:
        raise Http404
    if state not in CONTRACT_STEPS[State(row.state)]:
        sentence = _("From “%(state)s” this step is not possible. Nothing was changed.")
        messages.error(request, sentence % {"state": row.get_state_display()})
        return redirect(row.get_absolute_url())
    advice = row.advices.first()
    choices = procedures_of(advice.answer if advice else {})
    form = StepForm(request.POST or None, contract=row, to=state, choices=choices, day=day)
    if request.method == "POST" and form.is_valid():

        def perform() -> str:
            take_step(contract=row, to=state, by=request.user, **form.cleaned_data)
            url = reverse("funding:contract-step-back", args=[pk])
            text = _("“%(title)s”: %(state)s.") % {"title": row.title, "state": State(state).label}
            offer_undo(request, text, url=url, data={})
            return row.get_absolute_url()

        try:
            return redirect(submit_once(request, perform))
        except ValidationError as error:
            form.add_error(None, error)
    submit, heading = STEP_WORDS[State(state)]
    return _form_page(
        request,
        form,
        heading,
        row.title,
        submit=submit,
        crumbs=_crumbs(row.award, (row.title, row.get_absolute_url())),
        cancel_url=row.get_absolute_url(),
    )


@allowed("funding.award.edit")
@require_POST
def contract_step_back(request: HttpRequest, pk: int) -> HttpResponse:
    row = editable_contract_for(access_for(request.user), pk)
    try:
        row = step_back(contract=row, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The step is taken back: %(state)s.") % {"state": row.get_state_display()})
    return redirect(row.get_absolute_url())


@allowed("funding.award.view")
def contract_document(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """The file note on the procurement (Vergabevermerk), from what was kept and decided."""
    row = contract_for(access_for(request.user), pk)
    if form not in {"pdf", "docx"}:
        raise Http404
    day = timezone.localdate()
    kept = row.advices.first()
    advice = None if kept else advice_on(row, list(contracts_of(row.award)), active_profile())
    document = contract_note(row, kept=kept, advice=advice, steps=list(row.steps.all()), day=day)
    word_url = reverse("funding:contract-document", args=[pk, "docx"])
    name = f"{_('Procurement note')} {row.title} {format_date(day)}"
    return document_response(document, form, name, request=request, word_url=word_url)
