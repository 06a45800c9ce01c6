"""The story, walked in a real browser: steps 1 to 5 (up to the answer), 6 (up to the refused drawdown), 8 (first half) and 10. Every field extends it."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
TODAY = date.today()  # noqa: DTZ011 – the demo is made for the machine's own day


def test_step_1_the_motion_leads_to_the_screens_that_serve_it(visit: Callable[..., Page]) -> None:
    page = visit("head")
    page.goto("/motion/")
    assert page.locator("tbody tr").count() == 12
    for address in {link.get_attribute("href") for link in page.locator("main tbody a").all()}:
        response = page.goto(address)
        assert response.status == 200, address


def test_step_2_vettweiss_answers_the_round_from_the_mail_and_sends_an_idea(visit: Callable[..., Page]) -> None:
    page = visit()
    page.goto("/outbox/")
    row = (
        page.locator("tr, li")
        .filter(has_text="rathaus@vettweiss.example")
        .filter(has_text=f"Flächenabfrage {TODAY.year}")
        .first
    )
    row.get_by_role("link").first.click()
    page.locator("main a[href*='/r/']").first.click()
    assert "/r/answer/" in page.url, "the secret is exchanged for a session and gone from the address"
    assert page.locator("input[name$='-name']").count() == 2, "last year's areas are filled in"
    page.fill("[name=areas-0-size]", "3,6")
    page.fill("[name=areas-1-size]", "1,1")
    page.click("#add-areas")
    page.wait_for_selector("[name=areas-2-name]")
    page.fill("[name=areas-2-name]", "Am alten Bahndamm")
    page.select_option("[name=areas-2-type]", index=1)
    page.fill("[name=areas-2-size]", "2,4")
    page.select_option("[name=areas-2-state]", index=1)
    page.select_option("[name=publish]", "yes")
    page.select_option("[name=visit]", "yes")
    page.fill("[name=who]", "Bauamt Vettweiß")
    page.click("#answer-finish")
    page.wait_for_url("**/done/")
    page.locator("main a[href*='answer=']").click()
    page.locator("textarea[name='message']").fill("Der alte Bahndamm wird ein Radweg mit Werkstatt und Café.")
    if page.locator("input[name='name']").count() and not page.locator("input[name='name']").input_value():
        page.locator("input[name='name']").fill("Bauamt Vettweiß")
    if page.locator("input[name='consent']").count():
        page.locator("input[name='consent']").check()
    page.wait_for_timeout(3500)
    page.locator("main form button.btn--primary").last.click()
    page.wait_for_load_state()
    assert "/thanks/" in page.url
    officer = visit("projects")
    officer.goto("/intake/")
    expect(officer.locator("main")).to_contain_text("Vettweiß")
    officer.goto("/projects/")
    with officer.expect_navigation(wait_until="load"):
        officer.locator("form[action^='/projects/take/'] button").last.click()
    expect(officer.locator("main")).to_contain_text("Vettweiß")
    expect(officer.locator("#next")).to_be_visible()


def test_step_3_a_weight_moves_parcels_recolour_and_a_candidate_becomes_a_site(visit: Callable[..., Page]) -> None:
    page = visit("land")
    # The worker lays the land out while the first pages are looked at.
    for _attempt in range(90):
        page.goto("/land/analyses/")
        if page.locator("a[href^='/land/map/?analysis=']").count() >= 2:
            break
        page.wait_for_timeout(2000)
    page.goto("/land/map/")
    expect(page.locator("main")).to_contain_text("synthetisch")
    page.wait_for_function("() => document.querySelector('.landmap')?.landmap?.scores?.parcels", timeout=60_000)
    page.evaluate(
        """async () => { const { map } = document.querySelector('.landmap').landmap;
        map.jumpTo({ center: [6.48, 50.80], zoom: 13 }); await new Promise((done) => map.once('idle', done)); }"""
    )
    before = page.locator("[data-landmap-score]").all_inner_texts()
    changed = page.evaluate(
        """() => new Promise((done) => {
        const slider = document.querySelector('[data-landmap-weights] input');
        document.addEventListener('landmap:recoloured', (event) => done(event.detail.changed), { once: true });
        slider.value = 0.9; slider.dispatchEvent(new Event('input', { bubbles: true })); })"""
    )
    assert changed > 0, "the parcels in view take another colour"
    assert page.locator("[data-landmap-score]").all_inner_texts() != before
    page.locator("[data-landmap-go^='candidate/']").first.click()
    panel = page.locator("[data-landmap-panel]")
    expect(panel).to_contain_text("Kandidat 1")
    expect(panel).to_contain_text(re.compile("Kostet am meisten|Nichts kostet Punkte"))
    panel.locator("form button").click()
    page.wait_for_url("**/land/sites/*/")
    site = page.url
    page.goto(f"{site}edit/")
    page.select_option("[name=settlement]", "rural")
    page.fill("[name=available_from]", "2031")
    page.fill("[name=available_until]", "2034")
    page.locator("main form button.btn--primary").last.click()
    page.wait_for_url(site)
    expect(page.locator("main")).to_contain_text("Wohnungen")
    page.goto("/land/balance/")
    expect(page.locator("main")).to_contain_text("2031")


def test_step_4_the_sites_move_the_curve_and_a_slider_answers(visit: Callable[..., Page]) -> None:
    page = visit("growth")
    for _attempt in range(60):
        page.goto("/growth/scenarios/")
        if page.locator("tbody tr").filter(has_text="nie").count() == 0 and page.locator("tbody tr").count() >= 3:
            break
        page.wait_for_timeout(2000)
    page.goto("/growth/scenarios/compare/?s=1&s=2")
    last = [row.locator("td").nth(1).inner_text() for row in page.locator("main tbody tr").all()[-2:]]
    numbers = [int(re.sub(r"\D", "", text.split(" ")[0].split("\n")[0])) for text in last]
    assert numbers[1] > numbers[0], "the reported sites bring people"
    page.goto("/growth/")
    expect(page.locator("main")).to_contain_text("300.000 werden in der Mitte")
    page.goto("/growth/scenarios/2/")
    with page.expect_response("**/answer/**"):
        page.locator("[name=homes]").fill("600")
    expect(page.locator("#answer")).to_contain_text("statt")
    page.locator("main tbody a").first.click()
    expect(page.locator("h1")).to_contain_text("Wachstum")
    page.get_by_role("link", name="Alles über diese Gemeinde").click()
    expect(page.locator("main")).to_contain_text("Kontakt")


def test_step_5_an_idea_meets_money_and_the_town_hall_gets_an_answer(visit: Callable[..., Page]) -> None:
    page = visit("projects")
    page.goto("/projects/11/")
    page.locator("a[href='/programmes/of-project/11/']").click()
    main = page.locator("main")
    expect(main).to_contain_text("Antragsberechtigt: Gemeinden")
    best = main.locator("[id^='programme-']").first
    expect(best.locator("mark").first).to_have_text("Mobilstationen")
    main.get_by_text(re.compile("passen entfernt")).click()
    other = main.locator("[id^='programme-']").filter(has=page.locator("button[value=muted]")).first
    title = other.locator("h2").inner_text()
    other.locator("[name=note]").fill("Bitte beim Fördergeber anrufen.")
    other.locator("button[value=shortlisted]").click()
    page.wait_for_load_state()
    expect(main).to_contain_text("auf der Auswahlliste")
    with page.expect_download() as download:
        page.locator("a[href$='/answer.docx']").click()
    assert download.value.suggested_filename.endswith(".docx")
    town = visit("vettweiss")
    assert town.goto("/programmes/of-project/11/").status == 404
    page.goto("/projects/11/")
    expect(page.locator("body")).to_contain_text(title)
    _the_shortlist_becomes_an_application(page)


def _the_shortlist_becomes_an_application(page: Page) -> None:
    """One of the shortlist is applied for with the project's own figures, and the town hall's way to it is the project."""
    page.goto("/programmes/of-project/11/")
    page.locator("a[href^='/applications/new/11/']").last.click()
    page.fill("[name=costs]", "500.000")
    page.fill("[name=grant]", "400.000")
    page.fill("[name=own]", "100.000")
    page.locator("main form button.btn--primary").click()
    page.wait_for_url(re.compile(r"/applications/\d+/$"))
    expect(page.locator("main")).to_contain_text("in Vorbereitung")
    page.get_by_role("link", name="Ist eingereicht").click()
    page.locator("main form button.btn--primary").click()
    page.wait_for_url(re.compile(r"/applications/\d+/$"))
    expect(page.locator("main")).to_contain_text("eingereicht")


def test_step_6_a_notice_on_the_table_becomes_dates_on_desk_calendar_and_feed(visit: Callable[..., Page]) -> None:
    page = visit("funding")
    page.goto("/awards/")
    page.locator("a[href='/awards/new/']").click()
    today = TODAY
    notice = today - timedelta(days=4)
    page.fill("[name=title]", "Mehrgenerationenplatz Vettweiß")
    page.fill("[name=reference]", "33.02.99/26")
    for name, text in (("funder", "Bezirksregierung Köln"), ("recipient", "Gemeinde Vettweiß")):
        page.evaluate(
            "([name, text]) => { const s = document.querySelector(`select[name=${name}]`);"
            "s.value = [...s.options].find(o => o.text === text).value; s.dispatchEvent(new Event('change', {bubbles: true})) }",
            [name, text],
        )
    page.fill("[name=dated_on]", notice.isoformat())
    page.fill("[name=sent_on]", notice.isoformat())
    page.select_option("[name=conditions]", "anbest_g_nrw|2026-04-10")
    page.fill("[name=rate]", "80")
    page.fill("[name=eligible_costs]", "500.000,00")
    page.fill("[name=grant]", "400.000")
    page.fill("[name=period_from]", notice.isoformat())
    page.fill("[name=period_until]", f"{today.year + 2}-12-31")
    expect(page.locator("#preview")).to_contain_text("Verwendungsnachweis", timeout=10000)
    page.click("button[name=refresh]")
    page.wait_for_load_state()
    page.check("[name=tick_verwendungsnachweis_months]")
    page.click("button[name=save]")
    page.wait_for_load_state()
    address = page.url
    assert re.search(r"/awards/\d+/$", address)
    main = page.locator("main")
    expect(main).to_contain_text("ANBest-G NRW Nr. 7.1")
    expect(main).to_contain_text(f"30.06.{today.year + 3}")
    page.goto("/desk/")
    expect(page.locator("main")).to_contain_text("Mehrgenerationenplatz Vettweiß")
    remedy = page.goto("/calendar/?view=list")
    assert remedy.status == 200
    page.goto("/calendar/subscription/")
    page.locator("main form button").first.click()
    page.wait_for_load_state()
    feed = re.search(r"https?://[^\s\"<]+/calendar/[\w-]+\.ics", page.content())
    assert feed, "the address of the feed is shown once"
    assert "Mehrgenerationenplatz" in urlopen(feed.group()).read().decode().replace("\r\n ", "")  # noqa: S310
    juelich = visit("juelich")
    assert juelich.goto(address).status == 404
    vettweiss = visit("vettweiss")
    assert vettweiss.goto(address).status == 200
    _money_is_drawn_and_lies_idle(page, address)


def _money_is_drawn_and_lies_idle(page: Page, award: str) -> None:
    """A payment is entered; a drawdown is refused with the reason while money lies idle, and a reason overrules it."""
    main = page.locator("main")
    page.goto(f"{award}money/")
    for what, amount in (("drawdown", "50.000"), ("booking", "20.000")):
        form = page.locator(f"form[action$='/{what}s/']")
        page.locator("details").filter(has=form).locator("summary").click()
        form.locator(f"[name={what}-paid_on]").fill(TODAY.isoformat())
        form.locator(f"[name={what}-amount]").fill(amount)
        form.locator("button.btn--secondary").click()
        page.wait_for_load_state()
    expect(main).to_contain_text("30.000 €")
    page.locator("a[href$='/drawdowns/new/']").first.click()
    page.fill("[name=amount]", "10.000")
    page.locator("main form button.btn--primary").click()
    refused = page.locator("#refused")
    expect(refused).to_contain_text("30.000,00")
    expect(refused).to_contain_text("Verwenden Sie zuerst das vorhandene Geld")
    page.fill("[name=overruled_reason]", "Die Firma verlangt eine Vorauszahlung.")
    page.locator("main form button.btn--primary").click()
    page.wait_for_url("**/money/")
    expect(main).to_contain_text("Die Firma verlangt eine Vorauszahlung.")
    _the_use_is_proven(page, award)


def _the_use_is_proven(page: Page, award: str) -> None:
    """The proof of use is begun from its duty and comes out in the order of the form, as PDF and as an editable document."""
    main = page.locator("main")
    page.goto(f"{award}proofs/")
    form = page.locator("form[action$='/progress/']")
    form.locator("[name=progress-happened_on]").fill(TODAY.isoformat())
    form.locator("[name=progress-text]").fill("Erster Spatenstich mit Bauschild.")
    form.locator("button.btn--secondary").click()
    page.wait_for_load_state()
    page.locator("a[href*='/proofs/new/final/']").last.click()
    page.locator("main form button.btn--primary").click()
    page.wait_for_url("**/edit/")
    expect(page.locator("[name=text_course]")).to_have_value(re.compile("Spatenstich"))
    page.fill("[name=text_results]", "Der Platz wird genutzt.")
    page.fill("[name=text_deviations]", "Keine.")
    page.locator("[name^=why_]").first.fill("Der Bau hat erst begonnen.")
    for box in page.locator("[name^=confirm_]").all():
        box.check()
    page.locator("main form button.btn--primary").click()
    page.wait_for_url(re.compile(r"/awards/proofs/\d+/$"))
    expect(main).to_contain_text("20.000 €")
    for ending in ("pdf", "docx", "xlsx"):
        with page.expect_download() as download:
            page.locator(f"a[href$='/proof.{ending}']").click()
        assert download.value.suggested_filename.endswith(f".{ending}")
    page.get_by_role("link", name="Zur Freigabe geben").click()
    page.locator("main form button.btn--primary").click()
    page.wait_for_url(re.compile(r"/awards/proofs/\d+/$"))
    expect(main).to_contain_text("Eine zweite Person muss ihn freigeben")


def test_step_8_a_nurse_with_a_child_gets_her_plan_and_asks_a_person(visit: Callable[..., Page]) -> None:
    page = visit()
    page.goto("/welcome/")
    page.locator("main a[href='/welcome/plan/']").click()
    page.check("[name=origin][value=third_country]")
    page.select_option("[name=nationality]", "PH")
    moving = TODAY + timedelta(days=60)
    page.fill("[name=moving_in_on]", moving.isoformat())
    page.fill("[name=children]", (TODAY - timedelta(days=4 * 365)).isoformat())
    page.locator("main form button.btn--primary").click()
    expect(page.locator("ol.plan > li").first).to_be_visible()
    steps = page.locator("ol.plan > li h2").all_inner_texts()
    assert any("Visum" in one for one in steps)
    assert any("Wohnung anmelden" in one for one in steps)
    page.locator("ol.plan details summary").first.click()
    page.click("button[value=person]")
    page.fill("[name=name]", "Maria Santos")
    page.fill("[name=email]", "maria@example.org")
    page.check("[name=consent]")
    page.wait_for_timeout(2100)
    page.locator("main form button.btn--primary").click()
    expect(page).to_have_url(re.compile("/welcome/thanks/"))


def test_step_10_the_council_reads_figures_without_names_and_juelich_finds_nothing(visit: Callable[..., Page]) -> None:
    council = visit("council")
    council.goto("/municipalities/")
    expect(council.locator("main")).to_contain_text("Vettweiß")
    expect(council.locator("main")).to_contain_text("Zuwendungen je Gemeinde")
    assert not council.locator("#search-box").count(), "no box that leads to a closed door"
    for path in ("/organisations/", "/awards/", "/desk/", "/journal/"):
        assert council.goto(path).status == 403, path
    council.goto("/municipalities/05358060/")
    assert "Miriam Schoeller" not in council.content()
    juelich = visit("juelich")
    assert juelich.goto("/awards/1/").status == 404


def test_the_treasury_finds_what_it_must_cosign_and_signs(visit: Callable[..., Page]) -> None:
    page = visit("treasury")
    page.goto("/desk/")
    page.locator("main a[href*='/cosign/']").first.click()
    expect(page.locator("h1")).to_be_visible()


def test_a_colour_scheme_and_a_language_are_one_click(visit: Callable[..., Page]) -> None:
    page = visit("funding", javascript=False)
    page.goto("/desk/")
    page.locator("form button[value=en]").first.click()
    page.wait_for_load_state()
    assert page.locator("html").get_attribute("lang") == "en"


def test_another_role_is_one_click_away_and_leads_back_to_the_page(visit: Callable[..., Page]) -> None:
    page = visit("funding")
    page.goto("/desk/")
    page.locator(".demo-bar a").click()
    page.click("form[action='/demo/enter/head/'] button")
    page.wait_for_url("**/desk/")
    expect(page.locator(".top__end")).to_contain_text("Leitung")
    stranger = visit()
    stranger.goto("/awards/1/")
    stranger.click("form[action='/demo/enter/funding/'] button")
    stranger.wait_for_url("**/awards/1/")


def test_a_mistyped_link_names_somebody_to_call(visit: Callable[..., Page]) -> None:
    page = visit()
    assert page.goto("/r/not-the-whole-link/").status == 404
    expect(page.locator("main")).to_contain_text("02421")
