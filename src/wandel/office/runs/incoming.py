"""Files on their way in: kept in the data folder between looking at them and taking them in."""

import shutil
import uuid
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from wandel.office.runs.models import Run

# A failed import keeps its file, so that Continue can go on; after a week nobody will.
KEEP_INCOMING = timedelta(days=7)


def folder_of(area: str) -> Path:
    return Path(settings.WANDEL_DATA_DIR) / area / "incoming"


def keep_upload(area: str, file: UploadedFile, name: str) -> Path:
    """Write what was chosen into a folder of its own and return its path. ``name`` is ours, never the sender's."""
    work = folder_of(area) / uuid.uuid4().hex
    work.mkdir(parents=True)
    with (work / name).open("wb") as stream:
        for chunk in file.chunks():
            stream.write(chunk)
    return work / name


def to_take_in(run: Run) -> dict[str, Any]:
    """The parameters of the run that does for good what a run with ``check`` has only looked at (its ``path`` or ``work`` folder).

    Raises ValidationError where what it looked at is no longer kept.
    """
    if not Path(run.params.get("path") or run.params["work"]).exists():
        raise ValidationError(_("The checked file is no longer kept. Choose it once more."), code="gone")
    return {**run.params, "check": False}


def clear_incoming(area: str, now: datetime) -> None:
    """Take away what was looked at more than a week ago and never taken in, and what failed imports left behind."""
    folder = folder_of(area)
    for left in folder.iterdir() if folder.is_dir() else ():
        if left.is_dir() and left.stat().st_mtime < (now - KEEP_INCOMING).timestamp():
            shutil.rmtree(left)
