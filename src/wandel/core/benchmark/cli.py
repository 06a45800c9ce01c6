"""``wandel composite`` (habits: ``core.commands``; the shape of the answer: ``docs/methods/benchmark.md``)."""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from wandel.core.benchmark.coherence import coherence
from wandel.core.benchmark.comparing import marks_of, strengths_of, weaknesses_of
from wandel.core.benchmark.composite import Composite, compose, filled, observed_shares
from wandel.core.benchmark.problems import BenchmarkError
from wandel.core.benchmark.reading import read_dataset
from wandel.core.benchmark.sensitivity import sensitivity
from wandel.core.benchmark.steps import read_steps
from wandel.core.benchmark.tables import names_json, plain
from wandel.core.benchmark.uncertainty import Band, choices_of, tables_of, uncertainty
from wandel.core.commands import Parser, Refused, carry_out, read_text, table
from wandel.core.law.texts import Text

FILES = ("data.csv", "meta.csv", "steps.yaml")


def composite(argv: Sequence[str]) -> int:
    """``wandel composite DIR [--json]``"""
    parser = Parser("composite", "A composite index by the ten steps: scores, ranks, every stage, how sure they are.")
    parser.add_argument("folder", metavar="DIR", help="folder with data.csv, meta.csv and steps.yaml")

    def work(options: argparse.Namespace) -> str:
        data, meta, steps = _texts(Path(options.folder), options.lang)
        made = composed(data, meta, steps)
        report = report_of(made, options.lang)
        return json.dumps(report, ensure_ascii=False) if options.json else _table(report, options.lang)

    return carry_out(parser, argv, work, (BenchmarkError,), _sentences)


def composed(data: str, meta: str, steps: str) -> Composite:
    """The index of three texts. Raises BenchmarkError, with the mistakes of all three files where they can be told at once."""
    problems: list[Text] = []
    chosen = dataset = None
    warnings: list[Text] = []
    try:
        dataset, odd = read_dataset(data, meta)
        warnings += odd
    except BenchmarkError as error:
        problems += error.texts
    try:
        chosen, odd = read_steps(steps)
        warnings += odd
    except BenchmarkError as error:
        problems += error.texts
    if dataset is None or chosen is None:
        raise BenchmarkError(*problems)
    return compose(dataset, chosen, warnings)


def report_of(made: Composite, language: str) -> dict[str, Any]:
    """Everything about an index as plain values; what is missing is null."""
    steps, ranks = made.steps, made.ranks
    bands: dict[str, Band] = {}
    warnings = list(made.warnings)
    report: dict[str, Any] = {"index": made.framework.top}
    wanted = steps.uncertainty.method != "none" or steps.sensitivity.method != "none"
    tables = tables_of(made, choices_of(made)) if wanted else {}
    details: dict[str, Any] = {"coherence": None, "uncertainty": None, "sensitivity": None}
    if steps.coherence.method != "none":
        found = coherence(made)
        warnings += found.warnings
        details["coherence"] = found.as_json()
    if steps.uncertainty.method != "none":
        doubts = uncertainty(made, tables)
        bands = doubts.bands()
        details["uncertainty"] = doubts.as_json()
    if steps.sensitivity.method != "none":
        details["sensitivity"] = sensitivity(made, tables).as_json()
    everyone = made.dataset.units
    scores = dict.fromkeys(everyone, None) | names_json(made.units, made.scores)
    places = dict.fromkeys(everyone, None) | {
        unit: int(rank) if np.isfinite(rank) else None for unit, rank in zip(made.units, ranks, strict=True)
    }
    report["scores"] = scores
    report["ranks"] = places
    report["excluded"] = [unit for unit, stays in zip(everyone, made.kept, strict=True) if not stays]
    report["results"] = _results(made, bands)
    shares = made.shares
    report["weights"] = {
        node.code: {"parent": node.parent, "weight": plain(made.weights[node.code]), "share": plain(shares[node.code])}
        for node in made.framework.nodes
    }
    report["stages"] = {name: stage.as_json() for name, stage in made.stages().items()}
    report["filled"] = filled(made)
    report["treatment"] = {code: one.as_json() for code, one in made.treatment.items()}
    report |= details
    report["steps"] = steps.model_dump(mode="json")
    report["warnings"] = [text.to(language) for text in warnings]
    return report


