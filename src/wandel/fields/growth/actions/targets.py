"""Deciding how many the county wants to be."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from wandel.core.profile.model import Profile
from wandel.fields.growth.models import GrowthTarget
from wandel.office.journal.actions import record
from wandel.office.people.models import User
from wandel.ui.phrases import Phrase
from wandel.ui.sinks import OPEN
from wandel.ui.subjects import SubjectRef


@transaction.atomic
def decide_target(*, values: Mapping[str, Any], by: User | None) -> GrowthTarget:
    """A new target. The one before stays, with its day."""
    row = GrowthTarget.objects.create(**values)
    _tell(row, gettext_noop("Target of %(inhabitants)s until %(until)s, decided by %(who)s"), by)
    return row


@transaction.atomic
def correct_target(*, row: GrowthTarget, values: Mapping[str, Any], by: User | None) -> GrowthTarget:
    """Mend what was typed wrongly; a new decision is a new row."""
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    _tell(row, gettext_noop("Target corrected: %(inhabitants)s until %(until)s, decided by %(who)s"), by)
    return row


def _tell(row: GrowthTarget, message: str, by: User | None) -> None:
    record(
        by=by,
        message=Phrase(message, {"inhabitants": row.inhabitants, "until": row.until, "who": row.decided_by}),
        subject=SubjectRef("growth.target", str(row.pk), "/growth/targets/", str(row.inhabitants)),
        field="growth",
        confidentiality=OPEN,
    )


def load_targets(profile: Profile) -> int:
    """Bring the profile's targets in once; a target of the same decision is left as it is. Returns how many are new."""
    new = 0
    for one in profile.targets:
        _row, made = GrowthTarget.objects.get_or_create(
            decided_on=one.decided_on,
            until=one.until,
            defaults={
                "inhabitants": one.inhabitants, "decided_by": one.decided_by, "certainty": one.certainty,
                "source": one.source, "note": one.note[:300],
            },
        )  # fmt: skip
        new += made
    return new
