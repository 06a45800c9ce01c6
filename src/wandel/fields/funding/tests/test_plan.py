"""The financing plan on the pages: years, what is committed and spent, what may be exceeded, what a change would do."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from wandel.conftest import Cast
from wandel.fields.funding.actions.contract import take_step
from wandel.fields.funding.actions.money import note_booking, note_drawdown
from wandel.fields.funding.actions.plan import save_cost_item
from wandel.fields.funding.models import Booking, CostItem, FundingSource, Zuwendungsbescheid
from wandel.fields.funding.queries.plan import plan_of, what_if
from wandel.fields.funding.tests.conftest import DAY
from wandel.fields.funding.tests.test_contracts import advised
from wandel.office.people.models import Organisation

pytestmark = pytest.mark.database
ClientFor = Callable[..., Client]


@pytest.fixture
def officer(client_for: ClientFor, cast: Cast) -> Client:
    return client_for(cast.funding_officer)


def item(award: Zuwendungsbescheid, cast: Cast, title: str = "Bauwerk", **years: int) -> CostItem:
    return save_cost_item(
        item=CostItem(award=award),
        values={"code": "300", "title": title, "done": False},
        years={int(year[1:]): Decimal(amount) for year, amount in years.items()},
        by=cast.funding_officer,
    )


def test_an_item_is_entered_with_its_years_and_the_sums_stand_below(officer: Client, award: Zuwendungsbescheid) -> None:
    typed = {"code": "300", "title": "Bauwerk", "year_2026": "300.000", "year_2027": "400.000,50"}
    page = officer.post(f"/awards/{award.pk}/plan/items/new/", typed, follow=True)
    plan = page.context["plan"]
    assert plan.years == [2026, 2027]
    assert plan.cost_years == [Decimal(300000), Decimal("400000.50")]
    assert [one.code for one in plan.differences] == ["costs"]
    assert "99.999,50" in page.content.decode()


def test_the_same_line_twice_is_refused_with_a_sentence_and_what_was_typed_is_there(
    officer: Client, award: Zuwendungsbescheid, cast: Cast
) -> None:
    item(award, cast, y2026=1)
    page = officer.post(f"/awards/{award.pk}/plan/items/new/", {"code": "300", "title": "Bauwerk", "year_2026": "17"})
    assert page.context["form"].errors["title"]
    assert 'value="17"' in page.content.decode()
    assert CostItem.objects.count() == 1


def test_a_second_editor_sees_what_changed_and_chooses(officer: Client, award: Zuwendungsbescheid, cast: Cast) -> None:
    row = item(award, cast, y2026=1000)
    address = f"/awards/plan/items/{row.pk}/"
    form = officer.get(address).context["form"]
    kept = {name: form[name].value() for name in ("version", "version_base")}
    save_cost_item(
        item=row,
        values={"code": "300", "title": "Bauwerk", "done": False},
        years={2026: Decimal(2000)},
        by=cast.head,
    )
    page = officer.post(address, {"code": "300", "title": "Bauwerk", "year_2026": "3.000", **kept})
    assert [line.name for line in page.context["form"].conflict] == ["year_2026"]
    assert row.years.get().amount == 2000


def test_awarded_contracts_count_with_their_tax_and_payments_by_their_year(
    officer: Client, award: Zuwendungsbescheid, cast: Cast
) -> None:
    row = item(award, cast, y2026=500000)
    firm = Organisation.objects.create(name="Tiefbau Rur GmbH", kind="company")
    contract = advised(award, cast, cost_item=row)
    for to, values in (
        ("published", {"procedure": "public_tender", "procedure_reason": "Regelverfahren"}),
        ("bids", {}),
        ("awarded", {"contractor": firm, "awarded_value": Decimal("390000.01")}),
    ):
        contract = take_step(contract=contract, to=to, by=cast.funding_officer, taken_on=DAY, **values)
    note_booking(
        award=award, paid_on=date(2026, 5, 4), amount=Decimal(1000), purpose="", by=cast.head, on=DAY, cost_item=row
    )
    note_booking(award=award, paid_on=date(2026, 5, 5), amount=Decimal(70), purpose="Porto", by=cast.head, on=DAY)
    plan = plan_of(award)
    assert plan.rows[0].line.committed == Decimal("464100.01")
    assert plan.rows[0].line.spent == {2026: Decimal(1000)}
    assert plan.unassigned == 70
    loose = Booking.objects.get(purpose="Porto")
    officer.post(f"/awards/bookings/{loose.pk}/edit/", {"purpose": "Porto", "cost_item": row.pk, "version": "1"})
    assert plan_of(award).rows[0].line.spent_total == 1070


def test_an_item_beyond_its_fifth_says_so_with_the_norm(officer: Client, award: Zuwendungsbescheid, cast: Cast) -> None:
    row = item(award, cast, y2026=1000)
    note_booking(
        award=award, paid_on=DAY, amount=Decimal(1201), purpose="", by=cast.head, on=DAY, cost_item=row
    )  # fmt: skip
    page = officer.get(f"/awards/{award.pk}/plan/").content.decode()
    assert "Bitten Sie vorher um Zustimmung" in page
    assert "ANBest-G NRW Nr. 1.2" in page
    assert "zu bestätigen" in page
    typed = {"basis": "free", "share": "", "source": "Bescheid, Nr. 7"}
    page = officer.post(f"/awards/{award.pk}/plan/rule/", typed, follow=True).content.decode()
    assert "Bitten Sie vorher um Zustimmung" not in page


def test_a_rule_without_its_share_is_refused(officer: Client, award: Zuwendungsbescheid) -> None:
    page = officer.post(f"/awards/{award.pk}/plan/rule/", {"basis": "item", "share": "", "source": "Bescheid"})
    assert page.context["form"].errors["share"]


def test_cheaper_building_costs_grant_and_the_page_says_why(
    officer: Client, award: Zuwendungsbescheid, cast: Cast
) -> None:
    note_drawdown(award=award, paid_on=date(2026, 5, 1), amount=Decimal(640000), by=cast.head, on=DAY)
    answer = what_if(award, costs=Decimal(700000), third_party=Decimal(0))
    assert (answer.answer.grant_due, answer.own, answer.answer.overpaid) == (560000, 140000, 80000)
    page = officer.get(f"/awards/{award.pk}/plan/", {"costs": "700.000", "third_party": ""}).content.decode()
    assert "560.000" in page
    assert "Verbesserung" in page
    wrong = officer.get(f"/awards/{award.pk}/plan/", {"costs": "viel"})
    assert wrong.status_code == 200
    assert wrong.context["what_if_form"].errors["costs"]


def test_taking_a_line_out_can_be_undone_and_its_payments_stay(
    officer: Client, award: Zuwendungsbescheid, cast: Cast
) -> None:
    row = item(award, cast, y2026=1000, y2027=5)
    note_booking(award=award, paid_on=DAY, amount=Decimal(10), purpose="", by=cast.head, on=DAY, cost_item=row)
    page = officer.post(f"/awards/plan/items/{row.pk}/remove/", follow=True)
    assert plan_of(award).unassigned == 10
    assert f"/awards/{award.pk}/plan/items/new/" in page.content.decode()
    source = officer.post(
        f"/awards/{award.pk}/plan/sources/new/", {"kind": "own", "title": "", "year_2027": "9"}, follow=True
    )
    assert source.context["plan"].sourced == 9
    officer.post(f"/awards/plan/sources/{FundingSource.objects.get().pk}/remove/")
    assert not FundingSource.objects.exists()


@pytest.mark.parametrize("name", ["items", "sources"])
def test_another_town_halls_plan_is_not_there(
    client_for: ClientFor, cast: Cast, award: Zuwendungsbescheid, name: str
) -> None:
    row = item(award, cast, y2026=1) if name == "items" else FundingSource.objects.create(award=award, kind="own")
    juelich = client_for(cast.juelich)
    assert juelich.get(f"/awards/{award.pk}/plan/").status_code == 404
    assert juelich.get(f"/awards/plan/{name}/{row.pk}/").status_code == 404
    assert juelich.post(f"/awards/plan/{name}/{row.pk}/remove/").status_code == 404


def test_a_booking_takes_no_item_of_another_award(
    officer: Client, award: Zuwendungsbescheid, make_award: Callable[..., Any], cast: Cast
) -> None:
    item(award, cast, y2026=1)
    other = item(make_award(reference="99/26", title="Anderes"), cast, y2026=1)
    typed = {"booking-paid_on": DAY.isoformat(), "booking-amount": "5", "booking-cost_item": other.pk}
    page = officer.post(f"/awards/{award.pk}/bookings/", typed)
    assert page.context["booking_form"].errors["cost_item"]
    assert not Booking.objects.exists()


def test_the_page_asks_a_constant_number_of_questions(officer: Client, award: Zuwendungsbescheid, cast: Cast) -> None:
    item(award, cast, y2026=1)
    officer.get(f"/awards/{award.pk}/plan/")
    with CaptureQueriesContext(connection) as few:
        officer.get(f"/awards/{award.pk}/plan/")
    for number in range(12):
        row = item(award, cast, f"Los {number}", y2026=number + 1, y2027=1)
        note_booking(award=award, paid_on=DAY, amount=Decimal(1), purpose="", by=cast.head, on=DAY, cost_item=row)
    with CaptureQueriesContext(connection) as many:
        officer.get(f"/awards/{award.pk}/plan/")
    assert len(many) == len(few)
