"""Money: ``Decimal`` euro in code, integer cents in the database, comma or point in a form."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from wandel.ui.formats import format_number

GROUPED_GERMAN = re.compile(r"-?\d{1,3}(\.\d{3})+(,\d{1,2})?")
GROUPED_ENGLISH = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d{1,2})?")
PLAIN = re.compile(r"-?\d+([.,]\d{1,2})?")
LARGEST = Decimal("9999999999999.99")


def read_money(text: str) -> Decimal:
    """Read "1.250.000,00", "1,250,000.00", "1250000" or "1250000,5" as euro. Raises ValidationError with a remedy.

    A single separator followed by exactly three digits ("1.250") groups thousands: nobody types three decimal places of a euro.
    """
    cleaned = re.sub(r"[\s\u00a0\u202f'’€]|EUR", "", text)
    if GROUPED_GERMAN.fullmatch(cleaned):
        value = Decimal(cleaned.replace(".", "").replace(",", "."))
    elif GROUPED_ENGLISH.fullmatch(cleaned):
        value = Decimal(cleaned.replace(",", ""))
    elif PLAIN.fullmatch(cleaned):
        value = Decimal(cleaned.replace(",", "."))
    else:
        raise ValidationError(
            _(
                "“%(text)s” is not an amount of money. Write it like 1.250.000,00 – digits, at most two after the comma."
            ),
            code="not_money",
            params={"text": text},
        )
    if abs(value) > LARGEST:
        raise ValidationError(
            _("This amount is larger than any budget. Please check the number of digits."), code="too_large"
        )
    return value


class MoneyField(models.BigIntegerField):
    """Euro as integer cents. SQLite keeps decimals as floats, so DecimalField is forbidden for money (a test checks)."""

    def from_db_value(self, value: int | None, expression: Any, connection: Any) -> Decimal | None:
        return None if value is None else Decimal(value).scaleb(-2)

    def to_python(self, value: Any) -> Decimal | None:
        if value is None or isinstance(value, Decimal):
            return value
        return read_money(str(value))

    def get_prep_value(self, value: Any) -> int | None:
        if value is None:
            return None
        cents = Decimal(value).scaleb(2)
        if cents != cents.to_integral_value():
            raise ValueError(f"{value} has more than two decimal places; round before saving")
        return int(cents)

    def value_to_string(self, obj: models.Model) -> str:
        value = self.value_from_object(obj)
        return "" if value is None else str(value)

    def formfield(self, **kwargs: Any) -> forms.Field:
        return super(models.BigIntegerField, self).formfield(
            **{"form_class": MoneyFormField, "min_value": None, "max_value": None, **kwargs}
        )

    @property
    def validators(self) -> list[Any]:
        return list(self._validators)


class MoneyInput(forms.TextInput):
    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "decimal", "autocomplete": "off", "class": "input--money", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, Decimal):
            return format_number(value, places=2)
        return value


class MoneyFormField(forms.CharField):
    """An amount in euro. Negative amounts are refused unless ``min_value`` allows them."""

    widget = MoneyInput

    def __init__(
        self, *, min_value: Decimal | None = Decimal(0), max_value: Decimal | None = None, **kwargs: Any
    ) -> None:
        self.min_value, self.max_value = min_value, max_value
        kwargs.pop("max_length", None)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        if isinstance(value, Decimal):
            return value
        text = super().to_python(value)
        return None if text in self.empty_values else read_money(text)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is None:
            return
        if self.min_value is not None and value < self.min_value:
            raise ValidationError(_("The amount must not be negative."), code="negative")

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(data) != self.to_python(initial)
        except ValidationError:
            return True
