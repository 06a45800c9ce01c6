"""The steps of a Mittelabruf: asked for, arrived, taken back; refused with the reason while money lies idle."""

from datetime import date, timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop

from wandel.core.foerderung.drawdown import NewDrawdown
from wandel.fields.funding.actions.record import FIELD, party_ids, refresh
from wandel.fields.funding.actions.standing import hold_standing
from wandel.fields.funding.kinds import DRAWDOWN
from wandel.fields.funding.models import AwardParty, Mittelabruf, Zuwendungsbescheid
from wandel.fields.funding.models.money import DRAWDOWN_STEPS
from wandel.fields.funding.queries.money import answer_json, answer_to
from wandel.office.desk.actions.cosign import ask_cosign, drop_cosign
from wandel.office.desk.actions.entry import upsert_entry
from wandel.office.desk.registry import READ
from wandel.office.journal.actions import record
from wandel.office.people.models import User
from wandel.ui.phrases import Phrase, both, plain
from wandel.ui.sinks import INTERNAL, OPEN

State = Mittelabruf.State
DAYS_TO_COSIGN = 7


class DrawdownRefused(ValidationError):
    """The need does not cover the drawdown; ``answer`` says how much would be and why."""

    def __init__(self, answer: NewDrawdown) -> None:
        super().__init__(str(both(answer.because)), code="refused")
        self.answer = answer


@transaction.atomic
def request_drawdown(
    *, award: Zuwendungsbescheid, amount: Decimal, purpose: str, overruled_reason: str, by: User, on: date
) -> Mittelabruf:
    """Ask the funder for money; the award's treasury is asked to co-sign, and a lead who did not ask is told.

    Raises DrawdownRefused where money lies idle or the payments due do not need so much, unless somebody says why it is
    needed all the same: then the refusal and the reason stay with the request and in the journal.
    """
    hold_standing(award)
    answer = answer_to(award, amount, on=on)
    refused = answer is not None and not answer.permitted
    reason = overruled_reason.strip() if refused else ""
    if refused and not reason:
        raise DrawdownRefused(answer)
    row = Mittelabruf.objects.create(
        award=award,
        state=State.REQUESTED,
        requested_on=on,
        requested_amount=amount,
        purpose=purpose,
        answer=answer_json(answer) if answer else None,
        overruled_reason=reason,
    )
    _note(award, Phrase(gettext_noop("Drawdown requested: %(amount)s"), {"amount": amount}), by)
    if refused:
        params = {"because": answer.because.as_json(), "reason": reason}
        _note(award, Phrase(gettext_noop("Refusal overruled: %(because)s – Reason: %(reason)s"), params), by)
    _ask_treasury(row, by, on)
    _tell_lead(row, by)
    return row


@transaction.atomic
def receive_drawdown(*, drawdown: Mittelabruf, paid_on: date, amount: Decimal, by: User, on: date) -> Mittelabruf:
    """The money asked for is here: the time for using it starts, and the duty stands on the desk.

    Who was to co-sign and has not answered is no longer asked; there is nothing left to hold back.
    """
    award = drawdown.award
    hold_standing(award)
    row = _locked(drawdown, State.RECEIVED)
    row.state, row.paid_on, row.amount = State.RECEIVED, paid_on, amount
    row.save()
    if row.cosign is not None:
        drop_cosign(request=row.cosign, by=by, at=timezone.now())
    message = Phrase(gettext_noop("Money received: %(amount)s on %(day)s"), {"amount": amount, "day": paid_on})
    refresh(award=award, by=by, on=on, message=message)
    return row


@transaction.atomic
def withdraw_drawdown(*, drawdown: Mittelabruf, reason: str, by: User, on: date) -> Mittelabruf:
    """The request is taken back; who was to co-sign it is no longer asked. Raises ValidationError without a reason."""
    award = drawdown.award
    hold_standing(award)
    if not reason.strip():
        raise ValidationError(gettext("Please say why the request is taken back."), code="reason")
    row = _locked(drawdown, State.WITHDRAWN)
    row.state, row.withdrawn_on, row.withdrawn_reason = State.WITHDRAWN, on, reason.strip()
    row.save()
    if row.cosign is not None:
        drop_cosign(request=row.cosign, by=by, at=timezone.now())
    params = {"amount": row.requested_amount, "reason": row.withdrawn_reason}
    _note(award, Phrase(gettext_noop("Drawdown of %(amount)s withdrawn: %(reason)s"), params), by)
    return row


