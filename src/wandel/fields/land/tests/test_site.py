"""What happens to a site: recorded, changed, moved, published, split, merged, retired."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from wandel.conftest import Cast
from wandel.fields.land.actions.constraint import store_constraints
from wandel.fields.land.actions.lineage import merge_sites, split_site
from wandel.fields.land.actions.publication import release_publication, withdraw_publication
from wandel.fields.land.actions.site import change_site, move_site, retire_site, take_up_again
from wandel.fields.land.models import Site, SiteEvent
from wandel.fields.land.queries.site import gap_sentences, publication_blocks, warnings_of, ways_of
from wandel.fields.land.queries.stock import state_at, stock_on, sums_of
from wandel.fields.land.tests.site_cast import COMPLETE, DAY, FIELD, NEXT, WAY
from wandel.office.desk.models import Entry
from wandel.office.journal.queries import entries_about
from wandel.office.people.access import access_for

pytestmark = [pytest.mark.database, pytest.mark.django_db]
Make = Callable[..., Site]


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


def sentences(site: Site) -> list[str]:
    return [str(entry.sentence) for entry in entries_about("land.site", site.pk)]


def test_a_site_gets_a_number_of_its_municipality_that_never_comes_again(make_site: Make, cast: Cast) -> None:
    first, second = make_site(), make_site(name="Auf dem Driesch")
    other = make_site(organisation=cast.town_hall_juelich, geometry=None)
    assert [one.number for one in (first, second, other)] == ["060-001", "060-002", "024-001"]


def test_the_size_is_measured_from_the_outline_and_a_differing_statement_is_a_warning(make_site: Make) -> None:
    site = make_site(stated_area_m2=34_000)
    # 141.1 m × 111.2 m, measured with an independent geodesic tool.
    assert site.area_m2 == pytest.approx(15_700, rel=0.005)
    assert 6.6 < site.label_lon < 6.602
    assert any("differs by" in warning for warning in warnings_of(site))
    assert not warnings_of(make_site(stated_area_m2=round(site.area_m2)))


def test_an_outline_outside_the_municipality_is_kept_with_a_warning(make_site: Make, cast: Cast) -> None:
    municipality = cast.town_hall_vettweiss.municipality
    ring = [[6.601, 50.70], [6.7, 50.70], [6.7, 50.8], [6.601, 50.8], [6.601, 50.70]]
    municipality.boundary = {"type": "Polygon", "coordinates": [ring]}
    municipality.save()
    assert "50% of the area lie outside Vettweiß" in warnings_of(make_site())[0]


def test_a_broken_outline_is_refused_and_nothing_is_kept(make_site: Make) -> None:
    with pytest.raises(ValidationError, match="swapped"):
        make_site(geometry={"type": "Polygon", "coordinates": [[[50.7, 6.5], [50.8, 6.5], [50.8, 6.6]]]})
    assert not Site.objects.exists()


def test_every_step_of_the_regular_way_is_taken_with_its_date(make_site: Make, cast: Cast, move_to: Any) -> None:
    site = make_site(**COMPLETE)
    for number, to in enumerate(WAY):
        site = move_to(site, to, day=DAY)
        assert site.state == to
        assert site.events.count() == number + 2
    assert state_at(site, DAY) == "available"
    assert state_at(site, DAY - timedelta(days=1)) == ""


def test_a_step_says_everything_that_is_missing_at_once(site: Site, move_to: Any) -> None:
    site = move_to(site, "plausible")
    with pytest.raises(ValidationError) as caught:
        move_to(site, "owner_asked")
    assert "who owns it" in " ".join(caught.value.messages)
    site = change_site(site=site, values={"owner_kind": "private"}, by=None, on=DAY)
    site = move_to(site, "owner_asked")
    with pytest.raises(ValidationError) as caught:
        move_to(site, "pool")
    assert len(caught.value.messages) == 3


def test_only_ways_of_the_table_are_taken(site: Site, move_to: Any) -> None:
    for to in ("available", "built", "candidate", "somewhere"):
        with pytest.raises(ValidationError, match="not possible"):
            move_to(site, to)


def test_going_back_and_dropping_ask_a_reason_that_stays(site: Site, move_to: Any) -> None:
    site = move_to(site, "plausible")
    for to in ("candidate", "dropped"):
        with pytest.raises(ValidationError, match="say why"):
            move_to(site, to, reason="  ")
    site = move_to(site, "candidate", reason="The owner of the access road refuses")
    event = site.events.last()
    assert (event.kind, event.reason) == (SiteEvent.Kind.BACK, "The owner of the access road refuses")
    site = move_to(site, "dropped", reason="Flood plain")
    assert "candidate → dropped: Flood plain" in sentences(site)[0]


def test_a_step_is_neither_in_the_future_nor_before_the_last_one(site: Site, move_to: Any) -> None:
    for day in (DAY + timedelta(days=1), DAY - timedelta(days=400)):
        with pytest.raises(ValidationError):
            move_to(site, "plausible", day=day)


def test_built_up_surroundings_need_no_plan_and_a_short_procedure_no_early_participation(
    make_site: Make, move_to: Any
) -> None:
    gap = make_site(**{**COMPLETE, "development": "inner", "plan_basis": "par34"}, state="pool")
    assert move_to(gap, "available").state == "available"
    short = make_site(**{**COMPLETE, "development": "inner", "plan_basis": "par13a"}, state="aufstellungsbeschluss")
    assert move_to(short, "offenlage").state == "offenlage"
    regular = make_site(**COMPLETE, state="aufstellungsbeschluss")
    with pytest.raises(ValidationError, match="early participation"):
        move_to(regular, "offenlage")


def test_a_site_taken_over_as_it_stands_shows_what_it_lacks(make_site: Make) -> None:
    site = make_site(state="available")
    assert len(gap_sentences(site)) == 2


def test_the_same_again_changes_nothing_and_a_change_names_the_facts(site: Site, cast: Cast) -> None:
    before = len(sentences(site))
    same = change_site(site=site, values={"name": site.name, "geometry": site.geometry}, by=cast.vettweiss, on=DAY)
    assert (same.version, len(sentences(site))) == (1, before)
    changed = change_site(site=site, values={"name": "Am Teich", "soil_value": 72}, by=cast.vettweiss, on=DAY)
    assert changed.version == 2
    assert "Changed: name, soil value (Bodenwertzahl)" in sentences(site)[0]


def publishable(make_site: Make, **more: Any) -> Site:
    announced = {"publication_announced_on": date(2026, 10, 1)}
    return make_site(**{**COMPLETE, **announced, **more}, state=more.pop("state", "pool"))


def test_a_site_is_published_a_month_after_the_announcement(make_site: Make, cast: Cast) -> None:
    site = publishable(make_site, publication_announced_on=date(2026, 11, 1))
    with pytest.raises(ValidationError, match="1 December 2026"):
        release_publication(site=site, by=cast.vettweiss, on=DAY)
    released = release_publication(site=site, by=cast.vettweiss, on=date(2026, 12, 1))
    assert released.published
    assert not withdraw_publication(site=site, by=cast.vettweiss, on=DAY).published


def test_land_of_the_municipality_itself_needs_no_announcement(make_site: Make) -> None:
    site = publishable(make_site, publication_announced_on=None, owner_kind="municipal")
    assert publication_blocks(site, on=DAY) == []


@pytest.mark.parametrize("change", [{"objection_on": DAY}, {"confidential": True}])
def test_objection_and_confidentiality_withdraw_a_publication_at_once_and_for_good(
    make_site: Make, cast: Cast, change: dict[str, Any]
) -> None:
    site = release_publication(site=publishable(make_site), by=cast.vettweiss, on=DAY)
    changed = change_site(site=site, values=change, by=cast.vettweiss, on=DAY)
    assert not changed.published
    assert "Publication withdrawn" in sentences(site)[0]
    with pytest.raises(ValidationError):
        release_publication(site=changed, by=cast.vettweiss, on=DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Site.objects.filter(pk=site.pk).update(published=True)


def test_an_objection_is_read_on_the_desk(make_site: Make, cast: Cast) -> None:
    site = publishable(make_site)
    change_site(site=site, values={"objection_on": DAY}, by=cast.vettweiss, on=DAY)
    entry = Entry.objects.get(key__contains="objection")
    assert (entry.state, entry.field, list(entry.organisations.all())) == ("open", "land", [cast.town_hall_vettweiss])


def test_a_published_site_that_goes_back_too_far_is_withdrawn(make_site: Make, cast: Cast, move_to: Any) -> None:
    site = release_publication(site=publishable(make_site), by=cast.vettweiss, on=DAY)
    assert not move_to(site, "visited", reason="Another heir turned up").published


def test_the_owners_answer_waits_on_the_desk_until_it_is_there(site: Site, cast: Cast) -> None:
    asked = {"owner_kind": "private", "owner_asked_on": DAY, "owner_due_on": DAY + timedelta(days=30)}
    site = change_site(site=site, values=asked, by=cast.land_officer, on=DAY)
    entry = Entry.objects.get(kind="site_owner")
    assert (entry.due_on, entry.state) == (DAY + timedelta(days=30), "open")
    change_site(site=site, values={"owner_answer": "later", "owner_answered_on": DAY}, by=cast.land_officer, on=DAY)
    entry.refresh_from_db()
    assert entry.state != "open"


def test_a_reservation_waits_on_the_desk_until_it_is_built(make_site: Make, move_to: Any) -> None:
    site = make_site(**COMPLETE, reserved_until=date(2027, 3, 31), dwellings_built=12, state="available")
    site = move_to(site, "reserved")
    assert Entry.objects.get(kind="site_reservation").due_on == date(2027, 3, 31)
    move_to(site, "built")
    assert Entry.objects.get(kind="site_reservation").state != "open"


def test_a_split_keeps_the_state_and_adds_up(make_site: Make, cast: Cast) -> None:
    both = {"type": "MultiPolygon", "coordinates": [FIELD["coordinates"], NEXT["coordinates"]]}
    site = make_site(**COMPLETE, state="pool", geometry=both, stated_likely=40, stated_source="Rathaus")
    parts = split_site(
        site=site,
        parts=[{"name": "West", "geometry": FIELD}, {"name": "East", "geometry": NEXT}],
        by=cast.land_officer,
        on=DAY,
    )
    site.refresh_from_db()
    assert sum(part.area_m2 for part in parts) == pytest.approx(site.area_m2, abs=0.1)
    assert {part.state for part in parts} == {"pool"}
    assert all(part.stated_likely is None for part in parts)
    assert site.retired_on == DAY
    assert [list(part.predecessors.all()) for part in parts] == [[site], [site]]


def test_a_merger_is_as_far_and_as_secret_as_its_weakest_part(make_site: Make, cast: Cast) -> None:
    first = make_site(**COMPLETE, state="available", parcels=["Vettweiß 3/17"])
    second = make_site(
        name="Nebenan",
        state="visited",
        geometry=NEXT,
        confidential=True,
        owner_kind="church",
        parcels=["Vettweiß 3/18"],
    )
    whole = merge_sites(sites=[first, second], name="Mühlenteich gesamt", by=cast.land_officer, on=DAY)
    assert (whole.state, whole.confidential, whole.owner_kind) == ("visited", True, "many")
    assert sorted(whole.parcels) == ["Vettweiß 3/17", "Vettweiß 3/18"]
    assert whole.area_m2 == pytest.approx(first.area_m2 + second.area_m2, abs=0.5)
    assert set(whole.predecessors.all()) == {first, second}
    assert not Site.objects.filter(pk__in=[first.pk, second.pk], retired_on=None).exists()


def test_sites_of_two_town_halls_are_not_merged(make_site: Make, cast: Cast) -> None:
    sites = [make_site(), make_site(organisation=cast.town_hall_juelich)]
    with pytest.raises(ValidationError, match="same municipality"):
        merge_sites(sites=sites, name="x", by=cast.land_officer, on=DAY)


def test_a_retired_site_is_only_read_until_it_is_taken_up_again(site: Site, cast: Cast, move_to: Any) -> None:
    with pytest.raises(ValidationError, match="say why"):
        retire_site(site=site, reason="", by=cast.land_officer, on=DAY)
    retire_site(site=site, reason="Recorded twice", by=cast.land_officer, on=DAY)
    with pytest.raises(ValidationError, match="retired"):
        move_to(site, "plausible")
    with pytest.raises(ValidationError, match="retired"):
        change_site(site=site, values={"name": "x"}, by=cast.land_officer, on=DAY)
    take_up_again(site=site, by=cast.land_officer, on=DAY)
    assert move_site(site=site, to="plausible", by=cast.land_officer, on=DAY).state == "plausible"


def test_constraints_are_kept_with_their_day_and_the_same_again_is_silent(site: Site, cast: Cast) -> None:
    rows = [{"layer": "hq100", "name": "HQ100", "share": 0.25, "area_m2": 3900, "as_of": date(2025, 12, 1)}]
    found = store_constraints(site=site, rows=rows, by=cast.land_officer)
    assert found.constraints[0]["as_of"] == "2025-12-01"
    again = store_constraints(site=site, rows=rows, by=cast.land_officer)
    assert again.version == found.version
    with pytest.raises(ValueError, match="not in"):
        store_constraints(site=site, rows=[{**rows[0], "share": 1.2}], by=None)


def test_the_stock_of_a_key_date_is_read_from_the_same_sites(make_site: Make, cast: Cast, move_to: Any) -> None:
    early = DAY - timedelta(days=300)
    site = record_early(make_site, early)
    move_site(site=site, to="plausible", by=cast.land_officer, on=DAY, day=early + timedelta(days=100))
    make_site(name="Neu")
    retired = make_site(name="Weg")
    retire_site(site=retired, reason="Recorded twice", by=cast.land_officer, on=DAY)
    access = access_for(cast.head)
    assert stock_on(access, early - timedelta(days=1)) == []
    assert [(row.site, row.state) for row in stock_on(access, early)] == [(site, "candidate")]
    now = sums_of(stock_on(access, DAY))
    assert [(one.state, one.count) for one in now] == [("candidate", 1), ("plausible", 1)]
    assert now[0].hectares == pytest.approx(1.57, abs=0.01)
    assert stock_on(access_for(cast.juelich), DAY) == []


def record_early(make_site: Make, day: date) -> Site:
    site = make_site()
    site.events.update(on=day)
    Site.objects.filter(pk=site.pk).update(state_on=day)
    return Site.objects.get(pk=site.pk)


def test_a_way_the_chosen_procedure_excludes_is_not_offered(make_site: Make, cast: Cast) -> None:
    def offered(site: Site) -> list[str]:
        ways = ways_of(site, access_for(cast.land_officer))
        return [way.move.state for way in ways if not way.move.is_back and not way.excluded]

    undecided = make_site(**{**COMPLETE, "plan_basis": ""}, state="pool")
    assert offered(undecided) == ["aufstellungsbeschluss", "available", "dropped"]
    assert offered(make_site(**COMPLETE, state="pool")) == ["aufstellungsbeschluss", "dropped"]
    built_up = make_site(**{**COMPLETE, "plan_basis": "par34"}, state="pool")
    assert offered(built_up) == ["available", "dropped"]
