"""The order in which a funder asks for a proof, read from ``forms.yaml``."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from wandel.core.law.parameters import LINE, LawDataError, read_law_file, required, status_of
from wandel.core.law.texts import Text

PATH = Path(__file__).with_name("forms.yaml")
KINDS = ("final", "interim")
BLOCKS = frozenset(
    {"grants", "report", "income", "expenditure", "result", "receipts", "publicity", "confirmations", "signature"}
)


@dataclass(frozen=True, slots=True)
class ReportText:
    """One part of the Sachbericht: what it is called, what belongs there, and whether the form always asks for it."""

    key: str
    label: Text
    hint: Text
    needed: bool


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A sentence the recipient confirms by signing."""

    key: str
    text: Text


@dataclass(frozen=True, slots=True)
class Form:
    """A funder's form: its blocks in order, the parts of the report, the sentences to confirm, and how sure that is."""

    key: str
    label: Text
    kinds: tuple[str, ...]
    sets: tuple[str, ...]
    blocks: tuple[str, ...]
    report: tuple[ReportText, ...]
    confirmations: tuple[Confirmation, ...]
    norm: str
    source: str
    checked_on: date
    status: str


def form_named(key: str) -> Form:
    """Raises LookupError where no such form is stored."""
    return _forms()[key]


def forms_for(condition_set: str, kind: str) -> tuple[Form, ...]:
    """The forms for a notice: those of its conditions first, then those for everything; ``kind`` is final or interim."""
    fitting = [form for form in _forms().values() if kind in form.kinds]
    own = [form for form in fitting if condition_set in form.sets]
    return (*own, *(form for form in fitting if not form.sets))


@lru_cache(maxsize=1)
def _forms() -> dict[str, Form]:
    data = read_law_file(PATH)
    confirmations = {row["key"]: Confirmation(row["key"], Text(row["de"], row["en"])) for row in data["confirmations"]}
    return {row["key"]: _form(row, confirmations) for row in data["forms"]}


def _form(row: dict[str, Any], confirmations: dict[str, Confirmation]) -> Form:
    required(row, "key", path=PATH)
    for name, kind in (("label", dict), ("kinds", list), ("sets", list), ("blocks", list), ("report", list)):
        required(row, name, path=PATH, kind=kind)
    required(row, "confirmations", path=PATH, kind=list)
    unknown = (set(row["blocks"]) - BLOCKS) | (set(row["kinds"]) - set(KINDS))
    unknown |= set(row["confirmations"]) - set(confirmations)
    if unknown:
        what = f"the form “{row['key']}” names {', '.join(sorted(unknown))}, which nobody knows."
        raise LawDataError(path=PATH, line=row[LINE], what=what, remedy="Correct the name or add it.")
    return Form(
        key=row["key"],
        label=_text(row["label"]),
        kinds=tuple(row["kinds"]),
        sets=tuple(row["sets"]),
        blocks=tuple(row["blocks"]),
        report=tuple(
            ReportText(one["key"], _text(one["label"]), _text(one["hint"]), one["needed"]) for one in row["report"]
        ),
        confirmations=tuple(confirmations[key] for key in row["confirmations"]),
        norm=required(row, "norm", path=PATH),
        source=required(row, "source", path=PATH),
        checked_on=required(row, "checked_on", path=PATH, kind=date),
        status=status_of(row, path=PATH),
    )


def _text(row: dict[str, Any]) -> Text:
    return Text(row["de"], row["en"])
