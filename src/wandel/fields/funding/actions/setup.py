"""Who does what on an award, and what is done."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_noop

from wandel.fields.funding.actions.record import FIELD, entry_key, party_ids, refresh, refresh_gaps
from wandel.fields.funding.kinds import CHECKLIST, title_of
from wandel.fields.funding.models import AwardParty, ChecklistItem, Obligation, Zuwendungsbescheid
from wandel.fields.funding.queries.awards import gaps_of
from wandel.office.desk.actions.cosign import ask_cosign
from wandel.office.desk.actions.entry import close_entry
from wandel.office.journal.actions import record
from wandel.office.people.models import Organisation, Person, User
from wandel.ui.phrases import Phrase
from wandel.ui.sinks import OPEN


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
) -> None:
    """Save lead, deputy, offices (treasury, procurement, auditor) and signatories; a complete set-up starts the award."""
    award.lead, award.deputy = lead, deputy
    award.signatories.set(signatories)
    for part, organisation in offices.items():
        award.parties.filter(part=part).exclude(organisation=organisation).delete()
        if organisation is not None:
            AwardParty.objects.get_or_create(award=award, organisation=organisation, part=part)
    if award.state == Zuwendungsbescheid.State.SETUP and not gaps_of(award):
        award.state = Zuwendungsbescheid.State.RUNNING
    award.version += 1
    refresh(award=award, by=by, on=on, message=Phrase(gettext_noop("Set-up changed")))
    refresh_gaps(award=award, by=by)


@transaction.atomic
def tick(*, item: ChecklistItem, done: bool, by: User, on: date) -> None:
    """Tick a line of the kick-off list, or open it again."""
    item.done_on, item.done_by_name = (on, by.name) if done else (None, "")
    item.save(update_fields=["done_on", "done_by_name"])
    message = gettext_noop("Done: %(what)s") if done else gettext_noop("Open again: %(what)s")
    _note(item.award, Phrase(message, {"what": CHECKLIST[item.key]}), by)


@transaction.atomic
def complete(*, obligation: Obligation, by: User, on: date) -> None:
    """Mark a duty as done; it leaves every desk."""
    obligation.state, obligation.done_on, obligation.done_by_name = Obligation.State.DONE, on, by.name
    obligation.save(update_fields=["state", "done_on", "done_by_name"])
    close_entry(key=entry_key(obligation), by=by, on=on)
    title = title_of(obligation.kind, obligation.amount)
    _note(obligation.award, Phrase(gettext_noop("Done: %(what)s"), {"what": str(title)}), by)


@transaction.atomic
def reopen(*, obligation: Obligation, by: User, on: date) -> None:
    """Take "done" back; the duty returns to the desk."""
    obligation.state, obligation.done_on, obligation.done_by_name = Obligation.State.OPEN, None, ""
    obligation.save(update_fields=["state", "done_on", "done_by_name"])
    title = title_of(obligation.kind, obligation.amount)
    refresh(
        award=obligation.award, by=by, on=on, message=Phrase(gettext_noop("Open again: %(what)s"), {"what": str(title)})
    )


@transaction.atomic
def close_award(*, award: Zuwendungsbescheid, by: User, on: date) -> None:
    """The funder has accepted the proof: the award leaves the desks, its dates stay readable."""
    award.state = Zuwendungsbescheid.State.CLOSED
    award.version += 1
    refresh(award=award, by=by, on=on, message=Phrase(gettext_noop("Award closed")))
    refresh_gaps(award=award, by=by)


@transaction.atomic
def ask_treasury(*, award: Zuwendungsbescheid, by: User, on: date) -> None:
    """Ask the treasury to co-sign that the own share stands in the budget; a week is the house's custom."""
    party = award.parties.select_related("organisation").get(part=AwardParty.Part.TREASURY)
    own = award.eligible_costs - award.grant - (award.third_party or Decimal(0))
    ask_cosign(
        subject=award.ref,
        what=Phrase(gettext_noop("Co-sign the own share of %(amount)s"), {"amount": own}),
        by=by,
        on=on,
        organisation=party.organisation,
        due_on=on + timedelta(days=7),
        field=FIELD,
    )


def _note(award: Zuwendungsbescheid, message: Phrase, by: User) -> None:
    record(
        by=by, message=message, subject=award.ref, organisation_ids=party_ids(award), field=FIELD, confidentiality=OPEN
    )
