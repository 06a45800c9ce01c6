"""What a round asks: the definition of its questions, how an answer is read, shown and compared with last year's.

The definition is stored as JSON with the round. Everything here works on plain values; nothing is saved.
"""

import re
import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from wandel.ui.formats import format_date, format_number

KIND_LABELS = {
    "text": _("short text"),
    "long_text": _("long text"),
    "number": _("number"),
    "date": _("date"),
    "yes_no": _("yes or no"),
    "choice": _("choice from a list"),
    "table": _("table with as many rows as needed"),
}
MOST_QUESTIONS, MOST_COLUMNS, MOST_CHOICES, MOST_ROWS = 60, 12, 40, 300
LONGEST = {"text": 500, "long_text": 5000}
LARGEST_NUMBER = Decimal(10) ** 12
KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
FILLED_BY = re.compile(r"[a-z][a-z0-9_.]{0,39}")
GROUPED_GERMAN = re.compile(r"-?[1-9][0-9]{0,2}(\.[0-9]{3})+(,[0-9]+)?")
GROUPED_ENGLISH = re.compile(r"-?[1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]+)?")
PLAIN = re.compile(r"-?[0-9]+([.,][0-9]+)?")
GERMAN_DAY = re.compile(r"([0-9]{1,2})\.\s?([0-9]{1,2})\.\s?([0-9]{4})")


