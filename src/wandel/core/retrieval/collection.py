"""A test collection in BEIR's form: documents, questions and who judged what relevant.

A folder with ``corpus.jsonl`` (``_id``, ``title``, ``text``), ``queries.jsonl`` (``_id``, ``text``) and ``qrels.tsv`` or ``qrels/test.tsv``
(query, document, grade; with or without a header line). Each may be gzipped (``.gz``). Documents are read one by one, so the
texts are never all in memory.
"""

import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from wandel.core.law.texts import Text, shown
from wandel.core.retrieval.index import Document
from wandel.core.retrieval.problems import RetrievalError

CORPUS, QUERIES, JUDGEMENTS = "corpus.jsonl", "queries.jsonl", ("qrels.tsv", "qrels/test.tsv")
LARGEST_GRADE = 1_000_000


class _Line(NamedTuple):
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Questions:
    """What is asked and judged: query id → text, query id → document id → grade, each query asked and judged."""

    texts: dict[str, str]
    judgements: dict[str, dict[str, int]]
    warnings: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Collection:
    """The files of one folder, found but not read."""

    corpus: Path
    queries: Path
    qrels: Path

    def documents(self) -> Iterator[Document]:
        """Every document in the file's order. Raises RetrievalError at the first that cannot be used, or if there is none."""
        seen: dict[str, int] = {}
        for line, row in _rows(self.corpus):
            number = _id_of(row, self.corpus, line, seen)
            title, text = (_words_of(row, name, self.corpus, line) for name in ("title", "text"))
            if title is None and text is None:
                raise _wrong(
                    self.corpus, line, "Das Dokument hat weder „text“ noch „title“. Ergänzen Sie eines.",
                    "the document has neither “text” nor “title”. Add one.",
                )  # fmt: skip
            yield Document(number, title or "", text or "")
        if not seen:
            raise _wrong(
                self.corpus, None, "Die Sammlung ist leer. Schreiben Sie je Zeile ein Dokument als JSON mit _id, title und text.",
                "the collection is empty. Write one document per line as JSON with _id, title and text.",
            )  # fmt: skip

    def questions(self) -> Questions:
        """Questions and judgements. Raises RetrievalError if a line is wrong or no question is judged."""
        texts: dict[str, str] = {}
        seen: dict[str, int] = {}
        for line, row in _rows(self.queries):
            number = _id_of(row, self.queries, line, seen)
            text = _words_of(row, "text", self.queries, line)
            if text is None:
                raise _wrong(
                    self.queries, line, "Die Frage hat kein „text“. Ergänzen Sie, was gefragt wird.",
                    "the query has no “text”. Add what is asked.",
                )  # fmt: skip
            texts[number] = text
        judgements, warnings = _judgements(self.qrels), []
        strangers = [query for query in judgements if query not in texts]
        if strangers:
            warnings.append(_counted(self.qrels, len(strangers), strangers[0], f"steht nicht in {self.queries.name}", f"is not in {self.queries.name}"))  # fmt: skip
        kept = {query: judgements[query] for query in texts if query in judgements}
        if not kept:
            raise _wrong(
                self.qrels, None, f"Zu keiner Frage aus {self.queries.name} steht hier ein Urteil. Prüfen Sie die Kennungen der ersten Spalte.",
                f"no query of {self.queries.name} is judged here. Check the ids in the first column.",
            )  # fmt: skip
        if not any(grade > 0 for grades in kept.values() for grade in grades.values()):
            raise _wrong(
                self.qrels, None, "Kein Urteil nennt ein passendes Dokument. Schreiben Sie in die dritte Spalte 1 oder mehr, wo eines passt.",
                "no judgement names a relevant document. Write 1 or more into the third column where one is relevant.",
            )  # fmt: skip
        return Questions({query: texts[query] for query in kept}, kept, tuple(warnings))

    def strangers(self, questions: Questions, known: set[str]) -> list[Text]:
        """A warning if documents are judged that the collection does not have."""
        absent = [one for grades in questions.judgements.values() for one in grades if one not in known]
        if not absent:
            return []
        return [_counted(self.qrels, len(absent), absent[0], f"steht nicht in {self.corpus.name}", f"is not in {self.corpus.name}")]  # fmt: skip


def collection_in(folder: Path) -> Collection:
    """The folder's files. Raises RetrievalError naming the folder or the first file that is not there."""
    try:
        if not folder.is_dir():
            raise RetrievalError(
                f"{folder}: Diesen Ordner gibt es nicht. Nennen Sie einen mit {CORPUS}, {QUERIES} und {JUDGEMENTS[0]}.",
                f"{folder}: there is no such folder. Name one with {CORPUS}, {QUERIES} and {JUDGEMENTS[0]}.",
            )
        return Collection(_file(folder, CORPUS), _file(folder, QUERIES), _file(folder, *JUDGEMENTS))
    except (OSError, ValueError) as error:
        if isinstance(error, RetrievalError):
            raise
        raise RetrievalError(
            f"{folder}: Der Ordner lässt sich nicht lesen. Prüfen Sie Pfad und Rechte.",
            f"{folder}: the folder cannot be read. Check path and rights.",
        ) from None


def _file(folder: Path, *names: str) -> Path:
    possible = [folder / f"{name}{ending}" for name in names for ending in ("", ".gz")]
    for path in possible:
        if path.is_file():
            return path
    others = ", ".join(str(path.relative_to(folder)) for path in possible[1:])
    raise RetrievalError(
        f"{possible[0]}: Die Datei fehlt. Legen Sie sie an (auch möglich: {others}).",
        f"{possible[0]}: the file is missing. Create it (also possible: {others}).",
    )


