"""Measures, campaigns and what came of them."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from wandel.fields.growth.actions.offensive import (
    ReportedArrivals,
    change_campaign,
    change_measure,
    record_campaign,
    record_measure,
    report_arrivals,
)
from wandel.fields.growth.models import Arrival
from wandel.fields.growth.queries.offensive import effects
from wandel.office.desk.actions.intake import IntakeDetails, receive
from wandel.office.desk.models import Entry
from wandel.office.places.models import Municipality

pytestmark = [pytest.mark.database, pytest.mark.django_db]
DAY = date(2026, 11, 23)


def measure(cast, **changes):
    values = {
        "title": "Rückkehrer", "target_group": "Familien", "owner": cast.land_officer, "begins_on": date(2026, 1, 1),
        "ends_on": date(2026, 12, 31), "state": "running", **changes,
    }  # fmt: skip
    return record_measure(values=values, by=cast.head)


def campaign(**changes):
    values = {
        "key": "jobmesse", "title": "Jobmesse Köln", "channel": "Messestand", "target_group": "Fachkräfte",
        "landing": "move", "budget": Decimal("6000"), "begins_on": date(2026, 1, 1), **changes,
    }  # fmt: skip
    return record_campaign(values=values, by=None)


@pytest.fixture
def place(cast):
    return Municipality.objects.get_or_create(ags="05358060", defaults={"name": "Vettweiß", "designation": "Gemeinde"})[
        0
    ]


def test_the_end_of_a_running_measure_lies_on_its_owners_desk_and_goes_with_it(cast):
    row = measure(cast)
    entry = Entry.objects.get(key=f"growth.measure:{row.pk}")
    assert (entry.owner, entry.due_on) == (cast.land_officer, date(2026, 12, 31))
    change_measure(row=row, values={"state": "dropped"}, by=cast.head)
    entry.refresh_from_db()
    assert entry.state != Entry.State.OPEN


def test_contacts_arrivals_and_cost_per_arrival_stand_side_by_side_with_the_unknown_source(cast, place):
    campaign()
    for key in ("jobmesse", "jobmesse", "", "plakat-alt"):
        receive(
            kind="move", source="form", details=IntakeDetails(name="X", email="x@example.org", message="Hallo"),
            campaign=key, by=None, at=timezone.now(),
        )  # fmt: skip
    year = timezone.localdate().year
    report_arrivals(
        field="relocation",
        sums=[ReportedArrivals(year, place, "jobmesse", 4, 2), ReportedArrivals(year, place, "", 9, 5)],
        on=DAY,
    )
    found = {row.key: row for row in effects(date(year, 1, 1))}
    assert (found["jobmesse"].contacts, found["jobmesse"].arrivals) == (2, 4)
    assert found["jobmesse"].cost_per_arrival == Decimal("1500.00")
    assert (found[""].contacts, found[""].arrivals, found[""].cost_per_arrival) == (1, 9, None)
    assert found["plakat-alt"].campaign is None
    assert list(found)[-1] == ""


def test_what_a_field_reports_again_replaces_what_it_reported_before(place):
    report_arrivals(field="relocation", sums=[ReportedArrivals(2026, place, "a", 4, 2)], on=DAY)
    report_arrivals(field="investors", sums=[ReportedArrivals(2026, place, "a", 30, 12)], on=DAY)
    report_arrivals(field="relocation", sums=[ReportedArrivals(2026, place, "b", 5, 2)], on=DAY)
    assert dict(Arrival.objects.values_list("reported_by", "persons")) == {
        "relocation:2026:05358060:b": 5,
        "investors:2026:05358060:a": 30,
    }


def test_the_key_of_a_campaign_stands_for_good(cast):
    row = change_campaign(row=campaign(), values={"key": "anders", "title": "Messe"}, by=cast.head)
    row.refresh_from_db()
    assert (row.key, row.title) == ("jobmesse", "Messe")


def test_the_link_of_a_campaign_brings_its_key_into_the_inquiry(cast, client):
    row = campaign()
    assert client.get(row.path).status_code == 200
    assert client.session["campaign"] == "jobmesse"


def test_the_code_opens_the_link(cast, client_for):
    page = client_for(cast.head).get(reverse("growth:campaign-code", args=[campaign().pk]))
    assert page["Content-Type"] == "image/svg+xml"
    assert b"<path" in page.content


def test_an_expected_effect_needs_its_source_and_rising_numbers(cast, client_for):
    data = {
        "title": "x", "target_group": "y", "owner": cast.land_officer.pk, "begins_on": "01.01.2026", "ends_on": "01.01.2025",
        "state": "planned", "effect_low": "20", "effect_likely": "10",
    }  # fmt: skip
    page = client_for(cast.head).post(reverse("growth:measure-new"), data)
    assert page.status_code == 422
    assert {"ends_on", "effect_low", "effect_source"} <= set(page.context["form"].errors)


def test_a_partner_sees_no_measure(cast, client_for):
    row = measure(cast)
    assert client_for(cast.vettweiss).get(row.get_absolute_url()).status_code == 200
    assert client_for(cast.treasury).get(row.get_absolute_url()).status_code == 403
