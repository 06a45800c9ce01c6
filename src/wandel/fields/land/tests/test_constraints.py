"""Sites are compared with the layers by themselves: after an import, after an outline, once, and stale ones say so."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from wandel.conftest import Cast
from wandel.core.suitability.tests import town
from wandel.fields.land.actions.comparing import compare_sites
from wandel.fields.land.actions.comparison import CONSTRAINTS, queue_comparison
from wandel.fields.land.actions.layer import make_current
from wandel.fields.land.actions.site import change_site
from wandel.fields.land.models import LayerVersion, RuleSet, Site
from wandel.fields.land.queries.constraint import constraints_of
from wandel.fields.land.tests.town_cast import DAY, geojson, put
from wandel.office.journal.queries import entries_about
from wandel.office.runs.execution import carry_out
from wandel.office.runs.models import Run

pytestmark = [pytest.mark.database, pytest.mark.django_db]
Make = Callable[..., Site]


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


def compare() -> int:
    return compare_sites(told=lambda _done, _total: None)


def touching(site: Site) -> dict[str, float]:
    site.refresh_from_db()
    return {row.name: round(float(row.share), 3) for row in constraints_of(site, on=DAY).touching}


def test_shares_are_those_worked_out_by_hand(town_rules: RuleSet, make_site: Make) -> None:
    # 100 m × 100 m from the corner: the southern quarter is flooded, all of it good soil, no wood.
    site = make_site(geometry=geojson(0, 0, 100, 100))
    assert compare() == 1
    assert touching(site) == {"boden": 1.0, "hochwasser": 0.25}
    found = constraints_of(site, on=DAY)
    flood = next(row for row in found.touching if row.layer == "hochwasser")
    assert flood.area_m2 == pytest.approx(2500, rel=1e-3)
    assert (flood.number, flood.source, flood.reason, flood.excludes) == (1, "von Hand", "why hochwasser", True)
    assert not next(row for row in found.touching if row.layer == "boden").excludes
    assert (found.untouched, found.missing, found.outdated) == (["wald"], [], False)


def test_comparing_again_changes_and_journals_nothing(town_rules: RuleSet, make_site: Make) -> None:
    site = make_site(geometry=geojson(0, 0, 100, 100))
    version = Site.objects.get(pk=site.pk).version
    compare()
    written = entries_about("land.site", site.pk).count()
    assert compare() == 0
    assert entries_about("land.site", site.pk).count() == written
    assert "Compared with 3 layers, of which 2 touch the site" in [
        str(entry.sentence) for entry in entries_about("land.site", site.pk)
    ]
    assert Site.objects.get(pk=site.pk).version == version, "an open form is not out of date by a comparison"


def test_a_new_version_makes_the_stored_share_stale_until_it_is_compared(
    town_rules: RuleSet, make_site: Make, cast: Cast
) -> None:
    site = make_site(geometry=geojson(0, 0, 100, 100))
    compare()
    put("hochwasser", town.wood(), cast.land_officer)
    site.refresh_from_db()
    found = constraints_of(site, on=DAY)
    assert [(row.layer, row.stale) for row in found.touching] == [("boden", ""), ("hochwasser", "version")]
    compare()
    assert touching(site) == {"boden": 1.0}
    make_current(version=LayerVersion.objects.get(layer__key="hochwasser", number=1), by=cast.land_officer)
    compare()
    assert touching(site) == {"boden": 1.0, "hochwasser": 0.25}


def test_another_outline_is_compared_anew(town_rules: RuleSet, make_site: Make, cast: Cast) -> None:
    site = make_site(geometry=geojson(0, 0, 100, 100))
    compare()
    site.refresh_from_db()
    change_site(site=site, values={"geometry": geojson(300, 100, 400, 200)}, by=cast.land_officer, on=DAY)
    site.refresh_from_db()
    assert {row.stale for row in constraints_of(site, on=DAY).touching} == {"outline"}
    compare()
    assert touching(site) == {"wald": 0.5}


def test_one_waiting_run_is_enough_for_all_who_ask(town_rules: RuleSet, make_site: Make, cast: Cast) -> None:
    make_site(geometry=geojson(0, 0, 100, 100))
    make_site(name="Zwei", geometry=geojson(100, 0, 200, 100))
    put("wald", town.flood(), cast.land_officer)
    (run,) = Run.objects.filter(kind=CONSTRAINTS)
    carry_out(str(run.pk))
    run.refresh_from_db()
    assert run.state == Run.State.DONE, run.outcome
    assert run.result["sites"] == 2
    make_site(name="Drei", geometry=geojson(200, 0, 300, 100))
    assert Run.objects.filter(kind=CONSTRAINTS, state=Run.State.QUEUED).count() == 1


def test_nothing_is_queued_without_layers_or_without_outlines(cast: Cast, make_site: Make) -> None:
    make_site()
    assert queue_comparison() is None
    assert not Run.objects.exists()


def test_the_sites_page_shows_reason_source_and_the_way_to_compare_again(
    town_rules: RuleSet, make_site: Make, cast: Cast, browser: Callable[..., Client]
) -> None:
    site = make_site(geometry=geojson(0, 0, 100, 100))
    path = f"/land/sites/{site.pk}/facts/"
    client = browser(cast.vettweiss)
    page = client.get(path).content.decode()
    assert "has not been compared with the layers yet" in page
    assert client.post(f"/land/sites/{site.pk}/compare/").status_code == 302
    compare()
    page = client.get(path).content.decode()
    assert "why hochwasser" in page
    assert "version 1" in page
    assert "excludes building by the rules in force" in page
    assert "Not touched: wald." in page
    assert "Compare with the layers now" not in page
    put("wald", town.flood(), cast.land_officer)
    assert "Not compared in its present form: wald." in client.get(path).content.decode()
    assert browser(cast.juelich).post(f"/land/sites/{site.pk}/compare/").status_code == 404
    assert browser(cast.treasury).post(f"/land/sites/{site.pk}/compare/").status_code == 403
