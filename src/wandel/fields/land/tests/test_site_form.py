"""Typing a site in: three facts are enough, what is wrong gets a sentence, nothing typed is lost."""

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation

from wandel.conftest import Cast
from wandel.fields.land.actions.site import change_site
from wandel.fields.land.models import DensityAssumption, Site
from wandel.fields.land.tests.site_cast import DAY, FIELD

pytestmark = [pytest.mark.database, pytest.mark.django_db]
ClientFor = Callable[..., Client]


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


def test_a_site_is_recorded_with_three_facts_and_the_page_says_what_is_missing(
    typed: dict[str, Any], cast: Cast, browser: ClientFor
) -> None:
    client = browser(cast.vettweiss)
    assert client.get("/land/sites/new/").status_code == 200
    response = client.post("/land/sites/new/", typed)
    site = Site.objects.get()
    assert response.url == site.get_absolute_url()
    assert (site.municipality.name, site.state, site.number) == ("Vettweiß", "candidate", "060-001")
    page = client.get(site.get_absolute_url()).content.decode()
    assert "Say where it is" in page
    assert "nothing is guessed" in page


def test_the_same_form_sent_twice_records_one_site(typed: dict[str, Any], cast: Cast, browser: ClientFor) -> None:
    client = browser(cast.vettweiss)
    first = client.post("/land/sites/new/", {**typed, "once_key": "k" * 32})
    second = client.post("/land/sites/new/", {**typed, "once_key": "k" * 32})
    assert first.url == second.url
    assert Site.objects.count() == 1


def test_a_town_hall_records_sites_for_nobody_else(typed: dict[str, Any], cast: Cast, browser: ClientFor) -> None:
    page = browser(cast.juelich).post("/land/sites/new/", typed)
    assert page.status_code == 422
    assert "your own town hall" in page.content.decode()
    assert not Site.objects.exists()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": " "}, "required"),
        ({"outline": '{"type": "Point", "coordinates": [6, 50]}'}, "There is no area in it"),
        ({"outline": "hier"}, "no GeoJSON"),
        ({"stated_area_m2": "groß"}, "is not a size"),
        ({"stated_area_m2": "0"}, "cannot be right"),
        ({"grz": "40"}, "at most 1"),
        ({"power_mw": "-3"}, "is not a number"),
        ({"available_from": "29"}, "cannot be meant"),
        ({"available_from": "2030", "available_until": "2028"}, "before building is possible"),
        ({"stated_low": "9", "stated_likely": "5"}, "must rise"),
        ({"stated_likely": "5"}, "who states"),
        ({"stated_low": "5", "stated_source": "x"}, "likely number"),
        ({"soil_value": "130"}, "between 0 and 120"),
        ({"owner_asked_on": "2026-05-01", "owner_due_on": "2026-04-01"}, "before the owner was asked"),
        ({"parcel_lines": "x" * 80}, "too long"),
        ({"price": "viel"}, "not an amount of money"),
        ({"kind": "schloss"}, "schloss"),
    ],
)
def test_what_cannot_be_right_gets_a_sentence_and_nothing_typed_is_lost(
    typed: dict[str, Any], cast: Cast, browser: ClientFor, change: dict[str, str], sentence: str
) -> None:
    page = browser(cast.vettweiss).post("/land/sites/new/", {**typed, "note": "Behalten!", **change})
    assert page.status_code == 422
    text = page.content.decode()
    assert sentence in text
    assert "Behalten!" in text
    assert not Site.objects.exists()


