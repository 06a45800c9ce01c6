from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from wandel.office.runs import registry
from wandel.office.runs.actions import prune, register_recurring, tick
from wandel.office.runs.execution import worker_stopping
from wandel.office.runs.models import Recurring, Submission
from wandel.office.runs.registry import RecurringJob

pytestmark = [pytest.mark.database]
NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def own_registry(monkeypatch):
    monkeypatch.setattr(registry, "_recurring", {})
    worker_stopping.clear()


@pytest.mark.django_db
def test_a_job_is_done_when_due_and_not_before():
    calls = []
    register_recurring("test.job", every=timedelta(hours=1), function=calls.append)
    for instant in (NOON, NOON, NOON + timedelta(minutes=59), NOON + timedelta(minutes=60), NOON + timedelta(hours=9)):
        tick(instant)
    assert calls == [NOON, NOON + timedelta(minutes=60), NOON + timedelta(hours=9)]
    assert Recurring.objects.get().next_run_at == NOON + timedelta(hours=10)


@pytest.mark.django_db
def test_a_failing_job_does_not_hold_up_the_others(caplog):
    calls = []

    def fail(now):
        raise RuntimeError("broken job")

    register_recurring("a.broken", every="daily", function=fail)
    register_recurring("b.whole", every="daily", function=calls.append)
    assert tick(NOON) == ["a.broken", "b.whole"]
    assert calls == [NOON]
    assert Recurring.objects.get(name="a.broken").last_failed_at == NOON
    assert "broken job" in caplog.text


@pytest.mark.parametrize(
    ("now", "following"),
    [
        (datetime(2026, 11, 23, 3, 59, tzinfo=UTC), datetime(2026, 11, 23, 4, 0, tzinfo=UTC)),
        (datetime(2026, 11, 23, 4, 0, tzinfo=UTC), datetime(2026, 11, 24, 4, 0, tzinfo=UTC)),
        (datetime(2026, 3, 28, 12, 0, tzinfo=UTC), datetime(2026, 3, 29, 3, 0, tzinfo=UTC)),
        (datetime(2026, 10, 24, 12, 0, tzinfo=UTC), datetime(2026, 10, 25, 4, 0, tzinfo=UTC)),
    ],
)
def test_daily_means_five_in_the_morning_here_also_when_the_clocks_change(now, following):
    assert RecurringJob("test", "daily", print).next_after(now) == following


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seen_before", [False, True])
def test_two_workers_never_do_a_job_twice(seen_before):
    calls = []
    register_recurring("test.job", every="daily", function=calls.append)
    if seen_before:
        Recurring.objects.create(name="test.job", every="daily", next_run_at=NOON)
    together = Barrier(4)

    def work(_worker):
        try:
            together.wait(timeout=20)
            tick(NOON)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    assert calls == [NOON]


@pytest.mark.django_db
def test_old_form_keys_and_finished_tasks_are_forgotten():
    now = timezone.now()
    Submission.objects.create(key="old", at=now - timedelta(days=31))
    Submission.objects.create(key="new", at=now - timedelta(days=29))
    common = {"args_kwargs": {}, "task_path": "x", "backend_name": "default", "run_after": now}
    DBTaskResult.objects.create(status="SUCCESSFUL", finished_at=now - timedelta(days=15), **common)
    kept = DBTaskResult.objects.create(status="READY", **common)
    prune(now)
    assert [submission.key for submission in Submission.objects.all()] == ["new"]
    assert [task.pk for task in DBTaskResult.objects.all()] == [kept.pk]
