"""What a parcel is called, and finding one among many."""

from pathlib import Path

import pytest

from wandel.core.geodata.parcel_index import find_parcels, labels, parcel_at, parcels_at, write_parcels
from wandel.core.geodata.parcel_number import ParcelNumber, number_of, read_number


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Flur 3 Flurstück 12/1", ParcelNumber("", "", 3, 12, 1)),
        ("flur 3, flst. 12/1", ParcelNumber("", "", 3, 12, 1)),
        ("Fl. 3 Nr. 12", ParcelNumber("", "", 3, 12)),
        ("Gemarkung Vettweiß, Flur 3, Flurstück 12/1", ParcelNumber("Vettweiß", "", 3, 12, 1)),
        ("Vettweiß 3 12/1", ParcelNumber("Vettweiß", "", 3, 12, 1)),
        ("Bad Münstereifel 3-12/1", ParcelNumber("Bad Münstereifel", "", 3, 12, 1)),
        ("3-12/1", ParcelNumber("", "", 3, 12, 1)),
        ("12 / 1", ParcelNumber("", "", None, 12, 1)),
        ("Flurstueck 117", ParcelNumber("", "", None, 117)),
        ("4711 3 12/1", ParcelNumber("", "4711", 3, 12, 1)),
        ("05471100300012000100", ParcelNumber("", "4711", 3, 12, 1)),
        ("054711003000120001__", ParcelNumber("", "4711", 3, 12, 1)),
        ("054711___00012______", ParcelNumber("", "4711", None, 12)),
        ("Am Mühlenteich", None),
        ("", None),
    ],
)
def test_numbers_are_read_as_people_write_them(typed: str, meant: ParcelNumber | None) -> None:
    assert read_number(typed) == meant


def test_columns_of_the_simplified_alkis_schema_are_understood() -> None:
    columns = {"gemarkung": "Vettweiß", "gemaschl": "054711", "flur": "Flur 3", "flstnrzae": 12, "flstnrnen": "1"}
    found = number_of(columns)
    assert found == ParcelNumber("Vettweiß", "4711", 3, 12, 1)
    assert found.label == "Vettweiß, Flur 3, Flurstück 12/1"
    assert number_of({"flstkennz": "054711003000120001__"}) == ParcelNumber("", "4711", 3, 12, 1)
    assert number_of({"flurstueck": "12/1", "flur": "3"}) == ParcelNumber("", "", 3, 12, 1)
    assert number_of({"flurstueck": "f7"}) is None
    assert number_of({"flurstueck": "7"}) is None, "a counter is no number of a parcel"


@pytest.fixture
def index(tmp_path: Path) -> Path:
    path = tmp_path / "parcels.tsv"
    numbers = [
        ParcelNumber("Vettweiß", "4711", 3, 12),
        ParcelNumber("Vettweiß", "4711", 3, 12, 1),
        ParcelNumber("Vettweiß", "4711", 3, 12, 2),
        ParcelNumber("Vettweiß", "4711", 13, 12),
        ParcelNumber("Jülich", "4712", 3, 12),
        ParcelNumber("Jülich", "4712", 3, 112),
        None,
    ]
    write_parcels(path, [(one, f"01-{place}", 6.5 + place / 100, 50.7) for place, one in enumerate(numbers)])
    return path


def positions(path: Path, text: str, most: int = 12) -> list[int]:
    return [one.position for one in find_parcels(path, text, most)]


def test_the_exact_parcel_comes_before_its_divided_parts(index: Path) -> None:
    assert positions(index, "Vettweiß Flur 3 Flurstück 12") == [0, 1, 2]
    assert positions(index, "vettweiss 3-12/2") == [2]
    assert positions(index, "Gemarkung 4712 Flur 3 Nr. 12") == [4]
    assert positions(index, "Flur 3 Flurstück 12") == [0, 4, 1, 2]
    assert positions(index, "12/1") == [1]
    assert positions(index, "112") == [5]
    assert positions(index, "01-6") == [6]
    assert positions(index, "Vettweiß") == []
    assert positions(index, "Flur 9 Flurstück 12") == []
    assert len(positions(index, "12", most=2)) == 2


def test_a_row_is_read_without_the_others(index: Path, tmp_path: Path) -> None:
    found = parcel_at(index, 4)
    assert found is not None
    assert (found.label, round(found.lon, 2)) == ("Jülich, Flur 3, Flurstück 12", 6.54)
    assert [one.position for one in parcels_at(index, [5, 99, -1, 0])] == [5, 0]
    assert labels(index)[6] == "01-6"
    assert parcel_at(tmp_path / "nothing.tsv", 0) is None
    assert find_parcels(tmp_path / "nothing.tsv", "12/1", 5) == []
