"""``wandel ahp`` and ``wandel suitability`` as somebody else's script calls them."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyogrio
import pytest
import shapely

from wandel.core.geodata.flat import FlatPolygons, to_shapely
from wandel.core.geodata.reading import read_features
from wandel.core.suitability import cli
from wandel.core.suitability.tests import town

SOURCE = Path(__file__).resolve().parents[4]


def run(capsys: Any, command: str, *arguments: object) -> tuple[int, str, str]:
    try:
        code = getattr(cli, command)([str(argument) for argument in arguments])
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    out = capsys.readouterr()
    return code, out.out, out.err


def write(path: Path, shapes: FlatPolygons, **columns: list[Any]) -> None:
    names = list(columns)
    pyogrio.raw.write(
        path, shapely.to_wkb(to_shapely(shapes)), [np.array(columns[name]) for name in names], names,
        crs="EPSG:25832", driver="GPKG", geometry_type="Polygon",
    )  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The twelve-field town as files."""
    write(tmp_path / "parcels.gpkg", town.fields(), flurstueck=[f"f{number}" for number in range(12)])
    layers = tmp_path / "layers"
    layers.mkdir()
    write(layers / "hochwasser.gpkg", town.flood())
    write(layers / "wald.gpkg", town.wood())
    write(layers / "boden.gpkg", town.soil(), zahl=[80, 80])
    write(layers / "gemeinden.gpkg", town.municipalities(), name=["Alt", "Neu"])
    x, y = town.stop()[0]
    (layers / "halt.geojson").write_text(
        json.dumps({"type": "FeatureCollection", "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::25832"}},
                    "features": [{"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [x, y]}}]})
    )  # fmt: skip
    (tmp_path / "rules.yaml").write_text(town.RULES, "utf-8")
    return tmp_path


@pytest.mark.thorough
def test_the_town_comes_out_as_computed_by_hand(capsys: Any, folder: Path) -> None:
    out = folder / "out.parquet"
    code, said, errors = run(
        capsys, "suitability", folder / "parcels.gpkg", folder / "layers", folder / "rules.yaml", "-o", out, "--json"
    )
    assert code == 0, errors
    result = json.loads(said)
    assert (result["parcels"], result["excluded"]) == (12, 4)
    assert [(area["area_ha"], area["municipality"]) for area in result["candidates"]] == [(4.0, "Neu"), (4.0, "Alt")]
    assert result["candidates"][0]["geometry"]["type"] == "Polygon"
    assert set(result["candidates"][0]["reason"]) == {"de", "en"}
    rows = read_features(out)
    assert rows.attributes.column("id").to_pylist() == [f"f{number}" for number in range(12)]
    assert np.allclose(rows.attributes.column("score").to_numpy(), town.POINTS)
    assert np.allclose(rows.attributes.column("share_hochwasser").to_numpy(), town.FLOOD_SHARES)
    assert np.allclose(rows.attributes.column("distance_halt").to_numpy(), town.STOP_METRES, atol=1e-6)
    assert rows.attributes.column("municipality").to_pylist() == ["Alt", "Alt", "Neu", "Neu"] * 3
    assert rows.attributes.column("reason")[0].as_py() == "Ausgeschlossen: Hochwasser HQ100 25,0 %."
    assert rows.attributes.column("candidate").to_pylist()[:5] == [None] * 4 + [2]
    areas = read_features(folder / "out.candidates.parquet")
    assert shapely.area(areas.geometry) == pytest.approx([40_000, 40_000])


def test_both_engines_write_the_same(capsys: Any, folder: Path) -> None:
    tables = []
    for engine in ("kernel", "shapely"):
        code, _said, _errors = run(
            capsys,
            "suitability",
            folder / "parcels.gpkg",
            folder / "layers",
            folder / "rules.yaml",
            "-o",
            folder / f"{engine}.parquet",
            "--engine",
            engine,
        )
        assert code == 0
        tables.append(pa.parquet.read_table(folder / f"{engine}.parquet"))
    for name in tables[0].column_names:
        if pa.types.is_floating(tables[0].schema.field(name).type):
            assert np.allclose(tables[0].column(name), tables[1].column(name), rtol=0, atol=1e-9), name
        else:
            assert tables[0].column(name).to_pylist() == tables[1].column(name).to_pylist(), name


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"rules": "layers: {fehlt: {exclude: true}}"}, "Für „fehlt“ liegt hier keine Datei"),
        ({"rules": "layers: {boden: {weight: x}}"}, "keine Zahl"),
        ({"rules": "layers: {boden: {weight: 1, where: {attribute: punkte, min: 3}}}"}, "Spalte „punkte“ gibt es nicht. Vorhanden: zahl"),
        ({"rules": "layers: {halt: {weight: 1}}"}, "Für einen Anteil werden Flächen gebraucht"),
        ({"parcels": "layers/halt.geojson"}, "Gebraucht werden Flächen"),
        ({"parcels": "none.gpkg"}, "gibt es nicht"),
        ({"layers": "nowhere"}, "kein Ordner"),
        ({"output": "nowhere/out.parquet"}, "nichts ablegen"),
        ({"engine": "raster"}, "kernel, shapely"),
    ],
)  # fmt: skip
def test_wrong_input_gets_a_sentence_and_leaves_nothing(
    capsys: Any, folder: Path, change: dict[str, str], words: str
) -> None:
    if "rules" in change:
        (folder / "rules.yaml").write_text(change["rules"], "utf-8")
    out = folder / change.get("output", "out.parquet")
    options = ["--engine", change["engine"]] if "engine" in change else []
    code, said, errors = run(
        capsys, "suitability", folder / change.get("parcels", "parcels.gpkg"), folder / change.get("layers", "layers"), folder / "rules.yaml", "-o", out, *options
    )  # fmt: skip
    assert (code, said) == (1, "")
    assert words in errors
    assert not list(folder.glob("out*"))


