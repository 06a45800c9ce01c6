"""A region's five files: read whole, every mistake named with file, line and remedy."""

import csv
import io
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from wandel.core.law.texts import Text, shown
from wandel.core.population.problems import PopulationError
from wandel.core.population.single_region import FEMALE, MALE, Floats, Region

FILES = ("population.csv", "survival.csv", "fertility.csv", "migration.csv", "meta.json")
SEXES = {"f": FEMALE, "female": FEMALE, "w": FEMALE, "weiblich": FEMALE, "m": MALE, "male": MALE, "männlich": MALE}
STEPS = (1, 5)
MOST_STEPS, MOST_AGE = 500, 150
MOST_NAMED = 5
Key = tuple[Any, ...]


@dataclass
class _Reading:
    """Collects what is wrong and what is odd."""

    wrong: list[Text] = field(default_factory=list)
    odd: list[Text] = field(default_factory=list)

    def refuse(self, german: str, english: str) -> None:
        self.wrong.append(Text(german, english))

    def warn(self, german: str, english: str) -> None:
        self.odd.append(Text(german, english))

    def stop(self) -> None:
        if self.wrong:
            raise PopulationError(*self.wrong)


def read_region(texts: Mapping[str, str]) -> tuple[Region, list[Text]]:
    """The region of the five files (name → text) and what is odd about it. Raises PopulationError with every mistake."""
    reading = _Reading()
    meta = _meta(reading, texts["meta.json"])
    people = _table(reading, "population.csv", texts["population.csv"], ("sex", "age"), "count")
    survival = _table(reading, "survival.csv", texts["survival.csv"], ("year", "sex", "age"), "sx")
    fertility = _table(reading, "fertility.csv", texts["fertility.csv"], ("year", "age"), "rate")
    migration = _table(reading, "migration.csv", texts["migration.csv"], ("year", "sex", "age"), "net", signed=True)
    reading.stop()
    step, steps, ages = meta["step"], meta["steps"], list(range(0, meta["open_age"] + 1, meta["step"]))
    sexes = [sex for sex in (FEMALE, MALE) if any(key[0] == sex for key in people)]
    _check_people(reading, people, sexes, ages)
    reading.stop()
    years = _years(reading, survival, fertility, migration, step, steps)
    reading.stop()
    _check_survival(reading, survival, years, sexes, ages)
    _check_rates(reading, fertility, years, ages)
    _check_migration(reading, migration, years, sexes, ages)
    _name_unused(reading, (("survival.csv", survival), ("migration.csv", migration)), years, sexes, ages)
    reading.stop()
    region = Region(
        step=step,
        srb=meta["srb"],
        even=meta["migration"] == "even",
        population={sex: np.array([people[sex, age] for age in ages]) for sex in sexes},
        survival={sex: _array(survival, years, sex, ages) for sex in sexes},
        fertility=np.array([[fertility.get((year, age), 0.0) for age in ages] for year in years]),
        migration={sex: _array(migration, years, sex, ages) for sex in sexes},
    )
    return region, reading.odd


def _array(rows: Mapping[Key, float], years: list[int], sex: str, ages: list[int]) -> Floats:
    return np.array([[rows.get((year, sex, age), 0.0) for age in ages] for year in years])