@transaction.atomic
def request_again(*, drawdown: Mittelabruf, by: User, on: date) -> Mittelabruf:
    """The last step was an error: what was noted as received has not come, or the request stands after all."""
    award = drawdown.award
    hold_standing(award)
    came = drawdown.state == State.RECEIVED
    row = _locked(drawdown, State.REQUESTED)
    if row.requested_on is None:
        raise ValidationError(gettext("This money came unasked; there is no request to go back to."), code="step")
    row.state, row.paid_on, row.amount, row.withdrawn_on, row.withdrawn_reason = State.REQUESTED, None, None, None, ""
    row.save()
    message = Phrase(gettext_noop("Drawdown of %(amount)s stands as requested again"), {"amount": row.requested_amount})
    if came:
        refresh(award=award, by=by, on=on, message=message)
    else:
        _note(award, message, by)
        _ask_treasury(row, by, on)
    return row


def _locked(drawdown: Mittelabruf, to: str) -> Mittelabruf:
    """The row for this transaction, if the table of steps lets it go there."""
    row = Mittelabruf.objects.select_for_update(of=("self",)).select_related("award", "cosign").get(pk=drawdown.pk)
    if to not in DRAWDOWN_STEPS[State(row.state)]:
        sentence = gettext("A colleague was quicker: this drawdown is “%(state)s” by now. Nothing was changed.")
        raise ValidationError(sentence % {"state": row.get_state_display()}, code="step")
    return row


def _ask_treasury(row: Mittelabruf, by: User, on: date) -> None:
    """Where the award names a treasury, it co-signs every drawdown; without one nobody is asked."""
    award = row.award
    party = award.parties.select_related("organisation").filter(part=AwardParty.Part.TREASURY).first()
    if party is None:
        return
    row.cosign = ask_cosign(
        subject=award.ref,
        what=Phrase(DRAWDOWN, {"amount": row.requested_amount}),
        by=by,
        on=on,
        organisation=party.organisation,
        due_on=on + timedelta(days=DAYS_TO_COSIGN),
        field=FIELD,
        organisation_ids=(award.recipient_id,),
        facts=_facts(row),
    )
    row.save(update_fields=["cosign"])


def _facts(row: Mittelabruf) -> list[tuple[Phrase, Phrase]]:
    """What nobody should co-sign without: for what, how much is needed and idle, and whether it was overruled."""
    award = row.award
    rows = [
        (Phrase(gettext_noop("Recipient")), plain(award.recipient.name)),
        (Phrase(gettext_noop("File reference")), plain(award.reference)),
        (Phrase(gettext_noop("Amount requested")), Phrase("%(amount)s", {"amount": row.requested_amount})),
    ]
    if row.purpose:
        rows.append((Phrase(gettext_noop("For what")), plain(row.purpose)))
    if row.answer:
        rows.append((Phrase(gettext_noop("What the rules say")), both(row.answer["because"])))
    if row.overruled_reason:
        rows.append((Phrase(gettext_noop("Requested all the same because")), plain(row.overruled_reason)))
    return rows


def _tell_lead(row: Mittelabruf, by: User) -> None:
    award = row.award
    if award.lead is None or award.lead_id == by.pk:
        return
    upsert_entry(
        key=f"award-{award.pk}-drawdown-{row.pk}",
        kind=READ,
        subject=award.ref,
        title=Phrase(
            gettext_noop("%(name)s has requested a drawdown of %(amount)s"),
            {"name": by.name, "amount": row.requested_amount},
        ),
        due_on=None,
        organisation_ids=(),
        owner=award.lead,
        field=FIELD,
        confidentiality=INTERNAL,
        context=plain(award.title),
        basis=plain(row.answer["norm"]) if row.answer else Phrase(""),
        waiting_for=Phrase(""),
        action_path=f"{award.get_absolute_url()}money/",
        by=by,
    )


def _note(award: Zuwendungsbescheid, message: Phrase, by: User) -> None:
    record(
        by=by, message=message, subject=award.ref, organisation_ids=party_ids(award), field=FIELD, confidentiality=OPEN
    )
