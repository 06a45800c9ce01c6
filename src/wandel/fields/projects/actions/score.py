"""Deciding criteria and judging projects by them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from wandel.fields.projects.actions.project import locked_project, tell
from wandel.fields.projects.models import CriteriaSet, Criterion, Project, Score
from wandel.fields.projects.queries.project import FIELD
from wandel.office.journal.actions import record
from wandel.office.people.models import User
from wandel.ui.phrases import Phrase
from wandel.ui.sinks import OPEN
from wandel.ui.subjects import SubjectRef


@dataclass(frozen=True)
class WeighedQuestion:
    """A criterion as it is decided: short name, name, question and weight (1 to 100)."""

    key: str
    name: str
    question: str
    weight: int


@transaction.atomic
def decide_criteria(
    *, valid_from: date, decided_by: str, note: str, criteria: Sequence[WeighedQuestion], by: User | None
) -> CriteriaSet:
    """Put a new set in force from a day. Sets that stand are never changed: points and decisions rest on them.

    Raises ValidationError when a set begins on that day already or a short name stands twice.
    """
    if not criteria:
        raise ValidationError(_("A set needs at least one criterion."))
    if len({one.key for one in criteria}) != len(criteria):
        raise ValidationError(_("A short name stands twice. Give each criterion its own."))
    if CriteriaSet.objects.filter(valid_from=valid_from).exists():
        raise ValidationError(_("Another set begins on this day already. Choose a different day."))
    decided = CriteriaSet.objects.create(valid_from=valid_from, decided_by=decided_by, note=note)
    for one in criteria:
        Criterion.objects.create(
            criteria_set=decided, key=one.key, name=one.name, question=one.question, weight=one.weight
        )
    record(
        by=by,
        message=Phrase(
            gettext_noop("Criteria decided by %(who)s, in force from %(day)s"), {"who": decided_by, "day": valid_from}
        ),
        subject=SubjectRef("projects.criteria", str(decided.pk), "/projects/criteria/", str(decided)),
        field=FIELD,
        confidentiality=OPEN,
    )
    return decided


@transaction.atomic
def judge(*, project: Project, points: Mapping[str, tuple[int | None, str]], by: User | None, on: date) -> Project:
    """Give points with their reason per criterion; None takes them back. The same again changes nothing.

    Raises ValidationError for points without a reason.
    """
    found = locked_project(project)
    stored = {one.key: one for one in found.scores.all()}
    changed = []
    for key, (given, why) in points.items():
        reason, known = " ".join(why.split()), stored.get(key)
        if given is not None and not reason:
            raise ValidationError(_("Points need a reason, so that the score explains itself."), code="reason")
        if given is None:
            if known:
                known.delete()
                changed.append(key)
            continue
        if known and (known.points, known.reason) == (given, reason):
            continue
        row = known or Score(project=found, key=key)
        row.points, row.reason, row.given_on, row.actor_name = given, reason, on, by.name if by else ""
        row.save()
        changed.append(key)
    if changed:
        found.version += 1
        found.save(update_fields=["version"])
        tell(found, Phrase(gettext_noop("Judged by criteria: %(keys)s"), {"keys": ", ".join(changed)}), by=by)
    return found
