"""The schema in the code is the schema the migrations make."""

from io import StringIO

import pytest
from django.core.management import call_command

pytestmark = pytest.mark.database


def test_no_model_change_waits_for_its_migration(db: None) -> None:
    out = StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=out)


def test_every_migration_can_be_planned_from_nothing(db: None) -> None:
    out = StringIO()
    call_command("showmigrations", plan=True, stdout=out)
    assert "[ ]" not in out.getvalue()
