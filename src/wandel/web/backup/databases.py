"""The database's part of a backup: a consistent copy while people work on, and its way back into an empty one."""

import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from wandel.web.backup.problems import BackupRefused

SQLITE, POSTGRESQL = "sqlite", "postgresql"
MEMBER = {SQLITE: "database.sqlite3", POSTGRESQL: "database.dump"}
STORED = "SELECT storage_id, sha256 FROM files_storedfile"
MIGRATIONS = "SELECT app, name FROM django_migrations"


@dataclass(frozen=True)
class Contents:
    """What a copy of the database says must lie beside it: digest by name of each stored file; and its schema."""

    files: dict[str, str]
    migrations: list[str]


def engine() -> str:
    return SQLITE if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3") else POSTGRESQL


def sqlite_path() -> Path:
    return Path(settings.DATABASES["default"]["NAME"]).resolve()


def _contents(files: list[Any], migrations: list[Any]) -> Contents:
    names = {str(key).replace("-", ""): digest for key, digest in files}
    return Contents(names, sorted(f"{app}.{name}" for app, name in migrations))


def copy_out(target: Path) -> Contents:
    """Write the whole database into a file, as it is at one instant. Raises BackupRefused."""
    return _copy_sqlite(target) if engine() == SQLITE else _dump_postgresql(target)


def _copy_sqlite(target: Path) -> Contents:
    source = sqlite_path()
    if not source.is_file():
        sentence = _(
            "There is no database at %(path)s. Start from the folder of the installation, or name it:"
            " WANDEL_DATA_DIR=FOLDER or DATABASE_URL=…"
        )
        raise BackupRefused(sentence % {"path": source})
    try:
        with (
            closing(sqlite3.connect(f"{source.as_uri()}?mode=ro", uri=True, timeout=60)) as living,
            closing(sqlite3.connect(target)) as copy,
        ):
            living.backup(copy, pages=4096)
            copy.execute("PRAGMA journal_mode=DELETE")
            return _read_sqlite(copy)
    except sqlite3.Error as error:
        sentence = _("The database cannot be copied: %(error)s. Nothing was changed; look at the disk and try again.")
        raise BackupRefused(sentence % {"error": error}) from None


def _read_sqlite(copy: sqlite3.Connection) -> Contents:
    verdict = copy.execute("PRAGMA integrity_check").fetchone()[0]
    if verdict != "ok":
        sentence = _("The database is damaged: %(error)s. Keep it as it is and go back to the last good backup.")
        raise BackupRefused(sentence % {"error": verdict})
    return _contents(copy.execute(STORED).fetchall(), copy.execute(MIGRATIONS).fetchall())


def check_sqlite(path: Path) -> Contents:
    """Read a copy back from disk. Raises BackupRefused for one that is damaged."""
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as copy:
            return _read_sqlite(copy)
    except sqlite3.Error as error:
        sentence = _("The database in the backup cannot be read: %(error)s. Use another backup.")
        raise BackupRefused(sentence % {"error": error}) from None


def tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        sentence = _(
            "%(tool)s is missing, without it a PostgreSQL database is neither saved nor restored. Install the client"
            " programs of the server's own version, for example: apt-get install postgresql-client"
        )
        raise BackupRefused(sentence % {"tool": name})
    return found


@contextmanager
def _postgresql_environment() -> Iterator[dict[str, str]]:
    """How the client programs find the server; the password stands in a file only we read, never in the process list."""
    one = settings.DATABASES["default"]
    with tempfile.TemporaryDirectory() as folder:
        passwords = Path(folder) / "pgpass"
        escaped = str(one["PASSWORD"]).replace("\\", "\\\\").replace(":", "\\:")
        passwords.touch(mode=0o600)
        passwords.write_text(f"*:*:*:*:{escaped}\n", "utf-8")
        known = {"PGHOST": one["HOST"], "PGPORT": one["PORT"], "PGUSER": one["USER"], "PGDATABASE": one["NAME"]}
        yield {
            **os.environ,
            **{name: str(value) for name, value in known.items() if value},
            "PGPASSFILE": str(passwords),
        }


def _run(command: list[str], sentence: str) -> None:
    with _postgresql_environment() as environment:
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise BackupRefused(sentence % {"error": done.stderr.strip()[-800:]})


def _dump_postgresql(target: Path) -> Contents:
    """One instant for the dump and for what we read ourselves: both look through the same snapshot."""
    program = tool("pg_dump")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        _run(
            [program, "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={target}"],
            _("pg_dump did not succeed: %(error)s. Its version must not be older than the server's."),
        )
        cursor.execute(STORED)
        files = cursor.fetchall()
        cursor.execute(MIGRATIONS)
        return _contents(files, cursor.fetchall())


def must_be_empty() -> None:
    """Raise BackupRefused where a restore would overwrite something."""
    if engine() == SQLITE:
        if sqlite_path().exists():
            sentence = _(
                "There is a database at %(path)s already. A restore never overwrites: name an empty place with"
                " WANDEL_DATA_DIR=FOLDER, or move the old one away."
            )
            raise BackupRefused(sentence % {"path": sqlite_path()})
        return
    if connection.introspection.table_names():
        raise BackupRefused(
            _(
                "The database holds tables already. A restore never overwrites: create an empty one and name it in DATABASE_URL."
            )
        )


def put_back(source: Path) -> None:
    """The copy becomes the database of this installation; it was empty before. Raises BackupRefused."""
    if engine() == SQLITE:
        sqlite_path().parent.mkdir(parents=True, exist_ok=True)
        shutil.move(source, sqlite_path())
        return
    _run(
        [
            tool("pg_restore"), "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges",
            f"--dbname={settings.DATABASES['default']['NAME']}", str(source),
        ],
        _("pg_restore did not succeed, the database is as empty as before: %(error)s"),
    )  # fmt: skip
