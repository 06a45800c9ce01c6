"""One source, two files: what stands in one stands in the other, and nothing typed is ever run."""

import io
import re

import docx
import pytest
from pdfminer.high_level import extract_text
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFParser

from wandel.ui.documents import (
    Bullets,
    Document,
    Facts,
    Figure,
    Heading,
    Note,
    Paragraph,
    Signature,
    Table,
    document_response,
    to_docx,
    to_pdf,
)

HOSTILE = '#read("/etc/passwd") $x^2$ @ref *kein Fett* \\ <tag> // weg'
DOCUMENT = Document(
    title="Fristen: Dorfplatz Vettweiß",
    language="de",
    subject="33.02.07/24",
    blocks=[
        Facts([("Fördergeber", "Bezirksregierung Köln"), ("Bewilligt", "640.000,00 €")]),
        Heading(2, "Pflichten und Fristen"),
        Table(
            columns=["Bis", "Pflicht"],
            rows=[["30.06.2028", "Verwendungsnachweis\nsechs Monate nach Ende"], ["31.12.2037", HOSTILE]],
            caption="Was aus dem Bescheid folgt",
        ),
        Paragraph("Der Bescheid gilt."),
        Bullets(["Erstens", "Zweitens"]),
        Note("Hinweis", "Bitte prüfen."),
        Signature(["Miriam Schoeller"]),
    ],
    footer="Gemeinde Vettweiß",
)
SENTENCES = [
    "Bezirksregierung Köln",
    "Pflichten und Fristen",
    "30.06.2028",
    "Der Bescheid gilt.",
    "Zweitens",
    "Bitte prüfen.",
    "Miriam Schoeller",
]


def words(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def docx_text(content: bytes) -> str:
    file = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    return words(" ".join([paragraph.text for paragraph in file.paragraphs] + cells))


def test_both_files_carry_the_same_sentences() -> None:
    pdf, file = words(extract_text(io.BytesIO(to_pdf(DOCUMENT)))), docx_text(to_docx(DOCUMENT))
    for sentence in SENTENCES:
        assert sentence in pdf, sentence
        assert sentence in file, sentence


def test_what_people_typed_is_printed_and_never_run() -> None:
    pdf = words(extract_text(io.BytesIO(to_pdf(DOCUMENT))))
    assert '#read("/etc/passwd")' in pdf
    assert "root:" not in pdf
    assert HOSTILE in docx_text(to_docx(DOCUMENT))


def test_the_pdf_is_tagged_archivable_and_says_its_language() -> None:
    content = to_pdf(DOCUMENT)
    catalog = PDFDocument(PDFParser(io.BytesIO(content))).catalog
    assert "StructTreeRoot" in catalog
    assert catalog["MarkInfo"]["Marked"] is True
    assert b"de" in catalog["Lang"]
    assert b"pdfuaid" in content
    assert b"pdfaid" in content


def test_the_word_file_has_real_headings_and_a_header_row_that_repeats() -> None:
    file = docx.Document(io.BytesIO(to_docx(DOCUMENT)))
    assert [paragraph.style.name for paragraph in file.paragraphs if paragraph.style.name.startswith("Heading")] == [
        "Heading 1",
        "Heading 2",
    ]
    assert "tblHeader" in file.tables[0].rows[0]._tr.xml
    assert (file.core_properties.title, file.core_properties.language) == (DOCUMENT.title, "de-DE")


def test_control_characters_and_other_scripts_do_not_break_it() -> None:
    odd = Document(title="Nul\x00l 你好 مرحبا", language="en", blocks=[Paragraph("bell \x07, zero \x00")])
    assert to_pdf(odd).startswith(b"%PDF")
    assert "bell" in docx_text(to_docx(odd))


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_the_download_has_a_safe_name(form: str) -> None:
    response = document_response(DOCUMENT, form, '../../etc/"x"\r\nSet-Cookie: a')
    assert response["Content-Disposition"].endswith(f".{form}")
    assert not set('/"\r\n') & set(response["Content-Disposition"].split("''")[1])


DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 40" width="60" height="40">'
    '<rect width="60" height="40" fill="#2144ab"/><text x="4" y="20" font-size="6">#read("/etc/passwd") Jülich</text></svg>'
)


def test_a_drawing_stands_in_both_files_with_words_for_those_who_do_not_see_it() -> None:
    document = Document(
        title="Karte", language="de", blocks=[Figure(DRAWING, "Karte: eine blaue Fläche", "Quelle: Kreis Düren")]
    )
    pdf = to_pdf(document)
    assert "Quelle: Kreis Düren" in words(extract_text(io.BytesIO(pdf)))
    assert "root:" not in words(extract_text(io.BytesIO(pdf)))
    file = docx.Document(io.BytesIO(to_docx(document)))
    assert len(file.inline_shapes) == 1
    assert file.inline_shapes[0]._inline.docPr.get("descr") == "Karte: eine blaue Fläche"
    assert "Quelle: Kreis Düren" in docx_text(to_docx(document))
