from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils.translation import override

from wandel.office.journal.actions import erase_payload, record
from wandel.office.journal.actors import Actor, actor_of
from wandel.office.journal.models import JournalEntry, JournalIsAppendOnly
from wandel.office.journal.queries import entries_about, verify
from wandel.ui.phrases import Phrase, plain
from wandel.ui.subjects import SubjectRef

pytestmark = [pytest.mark.database, pytest.mark.django_db]

HELGA = Actor("1", "Helga Haupt")
BRIDGE = SubjectRef("funding.award", "7", "/awards/7/", "Brücke Vettweiß")
MEYER = SubjectRef("people.person", "3", "/persons/3/", "Erika Meyer")


@pytest.fixture(autouse=True)
def data_dir(settings, tmp_path):
    settings.WANDEL_DATA_DIR = tmp_path
    return tmp_path


def note(subject=BRIDGE, **more):
    return record(by=HELGA, message=Phrase("Renamed %(name)s", {"name": "Bahnhof"}), subject=subject, **more)


@transaction.atomic
def fail_after(act):
    act()
    raise RuntimeError


def test_entries_are_numbered_without_gaps_and_read_newest_first():
    first, second = note(), note()
    assert (first.number, second.number) == (1, 2)
    assert list(entries_about("funding.award", 7)) == [second, first]


def test_an_entry_tells_its_sentence_without_the_thing_it_is_about():
    assert note().sentence == "Renamed Bahnhof"


def test_the_system_a_visitor_and_a_user_are_told_apart(cast):
    assert actor_of(None) == Actor("", "")
    assert actor_of(AnonymousUser()) == Actor("visitor", "")
    assert actor_of(cast.head) == Actor(str(cast.head.pk), "Helga Haupt")


def test_an_entry_falls_with_the_change_it_tells_of():
    note()
    with pytest.raises(RuntimeError):
        fail_after(note)
    assert JournalEntry.objects.count() == 1
    assert note().number == 2
    assert verify().whole


def test_the_orm_neither_changes_nor_deletes_an_entry():
    entry = note()
    for attempt in (
        entry.save,
        entry.delete,
        JournalEntry.objects.all().delete,
        lambda: JournalEntry.objects.update(actor_name="Nobody"),
        lambda: JournalEntry.objects.bulk_update([entry], ["actor_name"]),
        lambda: JournalEntry.objects.bulk_create([entry]),
    ):
        with pytest.raises(JournalIsAppendOnly):
            attempt()


def test_erasing_a_person_blanks_words_and_keeps_the_chain_whole():
    note(MEYER)
    other = note()
    note(MEYER)
    assert erase_payload(kind="people.person", pk=3, by=HELGA) == 2
    for entry in JournalEntry.objects.filter(number__in=[1, 3]):
        assert (entry.subject_label, entry.subject_path, entry.salt, entry.message_params) == ("", "", "", {"name": ""})
        assert "Bahnhof" not in entry.sentence
        with override("en"):
            assert entry.sentence == "Renamed [erased]"
    assert JournalEntry.objects.get(number=other.number).sentence == "Renamed Bahnhof"
    newest = entries_about("people.person", 3)[0]
    assert newest.actor_name == "Helga Haupt"
    assert newest.message_params == {"count": 2, "numbers": "1, 3"}
    proof = verify()
    assert (proof.whole, proof.erased) == (True, 2)


def test_erasing_twice_erases_nothing_twice():
    note(MEYER)
    erase_payload(kind="people.person", pk=3, by=HELGA)
    assert erase_payload(kind="people.person", pk=3, by=HELGA) == 0
    assert JournalEntry.objects.count() == 2


def test_a_sentence_that_no_longer_fits_is_told_as_stored_and_breaks_no_page():
    entry = record(by=HELGA, message=Phrase("Paid %(amount)s to %(name)s", {"amount": 5}), subject=BRIDGE)
    assert entry.sentence == "Paid %(amount)s to %(name)s"


def test_an_erased_name_cannot_be_guessed_from_its_digest():
    one, two = note(MEYER), note(MEYER)
    assert one.payload_digest != two.payload_digest


def test_a_moment_given_and_odd_letters_prove_the_same_after_reading_back():
    note(at=datetime(2026, 11, 22, 23, 59, 59, 123456, tzinfo=UTC), organisation_ids=[9, 4, 9])
    record(by=None, message=plain("“Ä\u0308” 100 % \U0001f600 <b>"), subject=BRIDGE)
    assert JournalEntry.objects.get(number=1).organisation_ids == [4, 9]
    assert verify().whole
