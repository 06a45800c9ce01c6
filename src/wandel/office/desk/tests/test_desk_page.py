"""The desk as people see it: whose entries, in which group, done and undone."""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from wandel.conftest import Cast
from wandel.office.desk.actions.entry import create_task, upsert_entry
from wandel.office.desk.models import Entry
from wandel.office.desk.queries.entry import (
    EntryFilters,
    desk_groups,
    due_count,
    end_of_week,
    entries_for,
    group_of,
    open_entries,
)
from wandel.office.desk.views.entry import greeting
from wandel.office.people.access import access_on
from wandel.office.people.models import Deputy, RoleAssignment, User
from wandel.ui.phrases import Phrase, plain
from wandel.ui.sinks import CONFIDENTIAL, INTERNAL, OPEN
from wandel.ui.subjects import SubjectRef

pytestmark = pytest.mark.database
ClientFor = Callable[[User], Client]
TUESDAY = date(2026, 11, 24)


def put(title: str, **changes: object) -> Entry:
    values: dict[str, object] = {
        "key": title,
        "kind": "obligation",
        "subject": SubjectRef("funding.award", "7", "/awards/7/", "Dorfplatz"),
        "title": plain(title),
        "due_on": None,
        "organisation_ids": [],
        "owner": None,
        "field": "funding",
        "confidentiality": INTERNAL,
        "context": Phrase(""),
        "basis": plain("im Bescheid bestimmt"),
        "waiting_for": Phrase(""),
        "by": None,
    }
    return upsert_entry(**{**values, **changes})


def seen_by(user: User) -> set[str]:
    return {str(entry.title) for entry in entries_for(access_on(user, timezone.localdate()))}


def test_entries_stand_under_overdue_today_this_week_later_and_waiting(cast: Cast) -> None:
    for title, days in (("late", -2), ("now", 0), ("thursday", 2), ("next week", 9), ("next year", 99)):
        put(title, due_on=TUESDAY + timedelta(days=days), owner=cast.head)
    put("someday", owner=cast.head)
    put("asked", due_on=TUESDAY - timedelta(days=4), owner=cast.head, waiting_for=plain("Linnich"))
    groups = desk_groups(access_on(cast.head, TUESDAY), EntryFilters(), TUESDAY)
    shown = {group.name: [str(entry.title) for entry in group.entries] for group in groups}
    assert shown == {
        "overdue": ["late"],
        "today": ["now"],
        "week": ["thursday"],
        "later": ["next week"],
        "waiting": ["asked"],
        "undated": ["someday"],
        "far": [],
    }


def test_every_entry_has_exactly_one_group_and_row_and_query_agree(cast: Cast) -> None:
    for number, days in enumerate((-40, -1, 0, 1, 5, 6, 29, 30, 31, 400)):
        put(
            f"mine {number}",
            due_on=TUESDAY + timedelta(days=days),
            owner=cast.vettweiss,
            organisation_ids=[cast.town_hall_vettweiss.pk],
        )
        put(f"house {number}", due_on=TUESDAY + timedelta(days=days), confidentiality=OPEN, waiting_for=plain("Vettweiß"),
            organisation_ids=[cast.town_hall_vettweiss.pk])  # fmt: skip
    for user in (cast.head, cast.vettweiss):
        access = access_on(user, TUESDAY)
        groups = desk_groups(access, EntryFilters(whose="all"), TUESDAY)
        found = list(open_entries(access, EntryFilters(whose="all"), TUESDAY))
        assert len(found) == 20
        # What lies behind the horizon is only said to be there.
        counted = {group.name: group.count or group.more for group in groups}
        expected = Counter(group_of(access, entry, TUESDAY) for entry in found)
        assert counted == {**expected, "far": True}


def test_the_week_ends_on_sunday() -> None:
    assert end_of_week(TUESDAY) == end_of_week(date(2026, 11, 29)) == date(2026, 11, 29)


def test_a_town_hall_sees_open_entries_of_its_own_house_only(cast: Cast) -> None:
    put("ours", confidentiality=OPEN, organisation_ids=[cast.town_hall_vettweiss.pk])
    put("both", confidentiality=OPEN, organisation_ids=[cast.town_hall_vettweiss.pk, cast.town_hall_juelich.pk])
    put("internal", organisation_ids=[cast.town_hall_vettweiss.pk])
    put("of the unit", confidentiality=OPEN)
    assert seen_by(cast.vettweiss) == {"ours", "both"}
    assert seen_by(cast.juelich) == {"both"}
    assert seen_by(cast.council) == seen_by(cast.nobody) == set()


