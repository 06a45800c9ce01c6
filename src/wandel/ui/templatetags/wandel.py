"""What templates say: amounts, days and numbers as the reader writes them, icons, hashed file names, query strings."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms, template
from django.core.paginator import Page
from django.template.context import Context
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wandel.ui.assets import asset_url
from wandel.ui.charts import Chart, drawn
from wandel.ui.formats import format_date, format_money, format_number
from wandel.ui.templatetags.icons import ICONS
from wandel.ui.undo import read_offer

register = template.Library()
NOTHING = "–"


def _as_day(value: Any) -> date | None:
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value if isinstance(value, date) else None


@register.filter
def money(value: Decimal | int | None) -> str:
    """1250 → "1.250 €", None → "–"."""
    return NOTHING if value is None or value == "" else format_money(Decimal(value))


@register.filter
def number(value: Decimal | float | None, places: str | int = 0) -> str:
    """1234.56 with "1" → "1.234,6"."""
    return NOTHING if value is None or value == "" else format_number(Decimal(str(value)), places=int(places))


@register.filter
def percent(value: Decimal | float | None) -> str:
    """0.125 → "13 %"; shares as people say them."""
    return NOTHING if value is None or value == "" else f"{format_number(Decimal(str(value)) * 100)} %"


@register.filter
def day(value: date | None) -> str:
    """24.11.2026; an instant is read in the county's time zone."""
    return format_date(_as_day(value))


@register.filter
def weekday_day(value: date | None) -> str:
    """Do 26.11. – for lists inside one year."""
    read = _as_day(value)
    if read is None:
        return NOTHING
    # Translators: weekday and day without the year, in Django's date letters
    return formats.date_format(read, _("D j M"))


@register.filter
def in_days(value: date | None, today: date) -> str:
    """How far away a day is: "since 2 days", "today", "tomorrow", "in 5 days"."""
    read, from_day = _as_day(value), _as_day(today)
    if read is None or from_day is None:
        return NOTHING
    days = (read - from_day).days
    if days == 0:
        return _("today")
    if days == 1:
        return _("tomorrow")
    if days == -1:
        return _("since yesterday")
    if days < 0:
        return ngettext("for %(days)s day", "for %(days)s days", -days) % {"days": format_number(-days)}
    return ngettext("in %(days)s day", "in %(days)s days", days) % {"days": format_number(days)}


@register.inclusion_tag("ui/_chart.html")
def chart(found: Chart) -> dict[str, Any]:
    """The drawing with caption and table twin; the drawing is ours, so it is safe to stand as it is."""
    return {"chart": found, "pictures": {name: mark_safe(svg) for name, svg in drawn(found).items()}}


@register.simple_tag
def icon(name: str) -> SafeString:
    """A decorative line icon; the word stands beside it. An unknown name is an error of the template."""
    return format_html(
        '<svg class="icon" viewBox="0 0 18 18" width="18" height="18" aria-hidden="true" focusable="false">{}</svg>',
        mark_safe(ICONS[str(name)]),
    )


@register.simple_tag
def asset(name: str) -> str:
    return asset_url(name)


@register.simple_tag(takes_context=True)
def query(context: Context, **changes: Any) -> str:
    """The page's query string with changes; None takes a parameter away."""
    parameters = context["request"].GET.copy()
    for name, value in changes.items():
        if value is None or value == "":
            parameters.pop(name, None)
        else:
            parameters[name] = str(value)
    return f"?{parameters.urlencode()}"


@register.filter
def page_numbers(page: Page[Any]) -> list[int | None]:
    """Numbers of a pagination; None stands for a gap."""
    elided = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [entry if isinstance(entry, int) else None for entry in elided]


@register.filter
def error_count(form: forms.BaseForm) -> int:
    return sum(len(errors) for errors in form.errors.values())


@register.filter
def focus_id(field: forms.BoundField) -> str:
    """Where a link of the error summary leads: the input, or the first choice of a group."""
    if field.use_fieldset and field.auto_id:
        return f"{field.auto_id}_0"
    return str(field.id_for_label)


@register.filter
def undo_offer(message: Any) -> dict[str, Any] | None:
    return read_offer(message)
