"""The map in a real browser: it paints, a click explains, a slider recolours, a drawing lands in its form field."""

from pathlib import Path

import pytest

from wandel.core.geodata.shapes import to_geojson
from wandel.fields.land.queries import map_search
from wandel.fields.land.tests.map_cast import PK, boundaries_for_the_cast, square
from wandel.ui.assets import MANIFEST

ROOT = Path(__file__).resolve().parents[5]
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Colour of the middle of a shape on the canvas, read in the frame that painted it.
PIXEL = """async ([lon, lat]) => {
  const { map } = document.querySelector('.landmap').landmap;
  return await new Promise((done) => {
    map.once('render', () => {
      const source = map.getCanvas(), copy = document.createElement('canvas');
      copy.width = source.width; copy.height = source.height;
      const pen = copy.getContext('2d');
      pen.drawImage(source, 0, 0);
      const at = map.project([lon, lat]), scale = source.width / source.clientWidth;
      done([...pen.getImageData(Math.round(at.x * scale), Math.round(at.y * scale), 1, 1).data]);
    });
    map.triggerRepaint();
  });
}"""
IDLE = """async () => { const { map } = document.querySelector('.landmap').landmap;
  if (!map.loaded() || map.isMoving()) await new Promise((done) => map.once('idle', done)); }"""

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not MANIFEST.is_file(), reason="The front end is not built: npm --prefix frontend run build"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def visit(chromium, live_server, client_for):
    """Open a path as a user, or as a visitor for None. Any complaint in the console fails the test."""
    contexts, complaints = [], []

    def open_it(path, user=None, *, width=1360, script="", wait=True, **options):
        context = chromium.new_context(viewport={"width": width, "height": 900}, locale="de-DE", **options)
        contexts.append(context)
        if user:
            session = client_for(user).cookies["sessionid"]
            context.add_cookies([{"name": "sessionid", "value": session.value, "url": live_server.url}])
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        if script:
            page.add_init_script(script)
        page.goto(live_server.url + path)
        if wait:
            page.wait_for_selector(".landmap[data-ready]", timeout=20000)
            if page.get_attribute(".landmap", "data-ready") == "":
                page.evaluate(IDLE)
        return page

    yield open_it
    for context in contexts:
        context.close()
    # A shape the server refuses is answered with 400, which the browser reports too.
    assert not [text for text in complaints if "400 (Bad Request)" not in text]


def until(page, expression):
    """Wait until the expression holds; asked from outside, because the page's own policy forbids evaluating text."""
    for _attempt in range(100):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"never came true: {expression}")


def middle(page, source, pk):
    """Middle of a shape, in degrees and in pixels of the page."""
    return page.evaluate(
        """([source, pk]) => {
          const stage = document.querySelector('.landmap').landmap;
          const ring = stage.panel.features.get(`${source}/${pk}`).geometry.coordinates[0];
          const lon = (ring[0][0] + ring[2][0]) / 2, lat = (ring[0][1] + ring[2][1]) / 2;
          const at = stage.map.project([lon, lat]), box = stage.map.getCanvas().getBoundingClientRect();
          return { lon, lat, x: box.left + at.x, y: box.top + at.y };
        }""",
        [source, pk],
    )


def colour_of(page, name):
    found = page.evaluate(
        "(name) => document.querySelector('.landmap').landmap.colours[name].match(/\\d+/g).slice(0, 3).map(Number)",
        name,
    )
    return pytest.approx(found, abs=3)


def pixel(page, place):
    return page.evaluate(PIXEL, [place["lon"], place["lat"]])[:3]


def set_slider(page, name, value):
    """Move a slider as a hand does, and wait for the painted frame; gives milliseconds and how many shapes changed."""
    return page.evaluate(
        """([name, value]) => new Promise((done) => {
          const slider = document.querySelector(`input[name=${name}]`);
          document.addEventListener('landmap:recoloured', (event) => done(event.detail), { once: true });
          slider.value = value;
          slider.dispatchEvent(new Event('input', { bubbles: true }));
        })""",
        [name, value],
    )