def _in_german() -> bool:
    return (get_language() or "de").startswith("de")


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of a choice; ``value`` is stored and stays the same from year to year."""

    value: str
    label_de: str
    label_en: str

    @property
    def label(self) -> str:
        return self.label_de if _in_german() else self.label_en


@dataclass(frozen=True, slots=True)
class Question:
    """One question or one column of a table. ``why`` tells the town hall what the answer is needed for.

    ``filled_by`` names the field that knows the rows of a table already and takes them over again (``desk.registry``).
    """

    key: str
    kind: str
    label_de: str
    label_en: str
    required: bool = False
    why_de: str = ""
    why_en: str = ""
    choices: tuple[Choice, ...] = ()
    columns: tuple["Question", ...] = ()
    filled_by: str = ""

    @property
    def label(self) -> str:
        return self.label_de if _in_german() else self.label_en

    @property
    def why(self) -> str:
        return self.why_de if _in_german() else self.why_en

    @property
    def kind_label(self) -> str:
        return str(KIND_LABELS[self.kind])

    def to_json(self) -> dict[str, Any]:
        """The stored form; empty members are left out."""
        stored = {key: value for key, value in asdict(self).items() if value not in ("", (), False)}
        if self.choices:
            stored["choices"] = [asdict(choice) for choice in self.choices]
        if self.columns:
            stored["columns"] = [column.to_json() for column in self.columns]
        return stored


def clean_text(text: Any) -> str:
    """One Unicode form, no control characters a database refuses, no blanks at the ends."""
    normal = unicodedata.normalize("NFC", str(text))
    return "".join(
        mark for mark in normal if mark in "\n\r\t" or unicodedata.category(mark) not in {"Cc", "Cs"}
    ).strip()


def _read_choices(raw: Any, where: str) -> tuple[Choice, ...]:
    if not isinstance(raw, list) or not 2 <= len(raw) <= MOST_CHOICES:
        raise ValidationError(
            _("%(where)s: a choice needs between 2 and 40 lines to choose from."), params={"where": where}
        )
    try:
        choices = tuple(Choice(**choice) for choice in raw)
    except TypeError:
        raise ValidationError(
            _("%(where)s: each line of a choice has value, label_de and label_en."), params={"where": where}
        ) from None
    if len({choice.value for choice in choices}) < len(choices):
        raise ValidationError(_("%(where)s: two lines of the choice mean the same."), params={"where": where})
    if not all(
        isinstance(part, str) and part
        for choice in choices
        for part in (choice.value, choice.label_de, choice.label_en)
    ):
        raise ValidationError(_("%(where)s: a line of the choice has no text."), params={"where": where})
    return choices


def _read_question(raw: Any, where: str, *, as_column: bool) -> Question:
    members = {"key", "kind", "label_de", "label_en", "required", "why_de", "why_en", "choices", "columns", "filled_by"}
    if not isinstance(raw, dict) or set(raw) - members:
        unknown = ", ".join(sorted(set(raw) - members)) if isinstance(raw, dict) else str(raw)[:60]
        raise ValidationError(
            _("%(where)s: “%(unknown)s” is not known here."), params={"where": where, "unknown": unknown}
        )
    kind, key = raw.get("kind"), raw.get("key")
    if kind not in KIND_LABELS or (as_column and kind == "table"):
        raise ValidationError(
            _("%(where)s: “%(kind)s” is no kind of question. Possible are: %(kinds)s."),
            params={"where": where, "kind": kind, "kinds": ", ".join(KIND_LABELS)},
        )
    if not isinstance(key, str) or not KEY.fullmatch(key):
        raise ValidationError(
            _("%(where)s: the short name “%(key)s” must begin with a small letter; then small letters, digits and _."),
            params={"where": where, "key": key},
        )
    words = {name: clean_text(raw.get(name, "")) for name in ("label_de", "label_en", "why_de", "why_en")}
    if not words["label_de"] or not words["label_en"]:
        raise ValidationError(
            _("%(where)s: please write the question in German and in English."), params={"where": where}
        )
    if max(map(len, words.values())) > 500:
        raise ValidationError(_("%(where)s: a question may have 500 characters at most."), params={"where": where})
    columns: tuple[Question, ...] = ()
    if kind == "table":
        raw_columns = raw.get("columns")
        if not isinstance(raw_columns, list) or not 1 <= len(raw_columns) <= MOST_COLUMNS:
            raise ValidationError(_("%(where)s: a table needs between 1 and 12 columns."), params={"where": where})
        columns = _read_list(raw_columns, as_column=True, within=where)
    filled_by = raw.get("filled_by", "")
    if not isinstance(filled_by, str) or (filled_by and not (kind == "table" and FILLED_BY.fullmatch(filled_by))):
        raise ValidationError(
            _("%(where)s: “%(unknown)s” is not known here."), params={"where": where, "unknown": str(filled_by)[:60]}
        )
    return Question(
        key=key,
        kind=kind,
        filled_by=filled_by,
        required=raw.get("required") is True,
        choices=_read_choices(raw.get("choices"), where) if kind == "choice" else (),
        columns=columns,
        **words,
    )


def _read_list(raw: list[Any], *, as_column: bool, within: str = "") -> tuple[Question, ...]:
    found: list[Question] = []
    for number, member in enumerate(raw, start=1):
        name = gettext("Column %(number)s") if as_column else gettext("Question %(number)s")
        where = ", ".join(filter(None, [within, name % {"number": number}]))
        question = _read_question(member, where, as_column=as_column)
        if question.key in {earlier.key for earlier in found} or (as_column and question.key == "id"):
            raise ValidationError(
                _("%(where)s: the short name “%(key)s” is taken."), params={"where": where, "key": question.key}
            )
        found.append(question)
    return tuple(found)


def read_questions(raw: Any) -> tuple[Question, ...]:
    """Read the stored definition. Raises ValidationError with the number of the question and what is wrong with it."""
    if not isinstance(raw, list) or len(raw) > MOST_QUESTIONS:
        raise ValidationError(_("The questions must be a list of 60 at most."))
    return _read_list(raw, as_column=False)


def read_number(text: str) -> Decimal:
    """Read "1.250,5", "1,250.5", "0,75" or "1250" in the reader's language.

    "4,125" is four and a bit in German and four thousand in English; "4.125" the other way round. Where both separators
    stand, or one of them twice, there is nothing to mistake.
    """
    cleaned = re.sub(r"[\s\u00a0\u202f'’]", "", text)
    german, english = GROUPED_GERMAN.fullmatch(cleaned), GROUPED_ENGLISH.fullmatch(cleaned)
    own, foreign = (",", english) if _in_german() else (".", german)
    if foreign and cleaned.count(own) == 1 and not {",", "."} <= set(cleaned):
        german = english = None
    if german:
        value = Decimal(cleaned.replace(".", "").replace(",", "."))
    elif english:
        value = Decimal(cleaned.replace(",", ""))
    elif PLAIN.fullmatch(cleaned):
        value = Decimal(cleaned.replace(",", "."))
    else:
        raise ValidationError(
            _("“%(text)s” is not a number. Write only digits, for example 12 or 4,5."),
            code="not_a_number",
            params={"text": text[:60]},
        )
    if abs(value) >= LARGEST_NUMBER or -int(value.as_tuple().exponent) > 6:
        raise ValidationError(_("This number is too long. Please check the digits."), code="too_long")
    return value


def read_day(text: str) -> date:
    """Read "31.12.2026" or "2026-12-31"; years 1900 to 2200."""
    match = GERMAN_DAY.fullmatch(text)
    try:
        day = date(int(match[3]), int(match[2]), int(match[1])) if match else date.fromisoformat(text)
    except ValueError:
        raise ValidationError(
            _("“%(text)s” is not a date. Write day, month and year, for example 31.12.2026."),
            code="not_a_date",
            params={"text": text[:60]},
        ) from None
    if not 1900 <= day.year <= 2200:
        raise ValidationError(
            _("The year %(year)s cannot be right."), code="absurd_year", params={"year": str(day.year)}
        )
    return day


def read_value(question: Question, typed: str) -> str:
    """What is stored for what was typed: numbers and dates in one fixed form. Empty stays empty. Raises ValidationError."""
    text = clean_text(typed)
    if not text:
        return ""
    if question.kind == "number":
        return format(read_number(text), "f")
    if question.kind == "date":
        return read_day(text).isoformat()
    allowed = {"yes_no": {"yes", "no"}, "choice": {choice.value for choice in question.choices}}.get(question.kind)
    if allowed is not None and text not in allowed:
        raise ValidationError(_("“%(text)s” is not in the list. Please choose again."), params={"text": text[:60]})
    longest = LONGEST.get(question.kind)
    if longest and len(text) > longest:
        raise ValidationError(
            _("This text has %(length)s characters; %(longest)s fit. Please shorten it."),
            params={"length": len(text), "longest": longest},
        )
    return text


def typed_value(question: Question, stored: str) -> str:
    """The stored value as a person would type it again."""
    if question.kind == "number" and stored:
        try:
            number = Decimal(stored)
        except ArithmeticError:
            return stored
        return format_number(number, places=max(0, -int(number.as_tuple().exponent)))
    if question.kind == "date" and re.fullmatch(r"\d{4}-\d{2}-\d{2}", stored):
        return f"{date.fromisoformat(stored):%d.%m.%Y}"
    return stored


def shown_value(question: Question, stored: str) -> str:
    """The stored value as the reader's language writes it; a dash where nothing was said."""
    if not stored:
        return "–"
    if question.kind == "yes_no":
        return {"yes": gettext("yes"), "no": gettext("no")}.get(stored, stored)
    if question.kind == "choice":
        return {choice.value: choice.label for choice in question.choices}.get(stored, stored)
    if question.kind == "date":
        return format_date(date.fromisoformat(stored))
    return typed_value(question, stored)


