"""``wandel composite`` as somebody else's script calls it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from wandel.core.benchmark import cli
from wandel.core.benchmark.tests import four

SOURCE = Path(__file__).resolve().parents[4]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "data.csv").write_text(four.DATA, "utf-8")
    (tmp_path / "meta.csv").write_text(four.META, "utf-8")
    (tmp_path / "steps.yaml").write_text(four.STEPS, "utf-8")
    return tmp_path


def run(capsys: Any, *arguments: object) -> tuple[int, str, str]:
    code = cli.composite([str(argument) for argument in arguments])
    out = capsys.readouterr()
    return code, out.out, out.err


def test_the_answer_has_scores_ranks_and_every_stage(capsys: Any, folder: Path) -> None:
    code, said, errors = run(capsys, folder, "--json", "--lang", "en")
    assert (code, errors) == (0, "")
    found = json.loads(said, parse_constant=pytest.fail)
    assert found["scores"] == four.INDEX
    assert found["ranks"] == four.RANKS
    assert list(found["stages"]) == ["denominated", "imputed", "screened", "treated", "normalised", "aggregated"]
    assert found["stages"]["denominated"]["C"] == {"jobs": 5, "rent": None, "green": 40}
    assert found["stages"]["aggregated"]["A"] == {
        "jobs": 100, "rent": 100, "green": 0, "economy": 100, "living": 25, "index": 62.5,
    }  # fmt: skip
    assert [one["unit"] for one in found["results"]] == ["D", "A", "C", "B"]
    assert found["results"][0]["name"] == "Dorf"
    assert found["results"][0]["observed"] == pytest.approx(2 / 3)
    assert found["filled"] == [
        {"unit": "C", "indicator": "rent", "value": 15}, {"unit": "D", "indicator": "green", "value": 40},
    ]  # fmt: skip
    assert found["uncertainty"]["runs"] == 200
    assert {"coherence", "uncertainty", "sensitivity", "weights", "treatment", "steps", "warnings", "excluded"} <= set(
        found
    )


def test_a_unit_screened_out_has_no_score_instead_of_a_zero(capsys: Any, folder: Path) -> None:
    (folder / "steps.yaml").write_text(
        "screen: {threshold: 0.9, of: denominated}\nuncertainty: no\nsensitivity: no\ncoherence: no\n"
    )
    code, said, _ = run(capsys, folder, "--json")
    found = json.loads(said)
    assert code == 0
    assert (found["scores"]["C"], found["ranks"]["C"], found["excluded"]) == (None, None, ["C", "D"])
    assert found["uncertainty"] is found["sensitivity"] is found["coherence"] is None


def test_the_table_is_for_reading(capsys: Any, folder: Path) -> None:
    code, said, _ = run(capsys, folder)
    assert code == 0
    assert said.splitlines()[0].split()[:2] == ["Platz", "5–95"]
    assert said.splitlines()[1].split()[0] == "1"
    assert "87,50" in said


def test_files_that_are_not_there_are_all_named(capsys: Any, tmp_path: Path) -> None:
    code, said, errors = run(capsys, tmp_path)
    assert (code, said) == (1, "")
    assert [name in errors for name in ("data.csv: Die Datei fehlt", "meta.csv", "steps.yaml")] == [True] * 3
    code, _, errors = run(capsys, tmp_path / "nowhere", "--lang", "en")
    assert code == 1
    assert "there is no such folder" in errors


def test_a_mistake_ends_with_one_and_a_sentence(capsys: Any, folder: Path) -> None:
    (folder / "data.csv").write_text(four.DATA.replace("10,50", "10,x"), "utf-8")
    code, said, errors = run(capsys, folder, "--json")
    assert (code, said) == (1, "")
    assert "data.csv, Zeile 4, Spalte jobs: „x“ ist keine brauchbare Zahl." in errors


@pytest.mark.thorough
def test_it_runs_without_settings_and_without_a_database(folder: Path) -> None:
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("DJANGO", "WANDEL", "DATABASE"))
    }
    done = subprocess.run(
        [sys.executable, "-m", "wandel.web.cli", "composite", str(folder), "--json"],
        capture_output=True, text=True, check=False, timeout=60, cwd=folder, env={**environment, "PYTHONPATH": str(SOURCE)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["ranks"] == four.RANKS
