"""Sites leave as files and come back: nothing twice, nothing half, every error with its place."""

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from wandel.conftest import Cast
from wandel.fields.land.actions.import_site import UnreadableFile, import_sites, read_sites
from wandel.fields.land.models import Site
from wandel.fields.land.queries.exchange import export_sites
from wandel.office.journal.models import JournalEntry
from wandel.office.people.access import access_on

pytestmark = [pytest.mark.database, pytest.mark.django_db]
DAY = date(2026, 11, 23)
Make = Callable[..., Site]
CSV, GEOJSON = Path("sites.csv"), Path("sites.geojson")
SQUARE = [[[6.6, 50.74], [6.602, 50.74], [6.602, 50.741], [6.6, 50.741], [6.6, 50.74]]]


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


@pytest.fixture
def filled(make_site: Make) -> Site:
    return make_site(
        name="=1+1", parcels=["Flur 3, 12", "Flur 3, 14"], price=Decimal("35.50"), grz=Decimal("0.4"), power_mw=7.25,
        gas=True, hydrogen=None, rail_siding=False, available_from=2028, owner_kind="private", note="Zeile 1\nZeile 2",
        use="mixed", development="inner", zone="GE", reserved_until=date(2027, 1, 31),
    )  # fmt: skip


def rows_of(text: str, path: Path = CSV) -> list[Any]:
    return read_sites(path, text.encode())


@pytest.mark.parametrize("path", [CSV, GEOJSON])
def test_an_exported_file_read_back_changes_nothing(filled: Site, make_site: Make, cast: Cast, path: Path) -> None:
    make_site(name="Ohne Umriss", geometry=None)
    text = export_sites(access_on(cast.head, DAY), path.suffix[1:])
    lines = JournalEntry.objects.count()
    result = import_sites(rows_of(text, path), by=cast.head, on=DAY)
    assert result.problems == []
    assert [change.action for change in result.changes] == ["same", "same"]
    assert JournalEntry.objects.count() == lines


@pytest.mark.parametrize("path", [CSV, GEOJSON])
def test_a_file_brings_the_whole_stock_into_an_empty_house(filled: Site, cast: Cast, path: Path) -> None:
    text = export_sites(access_on(cast.head, DAY), path.suffix[1:]).replace(filled.number, "")
    before = Site.objects.values().get(pk=filled.pk)
    Site.objects.all().delete()
    assert import_sites(rows_of(text, path), by=None, on=DAY).count("new") == 1
    after = Site.objects.values().get()
    for name in set(before) - {"id", "number", "serial", "recorded_at", "version"}:
        assert after[name] == before[name], name


def test_a_new_file_read_twice_adds_its_sites_once(cast: Cast) -> None:
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Polygon", "coordinates": SQUARE},
            "properties": {"name": "Am Driesch", "municipality": "Vettweiß", "kind": "neubaugebiet"},
        }
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features})
    assert import_sites(rows_of(text, GEOJSON), by=None, on=DAY).count("new") == 1
    assert import_sites(rows_of(text, GEOJSON), by=None, on=DAY).count("same") == 1
    assert Site.objects.get().organisation == cast.town_hall_vettweiss


def test_a_rehearsal_says_what_would_change_and_keeps_nothing(filled: Site, cast: Cast) -> None:
    text = f"number;price\n{filled.number};36\n"
    result = import_sites(rows_of(text), by=cast.head, on=DAY, dry_run=True)
    assert (result.changes[0].action, result.changes[0].columns) == ("changed", ("price",))
    assert not result.written
    filled.refresh_from_db()
    assert filled.price == Decimal("35.50")
    assert import_sites(rows_of(text), by=cast.head, on=DAY).written
    filled.refresh_from_db()
    assert filled.price == 36
    assert filled.note, "a column that is left out keeps what is known"


@pytest.mark.parametrize(
    ("heading", "cells", "column", "remedy"),
    [
        ("kind", "wald", "kind", "Possible: bauluecke"),
        ("power_mw", "viel", "power_mw", "12.5"),
        ("available_from", "2028.5", "available_from", "whole number"),
        ("grz", "40", "grz", "80% is 0.8"),
        ("gas", "vielleicht", "gas", "neither yes nor no"),
        ("price_on", "1.2.2026", "price_on", "2026-11-23"),
        ("municipality", "Atlantis", "municipality", "eight digits"),
        ("organisation", "Rathaus Nirgendwo", "organisation", "Leave the cell empty"),
        ("state", "built", "state", "on its page"),
        ("number", "999-001", "number", "Empty the cell"),
        ("geometry", "{", "geometry", "Polygon"),
    ],
)
def test_one_wrong_cell_keeps_the_whole_file_out(
    filled: Site, cast: Cast, heading: str, cells: str, column: str, remedy: str
) -> None:
    number = "" if heading == "number" else f"{filled.number};"
    head = "" if heading == "number" else "number;"
    quoted = io.StringIO()
    csv.writer(quoted, delimiter=";").writerow([cells])
    text = f"{head}{heading}\n{number}{quoted.getvalue().strip()}\n"
    result = import_sites(rows_of(text), by=cast.head, on=DAY)
    assert not result.written
    problem = result.problems[0]
    assert (problem.line, problem.column) == (2, column)
    assert remedy in problem.text.en
    assert problem.text.de


def test_a_good_row_beside_a_bad_one_is_not_kept(cast: Cast) -> None:
    text = "name;municipality;kind\nGut;Vettweiß;brache\nSchlecht;Vettweiß;wald\n"
    result = import_sites(rows_of(text), by=cast.head, on=DAY)
    assert [problem.line for problem in result.problems] == [3]
    assert not Site.objects.exists()


@pytest.mark.parametrize(
    ("text", "path", "says"),
    [
        ("nmae;kind\nX;brache\n", CSV, "Did you mean “name”"),
        ("name;kind\nX\n", CSV, "1 cells, the heading 2"),
        ("name;name\nX;Y\n", CSV, "twice"),
        ("", CSV, "no site"),
        ('name;kind\n"X;brache\n', CSV, "quotation mark"),
        ("[]", GEOJSON, "FeatureCollection"),
        ('{"type": "FeatureCollection", "features": [{}]}', GEOJSON, "properties"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(text: str, path: Path, says: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        rows_of(text, path)
    assert says in caught.value.problem.text.en


def test_offices_get_no_owner_columns_and_no_confidential_site(filled: Site, make_site: Make, cast: Cast) -> None:
    make_site(name="Geheim", confidential=True)
    text = export_sites(access_on(cast.treasury, DAY), "csv")
    assert "owner_kind" not in text
    assert "Geheim" not in text
    assert filled.number in text


def test_a_town_hall_exports_its_own_sites_only(
    filled: Site, make_site: Make, cast: Cast, client_for: Callable[..., Client]
) -> None:
    make_site(name="Fremd", organisation=cast.town_hall_juelich)
    client = client_for(cast.vettweiss)
    body = client.get("/land/sites/exchange/csv/").content.decode()
    assert "'=1+1" in body
    assert "Fremd" not in body
    assert client.get("/land/sites/exchange/xlsx/").status_code == 404
    assert (
        json.loads(client.get("/land/sites/exchange/geojson/").content)["features"][0]["properties"]["name"] == "=1+1"
    )
