"""Files about a thing. Whoever asks has authorised the thing."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from wandel.office.files.models import StoredFile


def files_about(kind: str, pk: Any) -> QuerySet[StoredFile]:
    """Newest first."""
    return StoredFile.objects.filter(subject_kind=kind, subject_pk=str(pk)).order_by("-at", "-pk")


def file_about(kind: str, pk: Any, file_pk: int) -> StoredFile:
    """One file of this very thing. Raises Http404 for a file of another thing, so no number leads elsewhere."""
    stored = files_about(kind, pk).filter(pk=file_pk).first()
    if stored is None:
        raise Http404
    return stored
