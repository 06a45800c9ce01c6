"""What funding's pages say with core's words."""

from datetime import date
from decimal import Decimal

from django import template

from wandel.fields.funding.queries.words import spoken as in_reader_language
from wandel.ui.formats import format_date, format_money

register = template.Library()
register.filter("spoken", in_reader_language)


@register.filter
def kept_money(text: str | None) -> str:
    """An amount kept in JSON ("1000.00")."""
    return format_money(Decimal(text)) if text else "–"


@register.filter
def kept_day(text: str | None) -> str:
    """A day kept in JSON ("2026-01-31")."""
    return format_date(date.fromisoformat(text)) if text else "–"
