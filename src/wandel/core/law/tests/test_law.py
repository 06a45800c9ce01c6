import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wandel.core.law.basiszins import NoBasiszins, basiszins_on, half_year_start, next_half_year
from wandel.core.law.bekanntgabe import bekanntgabe
from wandel.core.law.holidays import LIBRARY_YEARS, counted_holidays, holidays_of
from wandel.core.law.parameters import LawDataError, NotCovered, Parameters
from wandel.core.law.periods import add_months, end_of_month, period, shift, why_not_working
from wandel.core.law.tests.cases import CaseWithoutSource, case_names, read_cases
from wandel.core.law.texts import day_de, day_en, money_de, money_en

CASES = Path(__file__).resolve().parents[1] / "cases"
SHARED = Path(__file__).resolve().parents[6] / "shared" / "law"
PERIODS = read_cases(CASES / "periods.yaml")
BEKANNTGABE = read_cases(CASES / "bekanntgabe.yaml")
BASISZINS = read_cases(CASES / "basiszins.yaml")
DAYS = st.dates(min_value=date(1991, 1, 1), max_value=date(2100, 12, 31))


@pytest.mark.parametrize("case", PERIODS, ids=case_names(PERIODS))
def test_a_period_ends_where_the_civil_code_says(case: Any) -> None:
    facts = dict(case["facts"])
    start, shifts = facts.pop("from"), facts.pop("shifts")
    ((unit, count),) = facts.items()
    deadline = period(start, count, unit, shifts=shifts)
    found = {"nominal_on": deadline.nominal_on, "due_on": deadline.due_on, "shifted": deadline.shifted}
    assert found == case["expected"]


@pytest.mark.parametrize("case", BEKANNTGABE, ids=case_names(BEKANNTGABE))
def test_a_notice_counts_as_made_known(case: Any) -> None:
    assert bekanntgabe(**case["facts"]).on == case["expected"]["made_known_on"]


@pytest.mark.parametrize("case", BASISZINS, ids=case_names(BASISZINS))
def test_the_base_rate_of_a_day_is_known_with_its_status(case: Any) -> None:
    found = basiszins_on(case["facts"]["day"])
    assert {"percent": str(found.percent), "status": found.status} == case["expected"]


def test_a_case_without_source_is_refused(tmp_path: Any) -> None:
    path = tmp_path / "cases.yaml"
    path.write_text("- {name: a, facts: {}, expected: {}}\n")
    with pytest.raises(CaseWithoutSource, match="source"):
        read_cases(path)


def test_a_half_year_without_a_base_rate_is_named_not_guessed() -> None:
    with pytest.raises(NoBasiszins, match="2027/1"):
        basiszins_on(date(2027, 2, 3))
    with pytest.raises(NoBasiszins, match="2001/2"):
        basiszins_on(date(2001, 12, 31))


def test_every_half_year_from_2002_to_2026_has_its_own_row_without_gap() -> None:
    day = date(2002, 1, 1)
    while day < date(2027, 1, 1):
        found = basiszins_on(day)
        assert (found.from_on, found.until_on) == (half_year_start(day), next_half_year(day) - timedelta(days=1))
        day = next_half_year(day)


def test_the_arithmetic_is_shown_in_both_languages() -> None:
    deadline = period(date(2024, 3, 7), 1, "months", shifts=True)
    assert deadline.steps[0].de == "07.03.2024 + 1 Monat = 07.04.2024 (§§ 187 Abs. 1, 188 Abs. 2 BGB)."
    assert "Monday, 8 April 2024" in deadline.steps[1].en


def test_the_month_end_rule_is_named_when_it_bites() -> None:
    assert "§ 188 Abs. 3 BGB" in period(date(2024, 12, 31), 2, "months", shifts=False).steps[0].de


def test_fronleichnam_and_allerheiligen_are_holidays_here() -> None:
    assert why_not_working(date(2026, 6, 4)) == "Fronleichnam"
    assert why_not_working(date(2027, 11, 1)) == "Allerheiligen"
    assert why_not_working(date(2026, 12, 24)) is None


