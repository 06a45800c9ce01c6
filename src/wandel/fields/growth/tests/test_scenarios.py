"""Scenarios are assumed, computed in the background, compared and tried out; what was computed keeps what it stood on."""

import json
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.urls import reverse

from wandel.core.statistics.figures import UPDATED_2011
from wandel.fields.growth.actions.offensive import record_measure
from wandel.fields.growth.actions.profile import load_growth
from wandel.fields.growth.actions.projecting import compute
from wandel.fields.growth.actions.scenario import change_scenario, record_scenario
from wandel.fields.growth.models import Figure, GrowthTarget, ProjectionRun, Scenario
from wandel.fields.growth.queries.figures import population_series
from wandel.fields.growth.queries.inputs import MissingFigures, start_of_projection
from wandel.fields.growth.queries.projections import answer, land_of, misses, probability, reach_of, shown_run
from wandel.fields.land.actions.site import record_site
from wandel.fields.land.models import DensityAssumption
from wandel.office.places.actions import load_profile
from wandel.office.places.models import PopulationFigure
from wandel.office.places.profile import active_profile

pytestmark = [pytest.mark.database, pytest.mark.django_db]
DAY = date(2026, 11, 23)
HOMES = {
    "occupied": Decimal("0.9"), "from_outside": Decimal("0.5"), "household_hundredths": 200, "homes_source": "Annahme",
}  # fmt: skip


@pytest.fixture
def county(cast):
    load_profile(active_profile(), by=None, on=DAY)
    load_growth(active_profile(), by=None, on=DAY)
    return cast


def scenario(**changes) -> Scenario:
    return record_scenario(values={"title": "Wie üblich", "until": 2032, "trajectories": 100, **changes}, by=None)


def run(row: Scenario) -> ProjectionRun:
    return compute(scenario=row, on=DAY, by=None)


def test_the_start_is_the_newest_count_of_every_municipality_on_one_base(county):
    start = start_of_projection()
    assert (start.county.year, start.base) == (2022, UPDATED_2011)
    assert start.county.base.sum() == pytest.approx(270_833)
    vettweiss = start.county.base[..., start.names.index("Vettweiß")].sum()
    assert vettweiss == pytest.approx(
        PopulationFigure.objects.get(municipality__name="Vettweiß", on="2022-12-31").value
    )
    assert any("Linnich" in note.de for note in start.notes), "what was held back is named"


def test_without_deaths_the_projection_says_what_is_missing(county):
    Figure.objects.filter(key="deaths").delete()
    with pytest.raises(MissingFigures, match="deaths by age and sex 2015"):
        start_of_projection()


def test_a_usual_future_starts_where_the_counts_end_and_has_a_band_that_widens(county):
    found = run(scenario())
    low, high = found.band("", "all", "0.1"), found.band("", "all", "0.9")
    assert low[0] == high[0] == 270_833
    widths = [b - a for a, b in zip(low, high, strict=True)]
    assert widths == sorted(widths)
    together = sum(found.band(area, "all", "0.5")[0] for area in found.result["areas"])
    assert together == pytest.approx(270_833, abs=8)


def test_homes_of_sites_move_the_curve_only_when_occupancy_origin_and_size_are_said(county):
    hall = county.town_hall_vettweiss
    values = {
        "name": "Am Mühlenteich", "kind": "neubaugebiet", "municipality": hall.municipality, "organisation": hall,
        "stated_low": 150, "stated_likely": 200, "stated_high": 250, "stated_source": "Rathaus", "available_from": 2028, "available_until": 2029,
    }  # fmt: skip
    record_site(values=values, by=county.land_officer, on=DAY, state="pool")
    plain = run(scenario())
    silent = run(scenario(title="ohne Angaben", homes="likely"))
    with_homes = run(scenario(title="mit Flächen", homes="likely", **HOMES))
    at = with_homes.years.index(2032)
    assert silent.band("", "all", "0.5")[at] == plain.band("", "all", "0.5")[at]
    assert any("zählen nicht" in note["de"] for note in silent.notes)
    gained = with_homes.band("", "all", "0.5")[at] - plain.band("", "all", "0.5")[at]
    assert 0 < gained < 200 * 0.9 * 0.5 * 2 * 1.1


def test_a_measure_counts_only_in_the_scenario_that_takes_it_in(county):
    measure = record_measure(
        values={
            "title": "Rückkehr", "target_group": "Familien", "owner": county.head, "begins_on": date(2024, 1, 1),
            "effect_likely": 500, "effect_source": "Annahme", "state": "running",
        },
        by=None,
    )  # fmt: skip
    without, with_it = run(scenario()), run(scenario(title="mit", measures=[measure]))
    assert with_it.band("", "all", "0.5")[-1] > without.band("", "all", "0.5")[-1] + 2000
    assert any("Rückkehr" in note["de"] for note in with_it.notes)


def test_what_was_computed_keeps_its_assumptions_when_the_scenario_changes(county):
    row = scenario()
    found = run(row)
    change_scenario(row=row, values={"arriving_percent": 150}, by=None)
    found.refresh_from_db()
    assert found.assumptions["arriving_percent"] == 100
    assert run(row).band("", "all", "0.5")[-1] > found.band("", "all", "0.5")[-1]


