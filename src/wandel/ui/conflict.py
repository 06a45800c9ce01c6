"""Two people edit the same thing: the second one sees both versions and chooses; nothing typed is lost.

The form carries the version it was drawn from and, signed, the values of that moment. When the stored version moved on,
three values stand side by side: before, the other version, mine. What only the other one changed is pre-chosen as
theirs, what only I changed as mine; what both changed differently must be chosen.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core import signing
from django.db import models
from django.forms.models import model_to_dict
from django.utils.translation import gettext as _

from wandel.ui.formats import format_date, format_money, format_number
from wandel.ui.money import MoneyFormField

SALT = "wandel.ui.conflict"
VERSION, BASE = "version", "version_base"
MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True, slots=True)
class ConflictField:
    """One line of the choice. ``choice`` is "mine", "theirs" or "" while the editor must decide."""

    name: str
    label: str
    base: str
    theirs: str
    mine: str
    choice: str
    must_choose: bool
    choice_name: str


def comparable(value: Any) -> Any:
    """A value as JSON can keep it and two moments can be compared; order of a selection does not matter."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return value
    if isinstance(value, models.Model):
        return str(value.pk)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): comparable(part) for key, part in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, str):
        return sorted(str(comparable(part)) for part in value)
    return str(value).replace("\r\n", "\n").strip()


