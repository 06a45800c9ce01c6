"""What users set for themselves."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_noop

from wandel.office.journal.actions import record
from wandel.office.people.models import Deputy, User
from wandel.ui.phrases import Phrase
from wandel.ui.sinks import INTERNAL
from wandel.ui.subjects import SubjectRef


def user_ref(user: User) -> SubjectRef:
    return SubjectRef("people.user", str(user.pk), f"/users/{user.pk}/", user.name)


@transaction.atomic
def set_preferences(*, user: User) -> None:
    user.save(update_fields=["name", "language", "digest_wanted"])
    record(
        by=user, message=Phrase(gettext_noop("Own settings changed")), subject=user_ref(user), confidentiality=INTERNAL
    )


@transaction.atomic
def set_away(*, deputies: list[Deputy], away_from: date | None, away_until: date | None, by: User) -> None:
    """Note when a user is away; every one of their deputies stands in for the same days."""
    for row in deputies:
        row.away_from, row.away_until = away_from, away_until
        row.save(update_fields=["away_from", "away_until"])
    record(by=by, message=Phrase(gettext_noop("Time away noted")), subject=user_ref(by), confidentiality=INTERNAL)
