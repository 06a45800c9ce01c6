"""Series by base, the yearly balance with its residual, and sums that must hold."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from wandel.core.statistics.age_groups import AgeGroup
from wandel.core.statistics.balance import balance, county_balance
from wandel.core.statistics.checks import check_ages, check_all, check_municipalities, check_sexes
from wandel.core.statistics.figures import CENSUS_2022, KEYS, UPDATED_2011, UPDATED_2022, Figure
from wandel.core.statistics.observations import State
from wandel.core.statistics.problems import Kind, Problems
from wandel.core.statistics.series import note_gaps, series
from wandel.core.statistics.tests.files import whole

COUNTY, TOWN, VILLAGE = "99901", "99901001", "99901002"


def figure(key: str, area: str, year: int, value: int | None, **more: object) -> Figure:
    stock = key == "population"
    one = Figure(
        key=key,
        area=area,
        year=year,
        on=date(year, 12, 31) if stock else None,
        value=None if value is None else Decimal(value),
        state=State.value if value is not None else State.secret,
        unit=KEYS[key].unit,
        base=UPDATED_2011 if stock else "",
        source="invented",
        licence="CC0",
    )
    return replace(one, **more)  # type: ignore[arg-type]


def year_of(area: str, *, start: int, births: int, deaths: int, into: int, out: int, end: int) -> list[Figure]:
    return [
        figure("population", area, 2014, start),
        figure("births", area, 2015, births),
        figure("deaths", area, 2015, deaths),
        figure("moves_in", area, 2015, into),
        figure("moves_out", area, 2015, out),
        figure("population", area, 2015, end),
    ]


def test_bases_become_segments_and_the_jump_between_them_is_shown() -> None:
    figures = [
        figure("population", TOWN, 2020, 700),
        figure("population", TOWN, 2022, 710),
        figure("population", TOWN, 2022, 740, on=date(2022, 5, 15), base=CENSUS_2022),
        figure("population", TOWN, 2022, 735, base=UPDATED_2022),
        figure("population", TOWN, 2023, 741, base=UPDATED_2022),
    ]
    one = series(figures, key="population", area=TOWN)
    assert [(segment.base, len(segment.points), segment.missing) for segment in one.segments] == [
        (UPDATED_2011, 2, (2021,)),
        (CENSUS_2022, 1, ()),
        (UPDATED_2022, 2, ()),
    ]
    assert [(whole(jump.difference), jump.same_day) for jump in one.jumps] == [(30, False), (25, True), (-5, False)]
    problems = Problems()
    note_gaps(one, problems)
    assert [problem.kind for problem in problems] == [Kind.missing_year] + [Kind.mixed_base] * 3
    assert not any(problem.skipped for problem in problems)


def test_a_secret_year_is_a_gap_and_not_a_zero() -> None:
    figures = [figure("births", TOWN, 2013, 5), figure("births", TOWN, 2014, None), figure("births", TOWN, 2015, 7)]
    (segment,) = series(figures, key="births", area=TOWN).segments
    assert [point.value for point in segment.points] == [5, 7]
    assert segment.missing == (2014,)


def test_a_figure_nobody_has_gives_an_empty_series() -> None:
    assert series([], key="births", area=TOWN).segments == ()


@given(st.lists(st.integers(0, 10**6), min_size=6, max_size=6))
def test_the_balance_always_closes(numbers: list[int]) -> None:
    start, births, deaths, into, out, end = numbers
    one = balance(
        year_of(TOWN, start=start, births=births, deaths=deaths, into=into, out=out, end=end), area=TOWN, year=2015
    )
    assert one.natural is not None
    assert one.net is not None
    assert one.residual is not None
    assert start + one.natural + one.net + one.residual == end


def test_a_missing_part_is_named_and_its_share_stands_with_the_residual() -> None:
    figures = [
        one for one in year_of(TOWN, start=700, births=5, deaths=9, into=40, out=25, end=712) if one.key != "births"
    ]
    one = balance(figures, area=TOWN, year=2015)
    assert (one.missing, one.residual, whole(one.unexplained)) == (("births",), None, 6)


def test_a_year_in_which_the_base_changes_has_no_balance() -> None:
    figures = [
        replace(one, base=UPDATED_2022) if one.key == "population" and one.year == 2015 else one
        for one in year_of(TOWN, start=700, births=5, deaths=9, into=40, out=25, end=712)
    ]
    problems = Problems()
    one = balance(figures, area=TOWN, year=2015, problems=problems)
    assert (one.residual, one.change) == (None, None)
    assert [problem.kind for problem in problems] == [Kind.mixed_base]


def test_start_and_end_are_taken_on_the_base_both_have() -> None:
    figures = [
        *year_of(TOWN, start=700, births=5, deaths=9, into=40, out=25, end=712),
        figure("population", TOWN, 2015, 740, base=UPDATED_2022),
    ]
    assert balance(figures, area=TOWN, year=2015).end == 712


def test_the_municipalities_are_held_against_the_county() -> None:
    figures = [
        *year_of(COUNTY, start=1000, births=8, deaths=12, into=60, out=40, end=1017),
        *year_of(TOWN, start=700, births=5, deaths=9, into=40, out=25, end=712),
        *year_of(VILLAGE, start=300, births=3, deaths=3, into=20, out=15, end=304),
        figure("moves_in_county", COUNTY, 2015, 45),
        figure("moves_out_county", COUNTY, 2015, 25),
    ]
    problems = Problems()
    found = county_balance(figures, county=COUNTY, municipalities=[TOWN, VILLAGE], year=2015, problems=problems)
    assert (found.county.border, whole(found.county.moves_in), whole(found.county.residual)) == ("county", 45, 1)
    assert found.across_municipalities.residual == 1
    assert found.differences == {"start": 0, "births": 0, "deaths": 0, "moves_in": 0, "moves_out": 0, "end": 1}
    assert [problem.kind for problem in problems] == [Kind.municipalities_do_not_add_up]


def test_a_municipality_without_a_part_leaves_the_sum_open() -> None:
    figures = [
        *year_of(COUNTY, start=1000, births=8, deaths=12, into=60, out=40, end=1016),
        *year_of(TOWN, start=700, births=5, deaths=9, into=40, out=25, end=712),
        figure("population", VILLAGE, 2014, 300),
    ]
    found = county_balance(figures, county=COUNTY, municipalities=[TOWN, VILLAGE], year=2015, problems=Problems())
    assert found.sums["births"] is None
    assert found.differences["births"] is None
    assert found.differences["start"] == 0


def aged(low: int, until: int | None, value: int | None, **more: object) -> Figure:
    return figure("population", TOWN, 2015, value, age=AgeGroup(low, until), **more)


def test_ages_that_do_not_add_up_are_named_with_the_difference() -> None:
    problems = Problems()
    check_ages([aged(0, 3, 20), aged(3, None, 670), figure("population", TOWN, 2015, 700)], problems)
    assert [problem.kind for problem in problems] == [Kind.ages_do_not_add_up]
    assert "690, the total says 700 (difference -10)" in next(iter(problems)).text.en


def test_age_groups_with_a_hole_are_named() -> None:
    problems = Problems()
    check_ages([aged(0, 3, 20), aged(5, None, 680)], problems)
    assert "do not join (3 – 5)" in next(iter(problems)).text.en


def test_a_secret_age_group_is_no_reason_to_complain() -> None:
    problems = Problems()
    check_ages([aged(0, 3, None), aged(3, None, 680), figure("population", TOWN, 2015, 700)], problems)
    assert not len(problems)


def test_sexes_and_municipalities_must_add_up_too() -> None:
    problems = Problems()
    men, women = figure("births", TOWN, 2015, 3, sex="male"), figure("births", TOWN, 2015, 3, sex="female")
    check_sexes([men, women, figure("births", TOWN, 2015, 7)], problems)
    check_municipalities(
        [figure("births", COUNTY, 2015, 9), figure("births", TOWN, 2015, 7), figure("births", VILLAGE, 2015, 3)],
        county=COUNTY,
        municipalities=[TOWN, VILLAGE],
        problems=problems,
    )
    assert [problem.kind for problem in problems] == [Kind.sexes_do_not_add_up, Kind.municipalities_do_not_add_up]
    assert "(difference -1)" in list(problems)[1].text.en


def test_one_call_finds_everything_odd() -> None:
    figures = [
        figure("births", TOWN, 2013, 7),
        figure("births", TOWN, 2015, 7),
        figure("births", VILLAGE, 2015, 3),
        figure("births", COUNTY, 2015, 9),
    ]
    problems = Problems()
    check_all(figures, county=COUNTY, municipalities=[TOWN, VILLAGE], problems=problems)
    assert [problem.kind for problem in problems] == [Kind.municipalities_do_not_add_up, Kind.missing_year]