def test_the_map_paints_the_county_and_its_candidates_by_suitability(small_world, visit, cast):
    page = visit("/land/map/", cast.land_officer)
    for pk, name in ((102, "high"), (101, "medium"), (103, "low")):
        assert pixel(page, middle(page, "candidate", pk)) == colour_of(page, name), name
    assert page.locator(".landmap__label").all_inner_texts() == ["Jülich", "Vettweiß"]
    assert page.locator(".maplibregl-ctrl-scale").inner_text().endswith("km")
    assert "© GeoBasis-DE / BKG" in page.inner_text(".landmap__sources")


def test_a_click_on_a_candidate_explains_it_beside_the_map(small_world, visit, cast):
    page = visit("/land/map/", cast.land_officer)
    at = middle(page, "candidate", 101)
    page.mouse.click(at["x"], at["y"])
    page.wait_for_selector("[data-landmap-panel] .why")
    assert "Kandidat 1" in page.inner_text("[data-landmap-panel]") or "Candidate 1" in page.inner_text(
        "[data-landmap-panel]"
    )
    assert "62 %" in page.inner_text("[data-landmap-panel]")


def test_a_slider_recolours_what_is_in_view_and_the_figures_follow(small_world, visit, cast):
    page = visit("/land/map/", cast.land_officer)
    at = middle(page, "candidate", 101)
    done = set_slider(page, "soil", "0")
    assert done["changed"] >= 1
    page.evaluate(IDLE)
    assert pixel(page, at) == colour_of(page, "high")
    assert page.inner_text("td[data-landmap-score='101']") == "100"
    assert page.inner_text("output[for=weight-soil]") == "0,00"
    page.click("[data-landmap-reset]")
    until(page, "document.querySelector(\"td[data-landmap-score='101']\").textContent === '50'")


def test_parcels_come_as_tiles_and_are_coloured_from_the_factor_file(small_world, visit, cast):
    page = visit("/land/map/", cast.land_officer)
    page.evaluate(
        "() => { const s = document.querySelector('.landmap').landmap, p = s.scores.parcels; return new Promise((done) => {"
        " s.map.once('idle', done); s.map.jumpTo({ center: [p.longitude[4], p.latitude[4]], zoom: 15 }); }); }"
    )
    places = page.evaluate(
        "() => { const p = document.querySelector('.landmap').landmap.scores.parcels;"
        "return [...p.ids].map((id, i) => ({ id, lon: p.longitude[i], lat: p.latitude[i] })); }"
    )
    seen = page.evaluate(
        "(places) => { const { map, layers } = document.querySelector('.landmap').landmap;"
        "return places.map(({ lon, lat }) => map.queryRenderedFeatures(map.project([lon, lat]),"
        " { layers: [`${layers.parcels.source}-${layers.parcels.layer}`] }).map((f) => [f.id, f.state.c])[0]); }",
        places,
    )
    assert [one[0] for one in seen] == [one["id"] for one in places]
    assert [one[1] for one in seen] == [0, 0, 0, 2, 2, 2, 2, 2, 2], (
        "the southern row is excluded, equal weights make 50"
    )
    set_slider(page, "soil", "0")
    page.evaluate(IDLE)
    classes = page.evaluate("() => [...document.querySelector('.landmap').landmap.scores.painted]")
    assert classes == [0, 0, 0, 1, 2, 2, 3, 3, 3]


