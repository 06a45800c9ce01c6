"""The answer page as one form: single questions and the rows of tables, from what was typed."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wandel.office.desk.models.question import (
    MOST_ROWS,
    Question,
    clean_text,
    new_row_id,
    read_value,
    row_name,
    shown_value,
)

NUMBER_ATTRS = {"inputmode": "decimal", "autocomplete": "off"}
DAY_ATTRS = {"inputmode": "numeric", "autocomplete": "off"}


class AnswerField(forms.CharField):
    """Reads what was typed into the form the round stores."""

    def __init__(self, question: Question, *, is_blank_row: bool = False) -> None:
        self.question, self.is_blank_row = question, is_blank_row
        if question.kind in {"choice", "yes_no"}:
            options = (
                [("yes", gettext("yes")), ("no", gettext("no"))]
                if question.kind == "yes_no"
                else [(choice.value, choice.label) for choice in question.choices]
            )
            widget: forms.Widget = forms.Select(choices=[("", gettext("please choose")), *options])
        elif question.kind == "long_text":
            widget = forms.Textarea({"rows": 5})
        else:
            widget = forms.TextInput({"number": NUMBER_ATTRS, "date": DAY_ATTRS}.get(question.kind, {"maxlength": 500}))
        super().__init__(
            label=question.label,
            required=question.required,
            widget=widget,
            help_text=_("For example 31.12.2026") if question.kind == "date" else "",
            error_messages={"required": _("Please answer: %(label)s") % {"label": question.label}},
        )
        self.why = question.why

    def to_python(self, value: Any) -> str:
        return read_value(self.question, value or "")

    def validate(self, value: str) -> None:
        """A row nobody has filled in asks for nothing; it is left out when the answer is stored."""
        if not self.is_blank_row:
            super().validate(value)


def _text(data: Mapping[str, Any], name: str) -> str:
    return clean_text(data.get(name, ""))[:6000]


def typed_from_post(questions: Sequence[Question], data: Mapping[str, Any]) -> dict[str, Any]:
    """Everything typed on the page, unjudged. Rows beyond 300 are not read."""
    typed: dict[str, Any] = {}
    for question in questions:
        if question.kind != "table":
            typed[question.key] = _text(data, question.key)
            continue
        count = data.get(f"{question.key}-rows", "0")
        rows = []
        for number in range(min(int(count), MOST_ROWS) if str(count).isascii() and str(count).isdigit() else 0):
            row = {column.key: _text(data, f"{question.key}-{number}-{column.key}") for column in question.columns}
            rows.append({"id": _text(data, f"{question.key}-{number}-id")[:40] or new_row_id(), **row})
        typed[question.key] = rows
    return typed


def with_row(typed: dict[str, Any], key: str) -> dict[str, Any]:
    """One empty row more; a table holds 300 at most."""
    rows = typed.get(key)
    if not isinstance(rows, list) or len(rows) >= MOST_ROWS:
        return typed
    return {**typed, key: [*rows, {"id": new_row_id()}]}


def without_row(typed: dict[str, Any], key: str, row_id: str) -> dict[str, Any]:
    rows = typed.get(key)
    if not isinstance(rows, list):
        return typed
    return {**typed, key: [row for row in rows if row.get("id") != row_id]}


class AnswerForm(forms.Form):
    """``typed`` is what stands in the fields, ``before`` last year's stored answer. Bound when ``judge`` is set."""

    use_required_attribute = False

    def __init__(
        self, questions: Sequence[Question], *, typed: dict[str, Any], before: dict[str, Any], judge: bool
    ) -> None:
        self.questions, self.typed, self.before = questions, typed, before
        flat = dict(self._flat())
        super().__init__(data=flat if judge else None, initial=None if judge else flat, auto_id="%s")
        for question in questions:
            if question.kind != "table":
                self.fields[question.key] = AnswerField(question)
                continue
            for number, row in enumerate(self.rows_of(question)):
                is_filled = any(row.get(column.key) for column in question.columns)
                for column in question.columns:
                    self.fields[f"{question.key}-{number}-{column.key}"] = AnswerField(
                        column, is_blank_row=not is_filled
                    )

    def rows_of(self, question: Question) -> list[dict[str, Any]]:
        rows = self.typed.get(question.key)
        return rows if isinstance(rows, list) else []

    def _flat(self) -> Iterator[tuple[str, str]]:
        for question in self.questions:
            if question.kind != "table":
                yield question.key, str(self.typed.get(question.key) or "")
                continue
            for number, row in enumerate(self.rows_of(question)):
                for column in question.columns:
                    yield f"{question.key}-{number}-{column.key}", str(row.get(column.key) or "")

    def clean(self) -> dict[str, Any]:
        for question in self.questions:
            if question.kind == "table" and question.required and not self._stored_rows(question) and not self.errors:
                raise ValidationError(
                    _("“%(label)s”: please add at least one row, or press “We have nothing to report”."),
                    params={"label": question.label},
                )
        return self.cleaned_data

    def _stored_rows(self, question: Question) -> list[dict[str, str]]:
        stored = []
        for number, row in enumerate(self.rows_of(question)):
            values = {c.key: self.cleaned_data.get(f"{question.key}-{number}-{c.key}", "") for c in question.columns}
            if any(values.values()):
                stored.append({"id": row.get("id") or new_row_id(), **values})
        return stored

    def answer_data(self) -> dict[str, Any]:
        """What ``give_answer`` stores; rows without a single value are left out."""
        return {
            question.key: self._stored_rows(question)
            if question.kind == "table"
            else self.cleaned_data.get(question.key, "")
            for question in self.questions
        }

    def _was(self, question: Question, stored_before: str, typed: str) -> str:
        """Last year's value where the typed one differs, else empty."""
        try:
            now = read_value(question, typed)
        except ValidationError:
            now = typed
        return shown_value(question, stored_before) if now != stored_before else ""

    def blocks(self) -> Iterator[dict[str, Any]]:
        """The page from top to bottom: single questions with last year's value, tables with their rows."""
        for question in self.questions:
            if question.kind != "table":
                had = str(self.before.get(question.key) or "")
                was = self._was(question, had, str(self.typed.get(question.key) or "")) if self.before else ""
                yield {"question": question, "field": self[question.key], "was": was}
                continue
            rows_before = {row.get("id"): row for row in self.before.get(question.key) or []}
            rows = [self._row(question, number, row, rows_before) for number, row in enumerate(self.rows_of(question))]
            kept = {row.get("id") for row in self.rows_of(question)}
            removed = [
                row_name(question, row, number)
                for number, row in enumerate(rows_before.values(), start=1)
                if row.get("id") not in kept
            ]
            yield {
                "question": question,
                "is_table": True,
                "rows": rows,
                "removed": removed,
                "full": len(rows) >= MOST_ROWS,
            }

    def _row(self, question: Question, number: int, row: dict[str, Any], rows_before: dict[Any, Any]) -> dict[str, Any]:
        earlier = rows_before.get(row.get("id"))
        cells = []
        for column in question.columns:
            had = str((earlier or {}).get(column.key) or "")
            cells.append(
                {
                    "field": self[f"{question.key}-{number}-{column.key}"],
                    "was": self._was(column, had, str(row.get(column.key) or "")) if earlier else "",
                }
            )
        return {
            "id": row.get("id", ""),
            "id_name": f"{question.key}-{number}-id",
            "remove": f"{question.key}:{row.get('id', '')}",
            "name": row_name(question, row, number + 1),
            "cells": cells,
            "is_new": bool(self.before) and earlier is None,
            "is_changed": any(cell["was"] for cell in cells),
        }
