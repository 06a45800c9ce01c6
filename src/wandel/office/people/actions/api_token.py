"""Tokens of the programming interface: make one, take it back, note its use."""

import secrets
from collections.abc import Sequence
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from wandel.office.journal.actions import record
from wandel.office.people.access import access_on
from wandel.office.people.actions.account import user_ref
from wandel.office.people.models import ApiToken, User
from wandel.office.people.queries.api_token import hash_of_token, scopes_open_to
from wandel.ui.phrases import Phrase
from wandel.ui.sinks import INTERNAL

TOKEN_BYTES = 32
# So that a token found in a file or a log is recognised as one.
PREFIX = "wandel_"
LONGEST = timedelta(days=366)


@transaction.atomic
def create_token(*, user: User, label: str, scopes: Sequence[str], expires_on: date, on: date) -> tuple[ApiToken, str]:
    """A new token (256 bit), which nobody can read again. Raises ValidationError for a day or a scope that cannot be."""
    if expires_on < on:
        raise ValidationError({"expires_on": _("This day is over. Choose a later one.")})
    if expires_on > on + LONGEST:
        raise ValidationError({"expires_on": _("A token works for a year at most. Choose an earlier day.")})
    if not scopes or set(scopes) - set(scopes_open_to(access_on(user, on))):
        raise ValidationError({"scopes": _("Choose what the token may read; it cannot read more than you.")})
    token = f"{PREFIX}{secrets.token_urlsafe(TOKEN_BYTES)}"
    row = ApiToken.objects.create(
        user=user,
        label=label,
        token_hash=hash_of_token(token),
        scopes=list(scopes),
        created_on=on,
        expires_on=expires_on,
    )
    _note(row, Phrase(gettext_noop("Token for the programming interface made: %(label)s"), {"label": label}), user)
    return row, token


@transaction.atomic
def revoke_token(*, token: ApiToken, by: User, on: date) -> None:
    """The token stops working at once."""
    token.revoked_on = on
    token.save(update_fields=["revoked_on"])
    message = Phrase(gettext_noop("Token for the programming interface withdrawn: %(label)s"), {"label": token.label})
    _note(token, message, by)


def note_used(*, token: ApiToken, on: date) -> None:
    """Remember the last day a program asked; written at most once a day."""
    if token.used_on != on:
        token.used_on = on
        token.save(update_fields=["used_on"])


def _note(token: ApiToken, message: Phrase, by: User) -> None:
    record(by=by, message=message, subject=user_ref(token.user), confidentiality=INTERNAL)