def test_a_parcel_explains_itself_on_a_click_and_from_the_search_box(town_run, visit, cast):
    page = visit(f"/land/map/?analysis={town_run.pk}", cast.land_officer)
    page.evaluate(
        "() => { const s = document.querySelector('.landmap').landmap, p = s.scores.parcels; return new Promise((done) => {"
        " s.map.once('idle', done); s.map.jumpTo({ center: [p.longitude[7], p.latitude[7]], zoom: 16 }); }); }"
    )
    box = page.locator(".landmap canvas").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_selector("[data-landmap-panel] details")
    assert "Vettweiß, Flur 3, Flurstück 8" in page.inner_text("[data-landmap-panel]")
    chosen = "document.querySelector('.landmap').landmap.map.getFilter('parcel-chosen')[2]"
    assert page.evaluate(chosen) == 7
    assert "box=" in page.get_attribute("[data-landmap-view]", "href")
    page.fill("#land-map-search", "Flur 3 Flurstück 10/1")
    page.wait_for_selector(".landmap__hits button")
    page.keyboard.press("Enter")
    until(page, "document.querySelector('[data-landmap-panel]').innerText.includes('Flurstück 10/1')")
    assert page.evaluate(chosen) == 10


def test_as_many_parcels_as_a_view_holds_are_recoloured_in_time(small_world, visit, cast):
    """280,000 parcels on 940 km² put 18,000 into the 60 km² this window shows at the smallest scale that draws parcels."""
    page = visit("/land/map/", cast.land_officer)
    page.evaluate(
        """() => { const s = document.querySelector('.landmap').landmap, p = s.scores.parcels, n = 18000;
          const lon = p.longitude[4], lat = p.latitude[4];
          s.map.jumpTo({ center: [lon, lat], zoom: 13 });
          s.scores.parcels = { ...p, count: n, ids: Uint32Array.from({ length: n }, (_, i) => i + 1),
            longitude: new Float32Array(n).fill(lon), latitude: new Float32Array(n).fill(lat), excluded: new Uint8Array(n),
            factors: Uint8Array.from({ length: 2 * n }, (_, i) => (i < n ? i % 256 : 255 - (i % 256))) };
          s.scores.painted = new Uint8Array(n).fill(255); }"""
    )
    page.evaluate(IDLE)
    runs = [set_slider(page, "soil", value) for value in ("0", "0.3", "0.6", "1", "0.5")]
    assert max(run["changed"] for run in runs) > 9000


def test_without_a_mouse_the_table_selects_and_arrow_keys_move(small_world, visit, cast):
    page = visit("/land/map/", cast.land_officer)
    page.focus("[data-landmap-go='candidate/103']")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-landmap-panel] .why")
    assert page.evaluate("document.activeElement.id") == "landmap-panel"
    page.evaluate(IDLE)
    page.focus(".landmap canvas")
    before = page.evaluate("document.querySelector('.landmap').landmap.map.getCenter().lng")
    zoom = page.evaluate("document.querySelector('.landmap').landmap.map.getZoom()")
    page.keyboard.press("ArrowLeft")
    until(page, f"document.querySelector('.landmap').landmap.map.getCenter().lng < {before}")
    page.evaluate(IDLE)
    page.keyboard.press("+")
    until(page, f"document.querySelector('.landmap').landmap.map.getZoom() > {zoom} + 0.9")


def test_the_search_box_finds_a_site_and_the_map_goes_there(small_world, visit, cast):
    page = visit("/land/map/", cast.land_officer)
    page.fill("#land-map-search", "bahnd")
    page.wait_for_selector(".landmap__hits button")
    page.keyboard.press("Enter")
    until(page, "document.querySelector('[data-landmap-panel]').textContent.includes('Alter Bahndamm')")


def test_a_layer_goes_and_comes_back(small_world, visit, cast):
    page = visit("/land/map/", cast.land_officer)
    at = middle(page, "candidate", 102)
    page.locator(".landmap__group", has_text="hoch").locator("input").or_(
        page.locator(".landmap__group", has_text="high").locator("input")
    ).first.uncheck()
    page.evaluate(IDLE)
    assert pixel(page, at) == colour_of(page, "land")


def test_dark_looks_dark(small_world, visit, cast):
    page = visit("/land/map/", cast.land_officer, color_scheme="dark")
    ground = page.evaluate("document.querySelector('.landmap').landmap.colours.ground.match(/\\d+/g).map(Number)")
    assert max(ground[:3]) < 60
    assert pixel(page, middle(page, "candidate", 103)) == colour_of(page, "low")


