"""Lists as files: what the page's filters show, whole, in both forms, and nothing a spreadsheet would run."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from wandel.conftest import Cast
from wandel.office.people.models import Organisation
from wandel.ui.tables import Column, table_file
from wandel.web.tests.conftest import World

pytestmark = [pytest.mark.database, pytest.mark.django_db]
LISTS = {
    "/projects/": "Dorfladen mit Lastenrad", "/programmes/": "Dorferneuerung", "/organisations/": "Stadt Jülich", "/users/": "Ada Admin",
    "/intake/": "", "/newcomers/offers/": "", "/awards/export.csv": "Schulhof Jülich", "/land/sites/export.csv": "Im Winkel",
    "/land/stock/export.csv": "Im Winkel",
}  # fmt: skip
EVIL = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")', "\x00\x0b=1", "harmlos"]


def csv_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def xlsx_of(content: bytes) -> list[list[Any]]:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


@pytest.mark.parametrize("path", LISTS)
def test_every_list_can_be_saved_in_both_forms_with_the_same_rows(
    world: World, cast: Cast, client_for: Callable[..., Client], path: str
) -> None:
    client = client_for(cast.head)
    as_csv, as_xlsx = (client.get(path, {"save": kind}) for kind in ("csv", "xlsx"))
    assert as_csv["Content-Type"].startswith("text/csv")
    assert "spreadsheetml" in as_xlsx["Content-Type"]
    lines, cells = csv_of(as_csv.content), xlsx_of(as_xlsx.content)
    assert lines[0] == cells[0]
    assert len(lines) == len(cells)
    assert LISTS[path] in {cell for line in lines for cell in line} | {""}
    if len(lines) > 1:
        assert "save=xlsx" in client.get(path.replace("export.csv", "")).content.decode()


def test_a_saved_list_holds_what_the_page_shows(world: World, cast: Cast, client_for: Callable[..., Client]) -> None:
    town_hall = client_for(cast.vettweiss)
    saved = {line[0] for line in csv_of(town_hall.get("/awards/export.csv").content)[1:]}
    assert saved == {world.award.title}
    assert len(csv_of(town_hall.get("/awards/export.csv?q=nichts").content)) == 1
    assert len(csv_of(client_for(cast.head).get("/organisations/?kind=town_hall&save=csv").content)) == 3


def test_all_pages_are_in_the_file_and_an_unknown_form_is_the_page(
    cast: Cast, client_for: Callable[..., Client]
) -> None:
    Organisation.objects.bulk_create(
        Organisation(kind="company", name=f"Firma {number}", sort_key=f"firma {number}") for number in range(120)
    )
    client = client_for(cast.head)
    assert len(csv_of(client.get("/organisations/?kind=company&page=2&save=csv").content)) == 121
    assert "text/html" in client.get("/organisations/?save=doc")["Content-Type"]


def test_what_begins_like_a_formula_stays_a_text(db: None) -> None:
    columns: list[Column] = [("Text", lambda row: row)]
    lines = csv_of(table_file("csv", "x", columns, EVIL).content)[1:]
    assert not [line for line in lines if line[0][:1] in set("=+-@\t\r")]
    sheet = openpyxl.load_workbook(io.BytesIO(table_file("xlsx", "x", columns, EVIL).content)).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s"}
    assert sheet["A2"].value == "=1+1"


def test_numbers_days_and_answers_are_what_they_are() -> None:
    at = datetime(2026, 11, 23, 8, 5, tzinfo=UTC)
    row = [Decimal("-1234.50"), 1.25, 7, date(2026, 11, 23), at, True, None]
    columns: list[Column] = [(str(number), lambda row, number=number: row[number]) for number in range(len(row))]
    with translation.override("de"):
        line = csv_of(table_file("csv", "x", columns, [row]).content)[1]
        cells = xlsx_of(table_file("xlsx", "a/b:c", columns, [row]).content)[1]
    assert line == ["-1234,50", "1,25", "7", "2026-11-23", "2026-11-23 09:05", "ja", ""]
    assert cells == [
        -1234.5,
        1.25,
        7,
        datetime.fromisoformat("2026-11-23"),
        datetime.fromisoformat("2026-11-23 09:05"),
        "ja",
        None,
    ]


def test_inquiries_are_saved_without_the_person(world: World, cast: Cast, client_for: Callable[..., Client]) -> None:
    told = client_for(cast.head).get("/intake/?save=csv").content.decode()
    assert str(world.inquiry.pk) in told
    assert "Beispielfrau" not in told
    assert "erika" not in told


def test_who_may_not_see_the_page_gets_no_file(world: World, cast: Cast, client_for: Callable[..., Client]) -> None:
    assert client_for(cast.council).get("/organisations/?save=csv").status_code == 403
    assert Client().get("/users/?save=csv").status_code == 302


def test_many_rows_ask_no_more_questions_than_few(
    world: World, cast: Cast, client_for: Callable[..., Client], make_project: Any
) -> None:
    client = client_for(cast.head)

    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get("/projects/?save=csv")
        return len(asked)

    client.get("/projects/?save=csv")
    few = questions()
    for number in range(5):
        make_project(title=f"Idee {number}")
    assert questions() == few
