"""The same blocks as a Word file people go on editing: real styles, header rows that repeat, the language set."""

import io
import zipfile
from datetime import UTC, date, datetime
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from wandel.ui.documents.letters import readable
from wandel.ui.documents.model import Bullets, Document, Facts, Figure, Heading, Note, Paragraph, Signature, Table
from wandel.ui.documents.pdf import to_png

LANGUAGES = {"de": "de-DE", "en": "en-GB"}
# The file says nothing about when it was drawn: it carries the document's own day, or this one where there is none.
NO_DAY = date(2000, 1, 1)
# The first moment a zip archive can name.
ARCHIVED_AT = (1980, 1, 1, 0, 0, 0)

# The template's page is 21.6 cm wide with margins of 3.2 cm.
PICTURE_CM = 15.2
# So that title and caption stay on the drawing's page.
TALLEST_CM = 18


def to_docx(document: Document) -> bytes:
    """The document as .docx."""
    file = docx.Document()
    normal = file.styles["Normal"]
    normal.font.name, normal.font.size = "Fira Sans", Pt(10.5)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), LANGUAGES[document.language])
    normal.element.get_or_add_rPr().append(language)
    properties = file.core_properties
    properties.title, properties.subject, properties.author = _clean(document.title), _clean(document.subject), "wandel"
    day = document.day or NO_DAY
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    properties.language, properties.created, properties.modified = LANGUAGES[document.language], noon, noon
    file.add_heading(_clean(document.title), level=1)
    for block in document.blocks:
        _add(file, block)
    if document.footer:
        file.sections[0].footer.paragraphs[0].text = _clean(document.footer)
    target = io.BytesIO()
    file.save(target)
    return _without_clock(target)


def _without_clock(drawn: io.BytesIO) -> bytes:
    """The same archive with its parts dated alike: the zip format would note when each was written."""
    target = io.BytesIO()
    with zipfile.ZipFile(drawn) as parts, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in parts.namelist():
            part = zipfile.ZipInfo(name, ARCHIVED_AT)
            part.compress_type, part.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            archive.writestr(part, parts.read(name))
    return target.getvalue()


def _clean(text: str) -> str:
    return str(readable(text))


def _add(file: Any, block: Any) -> None:
    match block:
        case Heading(level, text):
            file.add_heading(_clean(text), level=level)
        case Paragraph(text, bold):
            file.add_paragraph().add_run(_clean(text)).bold = bold
        case Bullets(items):
            for item in items:
                file.add_paragraph(_clean(item), style="List Bullet")
        case Note(kind, text):
            paragraph = file.add_paragraph(style="Intense Quote")
            paragraph.add_run(f"{_clean(kind)}: ").bold = True
            paragraph.add_run(_clean(text))
        case Facts(rows):
            for label, value in rows:
                paragraph = file.add_paragraph()
                paragraph.add_run(f"{_clean(label)}: ").bold = True
                paragraph.add_run(_clean(value))
        case Signature(names):
            for name in names:
                file.add_paragraph(f"\n______________________________\n{_clean(name)}")
        case Table():
            _add_table(file, block)
        case Figure(svg, alt, caption):
            picture = file.add_picture(io.BytesIO(to_png(svg)), width=Cm(PICTURE_CM))
            if picture.height > Cm(TALLEST_CM):
                picture.width = int(picture.width * Cm(TALLEST_CM) / picture.height)
                picture.height = Cm(TALLEST_CM)
            picture._inline.docPr.set("descr", _clean(alt))
            file.add_paragraph(_clean(caption), style="Caption")


def _add_table(file: Any, block: Table) -> None:
    file.add_paragraph(_clean(block.caption), style="Caption")
    table = file.add_table(rows=1, cols=len(block.columns), style="Light Grid Accent 1")
    # What the table is about, for who hears it and does not see it.
    for name in ("w:tblCaption", "w:tblDescription"):
        told = OxmlElement(name)
        told.set(qn("w:val"), _clean(block.caption))
        table._tbl.tblPr.append(told)
    marker = OxmlElement("w:tblHeader")
    marker.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(marker)
    for cell, name in zip(table.rows[0].cells, block.columns, strict=True):
        cell.text = _clean(name)
    for row in block.rows:
        cells = table.add_row().cells
        for position, (cell, text) in enumerate(zip(cells, row, strict=True)):
            cell.text = _clean(text)
            if position in block.numeric:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
