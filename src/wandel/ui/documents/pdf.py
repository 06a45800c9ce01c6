"""PDF/A-2a and PDF/UA-1 by typst. What people wrote goes in as data and is never read as source."""

import importlib
import json
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from wandel.ui.documents.letters import as_codes, beyond_latin, readable, refused_in, same_script
from wandel.ui.documents.model import Block, Document, Note, Table

TEMPLATE = Path(__file__).with_name("document.typ")
# A document without a day of its own carries this one, so that it does not depend on the clock.
NO_DAY = date(2000, 1, 1)
# typst names one unknown letter at a time; after so many the whole script counts as unknown, then all that is not Latin.
SINGLY, BY_SCRIPT = 12, 30
# So many letters stand side by side on a line of this size; from it follow the widths of columns.
LETTERS_IN_A_LINE = 82
DRAWING = Path(__file__).with_name("drawing.typ")


@dataclass(frozen=True, slots=True)
class Pdf:
    """A drawn document. ``unknown`` are the letters no font could draw, in the order of the alphabet; codes stand for them."""

    content: bytes
    unknown: tuple[str, ...] = ()


def to_pdf(document: Document) -> bytes:
    """The document as tagged, archivable PDF. Whoever shows it to people takes ``draw_pdf``, which tells what is missing."""
    return draw_pdf(document).content


def draw_pdf(document: Document) -> Pdf:
    """The document as tagged, archivable PDF, with the letters that could not be drawn."""
    # typst costs a quarter of a second to import; pages that draw no PDF shall not wait for it.
    typst = importlib.import_module("typst")
    data = {
        "title": document.title,
        "language": document.language,
        "subject": document.subject,
        "footer": document.footer,
        "of": {"de": "von", "en": "of"}[document.language],
        "page": {"de": "Seite", "en": "Page"}[document.language],
        "blocks": [_block(block) for block in document.blocks],
        "unknown": {"de": "Hier nicht druckbare Zeichen: ", "en": "Letters that cannot be printed here: "}[
            document.language
        ],
    }
    day = document.day or NO_DAY
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    fonts = [str(settings.WANDEL_FONT_DIR)] if Path(settings.WANDEL_FONT_DIR).is_dir() else []
    data = readable(data)
    text, unknown = json.dumps(data, ensure_ascii=False), set()
    for attempt in range(BY_SCRIPT + 2):
        try:
            pdf: bytes = typst.compile(
                str(TEMPLATE),
                format="pdf",
                font_paths=fonts,
                sys_inputs={"data": _with_codes(data, text, unknown)},
                pdf_standards=["a-2a", "ua-1"],
                timestamp=int(noon.timestamp()),
            )
            return Pdf(pdf, tuple(sorted(unknown)))
        except typst.TypstError as error:
            # An accessible PDF may not hold a letter no font can draw. The Word file keeps it; here its code stands.
            letters = refused_in(str(error), text)
            if not letters:
                raise
            unknown |= {letters}
            if attempt >= SINGLY:
                unknown |= same_script(letters, text)
            if attempt >= BY_SCRIPT:
                unknown |= beyond_latin(text)
    raise ValueError("This document holds letters that no font here can draw.")


def _with_codes(data: dict[str, Any], text: str, unknown: set[str]) -> str:
    """The data for the template; where letters are missing the document says so at its end."""
    if not unknown:
        return text
    note = {"kind": "paragraph", "bold": False, "text": data["unknown"] + " ".join(sorted(unknown))}
    return as_codes(json.dumps({**data, "blocks": [*data["blocks"], note]}, ensure_ascii=False), unknown)


def to_png(svg: str) -> bytes:
    """A drawing as picture, 200 dots per inch at the width of a page's text."""
    typst = importlib.import_module("typst")
    fonts = [str(settings.WANDEL_FONT_DIR)] if Path(settings.WANDEL_FONT_DIR).is_dir() else []
    data = json.dumps(readable({"svg": svg}), ensure_ascii=False)
    picture: bytes = typst.compile(str(DRAWING), format="png", ppi=200, font_paths=fonts, sys_inputs={"data": data})
    return picture


def _block(block: Block) -> dict[str, Any]:
    parts = asdict(block)
    if isinstance(block, Note):
        parts["kind_word"] = block.kind
    if isinstance(block, Table) and not block.widths:
        parts["widths"] = _widths(block)
    return {**parts, "kind": type(block).__name__.lower()}


def _widths(table: Table) -> list[int]:
    """Shares of the text width: every column has room for its longest word, the rest goes to those with long lines."""
    needed, wished = [], []
    for number, name in enumerate(table.columns):
        cells = [name, *(row[number] for row in table.rows)]
        word = 2 + max((len(word) for cell in cells for word in cell.split()), default=1)
        line = 2 + max((len(line) for cell in cells for line in cell.splitlines()), default=1)
        needed.append(min(word, LETTERS_IN_A_LINE // 2))
        wished.append(min(line, LETTERS_IN_A_LINE))
    room = max(LETTERS_IN_A_LINE - sum(needed), 0)
    longing = sum(wish - need for wish, need in zip(wished, needed, strict=True)) or 1
    return [
        round(10 * (need + (wish - need) * min(room / longing, 1))) for wish, need in zip(wished, needed, strict=True)
    ]
