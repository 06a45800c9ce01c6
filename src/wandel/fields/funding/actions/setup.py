"""Who does what on an award, and what is done."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext, gettext_noop

from wandel.fields.funding.actions.record import FIELD, entry_key, party_ids, refresh, refresh_gaps
from wandel.fields.funding.actions.standing import hold_standing, start_when_ready
from wandel.fields.funding.kinds import CHECKLIST, DRAWDOWN, OWN_SHARE, title_of
from wandel.fields.funding.models import AwardParty, ChecklistItem, Obligation, Zuwendungsbescheid
from wandel.fields.funding.queries.cosign import own_share_cosign, own_share_facts
from wandel.office.desk.actions.cosign import ask_cosign
from wandel.office.desk.actions.entry import close_entry, upsert_entry
from wandel.office.desk.models import CoSignRequest
from wandel.office.desk.registry import READ
from wandel.office.journal.actions import record
from wandel.office.people.models import Organisation, Person, User
from wandel.ui.phrases import Phrase, plain
from wandel.ui.sinks import INTERNAL, OPEN

STARTED = gettext_noop("The set-up is complete, the award is running")
# What the asker reads when the treasury has signed.
SIGNED = {
    OWN_SHARE: gettext_noop("%(name)s has co-signed the own share of %(amount)s"),
    DRAWDOWN: gettext_noop("%(name)s has co-signed the drawdown of %(amount)s"),
}


@transaction.atomic
def set_up(
    *,
    award: Zuwendungsbescheid,
    lead: User | None,
    deputy: User | None,
    offices: dict[str, Organisation | None],
    signatories: Iterable[Person],
    by: User,
    on: date,
) -> bool:
    """Save lead, deputy, offices (treasury, procurement, auditor) and signatories.

    The award starts when nothing is missing any more and every point to begin with is done or skipped; returns whether
    it did just now.
    """
    hold_standing(award)
    award.lead, award.deputy = lead, deputy
    award.signatories.set(signatories)
    for part, organisation in offices.items():
        award.parties.filter(part=part).exclude(organisation=organisation).delete()
        if organisation is not None:
            AwardParty.objects.get_or_create(award=award, organisation=organisation, part=part)
    started = start_when_ready(award)
    award.version += 1
    refresh(award=award, by=by, on=on, message=Phrase(gettext_noop("Set-up changed")))
    if started:
        _note(award, Phrase(STARTED), by)
    refresh_gaps(award=award, by=by)
    return started


@transaction.atomic
def tick(*, item: ChecklistItem, done: bool, by: User, on: date) -> bool:
    """Tick a line of the kick-off list, or open it again. Returns whether the award started by it."""
    message = gettext_noop("Done: %(what)s") if done else gettext_noop("Open again: %(what)s")
    return _settle(item, Phrase(message, {"what": CHECKLIST[item.key]}), on if done else None, "", by)


@transaction.atomic
def skip(*, item: ChecklistItem, reason: str, by: User, on: date) -> bool:
    """Leave a line of the kick-off list out on purpose. Returns whether the award started by it.

    Raises ValidationError without a reason.
    """
    if not reason.strip():
        raise ValidationError(gettext("Please say why this point is not needed here."), code="reason")
    params = {"what": CHECKLIST[item.key], "reason": reason.strip()}
    return _settle(item, Phrase(gettext_noop("Skipped: %(what)s – %(reason)s"), params), on, reason.strip(), by)


def _settle(item: ChecklistItem, message: Phrase, day: date | None, reason: str, by: User) -> bool:
    award = item.award
    hold_standing(award)
    item.done_on, item.done_by_name, item.skipped_reason = day, by.name if day else "", reason
    item.save(update_fields=["done_on", "done_by_name", "skipped_reason"])
    _note(award, message, by)
    started = _start(award, by)
    refresh_gaps(award=award, by=by)
    return started


def _start(award: Zuwendungsbescheid, by: User) -> bool:
    if not start_when_ready(award):
        return False
    award.version += 1
    award.save(update_fields=["state", "version"])
    _note(award, Phrase(STARTED), by)
    return True


@transaction.atomic
def complete(*, obligation: Obligation, by: User, on: date) -> None:
    """Mark a duty as done; it leaves every desk."""
    hold_standing(obligation.award)
    obligation.state, obligation.done_on, obligation.done_by_name = Obligation.State.DONE, on, by.name
    obligation.save(update_fields=["state", "done_on", "done_by_name"])
    close_entry(key=entry_key(obligation), by=by, on=on)
    title = title_of(obligation.kind, obligation.amount)
    _note(obligation.award, Phrase(gettext_noop("Done: %(what)s"), {"what": str(title)}), by)


@transaction.atomic
def reopen(*, obligation: Obligation, by: User, on: date) -> None:
    """Take "done" back; the duty returns to the desk."""
    hold_standing(obligation.award)
    obligation.state, obligation.done_on, obligation.done_by_name = Obligation.State.OPEN, None, ""
    obligation.save(update_fields=["state", "done_on", "done_by_name"])
    title = title_of(obligation.kind, obligation.amount)
    refresh(
        award=obligation.award, by=by, on=on, message=Phrase(gettext_noop("Open again: %(what)s"), {"what": str(title)})
    )


@transaction.atomic
def ask_treasury(*, award: Zuwendungsbescheid, by: User, on: date) -> None:
    """Ask the treasury to co-sign that the own share stands in the budget; a week is the house's custom.

    Raises ValidationError where there is nothing to ask: no treasury, no own share, asked already, signed already.
    """
    # Two officers asking at the same moment meet here.
    hold_standing(award)
    party = award.parties.select_related("organisation").filter(part=AwardParty.Part.TREASURY).first()
    own = own_share_cosign(award)
    if party is None:
        raise ValidationError(gettext("Choose a treasury first."), code="treasury")
    if not own.amount:
        raise ValidationError(gettext("This award has no own share; there is nothing to co-sign."), code="nothing")
    if own.asked:
        raise ValidationError(gettext("The treasury has been asked already. Its answer will stand here."), code="asked")
    if own.signed:
        raise ValidationError(gettext("The treasury has co-signed this own share already."), code="signed")
    ask_cosign(
        subject=award.ref,
        what=Phrase(OWN_SHARE, {"amount": own.amount}),
        by=by,
        on=on,
        organisation=party.organisation,
        due_on=on + timedelta(days=7),
        field=FIELD,
        facts=own_share_facts(award),
    )
    refresh_gaps(award=award, by=by)


@transaction.atomic
def take_cosign_answer(request: CoSignRequest) -> None:
    """The treasury has answered, or the asker has withdrawn: the set-up, its gap and the asker's desk follow.

    The answer itself stands in the award's history already; the desk writes it there.
    """
    if request.what.msgid not in SIGNED:
        return
    found = Zuwendungsbescheid.objects.standing().select_for_update(of=("self",)).select_related("lead")
    award = found.filter(pk=request.subject_pk).first()
    if award is None:
        return
    by = request.decided_by
    if request.state == CoSignRequest.State.SIGNED:
        _tell_asker(award, request)
    if request.what.msgid != OWN_SHARE:
        return
    _start(award, by)
    refresh_gaps(award=award, by=by, asker=request.asked_by)


def _tell_asker(award: Zuwendungsbescheid, request: CoSignRequest) -> None:
    """A refusal is told by the desk itself; a signature is good news the officer waits for."""
    upsert_entry(
        key=f"award-{award.pk}-cosigned-{request.pk}",
        kind=READ,
        subject=award.ref,
        title=Phrase(SIGNED[request.what.msgid], {"name": request.asked, "amount": request.what.params["amount"]}),
        due_on=None,
        organisation_ids=(),
        owner=request.asked_by,
        field=FIELD,
        confidentiality=INTERNAL,
        context=plain(award.title),
        basis=Phrase(gettext_noop("Four-eyes approval")),
        waiting_for=Phrase(""),
        by=request.decided_by,
    )


def _note(award: Zuwendungsbescheid, message: Phrase, by: User) -> None:
    record(
        by=by, message=message, subject=award.ref, organisation_ids=party_ids(award), field=FIELD, confidentiality=OPEN
    )
