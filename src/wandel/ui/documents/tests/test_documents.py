"""One source, two files: what stands in one stands in the other, and nothing typed is ever run."""

import io
import re
import time
from dataclasses import replace
from datetime import date

import docx
import pytest
from django.test import RequestFactory
from django.utils import timezone
from pdfminer.high_level import extract_pages, extract_text
from pdfminer.layout import LTTextContainer, LTTextLine
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
    draw_pdf,
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


def test_a_long_table_goes_on_on_the_next_page_with_its_header() -> None:
    rows = [[f"Pflicht {number}", "Frist"] for number in range(120)]
    table = Table(columns=["Pflicht", "Tag"], rows=rows, caption="Alle Fristen")
    paper = Document(title="Fristen", language="de", subject="alle", blocks=[table])
    pages = [words(page) for page in extract_text(io.BytesIO(to_pdf(paper))).split("\f") if page.strip()]
    assert len(pages) >= 3
    assert all("Pflicht" in page and "Tag" in page for page in pages), "the header stands on every page"
    printed = [int(number) for page in pages for number in re.findall(r"Pflicht (\d+)", page)]
    assert sorted(printed) == list(range(120)), "every row is printed once"


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
    for name in ("tblCaption", "tblDescription"):
        assert f'w:{name} w:val="Was aus dem Bescheid folgt"' in file.tables[0]._tbl.tblPr.xml
    assert 'w:lang w:val="de-DE"' in file.styles["Normal"].element.xml
    assert (file.core_properties.title, file.core_properties.language) == (DOCUMENT.title, "de-DE")


def test_the_same_document_is_the_same_file_whatever_the_clock_says(monkeypatch: pytest.MonkeyPatch) -> None:
    dated = replace(DOCUMENT, day=date(2026, 11, 23))
    pdf, word = to_pdf(dated), to_docx(dated)
    later = time.time() + 400 * 86400
    monkeypatch.setattr(time, "time", lambda: later)
    monkeypatch.setattr(time, "localtime", lambda *_at: time.gmtime(later))
    assert to_pdf(dated) == pdf
    assert to_docx(dated) == word
    assert b"D:20261123" in pdf
    file = docx.Document(io.BytesIO(word))
    assert file.core_properties.created.date() == date(2026, 11, 23)
    assert to_pdf(replace(DOCUMENT, day=date(2026, 11, 24))) != pdf


def test_a_document_without_a_day_carries_none_of_the_clock() -> None:
    assert b"D:20000101" in to_pdf(DOCUMENT)
    assert b"D:%d" % timezone.localdate().year not in to_pdf(DOCUMENT)


@pytest.mark.parametrize(
    "letters", ["\ue000", "\ufeff", "👨\u200d👩\u200d👧", "e\u0301 u\u0308", "\U000e0001", "x\x85y\ud800"]
)
def test_no_letter_brings_a_document_down(letters: str) -> None:
    odd = Document(title="Nachweis", language="de", blocks=[Paragraph(f"Frau {letters} kommt")])
    assert "kommt" in extract_text(io.BytesIO(to_pdf(odd)))
    assert "kommt" in docx_text(to_docx(odd))


def test_letters_of_greek_and_cyrillic_and_signs_are_drawn_by_a_font_that_comes_along() -> None:
    text = "Αθήνα Київ ★ → ✓ € Nguyễn Thị Ánh Łódź Ağaoğlu"
    drawn = draw_pdf(Document(title="Namen", language="de", blocks=[Paragraph(text)]))
    assert drawn.unknown == ()
    assert "Київ" in extract_text(io.BytesIO(drawn.content))
    assert "Nguyễn Thị Ánh" in extract_text(io.BytesIO(drawn.content))


def test_a_letter_that_no_font_draws_is_named_and_its_code_stands_in_its_place() -> None:
    unknown = "\ue123"
    drawn = draw_pdf(Document(title="Namen", language="de", blocks=[Paragraph(f"Frau {unknown}{unknown} Li")]))
    assert drawn.unknown == (unknown,)
    text = words(extract_text(io.BytesIO(drawn.content)))
    assert "Frau [U+E123 U+E123] Li" in text
    assert "nicht druckbare Zeichen: [U+E123]" in text
    assert unknown in docx_text(to_docx(Document(title="N", language="de", blocks=[Paragraph(unknown)])))


def test_a_whole_text_in_an_unknown_script_is_drawn_within_few_attempts() -> None:
    private = "".join(chr(0xE000 + number) for number in range(80))
    drawn = draw_pdf(Document(title="Viel", language="en", blocks=[Paragraph(f"so {private} much")]))
    assert set(drawn.unknown) >= set(private)
    assert "much" in extract_text(io.BytesIO(drawn.content))


def test_before_a_pdf_with_codes_is_fetched_a_page_names_the_letters(rf: RequestFactory) -> None:
    odd = Document(title="Namen", language="de", blocks=[Paragraph("Frau \ue123")])
    page = document_response(odd, "pdf", "namen", request=rf.get("/namen.pdf"), word_url="/namen.docx")
    assert page.status_code == 422
    assert "\ue123" in page.content.decode()
    assert 'href="/namen.docx"' in page.content.decode()
    assert 'href="?anyway=1"' in page.content.decode()
    assert (
        document_response(odd, "pdf", "namen", request=rf.get("/namen.pdf?anyway=1"))["Content-Type"]
        == "application/pdf"
    )
    assert document_response(odd, "pdf", "namen")["Content-Type"] == "application/pdf"
    assert document_response(odd, "docx", "namen", request=rf.get("/namen.docx")).status_code == 200
    assert document_response(DOCUMENT, "pdf", "fristen", request=rf.get("/fristen.pdf")).status_code == 200


def test_a_table_uses_the_width_of_the_text_and_goes_on_over_the_page() -> None:
    rows = [[f"{number:02}.01.2027", "Pflicht mit einem Grund dahinter", f"{number}.000,00 €"] for number in range(120)]
    table = Table(columns=["Bis", "Pflicht", "Betrag"], rows=rows, caption="Lang", numeric=frozenset({2}))
    pages = list(extract_pages(io.BytesIO(to_pdf(Document(title="Liste", language="de", blocks=[table])))))
    assert len(pages) >= 4
    millimetre = 72 / 25.4
    found = [box for page in pages for box in page if isinstance(box, LTTextContainer)]
    assert all(box.y0 > 0 for box in found)
    amounts = [line for box in found for line in box if isinstance(line, LTTextLine) and "€" in line.get_text()]
    assert amounts
    assert max(line.x1 for line in amounts) > (210 - 22 - 4) * millimetre
    assert max(line.x1 for line in amounts) <= (210 - 22) * millimetre
    # The header is repeated where the table goes on.
    assert all(
        "Betrag" in "".join(box.get_text() for box in page if isinstance(box, LTTextContainer)) for page in pages
    )


def test_a_narrow_column_keeps_its_longest_word_whole() -> None:
    long = "Ein sehr langer Grund, der über viele Zeilen geht und allen Platz haben möchte. " * 3
    table = Table(
        columns=["Bis", "Grund", "Noch einer", "Und noch einer"],
        rows=[["30.06.2028", long, long, long]],
        caption="Enge",
    )
    text = extract_text(io.BytesIO(to_pdf(Document(title="Enge", language="de", blocks=[table]))))
    assert "30.06.2028" in text


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
