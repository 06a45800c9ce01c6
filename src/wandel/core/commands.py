"""Habits of every compute command: data on stdout, sentences on stderr, no settings, no database.

Exit 0 done, 1 the input is wrong (a bad value of an option included), 2 an unknown or missing option.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn, TextIO, TypeVar

from wandel.core.law.texts import Text, shown

LARGEST_FILE = 20_000_000
LANGUAGES = ("de", "en")
T = TypeVar("T")


class Refused(Exception):
    """The input is wrong: the sentences to print."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


class Parser(argparse.ArgumentParser):
    """Argparse with whole option names; its own errors (unknown or missing option) exit 2."""

    def __init__(self, name: str, description: str) -> None:
        super().__init__(prog=f"wandel {name}", description=description, allow_abbrev=False)
        self.add_argument("--json", action="store_true", help="print one JSON document")
        self.add_argument("--lang", default="de", metavar="LANG", help="de or en, for the table and the sentences")


def read_text(name: str, language: str = "de") -> str:
    """The text of a file or of standard input (``-``), in UTF-8. Raises Refused with a sentence."""
    try:
        if name == "-":
            raw = sys.stdin.buffer.read(LARGEST_FILE + 1)
        else:
            with Path(name).open("rb") as stream:
                raw = stream.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        _refuse_file(
            name, language, "Die Datei gibt es nicht. Prüfen Sie den Pfad.", "The file does not exist. Check the path."
        )
    except IsADirectoryError:
        _refuse_file(
            name, language, "Das ist ein Ordner. Nennen Sie die Datei darin.", "This is a folder. Name the file in it."
        )
    except (OSError, ValueError):
        _refuse_file(
            name, language, "Die Datei lässt sich nicht lesen. Prüfen Sie die Rechte.",
            "The file cannot be read. Check its rights.",
        )  # fmt: skip
    if len(raw) > LARGEST_FILE:
        _refuse_file(
            name, language, "Die Datei ist größer als 20 MB. Prüfen Sie, ob es die richtige ist.",
            "The file is larger than 20 MB. Check that it is the right one.",
        )  # fmt: skip
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        _refuse_file(
            name, language, f"Die Datei ist nicht in UTF-8 (Byte {error.start + 1}). Speichern Sie sie als UTF-8.",
            f"The file is not UTF-8 (byte {error.start + 1}). Save it as UTF-8.",
        )  # fmt: skip


def read_json(name: str, language: str = "de") -> Any:
    """The JSON of a file or of standard input (``-``), numbers exact. Raises Refused with a sentence."""
    text = read_text(name, language)
    try:
        return json.loads(
            text, parse_float=Decimal, parse_int=_whole, parse_constant=_no_constant, object_pairs_hook=_no_duplicates
        )
    except json.JSONDecodeError as error:
        _refuse_file(
            name, language,
            f"Das JSON bricht in Zeile {error.lineno}, Spalte {error.colno} ab. Prüfen Sie Komma, Klammer und "
            "Anführungszeichen davor.",
            f"The JSON breaks at line {error.lineno}, column {error.colno}. Check comma, bracket and quotes before it.",
        )  # fmt: skip
    except RecursionError:
        _refuse_file(
            name, language, "Das JSON ist zu tief verschachtelt. Vereinfachen Sie es.",
            "The JSON is nested too deeply. Simplify it.",
        )  # fmt: skip
    except _Odd as odd:
        _refuse_file(name, language, odd.text.de, odd.text.en)


def _refuse_file(name: str, language: str, german: str, english: str) -> NoReturn:
    place = Text("Standardeingabe", "standard input").to(language) if name == "-" else name
    raise Refused(Text(f"{place}: {german}", f"{place}: {english}").to(language))


class _Odd(Exception):
    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


def _whole(digits: str) -> int:
    if len(digits) > 40:
        raise _Odd(
            Text(
                f"Die Zahl {shown(digits)} ist zu groß. Prüfen Sie die Stellen.",
                f"The number {shown(digits)} is too large. Check the digits.",
            )
        )
    return int(digits)


def _no_constant(name: str) -> NoReturn:
    raise _Odd(Text(f"{name} ist keine Zahl. Schreiben Sie Ziffern.", f"{name} is not a number. Write digits."))


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise _Odd(
            Text(
                f"Die Angabe „{shown(twice)}“ steht zweimal da. Streichen Sie eine.",
                f"The key “{shown(twice)}” is written twice. Remove one.",
            )
        )
    return found


def value(options: argparse.Namespace, option: str, written: str, read: Callable[[Any], T | Text]) -> T:
    """The value of an option. Raises Refused naming it when ``read`` answers with a sentence."""
    found = read(written)
    if isinstance(found, Text):
        raise Refused(f"{option}: {found.to(options.lang)}")
    return found


def carry_out(
    parser: Parser,
    argv: Sequence[str],
    work: Callable[[argparse.Namespace], str],
    refusals: tuple[type[Exception], ...],
    sentences: Callable[[Exception, str], Sequence[str]],
) -> int:
    """Parse, work, print; the exit code. ``refusals`` are the errors that mean wrong input, ``sentences`` words them."""
    try:
        options = parser.parse_args(list(argv))
    except SystemExit as error:
        return error.code if isinstance(error.code, int) else 2
    try:
        if options.lang not in LANGUAGES:
            language, options.lang = options.lang, "de"
            raise Refused(f"--lang: „{shown(language)}“ gibt es nicht. Möglich sind: de, en.")
        output = work(options)
    except Refused as error:
        return _refuse(error.sentences)
    except refusals as error:
        return _refuse(sentences(error, options.lang))
    return _write(output)


def _refuse(sentences: Sequence[str]) -> int:
    for sentence in sentences:
        line(sys.stderr, sentence)
    return 1


def line(stream: TextIO, text: str) -> None:
    """One line in the stream's own encoding; what it cannot say becomes a question mark."""
    encoding = stream.encoding or "utf-8"
    stream.write(text.encode(encoding, "replace").decode(encoding) + "\n")


def _write(output: str) -> int:
    """UTF-8 on stdout whatever the locale; a reader that has gone away is no error."""
    try:
        sys.stdout.buffer.write(output.encode("utf-8", "replace") + b"\n")
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Columns padded to their widest cell, the last one left as it is."""
    widths = [max(len(row[index]) for row in rows) for index in range(len(rows[0]) - 1)]
    return [
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]]).rstrip()
        for row in rows
    ]
