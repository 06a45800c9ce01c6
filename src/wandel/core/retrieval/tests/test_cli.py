"""``wandel retrieval`` as somebody else's script calls it."""

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from wandel.core.retrieval import cli
from wandel.core.retrieval.tests.programmes import DOCUMENTS

SOURCE = Path(__file__).resolve().parents[4]
QUERIES = {"q1": "Wer fördert Breitband an Schulen?", "q2": "Radwege bauen", "q3": "nicht beurteilt"}
QRELS = "query-id\tcorpus-id\tscore\nq1\tp4\t2\nq2\tp2\t1\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rows = [{"_id": one.id, "title": one.title, "text": one.text} for one in DOCUMENTS]
    (tmp_path / "corpus.jsonl").write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    lines = [json.dumps({"_id": number, "text": text}, ensure_ascii=False) for number, text in QUERIES.items()]
    (tmp_path / "queries.jsonl").write_text("\n".join(lines) + "\n\n", "utf-8")
    (tmp_path / "qrels.tsv").write_text(QRELS, "utf-8")
    return tmp_path


def run(capsys: Any, *arguments: object) -> tuple[int, str, str]:
    code = cli.retrieval([str(argument) for argument in arguments])
    out = capsys.readouterr()
    return code, out.out, out.err


def refused(capsys: Any, folder: Path) -> str:
    """The one sentence on stderr."""
    code, said, errors = run(capsys, folder, "--json", "--lang", "en")
    assert (code, said, errors.count("\n")) == (1, "", 1)
    return errors


def test_the_answer_has_the_measures_and_the_times(capsys: Any, folder: Path) -> None:
    code, said, errors = run(capsys, folder, "--json", "--lang", "en")
    assert code == 0
    found = json.loads(said, parse_constant=pytest.fail)
    assert list(found) == ["ndcg_at_10", "mrr_at_10", "recall_at_100", "index_seconds", "query_ms", "engine"]
    assert (found["ndcg_at_10"], found["mrr_at_10"], found["recall_at_100"]) == (1.0, 1.0, 1.0)
    assert 0 < found["query_ms"]["p50"] <= found["query_ms"]["p95"]
    assert found["engine"]
    assert "documents read: 8" in errors


def test_the_table_is_for_reading(capsys: Any, folder: Path) -> None:
    code, said, _ = run(capsys, folder)
    assert code == 0
    assert said.splitlines()[0].split() == ["nDCG@10", "1,000"]
    assert "Median" in said


def test_packed_files_a_folder_of_judgements_and_no_header_do_as_well(capsys: Any, folder: Path) -> None:
    expected = json.loads(run(capsys, folder, "--json")[1])
    for name in ("corpus.jsonl", "queries.jsonl"):
        path = folder / name
        with gzip.open(folder / f"{name}.gz", "wt", encoding="utf-8") as stream:
            stream.write(path.read_text("utf-8"))
        path.unlink()
    (folder / "qrels").mkdir()
    (folder / "qrels.tsv").unlink()
    (folder / "qrels" / "test.tsv").write_text(QRELS.split("\n", 1)[1], "utf-8")
    found = json.loads(run(capsys, folder, "--json")[1])
    assert found["ndcg_at_10"] == expected["ndcg_at_10"]


def test_a_title_may_be_missing_and_judgements_may_be_in_trec_form(capsys: Any, folder: Path) -> None:
    rows = [{"_id": one.id, "text": f"{one.title} {one.text}"} for one in DOCUMENTS]
    (folder / "corpus.jsonl").write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    (folder / "qrels.tsv").write_text("q1 0 p4 2\nq2 0 p2 1\n", "utf-8")
    code, said, _ = run(capsys, folder, "--json")
    assert (code, json.loads(said)["recall_at_100"]) == (0, 1.0)


def test_unknown_ids_in_the_judgements_are_a_warning(capsys: Any, folder: Path) -> None:
    (folder / "qrels.tsv").write_text(QRELS + "q2\tp99\t1\nq2\tp98\t1\nq77\tp1\t1\n", "utf-8")
    code, said, errors = run(capsys, folder, "--json", "--lang", "en")
    assert code == 0
    assert "“p99” (and 1 more) is not in corpus.jsonl" in errors
    assert "“q77” is not in queries.jsonl" in errors
    # Of the three documents judged for q2 one can be found.
    assert json.loads(said)["recall_at_100"] == pytest.approx((1 + 1 / 3) / 2)


