"""Taking back an award that was recorded in error, and putting it back."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop

from wandel.fields.funding.actions.record import FIELD, party_ids, refresh, refresh_gaps
from wandel.fields.funding.models import Zuwendungsbescheid
from wandel.office.desk.actions.about import drop_entries_about, restore_entries_about
from wandel.office.desk.actions.cosign import drop_cosigns_about
from wandel.office.journal.actions import record
from wandel.office.people.models import User
from wandel.office.search.actions import forget
from wandel.ui.phrases import Phrase
from wandel.ui.sinks import OPEN


def _locked(award: Zuwendungsbescheid) -> Zuwendungsbescheid:
    found = Zuwendungsbescheid.objects.select_for_update(of=("self",)).select_related("funder", "recipient", "lead")
    return found.get(pk=award.pk)


@transaction.atomic
def withdraw_award(*, award: Zuwendungsbescheid, reason: str, by: User, on: date) -> Zuwendungsbescheid:
    """The award was recorded in error: it leaves desks, calendars, search, lists and sums, and keeps its page.

    What its treasury was asked is no longer asked. Its reference is free again. Raises ValidationError without a reason,
    and where somebody has withdrawn it already.
    """
    award = _locked(award)
    if award.withdrawn_on:
        raise ValidationError(gettext("This award has been withdrawn already."), code="withdrawn")
    if not reason.strip():
        raise ValidationError(gettext("Please say why; whoever looks for this award later will ask."), code="reason")
    award.withdrawn_on, award.withdrawn_reason, award.withdrawn_by_name = on, reason.strip(), by.name
    award.version += 1
    award.save(update_fields=["withdrawn_on", "withdrawn_reason", "withdrawn_by_name", "version"])
    drop_cosigns_about(subject=award.ref, by=by, at=timezone.now())
    drop_entries_about(subject=award.ref, by=by, on=on)
    forget(award.ref.kind, [award.ref.pk])
    record(
        by=by,
        message=Phrase(gettext_noop("Award withdrawn: %(reason)s"), {"reason": award.withdrawn_reason}),
        subject=award.ref,
        organisation_ids=party_ids(award),
        field=FIELD,
        confidentiality=OPEN,
    )
    return award


@transaction.atomic
def put_back_award(*, award: Zuwendungsbescheid, by: User, on: date) -> Zuwendungsbescheid:
    """The withdrawal was the error: dates, desks and search have the award again.

    The treasury has to be asked anew. Raises ValidationError where another award took the reference in the meantime, or
    where the award stands already.
    """
    award = _locked(award)
    if not award.withdrawn_on:
        raise ValidationError(gettext("This award stands already."), code="standing")
    award.withdrawn_on, award.withdrawn_reason, award.withdrawn_by_name = None, "", ""
    award.version += 1
    try:
        with transaction.atomic():
            award.save(update_fields=["withdrawn_on", "withdrawn_reason", "withdrawn_by_name", "version"])
    except IntegrityError:
        raise _taken(award) from None
    restore_entries_about(subject=award.ref, by=by)
    refresh(award=award, by=by, on=on, message=Phrase(gettext_noop("Award put back")))
    refresh_gaps(award=award, by=by)
    return award


def _taken(award: Zuwendungsbescheid) -> ValidationError:
    same = Zuwendungsbescheid.objects.standing().filter(funder=award.funder, reference=award.reference).first()
    sentence = gettext(
        "In the meantime “%(title)s” was recorded with the reference %(reference)s of the same funder. Correct or withdraw"
        " that one first."
    )
    return ValidationError(
        sentence % {"title": same.title if same else "", "reference": award.reference},
        code="taken",
    )
