"""A municipality's own statute on procurement as a dated entry of the county profile."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

# The words of the entry: kinds of contract, and the procedures a statute can limit (a public tender is always allowed).
KINDS = ("works", "supplies", "services", "planning", "social")
PROCEDURES = (
    "restricted_tender_with_call",
    "restricted_tender_without_call",
    "negotiated_award_with_call",
    "negotiated_award",
    "negotiated_award_one",
    "direct",
)


@dataclass(frozen=True, slots=True)
class StatuteLimit:
    """Up to which value (euro net, inclusive) a statute allows a procedure for a kind of contract."""

    kind: str
    procedure: str
    up_to: Decimal


@dataclass(frozen=True, slots=True)
class ProcurementStatute:
    """A municipality's own statute on procurement (§ 75a Abs. 2 GO NRW): from when, to when, which limits, read where."""

    ags: str
    valid_from: date
    title: str
    source: str
    valid_until: date | None = None
    certainty: str = "confirmed"
    limits: tuple[StatuteLimit, ...] = ()

    def in_force_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)

    def limit(self, kind: str, procedure: str) -> StatuteLimit | None:
        """The limit of a procedure for a kind; None where the entry names none."""
        return next((one for one in self.limits if (one.kind, one.procedure) == (kind, procedure)), None)


def wrong_with(statute: ProcurementStatute) -> list[tuple[str, str]]:
    """What is wrong with an entry in itself, each with its remedy."""
    found = []
    if statute.valid_until is not None and statute.valid_until < statute.valid_from:
        found.append(("ends before it begins", "Exchange valid_from and valid_until."))
    seen = set()
    for one in statute.limits:
        if one.kind not in KINDS:
            found.append((f"has a limit for “{one.kind}”", f"Name one of: {', '.join(KINDS)}."))
        if one.procedure not in PROCEDURES:
            found.append((f"has a limit for the procedure “{one.procedure}”", f"Name one of: {', '.join(PROCEDURES)}."))
        if (one.kind, one.procedure) in seen:
            found.append((f"has two limits for {one.kind}, {one.procedure}", "Keep one."))
        seen.add((one.kind, one.procedure))
    return found
