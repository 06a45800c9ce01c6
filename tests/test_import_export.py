"""``wandel import`` and ``wandel export``: whole or not at all, the same again changes nothing."""

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from django.core.management import call_command

from wandel.conftest import Cast
from wandel.core.geodata.flat import to_shapely
from wandel.core.geodata.parquet import write_geoparquet
from wandel.core.suitability.tests import town
from wandel.fields.land.models import LayerVersion, Site
from wandel.fields.land.tests.site_cast import make_site

pytestmark = [pytest.mark.database, pytest.mark.django_db]
__all__ = ["make_site"]
WHENCE = ["--source", "Amt", "--licence", "CC0"]


@pytest.fixture(autouse=True)
def wood(settings: Any, tmp_path: Path) -> Path:
    settings.WANDEL_DATA_DIR = tmp_path / "data"
    write_geoparquet(tmp_path / "wald.parquet", to_shapely(town.wood()), pa.table({"n": [1]}))
    return tmp_path / "wald.parquet"


def run(capsys: Any, *arguments: str) -> tuple[int, str, str]:
    code = 0
    try:
        call_command(*arguments)
    except SystemExit as end:
        code = int(end.code or 0)
    out = capsys.readouterr()
    return code, out.out, out.err


def test_a_layer_is_rehearsed_imported_and_then_unchanged(capsys: Any, wood: Path) -> None:
    code, said, _errors = run(capsys, "import", "layer", str(wood), *WHENCE, "--dry-run", "--json")
    assert (code, json.loads(said)["files"][0]["new"], LayerVersion.objects.count()) == (0, True, 0)
    assert run(capsys, "import", "layer", str(wood), *WHENCE)[1] == "wald: Fassung 1 mit 1 Objekten gilt jetzt\n"
    assert run(capsys, "import", "layer", str(wood), *WHENCE)[1] == "wald: unverändert, Fassung 1 gilt weiter\n"
    assert LayerVersion.objects.count() == 1


def test_the_second_files_mistake_takes_the_first_one_back(capsys: Any, wood: Path, tmp_path: Path) -> None:
    (tmp_path / "kaputt.gpkg").write_bytes(b"nothing" * 99)
    code, said, errors = run(capsys, "import", "layer", str(wood), str(tmp_path / "kaputt.gpkg"), *WHENCE)
    assert (code, said) == (1, "")
    assert "kaputt.gpkg" in errors
    assert not LayerVersion.objects.exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["import", "cars", "x.csv"], "Möglich sind: layer, parcels, xplan, sites"),
        (["import", "layer", "x.gpkg"], "--source"),
        (["import", "layer", "x.gpkg", *WHENCE], "gibt es nicht"),
        (["import", "layer", "x.gpkg", *WHENCE, "--as-of", "gestern"], "kein Tag"),
        (["import", "layer", "x.gpkg", *WHENCE, "--holds", "air"], "areas, lines"),
        (["import", "sites", "x.csv"], "lässt sich nicht lesen"),
        (["export", "cars"], "sites"),
        (["export", "sites", "--form", "pdf"], "csv"),
    ],
)
def test_wrong_input_is_exit_1_with_a_sentence(capsys: Any, arguments: list[str], words: str) -> None:
    code, said, errors = run(capsys, *arguments)
    assert (code, said) == (1, "")
    assert words in errors


def test_sites_go_out_and_come_back_unchanged(capsys: Any, cast: Cast, tmp_path: Path, make_site: Any) -> None:
    make_site(name="Am Anger")
    code, said, _errors = run(capsys, "export", "sites")
    assert code == 0
    (tmp_path / "sites.csv").write_text(said, "utf-8")
    code, said, errors = run(capsys, "import", "sites", str(tmp_path / "sites.csv"), "--json")
    assert code == 0, errors
    assert json.loads(said)["files"][0]["written"] in (True, False)
    assert Site.objects.count() == 1
