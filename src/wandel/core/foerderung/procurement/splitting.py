"""Contracts of one project that together cross a threshold or limit each of them stays below."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from wandel.core.foerderung.procurement.buyer import Buyer
from wandel.core.foerderung.procurement.regimes import LAND, Regime, regime_on
from wandel.core.foerderung.procurement.steps import PLANNING_TOGETHER_SINCE
from wandel.core.foerderung.procurement.thresholds import threshold_on
from wandel.core.foerderung.procurement.words import KINDS
from wandel.core.law.texts import Text, money_de, money_en

THRESHOLD = "eu_threshold"


@dataclass(frozen=True, slots=True)
class PlannedContract:
    """A contract of a project: a key of one's own, its kind (``KINDS``) and its estimated value in euro net."""

    key: str
    kind: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class Splitting:
    """Contracts that together cross a line none of them crosses alone. It may be right; it has to be explained.

    ``line`` is ``eu_threshold`` or the procedure whose limit is crossed; ``contracts`` are keys in the order given.
    """

    kind: str
    line: str
    limit: Decimal
    total: Decimal
    contracts: tuple[str, ...]
    norm: str
    status: str
    because: Text

    def as_json(self) -> dict[str, object]:
        return {
            "kind": self.kind,
            "line": self.line,
            "limit": f"{self.limit:.2f}",
            "total": f"{self.total:.2f}",
            "contracts": list(self.contracts),
            "norm": self.norm,
            "status": self.status,
            "because": self.because.as_json(),
        }


def splitting(contracts: Sequence[PlannedContract], *, on: date, buyer: Buyer | None = None) -> tuple[Splitting, ...]:
    """Every line that contracts of the same kind within one project cross together, each staying below it.

    The EU threshold is crossed as soon as it is reached, the limit of a procedure only beyond it. Kinds are looked at
    separately, highest line first. Raises NoThreshold for a day outside the table, ValueError for an unknown kind, a
    value that is not above 0 or a key given twice.
    """
    _check(contracts)
    found: list[Splitting] = []
    for kind in KINDS:
        of_kind = [one for one in contracts if one.kind == kind]
        if len(of_kind) < 2:
            continue
        threshold = threshold_on(kind, on)
        below = [one for one in of_kind if one.value < threshold.value]
        total = _sum(below)
        if len(below) >= 2 and total >= threshold.value:
            found.append(
                _finding(
                    below, THRESHOLD, threshold.value, norm="§ 3 Abs. 2, 7, 8 VgV", status=threshold.status,
                    because=_threshold_reason(kind, below, threshold.value, on),
                )
            )  # fmt: skip
        found += _crossed_limits(kind, below, on, buyer)
    return tuple(found)


def _crossed_limits(kind: str, below: Sequence[PlannedContract], on: date, buyer: Buyer | None) -> list[Splitting]:
    regime = regime_on(kind, on, above=False, land=buyer.land if buyer else LAND)
    if regime is None:
        return []
    found = []
    for line, name, limit, norm, status in _limits(regime, kind, on, buyer):
        small = [one for one in below if one.value <= limit]
        if len(small) >= 2 and _sum(small) > limit:
            found.append(
                _finding(small, line, limit, norm=norm, status=status, because=_limit_reason(name, small, limit, norm))
            )
    return sorted(found, key=lambda one: (-one.limit, one.line))


def _limits(regime: Regime, kind: str, on: date, buyer: Buyer | None) -> Iterable[tuple[str, Text, Decimal, str, str]]:
    """Every limit of the day: the regime's, or the statute's where it is lower or the only one."""
    statute = buyer.statute if buyer else None
    for rule in regime.rules:
        own = statute.limit(kind, rule.procedure) if statute else None
        if statute and own and (rule.limit is None or own.up_to < rule.limit):
            status = "unconfirmed" if statute.certainty == "unconfirmed" else "confirmed"
            yield rule.procedure, rule.name, own.up_to, statute.title, status
        elif rule.limit is not None:
            status = "unconfirmed" if regime.unread_on(on) else rule.status
            yield rule.procedure, rule.name, rule.limit, rule.norm, status


def _finding(
    contracts: Sequence[PlannedContract], line: str, limit: Decimal, *, norm: str, status: str, because: Text
) -> Splitting:
    keys = tuple(one.key for one in contracts)
    return Splitting(contracts[0].kind, line, limit, _sum(contracts), keys, norm, status, because)


def _threshold_reason(kind: str, contracts: Sequence[PlannedContract], limit: Decimal, on: date) -> Text:
    german = (
        f"{len(contracts)} Aufträge ({_keys(contracts)}) bleiben jeder unter dem EU-Schwellenwert von {money_de(limit)}, "
        f"zusammen sind es {money_de(_sum(contracts))}. Gehören sie zu einem Vorhaben, zählt die Summe aller Lose, und jedes "
        "Los wird nach der VgV vergeben (§ 3 Abs. 7 VgV). Halten Sie fest, warum es getrennte Aufträge sind, oder vergeben "
        "Sie europaweit."
    )
    english = (
        f"{len(contracts)} contracts ({_keys(contracts)}) each stay below the EU threshold of {money_en(limit)}, together "
        f"they are {money_en(_sum(contracts))}. If they belong to one project, the sum of all lots counts and every lot "
        "follows the VgV (§ 3(7) VgV). Write down why they are separate contracts, or award throughout the EU."
    )
    if kind == "planning" and on < PLANNING_TOGETHER_SINCE:
        german += " Bis zum 23.08.2023 zählten nur gleichartige Planungsleistungen zusammen."
        english += " Until 23 August 2023 only planning services of the same kind counted together."
    return Text(german, english)


def _limit_reason(name: Text, contracts: Sequence[PlannedContract], limit: Decimal, norm: str) -> Text:
    return Text(
        f"{len(contracts)} Aufträge ({_keys(contracts)}) bleiben jeder bis zur Grenze von {money_de(limit)} für „{name.de}“ "
        f"({norm}), zusammen sind es {money_de(_sum(contracts))}. Gehören sie zusammen, reicht dieses Verfahren nicht. Halten "
        "Sie fest, warum es getrennte Aufträge sind, oder fassen Sie sie zusammen.",
        f"{len(contracts)} contracts ({_keys(contracts)}) each stay within the limit of {money_en(limit)} for “{name.en}” "
        f"({norm}), together they are {money_en(_sum(contracts))}. If they belong together, this procedure is not enough. "
        "Write down why they are separate contracts, or put them together.",
    )


def _keys(contracts: Sequence[PlannedContract]) -> str:
    return ", ".join(one.key for one in contracts)


def _sum(contracts: Iterable[PlannedContract]) -> Decimal:
    return sum((one.value for one in contracts), Decimal("0.00"))


def _check(contracts: Sequence[PlannedContract]) -> None:
    keys = [one.key for one in contracts]
    for one in contracts:
        if one.kind not in KINDS:
            raise ValueError(f"the kind of “{one.key}” is one of {', '.join(KINDS)}, not “{one.kind}”")
        if not one.value.is_finite() or one.value <= 0:
            raise ValueError(f"the value of “{one.key}” is an amount above 0")
        if keys.count(one.key) > 1:
            raise ValueError(f"the key “{one.key}” is given twice")