def test_only_the_chosen_features_of_a_layer_count(capsys: Any, folder: Path) -> None:
    (folder / "rules.yaml").write_text("layers: {boden: {weight: 1, where: {attribute: Zahl, min: 81}}}", "utf-8")
    code, said, _errors = run(
        capsys,
        "suitability",
        folder / "parcels.gpkg",
        folder / "layers",
        folder / "rules.yaml",
        "-o",
        folder / "o.parquet",
        "--json",
    )
    assert code == 0
    assert json.loads(said)["excluded"] == 0
    assert set(read_features(folder / "o.parquet").attributes.column("share_boden").to_pylist()) == {0.0}


def test_a_missing_output_is_exit_2(capsys: Any, folder: Path) -> None:
    assert run(capsys, "suitability", folder / "parcels.gpkg", folder / "layers", folder / "rules.yaml")[0] == 2


# --- ahp


def matrix(tmp_path: Path, text: str) -> Path:
    (tmp_path / "m.csv").write_text(text, "utf-8")
    return tmp_path / "m.csv"


def test_weights_come_in_input_order_with_their_consistency(capsys: Any, tmp_path: Path) -> None:
    code, said, _errors = run(capsys, "ahp", matrix(tmp_path, "1,2,6\n0.5,1,3\n0.16667,0.33333,1\n"), "--json")
    result = json.loads(said)
    assert code == 0
    assert result["weights"] == pytest.approx([0.6, 0.3, 0.1], abs=1e-4)
    assert set(result) >= {"weights", "lambda_max", "ci", "cr", "ri", "ri_source"}
    assert result["ri"] == 0.58
    assert "Saaty" in result["ri_source"]


@pytest.mark.parametrize(
    "text",
    [",Bahn,Schule\nBahn,1,3\nSchule,1/3,1\n", ";Bahn;Schule\nBahn;1;3\nSchule;0,333;1\n", "Bahn,Schule\n1,3\n1/3,1\n"],
)
def test_names_may_stand_in_the_first_row_and_column(capsys: Any, tmp_path: Path, text: str) -> None:
    code, said, errors = run(capsys, "ahp", matrix(tmp_path, text), "--json")
    assert code == 0, errors
    assert json.loads(said)["names"] == ["Bahn", "Schule"]
    assert json.loads(said)["weights"] == pytest.approx([0.75, 0.25], abs=1e-3)
    assert json.loads(said)["cr"] == 0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1,3\n0.5,1\n", "passen nicht"),
        ("1,3\n-0.3,1\n", "größer als 0"),
        ("1,3\n1\n", "quadratisch"),
        ("1,viel\n1,1\n", "keine Zahl"),
        ("", "leer"),
        ("1,2,3\n", "quadratisch"),
    ],
)
def test_a_matrix_that_says_nothing_is_exit_1(capsys: Any, tmp_path: Path, text: str, words: str) -> None:
    code, said, errors = run(capsys, "ahp", matrix(tmp_path, text), "--json")
    assert (code, said) == (1, "")
    assert words in errors


def test_contradicting_comparisons_are_a_warning(capsys: Any, tmp_path: Path) -> None:
    code, said, _errors = run(capsys, "ahp", matrix(tmp_path, "1,9,1/9\n1/9,1,9\n9,1/9,1\n"), "--json", "--lang", "en")
    assert code == 0
    assert "contradict" in json.loads(said)["warnings"][0]


@pytest.mark.thorough
def test_ahp_starts_in_a_bare_environment_without_settings(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "wandel.web.cli", "ahp", "-", "--json"],
        input=b"1,2\n0.5,1\n", capture_output=True, cwd="/", check=False,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(SOURCE), "LC_ALL": "C"},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["weights"] == pytest.approx([2 / 3, 1 / 3])
