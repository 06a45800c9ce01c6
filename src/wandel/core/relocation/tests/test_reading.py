"""Input of the checklist: what is wrong gets a sentence with its place, what is odd a remark."""

import json
from pathlib import Path
from typing import Any

import pytest

from wandel.core.foerderung.reading import InputErrors
from wandel.core.relocation.cli import checklist
from wandel.core.relocation.reading import parse_situation
from wandel.core.relocation.situation import Situation

GOOD = {"from": "eu", "nationality": "FR", "moving_in_on": "2026-03-02", "municipality": "05358008"}


def parse(**changes: Any) -> Situation:
    data = {key: value for key, value in (GOOD | changes).items() if value != "left out"}
    return parse_situation(data, municipalities={"05358008", "05358012"}, county="05358")


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"from": "mars"}, "from"),
        ({"from": "left out"}, "from"),
        ({"nationality": "ZZ"}, "nationality"),
        ({"nationality": 7}, "nationality"),
        ({"moving_in_on": "2026-02-30"}, "moving_in_on"),
        ({"moving_in_on": "02.03.2026"}, "moving_in_on"),
        ({"moving_in_on": "1026-03-02"}, "moving_in_on"),
        ({"municipality": "05315000"}, "municipality"),
        ({"children": [{"born_on": "2026-13-01"}]}, "children[0].born_on"),
        ({"children": [{"born_on": "2020-01-01"}, {}]}, "children[1].born_on"),
        ({"children": [{"born_on": "2027-03-02"}]}, "children[0].born_on"),
        ({"children": "2020-01-01"}, "children"),
        ({"driving_licence": "Q1"}, "driving_licence"),
        ({"car": {"registered_in": "??"}}, "car.registered_in"),
        ({"dog": "many"}, "dog"),
        ({"needs": "school"}, "needs"),
        ({"fast_track": "yes"}, "fast_track"),
        ({"partner": {"nationality": "XY"}}, "partner.nationality"),
        ({"staying_until": "2026-03-01"}, "staying_until"),
        ({"entered_on": "2026-03-01", "visa_until": "2026-02-01"}, "visa_until"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(changes: dict[str, Any], where: str) -> None:
    with pytest.raises(InputErrors) as caught:
        parse(**changes)
    assert [problem.where for problem in caught.value.problems] == [where]
    for language in ("de", "en"):
        assert caught.value.problems[0].text.to(language).endswith((".", "].", "third_country."))


def test_every_mistake_is_named_at_once() -> None:
    with pytest.raises(InputErrors) as caught:
        parse(nationality="ZZ", moving_in_on="x", dog="many")
    assert {problem.where for problem in caught.value.problems} == {"nationality", "moving_in_on", "dog"}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"nationality": "left out"}, "nationality_assumed"),
        ({"municipality": "left out"}, "municipality_missing"),
        ({"moving_in_on": "left out"}, "moving_in_missing"),
        ({"needs": ["unicorn"]}, "need_unknown"),
        ({"children": [{"born_on": "2026-05-02"}]}, "child_expected"),
        ({"children": [{"born_on": "2000-05-02"}]}, "child_adult"),
        ({"entered_on": "2026-04-01"}, "entry_after_moving"),
        ({"from": "germany", "entered_on": "2026-01-01"}, "entry_from_germany"),
        ({"driving_licence": True}, "licence_country"),
    ],
)
def test_what_is_odd_is_only_remarked(changes: dict[str, Any], code: Any) -> None:
    assert [remark.code for remark in parse(**changes).remarks] == [code]


def test_ten_children_and_the_usual_spellings_are_read() -> None:
    who = parse(children=["2020-01-01"] * 9 + [{"birth_date": "2021-01-01"}], partner=True, dogs=2, nationality="fr")
    assert len(who.children) == 10
    assert who.partner
    assert (who.citizenship, who.partner.citizenship, who.dogs) == ("eu", "", 2)
    assert parse(nationality="german").citizenship == "german"
    assert parse(**{"from": "CN"}).origin == "third_country"


def run(capsys: pytest.CaptureFixture[str], tmp_path: Path, content: str, *more: str) -> tuple[int, str, str]:
    file = tmp_path / "situation.json"
    file.write_text(content, "utf-8")
    code = checklist([str(file), *more])
    out, err = capsys.readouterr()
    return code, out, err


def test_the_command_prints_one_document(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, out, err = run(capsys, tmp_path, json.dumps(GOOD), "--json", "--on", "2026-03-20", "--lang", "en")
    data = json.loads(out)
    assert (code, err) == (0, "")
    task = next(one for one in data["tasks"] if one["kind"] == "anmeldung")
    assert (task["due_on"], task["overdue"], task["status"], task["depends_on"]) == (
        "2026-03-16", True, "confirmed", ["wohnungsgeberbestaetigung"],
    )  # fmt: skip
    assert task["title"] == "Register your dwelling"
    assert task["authority"]["name"] == "Town of Düren, citizens' office"
    assert data["notes"][0]["kind"] == "aufenthaltstitel"
    assert data["warnings"] == []


def test_without_json_it_is_a_list_to_read(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, out, _err = run(capsys, tmp_path, json.dumps(GOOD | {"dog": True, "children": ["2020-01-01"]}))
    assert code == 0
    assert "Wohnung anmelden: bis 16.03.2026" in out
    assert "(Kind 1)" in out


@pytest.mark.parametrize(
    ("content", "more", "code", "words"),
    [
        ("{", (), 1, "Zeile 1"),
        ("[]", (), 1, "JSON-Objekt"),
        ('{"from": "mars"}', ("--lang", "en"), 1, "from: “mars” does not exist"),
        (json.dumps(GOOD), ("--on", "gestern"), 1, "--on"),
        (json.dumps(GOOD), ("--profile", "atlantis"), 1, "--profile"),
        (json.dumps(GOOD | {"moving_in_on": "1990-01-01"}), (), 1, "kein Wert"),
        (json.dumps(GOOD), ("--fast",), 2, "--fast"),
    ],
)
def test_bad_input_gets_a_sentence_and_an_exit_code(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, content: str, more: tuple[str, ...], code: Any, words: str
) -> None:
    done, out, err = run(capsys, tmp_path, content, *more)
    assert (done, out) == (code, "")
    assert words in err
    assert "Traceback" not in err
