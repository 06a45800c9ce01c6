"""The county beside chosen counties, from official figures of one year each."""

from datetime import date

import pytest
from django.urls import reverse

from wandel.fields.growth.actions.profile import load_growth
from wandel.fields.growth.models import Figure
from wandel.fields.growth.queries.benchmark import comparison
from wandel.office.places.actions import load_profile
from wandel.office.places.profile import active_profile

pytestmark = [pytest.mark.database, pytest.mark.django_db]
DAY = date(2026, 11, 23)


@pytest.fixture
def figures(cast):
    load_profile(active_profile(), by=None, on=DAY)
    load_growth(active_profile(), by=None, on=DAY)
    return cast


def test_strong_and_weak_points_lie_on_their_own_side_and_the_rank_has_a_band(figures):
    found = comparison("de")
    assert found.places == 4
    assert 1 <= found.low <= found.rank <= found.high <= 4
    assert all(row.distance > 0 for row in found.strengths)
    assert all(row.distance < 0 for row in found.weaknesses)
    for row in found.strengths:
        better = row.value < row.median if row.lower_is_better else row.value > row.median
        assert better, row


def test_an_indicator_one_county_lacks_is_left_out_by_name(figures):
    before = len(comparison("de").rows)
    Figure.objects.filter(key="unemployment_rate", area="05366").delete()
    found = comparison("de")
    assert len(found.rows) == before - 1
    assert "Arbeitslosenquote" in found.left_out


def test_without_indicators_the_page_says_what_to_do(cast, client_for):
    page = client_for(cast.head).get(reverse("growth:benchmark"))
    assert page.status_code == 200
    assert page.context["found"] is None


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_location_sheet_comes_in_both_languages_and_names_its_sources(figures, client_for, language):
    for form, begins in (("pdf", b"%PDF"), ("docx", b"PK")):
        page = client_for(figures.head).get(reverse("growth:location-sheet", args=[language, form]))
        assert page.status_code == 200
        assert page.content.startswith(begins)
    assert client_for(figures.council).get(reverse("growth:benchmark")).status_code == 200
