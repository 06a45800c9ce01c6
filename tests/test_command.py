"""The one command, as others call it."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE: dict[str, Any] = {
    "title": "Umbau Bahnhofsumfeld",
    "recipient": "gemeinde",
    "land": "NW",
    "level": "land",
    "conditions": {"set": "anbest_g_nrw", "version": "2003-09-30"},
    "notice": {"dated_on": "2024-03-01", "sent_on": "2024-03-04", "sent_by": "post"},
    "financing": {
        "type": "anteil",
        "rate": "0.80",
        "eligible_costs": "1250000.00",
        "grant": "1000000.00",
        "cap": "1000000.00",
    },
    "award_period": {"from": "2024-03-01", "until": "2026-12-31"},
    "purpose": "investment",
    "completed_on": None,
    "purpose_binding": {"years": 10, "starts": "completion"},
    "confirmed": {"verwendungsnachweis_months": 6, "drawdown_window_months": 2, "retention_years": 5},
    "drawdowns": [{"paid_on": "2024-06-03", "amount": "300000.00"}],
    "payments": [{"paid_on": "2024-07-15", "amount": "120000.00"}],
}


def wandel(*arguments: str, text: str = "") -> subprocess.CompletedProcess[str]:
    """Run it from a bare environment: no settings, no database, nothing to write to."""
    return subprocess.run(
        [sys.executable, "-m", "wandel.web.cli", *arguments],
        input=text,
        capture_output=True,
        text=True,
        env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
        cwd="/",
        check=False,
    )


def test_the_example_of_the_contract_gives_every_kind(tmp_path: Path) -> None:
    file = tmp_path / "award.json"
    file.write_text(json.dumps(EXAMPLE), "utf-8")
    done = wandel("obligations", str(file), "--json")
    assert done.returncode == 0, done.stderr
    found = {one["kind"]: one for one in json.loads(done.stdout)["obligations"]}
    assert found["bekanntgabe"]["due_on"] == "2024-03-07"
    # One month after 7 March 2024 is Sunday 7 April.
    assert (found["rechtsbehelf"]["due_on"], found["rechtsbehelf"]["shifted"]) == ("2024-04-08", "Sonntag")
    assert (found["mittelverwendung"]["due_on"], found["mittelverwendung"]["amount"]) == ("2024-08-03", "180000.00")
    assert found["verwendungsnachweis"]["due_on"] == "2027-06-30"
    assert found["verwendungsnachweis"]["status"] == "from_notice"
    assert {"bewilligungszeitraum_ende", "zweckbindung_ende", "aufbewahrung_ende"} <= set(found)
    for one in found.values():
        assert set(one) >= {"kind", "due_on", "nominal_on", "shifted", "norm", "version", "status", "because"}
        assert set(one["because"]) == {"de", "en"}


def test_interest_is_split_at_every_half_year() -> None:
    done = wandel("interest", "--amount", "35", "--from", "2010-09-15", "--to", "2011-03-17", "--json")
    result = json.loads(done.stdout)
    assert [segment["from"] for segment in result["segments"]] == ["2010-09-15", "2011-01-01"]
    assert result["total"] == "0.90"


def test_settling_lowers_a_share_by_what_was_saved() -> None:
    change = {
        "financing": {"type": "anteil", "rate": "0.8", "eligible_costs": "100000.00", "third_party": "0.00", "own": "20000.00", "grant": "80000.00", "cap": "80000.00"},
        "actual": {"eligible_costs": "90000.00", "third_party": "0.00", "own": "18000.00"},
        "drawdowns": [{"paid_on": "2025-01-01", "amount": "80000.00"}],
    }  # fmt: skip
    result = json.loads(wandel("settle", "-", "--json", text=json.dumps(change)).stdout)
    assert (result["grant_due"], result["overpaid"]) == ("72000.00", "8000.00")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["interest", "--amount", "viel", "--from", "2024-01-01", "--to", "2024-02-01"], 1),
        (["interest", "--amount", "1", "--from", "2024-01-01"], 2),
        (["interest", "--unknown"], 2),
        (["obligations", "/nowhere.json"], 1),
        (["obligations"], 2),
        (["settle", "-", "--json"], 1),
    ],
)
def test_wrong_input_is_one_and_a_wrong_call_is_two(arguments: list[str], code: int) -> None:
    done = wandel(*arguments)
    assert done.returncode == code, done.stderr
    assert done.stdout == ""
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr


def test_help_lists_the_compute_commands_too() -> None:
    done = wandel("help", "--commands")
    assert {"demo", "serve", "worker", "journal", "obligations", "interest", "settle", "composite"} <= set(
        done.stdout.split()
    )


def test_a_wrong_setting_stops_the_start_and_names_itself() -> None:
    for name, value in (
        ("WANDEL_DEBUG", "vielleicht"),
        ("WANDEL_SMTP_PORT", "zwanzig"),
        ("DATABASE_URL", "oracle://x/y"),
    ):
        done = subprocess.run(
            [sys.executable, "-m", "wandel.web.cli", "check"],
            env={"PATH": "/usr/bin:/bin", name: value},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode != 0
        assert f"{name}=" in done.stderr


def test_a_real_county_must_bring_its_own_key() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "wandel.web.cli", "check"],
        env={"PATH": "/usr/bin:/bin", "WANDEL_BASE_URL": "https://wandel.kreis.example"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "WANDEL_SECRET_KEY" in done.stderr


def test_the_locks_name_no_host_and_pin_every_package() -> None:
    for lock in (ROOT / "requirements").glob("*.txt"):
        text = lock.read_text("utf-8")
        assert "://" not in text
        assert "--index-url" not in text
        assert text.count("==") >= 5
        assert text.count("--hash=sha256:") > text.count("==")
    assert "resolved" not in (ROOT / "frontend" / "package-lock.json").read_text("utf-8")
