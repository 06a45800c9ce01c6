"""Appointments: free times, never two at once, the link that cancels, one reminder, a file for the calendar."""

import threading
from datetime import date, datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, connections, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from wandel.conftest import make_cast, make_user
from wandel.core.law.holidays import holiday_name
from wandel.core.relocation.retention import deletion_day
from wandel.fields.relocation.actions.appointment import (
    add_room,
    book,
    cancel,
    close_day,
    end_hours,
    note_outcome,
    save_hours,
)
from wandel.fields.relocation.actions.case import case_link, forget_expired
from wandel.fields.relocation.forms.case_portal import slot_key
from wandel.fields.relocation.jobs import daily_cases
from wandel.fields.relocation.models import Appointment, Case, OpeningHours, Room
from wandel.fields.relocation.queries.appointments import free_times
from wandel.fields.relocation.tests.test_cases import newcomer
from wandel.office.outbox.models import Mail
from wandel.office.people.roles import Role
from wandel.ui.trap import stamp_of

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def now() -> datetime:
    return timezone.now()


def today() -> date:
    return timezone.localdate()


@pytest.fixture
def carlos(cast):
    return make_user("Carlos Ortega", Role.OFFICER, organisation=cast.unit, field="relocation")


def open_every_day(adviser, *, room=None, languages="de,en", opens=time(9), closes=time(12), minutes=45):
    room = room or Room.objects.first() or add_room(name="Raum 1", address="Bismarckstraße 16, Düren", by=adviser)
    for weekday in range(7):
        values = {
            "adviser": adviser, "room": room, "weekday": weekday, "opens": opens, "closes": closes, "minutes": minutes,
            "languages": languages, "valid_from": today() - timedelta(days=30), "valid_until": None,
        }  # fmt: skip
        save_hours(row=OpeningHours(), values=values, by=adviser)
    return room


def first_free():
    return free_times(at=now())[0]


def test_a_time_is_booked_on_the_own_page_and_gone_for_everybody_else(carlos):
    open_every_day(carlos)
    case, other = newcomer(), newcomer(name="Andere", email="andere@example.org")
    person = Client()
    person.get(case_link(case))
    url = reverse("relocation:case-appointment", args=[case.pk])
    slot = first_free()
    assert slot_key(slot) in person.get(url).content.decode()
    assert person.post(url, {"slot": slot_key(slot)}).url == reverse("relocation:case", args=[case.pk])
    booked = Appointment.objects.get()
    case.refresh_from_db()
    assert (booked.begins_at, booked.adviser, case.adviser) == (slot.begins_at, carlos, carlos)
    assert slot not in free_times(at=now())
    with pytest.raises(ValidationError) as refused:
        book(case=other, slot=slot, by=None, at=now())
    assert refused.value.code == "taken"
    mail = Mail.objects.get(dedupe_key=f"appointment-{booked.pk}-booked")
    assert "Raum 1" in mail.text
    assert "Wo fange ich an" not in mail.text


@pytest.mark.parametrize("slot", ["", "x", "20200101T0900+0100.1.1", "20990101T0900+0100.1.1"])
def test_a_time_that_was_never_offered_is_not_booked(carlos, slot):
    open_every_day(carlos)
    case = newcomer()
    person = Client()
    person.get(case_link(case))
    answer = person.post(reverse("relocation:case-appointment", args=[case.pk]), {"slot": slot}, follow=True)
    assert answer.status_code == 200
    assert not Appointment.objects.exists()


def test_public_holidays_closed_days_and_the_next_two_hours_are_not_offered(carlos):
    open_every_day(carlos, opens=time(0, 30), closes=time(23, 30), minutes=60)
    day = today() + timedelta(days=2)
    close_day(day=day, reason="Betriebsausflug", by=carlos)
    found = free_times(at=now())
    assert all(slot.begins_at >= now() + timedelta(hours=1, minutes=59) for slot in found)
    days = {slot.begins_at.date() for slot in found}
    assert day not in days
    assert not any(holiday_name(one) for one in days)
    christmas = timezone.make_aware(datetime.combine(date(today().year, 12, 20), time(8)))
    assert date(today().year, 12, 25) not in {slot.begins_at.date() for slot in free_times(at=christmas)}


def test_the_language_of_the_talk_chooses_among_the_advisers(cast, carlos):
    open_every_day(carlos, languages="de")
    amina = make_user("Amina Haddad", Role.OFFICER, organisation=cast.unit, field="relocation")
    open_every_day(amina, room=add_room(name="Raum 2", address="", by=amina), languages="de,ar")
    assert {slot.adviser for slot in free_times(at=now(), language="ar")} == {amina.pk}
    page = Client().get(reverse("relocation:appointment"), {"language": "ar"})
    assert {slot.adviser for _day, rows in page.context["days"] for _key, slot in rows} == {amina.pk}
    assert len(page.content) < 120_000


