"""The profile in the database, and the county as a map."""

import re
from datetime import date

import pytest
from django.template.loader import render_to_string

from wandel.core.profile.locate import profile_directory
from wandel.core.profile.reading import load_profile as read
from wandel.core.profile.tests import middle_county
from wandel.office.journal.models import JournalEntry
from wandel.office.places.actions import load_profile
from wandel.office.places.map import county_svg
from wandel.office.places.models import Municipality, Place, PopulationFigure
from wandel.office.places.profile import active_profile
from wandel.office.places.queries import county, municipalities, municipality, population_series

DAY = date(2026, 11, 23)
pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_loading_twice_changes_nothing_and_is_noted_once() -> None:
    assert load_profile(read(middle_county), by=None, on=DAY) == 1 + 3 + 8 + 1
    assert load_profile(read(middle_county), by=None, on=date(2027, 1, 1)) == 0
    assert (Municipality.objects.count(), PopulationFigure.objects.count(), Place.objects.count()) == (3, 8, 1)
    assert JournalEntry.objects.count() == 1
    loaded = county()
    assert loaded
    assert loaded.loaded_on == DAY


def test_municipalities_are_sorted_as_germans_read() -> None:
    load_profile(read(middle_county), by=None, on=DAY)
    assert [one.name for one in municipalities()] == ["Mühlau am langen Bach", "Oberfeld", "Übersee"]
    found = municipality("99901002")
    assert found
    assert [row.value for row in population_series(found)] == [10000, 10200]
    assert [row.value for row in population_series(None)] == [40000, 40600]


def test_the_map_links_every_municipality_and_marks_the_chosen_one() -> None:
    load_profile(read(middle_county), by=None, on=DAY)
    links = {one.ags: f"/m/{one.ags}/" for one in municipalities()}
    svg = county_svg(municipalities(), links, {"99901002"})
    assert svg.count("<a href=") == 3
    assert svg.count("map__area--on") == 1
    assert "style=" not in svg
    assert "<title" in svg
    assert "<desc" in svg


def test_a_municipality_without_a_link_is_drawn_but_not_clickable() -> None:
    load_profile(read(middle_county), by=None, on=DAY)
    svg = county_svg(municipalities(), {}, set())
    assert "<a " not in svg
    assert svg.count("map__area") == 3


def test_the_map_keeps_the_shape_of_the_land() -> None:
    load_profile(read(middle_county), by=None, on=DAY)
    box = re.search(r'viewBox="-4 -4 (\d+) (\d+)"', county_svg(municipalities(), {}, set()))
    assert box
    width, height = (int(number) - 8 for number in box.groups())
    # 0.3 degrees of longitude by 0.1 of latitude at 51 degrees north: 21.0 km by 11.1 km.
    assert width / height == pytest.approx(1.889, rel=0.01)


def test_a_name_with_markup_stays_text() -> None:
    load_profile(read(middle_county), by=None, on=DAY)
    Municipality.objects.filter(ags="99901001").update(name="<b>Ober</b>")
    assert "<b>" not in county_svg(municipalities(), {}, set())


def test_an_empty_county_has_no_map() -> None:
    assert county_svg([], {}, set()) == ""


def test_the_include_names_whose_boundaries_these_are() -> None:
    page = render_to_string("places/_county_map.html", {"map": county_svg([], {}, set()), "attribution": "© BKG"})
    assert "© BKG" in page


def test_the_shipped_county_loads_with_fifteen_links() -> None:
    load_profile(read(profile_directory("kreis_dueren")), by=None, on=DAY)
    links = {one.ags: "/" for one in municipalities()}
    assert county_svg(municipalities(), links, set()).count("<a href=") == 15


def test_the_active_profile_is_named_by_the_settings(settings: pytest.FixtureRequest) -> None:
    settings.WANDEL_PROFILE = str(middle_county)  # type: ignore[attr-defined]
    assert active_profile().name.en == "District of Mittland"
