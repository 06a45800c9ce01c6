"""Tables of finance systems: every dress they come in, cents exact, bad lines named, the same line known again."""

import io
from datetime import date
from decimal import Decimal
from importlib import import_module
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wandel.core.foerderung.bookings import guess_columns, headings_of, read_bookings
from wandel.core.foerderung.bookings.reading import read_amount, read_day
from wandel.core.tables.problems import UnusableFile

HEAD = "Buchungsdatum;Betrag EUR;Verwendungszweck;Empfänger;Beleg-Nr.;Buchungsnummer;Auftrag"
COLUMNS = {
    "paid_on": "Buchungsdatum",
    "amount": "Betrag EUR",
    "purpose": "Verwendungszweck",
    "payee": "Empfänger",
    "voucher": "Beleg-Nr.",
}


def csv(*lines: str, head: str = HEAD) -> bytes:
    return "\r\n".join([head, *lines]).encode("utf-8-sig")


def test_german_headings_are_understood() -> None:
    assert guess_columns(HEAD.split(";")) == COLUMNS | {"key": "Buchungsnummer", "order": "Auftrag"}


@pytest.mark.parametrize(
    ("cell", "value"),
    [("1.250,00", "1250"), ("1,250.00", "1250"), ("12,5", "12.5"), ("-3", "-3"), ("12,50-", "-12.5"), ("1.250", "1250"),
     ("7 €", "7"), ("12,50 S", "-12.5"), ("(9,99)", "-9.99"), ("0.1", "0.1"), ("100.000000", "100"), ("", None), ("abc", None), ("1,2,3", None)],
)  # fmt: skip
def test_amounts_as_they_are_printed(cell: str, value: str | None) -> None:
    assert read_amount(cell) == (None if value is None else Decimal(value))


@pytest.mark.parametrize(
    ("cell", "day"),
    [("31.12.2026", date(2026, 12, 31)), ("1.2.26", date(2026, 2, 1)), ("2026-02-01", date(2026, 2, 1)),
     ("2026-02-01 00:00:00", date(2026, 2, 1)), ("20260201", date(2026, 2, 1)), ("30.02.2026", None), ("12/31/2026", None), ("", None)],
)  # fmt: skip
def test_days_as_they_are_printed(cell: str, day: date | None) -> None:
    assert read_day(cell) == day


def test_a_line_becomes_a_payment() -> None:
    table = read_bookings(csv("04.05.2026;1.234,56;Pflaster;Bau GmbH;R-7;;"), columns=COLUMNS)
    (one,) = table.records
    assert (one.line, one.paid_on, one.amount, one.payee, one.voucher) == (
        2,
        date(2026, 5, 4),
        Decimal("1234.56"),
        "Bau GmbH",
        "R-7",
    )


def test_a_workbook_reads_like_the_same_table() -> None:
    openpyxl: Any = import_module("openpyxl")
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Buchungsdatum", "Betrag EUR", "Verwendungszweck", "Empfänger", "Beleg-Nr."])
    sheet.append([date(2026, 5, 4), 1234.56, "Pflaster", "Bau GmbH", "R-7"])
    target = io.BytesIO()
    book.save(target)
    from_book = read_bookings(target.getvalue(), columns=COLUMNS).records
    from_text = read_bookings(csv("04.05.2026;1.234,56;Pflaster;Bau GmbH;R-7;;"), columns=COLUMNS).records
    assert [one.key for one in from_book] == [one.key for one in from_text]


def test_bad_lines_are_named_and_the_others_read() -> None:
    table = read_bookings(
        csv("32.05.2026;1;a;b;c;;", "04.05.2026;viel;a;b;c;;", "04.05.2026;1;a;b;c;;"), columns=COLUMNS
    )
    assert [one.line for one in table.remarks.rows] == [2, 3]
    assert (table.remarks.skipped, len(table.records)) == (2, 1)


def test_money_that_came_back_is_said_and_not_counted() -> None:
    table = read_bookings(csv("04.05.2026;-5,00;Gutschrift;b;c;;"), columns=COLUMNS)
    assert (table.records, table.returns, table.remarks.skipped) == ([], 1, 0)


def test_systems_that_print_payments_with_a_minus() -> None:
    table = read_bookings(
        csv("04.05.2026;-5,00;a;b;c;;", "05.05.2026;5,00;zurück;b;c;;"), columns=COLUMNS, sign="negative"
    )
    assert ([one.amount for one in table.records], table.returns) == ([Decimal(5)], 1)


def test_only_the_lines_of_the_project_are_taken() -> None:
    columns = COLUMNS | {"order": "Auftrag"}
    table = read_bookings(csv("04.05.2026;1;a;b;c;;I-1", "04.05.2026;2;a;b;c;;I-2"), columns=columns, order="I-2")
    assert ([one.amount for one in table.records], table.other_orders, table.orders["I-1"]) == ([Decimal(2)], 1, 1)


def test_two_equal_lines_are_two_payments_and_keep_their_keys() -> None:
    content = csv("04.05.2026;1;a;b;c;;", "04.05.2026;1;a;b;c;;")
    keys = [one.key for one in read_bookings(content, columns=COLUMNS).records]
    assert len(set(keys)) == 2
    assert keys == [one.key for one in read_bookings(content, columns=COLUMNS).records]


def test_an_entry_number_occurs_once() -> None:
    columns = COLUMNS | {"key": "Buchungsnummer"}
    table = read_bookings(csv("04.05.2026;1;a;b;c;77;", "04.05.2026;2;a;b;c;77;"), columns=columns)
    assert (len(table.records), table.remarks.skipped) == (1, 1)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"PK\x03\x04nonsense", b"\r\n\r\n"])
def test_what_is_no_table_gets_a_sentence(content: bytes) -> None:
    with pytest.raises(UnusableFile) as refused:
        headings_of(content)
    assert refused.value.text.de
    assert refused.value.text.en


def test_a_missing_column_is_asked_for() -> None:
    with pytest.raises(UnusableFile, match="Betrag"):
        read_bookings(csv("1;2"), columns={"paid_on": "Buchungsdatum"})


@given(st.lists(st.tuples(st.integers(1, 10**11), st.dates(date(2000, 1, 1), date(2099, 12, 31))), max_size=20))
def test_cents_are_exact(rows: list[tuple[int, date]]) -> None:
    lines = [f"{day:%d.%m.%Y};{cents // 100},{cents % 100:02d};a;b;c;;" for cents, day in rows]
    table = read_bookings(csv(*lines), columns=COLUMNS)
    assert [(one.amount * 100, one.paid_on) for one in table.records] == [(Decimal(cents), day) for cents, day in rows]
