"""Handing a document to the browser."""

import re
from urllib.parse import quote

from django.http import HttpResponse

from wandel.ui.documents.docx import to_docx
from wandel.ui.documents.model import Document
from wandel.ui.documents.pdf import to_pdf

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def document_response(document: Document, format: str, filename: str) -> HttpResponse:
    """The document as download; ``format`` is "pdf" or "docx", ``filename`` stands without ending."""
    content, kind = (to_pdf(document), "application/pdf") if format == "pdf" else (to_docx(document), DOCX)
    name = re.sub(r"[^\w .,()-]+", " ", filename).strip()[:120] or "document"
    return HttpResponse(
        content,
        content_type=kind,
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(f'{name}.{format}')}",
            "Cache-Control": "private, no-store",
        },
    )
