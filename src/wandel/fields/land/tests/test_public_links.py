"""The list and the map of published sites show the same and lead to each other."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from wandel.conftest import Cast
from wandel.fields.land.actions.publication import release_publication
from wandel.fields.land.models import Site
from wandel.fields.land.tests.site_cast import NEXT

pytestmark = [pytest.mark.database, pytest.mark.django_db]
DAY = date(2026, 11, 23)


@pytest.fixture
def two(make_site: Callable[..., Site], cast: Cast) -> list[Site]:
    """A site for homes in Vettweiß, one for business in Jülich."""
    announced = date(2026, 1, 1)
    homes = make_site(state="available", use="residential", publication_announced_on=announced)
    business = make_site(
        name="Zuckerfabrik", state="available", use="commercial", publication_announced_on=announced, geometry=NEXT,
        organisation=cast.town_hall_juelich,
    )  # fmt: skip
    return [release_publication(site=site, by=cast.land_officer, on=DAY) for site in (homes, business)]


@pytest.mark.parametrize("chosen", ["use=commercial", "ags=05358024", "ags=05358024&use=commercial"])
def test_filters_are_kept_from_the_list_to_the_map_and_back(two: list[Site], client: Client, chosen: str) -> None:
    listed = client.get(f"/sites/?{chosen}").content.decode().replace("&amp;", "&")
    assert f'href="/land/open/?{chosen}"' in listed
    shown = client.get(f"/land/open/?{chosen}").content.decode().replace("&amp;", "&")
    assert f'href="/sites/?{chosen}"' in shown
    for page in (listed, shown):
        assert "Zuckerfabrik" in page
        assert "Mühlenteich" not in page
    drawn = client.get(f"/land/open/sites.json?{chosen}").json()["features"]
    assert [one["properties"]["name"] for one in drawn] == ["Zuckerfabrik"]


def test_without_a_filter_both_show_everything(two: list[Site], client: Client) -> None:
    assert 'href="/land/open/"' in client.get("/sites/").content.decode()
    assert 'href="/sites/"' in client.get("/land/open/").content.decode()
    assert len(client.get("/land/open/sites.json").json()["features"]) == 2


def test_a_filter_without_a_hit_says_so(two: list[Site], client: Client) -> None:
    client.cookies["django_language"] = "en"
    assert "No site fits" in client.get("/land/open/?use=mixed").content.decode()
    assert len(client.get("/land/open/sites.json?use=nonsense").json()["features"]) == 2
