"""Page trees in the shape of the Integreat interface, version 3 (``/api/v3/{region}/{language}/pages/``)."""

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from wandel.core.guide.markup import from_html, plain_lines
from wandel.core.law.texts import Text, shown
from wandel.core.text.fold import fold

MOST_PAGES = 20_000
LONGEST_TITLE, LONGEST_SUMMARY = 200, 300
# Where a language is missing the interface answers with these words in place of a page.
_STANDS_IN = tuple(map(fold, ("Die Seite existiert nicht in der ausgewählten Sprache", "This page does not exist in the selected language")))  # fmt: skip
_PATH = re.compile(r"^/[^/]+/([a-z]{2,3}(?:-[a-z]{2,4})?)/")


class UnusableTree(ValueError):
    """A file that is no page tree, as a sentence with its remedy."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


@dataclass(frozen=True, slots=True)
class TreePage:
    """One page of the file. ``path`` is its address there, ``others`` the same page's path per other language."""

    path: str
    parent: str
    slug: str
    title: str
    summary: str
    body: str
    others: Mapping[str, str]
    written: bool


@dataclass
class Tree:
    """Pages with parents before children, and what was odd."""

    language: str
    pages: list[TreePage] = field(default_factory=list)
    lost: Counter[str] = field(default_factory=Counter)
    remarks: list[Text] = field(default_factory=list)


def read_tree(content: bytes) -> Tree:
    """Read a file as the interface gives it. Raises UnusableTree."""
    rows = _rows(content)
    languages = Counter(found[1] for row in rows if (found := _PATH.match(_text(row.get("path")))))
    if not languages:
        raise UnusableTree(Text(
            "In der Datei steht kein Seitenbaum: Keine Seite nennt ihren Pfad. Laden Sie die Antwort von /api/v3/…/pages/.",
            "The file holds no page tree: no page names its path. Load the answer of /api/v3/…/pages/.",
        ))  # fmt: skip
    tree = Tree(languages.most_common(1)[0][0])
    known: dict[str, dict[str, Any]] = {}
    for row in rows:
        path = _text(row.get("path"))
        if not _PATH.match(path) or not _text(row.get("title")):
            tree.remarks.append(Text(
                f"Eine Seite ohne Pfad oder Titel bleibt weg: {shown(row.get('id'))}.",
                f"A page without a path or a title is left out: {shown(row.get('id'))}.",
            ))  # fmt: skip
        elif path in known:
            tree.remarks.append(Text(f"{shown(path)} steht zweimal; die erste zählt.", f"{shown(path)} stands twice; the first counts."))  # fmt: skip
        else:
            known[path] = row
    for path in _parents_first(known, tree):
        tree.pages.append(_page(path, known, tree))
    return tree


def _rows(content: bytes) -> list[dict[str, Any]]:
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        raise UnusableTree(Text(
            "Die Datei lässt sich nicht als JSON lesen. Speichern Sie die Antwort der Schnittstelle unverändert.",
            "The file cannot be read as JSON. Save the answer of the interface as it is.",
        )) from None  # fmt: skip
    if not isinstance(found, list) or not found or not all(isinstance(row, dict) for row in found):
        raise UnusableTree(Text(
            "In der Datei steht keine Liste von Seiten. Laden Sie die Antwort von /api/v3/…/pages/.",
            "The file holds no list of pages. Load the answer of /api/v3/…/pages/.",
        ))  # fmt: skip
    if len(found) > MOST_PAGES:
        raise UnusableTree(Text(
            f"Die Datei hat mehr als {MOST_PAGES} Seiten. Laden Sie einen Teilbaum.",
            f"The file has more than {MOST_PAGES} pages. Load a part of the tree.",
        ))  # fmt: skip
    return found


def _text(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _parent(row: Mapping[str, Any]) -> str:
    parent = row.get("parent")
    return _text(parent.get("path")) if isinstance(parent, dict) else ""


def _order(row: Mapping[str, Any]) -> float:
    order = row.get("order")
    return order if isinstance(order, (int, float)) else 0


def _parents_first(known: Mapping[str, dict[str, Any]], tree: Tree) -> list[str]:
    """Paths so that a page comes after the one it stands under; an unknown or circular parent counts as none."""
    found: list[str] = []
    done: set[str] = set()
    for start in sorted(known, key=lambda path: _order(known[path])):
        path, way = start, list[str]()
        while path and path in known and path not in done and path not in way:
            way.append(path)
            path = _parent(known[path])
        if path and (path not in known or path in way):
            tree.remarks.append(Text(
                f"Über {shown(way[-1])} steht keine Seite dieser Datei; sie kommt nach oben.",
                f"No page of this file stands above {shown(way[-1])}; it goes to the top.",
            ))  # fmt: skip
        found += reversed(way)
        done.update(way)
    return found


def _page(path: str, known: Mapping[str, dict[str, Any]], tree: Tree) -> TreePage:
    row = known[path]
    others = row.get("available_languages")
    paths = {
        code: _text(other.get("path"))
        for code, other in (others.items() if isinstance(others, dict) else ())
        if isinstance(other, dict) and _text(other.get("path"))
    }
    markup = row.get("content") if isinstance(row.get("content"), str) else ""
    body, lost = from_html(str(markup), lambda href: _target(href, known))
    stands_in = any(words in fold(" ".join(plain_lines(body)[:1])) for words in _STANDS_IN)
    if stands_in:
        body = ""
    else:
        tree.lost.update(lost)
    parent = _parent(row)
    return TreePage(
        path=path,
        parent=parent if parent in known else "",
        slug=slug_of(path),
        title=_text(row.get("title"))[:LONGEST_TITLE],
        summary=_first_sentence(body),
        body=body,
        others={code: other for code, other in paths.items() if code != tree.language},
        written=not stands_in,
    )


def slug_of(path: str) -> str:
    """The last part of a path as an address of ours: "/x/de/amt/ausländer/" is "auslander"."""
    last = path.rstrip("/").rsplit("/", 1)[-1]
    return re.sub(r"[^a-z0-9]+", "-", fold(last)).strip("-")[:60]


def _target(href: str, known: Mapping[str, Any]) -> str:
    """A link to a page of the same file names its path; who takes the tree in knows what the page is called here."""
    path = re.sub(r"^https?://[^/]+", "", href).split("#")[0].split("?")[0]
    path = path if path.endswith("/") else f"{path}/"
    return f"page:{path}" if path in known else href


def _first_sentence(body: str) -> str:
    line = next((line for line in plain_lines(body) if len(line) > 20), "")
    found = re.split(r"(?<=[.!?])\s", line, maxsplit=1)[0]
    return found if len(found) <= LONGEST_SUMMARY else found[: LONGEST_SUMMARY - 1] + "…"
