"""Shares: ``Decimal`` between 0 and 1 in code, millionths in the database, per cent in a form."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from wandel.ui.formats import format_number

PER_CENT = re.compile(r"\d+([.,]\d{1,4})?")


def read_rate(text: str) -> Decimal:
    """Read "80", "80 %" or "72,5 %" as 0.8 or 0.725. Raises ValidationError with a remedy."""
    cleaned = re.sub(r"[\s\u00a0\u202f%]", "", text)
    if not PER_CENT.fullmatch(cleaned):
        raise ValidationError(
            _("“%(text)s” is not a share. Write per cent, for example 80 or 72,5."),
            code="not_a_rate",
            params={"text": text},
        )
    value = Decimal(cleaned.replace(",", ".")) / 100
    if value > 1:
        raise ValidationError(
            _("%(text)s %% is more than everything. A share is at most 100 %%; please look at the notice again."),
            code="over_100",
            params={"text": cleaned},
        )
    return value


class RateField(models.IntegerField):
    """A share as whole millionths, so that 72.5 % comes back as exactly 0.725 from every database."""

    def from_db_value(self, value: int | None, expression: Any, connection: Any) -> Decimal | None:
        return None if value is None else Decimal(value).scaleb(-6)

    def to_python(self, value: Any) -> Decimal | None:
        return value if value is None or isinstance(value, Decimal) else Decimal(str(value))

    def get_prep_value(self, value: Any) -> int | None:
        return None if value is None else int((Decimal(value) * 1_000_000).to_integral_value())

    def formfield(self, **kwargs: Any) -> forms.Field:
        return super(models.IntegerField, self).formfield(**{"form_class": RateFormField, **kwargs})


class RateInput(forms.TextInput):
    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "decimal", "autocomplete": "off", "class": "input--rate", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, Decimal):
            per_cent = (value * 100).normalize()
            places = max(0, -int(per_cent.as_tuple().exponent))
            return format_number(per_cent, places=places)
        return value


class RateFormField(forms.CharField):
    """A share typed in per cent."""

    widget = RateInput

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        if isinstance(value, Decimal):
            return value
        text = super().to_python(value)
        return None if text in self.empty_values else read_rate(text)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(data) != self.to_python(initial)
        except ValidationError:
            return True
