"""The units statistical tables print under their headers; how a header row of units is told from one of contents."""

import re

UNITS = frozenset(
    [
        "Anzahl",
        "Prozent",
        "%",
        "Promille",
        "EUR",
        "€",
        "DM",
        "Tsd.",
        "Mill.",
        "Mrd.",
        "ha",
        "qm",
        "m²",
        "m2",
        "qkm",
        "km²",
        "km",
        "a",
        "Jahre",
        "Tage",
        "Stunden",
        "kg",
        "t",
        "g",
        "l",
        "cbm",
        "m³",
        "kWh",
        "MWh",
        "GWh",
        "TJ",
        "Index",
        "number",
        "percent",
        "years",
        "days",
        "persons",
        "Ew/qkm",
        "EW/qkm",
        "Inh/km²",
        "Ew/km²",
        "Personen/qkm",
    ]
)
_SCALED = re.compile(
    r"(?:(?:1\.?000|100|10\.?000|Tsd\.|Mill\.|Mio\.|Mrd\.|1000er)\s?)?(?P<unit>\S+?)(?:\s?(?:je|/)\s?\S+)?\Z"
)


def is_unit(cell: str) -> bool:
    """Whether a header cell is a unit: „Anzahl“, „1000 qm“, „Tsd. EUR“, „EUR/qm“, „2015=100“."""
    text = cell.strip()
    if text in UNITS or re.fullmatch(r"[0-9]{4}\s?=\s?100", text):
        return True
    match = _SCALED.match(text)
    return bool(match) and match["unit"] in UNITS if match else False
