"""Recording a notice with a keyboard, and taking one back that was recorded in error."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
TODAY = timezone.localdate()


def test_rows_and_dates_follow_while_typing_and_nothing_typed_is_lost(visit: Callable[..., Page]) -> None:
    page = visit("funding")
    page.goto("/awards/new/")
    preview = page.locator("#preview")
    expect(preview).to_contain_text("Bewilligungszeitraum")
    page.fill("[name=title]", "Mehrgenerationenplatz")
    conditions = page.locator("[name=conditions]")
    conditions.focus()
    page.keyboard.press("ArrowDown")
    expect(conditions).not_to_have_value("")
    row = page.locator("[name=value_verwendungsnachweis_months]")
    expect(row).to_have_value("6")
    expect(conditions).to_be_focused()
    row.fill("9")
    day = (TODAY - timedelta(days=4)).isoformat()
    for name, value in (
        ("dated_on", day),
        ("sent_on", day),
        ("period_from", day),
        ("period_until", f"{TODAY.year + 2}-12-31"),
    ):
        page.fill(f"[name={name}]", value)
        page.keyboard.press("Tab")
    # Title, parties and money are still missing; nine months after the period's end, moved off a day without work.
    expect(preview).to_contain_text("Verwendungsnachweis", timeout=10000)
    expect(preview).to_contain_text(re.compile(rf"\b(30\.09|0[1-4]\.10)\.{TODAY.year + 3}"))
    expect(row).to_have_value("9")
    page.fill("[name=sent_on]", (TODAY - timedelta(days=9)).isoformat())
    page.keyboard.press("Tab")
    expect(preview).to_contain_text("trägt aber das Datum")
    page.select_option("[name=purpose]", "other")
    expect(page.locator("[name=shown_for]")).to_have_value(re.compile(r"\|other$"))
    expect(page.locator("[name=title]")).to_have_value("Mehrgenerationenplatz")


def test_an_award_recorded_in_error_is_taken_back_and_put_back(visit: Callable[..., Page]) -> None:
    page = visit("funding")
    page.goto("/awards/?q=Sirenennetz")
    page.locator("main a[href^='/awards/']", has_text="Sirenennetz").click()
    award = page.url
    page.goto(f"{award}notice/")
    page.click("a[href$='/withdraw/']")
    page.fill("[name=reason]", "Doppelt erfasst")
    page.locator("main form button.btn--primary").click()
    page.wait_for_url("**/awards/")
    expect(page.locator("main table")).not_to_contain_text("Sirenennetz")
    page.goto("/awards/?state=withdrawn")
    page.locator("main a[href^='/awards/']", has_text="Sirenennetz").click()
    expect(page.locator("main")).to_contain_text("Doppelt erfasst")
    page.locator("form[action$='/put-back/'] button").click()
    page.wait_for_url(award)
    expect(page.locator("form[action$='/put-back/']")).to_have_count(0)
    page.goto("/awards/?q=Sirenennetz")
    expect(page.locator("main table")).to_contain_text("Sirenennetz")
