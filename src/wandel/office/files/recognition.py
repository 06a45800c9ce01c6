"""What a file is, told by its content. The name only chooses between kinds of text.

Every refusal says what is wrong, why, and how to mend it.
"""

import codecs
import json
import lzma
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import BinaryIO, NoReturn
from xml.parsers import expat

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

CHUNK = 1 << 16
ZIP_ENTRIES = 5_000
ZIP_UNPACKED = 500 * 1024 * 1024
ZIP_RATIO = 250
# Below this size a high ratio is harmless: an empty spreadsheet is mostly repetition.
ZIP_RATIO_FROM = 10 * 1024 * 1024
ZIP_INDEX_READ = 1024 * 1024
BROKEN_ARCHIVE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
    struct.error,
    LookupError,
)


@dataclass(frozen=True, slots=True)
class Recognised:
    """The content type to serve and the extension to carry."""

    content_type: str
    extension: str


PDF = Recognised("application/pdf", "pdf")
PNG = Recognised("image/png", "png")
JPEG = Recognised("image/jpeg", "jpg")
WEBP = Recognised("image/webp", "webp")
GIF = Recognised("image/gif", "gif")
OOXML = "application/vnd.openxmlformats-officedocument"
DOCX = Recognised(f"{OOXML}.wordprocessingml.document", "docx")
XLSX = Recognised(f"{OOXML}.spreadsheetml.sheet", "xlsx")
PPTX = Recognised(f"{OOXML}.presentationml.presentation", "pptx")
ODT = Recognised("application/vnd.oasis.opendocument.text", "odt")
ODS = Recognised("application/vnd.oasis.opendocument.spreadsheet", "ods")
EML = Recognised("message/rfc822", "eml")
ICS = Recognised("text/calendar; charset=utf-8", "ics")
XML = Recognised("application/xml", "xml")
JSON = Recognised("application/json", "json")
GEOJSON = Recognised("application/geo+json", "geojson")

OFFICE_PARTS = [("word/document.xml", DOCX), ("xl/workbook.xml", XLSX), ("ppt/presentation.xml", PPTX)]
OPEN_DOCUMENT = {ODT.content_type: ODT, ODS.content_type: ODS}
GEOMETRIES = {"Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection"}
KNOWN_EXTENSIONS = frozenset(
    [
        "pdf",
        "png",
        "jpg",
        "jpeg",
        "webp",
        "gif",
        "docx",
        "xlsx",
        "pptx",
        "odt",
        "ods",
        "txt",
        "csv",
        "eml",
        "ics",
        "xml",
        "gml",
        "json",
        "geojson",
    ]
)
MACROS = re.compile(r"(^|/)(vbaproject[^/]*\.bin|vbadata\.xml)$|^(basic|scripts)/.", re.IGNORECASE)
FORBIDDEN_BYTES = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")
MAIL_HEADER = re.compile(
    r"^(?:from|to|subject|date|received|return-path|message-id|mime-version|delivered-to):", re.I | re.M
)


def recognise(content: BinaryIO, *, given_name: str) -> Recognised:
    """Name the kind of a seekable file. Raises ValidationError for everything outside the allow-list."""
    content.seek(0)
    start = content.read(4096)
    if not start:
        _refuse("empty", _("This file is empty. Please look whether it was saved completely and choose it again."))
    picture = _picture_or_pdf(start)
    if picture:
        return picture
    if start.startswith(b"PK\x03\x04"):
        return _office_file(content)
    _refuse_well_known(start)
    return _text(content, start, given_name)


def _picture_or_pdf(start: bytes) -> Recognised | None:
    if start.startswith(b"%PDF-"):
        return PDF
    if start.startswith(b"\x89PNG\r\n\x1a\n") and start[12:16] == b"IHDR":
        return PNG
    if start.startswith(b"\xff\xd8\xff"):
        return JPEG
    if start.startswith(b"RIFF") and start[8:12] == b"WEBP":
        return WEBP
    if start.startswith((b"GIF87a", b"GIF89a")):
        return GIF
    return None


