"""A county's folder: what is wrong is named with file, line and remedy; what is odd is a warning."""

import re
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from wandel.core.profile.folder import ProfileError, ProfileErrors
from wandel.core.profile.locate import profile_directory
from wandel.core.profile.model import Profile
from wandel.core.profile.procurement import StatuteLimit
from wandel.core.profile.reading import load_profile
from wandel.core.profile.tests import middle_county


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(middle_county, tmp_path / "county"))


@pytest.fixture(scope="module")
def dueren() -> Profile:
    return load_profile(profile_directory("kreis_dueren"))


def change(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text("utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), "utf-8")


def errors_of(folder: Path) -> list[ProfileError]:
    with pytest.raises(ProfileErrors) as caught:
        load_profile(folder)
    assert all(error.what and error.remedy for error in caught.value.errors)
    return caught.value.errors


def test_the_invented_county_loads_without_errors_or_warnings() -> None:
    profile = load_profile(middle_county)
    assert [one.name for one in profile.municipalities] == ["Oberfeld", "Übersee", "Mühlau am langen Bach"]
    assert profile.warnings == ()
    assert profile.response_target_days == 3


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "what"),
    [
        ("county.yaml", "branding: {product", "branding: {]product", 7, "not YAML"),
        ("county.yaml", "area: {", "surface: {", 5, "“surface” is not known"),
        ("county.yaml", "code: 7/1,", "colour: red, code: 7/1,", 20, "“colour” is not known in fields"),
        ("county.yaml", "from: 2024-07-01", "from: July 2024", 13, "“from” is 'July 2024'"),
        ("county.yaml", "inhabitants: 50000", "inhabitants: 50.000", 18, "“inhabitants” is 50.0"),
        ("county.yaml", "hectares: 23350, certainty: confirmed", "hectares: 23350, certainty: sure", 5, "no certainty"),
        ("county.yaml", 'ags: "99901"', "ags: 99901", 2, "“ags” is 99901"),
        ("county.yaml", 'ags: "99901"', 'ags: "9990"', 2, "no county's AGS"),
        ("county.yaml", 'ags: "99901001"', 'ags: "99901009"', 1, "names 99901009"),
        ("county.yaml", "field: funding", "field: fishing", 23, "“fishing” in posts"),
        ("municipalities.csv", "99901002;", "9990102;", 3, "“9990102” does not fit under ags"),
        ("municipalities.csv", "99901002;", "99901001;", 3, "stands twice"),
        ("municipalities.csv", "99901002;", "88801002;", 3, "does not begin with"),
        ("municipalities.csv", ";7783;99002", ";77,83;99002", 3, "“77,83” does not fit under area_ha"),
        ("municipalities.csv", "designation", "kind", 1, "Columns are missing: designation"),
        ("municipalities.csv", "Gemeinde;", "Gemeinde;;", 3, "9 cells under 8 columns"),
        ("boundaries.geojson", '"99901002"', '"99901009"', 0, ""),
        ("boundaries.geojson", "[9.1, 51.0]", "[912000, 5651000]", 2, "no area in degrees"),
        ("boundaries.geojson", "invented for tests", "", 1, "“attribution” is missing"),
        ("boundaries.geojson", "features", "things", 1, "no list “features”"),
        ("population.csv", "2022-05-15", "15.05.2022", 2, "“15.05.2022” does not fit under on"),
        ("population.csv", ";40000;", ";40,000;", 2, "“40,000” does not fit under value"),
        ("population.csv", "99901003;2022", "99902003;2022", 5, "no municipality"),
        ("population.csv", "99901002;2022", "99901001;2022", 4, "two figures"),
        ("places.csv", "51.05", "51,05", 2, "“51,05” does not fit under lat"),
        ("places.csv", "stop;", "halt;", 2, "“halt” does not fit under kind"),
    ],
)
def test_a_mistake_is_named_with_its_file_and_line(
    folder: Path, file: str, old: str, new: str, line: int, what: str
) -> None:
    change(folder, file, old, new)
    found = errors_of(folder)
    if what:
        assert [(error.file, error.line) for error in found if what in error.what] == [(file, line)], found
    else:
        assert [(e.file, e.line) for e in found if "has no boundary" in e.what] == [("municipalities.csv", 3)]


