"""One source, two files: accessible PDF and editable Word file."""

from wandel.ui.documents.docx import to_docx
from wandel.ui.documents.model import Bullets, Document, Facts, Figure, Heading, Note, Paragraph, Signature, Table
from wandel.ui.documents.pdf import to_pdf
from wandel.ui.documents.response import document_response

__all__ = [
    "Bullets", "Document", "Facts", "Figure", "Heading", "Note", "Paragraph", "Signature", "Table", "document_response", "to_docx", "to_pdf",
]  # fmt: skip