def _refuse_well_known(start: bytes) -> None:
    if start.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        _refuse(
            "old_office",
            _(
                "This is an old Office file or an Outlook message, which may hide programs. Save it as .docx,"
                " .xlsx, .pptx, .eml or PDF."
            ),
        )
    if start[4:12] in {b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif"}:
        _refuse("heic", _("This picture is in a phone's own format that few computers open. Save it as JPEG or PNG."))
    if start.startswith((b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")):
        _refuse(
            "program",
            _(
                "This is a program, not a document. Programs are never accepted. Send the document itself, for example as PDF."
            ),
        )
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        _refuse("utf16", _("This text is saved as “Unicode (UTF-16)”. Save it as UTF-8 and choose it again."))
    if start.startswith((b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")):
        _refuse_archive()


def _office_file(content: BinaryIO) -> Recognised:
    try:
        with zipfile.ZipFile(content) as archive:
            entries = archive.infolist()
            _check_archive(entries)
            names = {entry.filename for entry in entries}
            if any(MACROS.search(name) for name in names):
                _refuse_macros()
            if "[Content_Types].xml" in names:
                index = archive.open("[Content_Types].xml").read(ZIP_INDEX_READ)
                if b"macroenabled" in index.lower():
                    _refuse_macros()
                for part, kind in OFFICE_PARTS:
                    if part in names:
                        return kind
            if "mimetype" in names:
                claimed = archive.open("mimetype").read(200).decode("ascii", "replace").strip()
                if claimed in OPEN_DOCUMENT and "content.xml" in names:
                    return OPEN_DOCUMENT[claimed]
    except BROKEN_ARCHIVE:
        _refuse(
            "broken_archive",
            _(
                "This file is damaged or protected by a password and cannot be looked into. Save it again without a"
                " password."
            ),
        )
    _refuse_archive()


def _check_archive(entries: list[zipfile.ZipInfo]) -> None:
    packed, unpacked = sum(entry.compress_size for entry in entries), sum(entry.file_size for entry in entries)
    bomb = unpacked > ZIP_UNPACKED or (unpacked > ZIP_RATIO_FROM and unpacked > ZIP_RATIO * max(packed, 1))
    if len(entries) > ZIP_ENTRIES or bomb:
        _refuse(
            "bomb",
            _(
                "Unpacked, this file would be far larger than any document. Save it again in its program or send it"
                " as PDF."
            ),
        )
    if any(entry.flag_bits & 1 for entry in entries):
        _refuse(
            "encrypted",
            _("This file is protected by a password and cannot be looked into. Save it without a password."),
        )
    if any(".." in re.split(r"[/\\]", entry.filename) or entry.filename.startswith(("/", "\\")) for entry in entries):
        _refuse_archive()


def _text(content: BinaryIO, start: bytes, given_name: str) -> Recognised:
    charset = _charset(content)
    suffix = given_name.rpartition(".")[2].lower()
    head = start.decode(charset, "ignore").lstrip("\ufeff").lstrip()
    if head.startswith("<"):
        return _xml(content, head)
    if head.startswith(("{", "[")) and suffix in {"json", "geojson"}:
        return _json(content, charset)
    if head.upper().startswith("BEGIN:VCALENDAR"):
        return ICS
    if suffix == "eml" and len(set(MAIL_HEADER.findall(head))) >= 2:
        return EML
    shown = "windows-1252" if charset == "cp1252" else "utf-8"
    return Recognised(
        f"text/{'csv' if suffix == 'csv' else 'plain'}; charset={shown}", "csv" if suffix == "csv" else "txt"
    )


def _charset(content: BinaryIO) -> str:
    for charset in ("utf-8", "cp1252"):
        content.seek(0)
        decoder = codecs.getincrementaldecoder(charset)()
        try:
            while chunk := content.read(CHUNK):
                if FORBIDDEN_BYTES.search(chunk):
                    _refuse_unknown()
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return charset
    _refuse_unknown()


def _xml(content: BinaryIO, head: str) -> Recognised:
    if re.match(r"<(!doctype\s+html|html|script|body|iframe)\b", head, re.IGNORECASE):
        _refuse_page()
    parser = expat.ParserCreate()

    def refuse_doctype(*_args: object) -> None:
        _refuse(
            "doctype",
            _(
                "This XML file brings its own definitions (DOCTYPE), which can be used for attacks. Export it again"
                " without them."
            ),
        )

    def look_at_element(name: str, attributes: dict[str, str]) -> None:
        spaces = " ".join(value for key, value in attributes.items() if key.startswith("xmlns"))
        if (
            name.rpartition(":")[2].lower() in {"svg", "html", "script"}
            or "1999/xhtml" in spaces
            or "2000/svg" in spaces
        ):
            _refuse_page()

    parser.StartDoctypeDeclHandler = refuse_doctype
    parser.StartElementHandler = look_at_element
    content.seek(0)
    try:
        parser.ParseFile(content)
    except (expat.ExpatError, ValueError, LookupError):
        _refuse("broken_xml", _("This XML file is damaged. Export it again from the program it comes from."))
    return XML


def _json(content: BinaryIO, charset: str) -> Recognised:
    content.seek(0)
    try:
        value = json.loads(content.read().decode(charset).lstrip("\ufeff"))
    except (ValueError, RecursionError):
        _refuse("broken_json", _("This JSON file is damaged. Export it again from the program it comes from."))
    kind = value.get("type") if isinstance(value, dict) else None
    if isinstance(kind, str) and (
        kind in {"FeatureCollection", "Feature"} or (kind in GEOMETRIES and "coordinates" in value)
    ):
        return GEOJSON
    return JSON


def _refuse(code: str, sentence: str) -> NoReturn:
    raise ValidationError(sentence, code=code)


def _refuse_unknown() -> NoReturn:
    _refuse(
        "unknown",
        _(
            "The content of this file is none of the kinds accepted here. Send PDF, a picture (JPEG, PNG, WebP),"
            " Word, Excel,"
            " PowerPoint, OpenDocument, text, CSV, a mail (.eml), a calendar (.ics), XML or GeoJSON."
        ),
    )


def _refuse_archive() -> NoReturn:
    _refuse(
        "archive",
        _("Packed folders are not accepted, because nobody sees what is inside. Unpack it and send the files."),
    )


def _refuse_macros() -> NoReturn:
    _refuse(
        "macros",
        _(
            "This file contains macros, small programs that can do harm. Save it without macros (.docx, .xlsx,"
            " .pptx) or as PDF."
        ),
    )


def _refuse_page() -> NoReturn:
    _refuse("page", _("This is a web page or a drawing that can contain programs. Print it to PDF and send that."))
