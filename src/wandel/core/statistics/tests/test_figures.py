"""From tables to figures: key, base, sex, age; what is missing, secret, negative, twice or of another base is listed."""

from datetime import date
from decimal import Decimal

import pytest

from wandel.core.statistics.age_groups import AgeGroup, read_age
from wandel.core.statistics.figures import CENSUS_2022, UPDATED_1987, UPDATED_2011, UPDATED_2022, Figure
from wandel.core.statistics.observations import State
from wandel.core.statistics.problems import Kind, Problems, StatisticsError
from wandel.core.statistics.tables import read_figures
from wandel.core.statistics.tests import files
from wandel.core.statistics.zensus import read_zensus


def read(text: str, **more: object) -> tuple[tuple[Figure, ...], Problems]:
    problems = Problems()
    return read_figures(text.encode(), file="a.csv", problems=problems, **more), problems  # type: ignore[arg-type]


def kinds(problems: Problems) -> list[Kind]:
    return [problem.kind for problem in problems]


def test_a_population_carries_base_day_source_and_licence() -> None:
    figures, _problems = read(files.POPULATION)
    county = [one for one in figures if one.area == "99901" and one.sex == "total"]
    assert [(one.on, one.base, files.whole(one.value)) for one in county] == [
        (date(2011, 12, 31), UPDATED_2011, 1000),
        (date(2010, 12, 31), UPDATED_1987, 1100),
    ]
    assert county[0].source == (
        "© Statistische Ämter des Bundes und der Länder, Deutschland, 2017, Tabelle 12411-01-01-5, Stand 10.10.2017"
    )
    assert county[0].licence == "dl-de/by-2-0"
    assert county[0].unit == "persons"


def test_an_area_that_did_not_exist_is_named_and_never_a_zero() -> None:
    figures, problems = read(files.POPULATION)
    assert "99901009" not in {one.area for one in figures}
    assert [(problem.kind, problem.line) for problem in problems] == [(Kind.changed_area, 12)]
    assert "2010, 2011" in next(iter(problems)).text.en


def test_a_dash_in_one_age_group_is_a_zero_that_was_printed() -> None:
    figures, problems = read(files.AGES)
    assert not len(problems)
    boys = [one for one in figures if one.sex == "male" and one.age == AgeGroup(0, 3)]
    assert [(one.value, one.state, one.number) for one in boys] == [(None, State.nothing, Decimal(0))]
    assert [one.value for one in figures if one.age is None] == [700, 330, 370]


def test_secret_later_blocked_and_unsure_values_are_listed_apart() -> None:
    figures, problems = read(files.DEATHS)
    assert [one.number for one in figures if one.age == AgeGroup(85)] == [None] * 5 + [5]
    assert sorted(kinds(problems)) == ["blocked", "later", "secret", "unsure"]
    assert {problem.line for problem in problems} == {9}
    assert "2 values are secret or unknown (.). That is no zero." in " ".join(p.text.en for p in problems)


def test_no_sales_have_no_price_and_a_negative_count_is_left_out() -> None:
    figures, problems = read(files.PRICES)
    price = [one for one in figures if one.key == "land_price"]
    assert [(one.number, one.detail) for one in price] == [(Decimal("110.06"), ""), (None, "baureifes Land")]
    assert [one.number for one in figures if one.key == "land_sales"] == [147, 0, 2]
    assert kinds(problems) == [Kind.negative, Kind.not_used]


def test_moves_of_a_table_ending_in_b_are_the_same_figures() -> None:
    figures, problems = read(files.MOVES)
    assert not len(problems)
    assert [(one.key, one.age, files.whole(one.value)) for one in figures[:4]] == [
        ("moves_in", AgeGroup(0, 18), 5),
        ("moves_in", None, 40),
        ("moves_out", AgeGroup(0, 18), 4),
        ("moves_out", None, 25),
    ]


def test_the_wrong_table_says_what_it_holds_and_what_was_wanted() -> None:
    with pytest.raises(StatisticsError) as caught:
        read(files.PRICES, keys=["population"])
    assert "holds Sales of building land" in caught.value.text.en
    assert "Wanted is Population" in caught.value.text.en
    with pytest.raises(StatisticsError, match="99999-01-01-5 is not known"):
        read(files.POPULATION.replace("12411-01-01-5", "99999-01-01-5"))


def test_a_unit_that_is_not_the_expected_one_is_not_taken() -> None:
    figures, problems = read(files.POPULATION.replace("(Anzahl)", "(1000 qm)"))
    assert figures == ()
    assert Kind.wrong_unit in kinds(problems)


def test_a_missing_municipality_is_named() -> None:
    _figures, problems = read(files.MOVES, areas=["99901001", "99901002", "99901003"])
    assert [(problem.kind, "99901003" in problem.text.en) for problem in problems] == [(Kind.missing_area, True)]


