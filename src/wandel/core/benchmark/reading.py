"""``data.csv`` and ``meta.csv`` into numbers with names."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from wandel.core.benchmark.framework import Framework, Node, framework_of
from wandel.core.benchmark.problems import Findings, listed
from wandel.core.benchmark.sheets import MISSING, Sheet, cell_of, folded, number_of, sheet_of
from wandel.core.benchmark.tables import Table
from wandel.core.law.texts import Text, shown

UNIT = ("unit", "ucode", "unitcode", "ags", "code", "id", "uid")
UNIT_NAME = ("uname", "unitname", "name", "label", "bezeichnung")
META = {
    "code": ("code", "icode", "indicator", "indicatorcode"),
    "name": ("name", "iname", "label", "bezeichnung"),
    "parent": ("parent", "iparent", "parentcode"),
    "weight": ("weight", "iweight"),
    "direction": ("direction", "idirection"),
    "denominator": ("denominator", "idenominator", "denom"),
    "type": ("type", "itype"),
    "target": ("target", "itarget"),
}
TYPES = {
    "indicator": "indicator",
    "aggregate": "aggregate",
    "pillar": "aggregate",
    "subpillar": "aggregate",
    "dimension": "aggregate",
    "component": "aggregate",
    "index": "aggregate",
    "subindex": "aggregate",
    "group": "group",
    "denominator": "denominator",
    "other": "other",
}
DIRECTIONS = {
    "1": 1, "+1": 1, "1.0": 1, "+": 1, "positive": 1, "up": 1, "higher": 1, "more": 1,
    "-1": -1, "−1": -1, "-1.0": -1, "-": -1, "negative": -1, "down": -1, "lower": -1, "less": -1,
}  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Dataset:
    """What was measured and how it hangs together.

    ``indicators`` and ``denominators`` are tables over the same units; ``groups``: column → the group of each unit (empty: unknown);
    ``names``: the units' names, their codes where none is given; ``lines``: each unit's line in data.csv.
    """

    framework: Framework
    indicators: Table
    denominators: Table
    groups: Mapping[str, tuple[str, ...]]
    names: tuple[str, ...]
    lines: tuple[int, ...]

    @property
    def units(self) -> tuple[str, ...]:
        return self.indicators.units


def read_dataset(data: str, meta: str) -> tuple[Dataset, list[Text]]:
    """The texts of ``data.csv`` and ``meta.csv``, and what is odd about them. Raises BenchmarkError with every mistake found."""
    findings = Findings()
    data_sheet = sheet_of(data, "data.csv", findings)
    meta_sheet = sheet_of(meta, "meta.csv", findings)
    findings.stop()
    rows = _meta_rows(meta_sheet, findings)
    findings.stop()
    unit, name = _unit_columns(data_sheet, {row["code"] for _, row in rows}, findings)
    findings.stop()
    kinds = _kinds(rows, data_sheet, unit, findings)
    nodes = {kind: [_node(line, row, findings) for line, row in rows if kinds[row["code"]] == kind]
             for kind in ("indicator", "aggregate")}  # fmt: skip
    undirected = [row["code"] for _, row in rows if kinds[row["code"]] == "indicator" and not row["direction"]]
    if undirected:
        findings.odd(
            f"meta.csv: Ohne direction gilt mehr als besser: {listed(undirected)}.",
            f"meta.csv: without direction more counts as better: {listed(undirected)}.",
        )
    _missing_columns(nodes["indicator"], data_sheet, findings)
    denominators = list(dict.fromkeys(
        [row["code"] for _, row in rows if kinds[row["code"]] == "denominator"]
        + [node.denominator for node in nodes["indicator"] if node.denominator]
    ))  # fmt: skip
    _unknown_denominators(nodes["indicator"], data_sheet, findings)
    denominators = [code for code in denominators if code in data_sheet.header]
    framework = framework_of(nodes["indicator"], nodes["aggregate"], findings)
    units, lines = _units(data_sheet, unit, findings)
    codes = [node.code for node in nodes["indicator"] if node.code in data_sheet.header]
    indicators = _numbers(data_sheet, codes, units, findings)
    bases = _numbers(data_sheet, denominators, units, findings)
    groups = _groups(data_sheet, rows, kinds, {unit, name, *codes, *denominators}, findings)
    findings.stop()
    if framework is None:
        raise AssertionError("a framework without mistakes is there")
    column = None if name is None else data_sheet.header.index(name)
    names = tuple(
        (row[column].strip() if column is not None else "") or code
        for code, (_, row) in zip(units, data_sheet.rows, strict=True)
    )
    return Dataset(framework, indicators, bases, groups, names, lines), findings.warnings


def _meta_rows(sheet: Sheet, findings: Findings) -> list[tuple[int, dict[str, str]]]:
    headers = [folded(cell) for cell in sheet.header]
    places = {
        key: next((headers.index(alias) for alias in aliases if alias in headers), None)
        for key, aliases in META.items()
    }
    absent = [key for key in ("code", "parent", "direction") if places[key] is None]
    if absent:
        findings.wrong(
            f"meta.csv: Es fehlt die Spalte {listed(absent)}. Erwartet werden code, parent, weight, direction, denominator, type.",
            f"meta.csv: the column {listed(absent)} is missing. Expected are code, parent, weight, direction, denominator, type.",
        )
        return []
    if places["weight"] is None:
        findings.odd(
            "meta.csv: Ohne Spalte weight zählt alles gleich.", "meta.csv: without a column weight everything counts equally."
        )  # fmt: skip
    rows: list[tuple[int, dict[str, str]]] = []
    seen: dict[str, int] = {}
    for line, cells in sheet.rows:
        row = {key: "" if place is None else cell_of(cells[place]) for key, place in places.items()}
        code = row["code"]
        if not code:
            findings.wrong(
                f"meta.csv, Zeile {line}: Der code fehlt. Tragen Sie ihn ein.",
                f"meta.csv, line {line}: the code is missing. Write it.",
            )
        elif code in seen:
            findings.wrong(
                f"meta.csv, Zeile {line}: „{shown(code)}“ steht schon in Zeile {seen[code]}. Streichen Sie eine der beiden.",
                f"meta.csv, line {line}: “{shown(code)}” is already in line {seen[code]}. Remove one of the two.",
            )
        else:
            seen[code] = line
            rows.append((line, row))
    return rows


def _unit_columns(sheet: Sheet, codes: set[str], findings: Findings) -> tuple[str, str | None]:
    """The columns with the units' codes and names; without a telling header the first column, where it can only be that."""
    headers = {folded(cell): cell for cell in reversed(sheet.header) if cell not in codes}
    unit = next((headers[alias] for alias in UNIT if alias in headers), None)
    name = next((headers[alias] for alias in UNIT_NAME if alias in headers), None)
    if unit is None and name is not None:
        return name, None
    if unit is None and sheet.header[0] not in codes:
        cells = [row[0].strip() for _, row in sheet.rows]
        if all(cells) and len(set(cells)) == len(cells):
            unit = sheet.header[0]
    if unit is None:
        findings.wrong(
            "data.csv: Es fehlt die Spalte unit mit der Kennung jeder Einheit.",
            "data.csv: the column unit with the code of every unit is missing.",
        )
        return "", None
    return unit, name


