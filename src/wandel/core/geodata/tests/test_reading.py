"""Every format reads; whatever is wrong with a file gets a sentence."""

import json
import zipfile
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyogrio
import pytest
import shapely

from wandel.core.geodata.features import AREAS, POINTS
from wandel.core.geodata.parquet import read_geoparquet, write_geoparquet
from wandel.core.geodata.problems import GeodataError
from wandel.core.geodata.reading import LARGEST_TEXT_BYTES, layers_of, read_features

X, Y = 310_000.0, 5_625_000.0
FIELDS = shapely.box([X, X + 100], [Y, Y], [X + 90, X + 200], [Y + 50, Y + 80])
NAMES = np.array(["Anger", "Mühlenfeld"], dtype=object)


def written(
    path: Path,
    geometry: np.ndarray = FIELDS,
    *,
    crs: str | None = "EPSG:25832",
    driver: str = "GPKG",
    layer: str | None = None,
    append: bool = False,
) -> Path:
    pyogrio.raw.write(
        path, shapely.to_wkb(geometry), [NAMES[: len(geometry)]], ["name"], crs=crs, driver=driver, layer=layer, append=append,
        geometry_type=(shapely.get_type_id(geometry[0]) in (3, 6) and "Polygon") or "Point",
    )  # fmt: skip
    return path


def degrees(geometry: np.ndarray) -> np.ndarray:
    project = pyogrio_project(25832, 4326)
    return np.asarray(shapely.transform(geometry, project))


def pyogrio_project(source: int, target: int):  # type: ignore[no-untyped-def]
    import pyproj  # noqa: PLC0415 – only the test's own files need it

    transformer = pyproj.Transformer.from_crs(source, target, always_xy=True)
    return lambda c: np.column_stack(transformer.transform(c[:, 0], c[:, 1]))


def problem(path: Path, **options: object) -> str:
    with pytest.raises(GeodataError) as refused:
        read_features(path, **options)  # type: ignore[arg-type]
    assert all(text.de and text.en for text in refused.value.texts)
    return "\n".join(text.en for text in refused.value.texts)


@pytest.mark.parametrize(
    ("name", "driver"),
    [("f.gpkg", "GPKG"), ("f.shp", "ESRI Shapefile"), ("f.gml", "GML"), ("f.fgb", "FlatGeobuf")],
)
def test_fields_read_from_every_format(tmp_path: Path, name: str, driver: str) -> None:
    found = read_features(written(tmp_path / name, driver=driver))
    # FlatGeobuf sorts by place; what belongs together stays together.
    names = found.attributes.column("name").to_pylist()
    assert sorted(names) == sorted(NAMES)
    wanted = FIELDS[[list(NAMES).index(name) for name in names]]
    assert shapely.equals_exact(shapely.normalize(found.geometry), shapely.normalize(wanted), 1e-6).all()
    assert (found.kind, found.source_crs) == (AREAS, "EPSG:25832")
    assert (found.report.read, found.report.kept, found.report.repaired) == (2, 2, ())


def test_reading_leaves_no_side_files(tmp_path: Path) -> None:
    written(tmp_path / "f.gml", driver="GML")
    before = {path.name for path in tmp_path.iterdir()}
    read_features(tmp_path / "f.gml")
    assert {path.name for path in tmp_path.iterdir()} == before


def test_geojson_is_in_degrees_by_its_standard(tmp_path: Path) -> None:
    path = written(tmp_path / "f.geojson", degrees(FIELDS), crs="EPSG:4326", driver="GeoJSON")
    found = read_features(path)
    # GeoJSON keeps seven decimals: about a centimetre.
    assert shapely.hausdorff_distance(found.geometry, FIELDS).max() < 0.05
    assert found.source_crs == "EPSG:4326"


def test_a_zipped_shapefile_reads_like_an_open_one(tmp_path: Path) -> None:
    written(tmp_path / "f.shp", driver="ESRI Shapefile")
    with zipfile.ZipFile(tmp_path / "f.zip", "w") as archive:
        for path in tmp_path.glob("f.*"):
            if path.suffix != ".zip":
                archive.write(path, path.name)
    assert len(read_features(tmp_path / "f.zip")) == 2


