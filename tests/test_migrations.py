"""The schema in the code is the schema the migrations make."""

import sqlite3
import subprocess
import sys
from io import StringIO
from pathlib import Path

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


def wandel(folder: Path, *arguments: str) -> None:
    environment = {
        "PATH": "/usr/bin:/bin",
        "WANDEL_DATA_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder / 'old.sqlite3'}",
    }
    done = subprocess.run(
        [sys.executable, "-m", "wandel.web.cli", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_a_filled_database_of_the_first_days_survives_the_upgrade(tmp_path: Path) -> None:
    """What could be found before can be found after, and rows of every room stay."""
    wandel(tmp_path, "migrate", "search", "0001")
    wandel(tmp_path, "migrate", "places", "0001")
    with sqlite3.connect(tmp_path / "old.sqlite3") as old:
        old.execute(
            "INSERT INTO places_municipality (ags, ars, name, sort_key, designation, postcode, boundary) "
            "VALUES ('05358060', '', 'Vettweiß', 'vettweiss', 'Gemeinde', '52391', '{}')"
        )
        old.execute(
            'INSERT INTO places_populationfigure (municipality_id, "on", value, base, source, licence) '
            "VALUES (1, '2022-05-15', 9827, 'Zensus 2022', 'Zensus', 'dl-de/by-2-0')"
        )
        old.execute(
            "INSERT INTO search_searchdocument (subject_kind, subject_pk, subject_path, subject_label, title, context, field, confidentiality) "
            "VALUES ('funding.award', '1', '/awards/1/', 'Dorfplatz', 'Dorfplatz Vettweiß', 'Gemeinde', 'funding', 'open')"
        )
        for word, place in (("dorfplatz", 3), ("platz", 1), ("33.02.07/24", 2)):
            old.execute("INSERT INTO search_searchword (document_id, word, place) VALUES (1, ?, ?)", (word, place))
    wandel(tmp_path, "migrate")
    with sqlite3.connect(tmp_path / "old.sqlite3") as new:
        assert new.execute("SELECT value FROM places_populationfigure").fetchall() == [(9827,)]
        assert new.execute("SELECT title FROM search_searchdocument").fetchall() == [("Dorfplatz Vettweiß",)]
        assert {"dorfplatz"} <= {text for (text,) in new.execute("SELECT text FROM search_searchterm")}
    wandel(tmp_path, "migrate", "--check")
