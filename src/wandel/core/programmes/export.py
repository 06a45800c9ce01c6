"""The official export: a zip (or unpacked folder) of one XML document per programme, contact, address, funder and link.

A programme points to the others by path; they are looked up when asked for. Documents are read one at a time, so memory stays small.
"""

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Protocol
from urllib.parse import quote
from xml.etree import ElementTree

from wandel.core.law.texts import Text
from wandel.core.programmes.codes import LEVELS, understand
from wandel.core.programmes.headings import HEADINGS
from wandel.core.programmes.source import PAGE, Contact, Link, Part, Reading, SourceProgramme, UnusableExport
from wandel.core.programmes.texts import plain, safe, unpacked

ROOT = "FDB/Content/DE/Foerderprogramm/"
HREF = "{http://www.w3.org/1999/xlink}href"
MOST_DOCUMENTS, MOST_BYTES, MOST_OF_ONE = 100_000, 2_000_000_000, 8_000_000
PARTS = {
    "gsb:header": "status", "gsb:teaserText": "teaser", "gsb:summary": "summary", "gsb:regulatoryFWork": "requirements",
    "gsb:procMethod": "procedure", "gsb:procInfluence": "deadlines", "gsb:competenceDescr": "documents",
    "gsb:progress": "processing", "gsb:procDescription": "citation", "gsb:bodyText": "body",
}  # fmt: skip
# Remarks of the editors among themselves, and what is kept elsewhere.
NOT_TEXT = {"gsb:comment", "gsb:title"}
ORDER = list(HEADINGS)
# Checksum, packing, a packing nobody knows (NotImplementedError) or a password (RuntimeError) of one entry.
DAMAGED = (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, OSError)


class BrokenDocument(ValueError):
    """One document cannot be read."""


class Documents(Protocol):
    """Where documents come from: their paths without ".xml", and the bytes of one."""

    def paths(self) -> list[str]: ...

    def read(self, path: str) -> bytes | None: ...


class Folder:
    """An unpacked export."""

    def __init__(self, root: Path) -> None:
        self._files = {_path_of(found.relative_to(root).as_posix()): found for found in root.rglob("*.xml")}

    def paths(self) -> list[str]:
        return sorted(self._files)

    def read(self, path: str) -> bytes | None:
        found = self._files.get(path)
        return found.read_bytes() if found and found.stat().st_size <= MOST_OF_ONE else None