def test_geoparquet_reads_back_what_was_written(tmp_path: Path) -> None:
    path = tmp_path / "f.parquet"
    write_geoparquet(path, FIELDS, pa.table({"name": list(NAMES)}), {"licence": "dl-de/zero-2-0"})
    found = read_features(path)
    assert shapely.equals(found.geometry, FIELDS).all()
    assert read_geoparquet(path)[3]["licence"] == "dl-de/zero-2-0"
    geo = json.loads(pa.parquet.read_schema(path).metadata[b"geo"])
    assert geo["columns"]["geometry"]["geometry_types"] == ["Polygon"]
    assert [item.name for item in tmp_path.iterdir()] == ["f.parquet"]


def test_an_archive_must_hold_one_shapefile(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "f.zip", "w") as archive:
        archive.writestr("readme.txt", "nothing")
    assert "0 shapefiles" in problem(tmp_path / "f.zip")


@pytest.mark.parametrize("head", ["x;y;name", "Rechtswert;Hochwert;name"])
def test_points_read_from_a_table(tmp_path: Path, head: str) -> None:
    (tmp_path / "p.csv").write_text(f"{head}\n310000,5;5625000;Halt\n", "cp1252")
    found = read_features(tmp_path / "p.csv", crs="EPSG:25832")
    assert found.kind == POINTS
    assert shapely.get_x(found.geometry).tolist() == [310_000.5]
    assert found.attributes.column("name").to_pylist() == ["Halt"]


XPLAN = """<?xml version="1.0" encoding="UTF-8"?>
<xplan:XPlanAuszug xmlns:xplan="http://www.xplanung.de/xplangml/6/0" xmlns:gml="http://www.opengis.net/gml/3.2" gml:id="a1">
  <gml:boundedBy><gml:Envelope srsName="EPSG:25832"><gml:lowerCorner>310000 5625000</gml:lowerCorner>
  <gml:upperCorner>310100 5625100</gml:upperCorner></gml:Envelope></gml:boundedBy>
  <gml:featureMember><xplan:BP_Plan gml:id="p1"><xplan:name>Am Anger</xplan:name><xplan:nummer>12</xplan:nummer>
    <xplan:raeumlicherGeltungsbereich><gml:Polygon gml:id="g1" srsName="EPSG:25832"><gml:exterior><gml:LinearRing>
    <gml:posList>310000 5625000 310100 5625000 310100 5625100 310000 5625100 310000 5625000</gml:posList>
    </gml:LinearRing></gml:exterior></gml:Polygon></xplan:raeumlicherGeltungsbereich>
    <xplan:rechtsstand>4000</xplan:rechtsstand></xplan:BP_Plan></gml:featureMember>
</xplan:XPlanAuszug>
"""


def test_a_plan_in_xplangml_opens_as_gml(tmp_path: Path) -> None:
    (tmp_path / "plan.gml").write_text(XPLAN, "utf-8")
    assert layers_of(tmp_path / "plan.gml") == ["BP_Plan"]
    found = read_features(tmp_path / "plan.gml")
    assert shapely.area(found.geometry).tolist() == [10_000.0]
    assert found.attributes.column("name").to_pylist() == ["Am Anger"]


ARC = """<gml:Ring><gml:curveMember><gml:Curve gml:id="c1"><gml:segments>
    <gml:LineStringSegment><gml:posList>310000 5625000 310100 5625000</gml:posList></gml:LineStringSegment>
    <gml:Arc><gml:posList>310100 5625000 310050 5625050 310000 5625000</gml:posList></gml:Arc>
    </gml:segments></gml:Curve></gml:curveMember></gml:Ring>"""


def test_arcs_become_straight_pieces_and_the_report_says_so(tmp_path: Path) -> None:
    begin, end = XPLAN.index("<gml:LinearRing>"), XPLAN.index("</gml:LinearRing>") + len("</gml:LinearRing>")
    (tmp_path / "plan.gml").write_text(XPLAN[:begin] + ARC + XPLAN[end:], "utf-8")
    found = read_features(tmp_path / "plan.gml")
    assert shapely.area(found.geometry)[0] == pytest.approx(np.pi * 50**2 / 2, rel=1e-3)
    assert "arcs" in found.report.warnings[0].en
    assert found.attributes.column("name").to_pylist() == ["Am Anger"]


def test_a_style_sheet_before_the_data_does_not_matter(tmp_path: Path) -> None:
    styled = XPLAN.replace("?>\n", '?>\n<?xml-stylesheet type="text/xsl" href="x.xsl"?>\n<!-- note -->\n', 1)
    (tmp_path / "plan.gml").write_text(styled, "utf-8")
    assert len(read_features(tmp_path / "plan.gml")) == 1