def test_the_same_scenario_computed_twice_is_the_same(county):
    row = scenario()
    one, again = run(row), run(row)
    assert one.result == again.result
    assert one.about == again.about


def test_a_target_out_of_reach_says_so_and_by_how_much(county):
    found = run(scenario(**HOMES))
    target = GrowthTarget(inhabitants=300_000, until=date(2030, 12, 31), decided_on=DAY, decided_by="x", source="y")
    reach = reach_of(found, target)
    assert reach.middle_year is None
    assert reach.gap == 300_000 - found.band("", "all", "0.5")[found.years.index(2030)]
    assert reach.households is not None
    assert reach.homes == pytest.approx(reach.households / 0.45, rel=0.01)
    assert land_of(reach, DAY) is None, "nobody has decided how densely is built, so there is no number of hectares"
    for settlement, likely, share in (("core", 50, "0.7"), ("rural", 20, "0.7")):
        DensityAssumption.objects.create(
            settlement=settlement,
            likely=likely,
            net_share=Decimal(share),
            valid_from=DAY,
            decided_by="x",
            decided_on=DAY,
        )
    land = land_of(reach, DAY)
    assert (land.least, land.most) == (round(reach.homes / 35), round(reach.homes / 14))
    assert probability(found, 2030, 100_000) == 1.0
    assert probability(found, 2030, 900_000) == 0.0


def test_a_slider_at_rest_changes_nothing_and_more_arrivals_mean_more_people(county):
    found = run(scenario())
    rest = answer(found, homes_a_year=0, arriving_percent=0)
    assert rest.changed == rest.middle
    more = answer(found, homes_a_year=200, arriving_percent=10)
    assert all(after > before for after, before in zip(more.changed, more.middle, strict=True))


def test_a_slider_of_ten_per_cent_is_the_scenario_with_ten_per_cent_more(county):
    slid = answer(run(scenario()), homes_a_year=0, arriving_percent=10).changed[-1]
    computed = run(scenario(title="mehr", arriving_percent=110)).result["response"]["middle"][-1]
    assert slid == pytest.approx(computed, abs=3)


def test_an_old_projection_stays_with_its_error(county):
    found = run(scenario())
    PopulationFigure.objects.create(
        municipality=None, on=date(2024, 12, 31), value=272_000, base=UPDATED_2011, source="x", licence="y"
    )
    missed = misses("05358")
    assert [one.counted for one in missed if one.run == found] == [272_000]
    assert len(population_series("05358").segments) > 1


def test_only_one_scenario_is_shown(county):
    first, second = scenario(shown=True), scenario(title="anders", shown=True)
    run(second), run(first)
    first.refresh_from_db()
    assert not first.shown
    assert shown_run().scenario == second


def test_every_page_shows_a_run_and_asks_a_bounded_number_of_questions(
    county, client_for, django_assert_max_num_queries
):
    row = scenario(shown=True)
    found = run(row)
    client = client_for(county.head)
    pages = [
        reverse("growth:path"), reverse("growth:municipality", args=["05358060"]), row.get_absolute_url(),
        found.get_absolute_url(), reverse("growth:scenarios"), reverse("growth:compare") + f"?s={row.pk}",
        reverse("growth:run-answer", args=[found.pk]) + "?homes=100&arriving=5",
    ]  # fmt: skip
    for page in pages:
        client.get(page)
        with django_assert_max_num_queries(32):
            assert client.get(page).status_code == 200, page
    assert client_for(county.council).get(reverse("growth:path")).status_code == 200


def test_homes_without_their_numbers_are_refused_at_the_field(county, client_for):
    data = {
        "title": "x", "until": "2040", "arriving_percent": "100", "leaving_percent": "100", "fertility_percent": "100",
        "homes": "likely", "trajectories": "50",
    }  # fmt: skip
    page = client_for(county.head).post(reverse("growth:scenario-new"), data)
    assert page.status_code == 422
    assert {"occupied", "from_outside", "household_size", "trajectories"} <= set(page.context["form"].errors)


@pytest.mark.parametrize(("form", "begins"), [("pdf", b"%PDF"), ("docx", b"PK")])
def test_a_town_hall_gets_its_fact_sheet_and_the_agreements_stay_with_the_unit(county, client_for, form, begins):
    run(scenario(shown=True))
    for user in (county.head, county.vettweiss, county.council):
        page = client_for(user).get(reverse("growth:sheet", args=["05358060", form]))
        assert page.status_code == 200
        assert page.content.startswith(begins)


def test_growth_run_computes_the_scenario_the_pages_show(county, capsys):
    scenario(shown=True)
    call_command("growth", "run", "--json", "--trajectories", "50")
    told = json.loads(capsys.readouterr().out)
    assert told["years"][0] == 2022
    assert told["county"]["0.5"][0] == 270_833
    assert told["about"]["trajectories"] == 50
    assert ProjectionRun.objects.count() == 1


def test_growth_run_names_the_scenarios_there_are(county, capsys):
    scenario()
    with pytest.raises(SystemExit) as stopped:
        call_command("growth", "run", "--scenario", "nirgends")
    assert stopped.value.code == 1
    assert "Wie üblich" in capsys.readouterr().err
