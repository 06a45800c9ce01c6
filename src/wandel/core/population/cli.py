"""``wandel population`` (habits: ``core.commands``; the shape of the answer: ``docs/methods/population.md``)."""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from wandel.core.commands import Parser, Refused, carry_out, read_text, table
from wandel.core.law.texts import Text
from wandel.core.population.from_files import FILES, read_region
from wandel.core.population.problems import PopulationError
from wandel.core.population.single_region import Projection, Region, project


def population(argv: Sequence[str]) -> int:
    """``wandel population DIR [--json]``"""
    parser = Parser("population", "A cohort-component projection of one region from five files.")
    parser.add_argument("folder", metavar="DIR", help=f"folder with {', '.join(FILES)}")

    def work(options: argparse.Namespace) -> str:
        region, odd = read_region(_texts(Path(options.folder), options.lang))
        found = project(region)
        warnings = [text.to(options.lang) for text in [*odd, *_odd_results(region, found)]]
        if options.json:
            return json.dumps({**report_of(region, found), "warnings": warnings}, ensure_ascii=False)
        return _table(region, found, warnings, options.lang)

    return carry_out(parser, argv, work, (PopulationError,), _sentences)


def _texts(folder: Path, language: str) -> dict[str, str]:
    missing = [name for name in FILES if not (folder / name).is_file()]
    if missing:
        raise Refused(
            Text(
                f"{folder}: Es fehlen {', '.join(missing)}. Der Ordner braucht {', '.join(FILES)}.",
                f"{folder}: missing are {', '.join(missing)}. The folder needs {', '.join(FILES)}.",
            ).to(language)
        )
    return {name: read_text(str(folder / name), language) for name in FILES}


def _sentences(error: Exception, language: str) -> list[str]:
    return [text.to(language) for text in error.texts] if isinstance(error, PopulationError) else [str(error)]


def report_of(region: Region, found: Projection) -> dict[str, Any]:
    """Every group of every step, and births and deaths per step and sex; ``step`` of a flow is the one it leads to."""
    ages = [region.step * place for place in range(region.fertility.shape[1])]
    people = [
        {"step": step, "sex": sex, "age": age, "count": float(count)}
        for step in range(region.steps + 1)
        for sex, counts in found.population.items()
        for age, count in zip(ages, counts[step], strict=True)
    ]
    return {"population": people, "births": _flows(found.births), "deaths": _flows(found.deaths)}


def _flows(by_sex: dict[str, Any]) -> list[dict[str, Any]]:
    steps = len(next(iter(by_sex.values())))
    return [
        {"step": step + 1, "sex": sex, "count": float(counts[step])}
        for step in range(steps)
        for sex, counts in by_sex.items()
    ]


def _odd_results(region: Region, found: Projection) -> list[Text]:
    below = sum(int((counts < 0).sum()) for counts in found.population.values())
    if not below:
        return []
    return [
        Text(
            f"{below} Gruppen fallen unter 0: Es wandern mehr fort, als da sind. Prüfen Sie migration.csv.",
            f"{below} groups fall below 0: more people leave than there are. Check migration.csv.",
        )
    ]


def _table(region: Region, found: Projection, warnings: list[str], language: str) -> str:
    head = (
        Text("Schritt;Jahre;Personen;Geburten;Sterbefälle", "Step;Years;Persons;Births;Deaths").to(language).split(";")
    )
    rows = [head]
    for step in range(region.steps + 1):
        flows = [
            f"{sum(counts[step - 1] for counts in flow.values()):.0f}" if step else "–"
            for flow in (found.births, found.deaths)
        ]
        persons = sum(float(counts[step].sum()) for counts in found.population.values())
        rows.append([str(step), str(step * region.step), f"{persons:.0f}", *flows])
    return "\n".join([*table(rows), *(["", *warnings] if warnings else [])])
