"""What lands on the desk, what stays, and who moves it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import override

from wandel.conftest import Cast
from wandel.office.desk.actions.entry import (
    close_by_hand,
    close_entry,
    create_task,
    delete_task,
    edit_task,
    hand_over,
    postpone,
    reopen_entry,
    upsert_entry,
)
from wandel.office.desk.models import Entry
from wandel.office.journal.models import JournalEntry
from wandel.ui.phrases import Phrase, plain
from wandel.ui.sinks import INTERNAL, OPEN, FollowUp, announce_follow_up
from wandel.ui.subjects import SubjectRef

pytestmark = pytest.mark.database
DAY = date(2026, 11, 24)
AWARD = SubjectRef("funding.award", "7", "/awards/7/", "33.02.07/24 Dorfplatz Vettweiß")


def put(key: str = "award-7-spend", **changes: object) -> Entry:
    values: dict[str, object] = {
        "key": key,
        "kind": "obligation",
        "subject": AWARD,
        "title": Phrase("%(amount)s", {"amount": Decimal(38400)}),
        "due_on": DAY,
        "organisation_ids": [],
        "owner": None,
        "field": "funding",
        "confidentiality": INTERNAL,
        "context": plain("Dorfplatz"),
        "basis": plain("ANBest-G Nr. 1.4"),
        "waiting_for": Phrase(""),
        "by": None,
    }
    return upsert_entry(**{**values, **changes})


def test_the_same_entry_announced_twice_is_one_entry_and_one_line_of_the_journal(cast: Cast) -> None:
    first, lines = put(organisation_ids=[cast.unit.pk]), JournalEntry.objects.count()
    second = put(organisation_ids=[cast.unit.pk])
    assert (first.pk, second.version, Entry.objects.count()) == (second.pk, 1, 1)
    assert JournalEntry.objects.count() == lines


def test_a_changed_date_raises_the_version_and_is_written_down(cast: Cast) -> None:
    put()
    assert put(due_on=DAY + timedelta(days=3)).version == 2
    assert JournalEntry.objects.filter(subject_kind="desk.entry").count() == 2


def test_a_title_is_read_in_the_readers_language(cast: Cast) -> None:
    put()
    entry = Entry.objects.get()
    with override("de"):
        assert str(entry.title) == "38.400 €"
    with override("en"):
        assert str(entry.title) == "€38,400"


def test_an_area_that_announces_a_closed_entry_again_opens_it(cast: Cast) -> None:
    put()
    close_entry(key="award-7-spend", by=cast.head, on=DAY)
    assert close_entry(key="award-7-spend", by=cast.head, on=DAY) is None
    assert put(reopen=False).state == Entry.State.DONE
    entry = put()
    assert (entry.state, entry.done_on, entry.done_by) == ("open", None, None)


def test_what_people_closed_by_hand_stays_closed_until_the_area_asks_for_it(cast: Cast) -> None:
    put(kind="read")
    close_by_hand(entry=Entry.objects.get(), by=cast.head, on=DAY)
    assert put(kind="read").state == "done"
    assert put(kind="read", reopen=True).state == "open"


def test_a_handed_over_entry_stays_with_the_colleague_until_the_area_names_another_owner(cast: Cast) -> None:
    entry = put(owner=cast.funding_officer)
    hand_over(entry=entry, to=cast.land_officer, by=cast.funding_officer, on=DAY)
    assert put(owner=cast.funding_officer, due_on=DAY + timedelta(days=1)).owner == cast.land_officer
    assert put(owner=cast.head).owner == cast.head


def test_a_promise_made_in_contacts_lands_on_the_desk_and_leaves_it_when_kept(cast: Cast) -> None:
    promise = FollowUp(
        key="promise-1",
        kind="promise",
        subject=cast.town_hall_vettweiss.ref,
        title=plain("Karte schicken"),
        due_on=DAY,
        organisation_ids=(cast.town_hall_vettweiss.pk,),
        owner_id=cast.head.pk,
    )
    announce_follow_up(promise)
    entry = Entry.objects.get()
    assert (entry.owner, list(entry.organisations.all())) == (cast.head, [cast.town_hall_vettweiss])
    announce_follow_up(FollowUp(**{**promise.__dict__, "done": True}))
    entry.refresh_from_db()
    assert entry.state == "done"


def test_a_legal_date_can_neither_be_postponed_nor_ticked_off(cast: Cast) -> None:
    entry = put(owner=cast.head)
    with pytest.raises(ValidationError):
        postpone(entry=entry, until=DAY + timedelta(days=9), by=cast.head, on=DAY)
    with pytest.raises(ValidationError):
        close_by_hand(entry=entry, by=cast.head, on=DAY)


def task_of(cast: Cast, **changes: object) -> Entry:
    values: dict[str, object] = {
        "title": "Anrufen",
        "note": "",
        "kind": "task",
        "due_on": DAY,
        "owner": cast.vettweiss,
        "shared": False,
        "is_unit": False,
        "organisation_ids": [cast.town_hall_vettweiss.pk],
        "by": cast.vettweiss,
    }
    return create_task(**{**values, **changes})


def test_an_own_task_belongs_to_nobody_else_unless_shared(cast: Cast) -> None:
    private, shared = task_of(cast), task_of(cast, shared=True)
    assert (private.confidentiality, private.organisations.count()) == ("confidential", 0)
    assert (shared.confidentiality, shared.organisations.count()) == (OPEN, 1)


def test_a_task_can_be_postponed_but_not_into_the_past(cast: Cast) -> None:
    task = task_of(cast)
    assert postpone(entry=task, until=DAY + timedelta(days=5), by=cast.vettweiss, on=DAY).due_on == date(2026, 11, 29)
    with pytest.raises(ValidationError):
        postpone(entry=task, until=DAY - timedelta(days=1), by=cast.vettweiss, on=DAY)


def test_a_deleted_task_comes_back_by_undo(cast: Cast) -> None:
    task = task_of(cast)
    delete_task(entry=task, by=cast.vettweiss, on=DAY)
    task.refresh_from_db()
    assert task.state == "dropped"
    assert reopen_entry(key=task.key, by=cast.vettweiss).state == "open"


def test_the_second_editor_of_a_task_is_told_that_it_has_changed(cast: Cast) -> None:
    task = task_of(cast)
    values = {"note": "", "kind": "task", "due_on": DAY, "shared": False, "is_unit": False, "organisation_ids": []}
    edit_task(entry=task, version=1, title="Besuchen", by=cast.vettweiss, on=DAY, **values)
    with pytest.raises(ValidationError):
        edit_task(entry=task, version=1, title="Schreiben", by=cast.vettweiss, on=DAY, **values)
    task.refresh_from_db()
    assert str(task.title) == "Besuchen"


def test_waiting_for_others_counts_from_the_day_it_began(cast: Cast) -> None:
    assert put(waiting_for=plain("Linnich")).waits_since == timezone.localdate()
    assert put(waiting_for=Phrase("")).waits_since is None
