"""Save a whole installation into one file while it runs, and bring it back into an empty place."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db.migrations.loader import MigrationLoader
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from wandel.core.profile.locate import profile_directory
from wandel.office.files.models import files_dir
from wandel.office.journal.queries import anchor_path
from wandel.office.journal.queries import verify as verify_journal
from wandel.web.backup import databases
from wandel.web.backup.archive import DATA, PROFILE, Manifest, Packing, Reading
from wandel.web.backup.problems import BackupRefused

# What is made anew by itself: compiled code, and uploads that nobody has confirmed.
LEFT_OUT = {"compiled", "incoming"}
Say = Callable[[str], None]


@dataclass
class Saved:
    """What a backup holds."""

    file: Path
    size: int
    members: int
    attachments: int
    missing: list[str] = field(default_factory=list)


@dataclass
class Restored:
    """What came back. ``profile`` is the folder of a county's own profile, empty for a shipped one."""

    made_at: str
    version: str
    members: int
    journal_entries: int | None
    missing: list[str]
    profile: str
    other_key: bool
    older_schema: bool


def data_dir() -> Path:
    return Path(settings.WANDEL_DATA_DIR)


def _key_mark() -> str:
    """Tells whether two installations share the secret key, without telling anything about it."""
    return salted_hmac("wandel.backup", "mark", algorithm="sha256").hexdigest()[:16]


def _data_files(besides: set[Path]) -> Iterator[tuple[str, Path]]:
    """Every file of the data directory but the database itself, what is left out, and the backup being written."""
    database = databases.sqlite_path() if databases.engine() == databases.SQLITE else None
    if database:
        besides = besides | {database.with_name(f"{database.name}{end}") for end in ("", "-wal", "-shm", "-journal")}
    root = data_dir()
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(one for one in folders if one not in LEFT_OUT)
        for name in sorted(names):
            path = Path(folder) / name
            if path.resolve() not in besides and path.is_file() and not path.is_symlink():
                yield path.relative_to(root).as_posix(), path


def _anchors() -> list[Path]:
    return sorted(anchor_path().parent.glob(f"{anchor_path().stem}*")) if anchor_path().parent.is_dir() else []


def back_up(target: Path, *, at: datetime, anyway: bool = False, say: Say = lambda text: None) -> Saved:
    """Write and read back a backup; only a whole one takes the place of an older file. Raises BackupRefused."""
    target = target.resolve()
    if target.is_dir() or not target.parent.is_dir():
        sentence = _("%(file)s cannot be written: name a file in a folder that exists.")
        raise BackupRefused(sentence % {"file": target})
    try:
        with tempfile.TemporaryDirectory(prefix=f".{target.name}.", dir=target.parent) as folder:
            part = Path(folder) / "part"
            saved = _write(part, Path(folder), target, at=at, anyway=anyway, say=say)
            say(_("reading back …"))
            with Reading(part) as written:
                written.verify()
            os.replace(part, target)
    except OSError as error:
        sentence = _("The backup could not be written to %(file)s: %(error)s. What was there before is still there.")
        raise BackupRefused(sentence % {"file": target, "error": error.strerror or error}) from None
    descriptor = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    return saved


def _write(part: Path, folder: Path, target: Path, *, at: datetime, anyway: bool, say: Say) -> Saved:
    packing = Packing(part)
    try:
        # The anchors first: none of them may be younger than the journal in the copy of the database.
        for path in _anchors():
            packing.add_bytes(f"{DATA}{path.name}", path.read_bytes())
        say(_("copying the database …"))
        copy = folder / "database"
        contents = databases.copy_out(copy)
        packing.add(databases.MEMBER[databases.engine()], copy, packed=databases.engine() == databases.SQLITE)
        copy.unlink()
        say(_("packing the files …"))
        for name, path in _data_files({target, part, *(one.resolve() for one in _anchors())}):
            # A file may leave while we pack; whether the database still knows it is asked below.
            with suppress(FileNotFoundError):
                packing.add(f"{DATA}{name}", path, packed=False)
        missing = _missing(packing, contents)
        if missing and not anyway:
            sentence = _(
                "The backup does not verify and was not written: %(count)s attachments are gone or changed, the first is"
                " %(first)s. Bring them back from an older backup, or save what is there with --anyway."
            )
            raise BackupRefused(sentence % {"count": len(missing), "first": missing[0]})
        for name, path in _profile_files():
            packing.add(f"{PROFILE}{name}", path, packed=True)
        manifest = Manifest(
            version=settings.WANDEL_VERSION,
            created_at=at.isoformat(),
            engine=databases.engine(),
            profile=settings.WANDEL_PROFILE,
            key_mark=_key_mark(),
            migrations=contents.migrations,
            missing=missing,
        )
        packing.finish(manifest)
    except BaseException:
        packing.drop()
        raise
    return Saved(target, part.stat().st_size, len(packing.members), len(contents.files) - len(missing), missing)