def test_without_webgl_a_sentence_leads_to_the_table(small_world, visit, cast):
    page = visit(
        "/land/map/",
        cast.land_officer,
        script="HTMLCanvasElement.prototype.getContext = () => null",
    )
    assert page.is_visible("[data-landmap-missing]")
    assert not page.is_visible("[data-landmap-stage]")
    assert page.is_visible("[data-landmap-go='candidate/101']")


def test_a_visitor_sees_the_published_areas(small_world, visit):
    page = visit("/land/open/")
    at = middle(page, "site", 5)
    page.mouse.click(at["x"], at["y"])
    until(page, "document.querySelector('[data-landmap-panel]').textContent.includes('Alter Bahndamm')")


@pytest.mark.skipif(not AXE.is_file(), reason="axe-core is missing: npm --prefix frontend ci")
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/land/map/", "/land/map/print/", "/land/open/"])
def test_the_pages_are_accessible_and_fit_a_small_phone(small_world, visit, cast, path, theme):
    wait = "print" not in path
    page = visit(path, cast.land_officer, color_scheme=theme, wait=wait)
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("(rules) => axe.run(document, {runOnly: rules})", RULES)["violations"]
    assert [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found] == []
    phone = visit(path, cast.land_officer, color_scheme=theme, wait=wait, width=320)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 320


def test_an_analysis_named_in_the_address_is_shown(small_world, visit, cast):
    page = visit(f"/land/map/?analysis={PK}&candidate=102", cast.land_officer)
    assert "guter Ackerboden" in page.inner_text("[data-landmap-panel]")


