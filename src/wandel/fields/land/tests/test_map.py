"""The map's pages and what they ask for: who may see what, and what is said where nothing lies."""

import gzip
import io
import json
import zipfile

import pytest

from wandel.core.tiles.reading import open_archive
from wandel.core.tiles.tests.decoder import decode
from wandel.fields.land.queries import map as queries
from wandel.fields.land.queries import map_archives
from wandel.fields.land.tests.map_cast import PK, a_site, boundaries_for_the_cast, parcels_in_tiles
from wandel.office.places.profile import active_profile

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def _tile_of(archive):
    """Zoom, column, row of a tile that holds something."""
    west, _south, east, _north = archive.bounds
    column = int(((west + east) / 2 + 180) / 360 * (1 << 12))
    opened = open_archive(archive.path)
    return 12, column, next(row for row in range(1 << 12) if opened.tile(12, column, row))


def test_the_map_says_what_it_stands_on_and_lists_the_best_candidate_first(small_world, client_for, cast):
    page = client_for(cast.land_officer).get("/land/map/").content.decode()
    assert "9 Flurstücke (synthetisch)" in page
    assert page.index('data-landmap-go="candidate/102"') < page.index('data-landmap-go="candidate/101"')
    assert "Überschwemmungsgebiet · Wald" in page
    assert 'max="1" step="0.01" value="0.5"' in page
    assert "map.css" in page or "map_style" in page


def test_without_anything_the_map_says_what_belongs_here(cast, client_for):
    page = client_for(cast.land_officer).get("/land/map/").content.decode()
    assert 'class="empty"' in page
    assert "data-landmap-weights" not in page


def test_a_candidate_explains_itself_also_without_a_script(small_world, client_for, cast):
    client = client_for(cast.land_officer)
    page = client.get(f"/land/map/?analysis={PK}&candidate=101").content.decode()
    assert "guter Ackerboden" in page
    panel = client.get(f"/land/map/selection/candidate/101/?analysis={PK}").content.decode()
    assert "62 %" in panel
    assert "tone-amber" in panel
    assert "<html" not in panel
    assert 'action="/adopt/"' in panel


@pytest.mark.parametrize(
    "path",
    [
        "/land/map/?analysis=99",
        "/land/map/?analysis=x",
        "/land/map/?analysis=99999999999999999999",
        f"/land/map/selection/candidate/1/?analysis={PK}",
        f"/land/map/selection/parcel/1/?analysis={PK}",
        "/land/map/selection/site/99/",
        "/land/map/analyses/99/factors.bin",
        "/land/map/analyses/99/candidates.json",
        "/land/tiles/parcels-9/12/1/1.mvt",
        "/land/map/map.exe",
    ],
)
def test_what_is_not_there_is_not_found(small_world, client_for, cast, path):
    assert client_for(cast.land_officer).get(path).status_code == 404


def test_candidates_and_sites_are_geojson_with_numbers_to_select_by(small_world, client_for, cast):
    client = client_for(cast.land_officer)
    found = client.get(f"/land/map/analyses/{PK}/candidates.json").json()
    assert [one["id"] for one in found["features"]] == [101, 102, 103]
    assert found["features"][0]["properties"]["values"] == [1.0, 0.0]
    site = client.get("/land/map/sites.json").json()["features"][0]
    assert site["id"] == 5
    assert site["properties"]["tone"] == "green"


def test_the_factors_come_as_one_file(small_world, client_for, cast):
    answer = client_for(cast.land_officer).get(f"/land/map/analyses/{PK}/factors.bin")
    content = b"".join(answer.streaming_content)
    size = int.from_bytes(content[:4], "little")
    assert json.loads(content[4 : 4 + size])["count"] == 9
    assert "private" in answer["Cache-Control"]


