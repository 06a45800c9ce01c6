"""Contracts of an award: who may open them, which procurement law counts, what may not be cut in two."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from wandel.core.foerderung.procurement import (
    PROCEDURES,
    Buyer,
    NoThreshold,
    PlannedContract,
    Procurement,
    Splitting,
    UnknownMunicipality,
    buyer_of,
    procurement_of,
    splitting,
)
from wandel.core.foerderung.sets import UnknownConditions, condition_set
from wandel.core.profile.model import Profile
from wandel.fields.funding.models import Contract, ContractAdvice, Zuwendungsbescheid
from wandel.fields.funding.models.contract import CONTRACT_STEPS, WITHOUT_BIDS
from wandel.fields.funding.queries.awards import awards_for, editable_awards_for, withdrawn_awards_for
from wandel.fields.funding.queries.words import spoken
from wandel.office.people.access import Access
from wandel.office.people.models import Organisation

State = Contract.State
KIND = Organisation.Kind
ABOUT = ("award__recipient__municipality", "award__funder", "award__lead", "award__deputy", "contractor")


def contracts_of(award: Zuwendungsbescheid) -> QuerySet[Contract]:
    """The caller has authorised the award."""
    return award.contracts.select_related("contractor")


def contract_for(access: Access, pk: int) -> Contract:
    """A contract of an award this reader may open."""
    awards = awards_for(access) | withdrawn_awards_for(access)
    return get_object_or_404(Contract.objects.select_related(*ABOUT), pk=pk, award__in=awards)


def editable_contract_for(access: Access, pk: int) -> Contract:
    return get_object_or_404(Contract.objects.select_related(*ABOUT), pk=pk, award__in=editable_awards_for(access))


def buyer_behind(recipient: Organisation, profile: Profile, *, on: date) -> Buyer | None:
    """Who awards: the recipient's municipality, or the county for its own offices; None where neither is known."""
    municipality = recipient.municipality
    if municipality is None and recipient.kind not in {KIND.UNIT, KIND.COUNTY_OFFICE}:
        return None
    try:
        return buyer_of(profile, municipality.ags if municipality else profile.ags, on=on)
    except UnknownMunicipality:
        return None


@dataclass(frozen=True)
class Advice:
    """What a contract has to follow on its law day, as core says it today.

    ``answer`` is core's JSON with the warnings beside it; empty with ``problem`` where no threshold is known for the day.
    ``notice_says`` are the grant conditions that this award's notice carries.
    """

    law_on: date
    answer: dict[str, Any]
    splitting: list[dict[str, Any]]
    notice_says: list[dict[str, Any]]
    problem: str = ""


def advice_on(contract: Contract, siblings: Sequence[Contract], profile: Profile) -> Advice:
    """The advice for a contract among all contracts of its award."""
    day = contract.law_on
    buyer = buyer_behind(contract.award.recipient, profile, on=day)
    try:
        found = procurement_of(contract.kind, contract.estimated_value, on=day, buyer=buyer)
    except NoThreshold as error:
        return Advice(day, {}, [], [], spoken(error.text))
    findings = [one for one in splitting_among(siblings, on=day, buyer=buyer) if contract.pk in one.pks]
    return Advice(
        day,
        answer_json(found),
        [one.as_json() for one in findings],
        [one.as_json() for one in found.grant_conditions if one.conditions == _conditions_label(contract.award)],
    )


def answer_json(found: Procurement) -> dict[str, Any]:
    return {**found.as_json(), "warnings": [remark.text.as_json() for remark in found.warnings]}


def _conditions_label(award: Zuwendungsbescheid) -> str:
    try:
        return condition_set(award.condition_set).label
    except UnknownConditions:
        return ""


@dataclass(frozen=True)
class SplittingFound:
    """Contracts that together cross a line; ``pks`` are theirs."""

    finding: Splitting
    pks: frozenset[int]

    def as_json(self) -> dict[str, Any]:
        return self.finding.as_json()


def splitting_among(contracts: Sequence[Contract], *, on: date, buyer: Buyer | None) -> list[SplittingFound]:
    """What core finds among the contracts that still count; a title given twice gets a number behind it."""
    planned, pk_of = [], {}
    for row in contracts:
        if row.state == State.CANCELLED:
            continue
        key, number = row.title, 1
        while key in pk_of:
            number += 1
            key = f"{row.title} ({number})"
        pk_of[key] = row.pk
        planned.append(PlannedContract(key, row.kind, row.estimated_value))
    try:
        found = splitting(planned, on=on, buyer=buyer)
    except NoThreshold:
        return []
    return [SplittingFound(one, frozenset(pk_of[key] for key in one.contracts)) for one in found]


@dataclass(frozen=True)
class ProcedureChoice:
    """A procedure to choose. ``permitted`` None hangs on conditions; anything but True wants a reason."""

    key: str
    label: str
    permitted: bool | None


def procedures_of(answer: dict[str, Any]) -> list[ProcedureChoice]:
    """The procedures the answer speaks of; without an answer all there are."""
    if not answer.get("procedures"):
        return [ProcedureChoice(key, spoken(one.name), None) for key, one in PROCEDURES.items()]
    return [ProcedureChoice(one["procedure"], spoken(one["name"]), one["permitted"]) for one in answer["procedures"]]


def procedure_name(key: str) -> str:
    return spoken(PROCEDURES[key].name) if key in PROCEDURES else key


def choices_for(to: str, choices: Sequence[ProcedureChoice]) -> list[ProcedureChoice]:
    """The procedures that lead from the advice to a state: some are published or ask firms, others award at once."""
    return [one for one in choices if (one.key in WITHOUT_BIDS) == (to == State.AWARDED)]


def next_steps(contract: Contract, choices: Sequence[ProcedureChoice]) -> list[str]:
    """Where the contract may go from here, the usual way first. Advice has its own button."""
    steps = [step for step in CONTRACT_STEPS[State(contract.state)] if step != State.ADVISED]
    if contract.state == State.ADVISED and not choices_for(State.AWARDED, choices):
        steps.remove(State.AWARDED)
    return steps


def is_stale(kept: ContractAdvice, contract: Contract, now: Advice) -> bool:
    """Whether the contract has other values now than the advice was given for, or the law says something else.

    A notice sent some days later under the same law changes nothing.
    """
    if contract.state == State.CANCELLED:
        return False
    values = (kept.kind, kept.estimated_value) != (contract.kind, contract.estimated_value)
    return values or (bool(now.answer) and _decisive(kept.answer) != _decisive(now.answer))


def _decisive(answer: dict[str, Any]) -> tuple[Any, ...]:
    """What a decision rests on: threshold, regime, and what each procedure may."""
    procedures = [(one["procedure"], one["permitted"], one["limit"], one["status"]) for one in answer["procedures"]]
    return answer["threshold"]["amount"], answer["above"], answer["regime"]["name"], procedures


@dataclass(frozen=True)
class ContractSums:
    """How many contracts still count, and what is estimated and awarded, in euro net."""

    count: int
    estimated: Decimal
    awarded: int
    awarded_value: Decimal


def sums_of(contracts: Sequence[Contract]) -> ContractSums:
    counting = [row for row in contracts if row.state != State.CANCELLED]
    awarded = [row for row in counting if row.awarded_value is not None]
    return ContractSums(
        len(counting),
        sum((row.estimated_value for row in counting), Decimal(0)),
        len(awarded),
        sum((row.awarded_value for row in awarded), Decimal(0)),
    )