def _kinds(
    rows: list[tuple[int, dict[str, str]]], sheet: Sheet, unit: str, findings: Findings
) -> dict[str, str]:  # fmt: skip
    parents = {row["parent"] for _, row in rows}
    denominators = {row["denominator"] for _, row in rows}
    kinds = {}
    for line, row in rows:
        code, written = row["code"], row["type"]
        kind = TYPES.get(folded(written))
        if kind is None and written:
            findings.wrong(
                f"meta.csv, Zeile {line}: Den Typ „{shown(written)}“ gibt es nicht. Möglich sind Indicator, Aggregate, Group, Denominator.",
                f"meta.csv, line {line}: there is no type “{shown(written)}”. Possible are Indicator, Aggregate, Group, Denominator.",
            )
        if kind is None:
            if code in parents:
                kind = "aggregate"
            elif code in denominators and not row["parent"]:
                kind = "denominator"
            elif not row["parent"] and not row["direction"] and code in sheet.header:
                kind = "group"
            else:
                kind = "indicator"
        if kind == "indicator" and code == unit:
            kind = "other"
        kinds[code] = kind
    return kinds


def _node(line: int, row: Mapping[str, str], findings: Findings) -> Node:
    code = row["code"]
    weight = 1.0
    if row["weight"]:
        number = number_of(row["weight"], decimal_comma=True)
        if number is None:
            findings.wrong(
                f"meta.csv, Zeile {line}, Spalte weight: „{shown(row['weight'])}“ ist keine Zahl. Schreiben Sie zum Beispiel 1 oder 0.5.",
                f"meta.csv, line {line}, column weight: “{shown(row['weight'])}” is not a number. Write for example 1 or 0.5.",
            )
        elif number < 0:
            findings.wrong(
                f"meta.csv, Zeile {line}, Spalte weight: {shown(row['weight'])} ist kleiner als 0. Schreiben Sie das Gewicht ab 0; "
                "ob weniger besser ist, sagt die Spalte direction.",
                f"meta.csv, line {line}, column weight: {shown(row['weight'])} is below 0. Write a weight from 0 up; whether less is "
                "better is said by the column direction.",
            )
        else:
            weight = number
    direction = DIRECTIONS.get(row["direction"].casefold(), 0 if row["direction"] else 1)
    if not direction:
        findings.wrong(
            f"meta.csv, Zeile {line}, Spalte direction: „{shown(row['direction'])}“ heißt nichts. Schreiben Sie 1 (mehr ist besser) oder -1.",
            f"meta.csv, line {line}, column direction: “{shown(row['direction'])}” means nothing. Write 1 (more is better) or -1.",
        )
    target = number_of(row["target"], decimal_comma=True) if row["target"] else None
    if row["target"] and target is None:
        findings.wrong(
            f"meta.csv, Zeile {line}, Spalte target: „{shown(row['target'])}“ ist keine Zahl. Leeren Sie das Feld oder schreiben Sie eine Zahl.",
            f"meta.csv, line {line}, column target: “{shown(row['target'])}” is not a number. Empty the cell or write a number.",
        )
    return Node(
        code,
        row["name"] or code,
        row["parent"] or None,
        weight,
        direction or 1,
        row["denominator"] or None,
        target,
        line,
    )


