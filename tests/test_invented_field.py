"""A field nobody built yet – beekeeping – finds its place without a lower storey knowing it."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.http import HttpRequest
from django.test import Client, RequestFactory

from wandel.conftest import Cast
from wandel.office.desk.actions.entry import close_entry, upsert_entry
from wandel.office.desk.models import Entry
from wandel.office.journal.actions import record
from wandel.office.journal.queries import entries_about
from wandel.office.people.access import access_on
from wandel.office.people.models import Organisation
from wandel.office.search.actions import index
from wandel.office.search.queries import suggest
from wandel.ui.phrases import Phrase, plain
from wandel.ui.sinks import OPEN, FollowUp, SearchText, announce_follow_up
from wandel.ui.slots import Panel, menu, panels, register_panel, remove_panel
from wandel.ui.subjects import SubjectRef

pytestmark = pytest.mark.database
DAY = date(2026, 11, 23)
HIVE = SubjectRef("bees.hive", "7", "/bees/7/", "Bienenstock Vettweiß")


@pytest.fixture
def bees() -> Iterator[None]:
    """The invented field registers a panel that authorises by itself."""

    def panel(request: HttpRequest, organisation: object) -> Panel | None:
        return Panel("Bienen", "ui/_empty_panel.html") if getattr(request, "may_see_bees", False) else None

    register_panel("people.organisation", panel, order=99, name="bees")
    yield
    remove_panel("people.organisation", name="bees")


def test_a_slot_shows_the_panel_only_to_those_its_field_lets_in(bees: None) -> None:
    request = RequestFactory().get("/")
    request.user = type("Nobody", (), {"is_authenticated": False})()
    assert "Bienen" not in [panel.title for panel in panels("people.organisation", request, Organisation(pk=1))]
    request.may_see_bees = True
    assert "Bienen" in [panel.title for panel in panels("people.organisation", request, Organisation(pk=1))]


def test_a_panel_registered_twice_shows_once(bees: None) -> None:
    register_panel("people.organisation", lambda request, subject: Panel("Bienen", ""), order=99, name="bees")
    request = RequestFactory().get("/")
    request.user = type("Nobody", (), {"is_authenticated": False})()
    assert [panel.title for panel in panels("people.organisation", request, Organisation(pk=1))].count("Bienen") == 1


def test_the_menu_keeps_the_order_of_the_unit() -> None:
    orders = [entry.order for entry in menu()]
    assert orders == sorted(orders)


def announce(cast: Cast, **changes: object) -> None:
    upsert_entry(
        **{
            "key": "bees-7-honey",
            "kind": "honey",
            "subject": HIVE,
            "title": plain("Honig schleudern"),
            "due_on": DAY,
            "organisation_ids": [cast.town_hall_vettweiss.pk],
            "owner": None,
            "field": "land",
            "confidentiality": OPEN,
            "context": plain("Bienenstock"),
            "basis": plain("weil es Zeit ist"),
            "waiting_for": Phrase(""),
            "by": cast.land_officer,
            **changes,
        }
    )


def test_its_entry_reaches_the_desk_of_its_town_hall_once_and_leaves_it(
    cast: Cast, client_for: Callable[..., Client]
) -> None:
    announce(cast)
    announce(cast)
    assert Entry.objects.filter(key="bees-7-honey").count() == 1
    assert "Honig schleudern" in client_for(cast.vettweiss).get("/desk/?whose=all").content.decode()
    assert "Honig schleudern" not in client_for(cast.juelich).get("/desk/?whose=all").content.decode()
    close_entry(key="bees-7-honey", by=cast.land_officer, on=DAY)
    assert "Honig schleudern" not in client_for(cast.vettweiss).get("/desk/?whose=all").content.decode()


def test_a_lower_storey_announces_and_the_desk_listens(cast: Cast) -> None:
    announce_follow_up(
        FollowUp(
            key="bees-8", kind="promise", subject=HIVE, title=plain("Wabe bringen"), due_on=DAY, owner_id=cast.head.pk
        )
    )
    assert Entry.objects.get(key="bees-8").owner == cast.head


def test_it_is_found_and_written_down_without_being_known(cast: Cast) -> None:
    index(
        SearchText(
            subject=HIVE,
            title="Bienenstock Vettweiß",
            organisation_ids=(cast.town_hall_vettweiss.pk,),
            field="land",
            confidentiality=OPEN,
        )
    )
    record(by=cast.land_officer, message=plain("Bienen gezählt"), subject=HIVE)
    assert [hit.subject_path for hit in suggest(access_on(cast.vettweiss, DAY), "bienenst").hits] == ["/bees/7/"]
    assert suggest(access_on(cast.juelich, DAY), "bienenst").hits == []
    assert entries_about("bees.hive", "7").count() == 1