def _meta(reading: _Reading, text: str) -> dict[str, Any]:
    name = "meta.json"
    try:
        data = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        reading.refuse(
            f"{name}, Zeile {line}: Das ist kein JSON. Prüfen Sie Komma, Klammer und Anführungszeichen.",
            f"{name}, line {line}: This is no JSON. Check comma, bracket and quotes.",
        )
        reading.stop()
    if not isinstance(data, dict):
        reading.refuse(f"{name}: Erwartet wird ein Objekt in {{}}.", f"{name}: An object in {{}} is expected.")
        reading.stop()
    found: dict[str, Any] = {}
    for key, what_de, what_en, fits in (
        ("step", "1 oder 5", "1 or 5", lambda v: _is_whole(v) and v in STEPS),
        ("steps", f"eine ganze Zahl von 0 bis {MOST_STEPS}", f"a whole number from 0 to {MOST_STEPS}", lambda v: _is_whole(v) and 0 <= v <= MOST_STEPS),
        ("srb", "Jungen je Mädchen bei der Geburt, etwa 1.05", "boys per girl at birth, about 1.05", lambda v: _is_number(v) and v > 0),
        ("migration", "„even“ oder „end“", "“even” or “end”", lambda v: v in {"even", "end"}),
        ("open_age", f"das Alter, mit dem die offene Gruppe beginnt, bis {MOST_AGE}", f"the age at which the open group begins, up to {MOST_AGE}", lambda v: _is_whole(v) and 0 < v <= MOST_AGE),
    ):  # fmt: skip
        value = data.get(key)
        if key not in data:
            reading.refuse(
                f"{name}: „{key}“ fehlt. Schreiben Sie {what_de}.", f"{name}: “{key}” is missing. Write {what_en}."
            )
        elif not fits(value):
            reading.refuse(
                f"{name}: „{key}“ ist {shown(str(value))}. Schreiben Sie {what_de}.",
                f"{name}: “{key}” is {shown(str(value))}. Write {what_en}.",
            )
        else:
            found[key] = float(value) if key == "srb" else value
    reading.stop()
    if found["open_age"] % found["step"]:
        reading.refuse(
            f"{name}: „open_age“ {found['open_age']} ist kein Vielfaches von „step“ {found['step']}. Beginnen Sie die offene Gruppe an einer Gruppengrenze.",
            f"{name}: “open_age” {found['open_age']} is no multiple of “step” {found['step']}. Begin the open group where a group begins.",
        )
    if not 0.9 <= found["srb"] <= 1.2:
        reading.warn(
            f"{name}: {found['srb']:g} Jungen je Mädchen sind ungewöhnlich; üblich sind 1,04 bis 1,07.",
            f"{name}: {found['srb']:g} boys per girl are unusual; 1.04 to 1.07 are common.",
        )
    known = {"step", "steps", "srb", "migration", "open_age"}
    for key in data:
        if key not in known:
            reading.warn(f"{name}: „{shown(key)}“ wird nicht gebraucht.", f"{name}: “{shown(key)}” is not used.")
    return found


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def _table(
    reading: _Reading, name: str, text: str, keys: tuple[str, ...], value: str, *, signed: bool = False
) -> dict[Key, float]:
    """The rows of a CSV by their keys. ``year`` and ``age`` are whole numbers, ``sex`` f or m."""
    rows = csv.reader(io.StringIO(text))
    header = [cell.strip().lower() for cell in next(rows, [])]
    missing = [column for column in (*keys, value) if column not in header]
    if missing:
        reading.refuse(
            f"{name}, Zeile 1: Es fehlen die Spalten {', '.join(missing)}. Die erste Zeile lautet: {','.join((*keys, value))}.",
            f"{name}, line 1: columns are missing: {', '.join(missing)}. The first line reads: {','.join((*keys, value))}.",
        )
        return {}
    at = {column: header.index(column) for column in (*keys, value)}
    found: dict[Key, float] = {}
    first_seen: dict[Key, int] = {}
    for cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        line = rows.line_num
        if len(cells) < len(header):
            reading.refuse(
                f"{name}, Zeile {line}: {len(cells)} statt {len(header)} Spalten. Ergänzen Sie die Zeile.",
                f"{name}, line {line}: {len(cells)} columns instead of {len(header)}. Complete the line.",
            )
            continue
        key = tuple(_key(reading, name, line, column, cells[at[column]]) for column in keys)
        number = _number(reading, name, line, value, cells[at[value]], signed=signed)
        if None in key or number is None:
            continue
        if key in found:
            reading.refuse(
                f"{name}, Zeile {line}: Diese Angabe steht schon in Zeile {first_seen[key]}. Streichen Sie eine.",
                f"{name}, line {line}: This stands in line {first_seen[key]} already. Remove one.",
            )
            continue
        found[key], first_seen[key] = number, line
    if not found and not reading.wrong:
        reading.refuse(f"{name}: Die Datei hat keine Zeilen.", f"{name}: The file has no rows.")
    return found


def _key(reading: _Reading, name: str, line: int, column: str, cell: str) -> Any:
    text = cell.strip()
    if column == "sex":
        sex = SEXES.get(text.lower())
        if sex is None:
            reading.refuse(
                f"{name}, Zeile {line}: Das Geschlecht {shown(text)} gibt es nicht. Schreiben Sie f oder m.",
                f"{name}, line {line}: There is no sex {shown(text)}. Write f or m.",
            )
        return sex
    if not (text.isascii() and text.isdigit() and len(text) <= 4):
        what = {"age": ("Das Alter", "The age"), "year": ("Das Jahr", "The year")}[column]
        reading.refuse(
            f"{name}, Zeile {line}: {what[0]} {shown(text)} ist keine ganze Zahl ab 0.",
            f"{name}, line {line}: {what[1]} {shown(text)} is no whole number from 0.",
        )
        return None
    return int(text)


