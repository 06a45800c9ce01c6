"""The calendar and its feed."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from wandel.conftest import Cast
from wandel.office.desk.actions.calendar import revoke, subscribe
from wandel.office.desk.actions.entry import close_entry, create_task, postpone
from wandel.office.desk.models import CalendarSubscription, Entry
from wandel.office.desk.queries.calendar import hash_of_token, month_for
from wandel.office.desk.queries.entry import EntryFilters
from wandel.office.people.access import access_on
from wandel.office.people.models import RoleAssignment, User

pytestmark = pytest.mark.database
ClientFor = Callable[[User], Client]


def task(cast: Cast, title: str, due_on: date, owner: User | None = None) -> Entry:
    owner = owner or cast.head
    return create_task(
        title=title, note="mit Karte", kind="task", due_on=due_on, owner=owner, shared=False, is_unit=True, organisation_ids=[], by=owner
    )  # fmt: skip


def test_a_month_begins_on_monday_and_names_the_holidays_and_weeks(cast: Cast) -> None:
    month = month_for(access_on(cast.head, date(2026, 5, 1)), EntryFilters(), date(2026, 5, 1), date(2026, 5, 4))
    assert (month.weeks[0][0].date, month.weeks[-1][-1].date) == (date(2026, 4, 27), date(2026, 5, 31))
    names = {day.date: day.holiday for day in month.days if day.holiday}
    assert set(names) == {date(2026, 5, 1), date(2026, 5, 14), date(2026, 5, 25)}
    assert [number for number, _week in month.numbered_weeks] == [18, 19, 20, 21, 22]
    assert (month.previous, month.next) == (date(2026, 4, 1), date(2026, 6, 1))


def test_the_turn_of_the_year_has_holidays_on_both_sides(cast: Cast) -> None:
    month = month_for(access_on(cast.head, date(2026, 12, 1)), EntryFilters(), date(2026, 12, 1), date(2026, 12, 1))
    cells = {day.date: day.holiday for week in month.weeks for day in week}
    assert cells[date(2026, 12, 25)]
    assert cells[date(2027, 1, 1)] == "Neujahr"
    assert month.numbered_weeks[-1][0] == 53


def test_month_and_list_show_what_is_due_and_lead_to_the_neighbours(cast: Cast, client_for: ClientFor) -> None:
    task(cast, "Ratsvorlage", date(2026, 11, 26))
    client = client_for(cast.head)
    page = client.get("/calendar/?month=2026-11").content.decode()
    assert "Ratsvorlage" in page
    assert "month=2026-10" in page
    assert "month=2026-12" in page
    assert "<table" not in client.get("/calendar/?month=2026-11&view=list").content.decode()
    assert "Ratsvorlage" not in client.get("/calendar/?month=2026-12").content.decode()
    assert client.get("/calendar/?month=nonsense").status_code == 200
    assert client.get("/calendar/?month=0001-01").status_code == 200
    assert client.get("/calendar/?month=9999-12").status_code == 200
    assert "Ratsvorlage" not in client_for(cast.vettweiss).get("/calendar/?month=2026-11&whose=all").content.decode()


def test_a_full_day_shows_three_entries_and_the_way_to_the_others(cast: Cast, client_for: ClientFor) -> None:
    for number in range(7):
        task(cast, f"Termin {number}", date(2026, 11, 26))
    page = client_for(cast.head).get("/calendar/?month=2026-11").content.decode()
    table = page[page.index('<table class="calendar"') : page.index("</table>")]
    assert table.count("Termin ") == 3
    assert "#day-2026-11-26" in table


def test_a_cell_names_the_project_says_overdue_and_keeps_amounts_on_one_line(cast: Cast, client_for: ClientFor) -> None:
    today = timezone.localdate()
    entry = task(cast, "Eigenanteil von 310.000 € mitzeichnen", today - timedelta(days=1))
    Entry.objects.filter(pk=entry.pk).update(subject_label="Brainergy-Anbindung")
    task(cast, "Später", today)
    page = client_for(cast.head).get(f"/calendar/?month={today - timedelta(days=1):%Y-%m}").content.decode()
    table = page[page.index('<table class="calendar"') : page.index("</table>")]
    assert "Brainergy-Anbindung" in table
    assert table.count("überfällig") == 1
    assert "310.000\N{NO-BREAK SPACE}€" in table


def test_the_link_is_shown_once_and_only_its_hash_is_kept(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.head)
    page = client.post("/calendar/subscription/", {"label": "Telefon"}).content.decode()
    token = re.search(r"/calendar/([\w-]+)\.ics", page).group(1)
    assert len(token) * 6 >= 128
    kept = CalendarSubscription.objects.get()
    assert kept.token_hash == hash_of_token(token)
    assert token not in str(kept.__dict__)
    again = client.get("/calendar/subscription/").content.decode()
    assert "Telefon" in again
    assert token not in again


def feed(token: str, **headers: str) -> Calendar:
    answer = Client().get(f"/calendar/{token}.ics")
    assert answer.status_code == 200
    assert not answer.cookies
    assert answer["Cache-Control"] == "private, max-age=900"
    assert answer["Content-Type"].startswith("text/calendar")
    return Calendar.from_ical(answer.content)


def test_the_feed_carries_stable_names_reasons_and_links(cast: Cast) -> None:
    day = timezone.localdate()
    entry = task(cast, "Zwischennachweis", day + timedelta(days=5))
    task(cast, "fremd", day, owner=cast.land_officer)
    _subscription, token = subscribe(user=cast.head, label="", on=day)
    (event,) = feed(token).walk("VEVENT")
    assert str(event["SUMMARY"]) == "Zwischennachweis"
    assert event["DTSTART"].dt == day + timedelta(days=5)
    assert str(event["UID"]).endswith("@localhost")
    assert "mit Karte" in event["DESCRIPTION"]
    assert f"/desk/entries/{entry.pk}/" in event["DESCRIPTION"]
    before = str(event["UID"]), int(event["SEQUENCE"])
    postpone(entry=entry, until=day + timedelta(days=9), by=cast.head, on=day)
    (event,) = feed(token).walk("VEVENT")
    assert (str(event["UID"]), int(event["SEQUENCE"])) == (before[0], before[1] + 1)
    close_entry(key=entry.key, by=cast.head, on=day)
    (event,) = feed(token).walk("VEVENT")
    assert event["STATUS"] == "CANCELLED"


def test_a_withdrawn_unknown_or_orphaned_link_is_a_404(cast: Cast, client_for: ClientFor) -> None:
    day = timezone.localdate()
    subscription, token = subscribe(user=cast.vettweiss, label="", on=day)
    assert Client().get("/calendar/unknown.ics").status_code == 404
    assert client_for(cast.juelich).post(f"/calendar/subscription/{subscription.pk}/revoke/").status_code == 404
    RoleAssignment.objects.filter(user=cast.vettweiss).update(valid_until=day - timedelta(days=1))
    assert Client().get(f"/calendar/{token}.ics").status_code == 404
    RoleAssignment.objects.filter(user=cast.vettweiss).update(valid_until=None)
    assert Client().get(f"/calendar/{token}.ics").status_code == 200
    assert client_for(cast.vettweiss).post(f"/calendar/subscription/{subscription.pk}/revoke/").status_code == 302
    assert Client().get(f"/calendar/{token}.ics").status_code == 404


def test_the_feed_of_somebody_who_left_is_a_404(cast: Cast) -> None:
    _subscription, token = subscribe(user=cast.head, label="", on=timezone.localdate())
    User.objects.filter(pk=cast.head.pk).update(is_active=False)
    assert Client().get(f"/calendar/{token}.ics").status_code == 404


def test_a_link_is_taken_back_at_once(cast: Cast) -> None:
    day = timezone.localdate()
    subscription, token = subscribe(user=cast.head, label="", on=day)
    revoke(subscription=subscription, by=cast.head, on=day)
    assert Client().head(f"/calendar/{token}.ics").status_code == 404


def test_a_full_month_asks_as_often_as_an_empty_one(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.head)
    client.get("/calendar/?month=2026-11")
    with CaptureQueriesContext(connection) as empty:
        client.get("/calendar/?month=2026-11")
    for day in range(1, 31):
        for number in range(5):
            task(cast, f"Frist {day}-{number}", date(2026, 11, day))
    with CaptureQueriesContext(connection) as full:
        client.get("/calendar/?month=2026-11")
    assert len(full) <= len(empty) + 1