class VersionedFormMixin:
    """Put before ``ModelForm``; the model has an integer ``version`` the saving action raises.

    View: ``if form.is_valid() and not form.conflict_with(fresh): save`` – otherwise draw the form again, ``_form.html``
    shows the choice. ``conflict`` holds the lines, empty when there is nothing to choose.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_fields()
        self.conflict: list[ConflictField] = []
        instance = getattr(self, "instance", None)
        stored = self.stored_values(instance) if instance is not None and instance.pk else {}
        for name, value in (
            (VERSION, str(getattr(instance, "version", "") if stored else "")),
            (BASE, self._sign(stored) if stored else ""),
        ):
            self.fields[name] = forms.CharField(required=False, widget=forms.HiddenInput)
            self.initial = {**self.initial, name: value}

    def add_fields(self) -> None:
        """Override to add fields kept outside the row, before what is stored is signed."""

    def stored_values(self, instance: models.Model) -> dict[str, Any]:
        """The instance's values of this form's fields. Override for fields that are not columns."""
        return model_to_dict(instance, fields=[name for name in self.fields if name not in (VERSION, BASE)])

    def conflict_with(self, instance: models.Model) -> list[ConflictField]:
        """Lines to choose between what was typed and ``instance``, read again from the database; empty: save.

        Choices already posted are applied: the form's values become the merged ones. Call it on a valid form.
        """
        self.conflict = []
        if self.cleaned_data.get(VERSION, "") == str(instance.version):
            return self._decide(instance)
        return self._compare(instance, drawn=self._unsigned())

    def _sign(self, values: Mapping[str, Any], *, open_fields: Iterable[str] = ()) -> str:
        kept = {name: comparable(value) for name, value in values.items()}
        return signing.dumps({"values": kept, "open": list(open_fields)}, salt=SALT, compress=True)

    def _unsigned(self) -> dict[str, Any]:
        try:
            signed: dict[str, Any] = signing.loads(self.cleaned_data.get(BASE, ""), salt=SALT)
        except signing.BadSignature:
            return {"values": {}, "open": []}
        return signed

    def _choice_name(self, name: str) -> str:
        return f"{self.add_prefix(name)}-choice"

    def _compare(self, instance: models.Model, *, drawn: dict[str, Any]) -> list[ConflictField]:
        """The stored version moved on since the form was drawn."""
        stored = self.stored_values(instance)
        rows = []
        for name, theirs in stored.items():
            mine, base = comparable(self.cleaned_data.get(name)), drawn["values"].get(name)
            if mine == comparable(theirs):
                continue
            if base == mine:
                choice = THEIRS
            elif base == comparable(theirs):
                choice = MINE
            else:
                choice = ""
            rows.append(self._row(name, base=base, theirs=theirs, choice=choice, must_choose=not choice))
        self.conflict = rows
        if rows:
            self._redraw(instance, stored, open_fields=[row.name for row in rows])
        return rows

    def _decide(self, instance: models.Model) -> list[ConflictField]:
        """The form was drawn from the stored version; lines left open by an earlier comparison need their choice."""
        signed = self._unsigned()
        names = [name for name in signed["open"] if name in self.fields]
        if not names:
            return []
        stored = self.stored_values(instance)
        choices = {name: self.data.get(self._choice_name(name), "") for name in names}
        if not all(choices.values()):
            self.conflict = [
                self._row(name, base=None, theirs=stored[name], choice=choices[name], must_choose=not choices[name])
                for name in names
            ]
            self.add_error(None, _("Please choose for each marked line which version shall stand."))
            return self.conflict
        taken = [name for name, choice in choices.items() if choice == THEIRS]
        if taken:
            self._take(taken, stored)
        return self.conflict

    def _take(self, names: list[str], stored: Mapping[str, Any]) -> None:
        """Put the other version's values into the form as if they had been typed, and check the whole again."""
        data = self.data.copy()
        for name in names:
            field, key = self.fields[name], self.add_prefix(name)
            data.pop(key, None)
            value = field.prepare_value(stored[name])
            if isinstance(field.widget, forms.CheckboxInput):
                if value:
                    data[key] = "on"
            elif isinstance(value, (list, tuple, models.QuerySet)):
                data.setlist(key, [str(field.prepare_value(part)) for part in value])
            else:
                shown = field.widget.format_value(value)
                data[key] = str(
                    (shown[0] if shown else "") if isinstance(shown, list) else "" if shown is None else shown
                )
        self.data = data
        self.full_clean()
        if self.errors:
            self.conflict = [
                self._row(name, base=None, theirs=stored[name], choice=THEIRS, must_choose=False) for name in names
            ]

    def _redraw(self, instance: models.Model, stored: Mapping[str, Any], *, open_fields: list[str]) -> None:
        data = self.data.copy()
        data[self.add_prefix(VERSION)] = str(instance.version)
        data[self.add_prefix(BASE)] = self._sign(stored, open_fields=open_fields)
        self.data = data

    def _row(self, name: str, *, base: Any, theirs: Any, choice: str, must_choose: bool) -> ConflictField:
        return ConflictField(
            name=name,
            label=str(self[name].label),
            base=self._shown(name, base),
            theirs=self._shown(name, theirs),
            mine=self._shown(name, self.cleaned_data.get(name)),
            choice=choice,
            must_choose=must_choose,
            choice_name=self._choice_name(name),
        )

    def _shown(self, name: str, value: Any) -> str:
        """The value as a reader knows it: the label of a choice, a date, an amount."""
        if value is None or value in ("", []):
            return ""
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, Decimal):
            return (
                format_number(value, places=2) if not hasattr(self.fields[name], "min_value") else format_money(value)
            )
        if isinstance(value, date):
            return format_date(value)
        if isinstance(value, (list, tuple, models.QuerySet)):
            return ", ".join(self._shown(name, part) for part in value)
        if isinstance(value, models.Model):
            return str(value)
        field = self.fields[name]
        if isinstance(field, (forms.DateField, MoneyFormField)):
            # The values of the first drawing come back from the signed text.
            read = date.fromisoformat(value) if isinstance(field, forms.DateField) else Decimal(str(value))
            return self._shown(name, read)
        if isinstance(field, forms.ModelChoiceField):
            found = field.queryset.filter(pk=value).first()
            return field.label_from_instance(found) if found else str(value)
        if isinstance(field, forms.ChoiceField):
            return str(dict(field.choices).get(value, value))
        return str(value)
