"""Asking for money: refused while earlier money lies idle, overruled with a reason, tracked to the cent."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from wandel.conftest import Cast
from wandel.core.foerderung.drawdown import Window
from wandel.fields.funding.actions.drawdown import (
    DrawdownRefused,
    receive_drawdown,
    request_again,
    request_drawdown,
    withdraw_drawdown,
)
from wandel.fields.funding.actions.money import note_booking, note_drawdown, pay_planned, plan_payment
from wandel.fields.funding.models import Booking, Mittelabruf, Zuwendungsbescheid
from wandel.fields.funding.queries.awards import money_of
from wandel.fields.funding.queries.figures import grants_by_municipality
from wandel.fields.funding.queries.money import instalments_of, standing_of, tracking_of, window_of_award
from wandel.fields.funding.tests.conftest import DAY
from wandel.office.desk.actions.cosign import decide
from wandel.office.desk.models import CoSignRequest, Entry
from wandel.office.journal.queries import entries_about

ClientFor = Callable[..., Client]
WINDOW = Window(2, "months", "ANBest-G NRW Nr. 1.4", "confirmed")
CENTS = st.integers(min_value=1, max_value=50_000_000).map(lambda cents: Decimal(cents).scaleb(-2))
MOVES = st.lists(st.tuples(st.integers(min_value=0, max_value=900), CENTS), max_size=8)


def ask(award: Zuwendungsbescheid, cast: Cast, amount: int, **changes: Any) -> Mittelabruf:
    values = {"purpose": "", "overruled_reason": "", "by": cast.funding_officer, "on": DAY, **changes}
    return request_drawdown(award=award, amount=Decimal(amount), **values)


def need(award: Zuwendungsbescheid, cast: Cast, amount: int, *, days: int = 20) -> Any:
    values = {"due_on": DAY + timedelta(days=days), "amount": Decimal(amount), "purpose": "Tiefbau"}
    return plan_payment(award=award, values=values, by=cast.funding_officer)


def came(award: Zuwendungsbescheid, cast: Cast, amount: int, *, days_ago: int = 10) -> Mittelabruf:
    day = DAY - timedelta(days=days_ago)
    return note_drawdown(award=award, paid_on=day, amount=Decimal(amount), by=cast.funding_officer, on=DAY)


def history(award: Zuwendungsbescheid) -> str:
    return " ".join(str(entry.sentence) for entry in entries_about("funding.award", str(award.pk)))


@pytest.fixture
def officer(cast: Cast, client_for: ClientFor) -> Client:
    client = client_for(cast.funding_officer)
    client.cookies["django_language"] = "en"
    return client


@given(MOVES, MOVES)
@settings(max_examples=60, deadline=None)
def test_every_cent_that_came_is_either_used_or_idle(drawn: list[Any], paid: list[Any]) -> None:
    start = date(2024, 1, 1)
    drawdowns = [Mittelabruf(paid_on=start + timedelta(days=days), amount=amount) for days, amount in sorted(drawn)]
    bookings = [Booking(paid_on=start + timedelta(days=days), amount=amount) for days, amount in sorted(paid)]
    found = tracking_of(Zuwendungsbescheid(level="land"), drawdowns, bookings, window=WINDOW, on=DAY)
    used = sum((piece.amount for use in found.uses for piece in use.pieces), Decimal(0))
    assert used + found.idle == sum((row.amount for row in drawdowns), Decimal(0))
    assert used + found.ahead == sum((row.amount for row in bookings), Decimal(0))


@pytest.mark.database
class TestAsking:
    def test_while_money_lies_idle_a_drawdown_is_refused_with_the_reason(
        self, award: Zuwendungsbescheid, cast: Cast
    ) -> None:
        came(award, cast, 50000)
        need(award, cast, 30000)
        with pytest.raises(DrawdownRefused) as refused:
            ask(award, cast, 10000)
        answer = refused.value.answer
        assert (answer.most, answer.idle, answer.need) == (0, 50000, 30000)
        assert not award.drawdowns.filter(state="requested").exists()

    def test_a_noted_reason_overrules_and_stays_with_the_request_and_in_the_history(
        self, award: Zuwendungsbescheid, cast: Cast
    ) -> None:
        came(award, cast, 50000)
        row = ask(award, cast, 10000, overruled_reason="Die Firma verlangt eine Vorauszahlung.")
        assert row.state == "requested"
        assert row.overruled_reason == "Die Firma verlangt eine Vorauszahlung."
        assert row.answer["permitted"] is False
        assert row.answer["idle"] == "50000.00"
        assert "Vorauszahlung" in history(award)

    def test_what_the_need_covers_is_asked_for_without_more(self, award: Zuwendungsbescheid, cast: Cast) -> None:
        need(award, cast, 30000)
        row = ask(award, cast, 30000, overruled_reason="nicht nötig")
        assert row.answer["permitted"] is True
        assert row.overruled_reason == "", "nothing was overruled"

    def test_money_on_the_way_covers_the_need_before_more_is_asked_for(
        self, award: Zuwendungsbescheid, cast: Cast
    ) -> None:
        need(award, cast, 30000)
        ask(award, cast, 30000)
        with pytest.raises(DrawdownRefused):
            ask(award, cast, 1)

    def test_what_falls_due_after_the_window_is_no_need_yet(self, award: Zuwendungsbescheid, cast: Cast) -> None:
        need(award, cast, 30000, days=90)
        with pytest.raises(DrawdownRefused):
            ask(award, cast, 30000)
        assert [line.in_window for line in standing_of(award, on=DAY).due] == [False]

    def test_requested_money_is_not_here_until_it_is_noted(self, award: Zuwendungsbescheid, cast: Cast) -> None:
        need(award, cast, 30000)
        row = ask(award, cast, 30000)
        assert money_of(award).drawn == 0
        assert grants_by_municipality().drawn == 0
        assert not award.obligations.filter(kind="mittelverwendung").exists()
        receive_drawdown(drawdown=row, paid_on=DAY, amount=Decimal(28000), by=cast.funding_officer, on=DAY)
        assert money_of(award).drawn == 28000
        duty = award.obligations.get(kind="mittelverwendung")
        assert (duty.amount, duty.due_on) == (28000, date(2027, 1, 23))
        request_again(drawdown=Mittelabruf.objects.get(pk=row.pk), by=cast.funding_officer, on=DAY)
        assert not award.obligations.filter(kind="mittelverwendung").exists()
        assert Mittelabruf.objects.get().state == "requested"

    def test_a_request_taken_back_needs_a_reason_and_frees_the_need(
        self, award: Zuwendungsbescheid, cast: Cast
    ) -> None:
        need(award, cast, 30000)
        row = ask(award, cast, 30000)
        with pytest.raises(ValidationError):
            withdraw_drawdown(drawdown=row, reason=" ", by=cast.funding_officer, on=DAY)
        withdraw_drawdown(drawdown=row, reason="Rechnung kommt später", by=cast.funding_officer, on=DAY)
        with pytest.raises(ValidationError):
            receive_drawdown(drawdown=row, paid_on=DAY, amount=Decimal(1), by=cast.funding_officer, on=DAY)
        assert standing_of(award, on=DAY).room.most == 30000
        assert "Rechnung kommt später" in history(award)

    def test_a_planned_payment_that_is_paid_uses_money_and_is_no_need_any_more(
        self, award: Zuwendungsbescheid, cast: Cast
    ) -> None:
        planned = need(award, cast, 30000)
        came(award, cast, 30000)
        paid = {"paid_on": DAY, "amount": Decimal(29000), "purpose": "Tiefbau", "by": cast.funding_officer, "on": DAY}
        pay_planned(planned=planned, **paid)
        standing = standing_of(award, on=DAY)
        assert (standing.due, standing.tracking.idle) == ([], 1000)
        with pytest.raises(ValidationError):
            pay_planned(planned=planned, **paid)

    def test_the_treasury_co_signs_with_the_reason_before_it_and_the_lead_is_told(
        self, award: Zuwendungsbescheid, cast: Cast, client_for: ClientFor
    ) -> None:
        award.parties.create(organisation=cast.county_treasury, part="treasury")
        came(award, cast, 50000)
        row = ask(award, cast, 10000, overruled_reason="Vorauszahlung", by=cast.vettweiss)
        request = CoSignRequest.objects.get()
        assert row.cosign == request
        assert "Vorauszahlung" in client_for(cast.treasury).get(f"/cosign/{request.pk}/").content.decode()
        assert Entry.objects.filter(kind="read", owner=cast.funding_officer, state="open").exists()
        decide(request=request, to="signed", note="", by=cast.treasury, at=timezone.now())
        assert Entry.objects.filter(kind="read", owner=cast.vettweiss, state="open").count() == 1
        page = client_for(cast.vettweiss).get(f"/awards/{award.pk}/money/").content.decode()
        assert cast.county_treasury.name in page

    def test_a_withdrawn_request_is_no_longer_to_be_signed(self, award: Zuwendungsbescheid, cast: Cast) -> None:
        award.parties.create(organisation=cast.county_treasury, part="treasury")
        need(award, cast, 100)
        row = ask(award, cast, 100, by=cast.vettweiss)
        withdraw_drawdown(drawdown=row, reason="Irrtum", by=cast.funding_officer, on=DAY)
        assert CoSignRequest.objects.get().state == "withdrawn"

    def test_money_that_was_asked_for_is_not_simply_removed(
        self, award: Zuwendungsbescheid, cast: Cast, officer: Client
    ) -> None:
        need(award, cast, 100)
        row = ask(award, cast, 100)
        officer.post(f"/awards/drawdowns/{row.pk}/remove/")
        assert Mittelabruf.objects.filter(pk=row.pk).exists()


@pytest.mark.database
class TestPages:
    def test_the_page_refuses_says_why_and_takes_a_reason(
        self, award: Zuwendungsbescheid, cast: Cast, officer: Client
    ) -> None:
        came(award, cast, 50000)
        path = f"/awards/{award.pk}/drawdowns/new/"
        assert officer.get(path).status_code == 200
        refused = officer.post(path, {"amount": "10.000", "once_key": "k" * 32}).content.decode()
        assert "Refused: money lies idle" in refused
        assert "50,000" in refused
        assert not award.drawdowns.filter(state="requested").exists()
        data = {"amount": "10.000", "overruled_reason": "Vorauszahlung an die Firma", "once_key": "k" * 32}
        page = officer.post(path, data, follow=True).content.decode()
        assert "refusal overruled" in page
        assert "Vorauszahlung an die Firma" in page

    def test_an_empty_request_comes_back_with_a_sentence(self, award: Zuwendungsbescheid, officer: Client) -> None:
        for amount in ("", "0", "viel"):
            page = officer.post(f"/awards/{award.pk}/drawdowns/new/", {"amount": amount})
            assert page.status_code == 200
            assert "error-summary" in page.content.decode(), amount
        assert not award.drawdowns.exists()

    def test_a_request_is_received_and_taken_back_on_its_pages(
        self, award: Zuwendungsbescheid, cast: Cast, officer: Client
    ) -> None:
        need(award, cast, 300)
        row = ask(award, cast, 300)
        today = timezone.localdate()
        shown = officer.get(f"/awards/drawdowns/{row.pk}/received/").content.decode()
        assert "300" in shown
        data = {"drawdown-paid_on": today.isoformat(), "drawdown-amount": "300"}
        officer.post(f"/awards/drawdowns/{row.pk}/received/", data)
        row.refresh_from_db()
        assert (row.state, row.amount) == ("received", 300)
        officer.post(f"/awards/drawdowns/{row.pk}/again/")
        assert (
            "Please say why" in officer.post(f"/awards/drawdowns/{row.pk}/withdraw/", {"reason": " "}).content.decode()
        )
        officer.post(f"/awards/drawdowns/{row.pk}/withdraw/", {"reason": "Irrtum"})
        row.refresh_from_db()
        assert (row.state, row.withdrawn_reason) == ("withdrawn", "Irrtum")
        officer.post(f"/awards/drawdowns/{row.pk}/again/")
        row.refresh_from_db()
        assert (row.state, row.withdrawn_on) == ("requested", None)

    def test_a_payment_is_planned_changed_paid_and_removed_and_the_second_editor_chooses(
        self, award: Zuwendungsbescheid, cast: Cast, officer: Client
    ) -> None:
        path = f"/awards/{award.pk}/planned/new/"
        officer.post(path, {"due_on": "2026-12-10", "amount": "1.000", "purpose": "Pflaster"})
        row = award.planned_payments.get()
        edit = f"/awards/planned/{row.pk}/edit/"
        drawn = officer.get(edit).context["form"]
        kept = {name: drawn[name].value() for name in ("version", "version_base")}
        officer.post(edit, {"due_on": "2026-12-11", "amount": "1.000", "purpose": "Pflaster", **kept})
        row.refresh_from_db()
        assert row.due_on == date(2026, 12, 11)
        page = officer.post(edit, {"due_on": "2026-12-12", "amount": "1.000", "purpose": "Pflaster", **kept})
        assert page.context["form"].conflict
        officer.post(f"/awards/planned/{row.pk}/remove/")
        assert not award.planned_payments.exists()
        assert "Please write how much" in officer.post(path, {"due_on": "2026-12-10", "amount": "0"}).content.decode()

    def test_another_town_hall_finds_no_money_of_this_award(
        self, award: Zuwendungsbescheid, cast: Cast, client_for: ClientFor
    ) -> None:
        row, planned = came(award, cast, 100), need(award, cast, 100)
        own, foreign, reader = client_for(cast.vettweiss), client_for(cast.juelich), client_for(cast.treasury)
        award.parties.create(organisation=cast.county_treasury, part="treasury")
        for path in (
            f"/awards/{award.pk}/drawdowns/new/",
            f"/awards/{award.pk}/planned/new/",
            f"/awards/drawdowns/{row.pk}/withdraw/",
            f"/awards/planned/{planned.pk}/edit/",
            f"/awards/planned/{planned.pk}/paid/",
        ):
            assert own.get(path).status_code == 200, path
            assert foreign.get(path).status_code == 404, path
            assert reader.get(path).status_code == 403, path
        assert foreign.post(f"/awards/planned/{planned.pk}/remove/").status_code == 404
        assert foreign.post(f"/awards/drawdowns/{row.pk}/again/").status_code == 404
        assert reader.get(f"/awards/{award.pk}/money/").status_code == 200

    def test_late_money_says_what_it_can_cost_and_that_the_authority_decides(
        self, award: Zuwendungsbescheid, cast: Cast, officer: Client
    ) -> None:
        came(award, cast, 50000, days_ago=200)
        note_booking(
            award=award, paid_on=DAY, amount=Decimal(20000), purpose="", by=cast.funding_officer, on=DAY
        )  # fmt: skip
        page = officer.get(f"/awards/{award.pk}/money/").content.decode()
        assert "past its time" in page
        assert "can cost" in page
        assert "at its discretion" in page

    def test_the_page_asks_a_constant_number_of_queries(
        self, award: Zuwendungsbescheid, cast: Cast, officer: Client
    ) -> None:
        def queries() -> int:
            with CaptureQueriesContext(connection) as caught:
                assert officer.get(f"/awards/{award.pk}/money/").status_code == 200
            return len(caught)

        award.parties.create(organisation=cast.county_treasury, part="treasury")

        def add() -> None:
            came(award, cast, 10)
            need(award, cast, 10)
            ask(award, cast, 1, overruled_reason="eilig")
            note_booking(award=award, paid_on=DAY, amount=Decimal(1), purpose="", by=cast.funding_officer, on=DAY)

        add()
        queries()
        few = queries()
        for _turn in range(4):
            add()
        assert queries() == few
        assert few <= 26, few


@pytest.mark.database
class TestConditions:
    def test_a_federal_building_gets_the_four_instalments_as_advice(
        self, make_award: Callable[..., Zuwendungsbescheid], officer: Client
    ) -> None:
        federal = {"level": "bund", "condition_set": "anbest_gk_bund", "condition_version": "2025-04", "confirmed": {}}
        award = make_award(**federal, remedy="widerspruch")
        found = instalments_of(award)
        assert [one.percent for one in found] == [20, 30, 40, 10]
        assert sum(one.amount for one in found) == award.grant
        assert "Instalments of a building" in officer.get(f"/awards/{award.pk}/money/").content.decode()
        assert instalments_of(make_award(**federal, reference="b", purpose="other")) == ()

    def test_the_window_is_what_the_notice_says(self, make_award: Callable[..., Zuwendungsbescheid]) -> None:
        window = window_of_award(make_award())
        assert window
        assert (window.count, window.unit, window.status) == (2, "months", "from_notice")
