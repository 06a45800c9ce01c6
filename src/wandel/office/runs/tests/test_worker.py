"""The worker as a process of its own, as an installation starts it."""

import os
import signal
import subprocess
import sys
import time
from urllib.parse import quote

import pytest
from django.db import connection

from wandel.office.runs.models import Recurring


def database_url():
    """The address of the test database, for another process."""
    facts = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{facts['NAME']}"
    user, password = quote(facts["USER"]), quote(facts["PASSWORD"])
    return (
        f"postgresql://{user}:{password}@localhost:{facts['PORT'] or 5432}/{facts['NAME']}?host={quote(facts['HOST'])}"
    )


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_the_worker_ticks_and_ends_politely_when_told(tmp_path):
    # The tests' SQLite database is a file (see conftest), so the other process reads and writes the same one.
    environment = {**os.environ, "DATABASE_URL": database_url(), "WANDEL_DATA_DIR": str(tmp_path)}
    worker = subprocess.Popen(
        [sys.executable, "-m", "django", "worker"], env=environment, stderr=subprocess.PIPE, text=True
    )
    try:
        waited_until = time.monotonic() + 60
        while not Recurring.objects.filter(name="runs.prune").exists():
            assert worker.poll() is None, worker.stderr.read()
            assert time.monotonic() < waited_until, "the worker did not tick within a minute"
            time.sleep(0.2)
        worker.send_signal(signal.SIGTERM)
        _out, told = worker.communicate(timeout=30)
    finally:
        worker.kill()
    assert worker.returncode == 0
    assert "Traceback" not in told