def _missing_columns(indicators: list[Node], sheet: Sheet, findings: Findings) -> None:
    for node in indicators:
        if node.code not in sheet.header:
            findings.wrong(
                f"data.csv: Es fehlt die Spalte „{shown(node.code)}“ (meta.csv, Zeile {node.line}). Ergänzen Sie sie oder streichen Sie die Zeile.",
                f"data.csv: the column “{shown(node.code)}” (meta.csv, line {node.line}) is missing. Add it or remove the line.",
            )


def _unknown_denominators(indicators: list[Node], sheet: Sheet, findings: Findings) -> None:
    for node in indicators:
        if node.denominator and node.denominator not in sheet.header:
            findings.wrong(
                f"meta.csv, Zeile {node.line}: Die Bezugsgröße „{shown(node.denominator)}“ ist keine Spalte von data.csv. Ergänzen Sie sie.",
                f"meta.csv, line {node.line}: the denominator “{shown(node.denominator)}” is no column of data.csv. Add it.",
            )


def _units(sheet: Sheet, unit: str, findings: Findings) -> tuple[tuple[str, ...], tuple[int, ...]]:
    place = sheet.header.index(unit)
    seen: dict[str, int] = {}
    codes, lines = [], []
    for line, row in sheet.rows:
        code = row[place].strip()
        if not code:
            findings.wrong(
                f"data.csv, Zeile {line}, Spalte {unit}: Die Kennung fehlt. Tragen Sie sie ein.",
                f"data.csv, line {line}, column {unit}: the code is missing. Write it.",
            )
        elif code in seen:
            findings.wrong(
                f"data.csv, Zeile {line}: „{shown(code)}“ steht schon in Zeile {seen[code]}. Lassen Sie je Einheit eine Zeile, auch bei mehreren Jahren.",
                f"data.csv, line {line}: “{shown(code)}” is already in line {seen[code]}. Keep one line per unit, also where there are several years.",
            )
        seen.setdefault(code, line)
        codes.append(code)
        lines.append(line)
    if len(codes) < 2:
        findings.wrong(
            "data.csv: Nur eine Einheit. Verglichen werden kann erst ab zwei.",
            "data.csv: only one unit. There is nothing to compare below two.",
        )
    return tuple(codes), tuple(lines)


def _numbers(sheet: Sheet, columns: list[str], units: tuple[str, ...], findings: Findings) -> Table:
    values = np.full((len(sheet.rows), len(columns)), np.nan)
    for position, column in enumerate(columns):
        place = sheet.header.index(column)
        for index, (line, row) in enumerate(sheet.rows):
            cell = row[place].strip()
            if cell.casefold() in MISSING:
                continue
            number = number_of(cell, decimal_comma=sheet.decimal_comma)
            if number is None:
                findings.wrong(
                    f"data.csv, Zeile {line}, Spalte {column}: „{shown(cell)}“ ist keine brauchbare Zahl. Ist der Wert unbekannt, lassen Sie das Feld leer.",
                    f"data.csv, line {line}, column {column}: “{shown(cell)}” is not a usable number. If the value is unknown, leave the cell empty.",
                )
            else:
                values[index, position] = number
    return Table(units, tuple(columns), values)


def _groups(
    sheet: Sheet, rows: list[tuple[int, dict[str, str]]], kinds: Mapping[str, str], taken: set[str | None], findings: Findings
) -> dict[str, tuple[str, ...]]:  # fmt: skip
    """Declared groups, and columns of words nobody declared."""
    for line, row in rows:
        if kinds[row["code"]] == "group" and row["code"] not in sheet.header:
            findings.odd(
                f"meta.csv, Zeile {line}: Die Gruppe „{row['code']}“ ist keine Spalte von data.csv und fällt weg.",
                f"meta.csv, line {line}: the group “{row['code']}” is no column of data.csv and is left out.",
            )
    found: dict[str, tuple[str, ...]] = {}
    unused = []
    for column in _columns(sheet, taken):
        place = sheet.header.index(column)
        cells = tuple(cell_of(row[place]) for _, row in sheet.rows)
        words = any(cell and number_of(cell, decimal_comma=True) is None for cell in cells)
        if kinds.get(column) == "group" or (column not in kinds and words):
            found[column] = cells
        elif kinds.get(column) != "other" and folded(column) not in {"time", "year", "jahr", *UNIT, *UNIT_NAME}:
            unused.append(column)
    if unused:
        findings.odd(
            f"data.csv: Diese Spalten stehen nicht in meta.csv und zählen nicht: {listed(unused)}.",
            f"data.csv: these columns are not in meta.csv and do not count: {listed(unused)}.",
        )
    return found


def _columns(sheet: Sheet, taken: set[str | None]) -> Iterator[str]:
    return (column for column in sheet.header if column and column not in taken)
