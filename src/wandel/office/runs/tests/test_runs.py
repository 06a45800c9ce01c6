from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from wandel.office.runs import registry
from wandel.office.runs.actions import cancel, register_run, resume, start, waiting_again
from wandel.office.runs.execution import RunHandle, RunSuperseded, carry_out, worker_stopping
from wandel.office.runs.models import SILENT_AFTER, Run
from wandel.ui.phrases import Phrase

pytestmark = [pytest.mark.database, pytest.mark.django_db]
LABEL = Phrase("Counting to %(most)s", {"most": 10})


@pytest.fixture(autouse=True)
def own_registry(monkeypatch):
    """Kinds and jobs of a test vanish with it."""
    monkeypatch.setattr(registry, "_run_kinds", {})
    monkeypatch.setattr(registry, "_recurring", {})
    worker_stopping.clear()
    yield
    worker_stopping.clear()


@pytest.fixture
def counted():
    """A run kind that counts to ten, resuming at its cursor; returns the numbers it has counted."""
    numbers = []

    def count(run):
        for number in range(run.cursor.get("next", 1), 11):
            if run.cancelled():
                return None
            if number == run.params.get("trip") and number not in numbers:
                numbers.append(number)
                raise RuntimeError("tripped over a secret")
            numbers.append(number)
            run.checkpoint({"next": number + 1})
            run.progress(number, 10)
        return {"path": "/counted/"}

    register_run("test.count", count)
    return numbers


@transaction.atomic
def fail_after(act):
    act()
    raise RuntimeError


def begin(**params):
    return start(kind="test.count", params=params, by=None, label=LABEL)


@pytest.mark.django_db(transaction=True)
def test_a_run_goes_from_waiting_to_done_with_its_result(counted):
    run = begin()
    assert (run.state, run.active) == ("queued", True)
    call_command("worker", "--once")
    run.refresh_from_db()
    assert (run.state, run.done, run.total, run.percent, run.result) == ("done", 10, 10, 100, {"path": "/counted/"})
    assert counted == list(range(1, 11))
    assert run.started_at <= run.finished_at
    assert run.sentence == "Counting to 10"


def test_a_run_of_a_rolled_back_transaction_never_starts(counted):
    with pytest.raises(RuntimeError):
        fail_after(begin)
    assert not DBTaskResult.objects.exists()
    assert not Run.objects.exists()


def test_an_unknown_kind_cannot_be_started(counted):
    with pytest.raises(KeyError):
        start(kind="test.unknown", params={}, by=None, label=LABEL)


def test_a_kind_the_program_has_forgotten_fails_with_a_sentence(counted, monkeypatch):
    run = begin()
    monkeypatch.setattr(registry, "_run_kinds", {})
    carry_out(str(run.pk))
    run.refresh_from_db()
    assert run.state == "failed"
    assert run.outcome


def test_a_failing_run_says_a_sentence_and_keeps_the_traceback_for_the_log(counted, caplog):
    run = begin(trip=4)
    carry_out(str(run.pk))
    run.refresh_from_db()
    assert run.state == "failed"
    assert "secret" not in run.outcome
    assert str(run.pk)[:8] in run.outcome
    assert "tripped over a secret" in caplog.text


def test_a_run_may_fail_with_its_own_sentence():
    def refuse(run):
        raise ValidationError("The file names no municipality in line 7.")

    register_run("test.refuse", refuse)
    run = start(kind="test.refuse", params={}, by=None, label=LABEL)
    carry_out(str(run.pk))
    run.refresh_from_db()
    assert (run.state, run.outcome) == ("failed", "The file names no municipality in line 7.")


def test_a_failed_run_goes_on_where_it_stopped(counted):
    run = begin(trip=4)
    carry_out(str(run.pk))
    resume(run=run, by=None)
    carry_out(str(run.pk))
    run.refresh_from_db()
    assert (run.state, run.outcome, run.attempt) == ("done", "", 2)
    assert counted == [1, 2, 3, 4, 4, 5, 6, 7, 8, 9, 10]


def test_a_run_cancelled_while_waiting_never_starts(counted):
    run = cancel(run=begin(), by=None)
    carry_out(str(run.pk))
    assert (run.state, counted) == ("cancelled", [])


def test_a_running_run_stops_at_its_next_look_and_can_go_on():
    def work(run):
        if not run.cursor:
            run.checkpoint({"half": True})
            cancel(run=Run.objects.get(pk=run.id), by=None)
            assert run.cancelled()
            return None
        return {"path": "/whole/"}

    register_run("test.count", work)
    run = begin()
    carry_out(str(run.pk))
    run.refresh_from_db()
    assert (run.state, run.resumable) == ("cancelled", True)
    resume(run=run, by=None)
    carry_out(str(run.pk))
    run.refresh_from_db()
    assert (run.state, run.result) == ("done", {"path": "/whole/"})


def test_what_is_over_is_neither_cancelled_nor_continued(counted):
    run = begin()
    carry_out(str(run.pk))
    with pytest.raises(ValidationError):
        cancel(run=run, by=None)
    with pytest.raises(ValidationError):
        resume(run=run, by=None)


def test_a_silent_run_counts_as_interrupted_and_its_late_worker_is_locked_out(counted):
    run = begin()
    Run.objects.filter(pk=run.pk).update(state="running", attempt=1)
    run.refresh_from_db()
    lost_worker = RunHandle(run)
    lost_worker.progress(3, 10)
    Run.objects.filter(pk=run.pk).update(heartbeat_at=timezone.now() - SILENT_AFTER - timedelta(seconds=1))
    run.refresh_from_db()
    assert (run.interrupted, run.active, run.resumable) == (True, False, True)
    resume(run=run, by=None)
    carry_out(str(run.pk))
    with pytest.raises(RunSuperseded):
        lost_worker.checkpoint({"next": 4})
    run.refresh_from_db()
    assert run.state == "done"


@pytest.mark.django_db(transaction=True)
def test_a_stopping_worker_puts_its_run_back_and_the_next_one_finishes_it(counted):
    def work(run):
        if not run.cursor:
            run.checkpoint({"half": True})
            worker_stopping.set()
        return None if run.cancelled() else {"path": "/whole/"}

    register_run("test.count", work)
    run = begin()
    DBTaskResult.objects.all().delete()
    carry_out(str(run.pk))
    run.refresh_from_db()
    assert (run.state, run.cursor, run.finished_at) == ("queued", {"half": True}, None)
    worker_stopping.clear()
    assert waiting_again() == 1
    assert waiting_again() == 0
    call_command("worker", "--once")
    run.refresh_from_db()
    assert run.state == "done"


def test_a_run_taken_twice_from_the_queue_is_done_once(counted):
    run = begin()
    carry_out(str(run.pk))
    carry_out(str(run.pk))
    assert len(counted) == 10