@pytest.mark.parametrize("language", ["de", "en"])
def test_everything_a_town_hall_types_comes_back(
    typed: dict[str, Any], cast: Cast, browser: ClientFor, language: str
) -> None:
    client = browser(cast.vettweiss)
    client.cookies["django_language"] = language
    everything = {
        **typed, "outline": json.dumps(FIELD), "parcel_lines": "Vettweiß, Flur 3, 17\n\nVettweiß, Flur 3, 18",
        "stated_area_m2": "1,57 ha", "grz": "0,4", "power_mw": "1200,5", "gas": "True", "hydrogen": "False",
        "price": "145,50", "price_on": "2026-01-01", "price_source": "Gutachterausschuss", "zone": "WA", "use": "mixed",
        "available_from": "2029", "fibre_mbit": "1000", "soil_value": "78",
    }  # fmt: skip
    client.post("/land/sites/new/", everything)
    site = Site.objects.get()
    assert site.parcels == ["Vettweiß, Flur 3, 17", "Vettweiß, Flur 3, 18"]
    assert (site.stated_area_m2, site.grz, site.power_mw, site.gas, site.hydrogen, site.rail_siding) == (
        15_700, Decimal("0.4"), 1200.5, True, False, None,
    )  # fmt: skip
    assert site.price == Decimal("145.50")
    page = client.get(f"{site.get_absolute_url()}edit/")
    form = page.context["form"]
    again = {name: form[name].value() for name in form.fields if form[name].value() not in (None, "")}
    again["confidential"] = ""
    for name, value in again.items():
        again[name] = value.isoformat() if isinstance(value, date) else str(value)
    response = client.post(f"{site.get_absolute_url()}edit/", again)
    assert response.status_code == 302, response.context["form"].errors
    site.refresh_from_db()
    assert site.version == 1


def test_an_outline_comes_from_a_file_too(typed: dict[str, Any], cast: Cast, browser: ClientFor) -> None:
    upload = SimpleUploadedFile("flaeche.geojson", json.dumps({"type": "Feature", "geometry": FIELD}).encode())
    browser(cast.vettweiss).post("/land/sites/new/", {**typed, "outline_file": upload})
    assert Site.objects.get().area_m2 == pytest.approx(15_705, rel=0.001)
    broken = SimpleUploadedFile("bild.geojson", b"\xff\xfe\x00")
    page = browser(cast.vettweiss).post("/land/sites/new/", {**typed, "outline_file": broken})
    assert "cannot be read as text" in page.content.decode()


def test_a_second_editor_sees_both_versions(site: Site, typed: dict[str, Any], cast: Cast, browser: ClientFor) -> None:
    client = browser(cast.land_officer)
    form = client.get(f"{site.get_absolute_url()}edit/").context["form"]
    drawn = {name: form[name].value() for name in ("version", "version_base", "outline")}
    change_site(site=site, values={"name": "Am Teich", "soil_value": 60}, by=cast.vettweiss, on=DAY)
    page = client.post(f"{site.get_absolute_url()}edit/", {**typed, **drawn, "name": "Mühlenteich Süd"})
    text = page.content.decode()
    assert "Am Teich" in text
    assert "Mühlenteich Süd" in text
    site.refresh_from_db()
    assert site.name == "Am Teich"


def test_the_unit_decides_density_with_sources(cast: Cast, browser: ClientFor) -> None:
    client = browser(cast.land_officer)
    typed = {
        "settlement": "rural", "valid_from": "2026-01-01", "low": "20", "likely": "25", "high": "30",
        "decided_by": "Kreistag", "decided_on": "2025-12-11", "household_size": "2,1", "household_source": "Zensus 2022",
    }  # fmt: skip
    refused = client.post("/land/density/new/", typed)
    assert "where it comes from" in refused.content.decode()
    client.post("/land/density/new/", {**typed, "density_source": "Bezirksregierung Köln"})
    row = DensityAssumption.objects.get()
    assert (row.household_size, row.likely, row.net_share) == (Decimal("2.1"), 25, None)
    assert "in force" in client.get("/land/density/").content.decode()
    form = client.get(f"/land/density/{row.pk}/edit/").context["form"]
    drawn = {name: form[name].value() for name in ("version", "version_base")}
    changed = {**typed, "density_source": "Bezirksregierung Köln", "likely": "27", **drawn}
    assert client.post(f"/land/density/{row.pk}/edit/", changed).status_code == 302
    row.refresh_from_db()
    assert row.likely == 27
    assert browser(cast.vettweiss).get("/land/density/").status_code == 200
    assert browser(cast.vettweiss).post("/land/density/new/", typed).status_code == 403
