"""The life of a project as one table: which stage follows which, who may take it there, and which facts it needs.

Plain data and plain functions; nothing here knows a database. A stage names every fact it stands on, so what an earlier
stage of the same way needed a later one needs too. Facts are words; whoever knows the project says which of them it has
(``queries.stage.facts_of``).
"""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.utils.translation import gettext_noop

DECIDE = "project.edit"

# A fact and what to do to have it; the sentence stands on the page under "what is missing for the next stage".
FACTS = {
    "municipality": gettext_noop("Say in which municipality it is."),
    "lead": gettext_noop("Name who leads: one applicant with the part “lead”."),
    "goal": gettext_noop("Write the goal in one sentence: what is different afterwards, and for whom."),
    "chain": gettext_noop("Fill the chain: input, output, outcome and impact."),
    "future_field": gettext_noop("Choose the future field of the region's programme (WSP)."),
    "costs": gettext_noop("Enter the costs by year."),
    "own_share": gettext_noop("Enter the own share for every year that has costs (0 if there is none)."),
    "risks": gettext_noop("Name at least one risk and what is done about it."),
    "scores": gettext_noop("Judge the project by every criterion in force."),
    "way": gettext_noop("Choose the regional procedure it goes through."),
    "consensus": gettext_noop("Note the last step of the regional procedure."),
    "decision": gettext_noop("Note the decision of the applicant's council on the project and its own share."),
    "financing": gettext_noop("Enter the reference of the notice, or say that own money pays."),
    "notice": gettext_noop("Enter the reference of the notice."),
    "milestones": gettext_noop("Enter at least one milestone."),
    "result": gettext_noop("Write what came of it: the result in numbers or sentences."),
    "all_done": gettext_noop("Some milestones are still open. Note them as reached or remove them."),
}
PAUSE_REASONS = {
    "money": gettext_noop("money is missing"),
    "decision": gettext_noop("a decision is awaited"),
    "staff": gettext_noop("nobody has time for it"),
    "land": gettext_noop("land or building right is missing"),
    "partner": gettext_noop("a partner is missing"),
    "programme": gettext_noop("waiting for a programme to open"),
}
STOP_REASONS = {
    "no_funding": gettext_noop("no money to be found"),
    "refused": gettext_noop("application refused"),
    "no_majority": gettext_noop("no majority"),
    "withdrawn": gettext_noop("withdrawn by the applicant"),
    "merged": gettext_noop("goes on in another project"),
    "not_fitting": gettext_noop("does not fit the region's programme"),
    "too_costly": gettext_noop("too costly for what it brings"),
}


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage. ``permission`` and ``needs`` belong to entering it; ``via`` adds facts for coming from one stage.

    ``public`` is what applicants and visitors read. ``usual_days``: longer than that in this stage and the project counts
    as stuck; 0 means that it never does. ``reasons``: one of them is noted when the stage is entered.
    """

    key: str
    label: str
    public: str
    following: tuple[str, ...]
    needs: tuple[str, ...] = ()
    via: dict[str, tuple[str, ...]] = field(default_factory=dict)
    permission: str = DECIDE
    usual_days: int = 0
    reasons: dict[str, str] = field(default_factory=dict)


LEAVE = ("paused", "stopped")
LOOKED_AT = ("municipality", "lead")
SHAPED = (*LOOKED_AT, "goal", "chain", "future_field", "costs")
READY = (*SHAPED, "own_share", "risks", "scores", "decision")
FINANCED = (*READY, "financing")
UNDER_WAY = (*FINANCED, "milestones")

STAGES = (
    Stage("idea", gettext_noop("idea"), gettext_noop("has arrived"), ("screening", *LEAVE), usual_days=14),
    Stage(
        "screening", gettext_noop("being examined"), gettext_noop("is being examined"), ("shaping", *LEAVE), LOOKED_AT,
        usual_days=42,
    ),
    Stage(
        "shaping", gettext_noop("being shaped"), gettext_noop("is being worked out"),
        ("regional", "application", "running", *LEAVE), LOOKED_AT, usual_days=180,
    ),
    Stage(
        "regional", gettext_noop("in the regional procedure"), gettext_noop("is before the region"),
        ("application", *LEAVE), SHAPED, {"shaping": ("way",)}, usual_days=180,
    ),
    Stage(
        "application", gettext_noop("applied for"), gettext_noop("is applied for"), ("granted", *LEAVE), READY,
        {"regional": ("consensus",)}, usual_days=180,
    ),
    Stage(
        "granted", gettext_noop("granted"), gettext_noop("is granted"), ("running", *LEAVE), FINANCED,
        {"application": ("notice",)}, usual_days=90,
    ),
    Stage(
        "running", gettext_noop("under way"), gettext_noop("is under way"), ("done", *LEAVE), UNDER_WAY, usual_days=0,
    ),
    Stage("done", gettext_noop("finished"), gettext_noop("is finished"), (), (*UNDER_WAY, "all_done", "result")),
    Stage("paused", gettext_noop("paused"), gettext_noop("rests"), ("stopped",), reasons=PAUSE_REASONS, usual_days=180),
    Stage("stopped", gettext_noop("stopped"), gettext_noop("is not pursued"), (), reasons=STOP_REASONS),
)  # fmt: skip
TABLE = {stage.key: stage for stage in STAGES}
FIRST = STAGES[0].key
# The way of a project in its order; pause and stop stand beside it.
LINE = tuple(stage.key for stage in STAGES if stage.key not in LEAVE)
PLACE = {key: place for place, key in enumerate(LINE)}
ENDS = frozenset({"done", "stopped"})
ACTIVE = frozenset(LINE) - ENDS
# From here on the council reads along; what was only suggested stays between town hall and unit.
COUNCIL_READS = frozenset(LINE[PLACE["shaping"] :])


@dataclass(frozen=True, slots=True)
class Move:
    """A step somebody may want to take: whether it leads back, which facts are missing, which reasons it asks for."""

    key: str
    is_back: bool
    missing: tuple[str, ...]
    permission: str
    asks_reason: bool


def is_back(stage: str, to: str, rested_in: str = "") -> bool:
    """Whether ``to`` comes earlier on the way; from pause and stop the way leads back to where the project was."""
    if to not in PLACE or stage == to:
        return False
    if stage in LEAVE:
        return PLACE[to] <= PLACE[rested_in or FIRST]
    return PLACE[to] < PLACE[stage]


def exists(stage: str, to: str, rested_in: str = "") -> bool:
    """Whether the table knows this way at all, forward or back. ``rested_in``: the stage a paused project was in."""
    return stage != to and (to in TABLE[stage].following or is_back(stage, to, rested_in))


def missing(stage: str, to: str, facts: Collection[str], rested_in: str = "") -> tuple[str, ...]:
    """The facts a step still needs, in the table's order; none for going back. KeyError for a way there is none."""
    if not exists(stage, to, rested_in):
        raise KeyError(f"{stage} → {to} stands in no row of the table")
    if is_back(stage, to, rested_in):
        return ()
    wanted = dict.fromkeys((*TABLE[to].needs, *TABLE[to].via.get(stage, ())))
    return tuple(fact for fact in wanted if fact not in facts)


def moves(stage: str, facts: Collection[str], rested_in: str = "") -> tuple[Move, ...]:
    """Every way out of a stage: forward ones in the table's order, then the ways back, nearest first."""
    back = [key for key in reversed(LINE) if is_back(stage, key, rested_in) and key not in TABLE[stage].following]
    return tuple(
        Move(
            to,
            to in back,
            missing(stage, to, facts, rested_in),
            TABLE[to].permission,
            bool(TABLE[to].reasons) or (to in back and stage not in LEAVE),
        )
        for to in (*TABLE[stage].following, *back)
    )


def gaps(stage: str, facts: Collection[str]) -> tuple[str, ...]:
    """Facts the present stage should have had and has not; a project taken over as it stood may lack some."""
    return tuple(fact for fact in TABLE[stage].needs if fact not in facts)
