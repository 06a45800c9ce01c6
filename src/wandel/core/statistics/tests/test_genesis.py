"""GENESIS tables in every layout: nothing lost, nothing guessed, every oddity with its line."""

import csv
import gzip
import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wandel.core.statistics.genesis import GenesisTable
from wandel.core.statistics.observations import Observation, State, municipality_key, read_cell, within
from wandel.core.statistics.problems import Kind, Problems, StatisticsError
from wandel.core.statistics.tests import files

NEW_YEARS_EVE = date(2011, 12, 31)


def read(text: str, keep: Callable[[str], bool] | None = None) -> tuple[list[Observation], Problems, GenesisTable]:
    problems = Problems()
    table = GenesisTable(text.encode(), file="a.csv", problems=problems, keep=keep)
    return list(table), problems, table


def sentences(content: bytes) -> list[str]:
    """What the reader says about a file: why it refuses it, or the problems it noted."""
    problems = Problems()
    try:
        list(GenesisTable(content, file="a.csv", problems=problems))
    except StatisticsError as error:
        return [error.text.en]
    return [problem.text.en for problem in problems]


def test_dates_in_a_header_row_belong_to_their_columns() -> None:
    rows, problems, table = read(files.POPULATION)
    assert not len(problems)
    assert (table.head.code, table.rows, len(rows)) == ("12411-01-01-5", 5, 30)
    county = [row for row in rows if row.area == "99901"]
    assert [row.value for row in county] == [1000, 480, 520, 1100, 540, 560]
    assert {row.on for row in county[:3]} == {NEW_YEARS_EVE}
    assert county[0].name == "Mittland, Kreis"
    assert (county[1].variable, county[1].unit, county[1].dimensions) == ("Bevölkerungsstand", "Anzahl", ("männlich",))
    assert county[0].line == 9


def test_a_date_on_its_own_line_holds_for_all() -> None:
    rows, problems, _table = read(files.AGES)
    assert not len(problems)
    assert {row.on for row in rows} == {NEW_YEARS_EVE}
    assert rows[0].dimensions == ("Insgesamt", "Altersgruppen (unter 3 bis 75 u.m.)", "unter 3 Jahre")
    assert rows[4].state is State.nothing
    assert rows[4].value is None


def test_blocks_of_rows_under_dates_of_their_own_keep_them_apart() -> None:
    text = files.AGES.replace(
        files.RULE, "31.12.2010;;;;;;;;;;;;;\n99901001;Oberfeld;1;2;3;6;1;1;1;3;-;1;2;3\n" + files.RULE
    )
    rows, _problems, _table = read(text)
    assert [row.on.year for row in rows if row.on] == [2011] * 12 + [2010] * 12


def test_the_year_in_the_first_column_and_a_dimension_in_the_fourth() -> None:
    rows, problems, _table = read(files.DEATHS)
    assert not len(problems)
    assert rows[0].name == "Mittland; Kreis"
    assert (rows[0].year, rows[0].on) == (2011, None)
    assert rows[1].dimensions == ("unter 1 Jahr", "Insgesamt", "männlich")
    assert [row.state.value for row in rows[12:18]] == ["secret", "secret", "later", "blocked", "unsure", "value"]


def test_measure_and_unit_may_be_columns_of_the_row() -> None:
    rows, problems, _table = read(files.PRICES)
    assert not len(problems)
    assert (rows[2].variable, rows[2].unit, rows[2].value) == (
        "Durchschnittlicher Kaufwert je qm",
        "EUR",
        Decimal("110.06"),
    )
    assert rows[2].dimensions == ("Baulandverkäufe", "Insgesamt")
    assert rows[4].value == -3


def test_six_header_rows_with_units_below_and_a_code_that_ends_in_b() -> None:
    rows, problems, table = read(files.MOVES)
    assert not len(problems)
    assert table.head.plain_code == "12711-01-03-5"
    assert rows[2].variable == "Fortzüge über die Gemeindegrenzen"
    assert rows[2].dimensions == ("Geschlecht", "Insgesamt", "Altersgruppe (unter 18 bis 65 u.m.)", "unter 18 Jahre")
    assert {row.unit for row in rows} == {"Anzahl"}