def typed_answers(questions: Sequence[Question], data: dict[str, Any]) -> dict[str, Any]:
    """A whole stored answer as it would be typed, for prefilling. Members the questions do not ask for are left out."""
    typed: dict[str, Any] = {}
    for question in questions:
        if question.kind == "table":
            rows = data.get(question.key)
            typed[question.key] = [
                {
                    "id": str(row.get("id", "")),
                    **{c.key: typed_value(c, str(row.get(c.key, ""))) for c in question.columns},
                }
                for row in (rows if isinstance(rows, list) else [])
            ]
        else:
            stored = data.get(question.key, "")
            typed[question.key] = typed_value(question, stored) if isinstance(stored, str) else ""
    return typed


def new_row_id() -> str:
    """An id that lets next year's answer recognise this row."""
    return secrets.token_hex(4)


def row_name(question: Question, row: dict[str, Any], number: int) -> str:
    """What to call a row of a table: its first text, else its number."""
    for column in question.columns:
        if column.kind == "text" and row.get(column.key):
            return str(row[column.key])
    return gettext("Row %(number)s") % {"number": number}


@dataclass(frozen=True, slots=True)
class Difference:
    """One change against last year. ``kind``: changed, added or removed (rows)."""

    kind: str
    question: Question
    column: Question | None
    row: str
    was: str
    now: str


def differences(questions: Sequence[Question], before: dict[str, Any], after: dict[str, Any]) -> list[Difference]:
    """What changed from one stored answer to another, rows of tables matched by their id."""
    found: list[Difference] = []
    for question in questions:
        if question.kind != "table":
            was, now = (str(data.get(question.key) or "") for data in (before, after))
            if was != now:
                shown = (shown_value(question, was), shown_value(question, now))
                found.append(Difference("changed", question, None, "", *shown))
            continue
        old = {row.get("id"): row for row in before.get(question.key) or []}
        new_rows = after.get(question.key) or []
        for number, row in enumerate(new_rows, start=1):
            name, earlier = row_name(question, row, number), old.get(row.get("id"))
            if earlier is None:
                found.append(Difference("added", question, None, name, "", ""))
                continue
            for column in question.columns:
                was, now = (str(part.get(column.key) or "") for part in (earlier, row))
                if was != now:
                    shown = (shown_value(column, was), shown_value(column, now))
                    found.append(Difference("changed", question, column, name, *shown))
        kept = {row.get("id") for row in new_rows}
        for number, row in enumerate(before.get(question.key) or [], start=1):
            if row.get("id") not in kept:
                found.append(Difference("removed", question, None, row_name(question, row, number), "", ""))
    return found
