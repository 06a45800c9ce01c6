"""Contracts: which law and procedure, what may not be cut in two, each step with its day, and the note on file."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from wandel.conftest import Cast
from wandel.fields.funding.actions.contract import advise, change_contract, record_contract, step_back, take_step
from wandel.fields.funding.actions.withdrawal import withdraw_award
from wandel.fields.funding.models import Contract, Zuwendungsbescheid
from wandel.fields.funding.models.contract import CONTRACT_STEPS
from wandel.fields.funding.queries.contracts import advice_on, contracts_of
from wandel.fields.funding.tests.conftest import DAY
from wandel.office.people.models import Organisation
from wandel.office.places.profile import active_profile

pytestmark = pytest.mark.database
ClientFor = Callable[..., Client]


def plan(award: Zuwendungsbescheid, cast: Cast, **changes: Any) -> Contract:
    values = {
        "title": "Tiefbau Dorfplatz",
        "kind": "works",
        "estimated_value": Decimal(400000),
        "lots": 1,
        "planned_on": date(2026, 3, 1),
        "separate_reason": "",
        **changes,
    }
    return record_contract(award=award, values=values, by=cast.funding_officer, on=DAY)


def step(contract: Contract, cast: Cast, to: str, **values: Any) -> Contract:
    return take_step(contract=contract, to=to, by=cast.funding_officer, **{"taken_on": DAY, **values})


def advised(award: Zuwendungsbescheid, cast: Cast, **changes: Any) -> Contract:
    row = plan(award, cast, **changes)
    advise(contract=row, profile=active_profile(), by=cast.funding_officer, on=DAY)
    row.refresh_from_db()
    return row


@pytest.fixture
def firm(db: None) -> Organisation:
    return Organisation.objects.create(kind="company", name="Tiefbau Rur GmbH")


@pytest.fixture
def officer(cast: Cast, client_for: ClientFor) -> Client:
    client = client_for(cast.funding_officer)
    client.cookies["django_language"] = "en"
    return client


def test_advice_keeps_the_values_and_the_law_day_it_used(award: Zuwendungsbescheid, cast: Cast) -> None:
    row = advised(award, cast)
    kept = row.advices.get()
    assert (row.state, kept.law_on, kept.estimated_value) == ("advised", date(2026, 3, 1), 400000)
    assert kept.answer["above"] is False
    assert kept.answer["municipality"]["ags"] == "05358060"
    assert {one["status"] for one in kept.answer["procedures"]} <= {"confirmed", "unconfirmed"}
    change_contract(contract=row, values={"estimated_value": Decimal(7000000)}, by=cast.funding_officer)
    assert row.advices.get().estimated_value == 400000
    assert advice_on(row, [row], active_profile()).answer["above"] is True


def test_a_contract_goes_from_the_plan_to_the_last_delivery(
    award: Zuwendungsbescheid, cast: Cast, firm: Organisation
) -> None:
    row = advised(award, cast)
    row = step(row, cast, "published", procedure="public_tender", procedure_reason="Regelverfahren")
    assert row.published_on == DAY
    row = step(row, cast, "bids")
    row = step(row, cast, "awarded", contractor=firm, awarded_value=Decimal(391000))
    row = step(row, cast, "completed")
    assert [one.state for one in row.steps.all()] == [
        "planned", "advised", "published", "bids", "awarded", "completed",
    ]  # fmt: skip
    assert (row.contractor, row.awarded_value) == (firm, 391000)


def test_the_table_has_no_other_steps(award: Zuwendungsbescheid, cast: Cast, firm: Organisation) -> None:
    for state in Contract.State:
        row = plan(award, cast, title=state)
        values = {"contractor": firm, "awarded_value": Decimal(1)} if state in {"awarded", "completed"} else {}
        Contract.objects.filter(pk=row.pk).update(state=state, **values)
        for to in set(Contract.State) - set(CONTRACT_STEPS[state]):
            with pytest.raises(ValidationError, match="geht dieser Schritt nicht"):
                step(row, cast, to, note="x", contractor=firm, awarded_value=Decimal(1))


def test_a_procedure_that_is_not_simply_permitted_needs_a_reason(award: Zuwendungsbescheid, cast: Cast) -> None:
    row = advised(award, cast)
    open_ones = [one["procedure"] for one in row.advices.get().answer["procedures"] if one["permitted"] is not True]
    chosen = next(one for one in open_ones if one not in {"direct", "negotiated_award_one"})
    with pytest.raises(ValidationError) as refused:
        step(row, cast, "published", procedure=chosen)
    assert "procedure_reason" in refused.value.message_dict
    row = step(row, cast, "published", procedure=chosen, procedure_reason="Die Satzung erlaubt es bis 500.000 €.")
    assert row.procedure == chosen


def test_nothing_is_published_in_a_direct_award_and_nothing_else_is_awarded_without_asking(
    award: Zuwendungsbescheid, cast: Cast, firm: Organisation
) -> None:
    row = advised(award, cast, kind="services", estimated_value=Decimal(900))
    got = {"contractor": firm, "awarded_value": Decimal(850)}
    with pytest.raises(ValidationError):
        step(row, cast, "published", procedure="direct", procedure_reason="klein")
    with pytest.raises(ValidationError):
        step(row, cast, "awarded", procedure="public_tender", procedure_reason="x", **got)
    with pytest.raises(ValidationError) as refused:
        step(row, cast, "awarded", procedure="direct", procedure_reason="klein")
    assert set(refused.value.message_dict) == {"contractor", "awarded_value"}
    row = step(row, cast, "awarded", procedure="direct", procedure_reason="klein", **got)
    assert row.published_on == DAY, "without a notice the day of the award is the law's day"


def test_a_step_never_lies_before_the_one_before_it_and_can_be_taken_back(
    award: Zuwendungsbescheid, cast: Cast, firm: Organisation
) -> None:
    row = advised(award, cast)
    row = step(row, cast, "published", procedure="public_tender", procedure_reason="x", taken_on=date(2026, 4, 1))
    with pytest.raises(ValidationError, match="Der Schritt davor war am"):
        step(row, cast, "bids", taken_on=date(2026, 3, 31))
    with pytest.raises(ValidationError):
        step(row, cast, "cancelled")
    row = step(row, cast, "cancelled", note="Keine Angebote")
    row = step_back(contract=row, by=cast.funding_officer)
    assert (row.state, row.published_on) == ("published", date(2026, 4, 1))
    row = step_back(contract=row, by=cast.funding_officer)
    assert (row.state, row.published_on, row.procedure) == ("advised", None, "")
    row = step_back(contract=row, by=cast.funding_officer)
    with pytest.raises(ValidationError):
        step_back(contract=row, by=cast.funding_officer)


def test_two_contracts_that_together_reach_the_threshold_are_named_until_one_is_cancelled(
    award: Zuwendungsbescheid, cast: Cast, officer: Client
) -> None:
    rows = [plan(award, cast, kind="planning", title=name, estimated_value=Decimal(150000)) for name in "AAB"]
    siblings = list(contracts_of(award))
    found = advice_on(rows[0], siblings, active_profile()).splitting
    assert any(one["line"] == "eu_threshold" and len(one["contracts"]) == 3 for one in found)
    assert "Could these be one contract?" in officer.get(f"/awards/{award.pk}/contracts/").content.decode()
    for row in rows[1:]:
        step(row, cast, "cancelled", note="zusammengelegt")
    assert advice_on(rows[0], list(contracts_of(award)), active_profile()).splitting == []


def test_a_day_without_a_threshold_says_so_and_advises_nothing(
    award: Zuwendungsbescheid, cast: Cast, officer: Client
) -> None:
    row = plan(award, cast, planned_on=date(2031, 5, 1))
    assert "The law of that day is not known" in officer.get(row.get_absolute_url()).content.decode()
    with pytest.raises(ValidationError):
        advise(contract=row, profile=active_profile(), by=cast.funding_officer, on=DAY)
    assert officer.get(f"/awards/contracts/{row.pk}/note.docx").status_code == 200


def test_the_pages_lead_from_the_plan_to_the_award(
    award: Zuwendungsbescheid, cast: Cast, firm: Organisation, officer: Client
) -> None:
    assert "No contract is planned yet" in officer.get(f"/awards/{award.pk}/contracts/").content.decode()
    typed = {"title": "Platzfläche", "kind": "works", "estimated_value": "420.000", "lots": "2"}
    new = f"/awards/{award.pk}/contracts/new/"
    assert officer.post(new, {**typed, "planned_on": "2026-03-01", "estimated_value": "0"}).status_code == 200
    page = officer.post(new, {**typed, "planned_on": "2026-03-01"}, follow=True).content.decode()
    row = award.contracts.get()
    assert "Keep this advice" in page
    assert "to be confirmed" in page
    page = officer.post(f"/awards/contracts/{row.pk}/advise/", follow=True).content.decode()
    assert "Note the publication" in page
    today = timezone.localdate().isoformat()
    path = f"/awards/contracts/{row.pk}/step/published/"
    assert officer.get(path).status_code == 200
    assert "lies in the future" in officer.post(path, {"taken_on": "2099-01-01"}).content.decode()
    officer.post(path, {"taken_on": "2026-04-01", "procedure": "public_tender", "procedure_reason": "x"})
    officer.post(f"/awards/contracts/{row.pk}/step/bids/", {"taken_on": "2026-05-01"})
    last = {"taken_on": today, "contractor": firm.pk, "awarded_value": "401.000,50"}
    page = officer.post(f"/awards/contracts/{row.pk}/step/awarded/", last, follow=True).content.decode()
    assert firm.name in page
    row.refresh_from_db()
    assert (row.state, row.awarded_value) == ("awarded", Decimal("401000.50"))
    listed = officer.get(f"/awards/{award.pk}/contracts/").content.decode()
    assert "401,000.50" in listed
    back = officer.get(path, follow=True).content.decode()
    assert "this step is not possible" in back
    assert officer.get(f"/awards/contracts/{row.pk}/step/nonsense/").status_code == 404
    officer.post(f"/awards/contracts/{row.pk}/step-back/")
    row.refresh_from_db()
    assert (row.state, row.contractor) == ("bids", None)


def test_a_changed_contract_says_that_its_advice_was_for_something_else(
    award: Zuwendungsbescheid, cast: Cast, officer: Client
) -> None:
    row = advised(award, cast)
    edit = f"/awards/contracts/{row.pk}/edit/"
    form = officer.get(edit).context["form"]
    kept = {name: form[name].value() for name in ("version", "version_base")}
    typed = {"title": row.title, "kind": "works", "lots": "1", "planned_on": "2026-03-01", **kept}
    page = officer.post(edit, {**typed, "estimated_value": "450.000"}, follow=True).content.decode()
    assert "the contract or the law says something else now" in page
    conflict = officer.post(edit, {**typed, "estimated_value": "470.000"})
    assert conflict.context["form"].conflict
    page = officer.post(f"/awards/contracts/{row.pk}/advise/", follow=True).content.decode()
    assert "the contract or the law says something else now" not in page
    assert row.advices.count() == 2


def test_the_note_on_file_is_a_pdf_and_a_word_file(
    award: Zuwendungsbescheid, cast: Cast, firm: Organisation, client_for: ClientFor
) -> None:
    row = advised(award, cast)
    step(row, cast, "published", procedure="public_tender", procedure_reason="Regelverfahren")
    client = client_for(cast.vettweiss)
    kept = row.advices.get()
    assert [one["conditions"] for one in kept.answer["notice_says"]] == ["ANBest-G NRW"]
    assert client.get(f"/awards/contracts/{row.pk}/note.pdf").content.startswith(b"%PDF")
    assert client.get(f"/awards/contracts/{row.pk}/note.docx").content.startswith(b"PK")
    assert client.get(f"/awards/contracts/{row.pk}/note.odt").status_code == 404


def test_another_town_hall_finds_no_contract_of_this_award(
    award: Zuwendungsbescheid, cast: Cast, client_for: ClientFor
) -> None:
    row = advised(award, cast)
    award.parties.create(organisation=cast.county_treasury, part="treasury")
    own, foreign, reader = client_for(cast.vettweiss), client_for(cast.juelich), client_for(cast.treasury)
    reads = [f"/awards/{award.pk}/contracts/", f"/awards/contracts/{row.pk}/"]
    writes = [f"/awards/{award.pk}/contracts/new/", f"/awards/contracts/{row.pk}/edit/",
              f"/awards/contracts/{row.pk}/step/cancelled/"]  # fmt: skip
    for path in reads + writes:
        assert own.get(path).status_code == 200, path
        assert foreign.get(path).status_code == 404, path
        assert reader.get(path).status_code == (200 if path in reads else 403), path
    for path in ("advise", "step-back"):
        assert foreign.post(f"/awards/contracts/{row.pk}/{path}/").status_code == 404
    assert "Keep" not in reader.get(f"/awards/contracts/{row.pk}/").content.decode()


def test_contracts_of_a_withdrawn_award_can_only_be_read(
    award: Zuwendungsbescheid, cast: Cast, client_for: ClientFor
) -> None:
    row = advised(award, cast)
    withdraw_award(award=award, reason="Doppelt erfasst", by=cast.funding_officer, on=DAY)
    client = client_for(cast.funding_officer)
    assert client.get(f"/awards/contracts/{row.pk}/").status_code == 200
    assert client.get(f"/awards/contracts/{row.pk}/edit/").status_code == 404
    assert client.post(f"/awards/contracts/{row.pk}/advise/").status_code == 404
    assert client_for(cast.vettweiss).get(f"/awards/contracts/{row.pk}/").status_code == 404


def test_list_and_page_ask_a_constant_number_of_queries(award: Zuwendungsbescheid, cast: Cast, officer: Client) -> None:
    first = advised(award, cast)

    def queries(path: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            assert officer.get(path).status_code == 200
        return len(caught)

    paths = (f"/awards/{award.pk}/contracts/", first.get_absolute_url())
    for path in paths:
        queries(path)
    few = [queries(path) for path in paths]
    for number in range(6):
        advised(award, cast, title=f"Auftrag {number}")
        advise(contract=first, profile=active_profile(), by=cast.funding_officer, on=DAY)
    assert [queries(path) for path in paths] == few
    assert max(few) <= 24, few
