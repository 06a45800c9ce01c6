"""INKAR, Regionalatlas, a town hall's register, and telling them apart."""

from datetime import date
from decimal import Decimal

import pytest

from wandel.core.statistics.age_groups import AgeGroup
from wandel.core.statistics.figures import REGISTER, Figure
from wandel.core.statistics.inkar import read_inkar
from wandel.core.statistics.observations import State
from wandel.core.statistics.problems import Kind, Problems, StatisticsError
from wandel.core.statistics.recognising import Layout, recognise
from wandel.core.statistics.regionalatlas import read_regionalatlas
from wandel.core.statistics.register import read_register
from wandel.core.statistics.tests import files


def register(text: str, **more: object) -> tuple[tuple[Figure, ...], Problems]:
    problems = Problems()
    options = {"areas": ["99901001", "99901002"], "source_name": "Stadt Oberfeld", **more}
    return read_register(text.encode(), file="r.csv", problems=problems, **options), problems  # type: ignore[arg-type]


def test_inkar_gives_back_lost_zeros_and_takes_the_last_year_of_a_period() -> None:
    problems = Problems()
    rows = list(read_inkar(files.INKAR.encode(), file="i.csv", problems=problems))
    assert [(row.area, row.year, row.value) for row in rows] == [
        ("05358", 2021, Decimal("44.27")),
        ("05366", 2021, Decimal("45.1")),
        ("05358004", 2021, Decimal("43.9")),
    ]
    assert [(problem.kind, problem.line) for problem in problems] == [(Kind.broken_cell, 5)]


def test_inkar_can_be_read_for_some_indicators_kinds_and_areas() -> None:
    def count(**more: object) -> int:
        return len(list(read_inkar(files.INKAR.encode(), file="i.csv", problems=Problems(), **more)))  # type: ignore[arg-type]

    assert count(kinds=["Kreise"]) == 2
    assert count(indicators=["13"]) == 0
    assert count(indicators=["i_alt"], keep=lambda area: area == "05358004") == 1
    with pytest.raises(StatisticsError, match="columns are missing: Raumbezug"):
        list(read_inkar(files.INKAR.replace("Raumbezug", "Raum").encode(), file="i.csv", problems=Problems()))


def test_inkar_takes_the_umlaut_in_its_header_too() -> None:
    rows = list(
        read_inkar(files.INKAR.replace("Kuerzel", "Kürzel").encode("cp1252"), file="i.csv", problems=Problems())
    )
    assert len(rows) == 3


def test_the_regionalatlas_keeps_negative_balances_and_secret_values() -> None:
    problems = Problems()
    rows = list(read_regionalatlas(files.ATLAS.encode(), file="a.csv", problems=problems))
    assert [(row.indicator, row.year, row.value, row.state) for row in rows] == [
        ("Wanderungssaldo je 10.000 Einwohner", 1995, Decimal("-64.9"), State.value),
        ("Wanderungssaldo je 10.000 Einwohner", 2000, None, State.secret),
    ]
    with pytest.raises(StatisticsError, match="none of the Regionalatlas"):
        list(read_regionalatlas(files.PRICES.encode(), file="a.csv", problems=problems))


def test_a_register_is_read_with_everything_it_says_wrong_named() -> None:
    figures, problems = register(files.REGISTER)
    assert [(one.sex, one.age, files.whole(one.value)) for one in figures] == [
        ("male", AgeGroup(0, 1), 1204),
        ("female", AgeGroup(0, 1), 12),
        ("other", AgeGroup(90), 1),
        ("total", None, 2817),
    ]
    assert {(one.base, one.on) for one in figures} == {(REGISTER, date(2025, 12, 31))}
    assert [(problem.kind.value, problem.line) for problem in problems] == [
        ("negative", 7),
        ("unknown_area", 8),
        ("broken_cell", 9),
        ("twice", 10),
    ]