@pytest.mark.parametrize(
    "file", ["county.yaml", "municipalities.csv", "boundaries.geojson", "population.csv", "places.csv"]
)
def test_a_missing_file_is_named(folder: Path, file: str) -> None:
    (folder / file).unlink()
    assert (file, "The file is missing.") in [(error.file, error.what) for error in errors_of(folder)]


def test_all_mistakes_are_found_not_only_the_first(folder: Path) -> None:
    change(folder, "population.csv", ";40000;", ";40,000;")
    change(folder, "county.yaml", "until: 2030-12-31", "until: soon")
    (folder / "places.csv").unlink()
    assert {error.file for error in errors_of(folder)} == {"population.csv", "county.yaml", "places.csv"}


def test_areas_that_do_not_sum_are_odd_and_not_wrong(folder: Path) -> None:
    change(folder, "county.yaml", "hectares: 23350", "hectares: 33350")
    assert "the areas sum to 23349 ha" in load_profile(folder).warnings[0]


def test_a_boundary_of_another_size_is_odd(folder: Path) -> None:
    change(folder, "boundaries.geojson", "[9.0, 51.1]", "[9.0, 51.3]")
    assert "Oberfeld has 7783 ha, its boundary encloses" in load_profile(folder).warnings[0]


def test_populations_that_do_not_sum_are_odd(folder: Path) -> None:
    change(folder, "population.csv", ";40000;", ";40001;")
    assert "the municipalities sum to 40000, the county has 40001" in load_profile(folder).warnings[0]


def test_the_name_of_the_unit_is_the_newest_that_has_begun() -> None:
    profile = load_profile(middle_county)
    names = [profile.unit_name(date(2024, 6, 30)), profile.unit_name(date(2024, 7, 1), "en")]
    assert names == ["Stab Zukunft", "Office for Change"]


def test_a_statute_holds_from_its_first_to_its_last_day_and_names_its_limits() -> None:
    profile = load_profile(middle_county)
    titles = {
        day: [one.title for one in profile.statutes("99901001", day)]
        for day in (date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1))
    }
    assert list(titles.values()) == [
        [], ["Vergabesatzung Oberfeld"], ["Vergabesatzung Oberfeld"], ["Vergabesatzung Oberfeld (neu)"],
    ]  # fmt: skip
    new = profile.statutes("99901001", date(2027, 1, 1))[0]
    assert new.limit("works", "negotiated_award") == StatuteLimit("works", "negotiated_award", Decimal(200000))
    assert new.limit("supplies", "direct") is None


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("kind: works, procedure: direct", "kind: roads, procedure: direct", "has a limit for “roads”"),
        ("procedure: direct", "procedure: open", "has a limit for the procedure “open”"),
        (
            "procedure: negotiated_award, up_to: 200000",
            "procedure: direct, up_to: 1",
            "has two limits for works, direct",
        ),
        ('up_to: "50000.00"', 'up_to: "50.000,00"', "“up_to” is '50.000,00'. Write euro in quotes"),
        ('up_to: "50000.00"', "up_to: 50000.5", "“up_to” is 50000.5"),
        ('up_to: "50000.00"', "up_to: true", "“up_to” is True"),
        ("valid_until: 2026-12-31", "valid_until: 2025-12-31", "ends before it begins"),
        ("valid_until: 2026-12-31", "valid_until: soon", "“valid_until” is 'soon'"),
        ("certainty: reported", "certainty: maybe", "“maybe” is no certainty"),
        (
            'ags: "99901001"\n    valid_from: 2027',
            'ags: "99901009"\n    valid_from: 2027',
            "no municipality of this county",
        ),
    ],
)
def test_a_wrong_statute_is_named_with_its_remedy(folder: Path, old: str, new: str, words: str) -> None:
    change(folder, "county.yaml", old, new)
    with pytest.raises(ProfileErrors, match=re.escape(words)):
        load_profile(folder)