def test_a_table_keeps_line_breaks_in_cells_and_odd_bytes(tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_bytes(b'x;y;name\n310000;5625000;"two\nlines \x81"\n')
    found = read_features(tmp_path / "p.csv", crs="EPSG:25832")
    assert found.attributes.column("name").to_pylist() == ["two\nlines \x81"]


# --- what is wrong


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
def test_without_a_coordinate_system_nothing_is_guessed(tmp_path: Path) -> None:
    path = written(tmp_path / "f.gpkg", crs=None)
    assert "coordinate system is missing" in problem(path)
    assert len(read_features(path, crs="EPSG:25832")) == 2


def test_a_wrong_coordinate_system_is_named_with_the_likely_one(tmp_path: Path) -> None:
    path = written(tmp_path / "f.gpkg", degrees(FIELDS), crs="EPSG:25832")
    assert "look like degrees (EPSG:4326)" in problem(path)
    assert "look like EPSG:25832" in problem(
        written(tmp_path / "g.gpkg"), crs="EPSG:25833", envelope=(280_000, 5_590_000, 360_000, 5_670_000)
    )


def test_exchanged_axes_are_seen(tmp_path: Path) -> None:
    swapped = shapely.transform(FIELDS, lambda c: c[:, ::-1])
    assert "axes seem exchanged" in problem(written(tmp_path / "f.gpkg", swapped))


def test_eastings_with_the_zone_in_front_are_seen(tmp_path: Path) -> None:
    zoned = shapely.transform(FIELDS, lambda c: c + np.array((32_000_000, 0)))
    path = written(tmp_path / "f.gpkg", zoned)
    assert "Name EPSG:4647" in problem(path)
    assert shapely.hausdorff_distance(read_features(path, crs="EPSG:4647").geometry, FIELDS).max() < 1e-6


@pytest.mark.filterwarnings("ignore:Best transformation")
def test_gauss_krueger_is_refused_without_the_official_grid(tmp_path: Path) -> None:
    shifted = shapely.transform(FIELDS, lambda c: np.column_stack((c[:, 0] + 2_215_000, c[:, 1])))
    message = problem(written(tmp_path / "f.gpkg", shifted, crs="EPSG:31466"), grids=tmp_path)
    assert "BETA2007.gsb" in message
    assert str(tmp_path) in message


def test_an_unknown_coordinate_system_is_refused(tmp_path: Path) -> None:
    assert "unknown" in problem(written(tmp_path / "f.gpkg"), crs="EPSG:1")


def test_crossing_outlines_are_mended_and_counted(tmp_path: Path) -> None:
    bow = shapely.Polygon([(X, Y), (X + 10, Y + 10), (X + 10, Y), (X, Y + 10)])
    found = read_features(written(tmp_path / "f.gpkg", np.array([FIELDS[0], bow])))
    assert shapely.is_valid(found.geometry).all()
    assert [(row.count, row.first) for row in found.report.repaired] == [(1, (2,))]
    assert "crossed itself" in found.report.repaired[0].what.en
    assert shapely.area(found.geometry[1]) == pytest.approx(50)


def test_heights_empty_and_missing_geometry_are_said(tmp_path: Path) -> None:
    high = shapely.force_3d(FIELDS[0], 120.0)
    path = tmp_path / "f.gpkg"
    pyogrio.raw.write(
        path, np.array([shapely.to_wkb(high), shapely.to_wkb(shapely.Polygon()), None], dtype=object), [np.array(["a", "b", "c"], dtype=object)],
        ["name"], crs="EPSG:25832", driver="GPKG", geometry_type="Polygon Z",
    )  # fmt: skip
    found = read_features(path)
    assert not shapely.has_z(found.geometry).any()
    assert (found.report.read, found.report.kept) == (3, 1)
    assert [row.what.en for row in found.report.repaired] == ["height left out"]
    assert [(row.what.en, row.count) for row in found.report.dropped] == [("without geometry", 2)]
    assert found.attributes.column("name").to_pylist() == ["a"]


def test_a_collection_keeps_its_areas(tmp_path: Path) -> None:
    both = shapely.GeometryCollection([FIELDS[0], shapely.LineString([(X, Y), (X + 1, Y)])])
    path = tmp_path / "f.parquet"
    write_geoparquet(path, np.array([both, FIELDS[1]]), pa.table({"name": list(NAMES)}))
    assert shapely.area(read_features(path).geometry).tolist() == [4_500.0, 8_000.0]


def test_points_are_refused_where_areas_are_needed(tmp_path: Path) -> None:
    path = written(tmp_path / "p.gpkg", shapely.points([[X, Y]]))
    assert "Areas are needed, the file contains points" in problem(path, kind=AREAS)


def test_several_layers_ask_which_one(tmp_path: Path) -> None:
    written(tmp_path / "f.gpkg", layer="alt")
    written(tmp_path / "f.gpkg", layer="neu", append=True)
    assert "contains 2 layers. Name one of them: alt, neu" in problem(tmp_path / "f.gpkg")
    assert "There is no layer “mitte”" in problem(tmp_path / "f.gpkg", layer="mitte")
    assert len(read_features(tmp_path / "f.gpkg", layer="neu")) == 2


def test_a_truncated_gml_is_refused_whole(tmp_path: Path) -> None:
    path = written(tmp_path / "f.gml", driver="GML")
    content = path.read_bytes()
    for share in (0.3, 0.6, 0.95):
        path.write_bytes(content[: int(len(content) * share)])
        assert "breaks off" in problem(path) or "cannot be read" in problem(path)


def test_a_truncated_geojson_is_refused_whole(tmp_path: Path) -> None:
    path = written(tmp_path / "f.geojson", degrees(FIELDS), crs="EPSG:4326", driver="GeoJSON")
    path.write_bytes(path.read_bytes()[:-30])
    assert "breaks in line" in problem(path)


@pytest.mark.parametrize("name", ["f.gpkg", "f.shp", "f.fgb", "f.gml", "f.parquet", "f.zip", "f.geojson"])
def test_rubbish_under_any_name_gets_a_sentence(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"\x00\x01nothing of the kind" * 50)
    assert problem(tmp_path / name)


@pytest.mark.parametrize("name", ["f.gpkg", "f.geojson", "f.csv"])
def test_an_empty_file_is_called_empty(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"")
    assert "empty" in problem(tmp_path / name)


def test_a_file_too_large_a_folder_a_missing_file_and_a_foreign_format_are_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "f.gpkg")
    assert "larger than 0 MB" in problem(path, largest=1_000)


