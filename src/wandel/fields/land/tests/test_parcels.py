"""A parcel explains its points, is found by its number, and stands in a table; homes of candidates only where decided."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from wandel.conftest import Cast
from wandel.core.suitability.tests import town
from wandel.fields.land.actions.density import decide_density, decide_settlement
from wandel.fields.land.models import SettlementDecision, SuitabilityRun
from wandel.fields.land.queries import map as map_queries
from wandel.fields.land.queries.analysis import explanation_path, members_path
from wandel.fields.land.queries.map_search import search
from wandel.fields.land.queries.parcel import parcel_panel
from wandel.fields.land.tests.town_cast import DAY, geojson, put
from wandel.office.people.access import access_for

pytestmark = [pytest.mark.database, pytest.mark.django_db]
Make = Callable[..., Any]
Browser = Callable[..., Client]


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


def text_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode()


def test_a_parcel_says_what_costs_it_which_points(town_run: SuitabilityRun, cast: Cast) -> None:
    panel = parcel_panel(access_for(cast.land_officer), town_run.pk, 7)
    assert panel is not None
    assert (panel.label, panel.municipality, round(panel.area_m2)) == (
        "Vettweiß, Flur 3, Flurstück 8",
        "Jülich",
        10_000,
    )
    assert panel.points == pytest.approx(town.POINTS[7], abs=0.01)
    costs = {line.label: line.cost for line in panel.lines}
    assert costs["wood"] == pytest.approx(12.5, abs=0.01)
    assert costs["stop"] == pytest.approx(25.0, abs=0.01)
    assert {line.label: line.value for line in panel.lines}["wood"] == "50.0 %"
    assert [one.name for one in panel.sources] == ["flurstuecke", "boden", "halt", "hochwasser", "wald"]
    assert panel.candidate is not None
    assert not panel.excluded


def test_every_parcel_of_the_town_has_the_points_worked_out_by_hand(town_run: SuitabilityRun, cast: Cast) -> None:
    access = access_for(cast.land_officer)
    panels = [parcel_panel(access, town_run.pk, place) for place in range(12)]
    assert [panel.points for panel in panels if panel] == pytest.approx(town.POINTS, abs=0.01)


def test_an_excluded_parcel_names_what_excludes_it_and_its_points_without(
    town_run: SuitabilityRun, cast: Cast, browser: Browser
) -> None:
    panel = text_of(browser(cast.land_officer), f"/land/map/selection/parcel/0/?analysis={town_run.pk}")
    assert "Excluded by flood HQ100." in panel
    assert "25.0 %" in panel
    assert "<html" not in panel


def test_a_newer_layer_is_said_where_the_score_is_explained(
    town_run: SuitabilityRun, cast: Cast, browser: Browser
) -> None:
    path = f"/land/map/selection/parcel/7/?analysis={town_run.pk}"
    assert "a newer version is in force" not in text_of(browser(cast.land_officer), path)
    put("wald", town.flood(), cast.land_officer)
    page = text_of(browser(cast.land_officer), path)
    assert page.count("a newer version is in force") == 1
    assert "version 1, as of" in page


def test_the_same_explanation_opens_without_a_script(town_run: SuitabilityRun, cast: Cast, browser: Browser) -> None:
    page = text_of(browser(cast.land_officer), f"/land/map/?analysis={town_run.pk}&parcel=7")
    assert "Vettweiß, Flur 3, Flurstück 8" in page
    assert "How sure is this?" in page
    assert '"chosen": {"kind": "parcel", "pk": 7' in page


@pytest.mark.parametrize("place", [12, 999_999_999])
def test_a_parcel_that_is_not_there_is_not_found(
    town_run: SuitabilityRun, cast: Cast, browser: Browser, place: int
) -> None:
    client = browser(cast.land_officer)
    assert client.get(f"/land/map/selection/parcel/{place}/?analysis={town_run.pk}").status_code == 404
    assert client.get("/land/map/selection/parcel/1/?analysis=99999").status_code == 404
    assert client.get("/land/map/selection/parcel/1/").status_code == 404
    assert client.get("/land/map/parcels/99999/outline.json").status_code == 404


def test_an_analysis_of_before_says_so_instead_of_failing(
    town_run: SuitabilityRun, cast: Cast, browser: Browser
) -> None:
    explanation_path(town_run.pk).unlink()
    members_path(town_run.pk).unlink()
    client = browser(cast.land_officer)
    assert "older than the explanation" in text_of(client, f"/land/map/selection/parcel/7/?analysis={town_run.pk}")
    assert "not explained yet" in text_of(client, f"/land/map/analyses/{town_run.pk}/parcels/")


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("Flur 3 Flurstück 8", "Vettweiß, Flur 3, Flurstück 8"),
        ("vettweiss 3-8", "Vettweiß, Flur 3, Flurstück 8"),
        ("10/1", "Vettweiß, Flur 3, Flurstück 10/1"),
    ],
)
def test_the_maps_search_finds_parcels_by_number(
    town_run: SuitabilityRun, cast: Cast, browser: Browser, typed: str, first: str
) -> None:
    hit = (
        browser(cast.land_officer).get("/land/map/search.json", {"q": typed, "analysis": town_run.pk}).json()["hits"][0]
    )
    assert (hit["kind"], hit["label"]) == ("parcel", first)
    assert search(access_for(cast.partner), typed, town_run.pk) == []
    drawing = browser(cast.land_officer).get("/land/map/search.json", {"q": typed}).json()["hits"][0]
    outline = browser(cast.land_officer).get(drawing["outline"]).json()["geometry"]
    assert outline["type"] == "Polygon"


def test_an_owner_on_a_parcel_is_told_only_to_whom_it_concerns(
    town_run: SuitabilityRun, cast: Cast, make_site: Make, browser: Browser
) -> None:
    make_site(name="Am Bach", geometry=geojson(290, 90, 410, 210), owner_kind="heirs")
    make_site(name="Geheim", geometry=geojson(290, 90, 410, 210), confidential=True)
    path = f"/land/map/selection/parcel/7/?analysis={town_run.pk}"
    own = text_of(browser(cast.vettweiss), path)
    assert "Am Bach" in own
    assert "owner: community of heirs" in own
    foreign = text_of(browser(cast.juelich), path)
    assert "Am Bach" not in foreign
    assert "heirs" not in foreign
    office = text_of(browser(cast.treasury), path)
    assert "Am Bach" in office
    assert "heirs" not in office
    assert "Geheim" not in office
    assert browser(cast.partner).get(path).status_code == 403


def test_a_panel_asks_the_same_number_of_questions_however_many_sites_there_are(
    town_run: SuitabilityRun, cast: Cast, make_site: Make
) -> None:
    access = access_for(cast.land_officer)

    def asked() -> int:
        with CaptureQueriesContext(connection) as caught:
            parcel_panel(access, town_run.pk, 7)
        return len(caught)

    make_site(geometry=geojson(290, 90, 410, 210))
    first = asked()
    for number in range(4):
        make_site(name=f"Fläche {number}", geometry=geojson(290, 90, 410, 210))
    assert asked() == first
    assert first <= 6


def test_the_table_twin_lists_parcels_in_view_of_a_candidate_and_by_number(
    town_run: SuitabilityRun, cast: Cast, browser: Browser
) -> None:
    client, base = browser(cast.vettweiss), f"/land/map/analyses/{town_run.pk}/parcels/"
    assert text_of(client, base).count('scope="row"') == 12
    best = town_run.candidates.first()
    page = text_of(client, f"{base}?candidate={best.pk}")
    assert page.count('scope="row"') == best.parcel_count
    ring = geojson(110, 110, 190, 190)["coordinates"][0]
    west, south = min(x for x, _y in ring), min(y for _x, y in ring)
    east, north = max(x for x, _y in ring), max(y for _x, y in ring)
    assert text_of(client, f"{base}?box={west},{south},{east},{north}").count('scope="row"') == 1
    assert text_of(client, f"{base}?number=3-12").count('scope="row"') == 1
    assert client.get(f"{base}?box=kaputt").status_code == 422
    assert client.get(f"{base}?candidate=99999").status_code == 404
    lines = text_of(client, f"/land/map/analyses/{town_run.pk}/parcels.csv?candidate={best.pk}").splitlines()
    assert len(lines) == best.parcel_count + 1
    assert lines[0].startswith("\ufeffParcel;Municipality;m²;Suitability of 100;Excluded by;")
    assert "wood: points lost" in lines[0]
    assert browser(cast.partner).get(base).status_code == 403


def density(cast: Cast, **changes: Any) -> None:
    values = {
        "settlement": "rural", "valid_from": date(2026, 1, 1), "low": 20, "likely": 25, "high": 30,
        "density_source": "Regionalplan", "net_share": Decimal("0.7"), "net_source": "Erfahrung",
        "decided_by": "Kreisausschuss", "decided_on": date(2025, 12, 1), **changes,
    }  # fmt: skip
    decide_density(values=values, by=cast.land_officer)


def settlement(cast: Cast) -> None:
    for hall in (cast.town_hall_vettweiss, cast.town_hall_juelich):
        values = {"municipality": hall.municipality, "settlement": "rural", "valid_from": date(2026, 1, 1), "decided_by": "Kreisausschuss", "decided_on": date(2025, 12, 1)}  # fmt: skip
        decide_settlement(values=values, by=cast.land_officer)


def test_a_candidate_shows_no_homes_before_somebody_has_decided_the_density(
    town_run: SuitabilityRun, cast: Cast, browser: Browser
) -> None:
    client = browser(cast.land_officer)
    one = town_run.candidates.first()
    panel = f"/land/map/selection/candidate/{one.pk}/?analysis={town_run.pk}"
    page = text_of(client, f"/land/map/?analysis={town_run.pk}")
    assert "because nobody has decided which density fits" in page
    assert "/land/density/#settlements" in page
    assert "which settlement type new land has" in text_of(client, panel)
    settlement(cast)
    assert "The density is missing" in text_of(client, panel)
    assert "See what is decided" in text_of(browser(cast.vettweiss), panel)


def test_with_a_decided_density_a_candidate_shows_homes_on_page_panel_and_in_the_file(
    town_run: SuitabilityRun, cast: Cast, browser: Browser
) -> None:
    settlement(cast)
    density(cast)
    client = browser(cast.land_officer)
    one = town_run.candidates.first()
    # 4 ha × 70 % × 20, 25, 30 homes per hectare.
    assert "56 – 70 – 84" in text_of(client, f"/land/map/?analysis={town_run.pk}")
    panel = text_of(client, f"/land/map/selection/candidate/{one.pk}/?analysis={town_run.pk}")
    assert "about 56 to 84 homes, 70 likely" in panel
    assert "Nobody has looked how many homes stand there; none are taken off." in panel
    assert "Kreisausschuss" in panel
    lines = text_of(client, f"/land/map/analyses/{town_run.pk}/candidates.csv").splitlines()
    assert ";56;70;84;" in lines[1]
    page = text_of(client, f"/land/map/print/?analysis={town_run.pk}")
    assert "56 – 70 – 84" in page


def test_homes_of_candidates_cost_the_same_number_of_questions(town_run: SuitabilityRun, cast: Cast) -> None:
    access = access_for(cast.land_officer)

    def asked() -> int:
        with CaptureQueriesContext(connection) as caught:
            map_queries.analysis(access, town_run.pk, on=DAY)
        return len(caught)

    many = asked()
    town_run.candidates.last().delete()
    assert asked() == many


def test_a_settlement_type_is_decided_and_corrected_on_the_density_page(cast: Cast, browser: Browser) -> None:
    client = browser(cast.land_officer)
    values = {
        "municipality": cast.town_hall_vettweiss.municipality_id, "settlement": "rural", "valid_from": "2026-01-01",
        "decided_by": "Ausschuss", "decided_on": "2025-12-01",
    }  # fmt: skip
    assert client.post("/land/density/settlements/new/", {**values, "decided_by": ""}).status_code == 422
    assert client.post("/land/density/settlements/new/", values).status_code == 302
    row = SettlementDecision.objects.get()
    assert client.post("/land/density/settlements/new/", values).status_code == 422, "one decision per day"
    page = text_of(client, f"/land/density/settlements/{row.pk}/edit/")
    assert "Ausschuss" in page
    changed = {**values, "settlement": "edge", "version": "1"}
    assert client.post(f"/land/density/settlements/{row.pk}/edit/", changed).status_code in {302, 422}
    assert "Vettweiß" in text_of(client, "/land/density/")
    assert browser(cast.vettweiss).post("/land/density/settlements/new/", values).status_code == 403
