"""``wandel ahp`` and ``wandel suitability`` (habits: ``core.commands``)."""

import argparse
import csv
import io
import json
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path
from time import monotonic
from typing import Any

import numpy as np

from wandel.core.commands import Parser, Refused, carry_out, line, read_text, table
from wandel.core.geodata.problems import GeodataError
from wandel.core.law.texts import Text, shown
from wandel.core.suitability.ahp import RANDOM_INDEX_SOURCE, MatrixError, Weights, weights_of
from wandel.core.suitability.raster import RasterError
from wandel.core.suitability.rules import RulesError


def ahp(argv: Sequence[str]) -> int:
    """``wandel ahp MATRIX.csv [--json]``"""
    parser = Parser("ahp", "Weights from comparing criteria in pairs, with their consistency.")
    parser.add_argument("file", metavar="MATRIX", help="the comparisons as CSV, names optional; - reads standard input")

    def work(options: argparse.Namespace) -> str:
        names, matrix = _matrix(read_text(options.file, options.lang), options.file, options.lang)
        found = weights_of(matrix, names)
        return _weights_json(found, options.lang) if options.json else _weights_table(found, options.lang)

    return carry_out(parser, argv, work, (MatrixError,), _sentences)


def suitability(argv: Sequence[str]) -> int:
    """``wandel suitability PARCELS LAYERS_DIR RULES.yaml -o OUT.parquet [--json]``"""
    parser = Parser("suitability", "Which parcels suit, what costs them points, and the areas they form.")
    parser.add_argument("parcels", metavar="PARCELS", help="parcels in any common format of geodata, or GeoParquet")
    parser.add_argument("layers", metavar="LAYERS_DIR", help="folder with one file per layer, named as in the rules")
    parser.add_argument("rules", metavar="RULES", help="exclusions, weights, threshold and smallest area as YAML")
    parser.add_argument("-o", "--output", required=True, metavar="OUT", help="GeoParquet to write, one row per parcel")
    parser.add_argument("--engine", metavar="ENGINE", help="kernel or shapely; the same numbers")

    def work(options: argparse.Namespace) -> str:
        # Loading geometry libraries costs a second; nobody asking for --help or with wrong rules shall wait for it.
        from wandel.core.suitability.from_files import analyse  # noqa: PLC0415

        started = monotonic()

        def told(what: Text, done: int, total: int) -> None:
            if sys.stderr.isatty():
                rate = done / max(monotonic() - started, 1e-9)
                left = (total - done) / rate if rate else 0.0
                sys.stderr.write(f"\r{what.to(options.lang)}: {done:,} / {total:,} · {left:.0f} s \033[K")
                if done >= total:
                    sys.stderr.write("\n")
            elif done >= total:
                line(sys.stderr, f"{what.to(options.lang)}: {total:,}")

        with ThreadPoolExecutor() as executor:
            result = analyse(
                Path(options.parcels),
                Path(options.layers),
                read_text(options.rules, options.lang),
                Path(options.output),
                language=options.lang,
                engine=options.engine,
                executor=executor,
                told=told,
            )
        if options.json:
            return json.dumps(result, ensure_ascii=False, indent=2)
        return _areas_table(result, options.lang)

    return carry_out(parser, argv, work, (RulesError, RasterError, GeodataError), _sentences)


def _sentences(error: Exception, language: str) -> list[str]:
    if isinstance(error, RulesError | MatrixError | GeodataError):
        return [text.to(language) for text in error.texts]
    if isinstance(error, RasterError):
        return [error.text.to(language)]
    raise error