def test_the_table_itself_holds_nobody_twice_at_the_same_moment(carlos):
    room = open_every_day(carlos)
    slot, case = first_free(), newcomer()
    book(case=case, slot=slot, by=carlos, at=now())
    twin = {"case": case, "adviser": carlos, "begins_at": slot.begins_at, "ends_at": slot.ends_at}
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.create(room=add_room(name="Raum 2", address="", by=carlos), **twin)
    other = make_user("Amina Haddad", Role.OFFICER, field="relocation")
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.create(room=room, **(twin | {"adviser": other}))


def test_where_two_grids_differ_nobody_is_booked_across_another_ones_time(carlos):
    room = open_every_day(carlos)
    late = open_every_day(carlos, room=room, opens=time(9, 15), closes=time(12, 15))
    assert late == room
    slot = first_free()
    book(case=newcomer(), slot=slot, by=carlos, at=now())
    assert not any(slot.meets(other) for other in free_times(at=now()))


def test_nobody_fills_the_week_alone(carlos):
    open_every_day(carlos)
    case = newcomer()
    for slot in free_times(at=now())[:3]:
        book(case=case, slot=slot, by=None, at=now())
    with pytest.raises(ValidationError) as refused:
        book(case=case, slot=first_free(), by=None, at=now())
    assert refused.value.code == "many"


def test_the_link_cancels_and_the_time_is_free_again(carlos):
    open_every_day(carlos)
    case, slot = newcomer(), first_free()
    booked = book(case=case, slot=slot, by=None, at=now())
    mail = Mail.objects.get(dedupe_key=f"appointment-{booked.pk}-booked")
    person = Client()
    page = person.get(mail.links[0][1], follow=True)
    url = reverse("relocation:case-cancel", args=[case.pk, booked.pk])
    assert url in page.content.decode()
    for _time in range(2):
        person.post(url)
    booked.refresh_from_db()
    assert booked.state == "cancelled"
    assert slot in free_times(at=now())
    assert Mail.objects.filter(dedupe_key=f"appointment-{booked.pk}-cancelled").count() == 1
    again = book(case=case, slot=slot, by=None, at=now())
    assert again.pk != booked.pk


def test_another_cases_appointment_is_not_mine_to_cancel(carlos):
    open_every_day(carlos)
    mine, other = newcomer(), newcomer(name="Andere", email="andere@example.org")
    booked = book(case=other, slot=first_free(), by=None, at=now())
    person = Client()
    person.get(case_link(mine))
    for name in ("case-cancel", "case-calendar"):
        assert person.post(reverse(f"relocation:{name}", args=[mine.pk, booked.pk])).status_code == 404
    booked.refresh_from_db()
    assert booked.state == "booked"


def test_the_calendar_file_says_when_and_where_and_not_what_about(carlos):
    open_every_day(carlos)
    case = newcomer()
    booked = book(case=case, slot=first_free(), by=None, at=now())
    person = Client()
    person.get(case_link(case))
    answer = person.get(reverse("relocation:case-calendar", args=[case.pk, booked.pk]))
    event = next(iter(Calendar.from_ical(answer.content).walk("VEVENT")))
    assert event["dtstart"].dt == booked.begins_at
    assert "Raum 1" in event["location"]
    assert "Wo fange" not in answer.content.decode()


def test_one_reminder_comes_the_day_before_and_never_a_second(carlos):
    open_every_day(carlos, opens=time(0, 30), closes=time(23, 30), minutes=60)
    slots = free_times(at=now())
    soon = next(slot for slot in slots if slot.begins_at.date() >= today() + timedelta(days=1))
    far = next(slot for slot in slots if slot.begins_at.date() >= soon.begins_at.date() + timedelta(days=3))
    morning = timezone.make_aware(datetime.combine(soon.begins_at.date() - timedelta(days=1), time(5)))
    case = newcomer()
    booked, later = (book(case=case, slot=slot, by=None, at=now()) for slot in (soon, far))
    gone = cancel(appointment=book(case=case, slot=first_free(), by=None, at=now()), by=None, at=now())
    for hours in (0, 1, 25):
        daily_cases(morning + timedelta(hours=hours))
    sent = set(Mail.objects.filter(dedupe_key__endswith="reminder").values_list("dedupe_key", flat=True))
    assert sent == {f"appointment-{booked.pk}-reminder"}
    assert later.pk != gone.pk


