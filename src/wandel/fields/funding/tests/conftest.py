"""An award of Vettweiß and the form that records it."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from wandel.conftest import Cast
from wandel.fields.funding.actions.record import record_award
from wandel.fields.funding.models import Zuwendungsbescheid

DAY = date(2026, 11, 23)


def award_values(cast: Cast, **changes: Any) -> dict[str, Any]:
    return {
        "title": "Dorfplatz Vettweiß",
        "reference": "33.02.07/24",
        "funder": cast.funder,
        "recipient": cast.town_hall_vettweiss,
        "level": "land",
        "condition_set": "anbest_g_nrw",
        "condition_version": "2025-05-25",
        "special_set": "",
        "dated_on": date(2026, 3, 12),
        "sent_on": date(2026, 3, 13),
        "sent_by": "post",
        "remedy": "klage",
        "financing_type": "anteil",
        "rate": Decimal("0.8"),
        "eligible_costs": Decimal(800000),
        "grant": Decimal(640000),
        "cap": Decimal(640000),
        "third_party": None,
        "period_from": date(2026, 3, 12),
        "period_until": date(2027, 12, 31),
        "purpose": "investment",
        "completed_on": None,
        "binding_years": 10,
        "binding_starts": "completion",
        "confirmed": {"drawdown_window_months": 2, "verwendungsnachweis_months": 6},
        **changes,
    }


@pytest.fixture
def make_award(cast: Cast) -> Callable[..., Zuwendungsbescheid]:
    def make(**changes: Any) -> Zuwendungsbescheid:
        return record_award(values=award_values(cast, **changes), by=cast.funding_officer, on=DAY)

    return make


@pytest.fixture
def award(make_award: Callable[..., Zuwendungsbescheid]) -> Zuwendungsbescheid:
    return make_award()


@pytest.fixture
def typed(cast: Cast) -> dict[str, Any]:
    """What an officer types from the notice on the table."""
    return {
        "title": "Dorfplatz Vettweiß",
        "reference": "33.02.07/24",
        "funder": cast.funder.pk,
        "recipient": cast.town_hall_vettweiss.pk,
        "level": "land",
        "purpose": "investment",
        "dated_on": "2026-03-12",
        "sent_on": "2026-03-13",
        "sent_by": "post",
        "remedy": "klage",
        "conditions": "anbest_g_nrw|2025-05-25",
        "special": "",
        "financing_type": "anteil",
        "rate": "80",
        "eligible_costs": "800.000,00",
        "grant": "640000",
        "cap": "640.000",
        "third_party": "",
        "period_from": "2026-03-12",
        "period_until": "2027-12-31",
        "completed_on": "",
        "binding_years": "10",
        "binding_starts": "completion",
        "value_drawdown_window_months": "2",
        "tick_drawdown_window_months": "on",
        "value_verwendungsnachweis_months": "6",
        "value_retention_years": "5",
        "save": "1",
        "once_key": "k" * 32,
    }