def test_the_county_itself_may_have_a_statute(folder: Path) -> None:
    change(folder, "county.yaml", 'ags: "99901001"\n    valid_from: 2027', 'ags: "99901"\n    valid_from: 2027')
    assert len(load_profile(folder).statutes("99901", date(2027, 1, 1))) == 1


def test_the_shipped_county_has_fifteen_municipalities_and_nothing_odd(dueren: Profile) -> None:
    assert len(dueren.municipalities) == 15
    assert dueren.warnings == ()
    assert "GeoBasis-DE / BKG" in dueren.attribution
    assert [one.designation for one in dueren.municipalities].count("Stadt") == 5


def test_the_shipped_populations_sum_to_the_county_on_every_day(dueren: Profile) -> None:
    days = {(row.on, row.base) for row in dueren.population}
    for day, base in days:
        rows = {row.ags: row.value for row in dueren.population if (row.on, row.base) == (day, base)}
        assert len(rows) == 16
        assert rows.pop(dueren.ags) == sum(rows.values())


def test_the_target_moved_to_2027_and_the_old_one_is_kept(dueren: Profile) -> None:
    before, after = dueren.target(date(2022, 1, 1)), dueren.target(date(2024, 6, 1))
    assert before
    assert after
    assert (before.inhabitants, before.until.year, after.inhabitants, after.until.year) == (300000, 2025, 300000, 2027)


def test_five_posts_are_new_beside_three(dueren: Profile) -> None:
    new = [post.code[:4] for post in dueren.posts if post.new]
    assert sorted(new) == ["60/1", "60/1", "60/2", "60/3", "60/3"]
    assert len(dueren.posts) == 8


def test_an_unknown_county_names_the_shipped_ones() -> None:
    with pytest.raises(LookupError, match="kreis_dueren"):
        profile_directory("kreis_nirgendwo")


BASE_MAP = """
base_map:
  style_url: https://maps.example/style.json
  hosts: https://maps.example https://tiles.example
  attribution: "© Karte"
"""


def test_a_base_map_is_a_choice_and_its_addresses_are_safe(folder: Path) -> None:
    assert load_profile(folder).base_map is None
    text = (folder / "county.yaml").read_text("utf-8")
    (folder / "county.yaml").write_text(text + BASE_MAP, "utf-8")
    base = load_profile(folder).base_map
    assert base is not None
    assert base.hosts.split() == ["https://maps.example", "https://tiles.example"]
    for wrong in ("http://maps.example", "https://maps.example; script-src *"):
        (folder / "county.yaml").write_text(
            text
            + BASE_MAP.replace("hosts: https://maps.example", f'hosts: "{wrong} ', 1).replace(
                "https://tiles.example\n", 'https://tiles.example"\n'
            ),
            "utf-8",
        )
        assert "not safe" in errors_of(folder)[0].what


def test_the_regions_procedure_is_read_with_its_steps_in_order_and_may_be_left_out(folder: Path) -> None:
    profile = load_profile(folder)
    assert [one.key for one in profile.future_fields] == ["water"]
    (procedure,) = profile.regional_procedures
    assert [step.key for step in procedure.steps] == ["heard", "agreed"]
    assert procedure.until is None
    file = folder / "county.yaml"
    file.write_text(file.read_text("utf-8").split("future_fields:")[0], "utf-8")
    assert load_profile(folder).regional_procedures == ()


def test_the_three_stars_ended_before_the_consensus_began(dueren: Profile) -> None:
    stars, consensus = dueren.regional_procedures
    assert stars.until is not None
    assert stars.until < consensus.from_on
    assert consensus.until is None
    assert len(dueren.future_fields) == 4
