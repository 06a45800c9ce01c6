"""The catalogue: everything DCAT-AP.de asks for, true addresses, licences nobody guessed, the same in both spellings."""

import csv
import io
import json
import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from wandel.office.places.actions import load_profile
from wandel.office.places.profile import active_profile
from wandel.web.open_data.rdf import Node, Ref, Text, json_ld, turtle
from wandel.web.tests.conftest import World

pytestmark = [pytest.mark.database, pytest.mark.django_db]
CATALOGUE = "/open-data/catalog"
MUST = {
    "dct:title",
    "dct:description",
    "dct:publisher",
    "dcat:contactPoint",
    "dcat:distribution",
    "dcat:theme",
    "dcat:keyword",
}


@pytest.fixture
def county(db: None) -> None:
    load_profile(active_profile(), by=None, on=date(2026, 11, 23))


def graph() -> dict[str, dict[str, Any]]:
    answer = Client().get(CATALOGUE)
    assert answer["Content-Type"].startswith("application/ld+json")
    return {node["@id"]: node for node in json.loads(answer.content)["@graph"]}


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def test_every_dataset_says_what_it_must_and_its_files_can_be_fetched(county: None) -> None:
    found = graph()
    catalogue = found["http://testserver/open-data/catalog"]
    named = [found[ref["@id"]] for ref in catalogue["dcat:dataset"]]
    assert {one["@id"].split("#")[1] for one in named} == {"sites", "municipalities", "population"}
    for dataset in named:
        assert set(dataset) >= MUST
        assert {text["@language"] for text in dataset["dct:title"]} == {"de", "en"}
        assert found[dataset["dct:publisher"]["@id"]]["@type"] == "foaf:Organization"
        assert found[dataset["dcat:contactPoint"]["@id"]]["vcard:hasTelephone"]["@id"].startswith("tel:+49")
        for ref in listed(dataset["dcat:distribution"]):
            way = found[ref["@id"]]
            assert way["dct:license"]["@id"].startswith("http://dcat-ap.de/def/licenses/")
            answer = Client().get(way["dcat:accessURL"]["@id"].removeprefix("http://testserver"))
            assert answer.status_code == 200
            assert way["dcat:mediaType"]["@id"].endswith(answer["Content-Type"].split(";")[0]), way


def test_a_licence_nobody_knows_is_told_in_words(county: None, settings: Any) -> None:
    settings.WANDEL_OPEN_DATA_LICENCE = "nach Rücksprache"
    way = graph()["http://testserver/open-data/catalog#sites-sites-areas.geojson"]
    assert "dct:license" not in way
    assert way["dct:rights"]["rdfs:label"]["@value"] == "nach Rücksprache"


def test_turtle_says_the_same(county: None) -> None:
    for answer in (
        Client().get(f"{CATALOGUE}.ttl"),
        Client().get(CATALOGUE, headers={"accept": "text/turtle"}),
        Client().get(f"{CATALOGUE}?f=ttl"),
    ):
        assert answer["Content-Type"].startswith("text/turtle")
    text = answer.content.decode()
    found = graph()
    assert set(re.findall(r"^<([^>]+)> a ", text, re.MULTILINE)) == set(found)
    assert text.count("dcat:distribution") == sum(
        len(listed(one.get("dcat:distribution", []))) for one in found.values()
    )
    assert text.count(" a dcat:Dataset ;") == 3


def test_words_that_could_break_the_spelling_are_written_safely() -> None:
    node = Node(
        "dcat:Dataset",
        [("dct:title", Text('Er sagte "ja"\n\\ und \t ging', "de")), ("dct:title", Text("zwei"))],
        "http://x/1",
    )
    assert json.loads(json_ld([node]))["@graph"][0]["dct:title"][0]["@value"] == 'Er sagte "ja"\n\\ und \t ging'
    assert 'dct:title "Er sagte \\"ja\\"\\n\\\\ und \\t ging"@de' in turtle([node])
    with pytest.raises(ValueError, match="no address"):
        Ref("http://x/ y>")


def test_without_a_county_and_without_sites_it_still_answers(db: None) -> None:
    assert Client().get(CATALOGUE).status_code == 200
    assert Client().get("/open-data/").status_code == 200
    assert Client().get(f"{CATALOGUE}?f=xml").status_code == 400
    assert Client().get("/open-data/population.csv").content.decode().startswith("ags;name;on;value")


def test_the_series_holds_every_figure_with_base_and_licence(county: None) -> None:
    rows = list(csv.DictReader(io.StringIO(Client().get("/open-data/population.csv").content.decode()), delimiter=";"))
    assert len(rows) == 176
    assert {row["licence"] for row in rows} == {"dl-de/by-2-0"}
    assert {"05358", "05358060"} <= {row["ags"] for row in rows}


def test_nothing_unpublished_is_in_any_of_it(world: World) -> None:
    told = "".join(Client().get(path).content.decode() for path in (CATALOGUE, f"{CATALOGUE}.ttl", "/open-data/"))
    for secret in (world.inner.name, world.secret.name, "Geheimrat"):
        assert secret not in told


def test_the_page_names_licence_and_ways(county: None) -> None:
    page = Client().get("/open-data/").content.decode()
    assert "dl-de/by-2-0" in page
    assert "/sites/areas.geojson" in page
