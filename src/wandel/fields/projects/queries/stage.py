"""Which way a project may go, what it still needs, and why it counts as stuck."""

from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext, ngettext

from wandel.core.profile.model import RegionalProcedure
from wandel.fields.projects.models import Decision, Project, ProjectParty
from wandel.fields.projects.queries.profile import procedure_called
from wandel.fields.projects.queries.project import LATE_DAYS
from wandel.fields.projects.queries.score import criteria_on
from wandel.fields.projects.stages import FACTS, LINE, PLACE, TABLE, Move, gaps, moves
from wandel.office.people.access import Access


def facts_of(project: Project, *, day: date) -> frozenset[str]:
    """Which of the table's facts a project has. Reads its parts: six queries."""
    years = list(project.years.all())
    milestones = list(project.milestones.all())
    criteria = {one.key for one in criteria_on(day)}
    procedure = procedure_called(project.procedure)
    agreed = project.decisions.filter(outcome=Decision.Outcome.AGREED).exists()
    held = {
        "municipality": project.municipality_id is not None,
        "lead": project.parties.filter(part=ProjectParty.Part.LEAD).exists(),
        "goal": bool(project.goal),
        "chain": all((project.input, project.output, project.outcome, project.impact)),
        "future_field": bool(project.future_field),
        "costs": bool(years),
        "own_share": bool(years) and all(year.own is not None for year in years),
        "risks": project.risks.exists(),
        "scores": criteria <= set(project.scores.values_list("key", flat=True)) if criteria else True,
        "way": procedure is not None,
        "consensus": procedure is not None and project.procedure_step == procedure.steps[-1].key,
        "decision": agreed,
        "financing": bool(project.award_reference) or project.own_money,
        "notice": bool(project.award_reference),
        "milestones": bool(milestones),
        "all_done": all(one.done_on for one in milestones),
        "result": bool(project.result),
    }
    return frozenset(name for name, there in held.items() if there)


@dataclass(frozen=True)
class Way:
    """One step the page offers: what it is called, whether this reader may take it, what it still needs."""

    move: Move
    label: str
    may: bool
    missing: list[str]
    reasons: list[tuple[str, str]]
    is_first: bool = False

    @property
    def open(self) -> bool:
        return self.may and not self.missing


def ways_of(project: Project, access: Access, facts: frozenset[str]) -> list[Way]:
    """Forward ways first, then pause and stop, then the ways back."""
    ways = [
        Way(
            one,
            gettext(TABLE[one.key].label),
            access.may(one.permission),
            [gettext(FACTS[fact]) for fact in one.missing],
            [(key, gettext(label)) for key, label in TABLE[one.key].reasons.items()],
        )
        for one in moves(project.stage, facts, project.rested_in)
    ]
    resting = project.stage not in PLACE
    first = next((way for way in ways if way.open and way.move.key in PLACE and way.move.is_back == resting), None)
    return [replace(way, is_first=way is first) for way in ways]


def gap_sentences(project: Project, facts: frozenset[str]) -> list[str]:
    """What a project taken over as it stood lacks for the stage it is in."""
    return [gettext(FACTS[fact]) for fact in gaps(project.stage, facts)]


def why_stuck(project: Project, *, day: date) -> list[str]:
    """In sentences; empty while it is not stuck."""
    found = []
    usual, days = TABLE[project.stage].usual_days, project.days_in_stage(day)
    if usual and days > usual:
        found.append(gettext("%(days)d days in this stage; %(usual)d are usual.") % {"days": days, "usual": usual})
    late = [one for one in project.milestones.all() if one.done_on is None and (day - one.due_on).days > LATE_DAYS]
    if late and not project.is_over and project.stage in PLACE:
        found.append(
            ngettext(
                "%(count)d milestone is more than a month late.",
                "%(count)d milestones are more than a month late.",
                len(late),
            )
            % {"count": len(late)}
        )
    return found


@dataclass(frozen=True)
class StageRow:
    """One row of the way: when the stage was reached last, and whether it is the present one."""

    label: str
    when: date | None
    is_current: bool
    is_passed: bool


def stage_rows(project: Project) -> list[StageRow]:
    """The whole way with the days this project has."""
    days = {event.stage: event.on for event in project.events.all()}
    here = project.stage if project.stage in PLACE else project.rested_in
    return [
        StageRow(
            gettext(TABLE[key].label),
            days.get(key) if PLACE[key] <= PLACE.get(here, 0) else None,
            key == project.stage,
            key in days and PLACE[key] < PLACE.get(here, 0),
        )
        for key in LINE
    ]


@dataclass(frozen=True)
class ProcedureRow:
    name: str
    is_reached: bool


def procedure_rows(procedure: RegionalProcedure | None, step: str, language: str) -> list[ProcedureRow]:
    """The steps of the region's procedure and which of them is reached."""
    if procedure is None:
        return []
    keys = [one.key for one in procedure.steps]
    reached = keys.index(step) if step in keys else -1
    return [ProcedureRow(getattr(one.name, language), place <= reached) for place, one in enumerate(procedure.steps)]
