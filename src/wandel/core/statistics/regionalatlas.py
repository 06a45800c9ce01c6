"""Indicators of the Regionalatlas Deutschland: GENESIS tables whose codes begin with AI."""

from collections.abc import Iterator

from wandel.core.law.texts import shown
from wandel.core.statistics.footer import DL_DE_BY
from wandel.core.statistics.genesis import GenesisTable
from wandel.core.statistics.indicators import IndicatorValue
from wandel.core.statistics.observations import Keep
from wandel.core.statistics.opening import LARGEST, Source
from wandel.core.statistics.problems import Problems, StatisticsError

SOURCE = "© Statistische Ämter des Bundes und der Länder, Deutschland, Regionalatlas, Tabelle {code}"


def read_regionalatlas(
    source: Source, *, file: str, problems: Problems, keep: Keep | None = None, largest: int = LARGEST
) -> Iterator[IndicatorValue]:
    """The values of one table, streaming. Raises StatisticsError for a table that is not the Regionalatlas'."""
    table = GenesisTable(source, file=file, problems=problems, keep=keep, largest=largest)
    code = table.head.code
    if not code.upper().startswith("AI"):
        raise StatisticsError(
            file,
            1,
            f"Das ist die Tabelle {shown(code)}, keine des Regionalatlas. Deren Codes beginnen mit AI.",
            f"This is table {shown(code)}, none of the Regionalatlas. Their codes begin with AI.",
        )
    for row in table:
        yield IndicatorValue(
            indicator=" / ".join((row.variable, *row.dimensions)),
            area=row.area,
            name=row.name,
            year=row.year,
            value=row.value,
            state=row.state,
            unit=row.unit,
            table=code,
            source=SOURCE.format(code=code),
            licence=DL_DE_BY,
            file=file,
            line=row.line,
        )
