"""The end of an award: the final notice (Schlussbescheid) closes it, and the way back."""

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from wandel.fields.funding.actions.record import refresh, refresh_gaps
from wandel.fields.funding.actions.standing import hold_standing
from wandel.fields.funding.models import Zuwendungsbescheid
from wandel.office.people.models import User
from wandel.ui.phrases import Phrase

State = Zuwendungsbescheid.State


@transaction.atomic
def close_award(*, award: Zuwendungsbescheid, final_notice_on: date, final_grant: Decimal, by: User, on: date) -> None:
    """The funder has settled the grant: the award leaves the desks, its dates stay readable.

    Raises ValidationError for an award that is closed already.
    """
    hold_standing(award)
    if award.state == State.CLOSED:
        raise ValidationError(_("This award is closed already."), code="closed")
    award.state, award.final_notice_on, award.final_grant = State.CLOSED, final_notice_on, final_grant
    award.version += 1
    message = Phrase(
        gettext_noop("Final notice of %(day)s: %(amount)s. Award closed"),
        {"day": final_notice_on, "amount": final_grant},
    )
    refresh(award=award, by=by, on=on, message=message)
    refresh_gaps(award=award, by=by)


@transaction.atomic
def reopen_award(*, award: Zuwendungsbescheid, by: User, on: date) -> None:
    """The award was closed too early, or the final notice is gone: its open duties return to the desks.

    Raises ValidationError for an award that is not closed.
    """
    hold_standing(award)
    if award.state != State.CLOSED:
        raise ValidationError(_("This award is not closed."), code="open")
    award.state, award.final_notice_on, award.final_grant = State.RUNNING, None, None
    award.version += 1
    refresh(award=award, by=by, on=on, message=Phrase(gettext_noop("Award open again")))
    refresh_gaps(award=award, by=by)
