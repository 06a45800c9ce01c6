"""Handing a document to the browser."""

import re
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wandel.ui.documents.docx import to_docx
from wandel.ui.documents.model import Document
from wandel.ui.documents.pdf import draw_pdf

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ANYWAY = "anyway"


def document_response(
    document: Document, format: str, filename: str, *, request: HttpRequest | None = None, word_url: str = ""
) -> HttpResponse:
    """The document as download; ``format`` is "pdf" or "docx", ``filename`` stands without ending.

    Holds the document letters that no font can draw, a page says which before the PDF with their codes is fetched
    (``?anyway=1``); ``word_url`` is the Word file, which keeps them. Without ``request`` the PDF comes at once; its last
    line names the codes.
    """
    if format == "pdf":
        drawn = draw_pdf(document)
        if drawn.unknown and request is not None and not request.GET.get(ANYWAY):
            context = {"title": document.title, "letters": drawn.unknown, "word_url": word_url}
            return render(request, "ui/document_letters.html", context, status=422)
        content, kind = drawn.content, "application/pdf"
    else:
        content, kind = to_docx(document), DOCX
    return file_response(content, kind, f"{filename}.{format}")


def file_response(content: bytes, kind: str, filename: str) -> HttpResponse:
    """Bytes as a download that no cache keeps; what a file name cannot hold becomes a blank."""
    stem, _point, ending = filename.rpartition(".")
    name = re.sub(r"[^\w .,()-]+", " ", stem).strip()[:120] or "document"
    return HttpResponse(
        content,
        content_type=kind,
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(f'{name}.{ending}')}",
            "Cache-Control": "private, no-store",
        },
    )