def test_the_census_database_has_long_keys_its_date_below_the_headers_and_no_rule() -> None:
    rows, problems, _table = read(files.ZENSUS)
    assert not len(problems)
    assert [(row.area, row.variable, row.unit, row.value) for row in rows[:2]] == [
        ("999010001001", "Personen", "Anzahl", 650),
        ("999010001001", "Fläche", "km²", Decimal("108.84")),
    ]
    assert municipality_key(rows[0].area) == "99901001"
    assert rows[0].on == date(2022, 5, 15)


def test_a_column_without_header_is_the_quality_of_the_one_before() -> None:
    text = "Tabelle: 1000A-0001\nPersonen;;\n;;Personen;;Fläche;\n;;Anzahl;;km²;\n15.05.2022;;;;;\n99901001;Oberfeld;650;e;.;\n"
    rows, problems, _table = read(text)
    assert not len(problems)
    assert [(row.value, row.state.value, row.quality) for row in rows] == [(650, "value", "e"), (None, "secret", "")]


def test_the_footer_gives_day_licence_holder_and_base() -> None:
    _rows, _problems, table = read(files.POPULATION)
    footer = table.footer
    assert (footer.made_on, footer.licence) == (date(2017, 10, 10), "dl-de/by-2-0")
    assert footer.holder.startswith("© Statistische Ämter des Bundes und der Länder")
    assert (footer.census(2010), footer.census(2011)) == (None, 2011)


def test_only_the_areas_asked_for_are_read() -> None:
    rows, _problems, table = read(files.POPULATION, within("99901"))
    assert {row.area for row in rows} == {"99901", "99901001", "99901002", "99901009"}
    assert (table.rows, table.kept) == (5, 4)


def test_latin_1_gzip_a_byte_order_mark_and_windows_line_ends_change_nothing(tmp_path: Path) -> None:
    wanted, _problems, _table = read(files.POPULATION)
    (tmp_path / "latin.csv.gz").write_bytes(gzip.compress(files.POPULATION.encode("cp1252")))
    for source in (
        tmp_path / "latin.csv.gz",
        b"\xef\xbb\xbf" + files.POPULATION.encode(),
        files.POPULATION.replace("\n", "\r\n").encode(),
    ):
        assert list(GenesisTable(source, file="a.csv", problems=Problems())) == wanted


def test_a_row_with_too_few_cells_is_named_and_left_out() -> None:
    rows, problems, _table = read(files.POPULATION.replace("330;370;800;390;410", "330;370"))
    assert [(p.kind, p.line) for p in problems] == [(Kind.broken_row, 10)]
    assert "99901001" not in {row.area for row in rows}


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        (";480;", ";48o;", Kind.broken_cell),
        (";480;", ";;", Kind.broken_cell),
        ("99901001;", "9990101;", Kind.unknown_area),
        ("99901001;", "Oberfeld;", Kind.unknown_area),
    ],
)
def test_what_cannot_be_read_is_never_a_zero(old: str, new: str, kind: Kind) -> None:
    rows, problems, _table = read(files.POPULATION.replace(old, new, 1))
    assert [problem.kind for problem in problems] == [kind]
    assert all(problem.text.de and problem.text.en and problem.line for problem in problems)
    assert 0 not in [row.value for row in rows]


def test_a_key_that_lost_its_zero_says_so() -> None:
    _rows, problems, _table = read(files.POPULATION.replace("99901001;", "5358004;"))
    assert "leading zero" in next(iter(problems)).text.en


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "names no table code"),
        (b"ags;value\n1;2\n", "names no table code"),
        (b"GENESIS-Tabelle: 12411-01-01-5\nTitel\n", "no header rows"),
        (b"PK\x03\x04 zipped", "ZIP archive"),
        (b"GENESIS-Tabelle: 1\n\x00\x01", "no text file"),
        (gzip.compress(files.POPULATION.encode())[:-40], "cut off"),
        (files.POPULATION.replace("99901;", '"99901;').encode(), "cells, the table 8 columns"),
    ],
)
def test_a_file_of_another_kind_is_refused_with_a_remedy(content: bytes, what: str) -> None:
    assert any(what in sentence for sentence in sentences(content))