def test_a_folder_or_file_that_is_not_there_is_named(capsys: Any, folder: Path) -> None:
    assert "there is no such folder" in refused(capsys, folder / "nowhere")
    assert "there is no such folder" in refused(capsys, folder / "corpus.jsonl")
    (folder / "queries.jsonl").unlink()
    assert f"{folder / 'queries.jsonl'}: the file is missing. Create it (also possible: queries.jsonl.gz)" in refused(capsys, folder)  # fmt: skip
    (folder / "qrels.tsv").unlink()
    (folder / "queries.jsonl").write_text("{}", "utf-8")
    assert "qrels.tsv: the file is missing" in refused(capsys, folder)


def write(folder: Path, name: str, text: str | bytes) -> None:
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())


GOOD = '{"_id": "p4", "text": "Rad"}\n'


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("corpus.jsonl", GOOD + '{"_id": "b", "text": "x"', "corpus.jsonl, line 2: the JSON breaks at column 25."),
        ("corpus.jsonl", GOOD + "[1]", "line 2: this is not an object."),
        ("corpus.jsonl", GOOD + GOOD, "line 2: the id “p4” is already in line 1. Give one of the two another."),
        ("corpus.jsonl", GOOD + '{"text": "x"}', "line 2: “_id” is missing or is not text."),
        ("corpus.jsonl", GOOD + '{"_id": "b", "text": ["x"]}', "line 2: “text” is not text."),
        ("corpus.jsonl", GOOD + '{"_id": "b"}', "line 2: the document has neither “text” nor “title”."),
        ("corpus.jsonl", "", "corpus.jsonl: the collection is empty."),
        ("corpus.jsonl", "\n\n", "corpus.jsonl: the collection is empty."),
        ("corpus.jsonl", GOOD.encode() + b'{"_id": "\xff"}', "line 2: the line is not UTF-8."),
        ("corpus.jsonl", "[" * 100_000, "line 1: the JSON breaks"),
        ("queries.jsonl", '{"_id": "q1"}', "queries.jsonl, line 1: the query has no “text”."),
        ("queries.jsonl", '{"_id": "q1", "text": "a"}\n{"_id": "q1", "text": "b"}', "line 2: the id “q1” is already in line 1."),
        ("queries.jsonl", "", "no query of queries.jsonl is judged here."),
        ("qrels.tsv", "", "no query of queries.jsonl is judged here."),
        ("qrels.tsv", "query-id\tcorpus-id\tscore\n", "no query of queries.jsonl is judged here."),
        ("qrels.tsv", "q9\tp1\t1\n", "no query of queries.jsonl is judged here."),
        ("qrels.tsv", "q1\tp1\t0\n", "no judgement names a relevant document."),
        ("qrels.tsv", QRELS + "q1\tp2\n", "qrels.tsv, line 4: this is not query, document and a whole number"),
        ("qrels.tsv", QRELS + "q1\tp2\tgood\n", "qrels.tsv, line 4: this is not query, document and a whole number"),
        ("qrels.tsv", QRELS + "q1\tp2\tnan\n", "qrels.tsv, line 4: this is not query, document and a whole number"),
        ("qrels.tsv", QRELS + "q1\tp4\t1\n", "line 4: “p4” is already judged differently for “q1” (2)."),
    ],
)  # fmt: skip
def test_a_mistake_ends_with_one_and_a_sentence(capsys: Any, folder: Path, name: str, text: str | bytes, sentence: str) -> None:  # fmt: skip
    write(folder, name, text)
    assert sentence in refused(capsys, folder)


def test_a_packed_file_that_is_none_is_refused(capsys: Any, folder: Path) -> None:
    (folder / "corpus.jsonl").unlink()
    write(folder, "corpus.jsonl.gz", "no gzip")
    assert "corpus.jsonl.gz: the file cannot be unpacked after line 0." in refused(capsys, folder)
    write(folder, "corpus.jsonl.gz", gzip.compress(GOOD.encode() * 9)[:-12])
    assert "cannot be unpacked" in refused(capsys, folder)


def test_an_unknown_option_is_two_and_a_bad_language_one(capsys: Any, folder: Path) -> None:
    assert run(capsys, folder, "--engine", "x")[0] == 2
    assert run(capsys)[0] == 2
    assert run(capsys, folder, "--lang", "xx")[0] == 1


def test_the_slowest_twentieth_stands_above_the_percentile() -> None:
    assert cli.percentile([float(number) for number in range(1, 101)], 95) == 95.0
    assert cli.percentile([3.0], 50) == cli.percentile([3.0], 95) == 3.0


@pytest.mark.thorough
def test_it_runs_without_settings_and_without_a_database(folder: Path) -> None:
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("DJANGO", "WANDEL", "DATABASE"))
    }
    done = subprocess.run(
        [sys.executable, "-m", "wandel.web.cli", "retrieval", str(folder), "--json"],
        capture_output=True, text=True, check=False, timeout=60, cwd=folder, env={**environment, "PYTHONPATH": str(SOURCE)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["ndcg_at_10"] == 1.0
