"""The search box and the month without a mouse, and pages turned round or in the reader's own colours."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, TimeoutError

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]
HEAD = "head"


def type_into_search(page: Page, words: str) -> Any:
    # The first page of a fresh demo may stand before its scripts do; a person would type again too.
    for _attempt in range(6):
        page.keyboard.press("/")
        page.locator("#search-box").press("Control+a")
        page.keyboard.type(words)
        try:
            page.locator("#search-list [role=option]").first.wait_for(timeout=5_000)
            break
        except TimeoutError:
            page.locator("#search-box").press("Escape")
            page.locator("body").click(position={"x": 2, "y": 2})
    return page.locator("#search-box")


def test_arrows_choose_a_suggestion_and_enter_opens_it(visit: Visit, axe: Callable[[Page], list[str]]) -> None:
    page = visit(HEAD)
    box = type_into_search(page, "radweg")
    assert box.get_attribute("role") == "combobox"
    assert box.get_attribute("aria-expanded") == "true"
    assert box.get_attribute("aria-controls") == "search-list"
    assert box.get_attribute("aria-activedescendant") is None
    options = page.locator("#search-list [role=option]")
    page.keyboard.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    assert options.first.get_attribute("aria-selected") == "true"
    page.keyboard.press("ArrowUp")
    assert box.get_attribute("aria-activedescendant") is None
    page.keyboard.press("ArrowUp")
    assert options.last.get_attribute("aria-selected") == "true"
    assert axe(page) == []
    assert page.evaluate("document.activeElement.id") == "search-box"
    assert box.input_value() == "radweg"
    wanted = options.last.get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{wanted}")


def test_escape_closes_the_list_and_keeps_the_words(visit: Visit) -> None:
    page = visit(HEAD)
    box = type_into_search(page, "radweg")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    assert box.get_attribute("aria-expanded") == "false"
    assert box.get_attribute("aria-activedescendant") is None
    assert not page.locator("#search-suggestions").is_visible()
    assert box.input_value() == "radweg"
    page.keyboard.press("ArrowDown")
    assert page.locator("#search-suggestions").is_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=radweg*")


def test_without_a_choice_enter_searches_and_what_was_said_is_read_out(visit: Visit) -> None:
    page = visit(HEAD)
    type_into_search(page, "vettweiß")
    count = page.locator("#search-list [role=option]").count()
    assert str(count) in page.locator("#search-said").inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")


def focused_day(page: Page) -> str:
    return str(page.evaluate("document.activeElement.querySelector('time')?.dateTime"))


def test_arrows_move_between_days_and_pages_between_months(visit: Visit, axe: Callable[[Page], list[str]]) -> None:
    page = visit(HEAD)
    page.goto("/calendar/?month=2027-01")
    assert page.locator("[role=grid] td[tabindex='0']").count() == 1
    page.locator("[role=grid] td[tabindex='0']").focus()
    assert focused_day(page) == "2027-01-01"
    steps = [("ArrowRight", "2027-01-02"), ("ArrowDown", "2027-01-09"), ("ArrowLeft", "2027-01-08"), ("ArrowUp", "2027-01-01"),
        ("Home", "2026-12-28"), ("End", "2027-01-03"), ("ArrowDown", "2027-01-10")]  # fmt: skip
    for key, day in steps:
        page.keyboard.press(key)
        assert focused_day(page) == day, key
    assert page.locator("[role=grid] td[tabindex='0']").count() == 1
    assert axe(page) == []
    page.keyboard.press("PageDown")
    page.wait_for_url("**month=2027-02*")
    assert focused_day(page) == "2027-02-10"
    page.keyboard.press("PageUp")
    page.wait_for_url("**month=2027-01*")
    assert focused_day(page) == "2027-01-10"


def test_the_last_day_of_a_long_month_meets_the_last_of_a_short_one(visit: Visit) -> None:
    page = visit(HEAD)
    page.goto("/calendar/?month=2027-01")
    page.locator("td:has(time[datetime='2027-01-31'])").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**month=2027-02*")
    assert focused_day(page) == "2027-02-01"
    page.goto("/calendar/?month=2027-01")
    page.locator("td:has(time[datetime='2027-01-31'])").focus()
    page.keyboard.press("PageDown")
    page.wait_for_url("**month=2027-02*")
    assert focused_day(page) == "2027-02-28"


def test_enter_leads_to_the_entries_of_a_day_and_escape_back(visit: Visit) -> None:
    page = visit(HEAD)
    page.goto("/calendar/")
    cell = page.locator("td:has(li a)").first
    cell.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "A"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.tagName") == "TD"


@pytest.mark.parametrize("path", ["/calendar/", "/desk/", "/awards/"])
def test_turned_round_the_frame_stands_on_the_right_and_nothing_sticks_out(visit: Visit, path: str) -> None:
    page = visit(HEAD)
    page.goto(path)
    page.evaluate("document.documentElement.dir = 'rtl'")
    assert page.evaluate("document.querySelector('.side').getBoundingClientRect().right") == page.evaluate(
        "document.documentElement.clientWidth"
    )
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    icon, box = ("document.querySelector('.search .icon')", "document.querySelector('#search-box')")
    assert page.evaluate(f"{icon}.getBoundingClientRect().left > {box}.getBoundingClientRect().left + 100")


def test_in_a_page_that_runs_from_right_to_left_the_left_arrow_goes_forward(visit: Visit) -> None:
    page = visit(HEAD)
    page.goto("/calendar/?month=2027-01")
    page.evaluate("document.documentElement.dir = 'rtl'")
    page.locator("td:has(time[datetime='2027-01-13'])").focus()
    page.keyboard.press("ArrowLeft")
    assert focused_day(page) == "2027-01-14"


def test_in_the_readers_own_colours_the_chosen_and_the_focused_are_seen(visit: Visit) -> None:
    page = visit(HEAD)
    page.emulate_media(forced_colors="active")
    chosen = page.locator(".side__group a[aria-current]").first
    other = page.locator(".side__group a:not([aria-current])").first
    shade = "element => getComputedStyle(element).backgroundColor"
    assert chosen.evaluate(shade) != other.evaluate(shade)
    box = type_into_search(page, "radweg")
    page.keyboard.press("ArrowDown")
    options = page.locator("#search-list [role=option]")
    assert options.first.evaluate(shade) != options.last.evaluate(shade)
    assert box.evaluate("element => getComputedStyle(element).outlineStyle") == "solid"