def _matrix(text: str, file: str, language: str) -> tuple[tuple[str, ...], np.ndarray[Any, Any]]:
    """Names (empty where there are none) and numbers; ``;`` or ``,`` between, ``1/3`` allowed, decimal comma with ``;``."""
    separator = ";" if ";" in text else "\t" if "\t" in text else ","
    rows = [row for row in csv.reader(io.StringIO(text), delimiter=separator) if any(cell.strip() for cell in row)]
    if not rows:
        raise Refused(Text(f"{file}: Die Datei ist leer.", f"{file}: the file is empty.").to(language))
    names: tuple[str, ...] = ()
    if all(_number(cell) is None for cell in rows[0]):
        header, rows = rows[0], rows[1:]
        names = tuple(cell.strip() for cell in header[-len(rows) :]) if rows else ()
    if rows and len(rows[0]) == len(rows) + 1:
        names = names or tuple(row[0].strip() for row in rows)
        rows = [row[1:] for row in rows]
    numbers = []
    for number, row in enumerate(rows, start=1):
        values = [_number(cell) for cell in row]
        for column, value in enumerate(values, start=1):
            if value is None:
                raise Refused(
                    Text(
                        f"{file}, Zeile {number}, Spalte {column}: „{shown(row[column - 1])}“ ist keine Zahl. Schreiben "
                        "Sie zum Beispiel 3 oder 1/3.",
                        f"{file}, row {number}, column {column}: “{shown(row[column - 1])}” is not a number. Write for "
                        "example 3 or 1/3.",
                    ).to(language)
                )
        if len(values) != len(rows):
            raise Refused(
                Text(
                    f"{file}, Zeile {number}: {len(values)} Zahlen, aber {len(rows)} Zeilen. Die Matrix muss quadratisch "
                    "sein.",
                    f"{file}, row {number}: {len(values)} numbers but {len(rows)} rows. The matrix must be square.",
                ).to(language)
            )
        numbers.append(values)
    return names, np.array(numbers, dtype=np.float64)


def _number(cell: str) -> float | None:
    text = cell.strip().replace(",", ".")
    try:
        return float(Fraction(text)) if "/" in text else float(text)
    except (ValueError, ZeroDivisionError):
        return None


def _weights_json(found: Weights, language: str) -> str:
    data = {
        "weights": list(found.weights),
        "names": list(found.names),
        "lambda_max": found.lambda_max,
        "ci": found.ci,
        "cr": found.cr,
        "ri": found.ri,
        "ri_source": RANDOM_INDEX_SOURCE,
        "warnings": [text.to(language) for text in _doubts(found)],
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def _doubts(found: Weights) -> list[Text]:
    if found.consistent:
        return []
    return [
        Text(
            f"Die Vergleiche widersprechen sich (CR {found.cr:.2f} über 0,10). Prüfen Sie die größten Werte.".replace(
                f"{found.cr:.2f}", f"{found.cr:.2f}".replace(".", ",")
            ),
            f"The comparisons contradict each other (CR {found.cr:.2f} above 0.10). Check the largest values.",
        )
    ]


def _weights_table(found: Weights, language: str) -> str:
    def number(value: float) -> str:
        return f"{value:.4f}" if language == "en" else f"{value:.4f}".replace(".", ",")

    head = Text("Kriterium|Gewicht", "criterion|weight").to(language).split("|")
    rows = [[name, number(weight)] for name, weight in zip(found.names, found.weights, strict=True)]
    last = f"λmax {number(found.lambda_max)} · CI {number(found.ci)} · CR {number(found.cr)} · RI {number(found.ri)} ({RANDOM_INDEX_SOURCE})"
    return "\n".join([*table([head, *rows]), last, *(f"! {text.to(language)}" for text in _doubts(found))])


def _areas_table(result: dict[str, Any], language: str) -> str:
    head = Text("Nr.|ha|Punkte|Gemeinde|Warum", "no.|ha|points|municipality|why").to(language).split("|")
    rows = [
        [
            str(area["id"]),
            f"{area['area_ha']:.2f}",
            f"{area['score']:.0f}",
            area["municipality"] or "",
            area["reason"][language],
        ]
        for area in result["candidates"]
    ]
    summary = Text(
        f"{result['parcels']} Flurstücke, {result['excluded']} ausgeschlossen, {len(rows)} Kandidaten",
        f"{result['parcels']} parcels, {result['excluded']} excluded, {len(rows)} candidates",
    ).to(language)
    return "\n".join([summary, *(table([head, *rows]) if rows else []), *(f"! {text}" for text in result["warnings"])])
