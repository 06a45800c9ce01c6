"""How every form field looks: a KERN field with label, hint, reason and error, tied together for screen readers."""

from typing import Any

from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import ChoiceWidget
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from wandel.ui.money import MoneyInput
from wandel.ui.widgets import ComboboxSelect

CHECK, RADIO, INPUT = "kern-form-check__checkbox", "kern-form-check__radio", "kern-form-input__input"
DASHES = BLANK_CHOICE_DASH[0][1]


def _classes(widget: forms.Widget) -> str:
    if isinstance(widget, (forms.CheckboxInput, forms.CheckboxSelectMultiple)):
        return CHECK
    if isinstance(widget, forms.RadioSelect):
        return RADIO
    if isinstance(widget, forms.SelectMultiple):
        return INPUT
    if isinstance(widget, forms.Select):
        return f"{INPUT} kern-form-input__select"
    return INPUT


class KernBoundField(forms.BoundField):
    """A form field as the templates ask for it.

    Most fields of an office form are required, so the optional ones are marked with a word. A filter (GET) marks
    nothing: there everything is optional; a form says so with ``marks_optional = False``.
    """

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        if not widget.is_hidden:
            own = widget.attrs.get("class", "")
            attrs["class"] = f"{_classes(widget)} {own}".strip()
        return attrs

    def as_widget(
        self, widget: forms.Widget | None = None, attrs: dict[str, Any] | None = None, only_initial: bool = False
    ) -> SafeString:
        self._name_the_empty_choice(widget or self.field.widget)
        return super().as_widget(widget, attrs, only_initial)

    def _name_the_empty_choice(self, widget: forms.Widget) -> None:
        """Where a form names no words of its own for "nothing chosen", Django writes dashes; a reader needs words."""
        if not isinstance(widget, ChoiceWidget):
            return
        if isinstance(self.field, forms.ModelChoiceField):
            if self.field.empty_label == DASHES:
                self.field.empty_label = self.empty_choice
            return
        # Drawn at this late moment, so that choices a form fills in its __init__ are seen.
        widget.choices = [
            (value, self.empty_choice if label == DASHES else label) for value, label in list(widget.choices)
        ]

    @property
    def empty_choice(self) -> str:
        """What stands where nothing is chosen: an invitation, a fact, or in a filter that nothing is left out."""
        if not getattr(self.form, "marks_optional", True):
            return gettext("all")
        return gettext("Please choose") if self.field.required else gettext("not stated")

    @property
    def is_checkbox(self) -> bool:
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def is_select(self) -> bool:
        widget = self.field.widget
        return isinstance(widget, forms.Select) and not isinstance(
            widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)
        )

    @property
    def is_multiple(self) -> bool:
        return isinstance(self.field.widget, forms.SelectMultiple)

    @property
    def is_combobox(self) -> bool:
        return isinstance(self.field.widget, ComboboxSelect)

    @property
    def unit(self) -> str:
        """The word behind the input: €, or what the widget names as ``unit`` (%, m², Wohnungen)."""
        if isinstance(self.field.widget, MoneyInput):
            return "€"
        return str(getattr(self.field, "unit", "") or getattr(self.field.widget, "unit", ""))

    @property
    def why(self) -> str:
        """Why we ask, where the form gives a reason."""
        return str(getattr(self.field, "why", "") or "")

    @property
    def necessity(self) -> str:
        """When an answer is needed, where the form knows a condition ("required for …"); it takes the place of "optional"."""
        return str(getattr(self.field, "necessity", "") or "")

    @property
    def says_optional(self) -> bool:
        return bool(getattr(self.form, "marks_optional", True)) and not self.is_checkbox

    @property
    def fieldset_describedby(self) -> str:
        """Hint and error of a group of choices; the fieldset points at both."""
        parts = [f"{self.auto_id}_helptext"] if self.help_text else []
        return " ".join([*parts, f"{self.auto_id}_error"] if self.errors else parts)


class KernRenderer(TemplatesSetting):
    field_template_name = "ui/forms/field.html"
    form_template_name = "ui/forms/form.html"
    bound_field_class = KernBoundField
