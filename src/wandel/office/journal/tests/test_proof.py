import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from wandel.office.journal.actions import anchor, record, set_anchors_aside
from wandel.office.journal.actors import Actor
from wandel.office.journal.jobs import anchor_daily
from wandel.office.journal.models import START_DIGEST, JournalAudience, JournalEntry, JournalHead
from wandel.office.journal.queries import anchor_path, verify
from wandel.ui.phrases import Phrase
from wandel.ui.subjects import SubjectRef

pytestmark = [pytest.mark.database, pytest.mark.django_db]
TABLE = JournalEntry._meta.db_table


@pytest.fixture(autouse=True)
def five_entries(settings, tmp_path, db):
    settings.WANDEL_DATA_DIR = tmp_path
    for number in range(1, 6):
        record(
            by=Actor("1", "Helga Haupt"),
            message=Phrase("Paid %(amount)s", {"amount": f"{number}00"}),
            subject=SubjectRef("funding.award", "7", "/awards/7/", "Brücke"),
            organisation_ids=[3] if number % 2 else [],
        )


def sql(statement, *values):
    """What somebody with the database password can do."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def first_damage():
    damage = verify().damages[0]
    return damage.number, damage.kind


def rewrite_chain():
    """Recompute every digest after tampering, as somebody who has read this code would."""
    previous = START_DIGEST
    for entry in JournalEntry.objects.order_by("number"):
        entry.payload_digest = entry.expected_payload_digest()
        digest = entry.expected_digest(previous)
        sql(
            f"UPDATE {TABLE} SET payload_digest = %s, digest = %s WHERE number = %s",  # noqa: S608
            entry.payload_digest,
            digest,
            entry.number,
        )
        previous = digest
    JournalHead.objects.update(number=JournalEntry.objects.count(), digest=previous)


def test_an_untouched_journal_is_whole(capsys):
    anchor(at=timezone.now())
    call_command("journal", "verify", "--json")
    told = json.loads(capsys.readouterr().out)
    assert (told["whole"], told["entries"], told["anchors"], told["damages"]) == (True, 5, 1, [])
    call_command("journal", "verify")
    assert "5 entries" in capsys.readouterr().out


def test_a_changed_parameter_is_found():
    sql(f"UPDATE {TABLE} SET message_params = %s WHERE number = 3", '{"amount": "999"}')  # noqa: S608
    assert first_damage() == (3, "payload")
    with pytest.raises(CommandError, match="entry 3"):
        call_command("journal", "verify")


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("actor_name", "Somebody Else"),
        ("actor_id", "99"),
        ("at", "2020-01-01 00:00:00+00:00"),
        ("subject_pk", "8"),
        ("message_id", "Refused %(amount)s"),
        ("confidentiality", "confidential"),
    ],
)
def test_a_changed_author_time_subject_or_act_is_found(column, value):
    sql(f"UPDATE {TABLE} SET {column} = %s WHERE number = 2", value)  # noqa: S608
    assert first_damage() == (2, "chain")


def test_a_deleted_row_is_found():
    sql(f"DELETE FROM {TABLE} WHERE number = 2")  # noqa: S608
    assert first_damage() == (2, "gap")


def test_two_rows_that_changed_places_are_found():
    for old, new in ((2, 20), (3, 2), (20, 3)):
        sql(f"UPDATE {TABLE} SET number = %s WHERE number = %s", new, old)  # noqa: S608
    JournalAudience.objects.filter(entry_id=3).update(entry_id=2)
    assert first_damage()[0] == 2


def test_a_cut_tail_is_found_by_the_head():
    sql(f"DELETE FROM {TABLE} WHERE number = 5")  # noqa: S608
    assert first_damage() == (5, "tail")


def test_a_cut_tail_with_a_corrected_head_is_found_by_the_anchor():
    anchor(at=timezone.now())
    JournalAudience.objects.filter(entry_id=5).delete()
    sql(f"DELETE FROM {TABLE} WHERE number = 5")  # noqa: S608
    rewrite_chain()
    assert first_damage() == (5, "anchor")


def test_a_wholly_rewritten_chain_is_found_by_the_anchor():
    anchor(at=timezone.now())
    sql(f"UPDATE {TABLE} SET message_params = %s WHERE number = 3", '{"amount": "999"}')  # noqa: S608
    rewrite_chain()
    assert first_damage() == (5, "anchor")


def test_a_vanished_head_is_found_and_the_chain_goes_on():
    JournalHead.objects.all().delete()
    assert not verify().whole
    record(by=None, message=Phrase("Went on"), subject=SubjectRef("a", "1", "", ""))
    assert verify().whole


def test_an_entry_blanked_without_a_recorded_erasure_is_found():
    sql(f"UPDATE {TABLE} SET erased_at = %s, salt = '' WHERE number = 4", timezone.now())  # noqa: S608
    assert first_damage() == (4, "erasure")


def test_a_changed_circle_of_readers_is_found():
    JournalAudience.objects.filter(entry_id=3).update(organisation_id=4)
    assert first_damage() == (3, "audience")


def test_a_bent_file_of_anchors_is_found():
    anchor(at=timezone.now())
    with anchor_path().open("a") as out:
        out.write("gibberish\n")
    assert first_damage() == (0, "anchor")


def test_the_daily_anchor_appends_and_never_rewrites(capsys):
    anchor_daily(timezone.now())
    before = anchor_path().read_text()
    record(by=None, message=Phrase("Went on"), subject=SubjectRef("a", "1", "", ""))
    call_command("journal", "anchor")
    after = anchor_path().read_text()
    assert after.startswith(before)
    assert len(after.splitlines()) == 2
    assert after.splitlines()[-1] == capsys.readouterr().out.strip()
    assert verify().whole


def test_a_demo_that_starts_over_begins_a_new_file_and_keeps_the_old_one():
    anchor(at=timezone.now())
    before = anchor_path().read_text()
    kept = set_anchors_aside(at=timezone.now())
    assert kept.read_text() == before
    assert not anchor_path().exists()
    assert set_anchors_aside(at=timezone.now()) is None


def test_an_empty_journal_has_nothing_to_anchor_and_is_whole():
    sql(f"DELETE FROM {JournalAudience._meta.db_table}")  # noqa: S608
    sql(f"DELETE FROM {TABLE}")  # noqa: S608
    JournalHead.objects.all().delete()
    assert anchor(at=timezone.now()) == ""
    assert verify().whole
