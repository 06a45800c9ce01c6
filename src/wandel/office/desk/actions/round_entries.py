"""A round on the desks: one entry for each house that is asked, one for the owner that counts the answers."""

from datetime import date
from typing import Any

from wandel.office.desk.actions.entry import close_entry, upsert_entry
from wandel.office.desk.models import Answer, Entry, Round
from wandel.ui.phrases import Phrase, plain
from wandel.ui.sinks import INTERNAL, OPEN

ENTRY_KIND = "round"


def owner_key(a_round: Round) -> str:
    return f"round:{a_round.pk}"


def answer_key(answer: Answer) -> str:
    return f"round:{answer.round_id}:{answer.organisation_id}"


def hold_entries(keys: list[str]) -> None:
    """Lock the entries in one order before the journal's head is taken, as every writer of the desk does."""
    list(Entry.objects.select_for_update().filter(key__in=keys).order_by("key").values_list("pk", flat=True))


def write_answer_entry(answer: Answer, *, by: Any, on: date) -> None:
    a_round = answer.round
    upsert_entry(
        key=answer_key(answer),
        kind=ENTRY_KIND,
        subject=answer.ref,
        title=Phrase("Answer the round: %(title)s", {"title": a_round.title}),
        due_on=a_round.due_on,
        organisation_ids=[answer.organisation_id],
        owner=None,
        field=a_round.field,
        confidentiality=OPEN,
        context=plain(answer.organisation.name),
        basis=Phrase("Round of %(day)s", {"day": a_round.opened_on}),
        waiting_for=plain(answer.organisation.name),
        action_label=Phrase("Answer"),
        action_path=answer.path,
        by=by,
    )


def write_owner_entry(a_round: Round, *, by: Any, on: date) -> None:
    """The owner's line; closes by itself when everybody has answered."""
    answers = list(a_round.answers.select_related("organisation"))
    waiting = [answer.organisation.name for answer in answers if answer.is_waiting]
    if not waiting:
        close_entry(key=owner_key(a_round), by=by, on=on)
        return
    names = ", ".join(waiting[:4]) + (" …" if len(waiting) > 4 else "")
    upsert_entry(
        key=owner_key(a_round),
        kind=ENTRY_KIND,
        subject=a_round.ref,
        title=Phrase(
            "%(title)s: %(answered)s of %(asked)s have answered",
            {"title": a_round.title, "answered": len(answers) - len(waiting), "asked": len(answers)},
        ),
        due_on=a_round.due_on,
        organisation_ids=[],
        owner=a_round.owner,
        field=a_round.field,
        confidentiality=INTERNAL,
        context=Phrase("open: %(names)s", {"names": names}),
        basis=Phrase("Round of %(day)s", {"day": a_round.opened_on}),
        waiting_for=plain(names),
        action_label=Phrase("Remind"),
        action_path=f"{a_round.get_absolute_url()}remind/",
        by=by,
    )
