"""Filters and tags in both languages."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from wandel.ui.templatetags import wandel as words
from wandel.ui.templatetags.icons import ICONS

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("language", "text"),
    [("de", "1.250 €|1.250,50 €|24.11.2026|1.234,6"), ("en", "€1,250|€1,250.50|24 November 2026|1,234.6")],
)
def test_amounts_days_and_numbers_are_written_as_the_reader_writes_them(language, text):
    with translation.override(language):
        drawn = Template('{% load wandel %}{{ a|money }}|{{ b|money }}|{{ on|day }}|{{ c|number:"1" }}').render(
            Context({"a": Decimal(1250), "b": Decimal("1250.5"), "on": TODAY, "c": Decimal("1234.56")})
        )
    assert drawn == text


@pytest.mark.parametrize("filtered", [words.money, words.number, words.day, words.weekday_day])
def test_what_is_unknown_is_a_dash(filtered):
    assert filtered(None) == "–"


def test_an_instant_is_a_day_in_the_county_not_in_greenwich():
    with translation.override("de"):
        assert words.day(datetime(2026, 11, 23, 23, 30, tzinfo=UTC)) == "24.11.2026"


@pytest.mark.parametrize(
    ("on", "text"),
    [
        (date(2026, 11, 22), "for 2 days"),
        (date(2026, 11, 23), "since yesterday"),
        (TODAY, "today"),
        (date(2026, 11, 25), "tomorrow"),
        (date(2026, 11, 29), "in 5 days"),
    ],
)
def test_a_day_says_how_far_away_it_is(on, text):
    with translation.override("en"):
        assert words.in_days(on, TODAY) == text


def test_the_query_string_keeps_what_does_not_change():
    request = RequestFactory().get("/", {"q": "Titz & Co", "page": "2", "state": "open"})
    drawn = Template("{% load wandel %}{% query page=3 state=None %}").render(Context({"request": request}))
    assert drawn == "?q=Titz+%26+Co&amp;page=3"


def test_an_icon_is_drawn_for_the_eye_only():
    assert 'aria-hidden="true"' in words.icon("desk")


def test_an_unknown_icon_is_an_error_of_the_template():
    with pytest.raises(KeyError):
        words.icon("unicorn")


def test_every_icon_a_menu_may_name_exists():
    needed = "desk calendar rounds growth land projects programmes awards advice investors relocation posts report people places"
    assert set(needed.split()) <= set(ICONS)


def test_long_paginations_have_gaps():
    page = Paginator(range(1000), 10).page(50)
    assert words.page_numbers(page) == [1, None, 49, 50, 51, None, 100]
