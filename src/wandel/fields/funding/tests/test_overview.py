"""All awards together: the sums add up, each reader sees their own, and every gap leads to where it is mended."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from wandel.conftest import Cast
from wandel.fields.funding.actions.money import note_booking, note_drawdown, remove_booking, remove_drawdown
from wandel.fields.funding.actions.record import record_award
from wandel.fields.funding.models import (
    Booking,
    Contract,
    CostItem,
    FundingSource,
    Mittelabruf,
    Obligation,
    PlannedPayment,
    SourceYear,
    Zuwendungsbescheid,
)
from wandel.fields.funding.queries.awards import awards_for
from wandel.fields.funding.queries.overview import GROUPS, overview_of
from wandel.fields.funding.queries.quality import gaps_in
from wandel.fields.funding.tests.conftest import award_values
from wandel.office.people.access import access_for

pytestmark = [pytest.mark.database, pytest.mark.django_db]
DAY = date(2026, 11, 23)


@pytest.fixture
def award(cast: Cast) -> Zuwendungsbescheid:
    return record_award(values=award_values(cast), by=cast.funding_officer, on=DAY)


def all_awards():
    return Zuwendungsbescheid.objects.standing()


def money(award: Zuwendungsbescheid) -> None:
    Mittelabruf.objects.create(award=award, paid_on=date(2026, 9, 1), amount=Decimal("1000.10"))
    Booking.objects.create(award=award, paid_on=date(2026, 10, 1), amount=Decimal("600.05"))
    Contract.objects.create(
        award=award, title="Pflaster", kind="works", estimated_value=Decimal(900), planned_on=DAY, state="awarded",
        contractor=award.recipient, awarded_value=Decimal("1000.01"), vat=Decimal("0.19"),
    )  # fmt: skip
    Obligation.objects.create(
        award=award, kind="mittelverwendung", key="x", due_on=date(2026, 11, 1), nominal_on=date(2026, 11, 1), norm="n",
        status="confirmed", amount=Decimal("400.05"),
    )  # fmt: skip
    award.drawn_total, award.spent_total = Decimal("1000.10"), Decimal("600.05")
    award.save()


@pytest.mark.parametrize("by", GROUPS)
def test_the_sums_are_those_of_the_rows_however_they_are_put_together(award: Zuwendungsbescheid, by: str) -> None:
    money(award)
    total = overview_of(all_awards(), by=by, on=DAY).total
    assert (total.awards, total.granted) == (1, award.grant)
    assert (total.drawn, total.spent) == (Decimal("1000.10"), Decimal("600.05"))
    assert total.committed == Decimal("1190.01")
    assert (total.unused, total.at_risk) == (Decimal("400.05"), Decimal("400.05"))


def test_money_whose_day_has_not_come_is_not_at_risk(award: Zuwendungsbescheid) -> None:
    money(award)
    total = overview_of(all_awards(), by="recipient", on=date(2026, 11, 1)).total
    assert (total.unused, total.at_risk) == (Decimal("400.05"), Decimal(0))


def test_the_own_share_comes_from_the_plan_where_it_names_years_and_is_spread_where_not(
    award: Zuwendungsbescheid,
) -> None:
    spread = overview_of(all_awards(), by="recipient", on=award.period_from)
    own = award.eligible_costs - award.grant - (award.third_party or 0)
    assert sum(spread.by_year) == own
    assert spread.burdens[0].reckoned
    source = FundingSource.objects.create(award=award, kind="own")
    SourceYear.objects.create(source=source, year=2027, amount=Decimal("123.45"))
    planned = overview_of(all_awards(), by="recipient", on=DAY)
    assert (planned.years, planned.by_year) == ([2027], [Decimal("123.45")])
    assert not planned.burdens[0].reckoned


def test_payments_ahead_are_added_up_month_by_month_with_what_is_late(award: Zuwendungsbescheid) -> None:
    for day, amount in (
        (date(2026, 11, 1), 5),
        (date(2026, 12, 3), 10),
        (date(2026, 12, 20), 20),
        (date(2027, 2, 1), 40),
    ):
        PlannedPayment.objects.create(award=award, due_on=day, amount=Decimal(amount), purpose="Rate")
    found = overview_of(all_awards(), by="recipient", on=DAY)
    assert found.overdue == 5
    assert [(month.month, amount, whole) for month, amount, whole in found.due] == [(12, 30, 35), (2, 40, 75)]


def test_a_town_hall_sees_the_sums_of_its_own_awards_only(
    award: Zuwendungsbescheid, cast: Cast, client_for: Callable[..., Client]
) -> None:
    assert overview_of(awards_for(access_for(cast.vettweiss)), by="recipient", on=DAY).total.awards == 1
    assert overview_of(awards_for(access_for(cast.juelich)), by="recipient", on=DAY).total.awards == 0
    page = client_for(cast.juelich).get("/awards/overview/").content.decode()
    assert award.recipient.name not in page


def test_the_pages_ask_the_same_number_of_questions_however_many_awards_there_are(
    award: Zuwendungsbescheid, cast: Cast, client_for: Callable[..., Client]
) -> None:
    officer = client_for(cast.funding_officer)
    counts = []
    for number in range(2):
        for path in ("/awards/overview/", "/awards/quality/"):
            officer.get(path)
            with CaptureQueriesContext(connection) as asked:
                officer.get(path)
            counts.append(len(asked))
        if not number:
            for other in range(6):
                more = record_award(
                    values=award_values(cast) | {"reference": f"N{other}"}, by=cast.funding_officer, on=DAY
                )
                money(more)
    assert counts[:2] == counts[2:]


def gap_titles(on: date = DAY) -> dict[str, list[str]]:
    return {str(gap.title): [one.url for one in gap.findings] for gap in gaps_in(all_awards(), on=on)}


def test_every_kind_of_gap_is_found_and_leads_to_a_page_that_opens(
    award: Zuwendungsbescheid, cast: Cast, client_for: Callable[..., Client]
) -> None:
    money(award)
    CostItem.objects.create(award=award, title="Platz")
    Mittelabruf.objects.create(
        award=award, state="requested", requested_on=DAY - timedelta(days=90), requested_amount=Decimal(70)
    )
    PlannedPayment.objects.create(award=award, due_on=DAY - timedelta(days=3), amount=Decimal(8), purpose="Rate")
    Contract.objects.create(
        award=award, title="Bäume", kind="works", estimated_value=Decimal(90), planned_on=DAY - timedelta(days=9)
    )
    Booking.objects.create(award=award, paid_on=award.period_from - timedelta(days=1), amount=Decimal(5))
    Obligation.objects.filter(award=award, kind="verwendungsnachweis").update(state="done")
    Obligation.objects.filter(award=award, kind="zwischennachweis").update(due_on=DAY - timedelta(days=2))
    other = record_award(values=award_values(cast) | {"reference": "N2"}, by=cast.funding_officer, on=DAY)
    Zuwendungsbescheid.objects.filter(pk=other.pk).update(state="running")
    Zuwendungsbescheid.objects.filter(pk=award.pk).update(dated_on=DAY - timedelta(days=40))
    found = gap_titles()
    assert set(found) >= {
        "Abgerufenes Geld müsste verwendet sein", "Ein Mittelabruf ist lange angefordert und nicht eingegangen",
        "Eine geplante Zahlung ist über ihren Tag", "Ein Auftrag müsste bekannt gemacht oder vergeben sein",
        "Ein Auftrag gehört zu keiner Kostenposition", "Eine Zahlung gehört zu keiner Kostenposition",
        "Eine Zahlung liegt vor oder nach dem Bewilligungszeitraum", "Ein laufender Bescheid hat keinen Finanzierungsplan",
        "Ein Bescheid wird seit langem eingerichtet", "Der Nachweis ist eingereicht, der Schlussbescheid fehlt",
    }  # fmt: skip
    officer = client_for(cast.funding_officer)
    assert {officer.get(url).status_code for urls in found.values() for url in urls} == {200}


def test_what_is_mended_disappears(award: Zuwendungsbescheid) -> None:
    payment = PlannedPayment.objects.create(
        award=award, due_on=DAY - timedelta(days=3), amount=Decimal(8), purpose="Rate"
    )
    assert "Eine geplante Zahlung ist über ihren Tag" in gap_titles()
    payment.due_on = DAY + timedelta(days=3)
    payment.save()
    assert "Eine geplante Zahlung ist über ihren Tag" not in gap_titles()


def test_a_town_hall_sees_its_own_gaps_and_nobody_without_work_on_awards_sees_the_page(
    award: Zuwendungsbescheid, cast: Cast, client_for: Callable[..., Client]
) -> None:
    PlannedPayment.objects.create(
        award=award, due_on=timezone.localdate() - timedelta(days=3), amount=Decimal(8), purpose="Rate"
    )
    assert award.title in client_for(cast.vettweiss).get("/awards/quality/").content.decode()
    assert award.title not in client_for(cast.juelich).get("/awards/quality/").content.decode()
    assert client_for(cast.council).get("/awards/quality/").status_code == 403


def test_the_kept_sums_are_those_of_the_rows_whatever_happens_to_the_money(
    award: Zuwendungsbescheid, cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    officer = cast.funding_officer
    drawdown = note_drawdown(award=award, paid_on=date(2026, 9, 1), amount=Decimal("1000.10"), by=officer, on=DAY)
    payments = [
        note_booking(award=award, paid_on=date(2026, 10, day), amount=Decimal("10.01"), purpose="x", by=officer, on=DAY)
        for day in (1, 2, 3)
    ]
    remove_booking(booking=payments[0], by=officer, on=DAY)
    award.refresh_from_db()
    assert (award.drawn_total, award.spent_total) == (Decimal("1000.10"), Decimal("20.02"))
    remove_drawdown(drawdown=drawdown, by=officer, on=DAY)
    call_command("awards", "verify")
    assert "1 awards" in capsys.readouterr().out
    Zuwendungsbescheid.objects.update(spent_total=Decimal(7))
    with pytest.raises(CommandError, match=r"spent: kept 7.00, counted 20.02"):
        call_command("awards", "verify")


def test_the_money_page_shows_the_newest_fifty_payments_and_asks_no_more_for_many(
    award: Zuwendungsbescheid, cast: Cast, client_for: Callable[..., Client]
) -> None:
    officer, counts = client_for(cast.funding_officer), []
    item = CostItem.objects.create(award=award, title="Platz")
    for many in (2, 60):
        Booking.objects.bulk_create(
            Booking(
                award=award,
                paid_on=DAY - timedelta(days=number),
                amount=Decimal(5),
                purpose=f"P{number}.",
                cost_item=item,
            )
            for number in range(many)
        )
        officer.get(f"/awards/{award.pk}/money/")
        with CaptureQueriesContext(connection) as asked:
            page = officer.get(f"/awards/{award.pk}/money/").content.decode()
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert "P0." in page
    assert "P59." not in page
    assert "P59." in officer.get(f"/awards/{award.pk}/money/?page=2").content.decode()