def _number(reading: _Reading, name: str, line: int, column: str, cell: str, *, signed: bool) -> float | None:
    text = cell.strip()
    try:
        value = float(text) if text.isascii() and "_" not in text else math.nan
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        reading.refuse(
            f"{name}, Zeile {line}: „{column}“ ist {shown(text) if text else 'leer'}. Schreiben Sie eine Zahl mit Punkt als Dezimalzeichen.",
            f"{name}, line {line}: “{column}” is {shown(text) if text else 'empty'}. Write a number with a decimal point.",
        )
        return None
    if value < 0 and not signed:
        reading.refuse(
            f"{name}, Zeile {line}: „{column}“ ist negativ ({text}). Prüfen Sie die Zahl.",
            f"{name}, line {line}: “{column}” is negative ({text}). Check the number.",
        )
        return None
    return value


def _named(cells: Iterable[Key]) -> str:
    """The first few, as year/sex/age."""
    listed = sorted(cells, key=str)
    more = f" … ({len(listed)})" if len(listed) > MOST_NAMED else ""
    return ", ".join("/".join(map(str, cell)) for cell in listed[:MOST_NAMED]) + more


def _check_people(reading: _Reading, people: Mapping[Key, float], sexes: list[str], ages: list[int]) -> None:
    if FEMALE not in sexes:
        reading.refuse(
            "population.csv: Es gibt keine Frauen, also keine Geburten. Ergänzen Sie die Zeilen mit sex f.",
            "population.csv: There are no women, so there are no births. Add the rows with sex f.",
        )
    if sexes == [FEMALE]:
        reading.warn("population.csv: Gerechnet wird nur mit Frauen.", "population.csv: Women only are projected.")
    missing = [(sex, age) for sex in sexes for age in ages if (sex, age) not in people]
    if missing:
        reading.refuse(
            f"population.csv: Es fehlen Gruppen (Geschlecht/Alter): {_named(missing)}. Eine leere Gruppe bekommt die Zahl 0.",
            f"population.csv: groups are missing (sex/age): {_named(missing)}. Give an empty group the number 0.",
        )
    strange = [key for key in people if key[1] not in ages]
    if strange:
        reading.refuse(
            f"population.csv: Diese Alter passen nicht zu step und open_age: {_named(strange)}. Fassen Sie sie zu Gruppen zusammen.",
            f"population.csv: these ages do not fit step and open_age: {_named(strange)}. Sum them into groups.",
        )


def _years(
    reading: _Reading, survival: Mapping[Key, float], fertility: Mapping[Key, float], migration: Mapping[Key, float],
    step: int, steps: int,
) -> list[int]:  # fmt: skip
    """The first year of each step. Every file must have all of them."""
    tables = (("survival.csv", survival), ("fertility.csv", fertility), ("migration.csv", migration))
    first = min(key[0] for key in survival)
    wanted = [first + step * number for number in range(steps)]
    for name, rows in tables:
        there = {key[0] for key in rows}
        missing = [year for year in wanted if year not in there]
        if missing:
            reading.refuse(
                f"{name}: Es fehlen die Jahre {', '.join(map(str, missing[:MOST_NAMED]))}{' …' if len(missing) > MOST_NAMED else ''}. Jeder Schritt braucht seine Zeilen mit dem ersten Jahr des Schritts.",
                f"{name}: years are missing: {', '.join(map(str, missing[:MOST_NAMED]))}{' …' if len(missing) > MOST_NAMED else ''}. Every step needs its rows under the first year of the step.",
            )
        unused = sorted(there - set(wanted))
        if unused and not missing:
            reading.warn(
                f"{name}: Die Jahre {_named((year,) for year in unused)} werden nicht gebraucht.",
                f"{name}: the years {_named((year,) for year in unused)} are not used.",
            )
    return wanted


def _check_survival(
    reading: _Reading, rows: Mapping[Key, float], years: list[int], sexes: list[str], ages: list[int]
) -> None:
    missing = [(year, sex, age) for year in years for sex in sexes for age in ages if (year, sex, age) not in rows]
    if missing:
        reading.refuse(
            f"survival.csv: Es fehlen Werte (Jahr/Geschlecht/Alter): {_named(missing)}. Ohne sie lässt sich nicht rechnen.",
            f"survival.csv: values are missing (year/sex/age): {_named(missing)}. Nothing can be computed without them.",
        )
    high = [key for key, value in rows.items() if value > 1]
    if high:
        reading.warn(
            f"survival.csv: Mehr als alle überleben (sx über 1) bei {_named(high)}.",
            f"survival.csv: more than everybody survives (sx above 1) at {_named(high)}.",
        )