def _missing(packing: Packing, contents: databases.Contents) -> list[str]:
    """Attachments the database names that are not in the archive as they were handed in."""
    root = files_dir().relative_to(data_dir()).as_posix()
    return sorted(
        f"{root}/{name[:2]}/{name}"
        for name, digest in contents.files.items()
        if packing.members.get(f"{DATA}{root}/{name[:2]}/{name}") != digest
    )


def _profile_files() -> Iterator[tuple[str, Path]]:
    root = profile_directory(settings.WANDEL_PROFILE)
    for path in sorted(root.rglob("*")):
        if path.is_file():
            yield path.relative_to(root).as_posix(), path


def restore(source: Path, *, say: Say = lambda text: None) -> Restored:
    """Bring a backup back into an empty place. Raises BackupRefused; then the place is as empty as before."""
    with Reading(source) as reading:
        manifest = reading.manifest
        _refuse_what_does_not_fit(manifest)
        _refuse_what_is_there()
        root = data_dir()
        root.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".restore.", dir=root.parent) as name:
            folder = Path(name)
            say(_("unpacking and verifying …"))
            reading.unpack(folder)
            copy = folder / databases.MEMBER[manifest.engine]
            if manifest.engine == databases.SQLITE:
                databases.check_sqlite(copy)
            profile = _put_in_place(folder, copy, manifest)
    older = set(manifest.migrations) != _our_migrations()
    entries = None
    if not older:
        say(_("verifying the journal …"))
        proof = verify_journal()
        if not proof.whole:
            sentence = _(
                "Everything is back, but the journal does not verify (%(count)s damages). Look with: wandel journal verify"
            )
            raise BackupRefused(sentence % {"count": len(proof.damages)})
        entries = proof.entries
    return Restored(
        made_at=manifest.created_at,
        version=manifest.version,
        members=len(manifest.members),
        journal_entries=entries,
        missing=manifest.missing,
        profile=profile,
        other_key=manifest.key_mark != _key_mark(),
        older_schema=older,
    )


def _put_in_place(folder: Path, copy: Path, manifest: Manifest) -> str:
    """The files first, the database last: whatever fails on the way, all of it is taken away again."""
    root = data_dir()
    before = set(root.iterdir()) if root.is_dir() else None
    root.mkdir(exist_ok=True)
    try:
        for one in sorted((folder / DATA).iterdir()) if (folder / DATA).is_dir() else []:
            shutil.move(one, root / one.name)
        profile = _put_profile(folder / PROFILE, manifest)
        databases.put_back(copy)
    except BaseException:
        for one in set(root.iterdir()) - (before or set()):
            shutil.rmtree(one) if one.is_dir() else one.unlink()
        if before is None:
            root.rmdir()
        raise
    return profile


def _our_migrations() -> set[str]:
    return {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}


def _refuse_what_does_not_fit(manifest: Manifest) -> None:
    if manifest.engine != databases.engine():
        sentence = _(
            "This backup holds a %(theirs)s database, this installation uses %(ours)s. Set DATABASE_URL to an empty"
            " database of the same kind."
        )
        raise BackupRefused(sentence % {"theirs": manifest.engine, "ours": databases.engine()})
    if set(manifest.migrations) - _our_migrations():
        sentence = _("This backup was made by a newer version (%(version)s). Install that version and restore again.")
        raise BackupRefused(sentence % {"version": manifest.version})


def _refuse_what_is_there() -> None:
    root = data_dir()
    if root.exists() and not root.is_dir():
        raise BackupRefused(_("%(path)s is no folder. Name another one with WANDEL_DATA_DIR.") % {"path": root})
    there = sorted(one.name for one in root.iterdir() if one.name not in LEFT_OUT) if root.is_dir() else []
    if there:
        sentence = _(
            "%(path)s is not empty (%(name)s lies there). A restore never overwrites: name an empty folder with"
            " WANDEL_DATA_DIR=FOLDER, or move the old one away."
        )
        raise BackupRefused(sentence % {"path": root, "name": there[0]})
    databases.must_be_empty()


def _put_profile(folder: Path, manifest: Manifest) -> str:
    """Keep the county's own profile; a shipped one with the same content needs no copy."""
    name = Path(manifest.profile).name
    try:
        shipped = profile_directory(name)
        same = all(
            (shipped / one.relative_to(folder)).is_file()
            and (shipped / one.relative_to(folder)).read_bytes() == one.read_bytes()
            for one in folder.rglob("*")
            if one.is_file()
        )
        if same:
            return ""
    except LookupError:
        pass
    target = data_dir() / "profiles" / name
    if target.exists():
        return str(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(folder, target)
    return str(target)
