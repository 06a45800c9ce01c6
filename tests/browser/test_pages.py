"""Every page a person can open: no accessibility violation in either theme, nothing sticks out at 320 px."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser
PAGES = {
    "": ["/", "/welcome/", "/welcome/move/", "/welcome/invest/", "/welcome/other/", "/s/lost/", "/motion/", "/imprint/", "/privacy/",
         "/accessibility/", "/sites/", "/outbox/", "/accounts/login/", "/nothing-here/", "/land/open/"],
    "funding": ["/desk/", "/calendar/", "/calendar/subscription/", "/desk/print/", "/awards/", "/awards/1/", "/awards/1/money/",
                "/awards/1/notice/", "/awards/1/set-up/", "/awards/1/history/", "/awards/1/edit/", "/awards/new/", "/municipalities/",
                "/municipalities/05358060/", "/organisations/", "/organisations/2/", "/organisations/2/edit/", "/organisations/2/merge/",
                "/organisations/new/", "/persons/1/", "/persons/new/", "/contacts/1/", "/contacts/new/", "/search/?q=dorf",
                "/search/?q=xyzxyz", "/rounds/", "/rounds/2/", "/intake/", "/intake/new/", "/runs/", "/account/", "/land/map/", "/land/map/print/"],
    "land": ["/land/sites/1/", "/land/sites/1/facts/", "/land/sites/1/planning/", "/land/sites/1/documents/", "/land/sites/1/history/",
             "/land/sites/1/edit/", "/land/sites/1/split/", "/land/sites/1/merge/", "/land/sites/1/retire/",
             "/rounds/answers/16/take-over/", "/land/sites/", "/land/sites/new/", "/land/stock/", "/land/density/", "/land/density/new/", "/rounds/2/compare/",
             "/land/balance/", "/land/snapshots/", "/land/analyses/compare/", "/land/rules/new/", "/land/rules/1/", "/land/rules/1/pairs/",
             "/land/density/settlements/new/", "/rounds/2/take-over/",
             "/land/layers/", "/land/layers/import/", "/land/analyses/"],
    "head": ["/desk/", "/journal/", "/intake/"],
    "vettweiss": ["/desk/", "/land/sites/", "/land/sites/new/", "/awards/", "/awards/1/", "/ideas/new/"],
    "treasury": ["/desk/", "/cosign/1/"],
    "admin": ["/users/", "/users/1/", "/users/new/", "/users/posts/", "/outbox/", "/journal/", "/desk/"],
    "council": ["/municipalities/"],
}  # fmt: skip


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("role", PAGES)
def test_pages_are_accessible(
    visit: Callable[..., Page], axe: Callable[[Page], list[str]], role: str, theme: str
) -> None:
    page = visit(role, theme=theme)
    found = {}
    for path in PAGES[role]:
        page.goto(path)
        violations = axe(page)
        if violations:
            found[path] = violations
    assert not found


@pytest.mark.parametrize("role", PAGES)
def test_nothing_sticks_out_on_a_small_phone(visit: Callable[..., Page], role: str) -> None:
    page = visit(role, width=320)
    wide = {}
    for path in PAGES[role]:
        page.goto(path)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 320:
            wide[path] = width
    assert not wide
