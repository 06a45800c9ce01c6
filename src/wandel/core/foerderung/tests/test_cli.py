import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from wandel.core.foerderung.cli import main
from wandel.core.foerderung.tests.example import EXAMPLE, example, example_with

SOURCE = Path(__file__).resolve().parents[4]


@dataclass
class Result:
    returncode: int
    stdout: bytes
    stderr: bytes


def run(*arguments: Any, text: Any = None) -> Result:
    """The command in this process, with streams of its own; one that crashes instead of speaking fails the test."""
    given = text.encode() if isinstance(text, str) else text or b""
    streams = [io.TextIOWrapper(io.BytesIO(content), encoding="utf-8") for content in (given, b"", b"")]
    kept = sys.stdin, sys.stdout, sys.stderr
    sys.stdin, sys.stdout, sys.stderr = streams
    try:
        code = main([str(argument) for argument in arguments])
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    finally:
        sys.stdin, sys.stdout, sys.stderr = kept
    for stream in streams[1:]:
        stream.flush()
    return Result(code, streams[1].buffer.getvalue(), streams[2].buffer.getvalue())


def run_alone(*arguments: Any, text: Any = None, folder: Any = None) -> Any:
    """The command as a user starts it: its own process, no settings, no environment but the path."""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(SOURCE), "LC_ALL": "C"}
    return subprocess.run(
        [sys.executable, "-m", "wandel.core.foerderung.cli", *arguments],
        input=text.encode() if isinstance(text, str) else text,
        capture_output=True,
        cwd=folder,
        env=environment,
        timeout=30,
        check=False,
    )


def said(result: Any) -> Any:
    return result.stderr.decode()


@pytest.fixture
def award(tmp_path: Any) -> Any:
    path = tmp_path / "award.json"
    path.write_text(json.dumps(EXAMPLE, ensure_ascii=False), encoding="utf-8")
    return str(path)


def test_obligations_print_one_json_document_and_nothing_else(award: Any) -> None:
    result = run_alone("obligations", award, "--json")
    assert (result.returncode, said(result)) == (0, "")
    data = json.loads(result.stdout)
    assert {one["kind"] for one in data["obligations"]} == {
        "bekanntgabe",
        "rechtsbehelf",
        "mittelverwendung",
        "bewilligungszeitraum_ende",
        "zwischennachweis",
        "verwendungsnachweis",
        "zweckbindung_ende",
        "aufbewahrung_ende",
    }
    for one in data["obligations"]:
        assert {"kind", "due_on", "nominal_on", "shifted", "norm", "version", "status", "because"} <= one.keys()
        assert one["because"].keys() == {"de", "en"}
        assert one["status"] in {"confirmed", "unconfirmed", "from_notice"}
    assert all(isinstance(warning, str) for warning in data["warnings"])
    assert "2003-09-30" in data["warnings"][0]
    assert data["warning_details"][0]["code"] == "version-not-in-force"


def test_the_award_may_come_through_standard_input_with_a_byte_order_mark() -> None:
    result = run("obligations", "-", "--json", text=b"\xef\xbb\xbf" + json.dumps(EXAMPLE).encode())
    assert result.returncode == 0


def test_without_json_a_person_reads_a_table_in_either_language(award: Any) -> None:
    german, english = run("obligations", award), run("obligations", award, "--lang", "en")
    assert "03.08.2024  Abgerufene Mittel verwenden" in german.stdout.decode()
    assert "3 August 2024" in english.stdout.decode()


def test_the_day_of_looking_is_taken(award: Any) -> None:
    data = json.loads(run("obligations", award, "--on", "2024-09-02", "--json").stdout)
    spending = next(one for one in data["obligations"] if one["kind"] == "mittelverwendung")
    assert (spending["state"], spending["lateness"]["so_far"]) == ("overdue", "2893.16")


def test_interest_of_the_worked_example() -> None:
    result = run("interest", "--amount", "35.00", "--from", "2010-09-15", "--to", "2011-03-17", "--json")
    data = json.loads(result.stdout)
    assert data["total"] == "0.90"
    assert data["segments"][0] == {
        "from": "2010-09-15",
        "to": "2011-01-01",
        "days": 108,
        "base": "0.12",
        "rate": "5.12",
        "interest": "0.53",
        "status": "confirmed",
    }


def test_interest_from_a_day_to_itself_is_nothing() -> None:
    result = run("interest", "--amount", "35", "--from", "2010-09-15", "--to", "2010-09-15", "--json")
    assert (result.returncode, json.loads(result.stdout)["total"]) == (0, "0.00")


def test_interest_reads_as_a_table() -> None:
    result = run("interest", "--amount", "1000", "--from", "2024-01-01", "--to", "2024-07-01")
    assert "Summe: 42,98 €" in result.stdout.decode()


