import io
import json
import zipfile

import pytest
from django.core.exceptions import ValidationError

from wandel.office.files.recognition import recognise

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 20
MAIL = b"From: a@example.org\r\nTo: b@example.org\r\nSubject: Hallo\r\n\r\nText\r\n"
CALENDAR = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"
POINT = {"type": "Feature", "geometry": {"type": "Point", "coordinates": [6.6, 50.8]}, "properties": {}}


def packed(parts, **options):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def office(main, **more):
    return packed({"[Content_Types].xml": "<Types/>", main: "<x/>", **more})


def open_document(claimed, **more):
    return packed({"mimetype": claimed, "content.xml": "<x/>", **more})


def kind_of(content, name="x"):
    return recognise(io.BytesIO(content), given_name=name).extension


def refusal_of(content, name="x"):
    with pytest.raises(ValidationError) as refused:
        recognise(io.BytesIO(content), given_name=name)
    return refused.value.code


@pytest.mark.parametrize(
    ("content", "name", "extension"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "a.exe", "pdf"),
        (PNG, "a.pdf", "png"),
        (b"\xff\xd8\xff\xe0" + b"\x00" * 9, "a", "jpg"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "a", "webp"),
        (b"GIF89a\x00", "a", "gif"),
        (office("word/document.xml"), "a.docx", "docx"),
        (office("xl/workbook.xml"), "a.docx", "xlsx"),
        (office("ppt/presentation.xml"), "a", "pptx"),
        (open_document("application/vnd.oasis.opendocument.text"), "a", "odt"),
        (open_document("application/vnd.oasis.opendocument.spreadsheet"), "a", "ods"),
        ("Grüße aus Düren".encode(), "a.md", "txt"),
        ("Grüße aus Düren".encode("cp1252"), "a.txt", "txt"),
        (b"name;sum\n", "a.csv", "csv"),
        (MAIL, "a.eml", "eml"),
        (MAIL, "a.txt", "txt"),
        (CALENDAR, "a", "ics"),
        (b'<?xml version="1.0"?><rechnung/>', "a.xml", "xml"),
        (json.dumps(POINT).encode(), "a.geojson", "geojson"),
        (b'{"a": 1}', "a.json", "json"),
    ],
)
def test_the_content_says_what_a_file_is(content, name, extension):
    assert kind_of(content, name) == extension


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "a.pdf", "empty"),
        (b"MZ\x90\x00", "Bescheid.pdf", "program"),
        (b"#!/bin/sh\nrm", "a.txt", "program"),
        (b"\x00\x01\x02\x03", "a.pdf", "unknown"),
        (b"text with \x1b[31m escape", "a.txt", "unknown"),
        (b"\x81\x8d only holes of cp1252", "a.txt", "unknown"),
        ("UTF-16".encode("utf-16"), "a.txt", "utf16"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 9, "a.doc", "old_office"),
        (b"\x00\x00\x00\x18ftypheic", "a.jpg", "heic"),
        (packed({"a.txt": "x"}), "a.docx", "archive"),
        (packed({"../a": "x"}), "a.docx", "archive"),
        (b"PK\x03\x04 cut off", "a.docx", "broken_archive"),
        (office("word/document.xml", **{"word/vbaProject.bin": "x"}), "a.docx", "macros"),
        (office("xl/workbook.xml", **{"xl/VBAPROJECT.BIN": "x"}), "a.xlsx", "macros"),
        (
            packed({"[Content_Types].xml": "application/vnd.ms-word.document.macroEnabled", "word/document.xml": "x"}),
            "a.docx",
            "macros",
        ),
        (open_document("application/vnd.oasis.opendocument.text", **{"Basic/Standard/a.xml": "x"}), "a.odt", "macros"),
        (open_document("application/vnd.oasis.opendocument.graphics"), "a.odt", "archive"),
        (b"<!DOCTYPE html><html></html>", "a.txt", "page"),
        (b"<html><script>alert(1)</script></html>", "a.xml", "page"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>', "a.xml", "page"),
        (b'<?xml version="1.0"?><x:y xmlns:x="http://www.w3.org/1999/xhtml"/>', "a.xml", "page"),
        (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "a.xml", "doctype"),
        (b"<a><b></a>", "a.xml", "broken_xml"),
        (b'{"a": ', "a.json", "broken_json"),
        (b"[" * 200_000, "a.json", "broken_json"),
    ],
)
def test_what_is_not_on_the_list_is_refused(content, name, code):
    assert refusal_of(content, name) == code


def test_a_bomb_is_refused_without_unpacking_it():
    assert refusal_of(office("word/document.xml", **{"word/media/zero.xml": b"\x00" * 20_000_000})) == "bomb"


def test_an_archive_of_too_many_parts_is_refused():
    assert refusal_of(office("word/document.xml", **{f"a/{number}": "" for number in range(5_000)})) == "bomb"


def test_a_file_behind_a_password_is_refused():
    content = bytearray(office("word/document.xml"))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = content.find(mark)
        while start >= 0:
            content[start + offset] |= 1
            start = content.find(mark, start + 4)
    assert refusal_of(bytes(content)) == "encrypted"


def test_a_damaged_part_is_refused_in_words():
    content = bytearray(packed({"[Content_Types].xml": "abc" * 100, "word/document.xml": "x"}))
    at = content.find(b"[Content_Types].xml") + len("[Content_Types].xml")
    content[at : at + 4] = b"\xff\xff\xff\xff"
    assert refusal_of(bytes(content)) == "broken_archive"


def test_the_charset_of_a_text_is_served_as_it_is():
    western = recognise(io.BytesIO("Straße".encode("cp1252")), given_name="a.csv")
    assert western.content_type == "text/csv; charset=windows-1252"


def test_every_refusal_tells_what_to_do():
    with pytest.raises(ValidationError) as refused:
        recognise(io.BytesIO(b"\x00\x01"), given_name="a")
    assert refused.value.messages[0].endswith(".")
