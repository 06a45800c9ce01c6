"""Rules as a form: one row per layer, in the words of a person, stored in the form of ``wandel suitability``."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wandel.fields.land.models import Layer, RuleSet
from wandel.ui.widgets import DateInput, UnitInput

SECTIONS = {"areas": "layers", "lines": "distances", "points": "distances", "raster": "slope"}
NAMES = ("weight", "best", "worst", "exclude")


def _number(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value)).normalize()


class RulesForm(forms.ModelForm):
    """Title, decision, threshold, and per layer weight, best, worst and exclusion."""

    threshold = forms.DecimalField(
        label=gettext_lazy("Points from which an area counts"),
        min_value=0,
        max_value=100,
        widget=UnitInput(""),
        localize=True,
    )
    minimum_cluster_ha = forms.DecimalField(
        label=gettext_lazy("Smallest area in hectares"),
        min_value=0,
        max_value=10_000,
        widget=UnitInput("ha"),
        localize=True,
    )

    maximum_cluster_ha = forms.DecimalField(
        label=gettext_lazy("Largest area in hectares"),
        min_value=0,
        max_value=10_000,
        required=False,
        widget=UnitInput("ha"),
        localize=True,
    )

    class Meta:
        model = RuleSet
        fields = ["title", "valid_from", "decided_by", "note"]
        widgets = {"valid_from": DateInput()}

    def __init__(self, *args: Any, layers: list[Layer], base: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.base = base
        self.rows = [row for layer in layers for row in self._rows_of(layer)]
        self.initial.setdefault("threshold", _number(base.get("threshold", 60)))
        self.initial.setdefault("minimum_cluster_ha", _number(base.get("minimum_cluster_ha", 1)))
        self.initial.setdefault("maximum_cluster_ha", _number(base.get("maximum_cluster_ha")))
        self.fields["maximum_cluster_ha"].why = _(
            "Larger ones are divided, so that a candidate is what one plan can hold."
        )
        self.fields["threshold"].why = _("100 means that nothing speaks against it; excluded parcels never count.")
        self.fields["decided_by"].why = _(
            "Weights are a decision. The board, the head or a working group: who took it?"
        )
        for row in self.rows:
            for name in NAMES:
                self._add_number(row, name)

    def _rows_of(self, layer: Layer) -> list[dict[str, Any]]:
        """The criteria of the base that look at this layer, else one empty row for it."""
        section = SECTIONS[layer.kind]
        if section == "slope":
            rules = self.base.get("slope") or {}
            return [self._row(layer, section, "slope", rules if rules.get("layer", "slope") == layer.key else {})]
        known = {
            name: rules or {}
            for name, rules in (self.base.get(section) or {}).items()
            if ((rules or {}).get("layer") or name) == layer.key
        }
        return [self._row(layer, section, name, rules) for name, rules in (known or {layer.key: {}}).items()]

    def _row(self, layer: Layer, section: str, name: str, rules: dict[str, Any]) -> dict[str, Any]:
        label = rules.get("label") or {"de": layer.name_de, "en": layer.name_en}
        return {"layer": layer, "section": section, "name": name, "rules": rules, "label": label, "fields": {}}

    def _add_number(self, row: dict[str, Any], name: str) -> None:
        key = f"{row['section']}-{row['name']}-{name}"
        share = row["section"] == "layers"
        labels = {
            "weight": _("Weight"),
            "best": _("best from"),
            "worst": _("worst from"),
            "exclude": _("excluded above"),
        }
        most = 100 if name == "weight" or share or row["section"] == "slope" else 1_000_000
        field = forms.DecimalField(required=False, min_value=0, max_value=most, localize=True, widget=UnitInput(""))
        field.label = f"{row['layer'].name}: {labels[name]}"
        # The cell stands in a table without a label of its own.
        field.widget.attrs["aria-label"] = field.label
        self.fields[key] = field
        row["fields"][name] = key
        self.initial.setdefault(key, self._initial(row, name, share=share))

    @staticmethod
    def _initial(row: dict[str, Any], name: str, *, share: bool) -> Decimal | None:
        rules = row["rules"]
        value = rules.get(name)
        if name == "exclude" and value is True:
            value = rules.get("threshold", 0)
        if value is None or value is False:
            return None
        number = _number(value)
        # A share is a part of one in the rules and per cent on the page.
        return number * 100 if share and name != "weight" and number is not None else number

    @property
    def table(self) -> list[dict[str, Any]]:
        """Rows with their bound fields, for the template."""
        units = {"layers": "%", "distances": "m", "slope": "%"}
        return [
            {
                "layer": row["layer"],
                "unit": units[row["section"]],
                "cells": [self[row["fields"][name]] for name in NAMES],
            }
            for row in self.rows
        ]

    @property
    def plain_fields(self) -> list[Any]:
        return [
            self[name]
            for name in (
                "title",
                "valid_from",
                "decided_by",
                "note",
                "threshold",
                "minimum_cluster_ha",
                "maximum_cluster_ha",
            )
        ]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for row in self.rows:
            best, worst, weight = (values.get(row["fields"][name]) for name in ("best", "worst", "weight"))
            if weight and row["section"] != "layers" and (best is None or worst is None):
                self.add_error(
                    row["fields"]["best" if best is None else "worst"],
                    _("A weight needs both: from where it is best, and from where it counts nothing."),
                )
            if weight and best is not None and best == worst:
                self.add_error(row["fields"]["worst"], _("Best and worst are equal; then nothing would differ."))
        if not self.errors and not self._criteria(values):
            self.add_error(None, _("Give at least one layer a weight or an exclusion."))
        return values

    def _criteria(self, values: dict[str, Any]) -> dict[str, Any]:
        sections: dict[str, Any] = {}
        for row in self.rows:
            numbers = {name: values.get(row["fields"][name]) for name in NAMES}
            if not numbers["weight"] and numbers["exclude"] is None and not row["rules"].get("exclude_below"):
                continue
            rules = {key: row["rules"][key] for key in ("where", "advice", "exclude_below") if key in row["rules"]}
            rules |= {"layer": row["layer"].key, "label": row["label"]}
            divisor = 100 if row["section"] == "layers" else 1
            if numbers["weight"]:
                rules["weight"] = float(numbers["weight"])
            for name in ("best", "worst", "exclude"):
                if numbers[name] is not None:
                    rules[name] = float(numbers[name]) / divisor
            if row["section"] == "slope":
                sections["slope"] = rules
            else:
                sections.setdefault(row["section"], {})[row["name"]] = rules
        return sections

    def rules_values(self) -> dict[str, Any]:
        """What ``decide_rules`` takes."""
        values = self.cleaned_data
        rules = {
            "title": values["title"],
            "threshold": float(values["threshold"]),
            "minimum_cluster_ha": float(values["minimum_cluster_ha"]),
            **({"maximum_cluster_ha": float(values["maximum_cluster_ha"])} if values["maximum_cluster_ha"] else {}),
            **self._criteria(values),
        }
        plain = {name: values[name] for name in self.Meta.fields}
        return {**plain, "rules": rules}


class PairsForm(forms.Form):
    """Every pair of weighted criteria: which matters more, and how much (Saaty's scale 1 to 9)."""

    SCALE = [
        ("9", gettext_lazy("the first, extremely (9)")), ("7", gettext_lazy("the first, very much (7)")),
        ("5", gettext_lazy("the first, much (5)")), ("3", gettext_lazy("the first, a little (3)")), ("1", gettext_lazy("both alike (1)")),
        ("1/3", gettext_lazy("the second, a little (3)")), ("1/5", gettext_lazy("the second, much (5)")),
        ("1/7", gettext_lazy("the second, very much (7)")), ("1/9", gettext_lazy("the second, extremely (9)")),
    ]  # fmt: skip

    title = forms.CharField(label=gettext_lazy("title"), max_length=150)
    valid_from = forms.DateField(label=gettext_lazy("valid from"), widget=DateInput())
    decided_by = forms.CharField(label=gettext_lazy("decided by"), max_length=200)

    def __init__(self, *args: Any, criteria: list[tuple[str, str]], stored: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        self.pairs = []
        for first in range(len(criteria)):
            for second in range(first + 1, len(criteria)):
                key = f"pair-{criteria[first][0]}-{criteria[second][0]}"
                self.fields[key] = forms.ChoiceField(
                    label=_("%(first)s or %(second)s?") % {"first": criteria[first][1], "second": criteria[second][1]},
                    choices=self.SCALE,
                    initial=stored.get(key, "1"),
                )
                self.pairs.append((first, second, key))

    def answers(self) -> dict[str, str]:
        return {key: self.cleaned_data[key] for _first, _second, key in self.pairs}


class ParcelFilter(forms.Form):
    """The box above the table of an analysis's parcels."""

    marks_optional = False
    number = forms.CharField(
        label=gettext_lazy("Parcel number"),
        required=False,
        max_length=100,
        widget=forms.TextInput({"type": "search", "placeholder": "Flur 3 Flurstück 12/1"}),
    )
