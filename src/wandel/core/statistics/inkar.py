"""INKAR of the BBSR: one long CSV, ``Bereich;ID;Kuerzel;Indikator;Raumbezug;Kennziffer;Name;Zeitbezug;Wert``."""

import re
from collections.abc import Collection, Iterator
from decimal import Decimal

from wandel.core.law.texts import shown
from wandel.core.statistics.footer import DL_DE_BY
from wandel.core.statistics.genesis import is_area
from wandel.core.statistics.indicators import IndicatorValue
from wandel.core.statistics.observations import Keep, State, read_cell
from wandel.core.statistics.opening import LARGEST, Source, opened, rows
from wandel.core.statistics.problems import Kind, Problems, StatisticsError

COLUMNS = ("Bereich", "ID", "Kuerzel", "Indikator", "Raumbezug", "Kennziffer", "Name", "Zeitbezug", "Wert")
SOURCE = "© BBSR Bonn, INKAR, Indikator {code}"
# Keys lose their leading zeros where a spreadsheet wrote the file; the kind of area says how long they are.
_DIGITS = {"bund": 0, "bundesländer": 2, "länder": 2, "kreise": 5, "gemeinden": 8, "gemeindeverbände": 9}
_YEAR_AT_END = re.compile(r"(?:19|20)[0-9]{2}(?=\D*\Z)", re.ASCII)


def read_inkar(
    source: Source,
    *,
    file: str,
    problems: Problems,
    keep: Keep | None = None,
    indicators: Collection[str] = (),
    kinds: Collection[str] = (),
    largest: int = LARGEST,
) -> Iterator[IndicatorValue]:
    """The values, streaming (the whole of INKAR has gigabytes). ``keep`` looks at the area's key with its zeros,
    ``indicators`` at Kuerzel or ID, ``kinds`` at the Raumbezug („Kreise“, „Gemeinden“); empty means all. A period
    ("2019-2021") stands under its last year. INKAR's own names need not have an umlaut (Kürzel, Kuerzel)."""
    with opened(source, file, largest=largest) as stream:
        table = rows(stream, file)
        header = [cell.strip().replace("ü", "ue") for cell in next(table, (1, []))[1]]
        missing = [name for name in COLUMNS if name not in header]
        if missing:
            raise StatisticsError(
                file,
                1,
                f"Das ist keine INKAR-Datei: Es fehlen die Spalten {', '.join(missing)}. Laden Sie den CSV-Gesamtabzug oder eine Auswahl als „CSV lang“.",
                f"This is no INKAR file: columns are missing: {', '.join(missing)}. Download the whole as CSV, or a selection in long form.",
            )
        at = {name: header.index(name) for name in COLUMNS}
        for line, row in table:
            if not any(row):
                continue
            if len(row) < len(header):
                problems.add(
                    Kind.broken_row,
                    file,
                    line,
                    f"Die Zeile hat {len(row)} Zellen, die Datei {len(header)} Spalten. Sie ist ausgelassen.",
                    f"The row has {len(row)} cells, the file {len(header)} columns. It is left out.",
                )
                continue
            code, kind = row[at["Kuerzel"]].strip(), row[at["Raumbezug"]].strip()
            if indicators and code not in indicators and row[at["ID"]].strip() not in indicators:
                continue
            if kinds and kind not in kinds:
                continue
            area = row[at["Kennziffer"]].strip()
            area = area.zfill(_DIGITS.get(kind.lower(), 0)) if area.isdigit() else area
            if keep is not None and not keep(area):
                continue
            found = _value(row, at, line, file, problems)
            if found is None or not _known(area, kind, line, file, problems):
                continue
            year, value = found
            yield IndicatorValue(
                indicator=row[at["Indikator"]].strip(),
                area=area,
                name=row[at["Name"]].strip(),
                year=year,
                value=value[0],
                state=value[1],
                unit="",
                table=code,
                source=SOURCE.format(code=code),
                licence=DL_DE_BY,
                file=file,
                line=line,
            )


def _known(area: str, kind: str, line: int, file: str, problems: Problems) -> bool:
    # Other kinds of area (Raumordnungsregionen, Kreistypen) have keys of their own.
    if kind.lower() not in {"kreise", "gemeinden"} or is_area(area):
        return True
    problems.add(
        Kind.unknown_area,
        file,
        line,
        f"„{shown(area)}“ ist kein Gemeindeschlüssel. Die Zeile ist ausgelassen.",
        f"“{shown(area)}” is no area key. The row is left out.",
    )
    return False


def _value(
    row: list[str], at: dict[str, int], line: int, file: str, problems: Problems
) -> tuple[int, tuple[Decimal | None, State]] | None:
    written, period = row[at["Wert"]].strip(), row[at["Zeitbezug"]].strip()
    year, read = _YEAR_AT_END.search(period), read_cell(written)
    if written in {"", "NA", "n.v."}:
        german, english = "Der Wert fehlt", "The value is missing"
    elif read is None:
        german, english = f"„{shown(written)}“ ist keine Zahl", f"“{shown(written)}” is no number"
    elif year is None:
        german, english = f"„{shown(period)}“ nennt kein Jahr", f"“{shown(period)}” names no year"
    else:
        return int(year.group(0)), (read[0], read[1])
    name = row[at["Name"]].strip()
    problems.add(
        Kind.broken_cell,
        file,
        line,
        f"{name}: {german}. Die Zeile ist ausgelassen.",
        f"{name}: {english}. The row is left out.",
    )
    return None
