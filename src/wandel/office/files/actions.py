"""Take in a file and let go of one."""

import hashlib
import os
import uuid
import weakref
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from wandel.office.files.models import StoredFile, files_dir
from wandel.office.files.names import safe_name
from wandel.office.files.recognition import KNOWN_EXTENSIONS, recognise
from wandel.ui.subjects import SubjectRef

# What no row knows is swept this long after it was written; until then a transaction may still be open.
ORPHAN_AFTER = timedelta(days=1)


class _Arrival:
    """A file on disk whose row is not committed. Unless ``stay`` is called, it disappears with this object.

    The transaction's commit hook is the only holder: a rollback drops the hook, with it this object, and so the file.
    """

    def __init__(self, path: Path) -> None:
        self._leave = weakref.finalize(self, _unlink, path)

    def stay(self) -> None:
        self._leave.detach()

    def leave(self) -> None:
        self._leave()


@transaction.atomic
def store(*, upload: UploadedFile, subject: SubjectRef, by: Any) -> StoredFile:
    """Keep a file handed in. Raises ValidationError (what, why, how to mend); what is refused leaves nothing behind.

    The content lies safely on disk before the row exists; if the caller's transaction rolls back, it is removed again.
    """
    storage_id = uuid.uuid4()
    waiting = files_dir() / "incoming" / f"{storage_id.hex}.part"
    waiting.parent.mkdir(parents=True, exist_ok=True)
    try:
        size, digest = _write(upload, waiting)
        with waiting.open("rb") as content:
            kind = recognise(content, given_name=upload.name or "")
        stored = StoredFile(
            storage_id=storage_id,
            name=safe_name(upload.name or "", extension=kind.extension, known=KNOWN_EXTENSIONS),
            content_type=kind.content_type,
            size=size,
            sha256=digest,
            actor_id=str(by.id or "") if by else "",
            actor_name=getattr(by, "name", "") if by else "",
        )
        stored.subject = subject
        stored.location.parent.mkdir(parents=True, exist_ok=True)
        waiting.replace(stored.location)
        _sync_folder(stored.location.parent)
    finally:
        _unlink(waiting)
    arrival = _Arrival(stored.location)
    try:
        stored.save()
    except BaseException:
        arrival.leave()
        raise
    transaction.on_commit(arrival.stay)
    return stored


@transaction.atomic
def remove(*, stored: StoredFile) -> None:
    """Delete a file; its content goes when the caller's transaction has committed. The owning area writes the
    journal.
    """
    location = stored.location
    stored.delete()
    transaction.on_commit(lambda: _unlink(location))


def sweep(now: datetime) -> int:
    """Remove what a power cut left: content without a row and half-written uploads, a day old. Returns how many."""
    oldest = (now - ORPHAN_AFTER).timestamp()
    old = [path for path in files_dir().glob("*/*") if path.stat().st_mtime < oldest]
    known = {storage_id.hex for storage_id in StoredFile.objects.values_list("storage_id", flat=True)} if old else set()
    orphans = [path for path in old if path.name not in known]
    for path in orphans:
        _unlink(path)
    return len(orphans)


def _write(upload: UploadedFile, target: Path) -> tuple[int, str]:
    """Stream to disk, counting and hashing what really comes; flushed to the platter before it counts as written."""
    most = settings.WANDEL_UPLOAD_MAX_MB * 1024 * 1024
    size, digest = 0, hashlib.sha256()
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        for chunk in upload.chunks():
            size += len(chunk)
            if size > most:
                raise ValidationError(
                    _("This file is larger than %(most)s MB, the most that is accepted. Make it smaller or split it."),
                    code="too_large",
                    params={"most": settings.WANDEL_UPLOAD_MAX_MB},
                )
            digest.update(chunk)
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    return size, digest.hexdigest()


def _sync_folder(folder: Path) -> None:
    """Make the new name itself survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _unlink(path: Path) -> None:
    path.unlink(missing_ok=True)
