"""The source's texts: markup made safe, words untouched."""

import html
import re
from collections.abc import Callable

import nh3

TAGS = {
    "p",
    "h4",
    "ul",
    "ol",
    "li",
    "strong",
    "em",
    "b",
    "i",
    "br",
    "a",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "sup",
    "sub",
}
CDATA = re.compile(r"^\s*<!\[CDATA\[(.*)\]\]>\s*$", re.DOTALL)
HEADING = re.compile(r"<(/?)h[1-6]\b[^>]*>", re.IGNORECASE)
ANCHOR = re.compile(r"<a\b[^>]*?\b(?:xlink:)?href\s*=\s*\"([^\"]*)\"[^>]*>", re.IGNORECASE)
BREAKS = re.compile(r"</(?:p|h4|li|tr|ul|ol|table)>|<br\s*/?>", re.IGNORECASE)
# Soft hyphens and control characters split words for whoever searches; in what is shown they stay.
INVISIBLE = re.compile("[\u00ad\u200b\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
SPACES = re.compile(r"[ \t\u00a0]+")


def unpacked(text: str) -> str:
    """The export wraps its markup twice: an escaped CDATA section inside the element."""
    found = CDATA.match(text)
    return found.group(1) if found else text


def safe(markup: str, resolve: Callable[[str], str] = lambda target: "") -> str:
    """Markup without scripts, styles and frames; its words are unchanged.

    Headings get one level that fits below ours. ``resolve`` gives the address for a "target:" link into the export, "" drops the link and
    keeps its words. Empty markup gives "".
    """

    def anchor(found: re.Match[str]) -> str:
        target = html.unescape(found.group(1))
        url = resolve(target) if target.startswith("target:") else target
        return f'<a href="{html.escape(url)}">' if url.startswith(("http://", "https://", "mailto:")) else "<a>"

    clean = nh3.clean(
        ANCHOR.sub(anchor, HEADING.sub(r"<\1h4>", markup)),
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noreferrer",
    )
    return clean.strip() if plain(clean) else ""


def plain(markup: str) -> str:
    """The words alone, a line per paragraph, nothing invisible left."""
    bare = html.unescape(nh3.clean(BREAKS.sub(lambda found: found.group(0) + "\n", markup), tags=set()))
    lines = (SPACES.sub(" ", INVISIBLE.sub("", line)).strip() for line in bare.splitlines())
    return "\n".join(line for line in lines if line)
