"""A county's statistics: read with base, source and licence; every mistake with file, line and remedy."""

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from wandel.core.profile.folder import ProfileError, ProfileErrors
from wandel.core.profile.locate import profile_directory
from wandel.core.profile.model import Profile
from wandel.core.profile.reading import load_profile
from wandel.core.profile.statistics import COMPARISON, INDICATOR_NAMES, INDICATORS, SOURCES, STATISTICS
from wandel.core.profile.tests import middle_county
from wandel.core.statistics.balance import county_balance
from wandel.core.statistics.checks import check_municipalities
from wandel.core.statistics.problems import Problems
from wandel.core.statistics.series import series

FILES = (STATISTICS, SOURCES, INDICATORS, INDICATOR_NAMES, COMPARISON)


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


def test_the_invented_county_has_figures_that_balance() -> None:
    profile = load_profile(middle_county)
    towns = [one.ags for one in profile.municipalities]
    problems = Problems()
    found = county_balance(profile.figures, county=profile.ags, municipalities=towns, year=2023, problems=problems)
    assert not len(problems)
    assert found.county.residual == Decimal(4)
    assert [one.name for one in found.municipalities] == [one.name for one in profile.municipalities]


def test_a_county_without_statistics_is_a_county(folder: Path) -> None:
    for file in FILES:
        (folder / file).unlink()
    profile = load_profile(folder)
    assert (profile.statistics, profile.indicators, profile.comparison) == ((), (), ())
    assert len(profile.figures) == len(profile.population)


def test_a_secret_value_is_kept_as_secret() -> None:
    secret = [one for one in load_profile(middle_county).statistics if one.state == "secret"]
    assert [(one.key, one.number, one.licence) for one in secret] == [("completed_dwellings", None, "CC0")]


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "what"),
    [
        (STATISTICS, "population;99901001", "people;99901001", 2, "“people” does not fit under key"),
        (STATISTICS, ";2023-12-31;male", ";31.2.2023;male", 2, "“31.2.2023” does not fit under period"),
        (STATISTICS, ";male;0;3;", ";men;0;3;", 2, "“men” does not fit under sex"),
        (STATISTICS, ";male;0;3;", ";male;3;0;", 2, "ends before it begins"),
        (STATISTICS, ";male;0;3;", ";male;zero;3;", 2, "“zero” does not fit under age_from"),
        (STATISTICS, ";value;Fortschreibung Zensus 2022;stand", ";value;;stand", 2, "needs a base and a day"),
        (STATISTICS, ";value;Fortschreibung Zensus 2022;stand", ";secret;Z;stand", 2, "Value and state do not fit"),
        (STATISTICS, ";value;Fortschreibung Zensus 2022;stand", ";value;Z;elsewhere", 2, "“elsewhere” is not listed"),
        (STATISTICS, "population;99901001", "population;99909001", 2, "no municipality of this county"),
        (STATISTICS, ";male;3;6;", ";male;0;3;", 3, "stands in line 2 already"),
        (STATISTICS, "births;99901001;2023;total;;;;210", "births;99901001;2023;total;;;;-2", 0, "“-2” does not fit"),
        (SOURCES, "flow;", "stand;", 3, "“stand” stands twice"),
        (SOURCES, "2024-06-01", "June", 2, "“June” does not fit under as_of"),
        (COMPARISON, "99902;", "DG;", 3, "“DG” stands twice"),
        (COMPARISON, ";county;", ";friend;", 2, "“friend” does not fit under kind"),
        (INDICATOR_NAMES, ";lower;", ";less;", 2, "“less” does not fit under good"),
        (INDICATOR_NAMES, ";atlas", ";world", 2, "“world” is not listed"),
        (INDICATORS, "unemployment;99901", "luck;99901", 2, "“luck” has no name"),
        (INDICATORS, "unemployment;99902", "unemployment;99903", 4, "99903 is not compared"),
        (INDICATORS, "unemployment;99901;2023", "unemployment;99901;2022", 3, "stands twice for 2022"),
        (INDICATORS, ";6.1;", ";6,1;", 2, "“6,1” does not fit under value"),
    ],
)
def test_a_mistake_is_named_with_its_file_and_line(
    folder: Path, file: str, old: str, new: str, line: int, what: str
) -> None:
    change(folder, file, old, new)
    named = [error for error in errors_of(folder) if what in error.what]
    assert [error.file for error in named] == [file]
    assert line in {0, named[0].line}


def test_figures_without_their_sources_are_refused(folder: Path) -> None:
    (folder / SOURCES).unlink()
    assert (SOURCES, "The file is missing.") in [(error.file, error.what) for error in errors_of(folder)]


def test_ages_that_do_not_add_up_are_odd_and_not_wrong(folder: Path) -> None:
    rows = (folder / STATISTICS).read_text("utf-8").splitlines(keepends=True)
    first = rows[1].split(";")
    first[7] = str(int(first[7]) + 10)
    (folder / STATISTICS).write_text("".join([rows[0], ";".join(first), *rows[2:]]), "utf-8")
    assert "(difference +10)" in load_profile(folder).warnings[0]


def test_the_shipped_figures_close_the_balance_of_2015(dueren: Profile) -> None:
    towns = [one.ags for one in dueren.municipalities]
    found = county_balance(dueren.figures, county=dueren.ags, municipalities=towns, year=2015, problems=Problems())
    assert found.county.border == "county"
    assert [found.county.natural, found.county.net, found.county.residual] == [
        Decimal(2205 - 3168),
        Decimal(4652),
        Decimal(66),
    ]
    assert found.county.end == Decimal(262828)
    assert found.differences["end"] == Decimal(0)


def test_the_shipped_figures_carry_source_and_licence_and_add_up(dueren: Profile) -> None:
    assert {one.licence for one in dueren.statistics} == {"dl-de/by-2-0"}
    assert all(one.source.startswith("© Statistische Ämter") and "Stand" in one.source for one in dueren.statistics)
    problems = Problems()
    towns = [one.ags for one in dueren.municipalities]
    people = [one for one in dueren.statistics if one.unit == "persons"]
    check_municipalities(people, county=dueren.ags, municipalities=towns, problems=problems)
    assert not len(problems)
    folder = profile_directory("kreis_dueren")
    assert sum((folder / file).stat().st_size for file in FILES) < 1_000_000


def test_the_shipped_population_shows_where_its_base_changes(dueren: Profile) -> None:
    county = series(dueren.figures, key="population", area=dueren.ags)
    assert [segment.base for segment in county.segments] == [
        "Fortschreibung Volkszählung 1987",
        "Fortschreibung Zensus 2011",
        "Zensus 2022",
    ]
    assert [jump.difference for jump in county.jumps] == [Decimal(-9188), Decimal(4559)]
    assert county.jumps[0].after.on == date(2011, 12, 31)


def test_three_counties_and_two_references_stand_beside_the_shipped_one(dueren: Profile) -> None:
    assert [one.name for one in dueren.comparison if one.kind == "county"] == [
        "Kreis Euskirchen",
        "Rhein-Erft-Kreis",
        "Kreis Heinsberg",
    ]
    assert len(dueren.indicator_names) >= 15
    newest = max(dueren.indicators, key=lambda one: (one.indicator == "unemployment_rate", one.year))
    assert newest.year == 2016
    assert {one.area for one in dueren.indicators} == {dueren.ags, *(one.ags for one in dueren.comparison)}
