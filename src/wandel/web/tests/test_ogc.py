"""OGC API Features: the standard's core over what is published, and not a word more."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wandel.conftest import Cast
from wandel.fields.land.models import Site
from wandel.fields.land.tests.site_cast import NEXT
from wandel.web.ogc.features import read_box, touches
from wandel.web.tests.conftest import DAY, World

pytestmark = [pytest.mark.database, pytest.mark.django_db]
ITEMS = "/ogc/collections/sites/items"
ADDRESSES = ["/ogc/", "/ogc/conformance", "/ogc/collections", "/ogc/collections/sites", ITEMS]


@pytest.fixture
def two(cast: Cast, publish: Callable[..., Site]) -> list[Site]:
    """One in Vettweiß published on the usual day, one in Jülich beside it published earlier."""
    earlier = publish(
        name="Am Bahndamm", organisation=cast.town_hall_juelich, geometry=NEXT, use="commercial", available_from=2030
    )
    Site.objects.filter(pk=earlier.pk).update(published_on=DAY.replace(year=2025))
    return [publish(), earlier]


def asked(query: str = "") -> Any:
    answer = Client().get(f"{ITEMS}{query}")
    assert answer.status_code == 200, answer.content
    assert answer["Content-Type"] == "application/geo+json"
    return answer.json()


def ids(query: str = "") -> set[str]:
    return {feature["id"] for feature in asked(query)["features"]}


@pytest.mark.parametrize("path", ADDRESSES)
def test_every_answer_comes_for_programs_and_as_a_page(two: list[Site], path: str) -> None:
    client = Client()
    body = client.get(path).json()
    assert "text/html" in client.get(f"{path}?f=html")["Content-Type"]
    assert "text/html" in client.get(path, headers={"accept": "text/html,*/*;q=0.8"})["Content-Type"]
    assert "json" in client.get(path, headers={"accept": "application/geo+json"})["Content-Type"]
    if path != "/ogc/conformance":
        assert {"self", "alternate"} <= {link["rel"] for link in body["links"]}
    assert client.get(f"{path}?f=xml").status_code == 400
    assert client.get(f"{path}?colour=red").status_code == 400


def test_every_link_leads_to_what_it_says(two: list[Site]) -> None:
    client = Client()
    for path in (*ADDRESSES[:1], *ADDRESSES[2:], f"{ITEMS}/{two[0].number}"):
        body = client.get(path).json()
        for link in [*body["links"], *(link for one in body.get("collections", []) for link in one["links"])]:
            answer = client.get(link["href"].removeprefix("http://testserver"))
            assert answer.status_code == 200, link
            assert answer["Content-Type"].split(";")[0] == link["type"].split(";")[0], link


def test_the_landing_page_leads_on() -> None:
    rels = {link["rel"] for link in Client().get("/ogc/").json()["links"]}
    assert rels >= {"self", "service-desc", "service-doc", "conformance", "data"}


def test_only_classes_that_are_kept_are_claimed() -> None:
    claimed = Client().get("/ogc/conformance").json()["conformsTo"]
    assert {one.rsplit("/", 1)[1] for one in claimed} == {"core", "geojson", "html"}


def test_the_collection_says_where_and_since_when(two: list[Site]) -> None:
    found = Client().get("/ogc/collections/sites").json()
    assert found["extent"]["spatial"]["bbox"] == [[6.6, 50.74, 6.604, 50.741]]
    assert found["extent"]["temporal"]["interval"] == [["2025-11-23T00:00:00Z", None]]
    assert found["itemType"] == "feature"
    assert Client().get("/ogc/collections/owners").status_code == 404


def test_without_any_site_everything_still_answers(db: None) -> None:
    for path in ADDRESSES:
        assert Client().get(path).status_code == 200
        assert Client().get(f"{path}?f=html").status_code == 200
    assert asked()["numberMatched"] == 0


def test_coordinates_are_longitude_and_latitude(two: list[Site]) -> None:
    for feature in asked()["features"]:
        assert feature["type"] == "Feature"
        for lon, lat in feature["geometry"]["coordinates"][0]:
            assert (6 < lon < 7, 50 < lat < 51) == (True, True)


def test_only_what_is_published_is_told_and_nothing_about_its_owner(world: World) -> None:
    told = "".join(
        Client().get(path).content.decode()
        for one in (world.published, world.inner, world.secret)
        for path in (ITEMS, f"{ITEMS}/{one.number}", f"{ITEMS}?f=html", f"{ITEMS}/{one.number}?f=html", "/ogc/collections/sites")
    )  # fmt: skip
    assert world.published.name in told
    for secret in (world.inner.name, world.secret.name, "Geheimrat", "pst!", "private", "candidate", 'available"'):
        assert secret not in told
    assert Client().get(f"{ITEMS}/{world.inner.number}").status_code == 404
    assert ids() == {world.published.number}


def test_a_box_chooses_what_it_touches(two: list[Site]) -> None:
    west, east = two
    assert ids("?bbox=6.5,50.7,6.601,50.8") == {west.number}
    assert ids("?bbox=6.603,50.7,6.7,50.8") == {east.number}
    assert ids("?bbox=6.5,50.7,-10,6.7,50.8,900") == {west.number, east.number}
    assert ids("?bbox=7,50,8,51") == set()
    assert ids("?bbox=170,50,6.601,51") == {west.number}


def test_a_site_without_an_outline_is_in_every_box(two: list[Site]) -> None:
    Site.objects.filter(pk=two[0].pk).update(geometry=None)
    assert ids("?bbox=7,50,8,51") == {two[0].number}
    assert Client().get(f"{ITEMS}/{two[0].number}").json()["geometry"] is None


@pytest.mark.parametrize(
    "box", ["", "1,2,3", "1,2,3,4,5", "a,b,c,d", "6,51,7,50", "6,50,7,91", "nan,50,7,51", "inf,50,7,51", "6,50,7,51,", "6,-95,7,51", "200,1,201,2", "6;50;7;51", "1e400,1,2,3"]
)  # fmt: skip
def test_a_box_that_cannot_be_is_refused_with_a_sentence(two: list[Site], box: str) -> None:
    answer = Client().get(ITEMS, {"bbox": box})
    assert answer.status_code == 400
    assert answer.json()["parameter"] == "bbox"
    assert "6.3,50.7,6.7,51.0" in answer.json()["detail"]


def test_time_chooses_by_the_day_of_publication(two: list[Site]) -> None:
    new, old = two[0].number, two[1].number
    for when, wanted in (
        ("2026-11-23", {new}), ("2026-11-23T10:00:00Z", {new}), ("2026-01-01/..", {new}), ("../2025-12-31", {old}),
        ("/2025-12-31T00:00:00Z", {old}), ("2025-01-01/2026-12-31", {new, old}), ("../..", {new, old}), ("2024-01-01", set()),
    ):  # fmt: skip
        assert ids(f"?datetime={when}") == wanted, when


@pytest.mark.parametrize(
    "when", ["", "..", "yesterday", "2026-02-30", "2026-12-31/2026-01-01", "2026-01-01/2026-02-01/2026-03-01", "2026"]
)
def test_a_time_that_cannot_be_is_refused(two: list[Site], when: str) -> None:
    assert Client().get(ITEMS, {"datetime": when}).status_code == 400


def test_properties_choose(two: list[Site]) -> None:
    assert ids("?ags=05358024") == ids("?use=commercial") == ids("?available_from=2030") == {two[1].number}
    assert ids("?use=commercial&ags=05358060") == set()
    assert ids("?kind=neubaugebiet") == {one.number for one in two}
    assert Client().get(f"{ITEMS}?ags=x").status_code == 400


def test_the_page_of_a_feature_shows_the_values_as_the_json_has_them(two: list[Site]) -> None:
    Site.objects.filter(pk=two[0].pk).update(area_m2=10_000)
    page = Client().get(f"{ITEMS}/{two[0].number}?f=html").content.decode()
    assert "<td>1.0</td>" in page
    assert "<td>2028</td>" in page


def test_pages_lead_to_each_other_and_count_everything(two: list[Site]) -> None:
    first = asked("?limit=1")
    assert (first["numberMatched"], first["numberReturned"]) == (2, 1)
    following = next(link for link in first["links"] if link["rel"] == "next")
    second = Client().get(following["href"].removeprefix("http://testserver")).json()
    assert {first["features"][0]["id"], second["features"][0]["id"]} == {one.number for one in two}
    assert {"prev"} == {link["rel"] for link in second["links"]} & {"prev", "next"}
    assert asked("?limit=999999")["numberReturned"] == 2
    assert Client().get(f"{ITEMS}?limit=0").status_code == 400
    assert Client().get(f"{ITEMS}?offset=-1").status_code == 400


def test_many_sites_ask_no_more_questions_than_few(two: list[Site], publish: Callable[..., Site]) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as found:
            asked()
        return len(found)

    few = questions()
    for number in range(4):
        publish(name=f"Fläche {number}")
    assert questions() == few <= 2


def test_an_unchanged_answer_is_not_sent_again_and_any_page_may_read_it(two: list[Site]) -> None:
    first = Client().get(ITEMS)
    assert first["Access-Control-Allow-Origin"] == "*"
    assert Client().get(ITEMS, headers={"if-none-match": first["ETag"]}).status_code == 304
    assert Client().post(ITEMS).status_code == 405


def test_the_description_names_every_parameter(two: list[Site]) -> None:
    answer = Client().get("/ogc/api")
    assert answer["Content-Type"].startswith("application/vnd.oai.openapi+json;version=3.1")
    found = answer.json()["paths"][ITEMS]["get"]["parameters"]
    assert {one["name"] for one in found} >= {"bbox", "datetime", "limit", "offset", "ags", "use", "f"}


def test_wrong_addresses_are_answered_so_that_a_program_understands(two: list[Site]) -> None:
    assert Client().get("/ogc/collections/").headers["Location"] == "/ogc/collections"
    for path in ("/ogc/unicorns", f"{ITEMS}/x%00y", f"{ITEMS}/nothing"):
        answer = Client().get(path)
        assert answer.status_code == 404
        assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.thorough
def test_no_query_breaks_it(two: list[Site]) -> None:
    numbers = st.floats(-181, 181).map(lambda value: f"{value:.4f}")
    boxes = st.lists(numbers, min_size=3, max_size=7).map(",".join)
    names = st.sampled_from(["bbox", "datetime", "limit", "offset", "ags", "use", "available_from", "f", "x"])
    values = st.one_of(boxes, st.text(max_size=20), st.dates().map(str), st.integers().map(str))

    @settings(max_examples=400, suppress_health_check=list(HealthCheck))
    @given(st.dictionaries(names, values, max_size=4))
    def ask(query: dict[str, str]) -> None:
        assert Client().get(ITEMS, query).status_code in {200, 400}

    ask()


def test_a_box_across_the_date_line_is_two() -> None:
    assert len(read_box("170,-10,-170,10")) == 2
    assert touches({"type": "Point", "coordinates": [179.0, 0.0]}, read_box("170,-10,-170,10"))
    assert not touches({"type": "Point", "coordinates": [0.0, 0.0]}, read_box("170,-10,-170,10"))


def test_the_file_of_all_sites_and_the_collection_say_the_same(two: list[Site]) -> None:
    file = Client().get("/sites/areas.geojson").json()["features"]
    assert sorted(file, key=lambda one: one["id"]) == asked()["features"]
    assert re.fullmatch(r"\d{3}-\d{3}", file[0]["id"])
