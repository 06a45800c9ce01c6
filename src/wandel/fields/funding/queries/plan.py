"""The financing plan of an award: what is planned, committed, spent; what differs; what a change would do."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Sum
from django.db.models.functions import ExtractYear
from django.shortcuts import get_object_or_404

from wandel.core.foerderung.plan import (
    Basis,
    CostLine,
    Difference,
    Overrun,
    OverrunRule,
    SourceLine,
    differences,
    overrun_rule,
    overruns,
)
from wandel.core.foerderung.settle import Settled, parse_settlement, settled
from wandel.fields.funding.models import Contract, CostItem, FundingSource, PlanRule, Zuwendungsbescheid
from wandel.fields.funding.queries.awards import editable_awards_for
from wandel.office.people.access import Access

CENT, ZERO = Decimal("0.01"), Decimal("0.00")
COMMITTED = (Contract.State.AWARDED, Contract.State.COMPLETED)


@dataclass(frozen=True)
class PlanRow:
    """An item on the page: its line, its years in the page's order, and what is wrong with it."""

    item: CostItem
    line: CostLine
    years: list[Decimal]
    overrun: Overrun | None

    @property
    def left(self) -> Decimal:
        """Planned and neither committed nor spent; below zero where more is needed."""
        return self.line.planned_total - max(self.line.committed, self.line.spent_total)


@dataclass(frozen=True)
class SourceRow:
    source: FundingSource
    line: SourceLine
    years: list[Decimal]


@dataclass(frozen=True)
class Plan:
    """Everything the page shows. ``unassigned`` is spent and belongs to no item; the years run as the columns do."""

    years: list[int]
    rows: list[PlanRow]
    sources: list[SourceRow]
    cost_years: list[Decimal]
    source_years: list[Decimal]
    unassigned: Decimal
    unassigned_contracts: Decimal
    rule: OverrunRule
    own_rule: PlanRule | None
    year_overruns: list[Overrun]
    differences: tuple[Difference, ...]

    @property
    def overruns(self) -> list[tuple[str, Overrun]]:
        """What takes more than planned, with the item's name; a year needs none."""
        return [(str(row.item), row.overrun) for row in self.rows if row.overrun] + [
            ("", one) for one in self.year_overruns
        ]

    @property
    def planned(self) -> Decimal:
        return sum((row.line.planned_total for row in self.rows), ZERO)

    @property
    def committed(self) -> Decimal:
        return sum((row.line.committed for row in self.rows), self.unassigned_contracts)

    @property
    def spent(self) -> Decimal:
        return sum((row.line.spent_total for row in self.rows), self.unassigned)

    @property
    def sourced(self) -> Decimal:
        return sum((row.line.planned_total for row in self.sources), ZERO)

    @property
    def expected(self) -> Decimal:
        """What it will cost as far as is known."""
        return sum((row.line.expected for row in self.rows), self.unassigned)


def cost_item_for(access: Access, pk: int) -> CostItem:
    return get_object_or_404(CostItem.objects.select_related("award"), pk=pk, award__in=editable_awards_for(access))


def source_for(access: Access, pk: int) -> FundingSource:
    return get_object_or_404(
        FundingSource.objects.select_related("award"), pk=pk, award__in=editable_awards_for(access)
    )


def rule_of(award: Zuwendungsbescheid) -> tuple[OverrunRule, PlanRule | None]:
    """What binds about items: what the notice says, else its conditions."""
    own = PlanRule.objects.filter(award=award).first()
    if own is None:
        return overrun_rule(
            award.condition_set, award.condition_version, financing=award.financing_type, purpose=award.purpose
        ), None
    percent = None if own.share is None else own.share * 100
    return OverrunRule(Basis(own.basis), percent, own.source, "confirmed"), own


def with_vat(value: Decimal, vat: Decimal) -> Decimal:
    """What a contract over a net value costs, to the cent."""
    return (value * (1 + vat)).quantize(CENT, ROUND_HALF_UP)


