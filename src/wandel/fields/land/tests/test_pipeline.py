"""Homes by municipality and year add up to what the sites hold."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from wandel.conftest import Cast
from wandel.fields.land.models import Site
from wandel.fields.land.queries.pipeline import homes_by_year
from wandel.fields.land.tests.site_cast import COMPLETE, DAY

pytestmark = [pytest.mark.database, pytest.mark.django_db]
Make = Callable[..., Site]
STATED: dict[str, Any] = {"stated_low": 70, "stated_likely": 85, "stated_high": 90, "stated_source": "Rathaus"}


def test_homes_are_spread_over_the_years_and_none_is_lost(make_site: Make, cast: Cast) -> None:
    make_site(**COMPLETE, **STATED, state="available", available_until=2032)
    make_site(**{**COMPLETE, "available_from": 2020}, **STATED, state="pool", confidential=True)
    pipeline = homes_by_year(on=DAY)
    rows = {row.year: (row.low, row.likely, row.high) for row in pipeline.rows}
    # 85 over 2029–2032: 22 + 21 + 21 + 21; what should have come long ago counts this year.
    assert rows == {
        2026: (70, 85, 90), 2029: (18, 22, 23), 2030: (18, 21, 23), 2031: (17, 21, 22), 2032: (17, 21, 22),
    }  # fmt: skip
    assert {row.ags for row in pipeline.rows} == {"05358060"}


def test_what_counts_but_has_no_number_is_named_and_the_rest_is_left_out(make_site: Make) -> None:
    without = make_site(**COMPLETE, state="pool")
    make_site(**COMPLETE, **STATED, state="visited")
    make_site(**COMPLETE, **STATED, state="dropped")
    make_site(**{**COMPLETE, "use": "commercial"}, state="available")
    pipeline = homes_by_year(on=DAY)
    assert (pipeline.rows, pipeline.without_number) == ((), (without,))


def test_the_pipeline_asks_two_questions_however_many_sites_there_are(make_site: Make) -> None:
    for number in range(5):
        make_site(name=f"Fläche {number}", **COMPLETE, **STATED, state="pool")
    with CaptureQueriesContext(connection) as caught:
        homes_by_year(on=DAY)
    assert len(caught) == 2


def test_the_stock_points_to_the_balance_instead_of_repeating_it(
    make_site: Make, client_for: Callable[..., Client], cast: Cast
) -> None:
    make_site(**COMPLETE, **STATED)
    page = client_for(cast.vettweiss).get("/land/stock/?on=2026-11-23")
    assert page.status_code == 200
    text = page.content.decode()
    assert 'href="/land/balance/"' in text
    assert text.count("<table") == 1
    assert "Mühlenteich" in client_for(cast.vettweiss).get("/land/stock/export.csv?on=2030-01-01").content.decode()
