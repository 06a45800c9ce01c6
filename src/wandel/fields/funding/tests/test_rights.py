"""Who sees an award, who works on it, and what money and set-up do."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from wandel.conftest import Cast
from wandel.fields.funding.actions.law import raise_changes
from wandel.fields.funding.actions.money import note_booking, note_drawdown
from wandel.fields.funding.actions.setup import ask_treasury, complete, set_up
from wandel.fields.funding.models import Zuwendungsbescheid
from wandel.fields.funding.queries.awards import gaps_of
from wandel.fields.funding.tests.conftest import DAY
from wandel.office.desk.models import CoSignRequest, Entry

pytestmark = pytest.mark.database
PAGES = ["", "money/", "notice/", "set-up/", "history/", "facts.json", "dates.pdf", "dates.docx"]


def offices(cast: Cast) -> dict[str, Any]:
    return {"treasury": cast.county_treasury, "procurement": cast.county_treasury, "auditor": cast.audit_office}


def prepare(award: Zuwendungsbescheid, cast: Cast) -> None:
    set_up(
        award=award,
        lead=cast.funding_officer,
        deputy=cast.head,
        offices=offices(cast),
        signatories=[],
        by=cast.funding_officer,
        on=DAY,
    )


def test_the_own_town_hall_reads_every_page_and_another_one_finds_nothing(
    award: Zuwendungsbescheid, cast: Cast, client_for: Callable[..., Client]
) -> None:
    for page in PAGES:
        assert client_for(cast.vettweiss).get(f"/awards/{award.pk}/{page}").status_code == 200, page
        assert client_for(cast.juelich).get(f"/awards/{award.pk}/{page}").status_code == 404, page
    assert "Dorfplatz" not in client_for(cast.juelich).get("/awards/").content.decode()


def test_treasury_and_auditor_read_an_award_once_they_take_part(
    award: Zuwendungsbescheid, cast: Cast, client_for: Callable[..., Client]
) -> None:
    for user in (cast.treasury, cast.auditor):
        assert client_for(user).get(f"/awards/{award.pk}/").status_code == 404
    prepare(award, cast)
    for user in (cast.treasury, cast.auditor):
        assert client_for(user).get(f"/awards/{award.pk}/").status_code == 200
        assert client_for(user).get(f"/awards/{award.pk}/edit/").status_code in {403, 404}
        assert client_for(user).post(f"/awards/{award.pk}/drawdowns/", {}).status_code in {403, 404}


def test_no_choice_of_an_award_shows_dashes(
    award: Zuwendungsbescheid, cast: Cast, client_for: Callable[..., Client]
) -> None:
    client = client_for(cast.funding_officer)
    for path in ("", "new/", f"{award.pk}/edit/", f"{award.pk}/set-up/"):
        answer = client.get(f"/awards/{path}")
        assert answer.status_code == 200, path
        assert "-----" not in answer.content.decode(), path


def test_the_treasury_sees_on_its_desk_what_it_must_cosign(
    award: Zuwendungsbescheid, cast: Cast, client_for: Callable[..., Client]
) -> None:
    prepare(award, cast)
    ask_treasury(award=award, by=cast.funding_officer, on=DAY)
    request = CoSignRequest.objects.get()
    assert request.organisation == cast.county_treasury
    assert f"/cosign/{request.pk}/" in client_for(cast.treasury).get("/desk/").content.decode()
    assert client_for(cast.juelich).get(f"/cosign/{request.pk}/").status_code in {403, 404}


def test_gaps_of_the_set_up_wait_on_the_desk_until_they_are_filled(award: Zuwendungsbescheid, cast: Cast) -> None:
    waiting = Entry.objects.filter(kind="setup_gap", state="open")
    assert waiting.count() == len(gaps_of(award)) == 6
    prepare(award, cast)
    assert waiting.count() == len(gaps_of(Zuwendungsbescheid.objects.get(pk=award.pk))) == 2


def test_drawn_money_must_be_used_in_time_and_a_payment_uses_the_oldest_first(
    award: Zuwendungsbescheid, cast: Cast
) -> None:
    note_drawdown(award=award, paid_on=date(2026, 9, 22), amount=Decimal(50000), by=cast.funding_officer, on=DAY)
    note_booking(
        award=award, paid_on=date(2026, 10, 1), amount=Decimal("11600.50"), purpose="", by=cast.funding_officer, on=DAY
    )
    duty = award.obligations.get(kind="mittelverwendung")
    assert (duty.due_on, duty.amount) == (date(2026, 11, 22), Decimal("38399.50"))
    assert duty.shifted == ""
    assert "can" in duty.lateness["en"]
    entry = Entry.objects.get(key__contains="mittelverwendung")
    assert entry.state == "open"
    note_booking(
        award=award, paid_on=date(2026, 11, 23), amount=Decimal("38399.50"), purpose="", by=cast.funding_officer, on=DAY
    )
    entry.refresh_from_db()
    assert entry.state != "open"


def test_money_is_noted_and_taken_back_on_the_page(
    award: Zuwendungsbescheid, cast: Cast, client_for: Callable[..., Client]
) -> None:
    client = client_for(cast.funding_officer)
    client.post(f"/awards/{award.pk}/drawdowns/", {"drawdown-paid_on": "2026-09-22", "drawdown-amount": "50.000,00"})
    row = award.drawdowns.get()
    assert row.amount == Decimal(50000)
    wrong = client.post(
        f"/awards/{award.pk}/drawdowns/", {"drawdown-paid_on": "2026-09-22", "drawdown-amount": "fünfzig"}
    )
    assert "fünfzig" in wrong.content.decode()
    client.post(f"/awards/drawdowns/{row.pk}/remove/")
    assert not award.drawdowns.exists()


def test_a_duty_done_leaves_the_desk_and_comes_back_when_opened_again(
    award: Zuwendungsbescheid, cast: Cast, client_for: Callable[..., Client]
) -> None:
    duty = award.obligations.get(kind="verwendungsnachweis")
    client = client_for(cast.funding_officer)
    client.post(f"/awards/obligations/{duty.pk}/done/")
    assert not Entry.objects.filter(key__contains="verwendungsnachweis", state="open").exists()
    client.post(f"/awards/obligations/{duty.pk}/done/", {"reopen": "1"})
    assert Entry.objects.filter(key__contains="verwendungsnachweis", state="open").exists()
    assert client_for(cast.juelich).post(f"/awards/obligations/{duty.pk}/done/").status_code == 404


def test_done_stays_done_when_the_dates_are_worked_out_again(award: Zuwendungsbescheid, cast: Cast) -> None:
    duty = award.obligations.get(kind="verwendungsnachweis")
    complete(obligation=duty, by=cast.funding_officer, on=DAY)
    note_drawdown(award=award, paid_on=date(2026, 9, 22), amount=Decimal(1), by=cast.funding_officer, on=DAY)
    duty.refresh_from_db()
    assert duty.state == "done"


def test_a_change_of_law_changes_no_stored_date_but_raises_an_entry(award: Zuwendungsbescheid) -> None:
    before = list(award.obligations.values_list("key", "due_on"))
    assert raise_changes(award=award, on=DAY) == []
    stored = [dict(value) for value in award.values]
    changed = next(value for value in stored if value["status"] != "from_notice")
    changed["value"] = 99
    award.values = stored
    award.save()
    assert len(raise_changes(award=award, on=DAY)) == 1
    assert Entry.objects.filter(kind="check", state="open").count() == 1
    assert list(award.obligations.values_list("key", "due_on")) == before


def test_a_file_is_kept_with_its_award_and_reachable_only_through_it(
    award: Zuwendungsbescheid,
    make_award: Callable[..., Zuwendungsbescheid],
    cast: Cast,
    client_for: Callable[..., Client],
    settings: Any,
    tmp_path: Any,
) -> None:
    settings.WANDEL_DATA_DIR = tmp_path
    other = make_award(reference="other", recipient=cast.town_hall_juelich)
    client = client_for(cast.funding_officer)
    notice = tmp_path / "Bescheid.pdf"
    notice.write_bytes(b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n")
    with notice.open("rb") as handle:
        client.post(f"/awards/{award.pk}/files/", {"upload": handle})
    path = [
        line
        for line in client.get(f"/awards/{award.pk}/notice/").content.decode().split('"')
        if "/files/" in line and line.endswith("/")
    ]
    file_path = next(one for one in path if one != f"/awards/{award.pk}/files/")
    assert client.get(file_path).status_code == 200
    assert client.get(file_path.replace(f"/awards/{award.pk}/", f"/awards/{other.pk}/")).status_code == 404
    assert client_for(cast.juelich).get(file_path).status_code == 404


def test_list_and_page_ask_a_constant_number_of_queries(
    make_award: Callable[..., Zuwendungsbescheid], cast: Cast, client_for: Callable[..., Client]
) -> None:
    client = client_for(cast.funding_officer)

    def queries(path: str) -> int:
        client.get(path)
        with CaptureQueriesContext(
            connection,
        ) as caught:
            client.get(path)
        return len(caught)

    first = make_award()
    few = queries("/awards/"), queries(f"/awards/{first.pk}/")
    for number in range(8):
        make_award(reference=f"r{number}", title=f"Vorhaben {number}")
    for number in range(6):
        note_drawdown(
            award=first, paid_on=date(2026, 9, number + 1), amount=Decimal(10), by=cast.funding_officer, on=DAY
        )
    many = queries("/awards/"), queries(f"/awards/{first.pk}/")
    assert few == many
    assert max(many) <= 24, many
