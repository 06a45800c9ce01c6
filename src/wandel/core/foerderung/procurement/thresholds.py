"""The EU threshold of a kind of contract on a day (§ 106 GWB), net of VAT."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from wandel.core.law.parameters import NotCovered, Parameter, Parameters
from wandel.core.law.texts import Text, day_de, day_en

_THRESHOLDS = Parameters.read(Path(__file__).with_name("thresholds.yaml"))
# Services of architects and engineers have no threshold of their own.
_ROWS = {
    "works": "works",
    "supplies": "supplies_services",
    "services": "supplies_services",
    "planning": "supplies_services",
    "social": "social",
}


class NoThreshold(LookupError):
    """The day lies outside the table; ``text`` names the days it covers."""

    def __init__(self, *, kind: str, day: date) -> None:
        first, last = covered(kind)
        self.text = Text(
            f"Für den {day_de(day)} ist kein EU-Schwellenwert hinterlegt. Bekannt sind die Tage vom {day_de(first)} bis "
            f"{day_de(last)} ({first.isoformat()} … {last.isoformat()}). Wählen Sie einen Tag darin oder ergänzen Sie die "
            "Zeile mit ihrer Quelle in core/foerderung/procurement/thresholds.yaml.",
            f"No EU threshold is stored for {day_en(day)}. Known are the days from {day_en(first)} to {day_en(last)} "
            f"({first.isoformat()} … {last.isoformat()}). Choose a day among them or add the row with its source to "
            "core/foerderung/procurement/thresholds.yaml.",
        )
        super().__init__(self.text.en)


def covered(kind: str) -> tuple[date, date]:
    """The first and the last day whose threshold is known for a kind."""
    rows = _THRESHOLDS.rows(_ROWS[kind])
    return rows[0].valid_from, rows[-1].valid_until or date.max


def threshold_on(kind: str, day: date) -> Parameter:
    """The threshold of a kind (``KINDS``) on a day, in euro net. Raises NoThreshold outside the table."""
    try:
        return _THRESHOLDS.at(_ROWS[kind], day)
    except NotCovered as error:
        raise NoThreshold(kind=kind, day=day) from error


def is_above(value: Decimal, threshold: Parameter) -> bool:
    """Whether a value belongs above the threshold: it does as soon as it reaches it (§ 106 Abs. 1 GWB)."""
    return value >= threshold.value
