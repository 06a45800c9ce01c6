"""The example award of the command line's page, and a way to lay facts over it."""

from copy import deepcopy
from typing import Any

EXAMPLE: dict[str, Any] = {
    "title": "Umbau Bahnhofsumfeld",
    "recipient": "gemeinde",
    "land": "NW",
    "level": "land",
    "conditions": {"set": "anbest_g_nrw", "version": "2003-09-30"},
    "notice": {"dated_on": "2024-03-01", "sent_on": "2024-03-04", "sent_by": "post"},
    "financing": {
        "type": "anteil",
        "rate": "0.80",
        "eligible_costs": "1250000.00",
        "grant": "1000000.00",
        "cap": "1000000.00",
    },
    "award_period": {"from": "2024-03-01", "until": "2026-12-31"},
    "purpose": "investment",
    "completed_on": None,
    "purpose_binding": {"years": 10, "starts": "completion"},
    "confirmed": {"verwendungsnachweis_months": 6, "drawdown_window_months": 2, "retention_years": 5},
    "drawdowns": [{"paid_on": "2024-06-03", "amount": "300000.00"}],
    "payments": [{"paid_on": "2024-07-15", "amount": "120000.00"}],
}


def example(**facts: Any) -> dict[str, Any]:
    """The example with these facts in place of its own."""
    return deepcopy(EXAMPLE) | facts


def example_with(path: str, value: Any) -> dict[str, Any]:
    """The example with one value changed, named by a path such as ``award_period.until`` or ``drawdowns.0.amount``."""
    award = deepcopy(EXAMPLE)
    target: Any = award
    *parents, last = path.split(".")
    for name in parents:
        target = target[int(name)] if name.isdigit() else target[name]
    target[last] = value
    return award
