from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

FARTHEST_YEARS = 100


class SubscriptionForm(forms.Form):
    label = forms.CharField(
        label=_("What for"), max_length=100, required=False, help_text=_("For example: mobile phone")
    )


def read_month(text: Any, today: date) -> date:
    """The first day of the month "2026-11"; this month when it is none, or lies centuries away."""
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        return today.replace(day=1)
    return first if abs(first.year - today.year) <= FARTHEST_YEARS else today.replace(day=1)
