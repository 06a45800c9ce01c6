"""What everybody sees of published sites, and what nobody outside ever does."""

import io
import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import docx
import pytest
from django.test import Client, override_settings
from django.utils import translation
from pdfminer.high_level import extract_text

from wandel.conftest import Cast
from wandel.fields.land.actions.publication import release_publication
from wandel.fields.land.actions.site import change_site, retire_site
from wandel.fields.land.models import Site
from wandel.office.people.models import Person

pytestmark = [pytest.mark.database, pytest.mark.django_db]
DAY = date(2026, 11, 23)
Make = Callable[..., Site]


@pytest.fixture
def published(make_site: Make, cast: Cast) -> Site:
    owner = Person.objects.create(given_name="Erna", family_name="Geheimrat")
    site = make_site(
        state="available", use="mixed", owner=owner, owner_kind="private", note="Preis verhandelbar, pst!",
        publication_announced_on=date(2026, 1, 1), zone="GE", power_mw=12.5, gas=True, available_from=2028,
        price=Decimal("35.50"), price_on=DAY, price_source="Bodenrichtwert", stated_likely=40, stated_source="Rathaus",
        address="Mühlenweg",
    )  # fmt: skip
    return release_publication(site=site, by=cast.land_officer, on=DAY)


def everything(number: str) -> str:
    """All that is told in public, in both languages, as one text."""
    found = ""
    for language in ("de", "en"):
        client = Client()
        client.cookies["django_language"] = language
        for path in ("/sites/", "/sites/areas.geojson", f"/sites/{number}/"):
            found += client.get(path).content.decode()
        response = client.get(f"/sites/{number}/sheet/{language}/pdf/")
        found += extract_text(io.BytesIO(response.content)) if response.status_code == 200 else ""
    return found


def test_everybody_reads_a_published_site_in_both_languages(published: Site) -> None:
    client = Client()
    client.cookies["django_language"] = "en"
    page = client.get(f"/sites/{published.number}/").content.decode()
    assert "Am Mühlenteich" in page
    assert "GE – business" in page
    assert "Bodenrichtwert" in page
    assert "12.5" in page
    listed = client.get("/sites/").content.decode()
    assert f"/sites/{published.number}/" in listed
    feature = json.loads(client.get("/sites/areas.geojson").content)["features"][0]
    assert feature["properties"]["hectares"] == pytest.approx(1.57, abs=0.01)
    assert feature["geometry"]["type"] == "Polygon"


def test_no_owner_and_no_note_is_ever_told(published: Site) -> None:
    told = everything(published.number)
    assert "Am Mühlenteich" in told
    for secret in ("Geheimrat", "pst!", "private persons", "Privatperson"):
        assert secret not in told


@pytest.mark.parametrize("change", [{"confidential": True}, {"objection_on": DAY}])
def test_a_site_that_became_confidential_or_was_objected_to_is_gone(
    published: Site, cast: Cast, change: dict[str, Any]
) -> None:
    change_site(site=published, values=change, by=cast.land_officer, on=DAY)
    client = Client()
    assert "Am Mühlenteich" not in everything(published.number)
    for path in ("", "sheet/de/pdf/", "sheet/en/docx/"):
        assert client.get(f"/sites/{published.number}/{path}").status_code == 404


def test_unpublished_and_retired_sites_do_not_exist_in_public(published: Site, make_site: Make, cast: Cast) -> None:
    hidden = make_site(name="Noch nicht", state="available")
    retire_site(site=published, reason="verkauft", by=cast.land_officer, on=DAY)
    for number in (hidden.number, published.number, "x"):
        assert Client().get(f"/sites/{number}/").status_code == 404
    assert json.loads(Client().get("/sites/areas.geojson").content)["features"] == []
    assert Client().get("/sites/").status_code == 200


def test_filters_narrow_the_list_and_nonsense_shows_all(published: Site) -> None:
    client = Client()
    assert "Am Mühlenteich" in client.get("/sites/?ags=05358060&use=mixed").content.decode()
    assert "Am Mühlenteich" not in client.get("/sites/?use=commercial").content.decode()
    assert "Am Mühlenteich" in client.get("/sites/?ags=1&use=x").content.decode()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", ["Am Mühlenteich", "35,50 €", "2028", "12,5", "Gemeinde Vettweiß", "1,57 ha"]),
        ("en", ["Am Mühlenteich", "€35.50", "2028", "12.5", "Gemeinde Vettweiß", "1.57 ha", "As of"]),
    ],
)
def test_the_sheet_comes_as_pdf_and_word_file_in_both_languages(
    published: Site, language: str, words: list[str]
) -> None:
    base = f"/sites/{published.number}/sheet/{language}"
    pdf = Client().get(f"{base}/pdf/")
    assert pdf["Content-Type"] == "application/pdf"
    text = " ".join(extract_text(io.BytesIO(pdf.content)).split())
    word = docx.Document(io.BytesIO(Client().get(f"{base}/docx/").content))
    written = " ".join(paragraph.text for paragraph in word.paragraphs)
    for one in words:
        assert one in text
        assert one in written
    assert f"/sites/{published.number}/" in written
    assert b"/StructTreeRoot" in pdf.content, "tagged for screen readers"


def test_a_sheet_exists_in_two_languages_and_two_forms_only(published: Site) -> None:
    for path in ("fr/pdf", "de/exe"):
        assert Client().get(f"/sites/{published.number}/sheet/{path}/").status_code == 404


def test_the_demo_says_on_every_sheet_that_the_site_is_invented(published: Site) -> None:
    with override_settings(WANDEL_DEMO=True), translation.override("en"):
        from_file = Client().get(f"/sites/{published.number}/sheet/en/docx/").content
        assert "does not exist" in " ".join(one.text for one in docx.Document(io.BytesIO(from_file)).paragraphs)
        assert json.loads(Client().get("/sites/areas.geojson").content)["features"][0]["properties"]["synthetic"]


def test_the_page_of_a_published_site_leads_to_its_sheets(
    published: Site, make_site: Make, cast: Cast, client_for: Callable[..., Client]
) -> None:
    client = client_for(cast.vettweiss)
    assert f"/sites/{published.number}/sheet/de/pdf/" in client.get(published.get_absolute_url()).content.decode()
    other = make_site(name="Noch nicht")
    assert "/sheet/de/pdf/" not in client.get(other.get_absolute_url()).content.decode()
