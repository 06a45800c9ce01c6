"""From the bytes of a downloaded table to its rows: packing, encoding, preamble, separator, header."""

import csv
import gzip
import io
import zlib
from collections.abc import Iterator

from wandel.core.law.texts import Text
from wandel.core.tables.problems import UnusableFile

LARGEST = 200_000_000
UMLAUTS = frozenset("äöüÄÖÜß")


def text_of(content: bytes) -> str:
    """The text of a file, gzip or not, in UTF-8, UTF-16, Windows or DOS letters. Raises UnusableFile."""
    if content[:2] == b"\x1f\x8b":
        try:
            content = gzip.GzipFile(fileobj=io.BytesIO(content)).read(LARGEST + 1)
        except (OSError, EOFError, zlib.error):
            raise UnusableFile(
                Text("Die gepackte Datei ist beschädigt. Laden Sie sie noch einmal herunter.",
                     "The packed file is damaged. Download it again.")
            ) from None  # fmt: skip
    if len(content) > LARGEST:
        raise UnusableFile(
            Text("Die Datei ist größer als 200 MB. Teilen Sie sie in kleinere auf.",
                 "The file is larger than 200 MB. Split it into smaller ones.")
        )  # fmt: skip
    if content[:2] == b"PK" or content[:4] == b"%PDF":
        raise UnusableFile(
            Text("Das ist keine CSV-Datei. Speichern Sie die Tabelle als CSV und wählen Sie diese Datei.",
                 "This is no CSV file. Save the table as CSV and choose that file.")
        )  # fmt: skip
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Tables of the ministry come in DOS letters (cp850) too; whichever gives more umlauts is meant.
        read = [content.decode(name, errors="replace") for name in ("cp1252", "cp850")]
        return max(read, key=lambda text: sum(letter in UMLAUTS for letter in text))


def rows_of(text: str) -> Iterator[tuple[int, list[str]]]:
    """Every filled row with its line. A preamble ``sep=;`` names the separator; without one the first line tells it."""
    separator, first, body = "", 1, text
    if text[:4].lower() == "sep=":
        head, _mark, body = text.partition("\n")
        separator, first = head[4:5].strip() or ";", 2
    if not separator:
        header = body.partition("\n")[0]
        separator = max(";,\t", key=header.count)
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=separator)
    begins = first
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield begins, [cell.strip() for cell in cells]
            begins = first + reader.line_num
    except csv.Error:
        raise UnusableFile(
            Text(f"Zeile {begins} ist keine Tabellenzeile. Öffnet sich dort ein Anführungszeichen, das nicht schließt?",
                 f"Line {begins} is no row of a table. Does a quotation mark open there that never closes?")
        ) from None  # fmt: skip