def test_confidential_entries_are_seen_in_their_field_and_by_the_head(cast: Cast) -> None:
    put("secret", confidentiality=CONFIDENTIAL, field="land")
    assert seen_by(cast.land_officer) == seen_by(cast.head) == {"secret"}
    assert seen_by(cast.funding_officer) == set()


def test_an_entry_of_two_houses_is_shown_once_to_somebody_of_both(cast: Cast) -> None:
    RoleAssignment.objects.create(
        user=cast.vettweiss, role="townhall", organisation=cast.town_hall_juelich, valid_from=date(2020, 1, 1)
    )
    put("both", confidentiality=OPEN, organisation_ids=[cast.town_hall_vettweiss.pk, cast.town_hall_juelich.pk])
    assert entries_for(access_on(cast.vettweiss, TUESDAY)).count() == 1


def test_who_has_left_a_house_no_longer_sees_its_entries_though_once_their_owner(cast: Cast) -> None:
    put("old", confidentiality=OPEN, organisation_ids=[cast.town_hall_vettweiss.pk], owner=cast.juelich)
    assert seen_by(cast.juelich) == set()


def test_a_private_task_is_seen_by_its_owner_and_no_colleague(cast: Cast) -> None:
    create_task(
        title="Zahnarzt", note="", kind="task", due_on=TUESDAY, owner=cast.vettweiss, shared=False, is_unit=False,
        organisation_ids=[cast.town_hall_vettweiss.pk], by=cast.vettweiss,
    )  # fmt: skip
    assert seen_by(cast.vettweiss) == {"Zahnarzt"}
    assert seen_by(cast.funding_officer) == seen_by(cast.juelich) == set()


def test_while_somebody_is_away_their_entries_lie_on_the_deputys_desk_with_a_word(
    cast: Cast, client_for: ClientFor
) -> None:
    put("Verwendungsnachweis", owner=cast.funding_officer, confidentiality=CONFIDENTIAL, due_on=timezone.localdate())
    page = client_for(cast.land_officer).get("/desk/").content.decode()
    assert "Verwendungsnachweis" not in page
    today = timezone.localdate()
    Deputy.objects.create(
        user=cast.funding_officer, deputy=cast.land_officer, away_from=today, away_until=today + timedelta(days=3)
    )
    page = client_for(cast.land_officer).get("/desk/").content.decode()
    assert "Verwendungsnachweis" in page
    assert cast.funding_officer.name in page
    Deputy.objects.update(away_from=today - timedelta(days=9), away_until=today - timedelta(days=1))
    assert "Verwendungsnachweis" not in client_for(cast.land_officer).get("/desk/").content.decode()


def test_mine_field_and_all_differ_and_kind_and_organisation_narrow(cast: Cast, client_for: ClientFor) -> None:
    today = timezone.localdate()
    put("meins", owner=cast.funding_officer, due_on=today, organisation_ids=[cast.town_hall_juelich.pk])
    put("feld", owner=cast.head, due_on=today)
    put("fremd", owner=cast.head, field="land", due_on=today, kind="promise")
    client = client_for(cast.funding_officer)

    def shown(query: str) -> set[str]:
        page = client.get(f"/desk/{query}").content.decode()
        return {title for title in ("meins", "feld", "fremd") if f">{title}<" in page}

    assert shown("") == {"meins"}
    assert shown("?whose=field") == {"meins", "feld"}
    assert shown("?whose=all") == {"meins", "feld", "fremd"}
    assert shown("?whose=all&kind=promise") == {"fremd"}
    assert shown(f"?whose=all&organisation={cast.town_hall_juelich.pk}") == {"meins"}
    assert shown("?whose=nonsense&organisation=x&kind=none") == {"meins"}


