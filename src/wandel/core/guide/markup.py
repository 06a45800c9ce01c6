"""The way a guide page is written: plain lines with a few signs, so that nobody writes HTML and nothing harmful can stand in it.

A blank line ends a paragraph. "## " and "### " begin a heading, "- " and "1. " a line of a list, **bold**, [words](address).
An address is https://…, mailto:…, tel:… or page:KEY for another page of the guide.
"""

import html
import re
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser

import nh3

SCHEMES = ("https://", "http://", "mailto:", "tel:")
TAGS = {"h2", "h3", "p", "ul", "ol", "li", "strong", "a", "br"}
LINK = re.compile(r"\[([^\[\]\n]+)\]\(([^()\s]+)\)")
BOLD = re.compile(r"\*\*([^*\n]+)\*\*")
ITEM = re.compile(r"^(?:- |(\d{1,3})\. )(.*)$")
HEADING = re.compile(r"^(#{2,3}) +(.*)$")
SPACES = re.compile(r"[ \t\u00a0\u00ad\u200b]+")


def to_html(text: str, page: Callable[[str], str] = lambda key: "") -> str:
    """Safe HTML. ``page`` gives the address of another page of the guide, "" leaves the words without a link."""
    blocks = (_block(block, page) for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()))
    made = "\n".join(part for block in blocks for part in block)
    return nh3.clean(
        made,
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noreferrer",
    )


def _block(block: str, page: Callable[[str], str]) -> list[str]:
    parts: list[str] = []
    lines: list[str] = []
    items: list[str] = []
    ordered = False

    def flush() -> None:
        if lines:
            parts.append(f"<p>{'<br>'.join(lines)}</p>")
            lines.clear()
        if items:
            tag = "ol" if ordered else "ul"
            parts.append(f"<{tag}>{''.join(f'<li>{item}</li>' for item in items)}</{tag}>")
            items.clear()

    for line in (SPACES.sub(" ", raw).strip() for raw in block.split("\n")):
        if found := HEADING.match(line):
            flush()
            level = len(found.group(1))
            parts.append(f"<h{level}>{_inline(found.group(2), page)}</h{level}>")
        elif found := ITEM.match(line):
            if lines or (items and ordered != bool(found.group(1))):
                flush()
            ordered = bool(found.group(1))
            items.append(_inline(found.group(2), page))
        elif line:
            if items:
                flush()
            lines.append(_inline(line, page))
    flush()
    return parts


def _inline(line: str, page: Callable[[str], str]) -> str:
    made, at = [], 0
    for found in LINK.finditer(line):
        made.append(_bold(line[at : found.start()]))
        label, target = found.groups()
        url = page(target[5:]) if target.startswith("page:") else target if target.startswith(SCHEMES) else ""
        # An address inside the house begins with one slash; two would lead to another host.
        safe = url.startswith(SCHEMES) or (url.startswith("/") and not url.startswith("//"))
        made.append(f'<a href="{html.escape(url)}">{_bold(label)}</a>' if safe else _bold(label))
        at = found.end()
    return "".join([*made, _bold(line[at:])])


def _bold(text: str) -> str:
    return BOLD.sub(r"<strong>\1</strong>", html.escape(text))


def links_of(text: str) -> list[tuple[str, str]]:
    """Words and address of every link, in their order."""
    return LINK.findall(text)


def plain_lines(text: str) -> list[str]:
    """The words alone, one entry per line: headings, paragraphs' lines and items."""
    found = []
    for line in (SPACES.sub(" ", raw).strip() for raw in text.replace("\r\n", "\n").split("\n")):
        match = HEADING.match(line) or ITEM.match(line)
        bare = BOLD.sub(r"\1", LINK.sub(r"\1", match.group(2) if match else line)).strip()
        if bare:
            found.append(bare)
    return found