def test_a_row_that_stands_twice_counts_once() -> None:
    row = "99901001;        Oberfeld, Stadt;5;40;4;25\n"
    figures, problems = read(files.MOVES.replace(row, row + row.replace(";40;", ";41;")))
    assert [one.value for one in figures if one.key == "moves_in" and one.area == "99901001"] == [5, 40]
    assert kinds(problems) == [Kind.twice] * 4
    assert "there 40, here 41. The first one counts." in " ".join(p.text.en for p in problems)


def test_after_the_census_of_2022_the_base_is_not_guessed() -> None:
    later = files.POPULATION.replace("31.12.2011", "31.12.2023").replace(
        "ab dem Berichtsjahr 2011: nach dem Zensus 2011", ""
    )
    figures, problems = read(later)
    assert {one.year for one in figures} == {2010}
    assert Kind.unknown_base in kinds(problems)
    assert {one.base for one in read(later, base=UPDATED_2022)[0]} == {UPDATED_2022}
    noted = files.POPULATION.replace("31.12.2011", "31.12.2023").replace(
        "ab dem Berichtsjahr 2011: nach dem Zensus 2011", "ab 2022: Ergebnisse auf Grundlage des Zensus 2022"
    )
    assert {one.base for one in read(noted)[0] if one.year == 2023} == {UPDATED_2022}


def test_the_flat_file_gives_the_same_figures_in_both_spellings() -> None:
    figures, problems = read(files.FLAT_NEW)
    assert [(one.area, one.on, one.sex, one.value, one.base) for one in figures] == [
        ("99901001", date(2020, 12, 31), "total", 705, UPDATED_2011),
        ("99901001", date(2020, 12, 31), "male", 335, UPDATED_2011),
        ("99901001", date(2020, 12, 31), "female", None, UPDATED_2011),
    ]
    assert kinds(problems) == [Kind.secret]
    old, problems = read(files.FLAT_OLD)
    assert not len(problems)
    assert [(one.key, one.year, one.age, files.whole(one.value)) for one in old] == [
        ("deaths", 2020, AgeGroup(0, 1), 3),
        ("deaths", 2020, None, 21),
    ]


def test_an_unknown_dimension_is_left_out_and_named() -> None:
    text = files.FLAT_NEW.replace("GES;Geschlecht;GESM;männlich", "FAM;Familienstand;LED;ledig")
    figures, problems = read(text)
    assert [one.value for one in figures] == [705, None]
    assert Kind.not_used in kinds(problems)


def test_the_census_table_becomes_figures_with_short_keys() -> None:
    problems = Problems()
    figures = read_zensus(files.ZENSUS.encode(), file="z.csv", problems=problems)
    assert [(one.area, files.whole(one.value), one.base) for one in figures] == [
        ("99901001", 650, CENSUS_2022),
        ("99901002", 310, CENSUS_2022),
    ]
    # Area and density are in the same table and have no key here.
    assert kinds(problems) == [Kind.not_used] * 2


def test_a_list_of_municipalities_names_day_and_base_in_its_headers() -> None:
    text = (
        "ags;name;ew_2022-05-15_zensus2022;ew_2022-12-31_fortschreibung_zensus2011basis;maennlich_2022-12-31\n"
        "99901001;Oberfeld;650;640;310\n99901002;Übersee;-;300;x\n"
    )
    problems = Problems()
    figures = read_zensus(text.encode(), file="z.csv", problems=problems)
    assert [(one.base, one.sex, one.value) for one in figures] == [
        (CENSUS_2022, "total", 650),
        (UPDATED_2011, "total", 640),
        (UPDATED_2011, "male", 310),
        (UPDATED_2011, "total", 300),
        (UPDATED_2011, "male", None),
    ]
    assert kinds(problems) == [Kind.changed_area, Kind.blocked]
    with pytest.raises(StatisticsError, match="neither a census table"):
        read_zensus(b"a;b\n1;2\n", file="z.csv", problems=problems)


@pytest.mark.parametrize(
    ("cell", "group"),
    [
        ("unter 1 Jahr", AgeGroup(0, 1)),
        ("3 bis unter 6 Jahre", AgeGroup(3, 6)),
        ("75 Jahre und mehr", AgeGroup(75)),
        ("90 und älter", AgeGroup(90)),
        ("85-Jährige und Ältere", AgeGroup(85)),
        ("90+", AgeGroup(90)),
        ("75 u.m.", AgeGroup(75)),
        ("10 - 19", AgeGroup(10, 20)),
        ("10–14", AgeGroup(10, 15)),
        ("17", AgeGroup(17, 18)),
        ("1-Jährige", AgeGroup(1, 2)),
        ("Insgesamt", None),
        ("6 bis unter 3 Jahre", None),
        ("", None),
    ],
)
def test_age_groups_are_read_however_they_are_written(cell: str, group: AgeGroup | None) -> None:
    assert read_age(cell) == group


def test_a_municipality_the_profile_does_not_know_is_named_and_kept() -> None:
    figures, problems = read(files.MOVES, areas=["99901001"])
    assert {one.area for one in figures} == {"99901001", "99901002"}
    assert [(problem.kind, problem.skipped) for problem in problems] == [(Kind.changed_area, False)]
