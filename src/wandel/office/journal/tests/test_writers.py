"""Many writers at once: numbers without gaps, one chain."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from wandel.office.journal.actions import record
from wandel.office.journal.actors import Actor
from wandel.office.journal.models import JournalEntry
from wandel.office.journal.queries import verify
from wandel.ui.phrases import Phrase
from wandel.ui.subjects import SubjectRef

SUBJECT = SubjectRef("a", "1", "", "")


def write_ten(writer: int) -> None:
    try:
        for _round in range(10):
            record(by=Actor(str(writer), f"Writer {writer}"), message=Phrase("Wrote"), subject=SUBJECT)
    finally:
        connection.close()


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_four_writers_at_once_make_one_whole_chain(settings, tmp_path):
    settings.WANDEL_DATA_DIR = tmp_path
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write_ten, range(4)))
    assert sorted(JournalEntry.objects.values_list("number", flat=True)) == list(range(1, 41))
    assert verify().whole