def _results(made: Composite, bands: dict[str, Band]) -> list[dict[str, Any]]:
    """One entry per unit in the index, best first, those without a score last."""
    names, observed, marks = made.names(), observed_shares(made), marks_of(made)
    order = sorted(range(len(made.units)), key=lambda place: (not np.isfinite(made.ranks[place]), made.ranks[place]))
    rows = []
    for place in order:
        unit, rank = made.units[place], made.ranks[place]
        band = bands.get(unit, Band())
        rows.append(
            {
                "unit": unit,
                "name": names[unit],
                "rank": int(rank) if np.isfinite(rank) else None,
                "score": plain(float(made.scores[place])),
                "rank_low": band.low,
                "rank_high": band.high,
                "observed": observed[unit],
                "strengths": [mark.as_json() for mark in strengths_of(marks[unit])],
                "weaknesses": [mark.as_json() for mark in weaknesses_of(marks[unit])],
            }
        )
    return rows


def _sentences(error: Exception, language: str) -> list[str]:
    if isinstance(error, BenchmarkError):
        return [text.to(language) for text in error.texts]
    raise error


def _texts(folder: Path, language: str) -> list[str]:
    """The three files. Raises Refused naming the folder or every file that is not there."""
    try:
        if not folder.is_dir():
            sentence = Text(
                f"{folder}: Diesen Ordner gibt es nicht. Nennen Sie einen mit {', '.join(FILES)}.",
                f"{folder}: there is no such folder. Name one with {', '.join(FILES)}.",
            )
            raise Refused(sentence.to(language))
        absent = [name for name in FILES if not (folder / name).exists()]
    except (OSError, ValueError):
        raise Refused(
            Text(
                f"{folder}: Der Ordner lässt sich nicht lesen. Prüfen Sie Pfad und Rechte.",
                f"{folder}: the folder cannot be read. Check path and rights.",
            ).to(language)
        ) from None
    if absent:
        remedy = {
            "data.csv": Text("eine Zeile je Einheit: unit, Gruppen, Indikatoren", "one line per unit: unit, groups, indicators"),
            "meta.csv": Text("code,parent,weight,direction,denominator,type", "code,parent,weight,direction,denominator,type"),
            "steps.yaml": Text("zum Beispiel „impute: mean“; leer gilt das Übliche", "for example “impute: mean”; if empty the usual applies"),
        }  # fmt: skip
        raise Refused(
            *(
                Text(
                    f"{folder / name}: Die Datei fehlt. Legen Sie sie an ({remedy[name].de}).",
                    f"{folder / name}: the file is missing. Create it ({remedy[name].en}).",
                ).to(language)
                for name in absent
            )
        )
    return [read_text(str(folder / name), language) for name in FILES]


def _table(report: dict[str, Any], language: str) -> str:
    head = Text("Platz|5–95 %|Punkte|Einheit|Stärken|Schwächen", "rank|5–95 %|points|unit|strengths|weaknesses")
    rows = [head.to(language).split("|")]
    for one in report["results"]:
        score = "–" if one["score"] is None else f"{one['score']:.2f}"
        rows.append(
            [
                "–" if one["rank"] is None else str(one["rank"]),
                "–" if one["rank_low"] is None else f"{one['rank_low']}–{one['rank_high']}",
                score if language == "en" else score.replace(".", ","),
                one["name"],
                ", ".join(mark["code"] for mark in one["strengths"][:3]),
                ", ".join(mark["code"] for mark in one["weaknesses"][:3]),
            ]
        )
    return "\n".join([*table(rows), *(f"! {warning}" for warning in report["warnings"])])
