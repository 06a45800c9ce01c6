"""Hand a file out so that it can do nothing in the reader's browser."""

import logging

from django.http import FileResponse, Http404

from wandel.office.files.models import StoredFile

logger = logging.getLogger("wandel.files")

# Browsers refuse to show a PDF in a sandboxed document; their viewer is a sandbox of its own.
PICTURE_POLICY = "sandbox; default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; frame-ancestors 'none'"
PDF_POLICY = (
    "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'; form-action 'none'"
)
DOWNLOAD_POLICY = "sandbox; default-src 'none'; frame-ancestors 'none'"


def file_response(stored: StoredFile, *, inline: bool = False) -> FileResponse:
    """The file as a download; with ``inline`` pictures and PDF open in the tab, under a policy that lets nothing run.

    Raises Http404 when the content is gone from the disk (and says so in the log).
    """
    try:
        content = stored.location.open("rb")
    except FileNotFoundError:
        logger.exception("The content of file %s (%s) is missing", stored.pk, stored.storage_id)
        raise Http404 from None
    shown = inline and stored.shows_inline
    response = FileResponse(content, as_attachment=not shown, filename=stored.name, content_type=stored.content_type)
    policy = DOWNLOAD_POLICY
    if shown:
        policy = PDF_POLICY if stored.content_type == "application/pdf" else PICTURE_POLICY
    response["Content-Security-Policy"] = policy
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-cache"
    return response
