"""PDF/A-2a and PDF/UA-1 by typst. What people wrote goes in as data and is never read as source."""

import importlib
import json
import re
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings

from wandel.ui.documents.model import Block, Document, Note

TEMPLATE = Path(__file__).with_name("document.typ")
DRAWING = Path(__file__).with_name("drawing.typ")
# As typst says it: the text `"…"` could not be displayed with font …
UNKNOWN_LETTER = re.compile(r'the text `"(.+?)"` could not be displayed')
MOST_UNKNOWN_LETTERS = 200
CONTROL = {code: None for code in range(32) if code not in (9, 10)}


def _clean(value: Any) -> Any:
    """Without control characters, which no font can draw and PDF/A forbids."""
    if isinstance(value, str):
        return value.translate(CONTROL)
    if isinstance(value, dict):
        return {key: _clean(part) for key, part in value.items()}
    if isinstance(value, (list, tuple, frozenset)):
        return [_clean(part) for part in value]
    return value


def to_pdf(document: Document) -> bytes:
    """The document as tagged, archivable PDF."""
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
    }
    fonts = [str(settings.WANDEL_FONT_DIR)] if Path(settings.WANDEL_FONT_DIR).is_dir() else []
    text = json.dumps(_clean(data), ensure_ascii=False)
    for _attempt in range(MOST_UNKNOWN_LETTERS):
        try:
            pdf: bytes = typst.compile(
                str(TEMPLATE), format="pdf", font_paths=fonts, sys_inputs={"data": text}, pdf_standards=["a-2a", "ua-1"]
            )
            return pdf
        except typst.TypstError as error:
            # An accessible PDF may not hold a letter no font can draw. The Word file keeps it; here a question mark stands.
            unknown = UNKNOWN_LETTER.search(str(error))
            if not unknown or unknown.group(1) not in text:
                raise
            text = text.replace(unknown.group(1), "?")
    raise ValueError("This document is written in a script for which no font is installed.")


def to_png(svg: str) -> bytes:
    """A drawing as picture, 200 dots per inch at the width of a page's text."""
    typst = importlib.import_module("typst")
    fonts = [str(settings.WANDEL_FONT_DIR)] if Path(settings.WANDEL_FONT_DIR).is_dir() else []
    data = json.dumps(_clean({"svg": svg}), ensure_ascii=False)
    picture: bytes = typst.compile(str(DRAWING), format="png", ppi=200, font_paths=fonts, sys_inputs={"data": data})
    return picture


def _block(block: Block) -> dict[str, Any]:
    parts = asdict(block)
    if isinstance(block, Note):
        parts["kind_word"] = block.kind
    return {**parts, "kind": type(block).__name__.lower()}