def test_the_page_asks_the_same_few_questions_for_none_one_and_many(cast: Cast, client_for: ClientFor) -> None:
    client, today = client_for(cast.funding_officer), timezone.localdate()
    houses = [cast.town_hall_juelich.pk]
    client.get("/desk/")

    def asked() -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/desk/?whose=all").status_code == 200
        return len(queries)

    numbers = [asked()]
    put("one", owner=cast.funding_officer, due_on=today, organisation_ids=houses)
    numbers.append(asked())
    for number in range(60):
        owner = cast.head if number % 2 else cast.funding_officer
        put(f"many {number}", owner=owner, due_on=today + timedelta(days=number - 20), organisation_ids=houses)
    numbers.append(asked())
    # Without a single entry there are no rows to fetch.
    assert numbers[0] <= numbers[1] == numbers[2] <= 14


def test_a_group_with_many_entries_shows_the_first_eight_and_leads_to_all(cast: Cast, client_for: ClientFor) -> None:
    for number in range(70):
        put(f"late {number:02}", owner=cast.head, due_on=timezone.localdate() - timedelta(days=3))
    client = client_for(cast.head)
    page = client.get("/desk/").content.decode()
    assert page.count('id="entry-') == 8
    assert "group=overdue" in page
    assert client.get("/desk/?group=overdue").content.decode().count('id="entry-') == 50
    assert client.get("/desk/?group=overdue&page=2").content.decode().count('id="entry-') == 20
    assert client.get("/desk/?group=nonsense").status_code == 404


def test_done_takes_a_task_away_and_undo_brings_it_back_without_javascript(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.head)
    client.post("/desk/tasks/new/", {"title": "Anrufen", "kind": "task", "due_on": str(timezone.localdate())})
    entry = Entry.objects.get()
    answer = client.post(f"/desk/entries/{entry.pk}/done/?whose=all", follow=True)
    assert answer.redirect_chain[-1][0] == "/desk/?whose=all"
    assert f"/desk/entries/{entry.pk}/reopen/" in answer.content.decode()
    entry.refresh_from_db()
    assert (entry.state, entry.done_by) == ("done", cast.head)
    client.post(f"/desk/entries/{entry.pk}/reopen/")
    entry.refresh_from_db()
    assert entry.state == "open"


def test_with_htmx_done_answers_with_the_groups_and_an_undo_bar_in_them(cast: Cast, client_for: ClientFor) -> None:
    put("to read", kind="read", owner=cast.head)
    entry, client = Entry.objects.get(), client_for(cast.head)
    page = client.post(f"/desk/entries/{entry.pk}/done/", headers={"HX-Request": "true"}).content.decode()
    assert page.strip().startswith("<section")
    assert f"/desk/entries/{entry.pk}/reopen/" in page
    page = client.post(f"/desk/entries/{entry.pk}/reopen/", headers={"HX-Request": "true"}).content.decode()
    assert "to read" in page


def test_what_is_foreign_does_not_exist(cast: Cast, client_for: ClientFor) -> None:
    entry = put(
        "ours", kind="task", confidentiality=OPEN, organisation_ids=[cast.town_hall_vettweiss.pk], owner=cast.vettweiss
    )
    stranger = client_for(cast.juelich)
    for path in ("", "edit/"):
        assert stranger.get(f"/desk/entries/{entry.pk}/{path}").status_code == 404
    for path in ("done", "reopen", "postpone", "hand-over", "take-on", "delete"):
        assert stranger.post(f"/desk/entries/{entry.pk}/{path}/").status_code == 404
    assert client_for(cast.council).get("/desk/").status_code == 403
    assert Client().get("/desk/").status_code == 302


def test_a_colleague_of_the_house_sees_but_does_not_move_what_somebody_else_owns(
    cast: Cast, client_for: ClientFor
) -> None:
    entry = put(
        "ours", kind="task", confidentiality=OPEN, organisation_ids=[cast.town_hall_vettweiss.pk], owner=cast.head
    )
    client = client_for(cast.vettweiss)
    assert client.get(f"/desk/entries/{entry.pk}/").status_code == 200
    assert client.post(f"/desk/entries/{entry.pk}/done/").status_code == 404