def _lines(path: Path) -> Iterator[_Line]:
    """Lines that are not blank, without their ends. Raises RetrievalError if the file cannot be read as UTF-8."""
    number = 0
    try:
        with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as stream:
            for raw in stream:
                number += 1
                text = raw.decode("utf-8-sig" if number == 1 else "utf-8").strip("\r\n")
                if text.strip():
                    yield _Line(number, text)
    except UnicodeDecodeError:
        raise _wrong(
            path, number, "Die Zeile ist nicht in UTF-8. Speichern Sie die Datei als UTF-8.",
            "the line is not UTF-8. Save the file as UTF-8.",
        ) from None  # fmt: skip
    except (gzip.BadGzipFile, EOFError, zlib.error):
        raise _wrong(
            path, None, f"Die Datei lässt sich nach Zeile {number} nicht entpacken. Packen Sie sie neu mit gzip.",
            f"the file cannot be unpacked after line {number}. Pack it again with gzip.",
        ) from None  # fmt: skip
    except OSError:
        raise _wrong(
            path, None, "Die Datei lässt sich nicht lesen. Prüfen Sie die Rechte.", "the file cannot be read. Check its rights."
        ) from None  # fmt: skip


def _rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    for line in _lines(path):
        try:
            row = json.loads(line.text)
        except (ValueError, RecursionError) as error:
            column = error.colno if isinstance(error, json.JSONDecodeError) else 1
            raise _wrong(
                path, line.number,
                f"Das JSON bricht in Spalte {column} ab. Schreiben Sie je Zeile ein vollständiges Objekt.",
                f"the JSON breaks at column {column}. Write one complete object per line.",
            ) from None  # fmt: skip
        if not isinstance(row, dict):
            raise _wrong(
                path, line.number, 'Hier steht kein Objekt. Schreiben Sie {"_id": …, "text": …}.',
                'this is not an object. Write {"_id": …, "text": …}.',
            )  # fmt: skip
        yield line.number, row


def _id_of(row: dict[str, Any], path: Path, line: int, seen: dict[str, int]) -> str:
    written = row.get("_id")
    if isinstance(written, bool) or not isinstance(written, str | int) or written == "":
        raise _wrong(
            path, line, "„_id“ fehlt oder ist kein Text. Geben Sie jeder Zeile eine eigene Kennung.",
            "“_id” is missing or is not text. Give every line an id of its own.",
        )  # fmt: skip
    found = str(written)
    if found in seen:
        raise _wrong(
            path, line, f"Die Kennung „{shown(found)}“ steht schon in Zeile {seen[found]}. Geben Sie einer der beiden eine andere.",
            f"the id “{shown(found)}” is already in line {seen[found]}. Give one of the two another.",
        )  # fmt: skip
    seen[found] = line
    return found


def _words_of(row: dict[str, Any], name: str, path: Path, line: int) -> str | None:
    found = row.get(name)
    if found is None or isinstance(found, str):
        return found
    raise _wrong(
        path, line, f"„{name}“ ist kein Text. Setzen Sie den Inhalt in Anführungszeichen.",
        f"“{name}” is not text. Put the content in quotation marks.",
    )  # fmt: skip


def _judgements(path: Path) -> dict[str, dict[str, int]]:
    """Query → document → grade. Also reads trec_eval's form with a column between query and document."""
    found: dict[str, dict[str, int]] = {}
    for number, text in _lines(path):
        cells = [cell.strip() for cell in text.split("\t")] if "\t" in text else text.split()
        grade = _grade(cells[-1])
        if not found and grade is None and number == 1 and len(cells) in (3, 4):
            continue
        if len(cells) not in (3, 4) or grade is None or not cells[0] or not cells[-2]:
            raise _wrong(
                path, number, "Hier stehen nicht Frage, Dokument und eine ganze Zahl, getrennt durch Tabulatoren. Ergänzen Sie, was fehlt.",
                "this is not query, document and a whole number, separated by tabs. Add what is missing.",
            )  # fmt: skip
        query, document = cells[0], cells[-2]
        before = found.setdefault(query, {}).setdefault(document, grade)
        if before != grade:
            raise _wrong(
                path, number,
                f"„{shown(document)}“ ist zu „{shown(query)}“ schon anders beurteilt ({before}). Streichen Sie eines der beiden Urteile.",
                f"“{shown(document)}” is already judged differently for “{shown(query)}” ({before}). Remove one of the two.",
            )  # fmt: skip
    return found


def _grade(written: str) -> int | None:
    try:
        value = float(written)
    except ValueError:
        return None
    return int(value) if abs(value) <= LARGEST_GRADE and value == int(value) else None


def _counted(path: Path, count: int, first: str, german: str, english: str) -> Text:
    others = count - 1
    more_de = f" (und {others} weitere)" if others else ""
    more_en = f" (and {others} more)" if others else ""
    return Text(
        f"{path}: „{shown(first)}“{more_de} {german}.",
        f"{path}: “{shown(first)}”{more_en} {english}.",
    )


def _wrong(path: Path, line: int | None, german: str, english: str) -> RetrievalError:
    where_de, where_en = (f", Zeile {line}", f", line {line}") if line else ("", "")
    return RetrievalError(f"{path}{where_de}: {german}", f"{path}{where_en}: {english}")
