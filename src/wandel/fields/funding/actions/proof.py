"""Proofs of use: begun from a duty, written, released by a second person, sent, questioned and accepted."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from wandel.fields.funding.actions.record import FIELD, party_ids
from wandel.fields.funding.actions.setup import complete, reopen
from wandel.fields.funding.actions.standing import hold_standing
from wandel.fields.funding.models import (
    Obligation,
    ProgressNote,
    Proof,
    ProofFinding,
    ProofStep,
    Zuwendungsbescheid,
)
from wandel.fields.funding.models.proof import PROOF_MOVES, ProofMove
from wandel.fields.funding.queries.proof import as_json, live_figures, missing_for_release, progress_text
from wandel.office.desk.actions.entry import close_entry, upsert_entry
from wandel.office.journal.actions import record
from wandel.office.people.models import User
from wandel.ui.formats import format_date
from wandel.ui.phrases import Phrase, plain
from wandel.ui.sinks import OPEN

State = Proof.State
SAID = {
    State.DRAFT: gettext_noop("Proof opened again: %(proof)s – %(note)s"),
    State.CHECK: gettext_noop("Proof handed over for release: %(proof)s"),
    State.RELEASED: gettext_noop("Proof released: %(proof)s"),
    State.SENT: gettext_noop("Proof sent: %(proof)s"),
    State.QUESTIONED: gettext_noop("The funder asks about the proof: %(proof)s"),
    State.ACCEPTED: gettext_noop("Proof accepted: %(proof)s"),
}


@transaction.atomic
def start_proof(
    *, award: Zuwendungsbescheid, kind: str, form: str, from_on: date, until_on: date, duty: str, by: User, on: date
) -> Proof:
    """Begin a proof; what was noted during the project is the first draft of its report.

    Raises ValidationError where the award has its final proof already.
    """
    hold_standing(award)
    draft = progress_text(award, from_on=from_on, until_on=until_on)
    try:
        with transaction.atomic():
            row = Proof.objects.create(
                award=award,
                kind=kind,
                form=form,
                from_on=from_on,
                until_on=until_on,
                duty=duty,
                texts={"course": draft} if draft else {},
            )
    except IntegrityError:
        raise ValidationError(gettext("This award has its final proof already; open that one."), code="twice") from None
    ProofStep.objects.create(proof=row, state=State.DRAFT, taken_on=on, actor_name=by.name)
    _note(award, Phrase(gettext_noop("Proof begun: %(proof)s"), {"proof": str(row)}), by)
    return row


@transaction.atomic
def write_proof(*, proof: Proof, values: Mapping[str, Any], by: User) -> Proof:
    """Save what was written: days, texts, explanations, other people's money, confirmations.

    Raises ValidationError for a proof that is no longer being written.
    """
    hold_standing(proof.award)
    row = _locked(proof)
    if row.state != State.DRAFT:
        raise ValidationError(gettext("This proof is no longer being written. Open it again first."), code="state")
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    _note(row.award, Phrase(gettext_noop("Proof changed: %(proof)s"), {"proof": str(row)}), by)
    return row


@transaction.atomic
def move_proof(*, proof: Proof, to: str, taken_on: date, by: User, on: date, note: str = "") -> Proof:
    """Take one step of the table. Releasing freezes the figures; opening again gives them back to the books.

    Raises ValidationError for a step the table does not have, a second person who is the first, a missing word, a
    form with gaps, a future day, and a proof sent before it was released.
    """
    hold_standing(proof.award)
    row = _locked(proof)
    move = _move(row, to, note=note, by=by)
    if taken_on > on:
        raise ValidationError({"taken_on": gettext("This day lies in the future. Note a step when it has been taken.")})
    if to == State.CHECK:
        missing = missing_for_release(row, as_json(row, live_figures(row)))
        if missing:
            raise ValidationError(missing, code="missing")
        row.submitted_by = by
    if to == State.RELEASED and not move.back:
        row.figures = as_json(row, live_figures(row))
        row.released_by_name, row.released_on = by.name, on
    if to == State.DRAFT:
        row.figures, row.released_by_name, row.released_on, row.submitted_by = None, "", None, None
    if to == State.SENT and row.state == State.RELEASED:
        if row.released_on and taken_on < row.released_on:
            sentence = gettext("It was released on %(day)s; it cannot have been sent before.")
            raise ValidationError({"taken_on": sentence % {"day": format_date(row.released_on)}})
        row.sent_on = taken_on
        _answer_duty(row, by=by, on=taken_on)
    if to == State.RELEASED and move.back:
        row.sent_on = None
        _open_duty(row, by=by, on=on)
    row.state = to
    row.version += 1
    row.save()
    ProofStep.objects.create(proof=row, state=to, taken_on=taken_on, note=note.strip(), actor_name=by.name)
    _announce_check(row, by=by, on=on)
    params = {"proof": str(row), "note": note.strip()}
    message = Phrase(
        gettext_noop("Step taken back, proof is “%(state)s”: %(proof)s"), {**params, "state": row.get_state_display()}
    )
    _note(row.award, message if move.back and to != State.DRAFT else Phrase(SAID[State(to)], params), by)
    return row


def _move(row: Proof, to: str, *, note: str, by: User) -> ProofMove:
    move = next((one for one in PROOF_MOVES[row.state] if one.to == to), None)
    if move is None:
        sentence = gettext("From “%(state)s” this step is not possible. Nothing was changed.")
        raise ValidationError(sentence % {"state": row.get_state_display()}, code="step")
    if move.second and row.submitted_by_id == by.pk:
        raise ValidationError(gettext("A second person has to release it; it waits on their desk."), code="second")
    if move.note and not note.strip():
        raise ValidationError({"note": gettext("Please say why; the file has to explain it.")})
    return move


@transaction.atomic
def ask_finding(
    *, proof: Proof, asked_on: date, question: str, due_on: date, amount: Decimal | None, by: User, on: date
) -> ProofFinding:
    """The funder asks something about a proof that was sent; it waits on the lead's desk.

    Raises ValidationError for a proof nobody has sent.
    """
    hold_standing(proof.award)
    row = _locked(proof)
    if row.state not in {State.SENT, State.QUESTIONED}:
        raise ValidationError(gettext("Only a proof that was sent can be asked about."), code="state")
    if row.state == State.SENT:
        move_proof(proof=row, to=State.QUESTIONED, taken_on=min(asked_on, on), by=by, on=on)
    finding = ProofFinding.objects.create(proof=row, asked_on=asked_on, question=question, due_on=due_on, amount=amount)
    _announce_finding(finding, by=by, on=on)
    return finding


@transaction.atomic
def answer_finding(*, finding: ProofFinding, answer: str, by: User, on: date) -> ProofFinding:
    """Write down what was answered; it leaves the desk. Raises ValidationError without an answer."""
    hold_standing(finding.proof.award)
    if not answer.strip():
        raise ValidationError({"answer": gettext("Please write down what was answered.")})
    finding.answer, finding.answered_on = answer.strip(), on
    finding.version += 1
    finding.save()
    _announce_finding(finding, by=by, on=on)
    _note(
        finding.proof.award,
        Phrase(gettext_noop("Question about the proof answered: %(question)s"), {"question": str(finding)}),
        by,
    )
    return finding


@transaction.atomic
def reopen_finding(*, finding: ProofFinding, by: User, on: date) -> ProofFinding:
    """The answer was not enough: the question waits again, the answer stays readable."""
    hold_standing(finding.proof.award)
    finding.answered_on = None
    finding.version += 1
    finding.save()
    _announce_finding(finding, by=by, on=on)
    return finding


@transaction.atomic
def note_progress(
    *, award: Zuwendungsbescheid, happened_on: date, text: str, publicity: bool, by: User
) -> ProgressNote:
    """Write down what happened; the report of the proof starts from it."""
    hold_standing(award)
    row = ProgressNote.objects.create(
        award=award, happened_on=happened_on, text=text.strip(), publicity=publicity, actor_name=by.name
    )
    _note(award, Phrase(gettext_noop("Noted for the report: %(text)s"), {"text": row.text[:80]}), by)
    return row


@transaction.atomic
def remove_progress(*, note: ProgressNote, by: User) -> None:
    hold_standing(note.award)
    _note(note.award, Phrase(gettext_noop("Removed from the report's notes: %(text)s"), {"text": note.text[:80]}), by)
    note.delete()


def _locked(proof: Proof) -> Proof:
    found = Proof.objects.select_for_update(of=("self",))
    return found.select_related("award__recipient", "award__funder", "award__lead", "award__deputy").get(pk=proof.pk)


def _duty_of(row: Proof) -> Obligation | None:
    if not row.duty:
        return None
    return row.award.obligations.select_related("award__lead").filter(key=row.duty).first()


def _answer_duty(row: Proof, *, by: User, on: date) -> None:
    duty = _duty_of(row)
    if duty is not None and duty.state == Obligation.State.OPEN:
        complete(obligation=duty, by=by, on=on)


def _open_duty(row: Proof, *, by: User, on: date) -> None:
    duty = _duty_of(row)
    if duty is not None and duty.state == Obligation.State.DONE:
        reopen(obligation=duty, by=by, on=on)


def _announce_check(row: Proof, *, by: User, on: date) -> None:
    """A proof that waits for release lies on the desk of somebody who did not hand it over."""
    key = f"proof-{row.pk}-check"
    if row.state != State.CHECK:
        close_entry(key=key, by=by, on=on)
        return
    others = [one for one in (row.award.deputy, row.award.lead) if one is not None and one.pk != row.submitted_by_id]
    duty = _duty_of(row)
    upsert_entry(
        key=key,
        kind="proof",
        subject=row.ref,
        title=Phrase(gettext_noop("Look through and release the proof of use")),
        due_on=duty.due_on if duty else None,
        organisation_ids=party_ids(row.award),
        owner=others[0] if others else None,
        field=FIELD,
        confidentiality=OPEN,
        context=plain(f"{row.award.title} · {row.award.reference}"),
        basis=Phrase(gettext_noop("handed over by %(name)s"), {"name": by.name}),
        waiting_for=Phrase(""),
        action_label=Phrase(gettext_noop("Open the proof")),
        action_path=reverse("funding:proof", args=[row.pk]),
        by=by,
    )


def _announce_finding(finding: ProofFinding, *, by: User, on: date) -> None:
    key = f"proof-finding-{finding.pk}"
    if finding.answered_on is not None:
        close_entry(key=key, by=by, on=on)
        return
    award = finding.proof.award
    upsert_entry(
        key=key,
        kind="proof",
        subject=finding.proof.ref,
        title=Phrase(gettext_noop("Answer the funder's question: %(question)s"), {"question": finding.question[:100]}),
        due_on=finding.due_on,
        organisation_ids=party_ids(award),
        owner=award.lead,
        field=FIELD,
        confidentiality=OPEN,
        context=plain(f"{award.title} · {award.reference}"),
        basis=Phrase(gettext_noop("asked on %(day)s"), {"day": finding.asked_on}),
        waiting_for=Phrase(""),
        action_label=Phrase(gettext_noop("Open the proof")),
        action_path=reverse("funding:proof", args=[finding.proof_id]),
        by=by,
    )


def _note(award: Zuwendungsbescheid, message: Phrase, by: User) -> None:
    record(
        by=by, message=message, subject=award.ref, organisation_ids=party_ids(award), field=FIELD, confidentiality=OPEN
    )
