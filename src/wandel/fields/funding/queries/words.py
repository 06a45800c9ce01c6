"""Sentences of core in the reader's language."""

from typing import Any

from wandel.core.law.texts import Text
from wandel.ui.formats import reader_language


def spoken(text: Text | dict[str, Any] | None) -> str:
    """Core's two-language sentence, or the pair of it that was kept as JSON; nothing where there is none."""
    if not text:
        return ""
    pair = text if isinstance(text, dict) else text.as_json()
    return str(pair[reader_language()])