def test_a_text_file_that_would_fill_the_memory_is_refused_with_a_way_out(tmp_path: Path) -> None:
    path = tmp_path / "riesig.geojson"
    with path.open("wb") as stream:
        # A file with a hole: large for whoever asks its size, nothing on the disk.
        stream.truncate(LARGEST_TEXT_BYTES + 1)
    assert "GeoPackage or FlatGeobuf" in problem(path)
    assert "folder" in problem(tmp_path)
    assert "does not exist" in problem(tmp_path / "none.gpkg")
    (tmp_path / "f.dwg").write_bytes(b"AC1027")
    assert "cannot read this format" in problem(tmp_path / "f.dwg")


def test_a_document_type_is_never_expanded(tmp_path: Path) -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "cccc">]><a>&b;</a>'
    (tmp_path / "f.gml").write_text(bomb)
    assert "document type" in problem(tmp_path / "f.gml")


def test_an_answer_that_is_an_error_message_is_recognised(tmp_path: Path) -> None:
    (tmp_path / "f.gml").write_text('<?xml version="1.0"?><ows:ExceptionReport xmlns:ows="x"></ows:ExceptionReport>')
    assert "error message" in problem(tmp_path / "f.gml")


def test_json_that_is_no_geojson_is_refused(tmp_path: Path) -> None:
    (tmp_path / "f.geojson").write_text('{"hello": 1}')
    assert "not GeoJSON" in problem(tmp_path / "f.geojson")


def test_twice_the_same_area_is_odd_not_wrong(tmp_path: Path) -> None:
    found = read_features(written(tmp_path / "f.gpkg", FIELDS[[0, 0]]))
    assert len(found) == 2
    assert "twice" in found.report.warnings[0].en


def test_a_number_that_is_none_names_its_line(tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text("x;y\n310000;5625000\nviel;5625000\n")
    assert "line 3: “viel” is not a number" in problem(tmp_path / "p.csv", crs="EPSG:25832")
    (tmp_path / "q.csv").write_text("a;b\n1;2\n")
    assert "Columns for the place" in problem(tmp_path / "q.csv", crs="EPSG:25832")