def test_a_tile_travels_packed_and_may_be_kept_for_good(small_world, client_for, cast):
    client = client_for(cast.land_officer)
    (archive,) = map_archives._archives()
    zoom, column, row = _tile_of(archive)
    path = f"/land/tiles/{archive.name}/{zoom}/{column}/{row}.mvt"
    answer = client.get(path, HTTP_ACCEPT_ENCODING="br, gzip")
    assert answer["Content-Encoding"] == "gzip"
    assert "immutable" in answer["Cache-Control"]
    assert "private" in answer["Cache-Control"]
    assert len(decode(gzip.decompress(answer.content))["parcels"]) == 9
    for encodings in ("", "br", "gzip;q=0"):
        plain = client.get(path, HTTP_ACCEPT_ENCODING=encodings)
        assert "Content-Encoding" not in plain
        assert plain.content == gzip.decompress(answer.content)
    empty = client.get(f"/land/tiles/{archive.name}/12/0/0.mvt")
    assert empty.status_code == 204
    assert not empty.content


def test_only_archives_marked_public_are_open_to_everybody(small_world, client, client_for, cast, tmp_path):
    (archive,) = map_archives._archives()
    zoom, column, row = _tile_of(archive)
    assert client.get(f"/land/open/tiles/{archive.name}/{zoom}/{column}/{row}.mvt").status_code == 404
    assert client.get(f"/land/tiles/{archive.name}/{zoom}/{column}/{row}.mvt").status_code == 302
    assert client_for(cast.council).get(f"/land/tiles/{archive.name}/{zoom}/{column}/{row}.mvt").status_code == 403
    opened = parcels_in_tiles(tmp_path / map_archives.ARCHIVES, public=True)
    answer = client.get(f"/land/open/tiles/{opened.stem}/{zoom}/{column}/{row}.mvt")
    assert answer.status_code == 200
    assert "public" in answer["Cache-Control"]


def test_a_broken_archive_does_not_take_the_map_down(small_world, client_for, cast, tmp_path):
    (tmp_path / map_archives.ARCHIVES / "half.pmtiles").write_bytes(b"PMTiles\x03half")
    assert client_for(cast.land_officer).get("/land/map/").status_code == 200
    assert [one.name for one in map_archives._archives()] == ["parcels-1"]


def test_the_boundaries_are_open_and_a_browser_keeps_them(cast, client):
    boundaries_for_the_cast()
    answer = client.get("/land/open/boundaries.json")
    assert {one["properties"]["name"] for one in answer.json()["features"]} == {"Vettweiß", "Jülich"}
    assert client.get("/land/open/boundaries.json", HTTP_IF_NONE_MATCH=answer["ETag"]).status_code == 304


def test_search_finds_sites_municipalities_and_nothing_short(small_world, client_for, cast):
    client = client_for(cast.land_officer)
    hits = client.get("/land/map/search.json?q=bahn").json()["hits"]
    assert [(one["kind"], one["pk"]) for one in hits] == [("site", 5)]
    assert [one["kind"] for one in client.get("/land/map/search.json?q=jül").json()["hits"]] == ["municipality"]
    assert client.get("/land/map/search.json?q=j").json()["hits"] == []


def test_the_public_map_shows_published_areas_and_a_table(small_world, client):
    page = client.get("/land/open/").content.decode()
    assert "Alter Bahndamm" in page
    assert "/land/map/search.json" not in page, "a visitor's map asks only addresses open to everybody"
    assert client.get("/land/open/sites.json").json()["features"][0]["properties"]["name"] == "Alter Bahndamm"
    assert "Alter Bahndamm" in client.get("/land/open/sites/5/panel/").content.decode()
    assert client.get("/land/open/sites/6/panel/").status_code == 404


