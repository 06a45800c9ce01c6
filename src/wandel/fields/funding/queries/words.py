"""Sentences of core in the reader's language."""

from typing import Any

from django.utils.translation import get_language

from wandel.core.law.texts import Text


def spoken(text: Text | dict[str, Any] | None) -> str:
    """Core's two-language sentence, or the pair of it that was kept as JSON; nothing where there is none."""
    if not text:
        return ""
    pair = text if isinstance(text, dict) else text.as_json()
    return str(pair["de" if (get_language() or "de").startswith("de") else "en"])
