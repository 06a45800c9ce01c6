"""The newcomer's plan: answered by a nurse, read on a phone in both themes, carried to a person."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def answer(page: Page) -> None:
    page.goto("/welcome/plan/")
    page.check("[name=origin][value=third_country]")
    page.select_option("[name=nationality]", "PH")
    page.select_option("[name=municipality]", "05358024")
    for name, day in (("moving_in_on", "2027-03-01"), ("entered_on", "2027-02-20"), ("working_from", "2027-03-15")):
        page.fill(f"[name={name}]", day)
    page.check("[name=regulated_profession]")
    page.fill("[name=children]", "04.05.2021")
    page.locator("main form button.btn--primary").click()


def test_a_nurses_plan_is_accessible_fits_a_phone_and_leads_to_a_person(
    visit: Callable[..., Page], axe: Callable[[Page], list[str]]
) -> None:
    page = visit("")
    answer(page)
    expect(page.locator("ol.plan > li")).to_have_count(13)
    expect(page.locator("main")).to_contain_text("15.03.2027")
    assert axe(page) == []
    page.emulate_media(color_scheme="dark")
    assert axe(page) == []
    page.set_viewport_size({"width": 320, "height": 900})
    wide = page.evaluate(
        "[...document.querySelectorAll('main *')].filter((one) => one.getBoundingClientRect().right > 321).map((one) => one.outerHTML.slice(0, 120))"
    )
    assert wide == []
    with page.expect_download() as download:
        page.click("button[value=calendar]")
    assert download.value.suggested_filename == "plan.ics"
    page.click("button[value=person]")
    expect(page.locator("[name=message]")).to_have_value(re.compile("Philippinen"))


def test_a_kept_plan_is_ticked_off_on_a_phone_and_opened_again_by_its_link_without_javascript(
    visit: Callable[..., Page], axe: Callable[[Page], list[str]]
) -> None:
    page = visit("", width=320)
    answer(page)
    page.click("button[value=keep]")
    expect(page).to_have_url(re.compile(r"/welcome/plan/kept/\d+/$"))
    assert axe(page) == []
    page.emulate_media(color_scheme="dark")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    link = page.locator(".secret-link a").get_attribute("href")
    assert link
    steps = page.locator("ol.plan > li")
    steps.first.locator("button[name=done]").click()
    expect(steps.first).to_contain_text("erledigt")
    again = visit("", javascript=False)
    again.goto(link)
    expect(again).to_have_url(re.compile(r"/welcome/plan/kept/\d+/$"))
    expect(again.locator("ol.plan > li").first).to_contain_text("erledigt")
    again.locator("form[action$='/delete/'] button").click()
    expect(again).to_have_url(re.compile("/welcome/plan/$"))
    assert visit("").goto(link).status == 404
