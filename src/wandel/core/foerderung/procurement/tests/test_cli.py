"""``wandel procurement`` as somebody types it."""

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from wandel.core.foerderung.procurement.cli import procurement
from wandel.core.profile.tests import middle_county

GOOD = ("--kind", "services", "--value", "215999.99", "--on", "2026-03-02")


def run(*arguments: str) -> tuple[int, str, str]:
    """The exit code, what stands on stdout, and what on stderr."""
    kept = sys.stdout, sys.stderr
    raw = io.BytesIO(), io.BytesIO()
    sys.stdout, sys.stderr = (io.TextIOWrapper(one, encoding="utf-8", write_through=True) for one in raw)
    try:
        code = procurement(arguments)
        return code, raw[0].getvalue().decode(), raw[1].getvalue().decode()
    finally:
        sys.stdout, sys.stderr = kept


def changed(**options: str) -> list[str]:
    """The good command with some options changed."""
    found = dict(zip(GOOD[::2], GOOD[1::2], strict=True)) | {f"--{name}": word for name, word in options.items()}
    return [part for pair in found.items() for part in pair]


def data_of(*arguments: str) -> Any:
    code, out, err = run(*arguments, "--json")
    assert (code, err) == (0, "")
    return json.loads(out)


def test_one_json_document_with_every_part() -> None:
    data = data_of(*GOOD, "--municipality", "05358008")
    assert {
        "kind",
        "value",
        "on",
        "threshold",
        "above",
        "regime",
        "procedures",
        "statute",
        "steps",
        "warnings",
    } <= data.keys()
    assert (data["kind"], data["value"], data["on"], data["above"]) == ("services", "215999.99", "2026-03-02", False)
    assert data["threshold"].keys() == {"amount", "valid_from", "valid_until", "norm", "source", "status"}
    assert (data["threshold"]["amount"], data["threshold"]["valid_until"]) == ("216000.00", "2027-12-31")
    assert {"name", "norms", "because"} <= data["regime"].keys()
    for one in data["procedures"]:
        assert {"procedure", "permitted", "limit", "norm", "source", "status", "because"} <= one.keys()
        assert one["permitted"] in {True, False, None}
    assert data["municipality"] == {"ags": "05358008", "de": "Düren", "en": "Düren"}
    assert "not known to wandel" in data["statute"]["because"]["en"]
    assert all(isinstance(warning, str) for warning in data["warnings"])
    assert len(data["warnings"]) == len(data["warning_details"])


def test_without_a_municipality_no_statute_is_given_and_a_warning_says_so() -> None:
    data = data_of(*GOOD)
    assert (data["statute"], data["municipality"]) == (None, None)
    assert "--municipality" in data["warnings"][0]


def test_the_equal_value_is_above() -> None:
    assert data_of(*changed(value="216000"))["above"] is True
    assert data_of(*changed(value="216000.00"))["value"] == "216000.00"


def test_another_countys_statute_is_read_from_its_folder() -> None:
    options = changed(
        kind="works", value="50000.01", on="2027-03-01", municipality="99901001", profile=str(middle_county)
    )
    data = data_of(*options)
    assert data["statute"]["limits"][0] == {"kind": "works", "procedure": "direct", "up_to": "50000.00"}
    assert next(one for one in data["procedures"] if one["procedure"] == "direct")["permitted"] is False
    _code, text, _err = run(*options)
    assert "Satzung: Vergabesatzung Oberfeld (neu) (seit 01.01.2027)" in text


def test_a_person_reads_it_in_either_language() -> None:
    _code, german, _err = run(*GOOD)
    _code, english, _err = run(*GOOD, "--lang", "en")
    assert "EU-Schwellenwert: 216.000,00 € – unterhalb" in german
    assert "EU threshold: €216,000.00 – below" in english
    assert "Direktauftrag" in german
    assert "Direct award" in english


@pytest.mark.parametrize(
    ("option", "written", "words"),
    [
        ("kind", "roads", ["--kind", "works, supplies, services, planning, social"]),
        ("kind", "", ["--kind"]),
        ("value", "1.234,56", ["--value", "Komma"]),
        ("value", "1234,56", ["--value", "Komma"]),
        ("value", "1.234", ["--value", "zwei Nachkommastellen"]),
        ("value", "0", ["--value", "ist 0"]),
        ("value", "0.00", ["--value", "ist 0"]),
        ("value", "-5", ["--value", "negativ"]),
        ("value", "NaN", ["--value", "keine Zahl"]),
        ("value", "inf", ["--value", "keine Zahl"]),
        ("value", "1e6", ["--value", "keine Zahl"]),
        ("value", "100.001", ["--value", "zwei Nachkommastellen"]),
        ("value", "99999999999999", ["--value", "größer"]),
        ("on", "2013-12-31", ["--on", "2014-01-01 … 2027-12-31"]),
        ("on", "2028-01-01", ["--on", "2014-01-01 … 2027-12-31"]),
        ("on", "02.03.2026", ["--on", "2024-03-01"]),
        ("on", "2026-02-30", ["--on", "gibt es nicht"]),
        ("municipality", "05315000", ["--municipality", "keine Gemeinde dieses Kreises", "05358008 Düren"]),
        ("municipality", "", ["--municipality"]),
        ("lang", "fr", ["--lang"]),
    ],
)
def test_a_bad_value_is_a_sentence_and_exit_1(option: str, written: str, words: list[str]) -> None:
    code, out, err = run(*changed(**{option: written}), "--json")
    assert (code, out) == (1, "")
    assert all(word in err for word in words), err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    "arguments", [(), GOOD[2:], GOOD[:4], (*GOOD, "--colour", "red"), (*GOOD, "--munic", "05358008"), (*GOOD, "extra")]
)
def test_an_unknown_or_missing_option_is_exit_2(arguments: tuple[str, ...]) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert err


def test_a_county_that_is_not_there_or_is_broken_is_named(tmp_path: Path) -> None:
    code, _out, err = run(*GOOD, "--municipality", "05358008", "--profile", "nowhere")
    assert (code, "--profile" in err, "kreis_dueren" in err) == (1, True, True)
    code, _out, err = run(*GOOD, "--municipality", "05358008", "--profile", str(tmp_path))
    assert (code, "county.yaml" in err) == (1, True)
