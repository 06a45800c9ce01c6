"""The financing plan of an award: what is planned, committed and spent, and how far an item may exceed its sum.

Nr. 1.2 of the ANBest: the plan binds as a total; a single item may exceed its sum by a share if others save as much; beyond it, or
without the saving, the funder has to agree. A Festbetrag is not bound to items. Some funders count the share of the year's
total instead; then what was moved between items in a year is held against it. Amounts are euro to the cent.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from wandel.core.foerderung.sets import UnknownConditions, condition_set
from wandel.core.law.texts import Text, money_de, money_en, number_de

ZERO = Decimal("0.00")
KEY = "item_overrun_percent"


class Basis(StrEnum):
    """What the share is counted of."""

    ITEM = "item"
    YEARLY_TOTAL = "yearly_total"
    FREE = "free"
    UNKNOWN = "unknown"


class Verdict(StrEnum):
    """Whether an excess stands: within and saved elsewhere, within but not saved yet, or only with the funder's agreement."""

    COVERED = "covered"
    OPEN = "open"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class OverrunRule:
    """How far an item may exceed its sum; ``percent`` is None where nothing is known or nothing binds."""

    basis: Basis
    percent: Decimal | None
    norm: str
    status: str


@dataclass(frozen=True, slots=True)
class CostLine:
    """One cost item: euro planned and spent by year, committed by contracts (what they will cost in all), settled or not."""

    key: str
    title: str
    planned: Mapping[int, Decimal] = field(default_factory=dict)
    spent: Mapping[int, Decimal] = field(default_factory=dict)
    committed: Decimal = ZERO
    done: bool = False

    @property
    def planned_total(self) -> Decimal:
        return sum(self.planned.values(), ZERO)

    @property
    def spent_total(self) -> Decimal:
        return sum(self.spent.values(), ZERO)

    @property
    def expected(self) -> Decimal:
        """What the item will cost as far as is known: what was spent once it is settled, else no less than was planned."""
        return self.spent_total if self.done else max(self.planned_total, self.committed, self.spent_total)

    @property
    def excess(self) -> Decimal:
        return max(ZERO, self.expected - self.planned_total)

    @property
    def saved(self) -> Decimal:
        """Only a settled item has saved for sure."""
        return max(ZERO, self.planned_total - self.expected)


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One source of money by year: the grant, another public body, a third party, own funds."""

    kind: str
    title: str
    planned: Mapping[int, Decimal] = field(default_factory=dict)

    @property
    def planned_total(self) -> Decimal:
        return sum(self.planned.values(), ZERO)


@dataclass(frozen=True, slots=True)
class Overrun:
    """An item, or under ``YEARLY_TOTAL`` a year, that takes more than planned. ``limit`` is what the rule allows in euro."""

    key: str
    excess: Decimal
    limit: Decimal | None
    verdict: Verdict
    because: Text


@dataclass(frozen=True, slots=True)
class Difference:
    """Two figures of plan and notice that should be the same: ``planned`` minus ``agreed``."""

    code: str
    planned: Decimal
    agreed: Decimal
    text: Text

    @property
    def difference(self) -> Decimal:
        return self.planned - self.agreed


def overrun_rule(conditions: str, version: str, *, financing: str, purpose: str = "investment") -> OverrunRule:
    """What the conditions bound into a notice say about items. Raises nothing: an unlisted set is ``UNKNOWN``."""
    if financing == "festbetrag":
        return OverrunRule(Basis.FREE, None, "Nr. 1.2", "confirmed")
    try:
        value = condition_set(conditions).value(KEY, version, purpose)
    except UnknownConditions:
        value = None
    if value is None:
        return OverrunRule(Basis.UNKNOWN, None, "", "unconfirmed")
    return OverrunRule(Basis.ITEM, Decimal(value.value), value.norm, value.status)


def overruns(lines: Sequence[CostLine], rule: OverrunRule) -> tuple[Overrun, ...]:
    """Every item (or year) above its sum with whether that stands, in the order of the lines (or years)."""
    if rule.basis is Basis.YEARLY_TOTAL:
        return tuple(_of_years(lines, rule))
    saved, needed = sum((one.saved for one in lines), ZERO), sum((one.excess for one in lines), ZERO)
    return tuple(_of_item(line, rule, saved=saved, needed=needed) for line in lines if line.excess)


def _of_item(line: CostLine, rule: OverrunRule, *, saved: Decimal, needed: Decimal) -> Overrun:
    more_de = f"{money_de(line.excess)} über dem Ansatz von {money_de(line.planned_total)}"
    more_en = f"{money_en(line.excess)} above the planned {money_en(line.planned_total)}"
    if rule.basis is Basis.FREE:
        text = Text(
            f"{more_de}. Bei Festbetragsfinanzierung binden die einzelnen Ansätze nicht.",
            f"{more_en}. A fixed sum is not bound to single items.",
        )
        return Overrun(line.key, line.excess, None, Verdict.COVERED, text)
    if rule.percent is None:
        text = Text(
            f"{more_de}. Ob das erlaubt ist, sagt der Bescheid; hinterlegt ist dazu nichts.",
            f"{more_en}. The notice says whether that is allowed; nothing is stored about it.",
        )
        return Overrun(line.key, line.excess, None, Verdict.ASK, text)
    limit = (line.planned_total * rule.percent / 100).quantize(ZERO)
    share_de, share_en = f"{number_de(rule.percent)} %", f"{rule.percent:f} %"
    if line.excess > limit:
        text = Text(
            f"{more_de}; erlaubt sind {share_de}, also {money_de(limit)} ({rule.norm}). Bitten Sie vorher um Zustimmung.",
            f"{more_en}; {share_en} are allowed, that is {money_en(limit)} ({rule.norm}). Ask for agreement beforehand.",
        )
        return Overrun(line.key, line.excess, limit, Verdict.ASK, text)
    if needed <= saved:
        text = Text(
            f"{more_de}; das liegt in den {share_de} ({rule.norm}), und andere Positionen haben {money_de(saved)} gespart.",
            f"{more_en}; within the {share_en} ({rule.norm}), and other items have saved {money_en(saved)}.",
        )
        return Overrun(line.key, line.excess, limit, Verdict.COVERED, text)
    text = Text(
        f"{more_de}; das liegt in den {share_de} ({rule.norm}). Gespart sind bisher {money_de(saved)}, gebraucht werden {money_de(needed)}.",
        f"{more_en}; within the {share_en} ({rule.norm}). So far {money_en(saved)} are saved, {money_en(needed)} are needed.",
    )
    return Overrun(line.key, line.excess, limit, Verdict.OPEN, text)


def _of_years(lines: Sequence[CostLine], rule: OverrunRule) -> list[Overrun]:
    found = []
    for year in sorted({year for line in lines for year in line.spent}):
        total = sum((line.planned.get(year, ZERO) for line in lines), ZERO)
        moved = sum((max(ZERO, line.spent.get(year, ZERO) - line.planned.get(year, ZERO)) for line in lines), ZERO)
        if not moved:
            continue
        limit = (total * (rule.percent or ZERO) / 100).quantize(ZERO)
        fits = moved <= limit
        share = rule.percent or ZERO
        text = Text(
            f"{year}: {money_de(moved)} über den Ansätzen einzelner Positionen; erlaubt sind {number_de(share)} % der "
            f"Jahressumme von {money_de(total)}, also {money_de(limit)} ({rule.norm})."
            + ("" if fits else " Bitten Sie vorher um Zustimmung."),
            f"{year}: {money_en(moved)} above the sums of single items; {share:f} % of the year's total of "
            f"{money_en(total)} are allowed, that is {money_en(limit)} ({rule.norm})."
            + ("" if fits else " Ask for agreement beforehand."),
        )
        found.append(Overrun(str(year), moved, limit, Verdict.COVERED if fits else Verdict.ASK, text))
    return found


def differences(
    lines: Sequence[CostLine],
    sources: Sequence[SourceLine],
    *,
    eligible_costs: Decimal,
    grant: Decimal,
    third_party: Decimal,
) -> tuple[Difference, ...]:
    """Where plan and notice do not say the same, to the cent. An empty plan differs from nothing."""
    found = []
    costs = sum((one.planned_total for one in lines), ZERO)
    if lines and costs != eligible_costs:
        found.append(_difference("costs", costs, eligible_costs, "Kosten im Plan", "costs in the plan"))
    if not sources:
        return tuple(found)
    of = {
        kind: sum((one.planned_total for one in sources if one.kind == kind), ZERO)
        for kind in {one.kind for one in sources}
    }
    if of.get("grant", ZERO) != grant:
        found.append(_difference("grant", of.get("grant", ZERO), grant, "Zuwendung im Plan", "grant in the plan"))
    others = of.get("other_public", ZERO) + of.get("third_party", ZERO)
    if others != third_party:
        found.append(
            _difference("third_party", others, third_party, "Mittel Dritter im Plan", "others' money in the plan")
        )
    together = sum(of.values(), ZERO)
    if lines and together != costs:
        text = Text(
            f"Die Finanzierung ist {money_de(together)}, die Kosten sind {money_de(costs)}: "
            f"{money_de(abs(together - costs))} {'zu viel' if together > costs else 'fehlen'}.",
            f"The sources are {money_en(together)}, the costs {money_en(costs)}: "
            f"{money_en(abs(together - costs))} {'too much' if together > costs else 'missing'}.",
        )
        found.append(Difference("balance", together, costs, text))
    return tuple(found)


def _difference(code: str, planned: Decimal, agreed: Decimal, name_de: str, name_en: str) -> Difference:
    text = Text(
        f"{name_de}: {money_de(planned)}, im Bescheid {money_de(agreed)}; Unterschied {money_de(planned - agreed)}.",
        f"{name_en.capitalize()}: {money_en(planned)}, in the notice {money_en(agreed)}; difference {money_en(planned - agreed)}.",
    )
    return Difference(code, planned, agreed, text)