def _check_rates(reading: _Reading, rows: Mapping[Key, float], years: list[int], ages: list[int]) -> None:
    strange = [key for key, value in rows.items() if key[1] not in ages and value]
    if strange:
        reading.refuse(
            f"fertility.csv: Diese Alter gibt es in population.csv nicht (Jahr/Alter): {_named(strange)}.",
            f"fertility.csv: these ages are not in population.csv (year/age): {_named(strange)}.",
        )
    infants = [key for key, value in rows.items() if key[1] == 0 and value]
    if infants:
        reading.refuse(
            f"fertility.csv: Eine Rate im Alter 0 (Jahr/Alter {_named(infants)}). Neugeborene bekommen keine Kinder.",
            f"fertility.csv: a rate at age 0 (year/age {_named(infants)}). Newborns have no children.",
        )
    somewhere = {key[1] for key in rows}
    missing = [(year, age) for year in years for age in somewhere if (year, age) not in rows]
    if missing:
        reading.refuse(
            f"fertility.csv: In manchen Jahren fehlen Alter, die andere haben (Jahr/Alter): {_named(missing)}.",
            f"fertility.csv: some years lack ages that others have (year/age): {_named(missing)}.",
        )
    fertile = sorted(age for age in somewhere if any(rows.get((year, age)) for year in years))
    holes = [age for age in ages if fertile and fertile[0] < age < fertile[-1] and age not in somewhere]
    if holes:
        reading.refuse(
            f"fertility.csv: Zwischen den Altern mit Raten fehlen {', '.join(map(str, holes[:MOST_NAMED]))}.",
            f"fertility.csv: between the ages with rates {', '.join(map(str, holes[:MOST_NAMED]))} are missing.",
        )
    unnamed = [age for age in ages if 15 <= age < 45 and age not in somewhere]
    if unnamed:
        reading.warn(
            f"fertility.csv: Für {len(unnamed)} Altersgruppen zwischen 15 und 45 steht keine Rate da; sie gelten als kinderlos.",
            f"fertility.csv: {len(unnamed)} age groups between 15 and 45 have no rate; they count as without children.",
        )
    high = [key for key, value in rows.items() if value > 0.5]
    if high:
        reading.warn(
            f"fertility.csv: Mehr als eine Geburt je zwei Frauen und Jahr bei {_named(high)}. Raten sind Geburten je Frau, nicht je 1.000.",
            f"fertility.csv: more than one birth per two women and year at {_named(high)}. Rates are births per woman, not per 1,000.",
        )


def _check_migration(
    reading: _Reading, rows: Mapping[Key, float], years: list[int], sexes: list[str], ages: list[int]
) -> None:
    strange = [key for key, value in rows.items() if key[2] not in ages and value]
    if strange:
        reading.refuse(
            f"migration.csv: Diese Alter gibt es in population.csv nicht (Jahr/Geschlecht/Alter): {_named(strange)}.",
            f"migration.csv: these ages are not in population.csv (year/sex/age): {_named(strange)}.",
        )
    missing = [(year, sex, age) for year in years for sex in sexes for age in ages if (year, sex, age) not in rows]
    if missing:
        reading.warn(
            f"migration.csv: Für {_named(missing)} (Jahr/Geschlecht/Alter) steht keine Wanderung da; gerechnet wird dort mit 0.",
            f"migration.csv: for {_named(missing)} (year/sex/age) no migration is given; 0 is used there.",
        )


def _name_unused(
    reading: _Reading, tables: Iterable[tuple[str, Mapping[Key, float]]], years: list[int], sexes: list[str],
    ages: list[int],
) -> None:  # fmt: skip
    for name, rows in tables:
        others = {key[1] for key in rows} - set(sexes)
        if others:
            reading.warn(
                f"{name}: Zeilen für {', '.join(sorted(others))} werden nicht gebraucht; population.csv hat dieses Geschlecht nicht.",
                f"{name}: rows for {', '.join(sorted(others))} are not used; population.csv does not have that sex.",
            )
        beyond = {key[2] for key in rows if key[2] not in ages}
        if beyond:
            reading.warn(
                f"{name}: {len(beyond)} Alter jenseits der Gruppen werden nicht gebraucht.",
                f"{name}: {len(beyond)} ages beyond the groups are not used.",
            )
