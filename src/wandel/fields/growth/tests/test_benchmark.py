"""The county beside chosen counties, from official figures of one year each."""

from datetime import date

import pytest
from django.urls import reverse

from wandel.fields.growth.actions.profile import load_growth
from wandel.fields.growth.models import Figure
from wandel.fields.growth.queries.benchmark import comparison
from wandel.fields.growth.queries.figures import population_figures
from wandel.fields.growth.queries.municipal import municipalities_compared
from wandel.office.places.actions import load_profile
from wandel.office.places.profile import active_profile
from wandel.office.places.queries import municipalities

pytestmark = [pytest.mark.database, pytest.mark.django_db]
DAY = date(2026, 11, 23)


@pytest.fixture
def figures(cast):
    load_profile(active_profile(), by=None, on=DAY)
    load_growth(active_profile(), by=None, on=DAY)
    return cast


def test_strong_and_weak_points_lie_on_their_own_side_and_the_rank_has_a_band(figures):
    found = comparison("de")
    found = found.county
    assert found.places == 4
    assert 1 <= found.low <= found.rank <= found.high <= 4
    assert all(row.distance > 0 for row in found.strengths)
    assert all(row.distance < 0 for row in found.weaknesses)
    for row in found.strengths:
        better = row.value < row.median if row.lower_is_better else row.value > row.median
        assert better, row


def test_an_indicator_one_county_lacks_is_left_out_by_name(figures):
    before = len(comparison("de").county.rows)
    Figure.objects.filter(key="unemployment_rate", area="05366").delete()
    found = comparison("de")
    assert len(found.county.rows) == before - 1
    assert "Arbeitslosenquote" in found.left_out


def test_without_indicators_the_page_says_what_to_do(cast, client_for):
    page = client_for(cast.head).get(reverse("growth:benchmark"))
    assert page.status_code == 200
    assert page.context["found"] is None
    assert client_for(cast.head).get(reverse("growth:neighbours")).context["found"] is None


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_location_sheet_comes_in_both_languages_and_names_its_sources(figures, client_for, language):
    for form, begins in (("pdf", b"%PDF"), ("docx", b"PK")):
        page = client_for(figures.head).get(reverse("growth:location-sheet", args=[language, form]))
        assert page.status_code == 200
        assert page.content.startswith(begins)
    assert client_for(figures.council).get(reverse("growth:benchmark")).status_code == 200


def test_the_municipalities_stand_beside_each_other_with_rank_and_span(figures, client_for):
    found = municipalities_compared(municipalities(), "de")
    assert len(found.rows) == 15
    assert [placed.rank for _place, placed in found.rows] == sorted(placed.rank for _place, placed in found.rows)
    assert all(placed.low <= placed.rank <= placed.high for _place, placed in found.rows)
    place, placed = found.of("05358012")
    assert place.name == "Heimbach"
    assert {row.key for row in placed.rows} == {"change", "moves", "families", "completed", "permitted", "young", "old"}
    page = client_for(figures.vettweiss).get(reverse("growth:neighbour", args=["05358012"]))
    assert page.status_code == 200
    assert page.context["place"] == place
    assert client_for(figures.vettweiss).get(reverse("growth:neighbour", args=["05366"])).status_code == 404


def test_a_municipal_indicator_is_reckoned_from_the_published_figures_of_one_year(figures):
    def figure(key):
        return Figure.objects.get(key=key, area="05358012", year=2015, sex="total", age_from=None, detail="").value

    rows = {row.key: row for row in municipalities_compared(municipalities(), "de").of("05358012")[1].rows}
    inhabitants = population_figures(["05358012"])
    end = next(float(one.number) for one in inhabitants if one.on == date(2015, 12, 31))
    assert rows["moves"].value == pytest.approx(1000 * (figure("moves_in") - figure("moves_out")) / end)
    assert rows["completed"].value == pytest.approx(1000 / end)
    assert rows["old"].lower_is_better


def test_a_municipality_without_a_figure_takes_the_indicator_out_for_all(figures):
    Figure.objects.filter(key="permitted_dwellings", area="05358012", detail="").update(value=None, state="secret")
    found = municipalities_compared(municipalities(), "de")
    assert all("permitted" not in {row.key for row in placed.rows} for _place, placed in found.rows)


def test_once_computed_the_comparison_asks_six_questions_for_fifteen_municipalities(
    figures, django_assert_max_num_queries
):
    places = municipalities()
    municipalities_compared(places, "de")
    with django_assert_max_num_queries(6):
        municipalities_compared(places, "de")
