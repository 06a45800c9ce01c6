"""Numbers, money and dates as the reader's language writes them."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.utils import formats
from django.utils.translation import get_language


def reader_language() -> str:
    """ "en" for readers of English, else "de": the key of sentences that are kept in both languages."""
    return "en" if (get_language() or "de").startswith("en") else "de"


def format_number(value: Decimal | int, *, places: int = 0) -> str:
    """1234.5 → "1.234,50" in German, "1,234.50" in English."""
    rounded = Decimal(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    english = f"{rounded:,.{places}f}"
    if reader_language() == "de":
        return english.translate(str.maketrans(",.", ".,"))
    return english


def format_money(value: Decimal | None, *, cents: bool | None = None) -> str:
    """Euro with grouping; cents only where there are any, unless asked for."""
    if value is None:
        return "–"
    show = value != value.to_integral_value() if cents is None else cents
    text = format_number(value, places=2 if show else 0)
    return f"{text} €" if reader_language() == "de" else f"€{text}".replace("€-", "-€")


def format_date(value: date | None) -> str:
    """24.11.2026 in German, 24 November 2026 in English."""
    if value is None:
        return "–"
    if reader_language() == "de":
        return f"{value:%d.%m.%Y}"
    return formats.date_format(value, "j F Y")
