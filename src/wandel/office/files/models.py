"""Files people handed in, under names nobody outside chose."""

import uuid
from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils import timezone

from wandel.ui.subjects import SubjectColumns


def files_dir() -> Path:
    return Path(settings.WANDEL_DATA_DIR) / "files"


class StoredFile(SubjectColumns):
    """A file as its content proved to be. ``name`` is what a download is called; on disk it is only ``storage_id``."""

    storage_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)
    actor_id = models.CharField(max_length=64, blank=True)
    actor_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["subject_kind", "subject_pk", "-at"], name="file_subject")]

    def __str__(self) -> str:
        return self.name

    @property
    def location(self) -> Path:
        """Where the content lies."""
        name = self.storage_id.hex
        return files_dir() / name[:2] / name

    @property
    def shows_inline(self) -> bool:
        """Whether a browser may show it in its own tab: pictures and PDF only."""
        return self.content_type.startswith("image/") or self.content_type == "application/pdf"
