"""The figures of a proof of use: income and expenses as agreed and as they came, the result, and what an auditor would ask.

Nr. 7.4 ANBest-G: all income and expenses of the purpose, summed up by the financing plan. What a recipient paid itself is what nobody
else paid; so income and expenses balance unless more came than was spent. Amounts are euro to the cent.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from wandel.core.law.texts import Text, day_de, day_en, money_de, money_en

ZERO = Decimal("0.00")
# An item that differs by more than this is explained in every proof; the same fifth the plan allows to move (Nr. 1.2 ANBest).
EXPLAINED_FROM = Decimal("0.20")
OWN, GRANT = "own", "grant"


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """A payment of the list of receipts: number of the receipt, day, to whom, for what; ``item`` is the key of its cost item."""

    number: str
    paid_on: date
    payee: str
    purpose: str
    item: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class IncomeActual:
    """Money of one kind (``grant``, ``own``, ``other_public``, ``third_party``): agreed in the notice, and as it came."""

    kind: str
    title: str
    agreed: Decimal
    actual: Decimal


@dataclass(frozen=True, slots=True)
class CostActual:
    """A cost item: agreed and spent, the difference, and whether the proof has to say why."""

    key: str
    title: str
    agreed: Decimal
    actual: Decimal

    @property
    def difference(self) -> Decimal:
        return self.actual - self.agreed

    @property
    def to_explain(self) -> bool:
        if not self.agreed:
            return bool(self.actual)
        return abs(self.difference) > self.agreed * EXPLAINED_FROM


@dataclass(frozen=True, slots=True)
class Finding:
    """Something an auditor would ask about; ``code`` names it, ``count`` how often it occurs."""

    code: str
    count: int
    text: Text


@dataclass(frozen=True, slots=True)
class ProofFigures:
    """What the tables of a form show, to the cent."""

    income: tuple[IncomeActual, ...]
    costs: tuple[CostActual, ...]
    receipts: tuple[ReceiptLine, ...]
    findings: tuple[Finding, ...]

    @property
    def agreed_income(self) -> Decimal:
        return sum((one.agreed for one in self.income), ZERO)

    @property
    def actual_income(self) -> Decimal:
        return sum((one.actual for one in self.income), ZERO)

    @property
    def agreed_costs(self) -> Decimal:
        return sum((one.agreed for one in self.costs), ZERO)

    @property
    def actual_costs(self) -> Decimal:
        return sum((one.actual for one in self.costs), ZERO)

    @property
    def result(self) -> Decimal:
        """Expenses minus income: above zero more was spent than came, below zero money is left."""
        return self.actual_costs - self.actual_income


def share(part: Decimal, whole: Decimal) -> Decimal | None:
    """Per cent of the whole to one place; None of nothing."""
    return (part * 100 / whole).quantize(Decimal("0.1"), ROUND_HALF_UP) if whole else None


def proof_figures(
    *,
    items: Sequence[tuple[str, str, Decimal]],
    others: Sequence[tuple[str, str, Decimal, Decimal]],
    grant: Decimal,
    drawn: Decimal,
    own: Decimal,
    receipts: Sequence[ReceiptLine],
    period: tuple[date, date],
    no_item: str,
    names: tuple[str, str],
) -> ProofFigures:
    """Put the figures of a proof together.

    ``items`` are key, title and agreed euro of the plan; ``others`` kind, title, agreed and actual euro of everybody else's money;
    ``own`` what the recipient was to pay; ``names`` how the grant and the own funds are called; ``no_item`` names payments that belong
    to no item. ``period`` is the award period, both days included.
    """
    spent: dict[str, Decimal] = {}
    for line in receipts:
        spent[line.item] = spent.get(line.item, ZERO) + line.amount
    costs = [CostActual(key, title, agreed, spent.pop(key, ZERO)) for key, title, agreed in items]
    rest = sum(spent.values(), ZERO)
    if rest:
        costs.append(CostActual("", no_item, ZERO, rest))
    total = sum((one.actual for one in costs), ZERO)
    came = sum((actual for *_rest, actual in others), ZERO)
    income = (
        IncomeActual(OWN, names[1], own, max(ZERO, total - came - drawn)),
        *(IncomeActual(kind, title, agreed, actual) for kind, title, agreed, actual in others),
        IncomeActual(GRANT, names[0], grant, drawn),
    )
    figures = ProofFigures(income, tuple(costs), tuple(receipts), ())
    return ProofFigures(income, tuple(costs), tuple(receipts), tuple(_findings(figures, period, rest, drawn, grant)))


def _findings(
    figures: ProofFigures, period: tuple[date, date], rest: Decimal, drawn: Decimal, grant: Decimal
) -> list[Finding]:
    found = []
    start, end = period
    outside = [line for line in figures.receipts if not start <= line.paid_on <= end]
    if outside:
        amount = sum((line.amount for line in outside), ZERO)
        count = len(outside)
        found.append(
            Finding(
                "outside",
                count,
                Text(
                    f"{_many(count, 'Zahlung liegt', 'Zahlungen liegen')} außerhalb des Bewilligungszeitraums "
                    f"({day_de(start)} bis {day_de(end)}), zusammen {money_de(amount)}. Sind sie zuwendungsfähig?",
                    f"{_many(count, 'payment lies', 'payments lie')} outside the award period "
                    f"({day_en(start)} to {day_en(end)}), together {money_en(amount)}. Are they eligible?",
                ),
            )
        )
    for code, missing, german, english in (
        ("no-number", [one for one in figures.receipts if not one.number], "Belegnummer", "a receipt number"),
        ("no-payee", [one for one in figures.receipts if not one.payee], "Angabe, wer das Geld bekam", "a payee"),
    ):
        if missing:
            count = len(missing)
            found.append(
                Finding(
                    code,
                    count,
                    Text(
                        f"{_many(count, 'Zahlung hat', 'Zahlungen haben')} keine {german}; die Belegliste fragt danach.",
                        f"{_many(count, 'payment still lacks', 'payments still lack')} {english}; the list of receipts asks for it.",
                    ),
                )
            )
    if rest:
        found.append(
            Finding(
                "no-item",
                1,
                Text(
                    f"{money_de(rest)} gehören zu keiner Position des Finanzierungsplans. Ordnen Sie die Zahlungen zu.",
                    f"{money_en(rest)} belong to no item of the financing plan. Assign the payments.",
                ),
            )
        )
    if drawn > grant:
        found.append(
            Finding(
                "above-grant",
                1,
                Text(
                    f"Ausgezahlt sind {money_de(drawn)}, bewilligt {money_de(grant)}.",
                    f"{money_en(drawn)} were paid out, {money_en(grant)} were granted.",
                ),
            )
        )
    if figures.result < 0:
        found.append(
            Finding(
                "surplus",
                1,
                Text(
                    f"Es kam {money_de(-figures.result)} mehr herein, als ausgegeben wurde.",
                    f"{money_en(-figures.result)} more came in than was spent.",
                ),
            )
        )
    return found


def _many(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
