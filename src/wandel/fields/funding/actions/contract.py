"""Contracts of an award: recorded, advised, and led through the one table of steps."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext, gettext_noop

from wandel.core.profile.model import Profile
from wandel.fields.funding.actions.record import FIELD, party_ids
from wandel.fields.funding.actions.standing import hold_standing
from wandel.fields.funding.models import Contract, ContractAdvice, ContractStep, Zuwendungsbescheid
from wandel.fields.funding.models.contract import CONTRACT_STEPS, WITHOUT_BIDS
from wandel.fields.funding.queries.contracts import advice_on, contracts_of, procedures_of
from wandel.office.journal.actions import record
from wandel.office.people.models import Organisation, User
from wandel.ui.formats import format_date
from wandel.ui.phrases import Phrase
from wandel.ui.sinks import OPEN

State = Contract.State
SAID = {
    State.ADVISED: gettext_noop("Procurement advice kept: %(title)s"),
    State.PUBLISHED: gettext_noop("Contract published: %(title)s"),
    State.BIDS: gettext_noop("Bids opened: %(title)s"),
    State.AWARDED: gettext_noop("Contract awarded: %(title)s"),
    State.COMPLETED: gettext_noop("Contract completed: %(title)s"),
    State.CANCELLED: gettext_noop("Contract cancelled: %(title)s – %(note)s"),
}


@transaction.atomic
def record_contract(*, award: Zuwendungsbescheid, values: Mapping[str, Any], by: User, on: date) -> Contract:
    """A contract that is planned. ``values`` are the columns an officer types."""
    hold_standing(award)
    row = Contract.objects.create(award=award, **values)
    _step(row, State.PLANNED, on, "", by)
    _note(award, Phrase(gettext_noop("Contract planned: %(title)s"), {"title": row.title}), by)
    return row


@transaction.atomic
def change_contract(*, contract: Contract, values: Mapping[str, Any], by: User) -> Contract:
    """Correct a contract; advice that was given stays as it was given."""
    hold_standing(contract.award)
    for name, value in values.items():
        setattr(contract, name, value)
    contract.version += 1
    contract.save()
    _note(contract.award, Phrase(gettext_noop("Contract changed: %(title)s"), {"title": contract.title}), by)
    return contract


@transaction.atomic
def advise(*, contract: Contract, profile: Profile, by: User, on: date) -> ContractAdvice:
    """Keep the advice with the values and the law day it used; a planned contract is advised by it.

    Raises ValidationError where the rules say nothing for that day.
    """
    hold_standing(contract.award)
    row = _locked(contract)
    if row.state in {State.AWARDED, State.COMPLETED, State.CANCELLED}:
        raise ValidationError(gettext("This contract is decided; advice comes too late."), code="step")
    found = advice_on(row, list(contracts_of(row.award)), profile)
    if found.problem:
        raise ValidationError(found.problem, code="law")
    advice = ContractAdvice.objects.create(
        contract=row,
        given_on=on,
        law_on=found.law_on,
        kind=row.kind,
        estimated_value=row.estimated_value,
        answer={**found.answer, "notice_says": found.notice_says},
        splitting=found.splitting,
        actor_name=by.name,
    )
    if row.state == State.PLANNED:
        row.state = State.ADVISED
        _step(row, State.ADVISED, on, "", by)
    row.version += 1
    row.save()
    _note(row.award, Phrase(SAID[State.ADVISED], {"title": row.title}), by)
    return advice


@transaction.atomic
def take_step(
    *,
    contract: Contract,
    to: str,
    taken_on: date,
    by: User,
    note: str = "",
    procedure: str = "",
    procedure_reason: str = "",
    contractor: Organisation | None = None,
    awarded_value: Decimal | None = None,
) -> Contract:
    """Lead the contract to its next state.

    Publishing and a direct award need a procedure; one that the advice does not simply permit needs a reason. Awarding
    needs contractor and value, cancelling a note. Raises ValidationError for a step the table does not have, a day before
    the step before, and whatever is missing.
    """
    hold_standing(contract.award)
    row = _locked(contract)
    if to not in CONTRACT_STEPS[State(row.state)] or to == State.ADVISED:
        sentence = gettext("From “%(state)s” this step is not possible. Nothing was changed.")
        raise ValidationError(sentence % {"state": row.get_state_display()}, code="step")
    last = row.steps.last()
    if last is not None and last.state not in {State.PLANNED, State.ADVISED} and taken_on < last.taken_on:
        sentence = gettext("The step before was on %(day)s. Please check the day.")
        raise ValidationError({"taken_on": sentence % {"day": format_date(last.taken_on)}})
    if row.state == State.ADVISED and to != State.CANCELLED:
        _choose_procedure(row, procedure, procedure_reason, to)
    if to == State.PUBLISHED:
        row.published_on = taken_on
    if to == State.AWARDED:
        if row.published_on is None:
            # Without a notice the award itself is the day whose law counts.
            row.published_on = taken_on
        row.contractor, row.awarded_value = _awarded(contractor, awarded_value)
    if to == State.CANCELLED and not note.strip():
        raise ValidationError({"note": gettext("Please say why; the file has to explain it.")})
    row.state = to
    row.version += 1
    row.save()
    _step(row, to, taken_on, note.strip(), by)
    _note(row.award, Phrase(SAID[State(to)], {"title": row.title, "note": note.strip()}), by)
    return row


@transaction.atomic
def step_back(*, contract: Contract, by: User) -> Contract:
    """The last step was an error; what it brought goes with it. Raises ValidationError where there is none."""
    hold_standing(contract.award)
    row = _locked(contract)
    steps = list(row.steps.all())
    if len(steps) < 2:
        raise ValidationError(gettext("There is no step to take back."), code="step")
    gone, before = steps[-1], steps[-2]
    gone.delete()
    if gone.state == State.AWARDED:
        row.contractor, row.awarded_value = None, None
    if before.state == State.ADVISED:
        row.procedure, row.procedure_reason = "", ""
    kept = [step for step in steps[:-1] if step.state in {State.PUBLISHED, State.AWARDED}]
    row.published_on = kept[0].taken_on if kept else None
    row.state = before.state
    row.version += 1
    row.save()
    params = {"title": row.title, "state": gone.get_state_display()}
    _note(row.award, Phrase(gettext_noop("Step taken back: %(title)s, “%(state)s”"), params), by)
    return row


def _choose_procedure(row: Contract, procedure: str, reason: str, to: str) -> None:
    advice = row.advices.first()
    choices = {one.key: one for one in procedures_of(advice.answer if advice else {})}
    if procedure not in choices:
        raise ValidationError({"procedure": gettext("Please choose the procedure.")})
    direct = procedure in WITHOUT_BIDS
    if direct and to == State.PUBLISHED:
        raise ValidationError(
            {"procedure": gettext("In this procedure nothing is published; award the contract instead.")}
        )
    if not direct and to == State.AWARDED:
        raise ValidationError(
            {"procedure": gettext("In this procedure firms are asked first; note that before the award.")}
        )
    if choices[procedure].permitted is not True and not reason.strip():
        raise ValidationError(
            {
                "procedure_reason": gettext(
                    "The advice does not simply permit this procedure. Please say which condition is met; the file has to"
                    " explain it."
                )
            }
        )
    row.procedure, row.procedure_reason = procedure, reason.strip()


def _awarded(contractor: Organisation | None, value: Decimal | None) -> tuple[Organisation, Decimal]:
    wrong = {}
    if contractor is None:
        wrong["contractor"] = gettext(
            "Please choose who got the contract; a firm that is missing is recorded under contacts first."
        )
    if value is None or value <= 0:
        wrong["awarded_value"] = gettext("Please write the value of the contract, without VAT.")
    if wrong or contractor is None or value is None:
        raise ValidationError(wrong)
    return contractor, value


def _locked(contract: Contract) -> Contract:
    found = Contract.objects.select_for_update(of=("self",))
    return found.select_related("award__recipient__municipality", "award__funder").get(pk=contract.pk)


def _step(row: Contract, state: str, day: date, note: str, by: User) -> None:
    ContractStep.objects.create(contract=row, state=state, taken_on=day, note=note, actor_name=by.name)


def _note(award: Zuwendungsbescheid, message: Phrase, by: User) -> None:
    record(
        by=by, message=message, subject=award.ref, organisation_ids=party_ids(award), field=FIELD, confidentiality=OPEN
    )
