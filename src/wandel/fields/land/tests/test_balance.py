"""Homes by year, inside before outside, key dates, and who sees which of it."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from wandel.conftest import Cast
from wandel.core.suitability.fitting import Profile, Verdict
from wandel.fields.land.actions.site import move_site
from wandel.fields.land.actions.snapshot import take_snapshot, take_yearly
from wandel.fields.land.models import Site, SiteSnapshot
from wandel.fields.land.queries.balance import balance_for
from wandel.fields.land.queries.pipeline import (
    dwellings_by_year,
    dwellings_by_year_for,
    sites_fitting,
    sites_fitting_for,
    spread,
)
from wandel.office.people.access import access_on

pytestmark = [pytest.mark.database, pytest.mark.django_db]
DAY = date(2026, 11, 23)
Make = Callable[..., Site]
ClientFor = Callable[..., Client]
STATED: dict[str, Any] = {
    "use": "residential", "stated_low": 7, "stated_likely": 8, "stated_high": 12, "stated_source": "Rathaus",
    "available_from": 2028, "available_until": 2032, "state": "pool",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


@pytest.mark.parametrize("parts", [1, 2, 3, 5, 7])
def test_spreading_keeps_the_sum_and_the_order_in_every_year(parts: int) -> None:
    for low in range(12):
        for high in range(low, 14):
            lower, upper = spread(low, parts), spread(high, parts)
            assert sum(lower) == low
            assert all(few <= many for few, many in zip(lower, upper, strict=True))


def test_homes_are_spread_over_the_years_a_site_names(make_site: Make) -> None:
    make_site(**STATED)
    rows = dwellings_by_year(DAY)
    assert [(row.year, row.low, row.likely, row.high) for row in rows] == [
        (2028, 2, 2, 3), (2029, 2, 2, 3), (2030, 1, 2, 2), (2031, 1, 1, 2), (2032, 1, 1, 2),
    ]  # fmt: skip
    assert {row.ags for row in rows} == {"05358060"}


def test_a_site_without_a_number_is_counted_and_adds_nothing(make_site: Make) -> None:
    make_site(use="residential", available_from=2028, state="pool")
    row = dwellings_by_year(DAY)[0]
    assert (row.year, row.likely, row.sites, row.without_capacity, row.without_end) == (2028, 0, 1, 1, 1)


def test_without_a_year_homes_stand_in_no_year(make_site: Make) -> None:
    make_site(**{**STATED, "available_from": None})
    rows = dwellings_by_year(DAY)
    assert [(row.year, row.likely, row.sites) for row in rows] == [(None, 8, 1)]


def test_an_idea_does_not_count_before_it_is_in_the_pool(make_site: Make) -> None:
    make_site(**{**STATED, "state": "owner_asked"})
    assert dwellings_by_year(DAY) == []
    assert len(dwellings_by_year(DAY, states=["owner_asked"])) == 5


def test_years_that_are_past_are_not_built_in_any_more(make_site: Make) -> None:
    make_site(**{**STATED, "available_from": 2023, "available_until": 2027})
    assert [(row.year, row.likely) for row in dwellings_by_year(DAY)] == [(2026, 4), (2027, 4)]


def test_built_dropped_retired_and_business_sites_bring_no_homes(make_site: Make) -> None:
    make_site(**{**STATED, "state": "built"}, dwellings_built=8)
    make_site(**{**STATED, "state": "dropped"})
    make_site(**{**STATED, "use": "commercial"})
    assert dwellings_by_year(DAY) == []


def test_a_town_hall_sums_only_its_own_sites_and_offices_no_confidential_one(make_site: Make, cast: Cast) -> None:
    make_site(**STATED)
    make_site(**STATED, organisation=cast.town_hall_juelich, confidential=True)
    assert {row.municipality for row in dwellings_by_year_for(access_on(cast.vettweiss, DAY), DAY)} == {"Vettweiß"}
    assert {row.municipality for row in dwellings_by_year_for(access_on(cast.treasury, DAY), DAY)} == {"Vettweiß"}
    assert {row.municipality for row in dwellings_by_year(DAY)} == {"Jülich", "Vettweiß"}
    assert dwellings_by_year(DAY, municipalities=["05358024"])[0].municipality == "Jülich"


def test_the_best_fitting_site_comes_first_and_says_why(make_site: Make, cast: Cast) -> None:
    make_site(name="Ohne Angaben", kind="gewerbe", use="commercial")
    make_site(name="Falsches Gebiet", kind="gewerbe", use="commercial", zone="WA", power_mw=30)
    make_site(name="Passt", kind="gewerbe", use="commercial", zone="GI", power_mw=30)
    make_site(name="Geheim", kind="gewerbe", use="commercial", zone="GI", power_mw=40, confidential=True)
    profile = Profile(least_ha=Decimal(1), zones=frozenset({"GI"}), power_mw=Decimal(20))
    found = sites_fitting(profile, on=DAY)
    assert [one.site.name for one in found] == ["Geheim", "Passt", "Ohne Angaben", "Falsches Gebiet"]
    assert [one.verdict for one in found[2].fit.findings] == [Verdict.YES, Verdict.UNKNOWN, Verdict.UNKNOWN]
    assert "GI is needed" in found[3].fit.findings[1].because.en
    assert "Geheim" not in {one.site.name for one in sites_fitting_for(access_on(cast.treasury, DAY), profile, on=DAY)}


def test_the_balance_holds_inside_against_outside(make_site: Make, cast: Cast) -> None:
    make_site(development="inner", use="residential")
    make_site(development="outer", use="residential", state="offenlage", geometry=None, stated_area_m2=30_000)
    make_site(use="residential", state="built", geometry=None, stated_area_m2=20_000, dwellings_built=33)
    row = balance_for(access_on(cast.head, DAY), on=DAY, ags="05358060").rows[0]
    assert row.inner_ha == pytest.approx(1.57, abs=0.01)
    assert row.outer_ha == 3
    assert row.inner_per_cent == 34
    assert row.remark.startswith("3.0 ha outside are being planned while 1.6 ha inside wait.")
    assert row.uptake_ha == {2026: 2.0}
    assert row.uptake_homes == {2026: 33}
    assert row.states == {"candidate": 1, "offenlage": 1, "built": 1}


@pytest.mark.parametrize("path", ["/land/balance/", "/land/balance/export.csv", "/municipalities/05358060/", "/sites/"])
def test_the_number_of_queries_does_not_grow(make_site: Make, cast: Cast, client_for: ClientFor, path: str) -> None:
    client = client_for(cast.land_officer)

    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        return len(captured)

    def add(number: int) -> None:
        Site.objects.filter(pk=make_site(name=f"Feld {number}", **{**STATED, "state": "available"}).pk).update(
            published=True
        )

    add(1)
    count()
    few = count()
    for number in range(2, 8):
        add(number)
    assert count() == few


def test_the_page_and_the_file_show_what_a_reader_may_see(make_site: Make, cast: Cast, client_for: ClientFor) -> None:
    make_site(**STATED, development="inner")
    make_site(**STATED, organisation=cast.town_hall_juelich)
    page = client_for(cast.vettweiss).get("/land/balance/").content.decode()
    assert "Vettweiß" in page
    assert "Jülich" not in page
    lines = client_for(cast.head).get("/land/balance/export.csv").content.decode().splitlines()
    assert len(lines) == 3
    assert "05358060;Vettweiß;1" in lines[2]
    assert client_for(cast.council).get("/land/balance/").status_code == 403
    assert "Homes, least to most" in english(client_for(cast.head)).get("/municipalities/05358060/").content.decode()


def english(client: Client) -> Client:
    client.cookies["django_language"] = "en"
    return client


def test_a_key_date_is_written_once_and_sealed(make_site: Make, cast: Cast) -> None:
    make_site(**STATED)
    snapshot = take_snapshot(key_date=DAY, by=cast.land_officer, on=DAY)
    assert snapshot.count == 1
    assert snapshot.rows[0]["likely"] == 8
    with pytest.raises(ValidationError, match="already"):
        take_snapshot(key_date=DAY, by=cast.land_officer, on=DAY)
    with pytest.raises(ValidationError, match="future"):
        take_snapshot(key_date=date(2026, 11, 24), by=cast.land_officer, on=DAY)
    with pytest.raises(ValueError, match="once"):
        snapshot.save()
    SiteSnapshot.objects.update(rows=[])
    assert not SiteSnapshot.objects.get().intact


def test_states_of_a_key_date_come_from_the_steps_not_from_today(make_site: Make, cast: Cast) -> None:
    site = make_site(name="Feld", owner_kind="municipal", use="residential", development="inner")
    later = date(2026, 12, 5)
    move_site(site=site, to="plausible", by=cast.land_officer, on=later)
    assert take_snapshot(key_date=DAY, by=None, on=later).rows[0]["state"] == "candidate"
    assert take_snapshot(key_date=later, by=None, on=later).rows[0]["state"] == "plausible"
    assert take_snapshot(key_date=date(2026, 11, 1), by=None, on=later).rows == []


def test_the_turn_of_the_year_is_written_down_once(make_site: Make) -> None:
    make_site()
    now = timezone.make_aware(timezone.datetime(2027, 1, 1, 5, 0))
    assert take_yearly(now).key_date == date(2026, 12, 31)
    assert take_yearly(now) is None
    assert take_yearly(timezone.make_aware(timezone.datetime(2026, 11, 24, 5, 0))) is None


def test_two_key_dates_show_what_was_built_between_them(make_site: Make, cast: Cast, client_for: ClientFor) -> None:
    built = make_site(name="Gebaut", **{**STATED, "state": "available"})
    make_site(name="Fremd", organisation=cast.town_hall_juelich, **{**STATED, "state": "available"})
    take_snapshot(key_date=DAY, by=None, on=DAY)
    later = date(2026, 12, 31)
    Site.objects.filter(pk=built.pk).update(dwellings_built=9)
    move_site(site=built, to="built", by=cast.land_officer, on=later)
    take_snapshot(key_date=later, by=None, on=later)
    page = english(client_for(cast.vettweiss)).get("/land/snapshots/").content.decode()
    assert "1 site, 1.6 ha, 9 homes" in page
    assert "available → built" in page
    assert "Fremd" not in page


def test_a_key_date_is_taken_on_the_page_and_an_impossible_one_comes_back_as_a_sentence(
    make_site: Make, cast: Cast, client_for: ClientFor
) -> None:
    make_site()
    client = english(client_for(cast.land_officer))
    assert client.get("/land/snapshots/").status_code == 200
    today = timezone.localdate()
    assert client.post("/land/snapshots/new/", {"key_date": today.isoformat()}).status_code == 302
    assert SiteSnapshot.objects.get().key_date == today
    again = client.post("/land/snapshots/new/", {"key_date": today.isoformat()})
    assert again.status_code == 422
    assert "written down already" in again.content.decode()
    assert client_for(cast.vettweiss).post("/land/snapshots/new/", {}).status_code == 403
    assert client.get("/land/snapshots/new/").status_code == 302
    assert client.get("/land/snapshots/?earlier=77&later=x").status_code == 200