def test_a_stranger_books_on_the_portal_and_gets_a_case_with_a_page(carlos):
    open_every_day(carlos)
    slot = first_free()
    url = f"{reverse('relocation:appointment')}?slot={slot_key(slot).replace('+', '%2B')}"
    client = Client()
    form = client.get(url).context["form"]
    typed = {
        "name": "Lena Neu", "email": "lena@example.org", "language": "de", "consent": "on", "question": "Kita?",
        "opened": stamp_of(form.now - timedelta(seconds=10)),
    }  # fmt: skip
    assert client.post(url, typed | {"consent": ""}).status_code == 422
    assert client.post(url, typed | {"website": "spam"}).status_code == 422
    assert not Case.objects.exists()
    answer = client.post(url, typed)
    case = Case.objects.get()
    assert answer.url == reverse("relocation:case", args=[case.pk])
    assert client.get(answer.url).status_code == 200
    assert (case.source, case.appointments.get().begins_at) == ("booking", slot.begins_at)
    late = Client().post(url, typed | {"email": "spaet@example.org"}, follow=True)
    assert late.status_code == 200
    assert Case.objects.count() == 1


def test_staff_see_the_week_book_on_the_telephone_and_note_who_came(cast, carlos, client_for):
    open_every_day(carlos)
    case, client = newcomer(), client_for(carlos)
    slot = first_free()
    client.post(reverse("newcomers:case-book", args=[case.pk]), {"slot": slot_key(slot)})
    booked = Appointment.objects.get()
    week = reverse("newcomers:appointments") + f"?week={slot.begins_at.date().isoformat()}"
    assert case.name in client.get(week).content.decode()
    assert case.name not in client_for(cast.funding_officer).get(week).content.decode()
    assert client.get(reverse("newcomers:appointments") + "?week=9999-12-31").status_code == 200
    assert client.get(reverse("newcomers:appointments") + "?week=soon").status_code == 200
    note = reverse("newcomers:appointment-note", args=[booked.pk])
    client.post(note, {"to": "kept"})
    booked.refresh_from_db()
    assert booked.state == "booked", "it has not begun"
    assert note_outcome(appointment=booked, kept=True, by=carlos, at=booked.begins_at).state == "kept"
    assert client_for(cast.funding_officer).post(note, {"to": "cancelled"}).status_code == 404


def test_opening_hours_are_entered_checked_and_ended(carlos, client_for):
    client = client_for(carlos)
    client.post(reverse("newcomers:room-new"), {"room-name": "Raum 1", "room-address": "EG"})
    typed = {
        "adviser": carlos.pk, "room": Room.objects.get().pk, "weekday": "0", "opens": "09:00", "closes": "12:00", "minutes": "45",
        "languages": ["de", "ar"], "valid_from": today().isoformat(),
    }  # fmt: skip
    url = reverse("newcomers:hours-new")
    for wrong, field in (
        ({"closes": "08:00"}, "closes"),
        ({"minutes": "5"}, "minutes"),
        ({"minutes": "200"}, "minutes"),
        ({"valid_until": "2020-01-01"}, "valid_until"),
        ({"languages": ["xx"]}, "languages"),
    ):
        assert field in client.post(url, typed | wrong).context["form"].errors
    assert client.post(url, typed).status_code == 302
    row = OpeningHours.objects.get()
    assert row.languages == "de,ar"
    assert client.get(reverse("newcomers:hours-edit", args=[row.pk])).status_code == 200
    day = (today() + timedelta(days=3)).isoformat()
    for _time in range(2):
        assert (
            client.post(reverse("newcomers:closed-new"), {"closed-day": day, "closed-reason": "Umzug"}).status_code
            == 302
        )
    assert "Umzug" in client.get(reverse("newcomers:hours")).content.decode()
    end_hours(row=row, by=carlos, on=today())
    assert not free_times(at=now())


def test_appointments_go_by_their_own_rule(carlos):
    open_every_day(carlos)
    case = newcomer()
    booked = book(case=case, slot=first_free(), by=None, at=now())
    gone_on = deletion_day("appointment", timezone.localdate(booked.ends_at)) + timedelta(days=1)
    forget_expired(on=gone_on - timedelta(days=1), at=now())
    assert Appointment.objects.exists()
    forget_expired(on=gone_on, at=now())
    assert not Appointment.objects.exists()
    assert Case.objects.filter(pk=case.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_two_people_at_the_same_moment_get_one_appointment():
    cast = make_cast()
    carlos = make_user("Carlos Ortega", Role.OFFICER, organisation=cast.unit, field="relocation")
    open_every_day(carlos)
    slot, at = first_free(), now()
    cases = [newcomer(name=f"P{number}", email=f"p{number}@example.org") for number in range(2)]
    start, told = threading.Barrier(2), []

    def try_it(case):
        try:
            start.wait()
            told.append(book(case=case, slot=slot, by=None, at=at).pk)
        except ValidationError as error:
            told.append(error.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=try_it, args=(case,)) for case in cases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    connection.close()
    assert Appointment.objects.count() == 1
    assert "taken" in told
