"""Done and undo as people press them, and the desk on a narrow telephone."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser

from wandel.conftest import Cast
from wandel.office.desk.models import Entry
from wandel.office.desk.tests.test_desk_page import put
from wandel.office.people.models import User
from wandel.ui.phrases import plain

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(cast: Cast, live_server: Any, client_for: Callable[[User], Client], chromium: Browser) -> Iterator[Any]:
    put("Karte schicken", kind="task", owner=cast.head, due_on=timezone.localdate())
    put("Verwendungsnachweis der Landgemeinde Titz für den Umbau des Bahnhofsumfelds", owner=cast.head,
        due_on=timezone.localdate() + timedelta(days=3), context=plain("ein langer Name"))  # fmt: skip
    session = client_for(cast.head).cookies["sessionid"].value
    context = chromium.new_context(base_url=live_server.url)
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    drawn = context.new_page()
    drawn.complaints = []
    drawn.on("console", lambda message: drawn.complaints.append(message.text) if message.type == "error" else None)
    yield drawn
    context.close()


def test_done_swaps_the_groups_in_place_and_undo_brings_the_row_back(page: Any) -> None:
    entry = Entry.objects.get(kind="task")
    row = page.locator(f"#entry-{entry.pk}")
    page.goto("/desk/")
    page.evaluate("window.still_here = true")
    row.locator("form[hx-post] button").click()
    row.wait_for(state="detached")
    page.locator("#desk-groups .message form button").click()
    row.wait_for()
    assert page.evaluate("window.still_here")
    assert page.complaints == []
    entry.refresh_from_db()
    assert entry.state == "open"


def test_on_a_narrow_telephone_nothing_is_cut_off(page: Any) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    for path in ("/desk/", "/calendar/", "/calendar/subscription/"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.goto("/desk/")
    assert page.evaluate("(e => e.scrollWidth <= e.clientWidth)(document.querySelector('#desk-groups .table-scroll'))")
    page.goto("/calendar/")
    assert not page.locator("table.calendar").is_visible()
    assert page.locator(".calendar-list").is_visible()
    assert page.complaints == []
