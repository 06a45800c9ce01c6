"""Sentences that are stored and later read in another language: a message id with its parameters."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language, gettext

from wandel.ui.formats import format_date, format_money


@dataclass(frozen=True, slots=True)
class Phrase:
    """An English message id and its parameters. ``str()`` gives the sentence in the reader's language.

    Parameters may be text, numbers, dates, ``Decimal`` money or a mapping {"de": …, "en": …} as core writes it.
    """

    msgid: str
    params: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        if not self.msgid:
            return ""
        text = gettext(self.msgid)
        return text % {key: _spoken(value) for key, value in self.params.items()} if self.params else text

    def to_json(self) -> dict[str, Any]:
        return {"msgid": self.msgid, "params": {key: _packed(value) for key, value in self.params.items()}}

    @classmethod
    def from_json(cls, data: dict[str, Any] | None) -> "Phrase":
        if not data:
            return cls("")
        return cls(data["msgid"], {key: _unpacked(value) for key, value in data.get("params", {}).items()})


def both(text: Any) -> Phrase:
    """Turn core's two-language ``Text`` (attributes or keys ``de`` and ``en``) into a stored phrase."""
    pair = text if isinstance(text, dict) else {"de": text.de, "en": text.en}
    return Phrase("%(text)s", {"text": {"de": pair["de"], "en": pair["en"]}})


def plain(text: str) -> Phrase:
    """A phrase for words a person typed; they stay as they are in every language."""
    return Phrase("%(text)s", {"text": text})


def _packed(value: Any) -> Any:
    if isinstance(value, Decimal):
        return {"money": str(value)}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    return value if isinstance(value, (str, int, dict)) else str(value)


def _unpacked(value: Any) -> Any:
    if isinstance(value, dict) and "money" in value:
        return Decimal(value["money"])
    if isinstance(value, dict) and "date" in value:
        return date.fromisoformat(value["date"])
    return value


def _spoken(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format_money(value)
    if isinstance(value, date):
        return format_date(value)
    if isinstance(value, dict):
        return value["de"] if (get_language() or "de").startswith("de") else value["en"]
    return value
