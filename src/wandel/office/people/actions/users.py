"""Keeping users, their roles, deputies and posts. Roles are never deleted: they end on a day."""

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from wandel.office.journal.actions import record
from wandel.office.people.actions.account import user_ref, user_search_text
from wandel.office.people.models import Deputy, Organisation, Post, RoleAssignment, User
from wandel.office.people.roles import Role
from wandel.ui.phrases import Phrase
from wandel.ui.sinks import INTERNAL, announce_search_text
from wandel.ui.subjects import SubjectRef

NEEDS_ORGANISATION = frozenset({Role.TOWN_HALL, Role.COUNTY_OFFICE, Role.AUDITOR, Role.PARTNER})


@transaction.atomic
def create_user(*, email: str, name: str, language: str, by: User) -> User:
    """A user without password: they set one through "forgot password", or come by single sign-on."""
    user = User.objects.create_user(email=email, name=name, language=language)
    _note(user, Phrase(gettext_noop("User created")), by)
    return user


@transaction.atomic
def give_role(
    *,
    user: User,
    role: str,
    field: str,
    organisation: Organisation | None,
    valid_from: date,
    valid_until: date | None,
    by: User,
) -> RoleAssignment:
    """Give a role from a day on. Raises ValidationError for a role without what it needs, and for giving oneself more."""
    _refuse_own(user, by)
    if role == Role.OFFICER and not field:
        raise ValidationError({"field": _("An officer works in a field. Please choose one.")})
    if role in NEEDS_ORGANISATION and organisation is None:
        raise ValidationError({"organisation": _("This role belongs to an organisation. Please choose one.")})
    if valid_until and valid_until < valid_from:
        raise ValidationError({"valid_until": _("The last day lies before the first. Please turn them round.")})
    row, created = RoleAssignment.objects.get_or_create(
        user=user,
        role=role,
        field=field if role == Role.OFFICER else "",
        organisation=organisation,
        valid_from=valid_from,
        defaults={"valid_until": valid_until},
    )
    if not created:
        raise ValidationError(_("This user has this role from that day on already."))
    _note(user, Phrase(gettext_noop("Role given: %(role)s"), {"role": str(row.get_role_display())}), by)
    # A role that begins later is found from the day it is next looked at.
    announce_search_text(user_search_text(user, valid_from))
    return row


@transaction.atomic
def end_role(*, assignment: RoleAssignment, on: date, by: User) -> None:
    """Let a role end: yesterday was its last day. One that has not begun yet is taken back."""
    _refuse_own(assignment.user, by)
    label = str(assignment.get_role_display())
    if assignment.valid_from >= on:
        assignment.delete()
    else:
        assignment.valid_until = on - timedelta(days=1)
        assignment.save(update_fields=["valid_until"])
    _note(assignment.user, Phrase(gettext_noop("Role ended: %(role)s"), {"role": label}), by)
    announce_search_text(user_search_text(assignment.user, on))


@transaction.atomic
def set_active(*, user: User, active: bool, on: date, by: User) -> None:
    """Shut a user out at once, or let them in again. Their work stays."""
    _refuse_own(user, by)
    user.is_active = active
    user.save(update_fields=["is_active"])
    message = gettext_noop("User let in again") if active else gettext_noop("User shut out")
    _note(user, Phrase(message), by)
    announce_search_text(user_search_text(user, on))


@transaction.atomic
def name_deputy(*, user: User, deputy: User, by: User) -> None:
    """Who stands in. Naming the same one again changes nothing."""
    if user.pk == deputy.pk:
        raise ValidationError({"deputy": _("Nobody stands in for themselves. Please choose somebody else.")})
    _row, created = Deputy.objects.get_or_create(user=user, deputy=deputy)
    if created:
        _note(user, Phrase(gettext_noop("Deputy named: %(name)s"), {"name": deputy.name}), by)


@transaction.atomic
def remove_deputy(*, row: Deputy, by: User) -> None:
    user, name = row.user, row.deputy.name
    row.delete()
    _note(user, Phrase(gettext_noop("Deputy removed: %(name)s"), {"name": name}), by)


@transaction.atomic
def fill_post(*, post: Post, holder: User | None, by: User) -> None:
    """Who holds a post; None leaves it vacant."""
    post.holder = holder
    post.save(update_fields=["holder"])
    message = (
        Phrase(gettext_noop("Post filled: %(code)s"), {"code": post.code})
        if holder
        else Phrase(gettext_noop("Post vacant: %(code)s"), {"code": post.code})
    )
    record(
        by=by,
        message=message,
        subject=SubjectRef("people.post", str(post.pk), "/users/posts/", str(post)),
        confidentiality=INTERNAL,
    )


def _refuse_own(user: User, by: User) -> None:
    if user.pk == by.pk:
        raise ValidationError(_("Nobody changes their own rights. Please ask a colleague who keeps users."))


def _note(user: User, message: Phrase, by: Any) -> None:
    record(by=by, message=message, subject=user_ref(user), confidentiality=INTERNAL)