def test_settle_prints_what_is_due(tmp_path: Any) -> None:
    path = tmp_path / "settle.json"
    path.write_text(
        json.dumps(
            {
                "note": "ignored",
                "financing": {"type": "anteil", "rate": "0.8", "eligible_costs": "100.00", "grant": "80.00"},
                "actual": {"eligible_costs": "90.00"},
                "drawdowns": [{"amount": "80.00", "paid_on": "2024-01-01"}],
            }
        )
    )
    data = json.loads(run("settle", str(path), "--json").stdout)
    assert (data["grant_due"], data["overpaid"], data["warnings"]) == ("72.00", "8.00", [])
    assert data["because"].keys() == {"de", "en"}
    assert [step["name"] for step in data["steps"]] == ["improvement", "reduced", "overpaid"]
    assert "Zu viel erhalten: 8,00 €" in run("settle", str(path)).stdout.decode()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--amount", "1.000,00", "--from", "2024-01-01", "--to", "2024-02-01"], "--amount"),
        (["--amount", "-5", "--from", "2024-01-01", "--to", "2024-02-01"], "negativ"),
        (["--amount", "inf", "--from", "2024-01-01", "--to", "2024-02-01"], "keine Zahl"),
        (["--amount", "5", "--from", "2024-02-30", "--to", "2024-03-01"], "2024-02-30"),
        (["--amount", "5", "--from", "2024-02-01", "--to", "2024-01-01"], "Vertauschen"),
        (["--amount", "5", "--from", "2024-02-01", "--to", "2024-03-01", "--days", "act/364"], "act/365"),
        (["--amount", "5", "--from", "2024-02-01", "--to", "2024-03-01", "--margin", "5,0"], "--margin"),
        (["--amount", "5", "--from", "2024-02-01", "--to", "2024-03-01", "--margin", "500"], "§ 49a"),
        (["--amount", "5", "--from", "2026-12-01", "--to", "2027-01-02"], "2027/1"),
        (["--amount", "5", "--from", "2001-12-01", "--to", "2002-01-02"], "2001/2"),
        (["--amount", "5", "--from", "2024-02-01", "--to", "2024-03-01", "--lang", "fr"], "de, en"),
    ],
)
def test_a_bad_value_of_an_option_is_a_sentence_and_exit_1(arguments: Any, words: Any) -> None:
    result = run("interest", *arguments)
    assert (result.returncode, result.stdout) == (1, b"")
    assert words in said(result)
    assert "Traceback" not in said(result)


@pytest.mark.parametrize(
    "arguments",
    [
        ["interest", "--amount", "5"],
        ["interest", "--amoun", "5", "--from", "2024-01-01", "--to", "2024-01-02"],
        ["obligations"],
        ["obligations", "-", "--day", "2024-01-01"],
        ["obligations", "-", "--on"],
        ["settle"],
        ["nonsense"],
        [],
    ],
)
def test_an_unknown_or_missing_option_is_exit_2(arguments: Any) -> None:
    result = run(*arguments, text="{}")
    assert (result.returncode, result.stdout) == (2, b"")
    assert "usage" in said(result)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"title": "x",\n "a": }', "Zeile 2, Spalte 7"),
        ("", "Zeile 1"),
        ("[]", "kein JSON-Objekt"),
        ("null", "kein JSON-Objekt"),
        ('{"a": NaN}', "NaN"),
        ('{"a": 1, "a": 2}', "zweimal"),
        ('{"a": ' + "9" * 5000 + "}", "zu groß"),
        ("[" * 100000, "verschachtelt"),
        (b"\xff\xfe\x00", "UTF-8"),
        ("{}", "conditions: Die Angabe fehlt"),
    ],
)
@pytest.mark.parametrize("command", ["obligations", "settle"])
def test_a_broken_file_is_a_sentence_and_exit_1(command: Any, text: Any, words: Any) -> None:
    result = run(command, "-", "--json", text=text)
    assert (result.returncode, result.stdout) == (1, b"")
    if not (command == "settle" and text == "{}"):
        assert words in said(result)
    assert "Traceback" not in said(result)


def test_a_missing_file_and_a_folder_are_sentences(tmp_path: Any) -> None:
    for place in (str(tmp_path / "none.json"), str(tmp_path)):
        result = run("obligations", place)
        assert result.returncode == 1
        assert place in said(result)
        assert "Traceback" not in said(result)


def test_wrong_facts_are_all_named_on_standard_error() -> None:
    award = example(
        conditions={"set": "anbest_g_nrw", "version": "2021-01-01"},
        award_period={"from": "2025-01-01", "until": "2024"},
    )
    result = run("obligations", "-", "--json", text=json.dumps(award))
    assert (result.returncode, result.stdout) == (1, b"")
    assert "conditions.version" in said(result)
    assert "2022-06-06" in said(result)
    assert "award_period.until" in said(result)


def test_the_sentences_come_in_english_too() -> None:
    result = run("obligations", "-", "--lang", "en", text=json.dumps(example_with("financing.rate", "80")))
    assert 'financing.rate: The rate 80 is above 1 (100 %). Write it as a share, for example "0.8".' in said(result)


def test_a_share_of_no_costs_is_refused() -> None:
    facts = {"financing": {"type": "anteil", "eligible_costs": "0", "grant": "5"}, "actual": {"eligible_costs": "1"}}
    result = run("settle", "-", text=json.dumps(facts))
    assert result.returncode == 1
    assert "financing.eligible_costs" in said(result)


@pytest.mark.thorough
def test_a_reader_that_goes_away_is_no_error(award: Any) -> None:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(SOURCE)}
    command = [sys.executable, "-m", "wandel.core.foerderung.cli", "obligations", award, "--json"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.wait(timeout=30) == 0
    assert process.stderr.read() == b""
    process.stderr.close()


def test_a_number_in_the_file_stays_exact() -> None:
    facts = json.dumps(EXAMPLE).replace('"300000.00"', "300000.10")
    result = run("obligations", "-", "--json", text=facts)
    data = json.loads(result.stdout)
    spending = next(one for one in data["obligations"] if one["kind"] == "mittelverwendung")
    assert Decimal(spending["amount"]) == Decimal("180000.10")
    assert any("drawdowns[0].amount" in warning for warning in data["warnings"])


@pytest.mark.thorough
def test_nothing_is_written_anywhere(award: Any, tmp_path: Any) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    assert run_alone("obligations", award, "--json", folder=folder).returncode == 0
    assert list(folder.iterdir()) == []