class Archive:
    """A zipped export. No more comes out of a document than the archive claims for it, so the claims bound the whole."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        entries = [one for one in archive.infolist() if one.filename.endswith(".xml")]
        if len(entries) > MOST_DOCUMENTS or sum(one.file_size for one in entries) > MOST_BYTES:
            raise UnusableExport(
                Text("Ausgepackt wäre diese Datei viel größer als der Export der Förderdatenbank. Laden Sie ihn dort neu herunter.",
                     "Unpacked, this file would be far larger than the export of the Förderdatenbank. Download it there again.")
            )  # fmt: skip
        self._archive = archive
        self._entries = {_path_of(one.filename): one for one in entries}

    def paths(self) -> list[str]:
        return sorted(self._entries)

    def read(self, path: str) -> bytes | None:
        entry = self._entries.get(path)
        if entry is None:
            return None
        try:
            with self._archive.open(entry) as stream:
                content = stream.read(MOST_OF_ONE + 1)
        except DAMAGED as error:
            # One entry that does not unpack is one broken document, not a broken export.
            raise BrokenDocument(str(error)[:120]) from error
        return content if len(content) <= MOST_OF_ONE else None


@contextmanager
def open_export(source: Path | bytes) -> Iterator[Documents]:
    """A folder, a zip file, or the bytes of one. Raises UnusableExport where it is neither."""
    if isinstance(source, Path) and source.is_dir():
        yield Folder(source)
        return
    try:
        packed = zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source)
    except (zipfile.BadZipFile, OSError) as error:
        raise UnusableExport(
            Text("Diese Datei ist kein lesbares ZIP-Archiv. Der Export der Förderdatenbank kommt als ZIP; laden Sie ihn noch einmal herunter.",
                 "This file is no readable zip archive. The export of the Förderdatenbank comes as zip; download it once more.")
        ) from error  # fmt: skip
    with packed:
        yield Archive(packed)


def read_export(
    source: Path | bytes, *, skip_broken: bool = False, tell: Callable[[int, int], None] = lambda done, total: None
) -> Reading:
    """Every programme of an export.

    A document that cannot be read raises UnusableExport naming it; with ``skip_broken`` it becomes a remark and the rest is read. ``tell``
    hears how many programmes are read of how many.
    """
    with open_export(source) as documents:
        paths = [path for path in documents.paths() if path.startswith(ROOT)]
        if not paths:
            raise UnusableExport(
                Text("In dieser Datei liegt kein Förderprogramm. Erwartet wird der Export der Förderdatenbank mit dem Ordner "
                     "BMWI/FDB/Content/DE/Foerderprogramm.",
                     "There is no funding programme in this file. Expected is the export of the Förderdatenbank with the folder "
                     "BMWI/FDB/Content/DE/Foerderprogramm.")
            )  # fmt: skip
        others = _Others(documents)
        reading = Reading()
        for number, path in enumerate(paths, start=1):
            try:
                programme = _programme(path, _document(documents, path), others, reading)
            except BrokenDocument as error:
                _broken(reading, path, str(error), skip_broken=skip_broken)
            else:
                if programme is not None:
                    reading.add(programme, f"{path}.xml")
            tell(number, len(paths))
    return reading


def _broken(reading: Reading, path: str, why: str, *, skip_broken: bool) -> None:
    text = Text(f"Das Dokument ist nicht lesbar ({why}).", f"The document cannot be read ({why}).")
    if not skip_broken:
        raise UnusableExport(
            Text(f"{path}.xml: {text.de} Nichts wurde übernommen. Laden Sie den Export neu herunter oder wählen Sie „den Rest übernehmen“.",
                 f"{path}.xml: {text.en} Nothing was taken in. Download the export again or choose “take the rest in”.")
        )  # fmt: skip
    reading.remark(f"{path}.xml", text, left_out=True)


def _path_of(name: str) -> str:
    """The path below ``BMWI/``, wherever the tree begins in the file."""
    parts = PurePosixPath(name.removesuffix(".xml")).parts
    return "/".join(parts[parts.index("BMWI") + 1 :]) if "BMWI" in parts else "/".join(parts)


def _document(documents: Documents, path: str) -> ElementTree.Element:
    content = documents.read(path)
    if content is None:
        raise BrokenDocument("zu groß, too large")
    if b"\x00" in content or b"<!DOCTYPE" in content[:2000].upper() or b"<!ENTITY" in content.upper():
        # The export has none; a document that brings its own entities is an attack or another file.
        raise BrokenDocument("DOCTYPE")
    try:
        # No entities can be declared here: checked above.
        return ElementTree.fromstring(content)  # noqa: S314
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise BrokenDocument(str(error)[:120]) from error


def _properties(document: ElementTree.Element) -> dict[str, ElementTree.Element]:
    return {str(one.get("name")): one for one in document.iter("property")}


def _markup(found: ElementTree.Element | None) -> str:
    return "" if found is None else unpacked(found.findtext("text") or "")


def _value(found: ElementTree.Element | None) -> str:
    return "" if found is None else (found.findtext("value") or "").strip()


def _lists(found: ElementTree.Element | None) -> dict[str, list[str]]:
    """The classified links of a property: name of the list → targets."""
    lists: dict[str, list[str]] = {}
    for one in () if found is None else found.iter("classifiedLinkList"):
        named = one.find("classifierLinks/link")
        name = str(named.get(HREF, "")).rsplit("/", 1)[-1] if named is not None else ""
        lists.setdefault(name, []).extend(str(link.get(HREF, "")) for link in one.iterfind("links/link"))
    return lists


def _codes(lists: dict[str, list[str]], name: str) -> list[str]:
    return [target.rsplit("/", 1)[-1] for target in lists.get(name, ())]


@dataclass(frozen=True, slots=True)
class _Card:
    """What matters of a document that is pointed to."""

    title: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    targets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def value(self, name: str) -> str:
        return self.values.get(f"gsb:{name}", "")

    def target(self, name: str) -> str:
        return next(iter(self.targets.get(f"gsb:{name}", ())), "")


@dataclass
class _Others:
    """Documents a programme points to, read once each. One that is missing or broken is simply not there."""

    documents: Documents
    known: dict[str, _Card] = field(default_factory=dict)

    def card(self, target: str) -> _Card:
        path = target.removeprefix("target:").lstrip("/").removeprefix("BMWI/")
        if path not in self.known:
            try:
                found = _properties(_document(self.documents, path))
            except BrokenDocument:
                found = {}
            self.known[path] = _Card(
                title=plain(_markup(found.get("gsb:title"))).replace("\n", " "),
                values={name: text for name, one in found.items() if (text := _value(one))},
                targets={name: tuple(links) for name, one in found.items() if (links := _targets(one))},
            )
        return self.known[path]

    def url(self, target: str) -> str:
        url = self.card(target).value("url")
        return url if url.startswith(("http://", "https://")) else ""

    def contact(self, target: str) -> Contact:
        found = self.card(target)
        return Contact(
            name=found.title or self.card(found.target("cl2RespTargets")).title,
            address=self.address(found.target("cl2Addresses")),
            phone=found.value("phone"),
            email=found.value("email"),
            url=self.url(found.target("website")),
        )

    def address(self, target: str) -> str:
        found = self.card(target)
        street = f"{found.value('road')} {found.value('houseId')}".strip()
        town = f"{found.value('zipCode')} {found.value('city')}".strip()
        return ", ".join(filter(None, (street, town)))


def _targets(found: ElementTree.Element) -> list[str]:
    """Where a property points to, the names of its lists left out."""
    inside = (str(link.get(HREF, "")) for link in found.iterfind(".//links/link"))
    return [target for target in inside if target]


def _programme(path: str, document: ElementTree.Element, others: _Others, reading: Reading) -> SourceProgramme | None:
    found = _properties(document)
    if _value(found.get("gsb:subType")) not in {"", "ServiceOffer-FundingProgram"}:
        return None
    title = plain(safe(_markup(found.get("gsb:title")))).replace("\n", " ")
    if not title:
        reading.remark(
            f"{path}.xml", Text("Das Programm hat keinen Titel.", "The programme has no title."), left_out=True
        )
        return None
    below = path.removeprefix(ROOT)
    level = below.split("/", 1)[0].lower() if "/" in below else ""
    lists = _lists(found.get("gsb:cl2Processes"))
    said = _codes(lists, "Foerdergeber")
    level = next((one for one in said if one in LEVELS), level if level in LEVELS else "")
    meaning = understand(
        areas=_codes(lists, "Foerdergebiet"),
        applicants=_codes(lists, "Foerderberechtigte"),
        kinds=_codes(lists, "Foerderart"),
        topics=_codes(lists, "Foerderbereich"),
        level=level,
    )
    parts = [Part(name, text) for name, text in _texts(found, others) if text]
    links = [
        (others.card(one).title, others.url(one))
        for one in _lists(found.get("gsb:cl2CustServices")).get("ExternerLink", ())
    ]
    contacts = (others.contact(one) for one in _lists(found.get("gsb:cl2Contacts")).get("Kontakt", ()))
    funders = filter(None, (others.card(one).title for one in lists.get("Foerderorganisation", ())))
    return SourceProgramme(
        key=below.replace("/", "-").lower(),
        url=f"{PAGE}{quote(below)}.html",
        title=title,
        short=plain(next((part.html for part in parts if part.name == "teaser"), "")).replace("\n", " "),
        parts=tuple(sorted(parts, key=lambda part: ORDER.index(part.name))),
        funder=", ".join(dict.fromkeys(funders)),
        level=level,
        applicants=meaning.applicants,
        areas=meaning.areas,
        kinds=meaning.kinds,
        topics=meaning.topics,
        keywords=_value(found.get("gsb:keywords")),
        issued_on=_day(_value(found.get("gsb:dateOfIssue"))),
        contacts=tuple(one for one in contacts if one != Contact()),
        links=tuple(Link(name or url, url) for name, url in links if url),
        unknown=meaning.unknown,
    )


def _texts(found: dict[str, ElementTree.Element], others: _Others) -> Iterator[tuple[str, str]]:
    for name, one in found.items():
        if one.get("type") == "RichText" and name not in NOT_TEXT:
            yield PARTS.get(name, "more"), safe(_markup(one), others.url)


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return None
