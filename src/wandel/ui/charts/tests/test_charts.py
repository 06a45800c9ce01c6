"""A chart is a drawing, a sentence and a table of the same figures."""

import re

import pytest
from django.template import Context, Template
from django.utils import translation

from wandel.ui.charts import Band, Bars, Line, Mark, bars, draw, fan, on_paper, pyramid

YEARS = range(2015, 2036)


def path():
    return fan(
        title="Der Weg",
        summary="Die Linie steigt von 262.828 auf 281.000.",
        caption="Basis Fortschreibung, 80 % der Verläufe.",
        x_name="Jahr",
        lines=[
            Line("wirklich", [(year, 262_828 + 800 * (year - 2015)) for year in range(2015, 2025)], real=True),
            Line("Mitte", [(year, 270_000 + 1000 * (year - 2024)) for year in range(2024, 2036)], broken=True),
        ],
        bands=[Band("80 %", [(y, 270_000 - 500 * (y - 2024), 270_000 + 2500 * (y - 2024)) for y in range(2024, 2036)])],
        marks=[Mark("Ziel 300.000", 300_000)],
    )


def places():
    return bars(
        title="Wohnungen", summary="Düren trägt am meisten.", caption="gemeldet", category_name="Gemeinde",
        categories=["Düren", "Jülich", "Heimbach"], series=[Bars("innen", [120, 40, None]), Bars("außen", [300, 90, 12])],
    )  # fmt: skip


def ages():
    return pyramid(
        title="Alter", summary="Die Mitte ist breit.", caption="2015", age_name="Alter", ages=list(range(0, 101)),
        left=Bars("Frauen", [1000 + age for age in range(101)]), right=Bars("Männer", [1000 - age for age in range(101)]),
        before=(Bars("Frauen 2015", [900.0] * 101), Bars("Männer 2015", [900.0] * 101)),
    )  # fmt: skip


@pytest.mark.parametrize("chart", [path, places, ages])
def test_a_drawing_takes_the_colours_of_the_page_and_needs_no_style_attribute(chart):
    svg = draw(chart(), width=640, language="de")
    assert "var(--w-chart-1)" in svg
    assert "style=" not in svg
    assert "<script" not in svg


def test_paper_gets_colours_and_no_properties_of_the_page():
    svg = on_paper(path(), language="de")
    assert "var(" not in svg
    assert "#2144ab" in svg


def test_numbers_are_grouped_as_the_language_writes_them():
    assert "280.000" in draw(path(), width=640, language="de")
    assert "280,000" in draw(path(), width=640, language="en")


def test_the_table_holds_what_the_drawing_shows_and_a_gap_is_no_zero():
    with translation.override("de"):
        chart = path()
        assert chart.columns == ["Jahr", "wirklich", "Mitte", "80 %"]
        assert chart.rows[0] == ["2015", "262.828", "–", "–"]
        assert chart.rows[-1] == ["2035", "–", "281.000", "264.500 – 297.500"]
        assert places().rows[2] == ["Heimbach", "–", "12"]


@pytest.mark.database
@pytest.mark.django_db
def test_on_a_page_the_chart_says_itself_and_is_drawn_once():
    with translation.override("de"):
        page = Template("{% load wandel %}{% chart found %}").render(Context({"found": path()}))
    assert 'role="img" aria-label="Der Weg. Die Linie steigt' in page
    assert len(re.findall("<svg", page)) == 2
    assert "<script" not in page
    assert '<th scope="row">2015</th>' in page