def test_an_entry_can_be_postponed_and_handed_to_a_colleague_on_its_page(cast: Cast, client_for: ClientFor) -> None:
    entry = put("call", kind="task", owner=cast.head, due_on=timezone.localdate())
    client, later = client_for(cast.head), timezone.localdate() + timedelta(days=4)
    assert client.get(f"/desk/entries/{entry.pk}/").status_code == 200
    assert client.post(f"/desk/entries/{entry.pk}/postpone/", {"until": str(later)}).status_code == 302
    wrong = client.post(f"/desk/entries/{entry.pk}/postpone/", {"until": "2020-01-01"})
    assert wrong.status_code == 422
    assert client.post(f"/desk/entries/{entry.pk}/hand-over/", {"to": cast.vettweiss.pk}).status_code == 422
    assert client.post(f"/desk/entries/{entry.pk}/hand-over/", {"to": cast.land_officer.pk}).status_code == 302
    entry.refresh_from_db()
    assert (entry.owner, entry.due_on) == (cast.land_officer, later)


def test_a_task_is_added_once_though_sent_twice_and_can_be_changed_and_deleted(
    cast: Cast, client_for: ClientFor
) -> None:
    client = client_for(cast.vettweiss)
    assert client.get("/desk/tasks/new/").status_code == 200
    typed = {"title": "Karte", "kind": "reminder", "due_on": "2026-12-01", "once_key": "abc"}
    client.post("/desk/tasks/new/", typed)
    client.post("/desk/tasks/new/", typed)
    entry = Entry.objects.get()
    assert client.get(f"/desk/entries/{entry.pk}/edit/").status_code == 200
    changed = {"title": "Plan", "kind": "task", "shared": "on", "version": entry.version}
    assert client.post(f"/desk/entries/{entry.pk}/edit/", changed).status_code == 302
    assert client.post(f"/desk/entries/{entry.pk}/edit/", changed).status_code == 422
    entry.refresh_from_db()
    assert (str(entry.title), entry.confidentiality) == ("Plan", OPEN)
    answer = client.post(f"/desk/entries/{entry.pk}/delete/", follow=True)
    assert "reopen" in answer.content.decode()


def test_an_empty_title_is_refused_with_the_form_shown_again(cast: Cast, client_for: ClientFor) -> None:
    assert client_for(cast.head).post("/desk/tasks/new/", {"title": "", "kind": "task"}).status_code == 422


def test_the_printed_desk_has_every_entry_and_no_buttons(cast: Cast, client_for: ClientFor) -> None:
    for number in range(30):
        put(f"late {number:02}", owner=cast.head, due_on=timezone.localdate() - timedelta(days=3))
    page = client_for(cast.head).get("/desk/print/").content.decode()
    assert page.count("late ") == 30
    assert "hx-post" not in page


def test_the_menu_counts_what_wants_something_until_sunday(cast: Cast) -> None:
    for days in (-1, 0, 2, 20):
        put(str(days), owner=cast.head, due_on=TUESDAY + timedelta(days=days))
    assert due_count(access_on(cast.head, TUESDAY), TUESDAY) == 3


def test_the_greeting_follows_the_clock() -> None:
    assert len({greeting(7), greeting(13), greeting(20)}) == 3


def test_an_unowned_entry_of_a_field_lies_on_the_desk_of_its_officer(cast: Cast) -> None:
    put("nobody's", due_on=TUESDAY)
    funding, land = (access_on(user, TUESDAY) for user in (cast.funding_officer, cast.land_officer))
    assert open_entries(funding, EntryFilters(), TUESDAY).count() == 1
    assert open_entries(land, EntryFilters(), TUESDAY).count() == 0


def test_a_town_halls_desk_has_its_awards_deadlines_though_the_unit_owns_them_but_no_colleagues_tasks(
    cast: Cast,
) -> None:
    houses = [cast.town_hall_vettweiss.pk]
    colleague = User.objects.create(email="kollegin@example.org", name="Kollegin")
    RoleAssignment.objects.create(
        user=colleague, role="townhall", organisation=cast.town_hall_vettweiss, valid_from=date(2020, 1, 1)
    )
    put("deadline", owner=cast.funding_officer, confidentiality=OPEN, organisation_ids=houses, due_on=TUESDAY)
    put("hers", owner=colleague, kind="task", confidentiality=OPEN, organisation_ids=houses, due_on=TUESDAY)
    access = access_on(cast.vettweiss, TUESDAY)
    assert [str(entry.title) for entry in open_entries(access, EntryFilters(), TUESDAY)] == ["deadline"]
    assert open_entries(access, EntryFilters(whose="all"), TUESDAY).count() == 2
