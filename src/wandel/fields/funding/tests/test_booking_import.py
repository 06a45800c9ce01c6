"""Payments from a finance system: looked at first, all or nothing, known again, recognised when typed by hand, and proposed an item."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from wandel.conftest import Cast
from wandel.core.foerderung.bookings import guess_columns, headings_of, read_bookings
from wandel.fields.funding.actions.booking_import import TakenBookings, take_in_bookings
from wandel.fields.funding.actions.money import note_booking
from wandel.fields.funding.models import Booking, BookingMapping, Contract, CostItem, Zuwendungsbescheid
from wandel.fields.funding.queries.totals import totals_checked
from wandel.fields.funding.tests.conftest import DAY
from wandel.office.people.models import Organisation
from wandel.office.runs.execution import carry_out
from wandel.office.runs.models import Run

pytestmark = [pytest.mark.database, pytest.mark.django_db]
ClientFor = Callable[..., Client]
HEAD = "Buchungsdatum;Betrag EUR;Verwendungszweck;Empfänger;Beleg-Nr.;Buchungsnummer;Auftrag;Kostengruppe"
FIRST = "04.05.2026;1.234,56;Pflaster;Bau GmbH;R-7;4711;I-1;"
SECOND = "05.05.2026;10,00;Splitt;Kies AG;R-8;4712;I-1;500"


def content(*lines: str) -> bytes:
    return "\n".join([HEAD, *lines]).encode()


def take(award: Zuwendungsbescheid, cast: Cast, *lines: str, dry_run: bool = False) -> TakenBookings:
    data = content(*lines)
    table = read_bookings(data, columns=guess_columns(headings_of(data)))
    return take_in_bookings(table.records, award=award, by=cast.funding_officer, on=DAY, dry_run=dry_run)


def worked() -> Run:
    """The run begun last, as the worker carries it out."""
    run = Run.objects.latest("created_at")
    carry_out(str(run.pk))
    run.refresh_from_db()
    return run


def test_a_file_becomes_payments_and_the_kept_sums_follow(award: Zuwendungsbescheid, cast: Cast) -> None:
    taken = take(award, cast, FIRST, SECOND)
    assert (taken.new, taken.total) == (2, Decimal("1244.56"))
    award.refresh_from_db()
    assert award.spent_total == Decimal("1244.56")
    assert totals_checked()[1] == []


def test_looking_writes_nothing(award: Zuwendungsbescheid, cast: Cast) -> None:
    assert take(award, cast, FIRST, dry_run=True).new == 1
    assert not award.bookings.exists()


def test_the_same_file_again_changes_nothing(award: Zuwendungsbescheid, cast: Cast) -> None:
    take(award, cast, FIRST, SECOND)
    versions = award.versions.count()
    again = take(award, cast, FIRST, SECOND)
    assert (again.anything, again.same, award.versions.count()) == (0, 2, versions)


def test_a_number_with_another_amount_is_a_change(award: Zuwendungsbescheid, cast: Cast) -> None:
    take(award, cast, FIRST)
    taken = take(award, cast, FIRST.replace("1.234,56", "1.234,65"))
    assert taken.changed == 1
    assert award.bookings.get().amount == Decimal("1234.65")


def test_what_was_typed_by_hand_is_recognised_and_filled_up(award: Zuwendungsbescheid, cast: Cast) -> None:
    note_booking(
        award=award,
        paid_on=date(2026, 5, 4),
        amount=Decimal("1234.56"),
        purpose="mein Text",
        by=cast.funding_officer,
        on=DAY,
    )
    assert take(award, cast, FIRST).recognised == 1
    row = award.bookings.get()
    assert (row.purpose, row.payee, row.voucher) == ("mein Text", "Bau GmbH", "R-7")
    assert take(award, cast, FIRST).anything == 0


def test_another_receipt_of_the_same_day_and_amount_is_another_payment(award: Zuwendungsbescheid, cast: Cast) -> None:
    note_booking(
        award=award, paid_on=date(2026, 5, 4), amount=Decimal("1234.56"), purpose="", voucher="R-99", by=cast.funding_officer, on=DAY
    )  # fmt: skip
    assert take(award, cast, FIRST).new == 1


def test_the_item_is_named_by_the_column_or_proposed_from_the_contract(award: Zuwendungsbescheid, cast: Cast) -> None:
    outside = CostItem.objects.create(award=award, code="500", title="Außenanlagen")
    paving = CostItem.objects.create(award=award, code="200", title="Pflaster")
    firm = Organisation.objects.create(kind="company", name="Bau GmbH")
    Contract.objects.create(
        award=award, title="Pflaster", kind="works", estimated_value=Decimal(1000), planned_on=DAY, state="awarded", contractor=firm,
        awarded_value=Decimal(1000), cost_item=paving,
    )  # fmt: skip
    taken = take(award, cast, FIRST, SECOND)
    assert [row[6] for row in taken.shown] == ["contract", "column"]
    assert {row.voucher: row.cost_item for row in award.bookings.all()} == {"R-7": paving, "R-8": outside}


def test_a_firm_with_contracts_in_two_items_proposes_nothing(award: Zuwendungsbescheid, cast: Cast) -> None:
    firm = Organisation.objects.create(kind="company", name="Bau GmbH")
    for code in ("200", "500"):
        Contract.objects.create(
            award=award, title=code, kind="works", estimated_value=Decimal(1000), planned_on=DAY, state="awarded", contractor=firm,
            awarded_value=Decimal(1000), cost_item=CostItem.objects.create(award=award, code=code, title=code),
        )  # fmt: skip
    taken = take(award, cast, FIRST)
    assert (taken.without_item, taken.shown[0][5]) == (1, "")


@pytest.fixture
def officer(client_for: ClientFor, cast: Cast, settings: Any, tmp_path: Path) -> Client:
    settings.WANDEL_DATA_DIR = str(tmp_path)
    return client_for(cast.funding_officer)


def upload(client: Client, award: Zuwendungsbescheid, data: bytes, key: str = "u") -> Run:
    file = SimpleUploadedFile("zahlungen.csv", data)
    assert client.post(f"/awards/{award.pk}/bookings/import/", {"file": file, "once_key": key * 32}).status_code == 302
    return worked()


def test_an_officer_looks_assigns_and_takes_in(award: Zuwendungsbescheid, cast: Cast, officer: Client) -> None:
    run = upload(officer, award, content(FIRST, SECOND.replace("I-1", "I-2")))
    address = run.result["path"]
    page = officer.get(address).content.decode()
    assert "Bau GmbH" in page
    assert not award.bookings.exists()
    columns = {f"column_{name}": header for name, header in run.result["seen"]["columns"].items()}
    look = {**columns, "only": "I-1", "sign": "positive", "look": "1", "once_key": "l" * 32}
    assert officer.post(address, look).status_code == 302
    again = worked()
    assert (again.result["seen"]["new"], again.result["seen"]["other_orders"]) == (1, 1)
    assert officer.post(again.result["path"], {"take": "1", "once_key": "t" * 32}).status_code == 302
    taken = worked()
    assert taken.state == "done"
    assert award.bookings.get().voucher == "R-7"
    kept = BookingMapping.objects.get()
    assert (kept.organisation, kept.orders) == (award.recipient, {str(award.pk): "I-1"})
    # The next file of the same house needs no assigning.
    assert upload(officer, award, content(FIRST), "v").result["seen"]["same"] == 1


def test_a_line_that_cannot_be_read_stops_the_whole_file_until_it_is_left_out(
    award: Zuwendungsbescheid, officer: Client
) -> None:
    run = upload(officer, award, content(FIRST, "morgen;1;a;b;c;1;I-1;"))
    address = run.result["path"]
    assert "Zeile 3" in officer.get(address).content.decode()
    officer.post(address, {"take": "1", "once_key": "t" * 32})
    assert not award.bookings.exists()
    columns = {f"column_{name}": header for name, header in run.result["seen"]["columns"].items()}
    officer.post(
        address, {**columns, "only": "", "sign": "positive", "skip_broken": "on", "look": "1", "once_key": "m" * 32}
    )
    again = worked()
    officer.post(again.result["path"], {"take": "1", "once_key": "n" * 32})
    worked()
    assert Booking.objects.count() == 1


def test_headings_nobody_knows_are_asked_for(award: Zuwendungsbescheid, officer: Client) -> None:
    run = upload(officer, award, b"Tag X;Summe Y\n04.05.2026;7,00")
    page = officer.get(run.result["path"]).content.decode()
    assert "Welche Spalte ist" in page
    officer.post(
        run.result["path"],
        {
            "column_paid_on": "Tag X",
            "column_amount": "Summe Y",
            "sign": "positive",
            "only": "",
            "look": "1",
            "once_key": "h" * 32,
        },
    )
    assert worked().result["seen"]["new"] == 1


def test_what_is_no_table_fails_with_a_sentence(award: Zuwendungsbescheid, officer: Client) -> None:
    run = upload(officer, award, b"%PDF-1.7 nothing")
    assert run.state == "failed"
    assert "CSV" in str(run.message)


def test_another_town_hall_sees_neither_form_nor_result(
    award: Zuwendungsbescheid, cast: Cast, officer: Client, client_for: ClientFor
) -> None:
    run = upload(officer, award, content(FIRST))
    stranger = client_for(cast.juelich)
    assert stranger.get(f"/awards/{award.pk}/bookings/import/").status_code == 404
    assert stranger.get(run.result["path"]).status_code == 404
