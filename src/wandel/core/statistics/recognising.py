"""Which reader a file needs, told by its first lines: for a page where people drop whatever they downloaded."""

from enum import StrEnum

from wandel.core.statistics.flat import is_flat
from wandel.core.statistics.opening import LARGEST, Source, opened
from wandel.core.statistics.problems import StatisticsError


class Layout(StrEnum):
    """What a file is. ``figures`` and ``zensus`` become figures, ``regionalatlas`` and ``inkar`` indicators."""

    figures = "figures"
    zensus = "zensus"
    regionalatlas = "regionalatlas"
    inkar = "inkar"
    register = "register"


def recognise(source: Source, *, file: str, largest: int = LARGEST) -> Layout:
    """The layout of a file. What is none of the offices' own is taken for a register count, whose reader says what is
    missing. Raises StatisticsError for a file that is empty, unreadable or no text."""
    with opened(source, file, largest=largest) as stream:
        first = stream.readline(100_000)
        while first and not first.strip(" ;,\t\r\n"):
            first = stream.readline(100_000)
    if not first:
        raise StatisticsError(
            file,
            0,
            "Die Datei ist leer. Laden Sie sie noch einmal.",
            "The file is empty. Download it again.",
        )
    text = first.lower()
    if "tabelle:" in text or "table:" in text:
        code = text.split(":", 1)[1].strip(' "')
        if code.startswith("ai"):
            return Layout.regionalatlas
        return Layout.zensus if code.startswith("1000a") else Layout.figures
    if is_flat(first):
        return Layout.figures
    if "raumbezug" in text and "zeitbezug" in text:
        return Layout.inkar
    return Layout.zensus if "_zensus2022" in text or "_rs;" in text else Layout.register
