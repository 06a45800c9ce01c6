"""Organisations, persons, contacts and promises."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from wandel.conftest import LONG_AGO, Cast
from wandel.office.desk.models import Entry
from wandel.office.people.access import access_on
from wandel.office.people.actions.interaction import keep_promise, make_promise, save_interaction
from wandel.office.people.actions.organisation import merge_organisations, merge_persons, save_organisation, save_person
from wandel.office.people.models import Interaction, Organisation, Person, RoleAssignment
from wandel.office.people.queries.organisation import contact_state, possible_duplicates
from wandel.office.people.roles import PERMISSIONS, Role, permissions_of

pytestmark = pytest.mark.database
DAY = date(2026, 11, 23)


def company(cast: Cast, name: str = "Müller Bau GmbH", **extra: Any) -> Organisation:
    return save_organisation(organisation=Organisation(kind="company", name=name, **extra), by=cast.head)


def test_a_role_ends_on_its_last_day(cast: Cast) -> None:
    RoleAssignment.objects.filter(user=cast.vettweiss).update(valid_until=DAY)
    assert access_on(cast.vettweiss, DAY).may("funding.award.view")
    assert not access_on(cast.vettweiss, DAY + timedelta(days=1)).may("funding.award.view")
    assert not access_on(cast.vettweiss, LONG_AGO - timedelta(days=1)).permissions


def test_a_word_that_is_no_permission_is_an_error_not_a_no(cast: Cast) -> None:
    with pytest.raises(KeyError):
        access_on(cast.head, DAY).may("funding.award.eat")


def test_the_council_reads_places_figures_projects_and_topics_and_nothing_else() -> None:
    reads = {"places.view", "figures.view", "growth.view", "project.view", "topic.view"}
    assert permissions_of(frozenset({Role.COUNCIL})) == reads
    assert all(roles for roles in PERMISSIONS.values())


def test_duplicates_are_proposed_in_any_spelling(cast: Cast) -> None:
    first = company(cast)
    for spelling in ("Mueller Bau GmbH", "MÜLLER BAU GmbH & Co. KG", "Müller  Bau GmbH"):
        assert first in possible_duplicates(company(cast, spelling)), spelling


def test_merging_moves_what_hangs_on_it_and_the_old_address_leads_on(
    cast: Cast, client_for: Callable[..., Client]
) -> None:
    keep, duplicate = company(cast), company(cast, "Mueller Bau", phone="0241 1")
    person = save_person(person=Person(family_name="Müller", organisation=duplicate), by=cast.head)
    make_promise(organisation=duplicate, text="Rückruf", by_us=True, due_on=DAY, owner=None, by=cast.head)
    merge_organisations(duplicate=duplicate, keep=keep, by=cast.head)
    person.refresh_from_db()
    assert person.organisation == keep
    assert keep.promises.count() == 1
    assert Organisation.objects.get(pk=keep.pk).phone == "0241 1"
    response = client_for(cast.head).get(f"/organisations/{duplicate.pk}/")
    assert (response.status_code, response.url) == (302, f"/organisations/{keep.pk}/")


def test_merging_never_makes_a_circle(cast: Cast) -> None:
    first, second = company(cast), company(cast, "Zweite")
    merge_organisations(duplicate=first, keep=second, by=cast.head)
    for duplicate, keep in ((second, first), (first, second), (second, second)):
        with pytest.raises(ValidationError):
            merge_organisations(
                duplicate=Organisation.objects.get(pk=duplicate.pk),
                keep=Organisation.objects.get(pk=keep.pk),
                by=cast.head,
            )


def test_consent_is_not_inherited_by_a_merge(cast: Cast) -> None:
    keep = save_person(person=Person(family_name="Müller"), by=cast.head)
    duplicate = save_person(
        person=Person(family_name="Mueller", consent_on=DAY, consent_how="Mail", email="m@example.org"), by=cast.head
    )
    merge_persons(duplicate=duplicate, keep=keep, by=cast.head)
    keep.refresh_from_db()
    assert (keep.email, keep.consent_on) == ("m@example.org", None)


def test_a_promise_waits_on_the_desk_until_it_is_kept(cast: Cast) -> None:
    promise = make_promise(
        organisation=cast.town_hall_vettweiss, text="Muster schicken", by_us=True, due_on=DAY, owner=None, by=cast.head
    )
    entry = Entry.objects.get(key=f"promise-{promise.pk}")
    assert (entry.owner, entry.due_on, entry.state) == (cast.head, DAY, "open")
    keep_promise(promise=promise, on=DAY, by=cast.head)
    entry.refresh_from_db()
    assert entry.state == "done"


def test_the_next_contact_follows_the_agreed_rhythm(cast: Cast) -> None:
    hall = cast.town_hall_vettweiss
    hall.contact_rhythm_days = 30
    save_organisation(organisation=hall, by=cast.head)
    assert contact_state(hall).next_on is None
    save_interaction(
        interaction=Interaction(kind="call", held_on=DAY - timedelta(days=31), title="Anruf"),
        organisations=[hall],
        persons=[],
        by=cast.head,
    )
    state = contact_state(hall)
    assert state.next_on == DAY - timedelta(days=1)
    assert state.overdue(DAY)


def test_minutes_stay_in_the_unit_unless_they_are_shared(cast: Cast, client_for: Callable[..., Client]) -> None:
    hall = cast.town_hall_vettweiss
    private, shared = (
        save_interaction(
            interaction=Interaction(kind="meeting", held_on=DAY, title=title, shared=open_to_all),
            organisations=[hall],
            persons=[],
            by=cast.head,
        )
        for title, open_to_all in (("Intern", False), ("Gemeinsam", True))
    )
    assert client_for(cast.vettweiss).get(shared.get_absolute_url()).status_code == 200
    assert client_for(cast.vettweiss).get(private.get_absolute_url()).status_code == 404
    assert client_for(cast.juelich).get(shared.get_absolute_url()).status_code == 404


def test_a_contact_is_recorded_with_its_promise_in_one_go(cast: Cast, client_for: Callable[..., Client]) -> None:
    form = {
        "kind": "call",
        "held_on": "2026-11-20",
        "title": "Anruf zum Bauland",
        "organisations": [cast.town_hall_vettweiss.pk],
        "minutes": "Es geht voran.",
        "promise_text": "Liste schicken",
        "promise_by": "us",
        "promise_due_on": "2026-12-01",
        "once_key": "x",
    }
    client = client_for(cast.land_officer)
    for _twice in range(2):
        assert client.post("/contacts/new/", form).status_code == 302
    assert Interaction.objects.count() == 1
    assert Entry.objects.get(kind="promise").owner == cast.land_officer
    wrong = client.post("/contacts/new/", {**form, "held_on": "irgendwann", "once_key": "y"})
    assert "Es geht voran." in wrong.content.decode()


def test_an_outsider_reads_public_offices_and_own_contacts_only(cast: Cast, client_for: Callable[..., Client]) -> None:
    firm = company(cast)
    client = client_for(cast.vettweiss)
    assert client.get(f"/organisations/{firm.pk}/").status_code == 404
    assert client.get(f"/organisations/{cast.funder.pk}/").status_code == 200
    stranger = save_person(person=Person(family_name="Fremd", organisation=cast.town_hall_juelich), by=cast.head)
    assert client.get(f"/persons/{stranger.pk}/").status_code == 404