def test_many_areas_come_in_pages(cast, client, client_for, monkeypatch):
    many = [a_site(pk, name=f"Fläche {pk}") for pk in range(1, 121)]
    monkeypatch.setattr(queries, "public_sites", lambda **_narrowed: many)
    monkeypatch.setattr(queries, "sites", lambda access: many)
    for page in (client.get("/land/open/?page=3"), client_for(cast.land_officer).get("/land/map/?page=3")):
        assert page.content.decode().count("data-landmap-go=") == 20
        assert "Fläche 120" in page.content.decode()
    assert len(client.get("/land/open/sites.json").json()["features"]) == 120


def test_the_public_map_without_areas_offers_the_front_door(cast, client):
    page = client.get("/land/open/").content.decode()
    assert "/welcome/invest/" in page


def test_shapes_are_checked_and_measured(small_world, client_for, cast):
    client = client_for(cast.vettweiss)
    text = "320000 5631000\n320200 5631000\n320200 5631100\n320000 5631100"

    def ask(**body):
        return client.post("/land/map/shapes.json", json.dumps(body), content_type="application/json")

    shape = ask(operation="read", text=text).json()["shapes"][0]
    assert shape["hectares"] == 2.0
    assert ask(operation="read", text="320000 5631000").status_code == 400
    assert "Ecken" in ask(operation="read", text="320000 5631000").json()["error"]
    merged = ask(operation="merge", shapes=[shape["geometry"], a_site().geometry]).json()["shapes"][0]
    assert merged["hectares"] == pytest.approx(66, abs=0.1)
    west, south = shape["geometry"]["coordinates"][0][0]
    line = {"type": "LineString", "coordinates": [[west + 0.001, south - 0.01], [west + 0.001, south + 0.01]]}
    pieces = ask(operation="split", shapes=[shape["geometry"]], line=line).json()["shapes"]
    assert sum(one["hectares"] for one in pieces) == pytest.approx(2, abs=0.001)
    for broken in ({}, {"operation": "burn"}, {"operation": "merge", "shapes": "x"}, {"operation": "split"}, []):
        answer = client.post("/land/map/shapes.json", json.dumps(broken), content_type="application/json")
        assert answer.status_code == 400
        assert answer.json()["error"]
    assert client.post("/land/map/shapes.json", "{", content_type="application/json").status_code == 400
    assert client.post("/land/map/shapes.json", b"\xff\xfe", content_type="application/json").status_code == 400


def test_the_paper_carries_scale_source_and_the_same_rows(small_world, client_for, cast):
    client = client_for(cast.land_officer)
    page = client.get("/land/map/print/").content.decode()
    assert '<svg class="papermap"' in page
    assert "© GeoBasis-DE / BKG · Flurstücke synthetisch" in page
    assert "style=" not in page
    pdf = client.get("/land/map/map.pdf")
    assert pdf.content.startswith(b"%PDF")
    docx = client.get("/land/map/map.docx")
    with zipfile.ZipFile(io.BytesIO(docx.content)) as parts:
        assert any(name.startswith("word/media/") for name in parts.namelist())
        assert "Wohnen ab 1 ha" in parts.read("word/document.xml").decode()


def test_the_policy_opens_for_the_base_map_of_the_profile_alone(small_world, client_for, cast, monkeypatch):
    client = client_for(cast.land_officer)
    assert "connect-src 'self';" in client.get("/land/map/")["Content-Security-Policy"] + ";"
    profile = active_profile()

    class WithBase:
        base_map = type(
            "Base",
            (),
            {"style_url": "https://maps.example/s.json", "hosts": "https://maps.example", "attribution": "© Karte"},
        )

        def __getattr__(self, name):
            return getattr(profile, name)

    monkeypatch.setattr("wandel.fields.land.base_map.active_profile", WithBase)
    monkeypatch.setattr("wandel.fields.land.templatetags.land_map.active_profile", WithBase)
    answer = client.get("/land/map/")
    assert "connect-src 'self' https://maps.example" in answer["Content-Security-Policy"]
    assert "© Karte" in answer.content.decode()
    assert "https://maps.example" not in client.get("/desk/")["Content-Security-Policy"]
