"""One step of a plan before its words: what, for whom, until when, by which norm, at which office, after what."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from wandel.core.law.parameters import NotCovered, Parameter, Parameters
from wandel.core.law.periods import Deadline, add, counted, period
from wandel.core.law.texts import Text, span

PARAMETERS = Path(__file__).with_name("parameters.yaml")
# Before the move, on arrival, in the first weeks, later.
BEFORE, ARRIVAL, SOON, LATER = range(4)
YOU, PARTNER = "you", "partner"
PROMPTLY = Text("Unverzüglich, das heißt ohne schuldhaftes Zögern.", "Promptly, which means without culpable delay.")


@dataclass(frozen=True, slots=True)
class Step:
    """``due`` is the end of a period with its arithmetic; ``promptly`` a duty without a number of days; ``not_before`` the
    first day it makes sense. ``depends_on`` names kinds; those that are not in the plan fall away.
    """

    kind: str
    phase: int
    norm: str
    status: str
    because: tuple[Text, ...]
    service: str
    person: str = YOU
    due: Deadline | None = None
    promptly: bool = False
    not_before: date | None = None
    cost: Decimal | None = None
    depends_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """What a person need not do, or should know, with its norm."""

    kind: str
    norm: str
    status: str
    text: Text


@lru_cache(maxsize=1)
def _parameters() -> Parameters:
    return Parameters.read(PARAMETERS)


def parameter(name: str, day: date | None) -> Parameter:
    """The value in force on a day; without a day the newest. Raises NotCovered before the first row began."""
    return _parameters().rows(name)[-1] if day is None else _parameters().at(name, day)


def parameter_or_none(name: str, day: date | None) -> Parameter | None:
    """The value in force on a day, None where nobody has written it down."""
    try:
        return parameter(name, day)
    except NotCovered:
        return None


@dataclass(frozen=True, slots=True)
class Timed:
    """A period of the law after an event: its end (None without the event's day), its arithmetic, norm and status."""

    due: Deadline | None
    because: tuple[Text, ...]
    norm: str
    status: str


def after(name: str, event: date | None, what: Text, *, shifts: bool) -> Timed:
    """The period ``name`` of ``parameters.yaml`` after an event, ``what`` names the event in a sentence.

    ``shifts``: § 31 Abs. 3 VwVfG / § 26 Abs. 3 SGB X move the end to the next working day. Raises NotCovered.
    """
    row = parameter(name, event)
    if event is None:
        length = span(int(row.value), row.unit)
        missing = Text(
            f"{what.de}: Der Tag fehlt noch; von da an {length.de}.",
            f"{what.en}: the day is still missing; {length.en} from then on.",
        )
        return Timed(None, (missing,), row.reference, row.status)
    due = period(event, int(row.value), row.unit, shifts=shifts)
    first = Text(f"{what.de}: {due.steps[0].de}", f"{what.en}: {due.steps[0].en}")
    return Timed(due, (first, *due.steps[1:]), row.reference, row.status)


def fixed(day: date, because: Text) -> tuple[Deadline, tuple[Text, ...]]:
    """A calendar day that does not move."""
    return Deadline(day, day, None, (because,)), (because,)


def end_of(event: date, count: int, unit: str) -> tuple[date, Text]:
    """The nominal end of a period and its arithmetic, for days that are no deadline of an act."""
    return counted(event, count, unit)


def before(day: date, count: int, unit: str) -> date:
    """The same-numbered day that much earlier."""
    return add(day, -count, unit)