def test_a_register_may_have_a_column_per_sex_and_leave_place_and_day_to_the_page() -> None:
    text = "Alter,männlich,weiblich,divers,Nebenwohnsitz\n0,5,6,,9\n1,-,7,1,0\n"
    figures, problems = register(text, area="99901001", on=date(2025, 6, 30))
    assert [(one.sex, one.age, files.whole(one.number)) for one in figures] == [
        ("male", AgeGroup(0, 1), 5),
        ("female", AgeGroup(0, 1), 6),
        ("male", AgeGroup(1, 2), 0),
        ("female", AgeGroup(1, 2), 7),
        ("other", AgeGroup(1, 2), 1),
    ]
    assert [problem.kind for problem in problems] == [Kind.not_used, Kind.missing_total]


def test_a_total_that_is_not_in_the_register_is_summed_and_said_to_be() -> None:
    text = "Stichtag;AGS;Alter;m;w;d\n" + "".join(
        f"31.12.2025;99901001;{age};{men};{women};{other}\n"
        for age, men, women, other in (("0-17", 10, 9, ""), ("18-64", 30, 31, 1), ("65+", 9, "-", ""))
    )
    figures, problems = register(text)
    totals = {one.sex: files.whole(one.value) for one in figures if one.age is None}
    assert totals == {"male": 49, "female": 40, "other": 1, "total": 90}
    assert [problem.kind for problem in problems] == [Kind.summed]
    assert "summed from its rows: 90" in next(iter(problems)).text.en


def test_a_register_with_a_hole_in_its_ages_has_no_total() -> None:
    figures, problems = register("Stichtag;AGS;Alter;m;w\n31.12.2025;99901001;0-17;5;6\n31.12.2025;99901001;65+;5;6\n")
    assert not [one for one in figures if one.age is None]
    assert [problem.kind for problem in problems] == [Kind.missing_total]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("nur Text\nohne Spalten\n", "A header with a column for the number"),
        ("AGS;Anzahl\n99901001;5\n", "The column for the date is missing"),
        ("Stichtag;Anzahl\n31.12.2025;5\n", "The column AGS is missing"),
        ("", "A header with a column"),
    ],
)
def test_a_register_without_what_it_needs_is_refused_with_a_remedy(text: str, what: str) -> None:
    with pytest.raises(StatisticsError) as caught:
        register(text)
    assert what in caught.value.text.en


def test_a_register_never_turns_a_dash_for_a_whole_town_into_nobody() -> None:
    figures, problems = register("Datum;AGS;Einwohner\n31.12.2025;99901001;-\n31.12.2025;99901002;12,5\n")
    assert figures == ()
    assert [problem.kind for problem in problems] == [Kind.changed_area, Kind.broken_cell]


@pytest.mark.parametrize(
    ("text", "layout"),
    [
        (files.POPULATION, Layout.figures),
        (files.FLAT_NEW, Layout.figures),
        (files.FLAT_OLD, Layout.figures),
        (files.ZENSUS, Layout.zensus),
        (files.ATLAS, Layout.regionalatlas),
        (files.INKAR, Layout.inkar),
        (files.REGISTER, Layout.register),
    ],
)
def test_a_dropped_file_is_recognised(text: str, layout: Layout) -> None:
    assert recognise(text.encode(), file="x.csv") is layout


def test_an_empty_file_is_said_to_be_empty() -> None:
    with pytest.raises(StatisticsError, match="The file is empty"):
        recognise(b"\n;;\n", file="x.csv")


def test_a_register_with_an_entry_left_out_is_not_summed() -> None:
    text = "Stichtag;AGS;Alter;m;w;d\n31.12.2025;99901001;0-17;5;6;-1\n31.12.2025;99901001;18+;5;6;\n"
    figures, problems = register(text)
    assert not [one for one in figures if one.age is None]
    assert [problem.kind for problem in problems] == [Kind.negative, Kind.missing_total]
