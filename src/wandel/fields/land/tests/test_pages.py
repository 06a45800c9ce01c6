"""Who sees a site, what its pages say, and that nothing typed is lost."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from wandel.conftest import Cast
from wandel.fields.land.actions.density import decide_density
from wandel.fields.land.actions.publication import release_publication
from wandel.fields.land.actions.site import change_site
from wandel.fields.land.models import Site
from wandel.fields.land.tests.site_cast import COMPLETE, DAY
from wandel.office.people.models import Organisation, Person
from wandel.office.search.models import SearchDocument

pytestmark = [pytest.mark.database, pytest.mark.django_db]
Make = Callable[..., Site]
ClientFor = Callable[..., Client]
PAGES = ["", "facts/", "planning/", "documents/", "history/", "outline.geojson"]
ANNOUNCED = {"publication_announced_on": date(2026, 1, 1)}


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


def statuses(client: Client, site: Site) -> set[int]:
    return {client.get(f"{site.get_absolute_url()}{page}").status_code for page in PAGES}


def test_a_town_hall_never_sees_another_ones_site(site: Site, cast: Cast, browser: ClientFor) -> None:
    assert statuses(browser(cast.vettweiss), site) == {200}
    juelich = browser(cast.juelich)
    assert statuses(juelich, site) == {404}
    assert "Mühlenteich" not in juelich.get("/land/sites/").content.decode()
    assert "Mühlenteich" not in juelich.get("/land/sites/export.csv").content.decode()
    for path in ("edit/", "retire/"):
        assert juelich.get(f"{site.get_absolute_url()}{path}").status_code == 404
    for path in ("move/", "publish/", "files/", "farms/"):
        assert juelich.post(f"{site.get_absolute_url()}{path}", {}).status_code == 404


def test_an_office_reads_what_is_not_confidential_and_a_partner_what_is_published(
    make_site: Make, cast: Cast, browser: ClientFor
) -> None:
    site = make_site(**COMPLETE, **ANNOUNCED, state="pool")
    assert statuses(browser(cast.treasury), site) == {200}
    assert statuses(browser(cast.partner), site) == {404}
    release_publication(site=site, by=cast.vettweiss, on=DAY)
    assert statuses(browser(cast.partner), site) == {200}
    assert browser(cast.treasury).get(f"{site.get_absolute_url()}edit/").status_code == 403
    assert browser(cast.auditor).get(site.get_absolute_url()).status_code == 403


def test_a_confidential_site_is_seen_by_head_field_and_its_town_hall_only(
    make_site: Make, cast: Cast, browser: ClientFor
) -> None:
    site = make_site(name="Verschwiegen", confidential=True)
    for user in (cast.head, cast.land_officer, cast.vettweiss):
        assert statuses(browser(user), site) == {200}
    for user in (cast.funding_officer, cast.treasury, cast.juelich, cast.partner):
        assert statuses(browser(user), site) == {404}
        assert "Verschwiegen" not in browser(user).get("/land/sites/").content.decode()
    assert SearchDocument.objects.get(subject_kind="land.site").confidentiality == "confidential"
    assert "Verschwiegen" not in browser(cast.juelich).get("/search/?q=verschwiegen").content.decode()


def test_the_owner_stays_between_the_unit_and_the_town_hall(make_site: Make, cast: Cast, browser: ClientFor) -> None:
    owner = Person.objects.create(given_name="Erna", family_name="Ackermann")
    site = make_site(owner=owner, note="Frau Ackermann ruft an", **{**COMPLETE, "owner_kind": "private"})
    for page in ("", "facts/"):
        path = f"{site.get_absolute_url()}{page}"
        assert "Ackermann" in browser(cast.vettweiss).get(path).content.decode()
        assert "Ackermann" not in browser(cast.treasury).get(path).content.decode()


def test_a_step_is_taken_on_the_page_and_a_missing_fact_is_said(
    make_site: Make, cast: Cast, browser: ClientFor
) -> None:
    site = make_site()
    client = browser(cast.land_officer)
    move = f"{site.get_absolute_url()}move/"
    assert client.post(move, {"to": "plausible", "day": ""}).status_code == 302
    refused = client.post(move, {"to": "owner_asked"})
    assert refused.status_code == 422
    assert "who owns it" in refused.content.decode()
    assert client.post(move, {"to": "candidate"}).status_code == 422
    assert client.post(move, {"to": "nowhere"}).status_code == 422
    assert client.post(move, {"to": "candidate", "reason": "Falsch geprüft"}).status_code == 302
    site.refresh_from_db()
    assert site.state == "candidate"


def test_only_the_unit_decides_what_is_plausible_and_in_the_pool(site: Site, cast: Cast, browser: ClientFor) -> None:
    vettweiss = browser(cast.vettweiss)
    assert vettweiss.post(f"{site.get_absolute_url()}move/", {"to": "plausible"}).status_code == 403
    assert "decided by the county" in vettweiss.get(site.get_absolute_url()).content.decode()
    assert vettweiss.get(f"{site.get_absolute_url()}split/").status_code == 403


def test_the_page_shows_the_arithmetic_once_everything_is_decided(
    make_site: Make, cast: Cast, browser: ClientFor
) -> None:
    site = make_site(settlement="rural", existing_dwellings=0, use="residential")
    values = {
        "valid_from": date(2020, 1, 1), "settlement": "rural", "low": 20, "likely": 25, "high": 30,
        "density_source": "Bezirksregierung Köln", "net_share": Decimal("0.7"), "net_source": "Siedlungskonzept",
        "decided_by": "Kreistag", "decided_on": date(2020, 1, 1),
    }  # fmt: skip
    decide_density(values=values, by=cast.land_officer)
    page = browser(cast.vettweiss).get(site.get_absolute_url()).content.decode()
    # 1.5705 ha × 0.7 = 1.099 ha; × 20, 25, 30.
    assert "27 homes are likely, at least 22, at most 33" in page
    assert "Siedlungskonzept" in page
    assert "household size is missing" in page


def test_publishing_needs_nothing_against_it_and_can_be_taken_back(
    make_site: Make, cast: Cast, browser: ClientFor
) -> None:
    site = make_site(**COMPLETE, **ANNOUNCED, state="pool")
    client = browser(cast.vettweiss)
    client.post(f"{site.get_absolute_url()}publish/", {})
    assert Site.objects.get().published
    client.post(f"{site.get_absolute_url()}publish/", {"withdraw": "1"})
    assert not Site.objects.get().published
    change_site(site=site, values={"objection_on": DAY}, by=cast.vettweiss, on=DAY)
    page = client.post(f"{site.get_absolute_url()}publish/", {}, follow=True).content.decode()
    assert "The owner objected" in page
    assert not Site.objects.get().published


def test_farms_are_noted_with_whom_to_talk_to(site: Site, cast: Cast, browser: ClientFor) -> None:
    farm = Organisation.objects.create(kind="farm", name="Hof Esser")
    contact = Person.objects.create(family_name="Kammer", organisation=cast.town_hall_vettweiss)
    client = browser(cast.vettweiss)
    refused = client.post(f"{site.get_absolute_url()}farms/", {"farm-share": "30"})
    assert "choose a farm or a farmer" in refused.content.decode()
    client.post(
        f"{site.get_absolute_url()}farms/",
        {"farm-organisation": farm.pk, "farm-share": "30", "farm-contact": contact.pk},
    )
    page = client.get(site.get_absolute_url()).content.decode()
    assert "Hof Esser" in page
    assert "30 %" in page
    row = site.farms.get()
    client.post(f"/land/farms/{row.pk}/talked/")
    assert "talked to on" in client.get(site.get_absolute_url()).content.decode()
    assert browser(cast.juelich).post(f"/land/farms/{row.pk}/remove/").status_code == 404
    assert "Hof Esser" not in browser(cast.treasury).get(site.get_absolute_url()).content.decode()
    client.post(f"/land/farms/{row.pk}/remove/")
    assert not site.farms.exists()


def test_a_photo_is_reached_only_through_its_own_site(
    site: Site, make_site: Make, cast: Cast, browser: ClientFor, settings: Any, tmp_path: Any
) -> None:
    settings.WANDEL_DATA_DIR = tmp_path
    other = make_site(name="Andere", organisation=cast.town_hall_juelich)
    client = browser(cast.vettweiss)
    paper = SimpleUploadedFile("Plan.pdf", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n")
    client.post(f"{site.get_absolute_url()}files/", {"upload": paper})
    page = client.get(f"{site.get_absolute_url()}documents/")
    stored = page.context["files"][0]
    path = f"{site.get_absolute_url()}files/{stored.pk}/"
    assert client.get(path).status_code == 200
    assert browser(cast.juelich).get(path).status_code == 404
    assert browser(cast.treasury).get(path).status_code == 404
    assert "Plan.pdf" not in browser(cast.treasury).get(f"{site.get_absolute_url()}documents/").content.decode()
    assert browser(cast.land_officer).get(f"{other.get_absolute_url()}files/{stored.pk}/").status_code == 404
    client.post(f"{path}remove/")
    assert client.get(path).status_code == 404


def test_retiring_asks_why_and_can_be_undone(site: Site, cast: Cast, browser: ClientFor) -> None:
    client, path = browser(cast.vettweiss), f"{site.get_absolute_url()}retire/"
    assert client.get(path).status_code == 200
    assert client.post(path, {"reason": ""}).status_code == 422
    client.post(path, {"reason": "Doppelt erfasst"})
    assert "Retired on" in client.get(site.get_absolute_url()).content.decode()
    assert client.get("/land/sites/?retired=on").context["page"].paginator.count == 1
    assert client.get("/land/sites/").context["page"].paginator.count == 0
    client.post(path, {"return": "1"})
    assert Site.objects.get().retired_on is None


def test_the_officer_splits_and_merges_on_the_page(make_site: Make, cast: Cast, browser: ClientFor) -> None:
    site = make_site(geometry=None, stated_area_m2=30_000)
    client = browser(cast.land_officer)
    management = {"part-TOTAL_FORMS": "4", "part-INITIAL_FORMS": "0"}
    one = {**management, "part-0-name": "West", "part-0-stated_area_m2": "1 ha"}
    assert "at least two parts" in client.post(f"{site.get_absolute_url()}split/", one).content.decode()
    client.post(f"{site.get_absolute_url()}split/", {**one, "part-1-name": "Ost", "part-1-stated_area_m2": "2 ha"})
    west, east = Site.objects.filter(retired_on=None).order_by("number")
    assert (west.stated_area_m2, east.stated_area_m2) == (10_000, 20_000)
    assert client.get(f"{west.get_absolute_url()}merge/").status_code == 200
    client.post(f"{west.get_absolute_url()}merge/", {"name": "Wieder ganz", "others": [east.pk]})
    whole = Site.objects.get(retired_on=None)
    assert (whole.name, whole.stated_area_m2) == ("Wieder ganz", 30_000)
    assert "Wieder ganz" in client.get(west.get_absolute_url()).content.decode()


def test_filters_stand_in_the_address(make_site: Make, cast: Cast, browser: ClientFor) -> None:
    make_site(**COMPLETE)
    make_site(
        name="Brache am Bahnhof", kind="brache", geometry=None, stated_area_m2=900, use="commercial", state="available"
    )
    make_site(name="Brainergy", organisation=cast.town_hall_juelich, geometry=None)
    client = browser(cast.land_officer)

    def names(query: str) -> list[str]:
        return [site.name for site in client.get(f"/land/sites/?{query}").context["page"].object_list]

    assert len(names("")) == 3
    assert names("q=bahnhof") == ["Brache am Bahnhof"]
    assert names("q=060-001") == ["Am Mühlenteich"]
    assert names("kind=brache") == names("state=available") == names("use=commercial") == ["Brache am Bahnhof"]
    assert names("least_ha=1") == names("year=2029") == names("development=outer") == ["Am Mühlenteich"]
    assert names(f"municipality={cast.town_hall_juelich.municipality_id}") == ["Brainergy"]
    assert names("sort=size")[0] == "Am Mühlenteich"
    assert names("q=nichts") == []
    assert "No site fits" in client.get("/land/sites/?q=nichts").content.decode()
    assert names("kind=schloss&year=x") == names("")


def test_the_export_defuses_formulas_and_keeps_the_filter(make_site: Make, cast: Cast, browser: ClientFor) -> None:
    make_site(name='=HYPERLINK("x")')
    make_site(name="Andere", kind="brache")
    text = browser(cast.land_officer).get("/land/sites/export.csv?kind=neubaugebiet").content.decode("utf-8-sig")
    lines = text.splitlines()
    assert len(lines) == 2
    assert "'=HYPERLINK" in lines[1]


def test_the_town_halls_page_lists_its_sites_for_those_who_may_see_them(
    make_site: Make, cast: Cast, browser: ClientFor
) -> None:
    make_site()
    hall, place = f"/organisations/{cast.town_hall_vettweiss.pk}/", "/municipalities/05358060/"
    for path in (hall, place):
        assert "Mühlenteich" in browser(cast.land_officer).get(path).content.decode()
        assert "Mühlenteich" not in browser(cast.juelich).get(path).content.decode()


def test_list_and_page_ask_a_constant_number_of_queries(make_site: Make, cast: Cast, browser: ClientFor) -> None:
    client = browser(cast.land_officer)

    def queries(path: str) -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as caught:
            client.get(path)
        return len(caught)

    first = make_site()
    paths = ["/land/sites/", *(f"{first.get_absolute_url()}{page}" for page in PAGES), "/land/sites/export.csv"]
    few = [queries(path) for path in paths]
    for number in range(6):
        make_site(name=f"Fläche {number}", geometry=None)
        change_site(site=first, values={"note": f"{number}"}, by=cast.land_officer, on=DAY)
    for number in range(4):
        farm = Organisation.objects.create(kind="farm", name=f"Hof {number}")
        first.farms.create(organisation=farm)
    assert [queries(path) for path in paths] == few
    assert max(few) <= 26, few
