"""What a change of costs or third parties' money does to the grant (Nr. 2 of the ANBest).

All changes are netted first: I = max(0, (C0 - C1) + (T1 - T0)); own funds never count. Anteilfinanzierung gives back
its share of I, Fehlbedarf- and Vollfinanzierung all of it, a Festbetrag stays until the costs fall below it.
"""

from dataclasses import dataclass
from decimal import Decimal

from wandel.core.foerderung.financing import TYPES, cents, rate_remark, within
from wandel.core.foerderung.reading import Reader, Remark
from wandel.core.foerderung.sets import ConditionValue, UnknownConditions, condition_set
from wandel.core.law.texts import Text, money_de, money_en

_ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Settlement:
    """Agreed and actual figures in euro, ready to be settled. ``drawn`` is what has been paid out."""

    type: str
    rate: Decimal | None
    costs: Decimal
    third_party: Decimal
    grant: Decimal
    cap: Decimal | None
    actual_costs: Decimal
    actual_third_party: Decimal
    drawn: Decimal
    threshold: ConditionValue | None
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the arithmetic: what it is called, its amount, how it came about."""

    name: str
    amount: Decimal
    text: Text

    def as_json(self) -> dict[str, object]:
        return {"name": self.name, "amount": f"{self.amount:.2f}", **self.text.as_json()}


@dataclass(frozen=True, slots=True)
class Settled:
    """The grant that remains due and what was drawn beyond it, with the arithmetic."""

    grant_due: Decimal
    overpaid: Decimal
    because: Text
    steps: tuple[Step, ...]
    warnings: tuple[Remark, ...]


def parse_settlement(data: object) -> Settlement:
    """The figures of a JSON-like mapping; other keys are ignored. Raises InputErrors with every problem found."""
    reader = Reader.of(data)
    agreed = reader.inside("financing", needed=True)
    actual = reader.inside("actual", needed=True)
    drawn = _ZERO
    for item in reader.each("drawdowns"):
        drawn += item.money("amount", needed=True) or _ZERO
    kind, rate, cap = "", None, None
    costs = grant = third_party = actual_costs = actual_third_party = _ZERO
    threshold = None
    if agreed:
        kind = agreed.choice("type", TYPES, needed=True)
        rate, cap = agreed.rate("rate"), agreed.money("cap")
        costs = agreed.money("eligible_costs", needed=True) or _ZERO
        grant = agreed.money("grant", needed=True) or _ZERO
        third_party = agreed.money("third_party") or _ZERO
        agreed.money("own")
        threshold = _threshold(reader, kind)
        _note_agreed(agreed, rate=rate, grant=grant, costs=costs, cap=cap)
        if kind == "anteil" and costs == 0 and agreed.has("eligible_costs") and not reader.problems:
            agreed.refuse(
                "eligible_costs",
                Text(
                    "Die zuwendungsfähigen Ausgaben sind 0; ein Anteil lässt sich so nicht berechnen. Tragen Sie die "
                    "Ausgaben laut Bescheid ein.",
                    "The eligible costs are 0; a share cannot be worked out. Add the costs from the notice.",
                ),
            )
    if actual:
        actual_costs = actual.money("eligible_costs", needed=True) or _ZERO
        actual_third_party = actual.money("third_party") or _ZERO
        actual.money("own")
        if not actual.has("third_party") and third_party > 0:
            actual.note(
                "no-third-party",
                "third_party",
                Text(
                    f"Die tatsächlichen Mittel Dritter fehlen; gerechnet ist mit 0, vereinbart waren "
                    f"{money_de(third_party)}.",
                    f"The actual money of third parties is missing; 0 is used, {money_en(third_party)} were agreed.",
                ),
            )
    reader.finish()
    return Settlement(
        type=kind,
        rate=rate,
        costs=costs,
        third_party=third_party,
        grant=grant,
        cap=cap,
        actual_costs=actual_costs,
        actual_third_party=actual_third_party,
        drawn=drawn,
        threshold=threshold,
        remarks=tuple(reader.remarks),
    )


def settled(facts: Settlement) -> Settled:
    """The grant due: never above the grant or its cap, never below zero, half-up to the cent."""
    change = (facts.costs - facts.actual_costs) + (facts.actual_third_party - facts.third_party)
    improvement = max(_ZERO, change)
    steps = [
        Step(
            "improvement",
            improvement,
            Text(
                f"Verbesserung: ({money_de(facts.costs)} − {money_de(facts.actual_costs)}) + "
                f"({money_de(facts.actual_third_party)} − {money_de(facts.third_party)}) = {money_de(change)}"
                + ("; sie mindert nur, wenn sie über 0 liegt." if change < 0 else "."),
                f"Improvement: ({money_en(facts.costs)} − {money_en(facts.actual_costs)}) + "
                f"({money_en(facts.actual_third_party)} − {money_en(facts.third_party)}) = {money_en(change)}"
                + ("; it reduces only above 0." if change < 0 else "."),
            ),
        )
    ]
    limit = facts.threshold
    spared = limit is not None and improvement <= limit.value
    if spared and limit is not None and improvement > 0:
        steps.append(_spared(limit, improvement))
    counted = _ZERO if spared else improvement
    raw, formula = _reduced(facts, counted)
    ceiling = facts.grant if facts.cap is None else min(facts.grant, facts.cap)
    due = within(cents(raw), ceiling)
    steps.append(Step("reduced", cents(raw), formula))
    if due != cents(raw):
        steps.append(
            Step(
                "bounded",
                due,
                Text(
                    f"Nie über {money_de(ceiling)} (Zuwendung, Höchstbetrag) und nie unter 0: {money_de(due)}.",
                    f"Never above {money_en(ceiling)} (grant, cap) and never below 0: {money_en(due)}.",
                ),
            )
        )
    overpaid = max(_ZERO, facts.drawn - due)
    steps.append(
        Step(
            "overpaid",
            overpaid,
            Text(
                f"Abgerufen {money_de(facts.drawn)}, zustehend {money_de(due)}: zu viel {money_de(overpaid)}.",
                f"Drawn {money_en(facts.drawn)}, due {money_en(due)}: too much {money_en(overpaid)}.",
            ),
        )
    )
    because = Text(f"{formula.de} {steps[-1].text.de}", f"{formula.en} {steps[-1].text.en}")
    return Settled(due, overpaid, because, tuple(steps), facts.remarks)


def _reduced(facts: Settlement, improvement: Decimal) -> tuple[Decimal, Text]:
    grant = facts.grant
    if facts.type == "anteil":
        reduction = grant * improvement / facts.costs
        raw = grant - reduction
        return raw, Text(
            f"Anteilfinanzierung: {money_de(grant)} × (1 − {money_de(improvement)} / {money_de(facts.costs)}) = "
            f"{money_de(cents(raw))}.",
            f"Anteilfinanzierung (a share): {money_en(grant)} × (1 − {money_en(improvement)} / "
            f"{money_en(facts.costs)}) = {money_en(cents(raw))}.",
        )
    if facts.type == "festbetrag":
        raw = min(grant, facts.actual_costs)
        return raw, Text(
            f"Festbetragsfinanzierung: Der Betrag bleibt, solange die Ausgaben ({money_de(facts.actual_costs)}) ihn "
            f"erreichen: {money_de(raw)}.",
            f"Festbetragsfinanzierung (a fixed sum): the sum stays while the costs ({money_en(facts.actual_costs)}) "
            f"reach it: {money_en(raw)}.",
        )
    raw = grant - improvement
    name = "Fehlbedarfsfinanzierung" if facts.type == "fehlbedarf" else "Vollfinanzierung"
    return raw, Text(
        f"{name}: {money_de(grant)} − {money_de(improvement)} = {money_de(raw)}.",
        f"{name}: {money_en(grant)} − {money_en(improvement)} = {money_en(raw)}.",
    )


def _spared(limit: ConditionValue, improvement: Decimal) -> Step:
    bound = Decimal(limit.value)
    return Step(
        "below_threshold",
        improvement,
        Text(
            f"Die Änderung liegt nicht über {money_de(bound)} ({limit.norm}); sie mindert die Zuwendung nicht.",
            f"The change is not above {money_en(bound)} ({limit.norm}); it does not reduce the grant.",
        ),
    )


def _threshold(reader: Reader, kind: str) -> ConditionValue | None:
    """The small-change limit the condition set names; none without a set, and none for Vollfinanzierung."""
    conditions = reader.data.get("conditions")
    if kind not in {"anteil", "fehlbedarf"} or not isinstance(conditions, dict):
        return None
    name, version = conditions.get("set"), conditions.get("version")
    if not isinstance(name, str) or not isinstance(version, str):
        return None
    try:
        return condition_set(name).value("reduction_threshold_euro", version, "investment")
    except UnknownConditions as error:
        reader.note("unknown-conditions", "conditions", error.text)
        return None


def _note_agreed(reader: Reader, *, rate: Decimal | None, grant: Decimal, costs: Decimal, cap: Decimal | None) -> None:
    text = rate_remark(rate, grant, costs, cap)
    if text:
        reader.note("rate-differs", "rate", text)
    if cap is not None and cap < grant:
        reader.note(
            "cap-below-grant",
            "cap",
            Text(
                f"Der Höchstbetrag ({money_de(cap)}) liegt unter der Zuwendung ({money_de(grant)}). Prüfen Sie beide.",
                f"The cap ({money_en(cap)}) is below the grant ({money_en(grant)}). Check both.",
            ),
        )
