"""Which law governs an award on a day, and what each procedure needs: the rows of regimes.yaml, read once."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from wandel.core.foerderung.procurement.words import KINDS, PROCEDURES
from wandel.core.law.parameters import LINE, LawDataError, number, read_law_file, required, status_of
from wandel.core.law.texts import Text

FILE = Path(__file__).with_name("regimes.yaml")
RULES = ("free", "conditions", "up_to", "by_statute", "unread", "no")
SIDES = ("above", "below")
# The only Land whose rules below the threshold are stored; the shipped county lies in it.
LAND = "NW"


@dataclass(frozen=True, slots=True)
class ProcedureRule:
    """What a regime says about one procedure; ``limit`` in euro net, inclusive, only where the rule is ``up_to``."""

    procedure: str
    name: Text
    rule: str
    limit: Decimal | None
    beyond: str
    norm: str
    source: str
    status: str
    because: Text


@dataclass(frozen=True, slots=True)
class Regime:
    """A body of rules for some kinds on one side of the threshold; ``land`` is "" where it holds everywhere."""

    key: str
    side: str
    land: str
    kinds: tuple[str, ...]
    valid_from: date
    valid_until: date | None
    read_until: date | None
    name: str
    norms: tuple[str, ...]
    source: str
    status: str
    checked_on: date
    because: Text
    remark: Text | None
    unread_after: Text | None
    rules: tuple[ProcedureRule, ...]

    def covers(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)

    def unread_on(self, day: date) -> bool:
        """Whether the text changed, or was not read, after the day somebody read it for."""
        return self.read_until is not None and day > self.read_until


@dataclass(frozen=True, slots=True)
class GrantCondition:
    """What the conditions of a notice demand of the recipient's procurement, in a stretch of time."""

    conditions: str
    norm: str
    valid_from: date
    valid_until: date | None
    source: str
    status: str
    because: Text

    def covers(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)

    def as_json(self) -> dict[str, object]:
        return {
            "conditions": self.conditions,
            "norm": self.norm,
            "source": self.source,
            "status": self.status,
            "because": self.because.as_json(),
        }


def regime_on(kind: str, day: date, *, above: bool, land: str) -> Regime | None:
    """The regime of a kind on a day: everywhere the same above the threshold, the Land's below; None if unknown."""
    side = "above" if above else "below"
    for regime in _read(FILE)[0]:
        if regime.side == side and kind in regime.kinds and regime.land in {"", land} and regime.covers(day):
            return regime
    return None


def regimes() -> tuple[Regime, ...]:
    """Every regime known, in the order of the file."""
    return _read(FILE)[0]


def grant_conditions_on(day: date) -> tuple[GrantCondition, ...]:
    """What condition sets demand of procurement on a day."""
    return tuple(one for one in _read(FILE)[1] if one.covers(day))


@lru_cache(maxsize=4)
def _read(path: Path) -> tuple[tuple[Regime, ...], tuple[GrantCondition, ...]]:
    data = read_law_file(path)
    found = tuple(_regime(row, path) for row in required(data, "regimes", path=path, kind=list))
    conditions = tuple(_condition(row, path) for row in required(data, "grant_conditions", path=path, kind=list))
    return found, conditions


def _regime(row: dict[str, Any], path: Path) -> Regime:
    source, status = str(required(row, "source", path=path)), status_of(row, path=path)
    return Regime(
        key=str(required(row, "key", path=path)),
        side=_one_of(row, "side", SIDES, path),
        land=str(row.get("land", "")),
        kinds=tuple(_known(kind, tuple(KINDS), row, path) for kind in required(row, "kinds", path=path, kind=list)),
        valid_from=required(row, "valid_from", path=path, kind=date),
        valid_until=_day(row, "valid_until", path),
        read_until=_day(row, "read_until", path),
        name=str(required(row, "name", path=path)),
        norms=tuple(str(norm) for norm in required(row, "norms", path=path, kind=list)),
        source=source,
        status=status,
        checked_on=required(row, "checked_on", path=path, kind=date),
        because=_text(row, "because", path),
        remark=_text(row, "remark", path) if "remark" in row else None,
        unread_after=_text(row, "unread_after", path) if "unread_after" in row else None,
        rules=tuple(
            _rule(one, path, source=source, status=status) for one in required(row, "procedures", path=path, kind=list)
        ),
    )


def _rule(row: dict[str, Any], path: Path, *, source: str, status: str) -> ProcedureRule:
    procedure = _one_of(row, "procedure", tuple(PROCEDURES), path)
    rule = _one_of(row, "rule", RULES, path)
    return ProcedureRule(
        procedure=procedure,
        name=_text(row, "name", path) if "name" in row else PROCEDURES[procedure].name,
        rule=rule,
        limit=number(row, "limit", path=path) if rule == "up_to" else None,
        beyond=str(row.get("beyond", "no")),
        norm=str(required(row, "norm", path=path)),
        source=str(row.get("source", source)),
        status=status_of(row, path=path) if "status" in row else status,
        because=_text(row, "because", path),
    )


def _condition(row: dict[str, Any], path: Path) -> GrantCondition:
    return GrantCondition(
        conditions=str(required(row, "conditions", path=path)),
        norm=str(required(row, "norm", path=path)),
        valid_from=required(row, "valid_from", path=path, kind=date),
        valid_until=_day(row, "valid_until", path),
        source=str(required(row, "source", path=path)),
        status=status_of(row, path=path),
        because=_text(row, "because", path),
    )


def _day(row: dict[str, Any], key: str, path: Path) -> date | None:
    found: date | None = required(row, key, path=path, kind=date) if row.get(key) is not None else None
    return found


def _text(row: dict[str, Any], key: str, path: Path) -> Text:
    words = required(row, key, path=path, kind=dict)
    return Text(str(required(words, "de", path=path)), str(required(words, "en", path=path)))


def _one_of(row: dict[str, Any], key: str, known: tuple[str, ...], path: Path) -> str:
    return _known(required(row, key, path=path), known, row, path)


def _known(word: Any, known: tuple[str, ...], row: dict[str, Any], path: Path) -> str:
    if word not in known:
        raise LawDataError(
            path=path, line=int(row.get(LINE, 1)), what=f"“{word}” is not known.", remedy=f"Use {', '.join(known)}."
        )
    return str(word)
