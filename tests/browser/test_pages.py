"""Every page a person can open: no accessibility violation in either theme, nothing sticks out at 320 px."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser
PAGES = {
    "": ["/", "/welcome/", "/welcome/move/", "/welcome/plan/", "/welcome/schools/", "/welcome/schools/?what=primary&near=52428", "/welcome/schools/?what=childcare", "/welcome/schools/167587/", "/welcome/homes/", "/welcome/homes/?kind=plot&rooms=x", "/welcome/homes/1/", "/welcome/homes/mail/", "/welcome/homes/mail/sent/", "/welcome/appointment/", "/welcome/invest/", "/welcome/other/", "/s/lost/", "/motion/", "/imprint/", "/privacy/",
         "/accessibility/", "/demo/", "/demo/start-over/", "/r/mistyped/", "/sites/", "/outbox/", "/accounts/login/", "/nothing-here/", "/land/open/", "/api/v1/", "/ogc/", "/open-data/", "/ogc/conformance?f=html", "/ogc/collections?f=html", "/ogc/collections/sites?f=html", "/ogc/collections/sites/items?f=html"],
    "funding": ["/awards/overview/", "/awards/overview/?by=year", "/awards/quality/", "/awards/1/final/", "/desk/", "/calendar/", "/calendar/subscription/", "/desk/print/", "/awards/", "/awards/1/", "/awards/1/money/",
                "/awards/1/notice/", "/awards/1/set-up/", "/awards/1/history/", "/awards/1/edit/", "/awards/1/withdraw/", "/awards/?state=withdrawn", "/awards/new/", "/municipalities/",
                "/awards/1/plan/", "/awards/1/plan/?costs=700000", "/awards/1/plan/items/new/", "/awards/plan/items/1/", "/awards/1/plan/sources/new/", "/awards/1/plan/rule/",
                "/awards/bookings/1/edit/", "/awards/1/drawdowns/new/", "/awards/1/planned/new/", "/awards/1/contracts/", "/awards/1/contracts/new/", "/awards/contracts/1/",
                "/awards/contracts/1/edit/", "/awards/contracts/2/step/published/", "/awards/8/money/",
                "/awards/7/proofs/", "/awards/proofs/1/", "/awards/proofs/1/edit/", "/awards/proofs/1/fields/", "/awards/proofs/3/", "/awards/proofs/3/findings/new/",
                "/awards/findings/1/answer/", "/awards/proofs/3/step/accepted/", "/awards/2/proofs/new/final/", "/awards/1/bookings/import/",
                "/applications/", "/applications/?state=withdrawn", "/applications/1/", "/applications/3/", "/applications/1/edit/", "/applications/1/step/submitted/",
                "/municipalities/05358060/", "/organisations/", "/organisations/2/", "/organisations/2/edit/", "/organisations/2/merge/",
                "/organisations/new/", "/persons/1/", "/persons/new/", "/contacts/1/", "/contacts/new/", "/search/?q=dorf",
                "/search/?q=xyzxyz", "/rounds/", "/rounds/2/", "/intake/", "/intake/new/", "/runs/", "/account/", "/account/tokens/", "/api/v1/", "/land/map/", "/land/map/print/"],
    "investors": ["/programmes/", "/programmes/?sort=deadline&closed=on", "/programmes/1/", "/programmes/new/", "/programmes/import/", "/programmes/1/projects/", "/programmes/1/edit/",
                  "/programmes/of-project/11/"],
    "land": ["/land/sites/1/", "/land/sites/1/facts/", "/land/sites/1/planning/", "/land/sites/1/documents/", "/land/sites/1/history/",
             "/land/sites/1/edit/", "/land/sites/1/split/", "/land/sites/1/merge/", "/land/sites/1/retire/",
             "/rounds/answers/16/take-over/", "/land/sites/", "/land/sites/new/", "/land/stock/", "/land/density/", "/land/density/new/", "/rounds/2/compare/",
             "/land/balance/", "/land/snapshots/", "/land/analyses/compare/", "/land/rules/new/", "/land/rules/1/", "/land/rules/1/pairs/",
             "/land/density/settlements/new/", "/rounds/2/take-over/",
             "/land/layers/", "/land/layers/import/", "/land/analyses/"],
    "growth": ["/growth/", "/growth/balance/", "/growth/municipalities/05358024/", "/growth/figures/", "/growth/figures/import/", "/growth/targets/",
               "/growth/targets/new/", "/growth/scenarios/", "/growth/benchmark/", "/growth/neighbours/", "/growth/neighbours/05358060/", "/growth/scenarios/new/", "/growth/scenarios/1/", "/growth/scenarios/compare/?s=1&s=2", "/growth/offensive/", "/growth/measures/new/", "/growth/measures/1/", "/growth/campaigns/new/", "/growth/campaigns/1/"],
    "projects": ["/projects/", "/projects/board/", "/projects/portfolio/", "/projects/suggest/", "/projects/11/", "/projects/11/plan/",
                 "/projects/11/score/", "/projects/11/documents/", "/projects/11/history/", "/projects/11/edit/", "/projects/11/judge/",
                 "/projects/11/parts/party/new/", "/projects/11/parts/year/new/", "/projects/11/parts/milestone/new/", "/projects/1/", "/projects/19/",
                 "/projects/criteria/", "/projects/topics/", "/projects/topics/new/", "/projects/topics/1/", "/projects/advisers/", "/projects/advisers/new/"],
    "relocation": ["/newcomers/schools/", "/newcomers/schools/?what=childcare", "/newcomers/schools/1/edit/", "/newcomers/lists/new/", "/newcomers/offers/", "/newcomers/offers/1/",
                   "/newcomers/offers/1/edit/", "/newcomers/offers/new/", "/newcomers/offers/import/", "/newcomers/cases/", "/newcomers/cases/?state=", "/newcomers/cases/new/", "/newcomers/cases/1/", "/newcomers/cases/1/edit/",
                   "/newcomers/cases/2/", "/newcomers/cases/1/book/", "/newcomers/cases/1/ask/", "/newcomers/cases/1/companions/new/", "/newcomers/questions/", "/newcomers/questions/1/",
                   "/newcomers/appointments/", "/newcomers/appointments/hours/", "/newcomers/appointments/hours/new/", "/newcomers/numbers/"],
    "head": ["/projects/criteria/new/", "/desk/", "/journal/", "/intake/"],
    "vettweiss": ["/programmes/", "/programmes/of-project/1/", "/projects/", "/projects/1/", "/projects/suggest/", "/desk/", "/land/sites/", "/land/sites/new/", "/awards/", "/awards/1/", "/ideas/new/"],
    "treasury": ["/desk/", "/cosign/1/"],
    "admin": ["/users/", "/users/1/", "/users/new/", "/users/posts/", "/outbox/", "/journal/", "/desk/"],
    "council": ["/municipalities/", "/projects/", "/projects/11/", "/projects/portfolio/"],
}  # fmt: skip


@pytest.mark.parametrize("role", PAGES)
def test_every_page_is_accessible_in_both_themes_and_fits_a_small_phone(
    visit: Callable[..., Page], axe: Callable[..., list[str]], role: str
) -> None:
    """Each page is loaded once; theme and width change under it, as on a reader's own machine."""
    page = visit(role)
    found: dict[str, object] = {}
    for path in PAGES[role]:
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": 1360, "height": 900})
        page.goto(path)
        light = axe(page)
        page.emulate_media(color_scheme="dark")
        dark = axe(page, only=("color-contrast",))
        page.set_viewport_size({"width": 320, "height": 900})
        width = page.evaluate("document.documentElement.scrollWidth")
        if light or dark or width > 320:
            found[path] = {"light": light, "dark": dark, "width": width}
    assert not found
