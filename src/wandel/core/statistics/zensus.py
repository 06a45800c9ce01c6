"""Population of the Zensus 2022: tables of the census database (regular and flat CSV), and municipality lists.

The database uses the twelve-digit Regionalschlüssel; figures carry the AGS. A list is any semicolon CSV with AGS or ARS
and columns that name day and base, such as ``ew_2022-05-15_zensus2022`` or ``maennlich_2022-12-31``.
"""

import re
from collections.abc import Collection, Iterator
from datetime import date

from wandel.core.law.texts import shown
from wandel.core.statistics.figures import (
    CENSUS_2011,
    CENSUS_2022,
    CENSUS_2022_DAY,
    FEMALE,
    KEYS,
    MALE,
    TOTAL,
    UPDATED_2011,
    UPDATED_2022,
    Figure,
)
from wandel.core.statistics.flat import is_flat
from wandel.core.statistics.footer import DL_DE_BY
from wandel.core.statistics.observations import Keep, State, municipality_key, read_cell
from wandel.core.statistics.opening import LARGEST, Source, opened, rows
from wandel.core.statistics.problems import Kind, Problems, StatisticsError
from wandel.core.statistics.tables import read_figures, with_source

SOURCE = "© Statistische Ämter des Bundes und der Länder, Zensus"
OTHER_SOURCE = "© Statistische Ämter des Bundes und der Länder"
_DAY_COLUMN = re.compile(
    r"(?P<what>ew|einwohner|maennlich|männlich|weiblich)_(?P<on>[0-9]{4}-[0-9]{2}-[0-9]{2})(?:_(?P<base>\w+))?\Z"
)
_SEX = {"ew": TOTAL, "einwohner": TOTAL, "maennlich": MALE, "männlich": MALE, "weiblich": FEMALE}
_BASES = {
    "zensus2022": CENSUS_2022,
    "zensus2011": CENSUS_2011,
    "fortschreibung_zensus2011basis": UPDATED_2011,
    "fortschreibung_zensus2022basis": UPDATED_2022,
}


def read_zensus(
    source: Source,
    *,
    file: str,
    problems: Problems,
    keep: Keep | None = None,
    areas: Collection[str] = (),
    largest: int = LARGEST,
) -> tuple[Figure, ...]:
    """Population figures of a census table or list. ``keep`` looks at the key as published."""
    with opened(source, file, largest=largest) as stream:
        first = stream.readline(100_000)
    if "abelle:" in first or is_flat(first):
        found = read_figures(
            source, file=file, problems=problems, keep=keep, keys=["population"], areas=areas, largest=largest
        )
        return with_source(found, SOURCE, DL_DE_BY)
    return tuple(_list(source, file, problems, keep, largest))


def _list(source: Source, file: str, problems: Problems, keep: Keep | None, largest: int) -> Iterator[Figure]:
    with opened(source, file, largest=largest) as stream:
        table = rows(stream, file)
        header = [cell.strip().lower() for cell in next(table, (1, []))[1]]
        columns = _columns(header)
        key = next((header.index(name) for name in ("ags", "ars", "_rs") if name in header), None)
        if key is None or not columns:
            raise StatisticsError(
                file,
                1,
                "Das ist weder eine Zensustabelle noch eine Gemeindeliste: Es fehlen AGS oder Spalten wie ew_2022-05-15_zensus2022.",
                "This is neither a census table nor a list of municipalities: AGS or columns such as ew_2022-05-15_zensus2022 are missing.",
            )
        name = header.index("name") if "name" in header else key
        for line, row in table:
            if not any(row):
                continue
            if len(row) != len(header):
                problems.add(
                    Kind.broken_row,
                    file,
                    line,
                    f"Die Zeile hat {len(row)} Zellen, die Liste {len(header)} Spalten. Sie ist ausgelassen.",
                    f"The row has {len(row)} cells, the list {len(header)} columns. It is left out.",
                )
                continue
            if keep is not None and not keep(row[key]):
                continue
            for at, (sex, on, base) in columns.items():
                read = read_cell(row[at])
                if read is None or (read[0] is not None and read[0] < 0):
                    problems.add(
                        Kind.broken_cell if read is None else Kind.negative,
                        file,
                        line,
                        f"{row[name]}: „{shown(row[at])}“ ist keine Einwohnerzahl. Der Wert ist ausgelassen.",
                        f"{row[name]}: “{shown(row[at])}” is no number of inhabitants. The value is left out.",
                    )
                    continue
                if read[0] is None:
                    problems.add(
                        Kind.changed_area if read[1] is State.nothing else Kind(read[1].value),
                        file,
                        line,
                        f"{row[name]}: „{shown(row[at])}“ ist kein Wert. Das ist keine Null.",
                        f"{row[name]}: “{shown(row[at])}” is no value. That is no zero.",
                    )
                if read[1] is State.nothing:
                    continue
                yield Figure(
                    key="population",
                    area=municipality_key(row[key].strip()),
                    year=on.year,
                    on=on,
                    value=read[0],
                    state=read[1],
                    unit=KEYS["population"].unit,
                    base=base,
                    source=SOURCE if base in {CENSUS_2011, CENSUS_2022} else OTHER_SOURCE,
                    licence=DL_DE_BY,
                    name=row[name].strip(),
                    sex=sex,
                    file=file,
                    line=line,
                )


def _columns(header: list[str]) -> dict[int, tuple[str, date, str]]:
    """Position → sex, day and base. A column of one sex without base takes that of the total of its day."""
    named: dict[int, tuple[str, date, str]] = {}
    for at, cell in enumerate(header):
        match = _DAY_COLUMN.match(cell)
        if match:
            on = date.fromisoformat(match["on"])
            base = _BASES.get(match["base"] or "", CENSUS_2022 if on == CENSUS_2022_DAY else "")
            named[at] = (_SEX[match["what"]], on, base)
    of_day = {on: base for sex, on, base in named.values() if sex == TOTAL and base}
    filled = {at: (sex, on, base or of_day.get(on, "")) for at, (sex, on, base) in named.items()}
    return {at: column for at, column in filled.items() if column[2]}
