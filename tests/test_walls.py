"""The walls of the house that no linter sees."""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from wandel.ui.money import MoneyField

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "wandel"
STOREY = {
    "core": 0,
    "ui": 1,
    "journal": 2,
    "files": 2,
    "runs": 2,
    "outbox": 2,
    "places": 3,
    "people": 4,
    "desk": 5,
    "search": 5,
}
STOREY |= {"land": 6, "growth": 7, "projects": 8, "funding": 9, "investors": 10, "relocation": 10}
STOREY |= {"staffing": 11, "evaluation": 12, "web": 13}
OURS = [model for model in apps.get_models(include_auto_created=True) if model.__module__.startswith("wandel.")]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_foreign_keys_point_downward_only(model: type[models.Model]) -> None:
    for field in model._meta.get_fields():
        target = getattr(field, "related_model", None)
        if not field.concrete or target is None or not target.__module__.startswith("wandel."):
            continue
        here, there = STOREY[model._meta.app_label], STOREY[target._meta.app_label]
        assert there < here or model._meta.app_label == target._meta.app_label, (
            f"{model._meta.label}.{field.name} points up or sideways to {target._meta.label}: give it a SubjectRef, or move the noun"
        )


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_money_is_never_a_decimal_or_float_column(model: type[models.Model]) -> None:
    for field in model._meta.get_fields():
        assert not isinstance(field, (models.DecimalField, models.FloatField)) or "money" not in field.name, field
        assert not isinstance(field, models.DecimalField), (
            f"{model._meta.label}.{field.name} is a DecimalField, which SQLite keeps as a float: use MoneyField or RateField"
        )
        if field.name in {"amount", "grant", "costs", "price", "budget", "eligible_costs", "own", "third_party"}:
            assert isinstance(field, MoneyField), (
                f"{model._meta.label}.{field.name} holds money and must be a MoneyField"
            )


def test_no_generic_foreign_key_stands_anywhere() -> None:
    for model in OURS:
        assert not model._meta.private_fields, f"{model._meta.label}: use SubjectColumns instead of a GenericForeignKey"


def python_files() -> list[Path]:
    return [path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts]


def test_core_never_reads_the_clock_or_the_network() -> None:
    forbidden = {"today", "now", "utcnow", "time", "monotonic"}
    for path in (SOURCE / "core").rglob("*.py"):
        if "tests" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in forbidden:
                name = ast.unparse(node.value)
                assert name not in {"date", "datetime", "time", "datetime.datetime", "datetime.date"}, (
                    f"{path}:{node.lineno} reads the clock"
                )
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                names = [alias.name for alias in node.names] + [getattr(node, "module", "") or ""]
                # Putting an address together asks nobody.
                heads = {name.split(".")[0] for name in names if name != "urllib.parse"}
                assert not heads & {"django", "socket", "urllib", "requests", "http"}, (
                    f"{path}:{node.lineno} leaves core"
                )


# Since when something waits is the moment it was announced; every area would only hand the clock through.
READS_THE_CLOCK = {"office/desk/actions/entry.py"}


def test_actions_and_models_take_the_day_as_an_argument() -> None:
    for path in python_files():
        inside = path.relative_to(SOURCE).parts
        if "tests" in inside or not ({"actions", "queries", "models"} & {part.removesuffix(".py") for part in inside}):
            continue
        if path.relative_to(SOURCE).as_posix() in READS_THE_CLOCK:
            continue
        text = path.read_text("utf-8")
        assert "date.today" not in text, f"{path} reads the clock: hand the day in"
        assert "localdate()" not in text, f"{path} reads the clock: hand the day in"


def test_rows_are_changed_in_actions_not_by_bulk_updates_elsewhere() -> None:
    """The journal is written by actions; a bulk update in a view would slip past it."""
    for path in python_files():
        inside = {part.removesuffix(".py") for part in path.relative_to(SOURCE).parts}
        if not inside & {"views", "forms", "admin", "public_views", "queries"} or "tests" in inside:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            called = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr
            assert called not in {"bulk_create", "bulk_update"}, f"{path}:{node.lineno} writes rows outside actions"


def test_no_drawer_without_a_subject() -> None:
    drawers = {"utils.py", "helpers.py", "common.py", "misc.py", "services.py", "constants.py", "mixins.py"}
    assert not [path for path in python_files() if path.name in drawers]


def test_every_legal_word_of_the_glossary_lives_in_the_code_and_the_other_way_round() -> None:
    rows = {}
    for line in (ROOT / "docs" / "glossary.md").read_text("utf-8").splitlines():
        cells = [cell.strip().strip("`") for cell in line.strip("|").split("|")]
        if line.startswith("| ") and len(cells) >= 4 and cells[0] not in {"word", "---"}:
            rows[cells[1]] = cells
    text = "\n".join(path.read_text("utf-8") for path in [*python_files(), *SOURCE.rglob("*.yaml")])
    missing = [name for name in rows if name not in text]
    assert not missing, f"the glossary names what the code does not have: {missing}"
    assert all(row[3] for row in rows.values()), "each word names its source"
    german = {
        node.name
        for path in python_files()
        if "models" in path.parts
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ClassDef) and node.name in GERMAN_NOUNS
    }
    assert german <= set(rows), f"the code has legal nouns the glossary lacks: {german - set(rows)}"


GERMAN_NOUNS = {
    "Zuwendungsbescheid", "Mittelabruf", "Verwendungsnachweis", "Zwischennachweis", "Aenderungsbescheid", "Erstattung", "Widerruf", "Bebauungsplan",
}  # fmt: skip
