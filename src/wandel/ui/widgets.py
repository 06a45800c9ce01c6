"""Inputs the browser's own set does not have, each working without JavaScript too."""

from typing import Any

from django import forms


class ComboboxSelect(forms.Select):
    """A select the script turns into a field to type in, for hundreds of entries. Without script it stays a select."""


class DateInput(forms.DateInput):
    """The browser's own date field; it shows the day as the reader's device writes it and sends ISO."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class UnitInput(forms.TextInput):
    """A number with its unit behind it ("%", "m²")."""

    def __init__(self, unit: str, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "decimal", "autocomplete": "off", "class": "input--number", **(attrs or {})})
        self.unit = unit
