"""``{% load once %}{% once_key %}``: the hidden field that makes a form count once."""

import secrets

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from wandel.office.runs.once import FIELD_NAME

register = template.Library()


@register.simple_tag
def once_key() -> SafeString:
    """A hidden input with 128 random bits, new each time the form is drawn."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD_NAME, secrets.token_hex(16))