def test_holidays_counted_from_easter_agree_with_the_package() -> None:
    extra = {date(2017, 10, 31)}
    for year in LIBRARY_YEARS:
        assert set(holidays_of(year)) - extra == set(counted_holidays(year)), year


def test_years_beyond_the_package_still_have_holidays() -> None:
    assert holidays_of(2149)[date(2149, 12, 25)] == "Erster Weihnachtstag"
    assert holidays_of(1985)[date(1985, 11, 20)] == "Buß- und Bettag"


@pytest.mark.shared
def test_holidays_agree_with_the_saved_list_of_2018_to_2042() -> None:
    path = SHARED / "feiertage_nrw_2018_2042.json"
    if not path.exists():
        pytest.skip(f"{path.name} is not on this machine")
    for year, rows in json.loads(path.read_text(encoding="utf-8")).items():
        assert {date.fromisoformat(day): name for day, name in rows} == holidays_of(int(year))


@pytest.mark.shared
def test_base_rates_agree_with_the_saved_table() -> None:
    path = SHARED / "basiszins_2002_2026.csv"
    if not path.exists():
        pytest.skip(f"{path.name} is not on this machine")
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        first, _, percent = line.split(",")[:3]
        found = basiszins_on(date.fromisoformat(first))
        assert found.percent == Decimal(percent)
        assert (found.status == "unconfirmed") == ("reported" in line.rsplit(",", 2)[-2] + line.rsplit(",", 1)[-1])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("parameters:\n  a: {unit: days, reference: x, values: [{valid_from: 2020-01-01, value: 3}]}\n", "source"),
        ("parameters:\n  a: [1, 2\n", "line 3"),
        ("[]\n", "not a mapping"),
        (
            "parameters:\n  a: {unit: d, reference: x, values: [{valid_from: 2020-01-01, value: 2.5, source: x, "
            "checked_on: 2020-01-01, status: confirmed}]}\n",
            "wrong kind",
        ),
        (
            "parameters:\n  a: {unit: d, reference: x, values: [{valid_from: 2020-01-01, value: 2, source: x, "
            "checked_on: 2020-01-01, status: maybe}]}\n",
            "does not exist",
        ),
        ("parameters: {}\nparameters: {}\n", "written twice"),
    ],
)
def test_a_broken_law_file_names_file_line_and_remedy(tmp_path: Any, text: Any, message: Any) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text(text)
    with pytest.raises(LawDataError, match=message) as caught:
        Parameters.read(path)
    assert str(caught.value).startswith("broken.yaml, line ")


def test_rows_that_overlap_are_refused(tmp_path: Any) -> None:
    row = "{valid_from: 2020-01-01, value: 1, source: x, checked_on: 2020-01-01, status: confirmed}"
    path = tmp_path / "overlap.yaml"
    path.write_text(f"parameters:\n  a:\n    unit: d\n    reference: x\n    values:\n      - {row}\n      - {row}\n")
    with pytest.raises(LawDataError, match="begins before"):
        Parameters.read(path)


def test_an_uncovered_day_is_an_error() -> None:
    with pytest.raises(NotCovered, match="post"):
        bekanntgabe(sent_on=date(1960, 1, 1), sent_by="post")


def test_dates_and_money_read_as_in_each_language() -> None:
    assert (day_de(date(2026, 9, 2)), day_en(date(2026, 9, 2))) == ("02.09.2026", "2 September 2026")
    assert (money_de(Decimal("38400")), money_en(Decimal("38400"))) == ("38.400,00 €", "€38,400.00")
    assert money_en(Decimal("-5")) == "-€5.00"


@given(DAYS, st.integers(0, 400))
def test_months_added_keep_the_day_or_take_the_months_last(day: Any, months: Any) -> None:
    end = add_months(day, months)
    assert end.day == day.day or (end.day < day.day and end == end_of_month(end))
    assert (end.year - day.year) * 12 + end.month - day.month == months


@given(DAYS)
def test_a_shifted_end_is_the_next_working_day(day: Any) -> None:
    deadline = shift(day)
    assert deadline.due_on >= deadline.nominal_on == day
    assert (deadline.shifted is None) == (deadline.due_on == day)
    assert why_not_working(deadline.due_on) is None
    assert deadline.due_on.weekday() < 5