@pytest.mark.urls("wandel.fields.land.tests.drawing_urls")
class TestDrawing:
    """The map as a form's field."""

    def corners(self, page, *shares):
        box = page.locator(".landmap canvas").bounding_box()
        return [(box["x"] + box["width"] * x, box["y"] + box["height"] * y) for x, y in shares]

    def click(self, page, places):
        # The drawing tool takes two quick clicks at one place for a double click.
        for x, y in places:
            page.mouse.move(x, y, steps=3)
            page.mouse.click(x, y, delay=30)
            page.wait_for_timeout(350)

    def hectares(self, page):
        return page.evaluate("window.drawn?.hectares ?? 0")

    @pytest.fixture
    def page(self, cast, visit):
        boundaries_for_the_cast()
        page = visit(
            "/drawing/",
            cast.land_officer,
            script="addEventListener('landmap:drawn', (e) => { window.drawn = e.detail })",
        )
        page.locator(".landmap").scroll_into_view_if_needed()
        return page

    def draw_square(self, page, left=0.3, right=0.45, top=0.4, bottom=0.6):
        places = self.corners(page, (left, top), (right, top), (right, bottom), (left, bottom))
        self.click(page, [*places, places[0]])
        until(page, "window.drawn && window.drawn.geometry")

    def test_a_drawn_area_lands_in_the_form_field(self, page):
        self.draw_square(page)
        value = page.evaluate("JSON.parse(document.getElementById('id_geometry').value)")
        assert value["type"] == "Polygon"
        assert len(value["coordinates"][0]) == 5
        assert self.hectares(page) > 1
        assert "ha" in page.inner_text("[data-landmap-hint]")

    def test_an_area_is_split_along_a_line_and_one_part_is_kept(self, page):
        self.draw_square(page)
        whole = self.hectares(page)
        page.click("[data-tool=split]")
        start, end = self.corners(page, (0.35, 0.3), (0.35, 0.7))
        self.click(page, [start, end, end])
        page.wait_for_selector("[data-landmap-pieces] button")
        buttons = page.locator("[data-landmap-pieces] button")
        assert buttons.count() == 2
        buttons.first.click()
        until(page, f"window.drawn.hectares < {whole}")
        assert self.hectares(page) == pytest.approx(whole * 2 / 3, rel=0.05)

    def test_two_areas_are_joined(self, page):
        self.draw_square(page)
        first = self.hectares(page)
        self.draw_square(page, left=0.4, right=0.55)
        until(page, f"window.drawn.hectares > {first} * 1.9")
        page.click("[data-tool=merge]")
        until(page, f"window.drawn.hectares < {first} * 1.8")
        assert page.evaluate("JSON.parse(document.getElementById('id_geometry').value).type") == "Polygon"
        assert self.hectares(page) == pytest.approx(first * 5 / 3, rel=0.05)

    def test_a_way_is_measured_and_leaves_the_area_alone(self, page):
        page.click("[data-tool=measure]")
        start, end = self.corners(page, (0.3, 0.5), (0.5, 0.5))
        self.click(page, [start, end, end])
        until(page, "/\\d m$/.test(document.querySelector('[data-landmap-hint]').textContent)")
        assert page.input_value("#id_geometry") == ""

    def test_corners_typed_by_hand_do_the_same(self, page):
        page.click(".landmap__twin summary")
        page.fill("[data-landmap-twin]", "320000 5631000\n320200 5631000\n320200 5631100")
        page.click("[data-landmap-twin-take]")
        until(page, "window.drawn && window.drawn.hectares === 1")
        page.fill("[data-landmap-twin]", "320000 5631000\n320200")
        page.click("[data-landmap-twin-take]")
        until(page, "document.querySelector('[data-landmap-twin-error]').textContent.length > 10")
        assert page.get_attribute("[data-landmap-twin]", "aria-invalid") == "true"

    def test_a_file_does_the_same_and_a_filled_field_is_shown_again(self, page, tmp_path):
        self.draw_square(page)
        file = tmp_path / "area.geojson"
        file.write_text(page.input_value("#id_geometry"))
        drawn = self.hectares(page)
        page.click("[data-tool=clear]")
        assert page.input_value("#id_geometry") == ""
        page.set_input_files("[data-landmap-twin-file]", str(file))
        until(page, f"Math.abs(window.drawn.hectares - {drawn}) < 0.01")
        page.evaluate("document.querySelector('main form').submit()")
        page.wait_for_selector(".landmap[data-ready]")
        until(page, "document.querySelector('.landmap').landmap.drawing.shapes.length === 1")

    @pytest.mark.skipif(not AXE.is_file(), reason="axe-core is missing: npm --prefix frontend ci")
    @pytest.mark.parametrize("theme", ["light", "dark"])
    def test_the_tools_are_accessible_and_fit_a_small_phone(self, cast, visit, theme):
        boundaries_for_the_cast()
        page = visit("/drawing/", cast.land_officer, width=320, color_scheme=theme)
        page.click(".landmap__twin summary")
        page.evaluate(AXE.read_text("utf-8"))
        found = page.evaluate("(rules) => axe.run(document, {runOnly: rules})", RULES)["violations"]
        assert [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 320

    def test_a_parcel_found_by_its_number_fills_the_field(self, page, monkeypatch):
        parcel = map_search.Found("parcel", "Flur 3, 117/2", 6.45, 50.8, None, to_geojson(square(4000, 4000, 100)))
        monkeypatch.setattr(map_search, "found_parcels", lambda access, text, analysis: [parcel])
        page.fill("#land-map-search", "117/2")
        page.wait_for_selector(".landmap__hits button")
        page.keyboard.press("Enter")
        until(page, "window.drawn && window.drawn.hectares === 1")

    def test_without_webgl_corners_still_fill_the_field(self, cast, visit):
        page = visit("/drawing/", cast.land_officer, script="HTMLCanvasElement.prototype.getContext = () => null")
        page.fill("[data-landmap-twin]", "320000 5631000\n320200 5631000\n320200 5631100")
        page.click("[data-landmap-twin-take]")
        until(page, "document.getElementById('id_geometry').value.includes('Polygon')")