def plan_of(award: Zuwendungsbescheid) -> Plan:
    """The plan with sums, excesses and differences; a constant number of queries."""
    items = list(award.cost_items.prefetch_related("years"))
    sources = list(award.sources.prefetch_related("years"))
    spent: dict[int | None, dict[int, Decimal]] = defaultdict(dict)
    payments = award.bookings.values("cost_item", year=ExtractYear("paid_on")).annotate(total=Sum("amount")).order_by()
    for row in payments:
        spent[row["cost_item"]][row["year"]] = row["total"]
    committed: dict[int | None, Decimal] = defaultdict(lambda: ZERO)
    contracts = Contract.objects.filter(award=award, state__in=COMMITTED)
    for item, value, vat in contracts.values_list("cost_item", "awarded_value", "vat"):
        committed[item] += with_vat(value, vat)
    lines = {
        item.pk: CostLine(
            key=str(item.pk),
            title=str(item),
            planned={one.year: one.amount for one in item.years.all()},
            spent=spent.get(item.pk, {}),
            committed=committed[item.pk],
            done=item.done,
        )
        for item in items
    }
    source_lines = [
        SourceLine(one.kind, str(one), {year.year: year.amount for year in one.years.all()}) for one in sources
    ]
    rule, own = rule_of(award)
    found = overruns(list(lines.values()), rule)
    by_key = {one.key: one for one in found} if rule.basis is not Basis.YEARLY_TOTAL else {}
    years = sorted(
        {
            *range(award.period_from.year, award.period_until.year + 1),
            *(year for line in (*lines.values(), *source_lines) for year in line.planned),
        }
    )
    return Plan(
        years=years,
        rows=[
            PlanRow(
                item,
                lines[item.pk],
                [lines[item.pk].planned.get(year, ZERO) for year in years],
                by_key.get(str(item.pk)),
            )
            for item in items
        ],
        sources=[
            SourceRow(one, line, [line.planned.get(year, ZERO) for year in years])
            for one, line in zip(sources, source_lines, strict=True)
        ],
        cost_years=[sum((line.planned.get(year, ZERO) for line in lines.values()), ZERO) for year in years],
        source_years=[sum((line.planned.get(year, ZERO) for line in source_lines), ZERO) for year in years],
        unassigned=sum(spent.get(None, {}).values(), ZERO),
        unassigned_contracts=committed[None],
        rule=rule,
        own_rule=own,
        year_overruns=list(found) if rule.basis is Basis.YEARLY_TOTAL else [],
        differences=differences(
            list(lines.values()),
            source_lines,
            eligible_costs=award.eligible_costs,
            grant=award.grant,
            third_party=award.third_party or ZERO,
        ),
    )


@dataclass(frozen=True)
class WhatIf:
    """What other costs would do: the grant that stays, what the recipient pays itself, and the arithmetic."""

    costs: Decimal
    third_party: Decimal
    answer: Settled

    @property
    def own(self) -> Decimal:
        return max(ZERO, self.costs - self.third_party - self.answer.grant_due)


def what_if(award: Zuwendungsbescheid, *, costs: Decimal, third_party: Decimal) -> WhatIf:
    """Settle the award as if these were the final figures (Nr. 2 of the ANBest). Amounts in euro."""
    facts: dict[str, Any] = {
        "financing": {
            "type": award.financing_type,
            "rate": None if award.rate is None else str(award.rate),
            "eligible_costs": str(award.eligible_costs),
            "grant": str(award.grant),
            "cap": None if award.cap is None else str(award.cap),
            "third_party": str(award.third_party or ZERO),
        },
        "actual": {"eligible_costs": str(costs), "third_party": str(third_party)},
        "conditions": {"set": award.condition_set, "version": award.condition_version},
        "drawdowns": [{"amount": str(one)} for one in award.drawdowns.received().values_list("amount", flat=True)],
    }
    facts["financing"] = {name: value for name, value in facts["financing"].items() if value is not None}
    return WhatIf(costs, third_party, settled(parse_settlement(facts)))
