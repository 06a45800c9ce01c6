"""What users set for themselves."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_noop

from wandel.office.journal.actions import record
from wandel.office.people.models import Deputy, Organisation, User
from wandel.office.people.roles import UNIT_ROLES
from wandel.ui.phrases import Phrase
from wandel.ui.sinks import INTERNAL, SearchText, announce_search_text
from wandel.ui.subjects import SubjectRef


def user_ref(user: User) -> SubjectRef:
    return SubjectRef("people.user", str(user.pk), f"/users/{user.pk}/", user.name)


def user_search_text(user: User, on: date) -> SearchText:
    """A colleague of the unit, as the unit's people find them; everybody else is taken out."""
    roles = user.role_assignments.valid_on(on).filter(role__in=UNIT_ROLES).select_related("organisation")
    mine = list(roles.order_by("pk")) if user.is_active else []
    # An officer's role may name no house; the unit is theirs all the same.
    unit = Organisation.objects.filter(kind=Organisation.Kind.UNIT).order_by("pk").first() if mine else None
    house = next((row.organisation for row in mine if row.organisation), unit)
    path = f"{house.get_absolute_url()}#colleague-{user.pk}" if house else ""
    return SearchText(
        subject=SubjectRef("people.user", str(user.pk), path, user.name),
        title=user.name,
        words=user.email,
        context=house.name if house else "",
        confidentiality=INTERNAL,
        removed=not path,
    )


@transaction.atomic
def set_preferences(*, user: User, on: date) -> None:
    user.save(update_fields=["name", "language", "digest_wanted"])
    announce_search_text(user_search_text(user, on))
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
