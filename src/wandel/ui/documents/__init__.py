"""One source, two files: accessible PDF and editable Word file."""

from wandel.ui.documents.docx import to_docx
from wandel.ui.documents.model import Bullets, Document, Facts, Figure, Heading, Note, Paragraph, Signature, Table
from wandel.ui.documents.pdf import Pdf, draw_pdf, to_pdf
from wandel.ui.documents.response import document_response, file_response
from wandel.ui.documents.workbook import XLSX, Sheet, to_xlsx

__all__ = [
    "XLSX",
    "Bullets",
    "Document",
    "Facts",
    "Figure",
    "Heading",
    "Note",
    "Paragraph",
    "Pdf",
    "Sheet",
    "Signature",
    "Table",
    "document_response",
    "draw_pdf",
    "file_response",
    "to_docx",
    "to_pdf",
    "to_xlsx",
]  # fmt: skip
