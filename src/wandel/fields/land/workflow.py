"""The life of a site as one table: which step follows which, who may take it, and which facts it needs.

Plain data and plain functions; nothing here knows a database. Facts are words ("place", "plan_name" …): whoever knows
the site says which of them it has (``queries.site.facts_of``). The planning steps are those of a Bebauungsplan.
"""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.utils.translation import gettext_noop

EDIT, DECIDE = "land.site.edit", "land.site.decide"

# A fact and what to do to have it; the sentence stands on the page under "what is missing for the next step".
FACTS = {
    "place": gettext_noop("Say where it is: draw the area, or write an address or a parcel number."),
    "size": gettext_noop("Say how large it is: draw the area or state its size."),
    "use": gettext_noop("Choose what it is for: homes, business or both."),
    "development": gettext_noop("Say whether it lies inside or outside the built-up area."),
    "owner": gettext_noop("Say who owns it: name a contact or choose the kind of owner."),
    "owner_answer": gettext_noop("Note what the owner answered."),
    "plan_basis": gettext_noop("Choose the procedure of the plan, or say that none is needed and why."),
    "plan_name": gettext_noop("Name the Bebauungsplan."),
    "plan_short": gettext_noop(
        "The early participation may only be left out in a simplified or accelerated procedure (§§ 13, 13a BauGB)."
    ),
    "no_plan_needed": gettext_noop(
        "Without a planning procedure it becomes available only where a plan is in force (§ 30 BauGB) or the "
        "surroundings are built up (§ 34 BauGB); choose that as the procedure."
    ),
    "plan_needed": gettext_noop("No planning procedure is needed here: it can become available at once."),
    "availability": gettext_noop("Say from which year building is possible."),
    "reservation": gettext_noop("Say until when it is reserved."),
    "uptake": gettext_noop("Say how many homes were built (0 if none)."),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One state. ``permission`` and ``needs`` belong to entering it; ``via`` adds facts for coming from one state.

    ``public`` is what visitors read; an empty one means that the site is never shown to them in this state. ``norm``
    is the paragraph the step rests on. ``asks_reason``: entering it needs a sentence.
    """

    state: str
    label: str
    public: str
    following: tuple[str, ...]
    permission: str = EDIT
    needs: tuple[str, ...] = ()
    via: dict[str, tuple[str, ...]] = field(default_factory=dict)
    norm: str = ""
    asks_reason: bool = False


STEPS = (
    Step("candidate", gettext_noop("candidate"), "", ("plausible", "dropped")),
    Step(
        "plausible", gettext_noop("plausible"), "", ("visited", "owner_asked", "dropped"), DECIDE, ("place", "size")
    ),
    Step("visited", gettext_noop("visited"), "", ("owner_asked", "dropped"), EDIT, ("place", "size")),
    Step("owner_asked", gettext_noop("owner asked"), "", ("pool", "dropped"), EDIT, ("place", "size", "owner")),
    Step(
        "pool", gettext_noop("in the pool"), gettext_noop("being prepared"),
        ("aufstellungsbeschluss", "available", "dropped"), DECIDE, ("use", "development", "owner", "owner_answer"),
    ),
    Step(
        "aufstellungsbeschluss", gettext_noop("Aufstellungsbeschluss"), gettext_noop("planning has begun"),
        ("fruehzeitige_beteiligung", "offenlage", "dropped"), EDIT, ("plan_basis", "plan_needed", "plan_name"),
        norm="§ 2 BauGB",
    ),
    Step(
        "fruehzeitige_beteiligung", gettext_noop("Frühzeitige Beteiligung"), gettext_noop("in planning"),
        ("offenlage", "dropped"), EDIT, ("plan_name",), norm="§ 3 Abs. 1, § 4 Abs. 1 BauGB",
    ),
    Step(
        "offenlage", gettext_noop("Offenlage"), gettext_noop("in planning"), ("satzungsbeschluss", "dropped"), EDIT,
        ("plan_name",), {"aufstellungsbeschluss": ("plan_short",)}, norm="§ 3 Abs. 2, § 4 Abs. 2 BauGB",
    ),
    Step(
        "satzungsbeschluss", gettext_noop("Satzungsbeschluss"), gettext_noop("the plan is adopted"),
        ("rechtskraft", "dropped"), EDIT, ("plan_name",), norm="§ 10 Abs. 1 BauGB",
    ),
    Step(
        "rechtskraft", gettext_noop("Rechtskraft"), gettext_noop("the plan is in force"), ("available", "dropped"), EDIT,
        ("plan_name",), norm="§ 10 Abs. 3 BauGB",
    ),
    Step(
        "available", gettext_noop("available"), gettext_noop("available"), ("reserved", "built", "dropped"), EDIT,
        ("use", "availability"), {"pool": ("no_plan_needed",)},
    ),
    Step(
        "reserved", gettext_noop("reserved"), gettext_noop("reserved"), ("built", "dropped"), EDIT, ("reservation",)
    ),
    Step("built", gettext_noop("built"), gettext_noop("built"), (), EDIT, ("uptake",)),
    Step("dropped", gettext_noop("dropped"), "", (), EDIT, asks_reason=True),
)  # fmt: skip
TABLE = {step.state: step for step in STEPS}
ORDER = {step.state: place for place, step in enumerate(STEPS)}
FIRST = STEPS[0].state
ENDS = frozenset({"built", "dropped"})
PLANNING = ("aufstellungsbeschluss", "fruehzeitige_beteiligung", "offenlage", "satzungsbeschluss", "rechtskraft")
PUBLIC = frozenset(step.state for step in STEPS if step.public)


@dataclass(frozen=True, slots=True)
class Move:
    """A step somebody may want to take: whether it leads back, which facts are missing, whether it asks a reason."""

    state: str
    is_back: bool
    missing: tuple[str, ...]
    permission: str
    asks_reason: bool


def is_back(state: str, to: str) -> bool:
    """Whether ``to`` comes earlier in the table; going back is free of facts and asks a reason."""
    return ORDER[to] < ORDER[state]


def exists(state: str, to: str) -> bool:
    """Whether the table knows this way at all, forward or back."""
    return state != to and (to in TABLE[state].following or is_back(state, to))


def missing(state: str, to: str, facts: Collection[str]) -> tuple[str, ...]:
    """The facts a step still needs, in the table's order. Empty for going back. KeyError for a way there is none."""
    if not exists(state, to):
        raise KeyError(f"{state} → {to} stands in no row of the table")
    if is_back(state, to):
        return ()
    step = TABLE[to]
    wanted = dict.fromkeys((*step.needs, *step.via.get(state, ())))
    return tuple(fact for fact in wanted if fact not in facts)


def move(state: str, to: str, facts: Collection[str]) -> Move:
    """One way with what it needs. KeyError for a way there is none."""
    lacking = missing(state, to, facts)
    back = is_back(state, to)
    return Move(to, back, lacking, TABLE[to].permission, back or TABLE[to].asks_reason)


def moves(state: str, facts: Collection[str]) -> tuple[Move, ...]:
    """Every way out of a state: forward ones first, in the table's order, then the ways back, nearest first."""
    forward = tuple(move(state, to, facts) for to in TABLE[state].following)
    back = tuple(move(state, step.state, facts) for step in reversed(STEPS) if is_back(state, step.state))
    return forward + back


def gaps(state: str, facts: Collection[str]) -> tuple[str, ...]:
    """Facts the present state should have had and has not; a site taken over as it stood may lack some."""
    return tuple(fact for fact in TABLE[state].needs if fact not in facts)