class _Reader(HTMLParser):
    """HTML into lines of the guide's own writing."""

    def __init__(self, target: Callable[[str], str]) -> None:
        super().__init__(convert_charrefs=True)
        self.target = target
        self.blocks: list[str] = []
        self.now = ""
        self.prefix = ""
        # Whether the next item belongs to the list the last block is.
        self.joins = False
        self.lists: list[list[int]] = []
        self.href: str | None = None
        self.label = ""

    def _end(self) -> None:
        lines = [SPACES.sub(" ", line).strip() for line in self.now.split("\n")]
        words = "\n".join(line for line in lines if line)
        if words:
            if self.prefix:
                words = " ".join(words.split("\n"))
            is_item = bool(ITEM.match(f"{self.prefix}x"))
            if is_item and self.joins:
                self.blocks[-1] += f"\n{self.prefix}{words}"
            else:
                self.blocks.append(f"{self.prefix}{words}")
            self.joins = is_item
        self.now, self.prefix = "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"p", "h2", "h3"}:
            # A paragraph inside an item is the item's own text.
            if not (tag == "p" and self.prefix and not self.now.strip()):
                self._end()
            self.prefix = {"h2": "## ", "h3": "### "}.get(tag, self.prefix)
        elif tag in {"ul", "ol"}:
            self._end()
            self.joins = self.joins and bool(self.lists)
            self.lists.append([1 if tag == "ol" else 0])
        elif tag == "li":
            self._end()
            counter = self.lists[-1] if self.lists else [0]
            self.prefix = f"{counter[0]}. " if counter[0] else "- "
            counter[0] += bool(counter[0])
        elif tag == "br":
            self.now += "\n"
        elif tag == "a":
            self.href, self.label = dict(attrs).get("href") or "", ""

    def handle_endtag(self, tag: str) -> None:
        if tag in {"p", "h2", "h3", "li"}:
            self._end()
        elif tag in {"ul", "ol"}:
            self._end()
            if self.lists:
                self.lists.pop()
        elif tag == "a" and self.href is not None:
            label = SPACES.sub(" ", " ".join(self.label.split())).translate(_NO_BRACKETS)
            target = self.target(self.href)
            plain = not label or not target or re.search(r"[()\s]", target)
            self.now += label if plain else f"[{label}]({target})"
            self.href = None

    def handle_data(self, data: str) -> None:
        data = data.replace("\n", " ").replace("\r", " ")
        if self.href is not None:
            self.label += data
        else:
            self.now += data

    def close(self) -> None:
        super().close()
        self._end()


_NO_BRACKETS = str.maketrans("[]", "()")
_LEVEL = re.compile(r"<(/?)h([1-6])\b[^>]*>", re.IGNORECASE)
_CELL = re.compile(r"</t[dh]\s*>\s*<t[dh]\b[^>]*>", re.IGNORECASE)
_GRID = re.compile(r"</?(?:table|thead|tbody|tfoot|t[dh])\b[^>]*>", re.IGNORECASE)
_BLOCKS = re.compile(r"<(/?)(?:div|tr|section|article|blockquote)\b[^>]*>", re.IGNORECASE)
_LOST = {"img": "image", "iframe": "frame", "video": "film", "audio": "sound", "table": "table"}


def from_html(markup: str, target: Callable[[str], str] = lambda href: href) -> tuple[str, Counter[str]]:
    """The guide's writing of a page in HTML, and what of it cannot stand here (image, frame, film, sound, table: its rows become lines).

    ``target`` gives the address to write for a link, "" keeps its words alone.
    """
    lost = Counter(
        _LOST[name.lower()] for name in re.findall(r"<(img|iframe|video|audio|table)\b", markup, re.IGNORECASE)
    )
    deeper = _LEVEL.sub(lambda found: f"<{found[1]}h{2 if found[2] in '12' else 3}>", markup)
    rows = _BLOCKS.sub(r"<\1p>", _GRID.sub("", _CELL.sub(" – ", deeper)))
    clean = nh3.clean(
        rows, tags=TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto", "tel"}, link_rel=None,
        clean_content_tags={"script", "style", "iframe", "video", "audio", "object"},
    )  # fmt: skip

    def allowed(href: str) -> str:
        found = target(href.strip())
        return found if found.startswith((*SCHEMES, "page:")) else ""

    reader = _Reader(allowed)
    reader.feed(clean)
    reader.close()
    return "\n\n".join(reader.blocks), lost
