"""A real browser looks at every component: no accessibility violation, no sideways scrolling, usable by keyboard."""

from pathlib import Path

import pytest
from django.test import override_settings

from wandel.ui.assets import MANIFEST

ROOT = Path(__file__).resolve().parents[4]
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = ["/ui/gallery/", "/ui/gallery/desk/", "/ui/gallery/award/", "/ui/gallery/portal/"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not MANIFEST.is_file(), reason="The front end is not built: npm --prefix frontend run build"),
    pytest.mark.skipif(not AXE.is_file(), reason="axe-core is missing: npm --prefix frontend ci"),
    pytest.mark.django_db,
]


@pytest.fixture
def site(live_server):
    with override_settings(ROOT_URLCONF="wandel.ui.tests.urls"):
        yield live_server.url


@pytest.fixture
def open_page(chromium, site):
    contexts = []

    def open_it(path, *, width=1360, theme="light", **options):
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, color_scheme=theme, locale="de-DE", **options
        )
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda message: page.complaints.append(message.text) if message.type == "error" else None)
        page.goto(site + path)
        page.wait_for_load_state("load")
        return page

    yield open_it
    for context in contexts:
        context.close()


def violations(page):
    # Through the debugger, because the page's own policy rightly refuses scripts from elsewhere.
    session = page.context.new_cdp_session(page)
    session.send("Runtime.evaluate", {"expression": AXE.read_text()})
    found = page.evaluate(f"async () => (await axe.run(document, {{runOnly: {RULES}}})).violations")
    return [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1360])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_accessible_fits_and_breaks_no_policy(open_page, path, width, theme):
    page = open_page(path, width=width, theme=theme)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.complaints == []


def test_the_chosen_theme_beats_the_device(open_page):
    page = open_page("/ui/gallery/desk/?theme=dark", theme="light")
    assert page.evaluate("getComputedStyle(document.querySelector('.card')).backgroundColor") == "rgb(23, 27, 43)"
    assert violations(page) == []


def test_slash_leads_to_the_search_box_but_not_while_typing(open_page):
    page = open_page("/ui/gallery/")
    page.locator("main").focus()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search-box"
    page.keyboard.type("a/b")
    assert page.locator("#search-box").input_value() == "a/b"


def test_the_skip_link_is_the_first_stop_and_leads_to_the_content(open_page):
    page = open_page("/ui/gallery/desk/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#content"


def test_on_a_phone_the_navigation_opens_and_closes_even_without_script(open_page):
    page = open_page("/ui/gallery/desk/", width=375, java_script_enabled=False)
    assert not page.locator("#side").is_visible()
    page.locator(".top__menu").click()
    assert page.locator("#side").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#side").is_visible()


def test_a_wrong_form_puts_the_reader_at_the_list_of_errors(open_page):
    page = open_page("/ui/gallery/")
    assert "error-summary" in page.evaluate("document.activeElement.className")
    page.locator(".error-summary a").first.click()
    assert page.evaluate("document.activeElement.id") == "wrong_title"


def test_a_combobox_is_chosen_by_typing_and_arrow_keys(open_page):
    page = open_page("/ui/gallery/")
    field = page.get_by_role("combobox", name="Rathaus").first
    assert field.input_value() == "Gemeinde Vettweiß"
    field.focus()
    page.keyboard.type("huertg".replace("ue", "u"))
    page.keyboard.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant")
    page.keyboard.press("Enter")
    assert field.input_value() == "Gemeinde Hürtgenwald"
    assert page.locator("select[name=recipient]").first.input_value() == "Gemeinde Hürtgenwald"
    page.keyboard.type("quatsch")
    page.keyboard.press("Escape")
    assert field.input_value() == "Gemeinde Hürtgenwald"


def test_a_combobox_without_script_is_a_select(open_page):
    page = open_page("/ui/gallery/", java_script_enabled=False)
    page.locator("#id_recipient").select_option("Landgemeinde Titz")
    assert page.locator("#id_recipient").input_value() == "Landgemeinde Titz"


def test_text_at_double_size_still_fits(open_page):
    page = open_page("/ui/gallery/award/", width=640)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_paper_shows_the_content_without_the_frame(open_page):
    page = open_page("/ui/gallery/desk/")
    page.emulate_media(media="print")
    assert not page.locator("#side").is_visible()
    assert not page.locator(".top").is_visible()
    assert page.locator("h1").is_visible()