def test_another_table_than_the_one_wanted_is_refused() -> None:
    with pytest.raises(StatisticsError, match=r"This is table 12411-01-01-5 .* Wanted is 33111-01-01-5"):
        GenesisTable(files.POPULATION.encode(), file="a.csv", problems=Problems(), expected={"33111-01-01-5"})


def test_a_missing_file_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(StatisticsError, match="does not exist"):
        GenesisTable(tmp_path / "none.csv", file="none.csv", problems=Problems())


def test_the_list_of_problems_stops_growing_and_counts_on() -> None:
    problems = Problems(most=2)
    for line in range(5):
        problems.add(Kind.secret, "a", line, "x", "x")
    assert (len(list(problems)), len(problems), problems.left_off) == (2, 5, 3)


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("12,50", (Decimal("12.50"), State.value, "")),
        ("-3", (Decimal(-3), State.value, "")),
        ("(12)", (Decimal(12), State.unsure, "")),
        ("12 r", (Decimal(12), State.value, "r")),
        ("12e", (Decimal(12), State.value, "e")),
        ("–", (None, State.nothing, "")),
        ("…", (None, State.later, "")),
        ("1.234.567", None),
        ("NaN", None),
        ("1e5", None),
        ("٣", None),
    ],
)
def test_every_sign_keeps_its_meaning(cell: str, wanted: object) -> None:
    assert read_cell(cell) == wanted


names = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=12
).filter(lambda text: text.strip() == text and not text.startswith("_"))
codes = st.from_regex(r"[0-9]{5}([0-9]{3})?", fullmatch=True)
numbers = st.decimals(min_value=-(10**9), max_value=10**9, places=1) | st.integers(-(10**9), 10**9).map(Decimal)
cells = st.sampled_from(["-", ".", "...", "x", "/"]) | numbers
labels = st.sampled_from(["männlich", "weiblich", "Insgesamt", "unter 3 Jahre", 'mit "Zitat"', "a;b"])


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_what_is_written_in_any_layout_is_read_back_cell_by_cell(data: st.DataObject) -> None:
    width = data.draw(st.integers(1, 4))
    place = data.draw(st.sampled_from(["column", "line", "header"]))
    extra = data.draw(st.integers(0, 1)) if place == "column" else 0
    headers = data.draw(st.lists(st.lists(labels, min_size=width, max_size=width), min_size=1, max_size=3))
    rows = data.draw(st.lists(st.tuples(codes, names, st.lists(cells, min_size=width, max_size=width)), max_size=6))
    leading = {"column": 3 + extra, "line": 2, "header": 2}[place]
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    out.write("GENESIS-Tabelle: 12345-01-01-5\nTitel;;;\nEtwas (Anzahl);;;\n")
    if place == "line":
        writer.writerow(["31.12.2015", *[""] * (leading + width - 1)])
    if place == "header":
        writer.writerow([""] * leading + ["31.12.2015"] * width)
    for header in headers:
        writer.writerow([""] * leading + header)
    wanted = []
    for area, name, values in rows:
        before = ["31.12.2015"] if place == "column" else []
        printed = [value if isinstance(value, str) else str(value).replace(".", ",") for value in values]
        writer.writerow([*before, area, name, *["Dimension"] * extra, *printed])
        wanted += [(area, name, value) for value in values]
    out.write(files.RULE + "\nStand: 10.10.2017\n")
    encoding = data.draw(st.sampled_from(["utf-8", "utf-8-sig"]))
    raw = out.getvalue().encode(encoding)
    problems = Problems()
    table = GenesisTable(gzip.compress(raw) if data.draw(st.booleans()) else raw, file="a.csv", problems=problems)
    found = list(table)
    signs = {State.nothing: "-", State.secret: ".", State.later: "...", State.blocked: "x", State.unsure: "/"}
    assert not len(problems), [problem.text.en for problem in problems]
    assert [
        (row.area, row.name, row.value if row.state is State.value else signs[row.state]) for row in found
    ] == wanted
    assert {row.on for row in found} <= {date(2015, 12, 31)}
    assert all(row.dimensions[extra:] == tuple(h[row.column - leading] for h in headers) for row in found)
