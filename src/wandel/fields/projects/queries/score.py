"""How a project stands by the criteria in force, and why."""

from dataclasses import dataclass
from datetime import date

from wandel.fields.projects.models import CriteriaSet, Criterion, Project, Score
from wandel.fields.projects.models.criteria import MOST_POINTS


def set_on(day: date) -> CriteriaSet | None:
    """The set in force on a day: the latest that has begun."""
    return CriteriaSet.objects.filter(valid_from__lte=day).order_by("-valid_from").first()


def criteria_on(day: date) -> list[Criterion]:
    """Heaviest first; empty while nobody has decided any."""
    found = set_on(day)
    return list(found.criteria.all()) if found else []


@dataclass(frozen=True)
class ScoreRow:
    """One criterion with the points a project got; ``points`` None means that nobody has judged it yet.

    ``adds`` and ``most`` are points of a hundred.
    """

    criterion: Criterion
    points: int | None
    reason: str
    who: str
    on: date | None
    adds: float
    most: float


@dataclass(frozen=True)
class Standing:
    """From 0 to 100. While criteria are open the true score lies between ``low`` and ``high``."""

    rows: list[ScoreRow]
    low: int
    high: int

    @property
    def is_complete(self) -> bool:
        return all(row.points is not None for row in self.rows)

    @property
    def open_count(self) -> int:
        return sum(row.points is None for row in self.rows)


def standing_of(criteria: list[Criterion], scores: dict[str, Score]) -> Standing | None:
    """Weighted share of the possible points; None where no criteria are in force."""
    whole = sum(one.weight for one in criteria)
    if not whole:
        return None
    rows = []
    for one in criteria:
        given, most = scores.get(one.key), 100 * one.weight / whole
        rows.append(
            ScoreRow(
                one,
                given.points if given else None,
                given.reason if given else "",
                given.actor_name if given else "",
                given.given_on if given else None,
                most * given.points / MOST_POINTS if given else 0.0,
                most,
            )
        )
    low = sum(row.adds for row in rows)
    open_points = sum(row.most for row in rows if row.points is None)
    return Standing(rows, round(low), round(low + open_points))


def standing_on(project: Project, *, day: date) -> Standing | None:
    """Three queries at most."""
    criteria = criteria_on(day)
    return standing_of(criteria, {one.key: one for one in project.scores.all()}) if criteria else None
