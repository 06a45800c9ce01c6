"""Lines of a file however it was saved: plain or gzip, UTF-8 or Latin-1; streaming, so size does not matter."""

import codecs
import csv
import gzip
import io
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TextIO, cast

from wandel.core.statistics.problems import StatisticsError

Source = Path | str | bytes
# A file of the statistical offices for all municipalities has 4 MB, INKAR whole 6.6 GB.
LARGEST = 20_000_000_000
_CHUNK = 1 << 20
_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"


@contextmanager
def opened(source: Source, file: str, *, largest: int = LARGEST) -> Iterator[TextIO]:
    """A text stream over a path or over bytes. ``largest`` bounds the unpacked size in bytes.

    The encoding is UTF-8 if the whole file is, otherwise Windows' Latin-1 (code page 1252). Raises StatisticsError for
    files that are missing, unreadable, too large, no text, or packed in another way than gzip."""
    encoding = _encoding(source, file, largest)
    with _binary(source, file) as raw:
        yield io.TextIOWrapper(raw, encoding, errors="strict" if encoding == "utf-8-sig" else "replace")


@contextmanager
def _binary(source: Source, file: str) -> Iterator[IO[bytes]]:
    try:
        stream: IO[bytes] = io.BytesIO(source) if isinstance(source, bytes) else Path(source).open("rb")  # noqa: SIM115 – closed by the with below
    except (FileNotFoundError, NotADirectoryError):
        raise StatisticsError(
            file, 0, "Die Datei gibt es nicht. Prüfen Sie den Pfad.", "The file does not exist. Check the path."
        ) from None
    except (OSError, ValueError):
        raise StatisticsError(
            file,
            0,
            "Die Datei lässt sich nicht lesen. Prüfen Sie Pfad und Rechte.",
            "The file cannot be read. Check path and rights.",
        ) from None
    with stream:
        first = stream.read(4)
        stream.seek(0)
        if first == _ZIP:
            raise StatisticsError(
                file,
                0,
                "Die Datei ist ein ZIP-Archiv oder eine Excel-Mappe. Entpacken Sie das Archiv oder speichern Sie die Tabelle als CSV.",
                "The file is a ZIP archive or an Excel workbook. Unpack the archive or save the table as CSV.",
            )
        if first[:2] == _GZIP:
            with gzip.GzipFile(fileobj=stream) as unpacked:
                yield cast(IO[bytes], unpacked)
        else:
            yield stream


def _encoding(source: Source, file: str, largest: int) -> str:
    decoder = codecs.getincrementaldecoder("utf-8")()
    utf8, size = True, 0
    with _binary(source, file) as raw:
        try:
            while chunk := raw.read(_CHUNK):
                size += len(chunk)
                if size > largest:
                    raise StatisticsError(
                        file,
                        0,
                        f"Die Datei ist entpackt größer als {largest // 1_000_000} MB. Prüfen Sie, ob es die richtige ist.",
                        f"Unpacked the file is larger than {largest // 1_000_000} MB. Check that it is the right one.",
                    )
                if b"\x00" in chunk:
                    raise StatisticsError(
                        file,
                        0,
                        "Das ist keine Textdatei. Speichern Sie die Tabelle als CSV.",
                        "This is no text file. Save the table as CSV.",
                    )
                if utf8:
                    utf8 = _decodes(decoder, chunk, final=False)
        except (EOFError, gzip.BadGzipFile, zlib.error):
            raise StatisticsError(
                file,
                0,
                "Das gzip-Archiv ist abgeschnitten oder beschädigt. Laden Sie die Datei noch einmal.",
                "The gzip archive is cut off or damaged. Download the file again.",
            ) from None
    return "utf-8-sig" if utf8 and _decodes(decoder, b"", final=True) else "cp1252"


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def rows(lines: Iterable[str], file: str, *, delimiter: str = ";", first: int = 1) -> Iterator[tuple[int, list[str]]]:
    """Line number and cells of every row; ``first`` is the number of the first line handed in. Raises StatisticsError
    where a quotation mark that is never closed swallows the rest."""
    reader = csv.reader(lines, delimiter=delimiter)
    line = first
    try:
        for row in reader:
            yield line, row
            line = first + reader.line_num
    except csv.Error:
        raise unclosed(file, line) from None


def unclosed(file: str, line: int) -> StatisticsError:
    """The refusal of a file whose quotation marks do not pair."""
    return StatisticsError(
        file,
        line,
        "Ab hier fehlt ein schließendes Anführungszeichen. Laden Sie die Datei noch einmal.",
        "From here on a closing quotation mark is missing. Download the file again.",
    )
