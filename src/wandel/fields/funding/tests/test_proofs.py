"""Proofs of use: begun from a duty, written in the funder's order, released by a second person, frozen, sent, asked about, accepted."""

import io
import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from wandel.conftest import Cast, make_user
from wandel.fields.funding.actions.money import note_booking, note_drawdown
from wandel.fields.funding.actions.plan import save_cost_item
from wandel.fields.funding.actions.proof import (
    answer_finding,
    ask_finding,
    move_proof,
    note_progress,
    start_proof,
    write_proof,
)
from wandel.fields.funding.models import CostItem, Obligation, Proof, Zuwendungsbescheid
from wandel.fields.funding.models.proof import PROOF_MOVES
from wandel.fields.funding.queries.proof import (
    as_json,
    figures_of,
    live_figures,
    missing_for_release,
    moved_since_release,
    open_duties,
)
from wandel.fields.funding.tests.conftest import DAY
from wandel.fields.funding.views.proof_document import proof_document, proof_sheets
from wandel.office.desk.models import Entry
from wandel.office.people.models import User
from wandel.office.people.roles import Role
from wandel.ui.documents import to_docx, to_xlsx

pytestmark = [pytest.mark.database, pytest.mark.django_db]
ClientFor = Callable[..., Client]
ALL = ["conditions", "necessary", "books", "inventory"]


@pytest.fixture
def item(award: Zuwendungsbescheid, cast: Cast) -> CostItem:
    values = {"code": "300", "title": "Bauwerk", "done": False}
    return save_cost_item(
        item=CostItem(award=award), values=values, years={2026: Decimal(800000)}, by=cast.funding_officer
    )


@pytest.fixture
def colleague(cast: Cast) -> User:
    return make_user("Zweite Person", Role.OFFICER, organisation=cast.unit, field="funding")


def pay(award: Zuwendungsbescheid, cast: Cast, amount: str, **values: Any) -> None:
    values = {"paid_on": date(2026, 5, 4), "purpose": "Pflaster", "payee": "Bau GmbH", "voucher": "R-1", **values}
    note_booking(award=award, amount=Decimal(amount), by=cast.funding_officer, on=DAY, **values)


def begin(award: Zuwendungsbescheid, cast: Cast, **changes: Any) -> Proof:
    duty = open_duties(award)[0]
    values = {
        "kind": duty.kind,
        "form": "nrw_muster" if duty.kind == "final" else "interim",
        "from_on": duty.from_on,
        "until_on": duty.until_on,
        "duty": duty.obligation.key,
        **changes,
    }
    return start_proof(award=award, by=cast.funding_officer, on=DAY, **values)


def final(award: Zuwendungsbescheid, cast: Cast) -> Proof:
    duty = next(one for one in open_duties(award) if one.kind == "final")
    return begin(
        award,
        cast,
        kind="final",
        form="nrw_muster",
        duty=duty.obligation.key,
        from_on=duty.from_on,
        until_on=duty.until_on,
    )


def written(proof: Proof, cast: Cast, **changes: Any) -> Proof:
    values = {
        "texts": {"course": "Gebaut.", "results": "Der Platz ist fertig.", "deviations": "Keine."},
        "explanations": {one["key"]: "Günstiger vergeben." for one in figures_of(proof)["costs"] if one["explain"]},
        "confirmed": ALL,
        **changes,
    }
    return write_proof(proof=proof, values=values, by=cast.funding_officer)


def step(proof: Proof, to: str, by: User, **values: Any) -> Proof:
    return move_proof(proof=proof, to=to, by=by, on=DAY, **{"taken_on": DAY, **values})


def sent(award: Zuwendungsbescheid, cast: Cast, colleague: User) -> Proof:
    proof = step(written(final(award, cast), cast), "check", cast.funding_officer)
    return step(step(proof, "released", colleague), "sent", cast.funding_officer)


def test_the_notes_of_the_project_are_the_first_draft_of_the_report(award: Zuwendungsbescheid, cast: Cast) -> None:
    note_progress(
        award=award, happened_on=date(2026, 4, 1), text="Erster Spatenstich", publicity=True, by=cast.vettweiss
    )
    assert "Erster Spatenstich" in final(award, cast).texts["course"]


def test_every_open_duty_to_prove_offers_its_proof_once(award: Zuwendungsbescheid, cast: Cast) -> None:
    before = open_duties(award)
    assert {one.kind for one in before} == {"final", "interim"}
    final(award, cast)
    assert len(open_duties(award)) == len(before) - 1


def test_a_second_final_proof_is_refused(award: Zuwendungsbescheid, cast: Cast) -> None:
    final(award, cast)
    with pytest.raises(ValidationError, match="schon einen Verwendungsnachweis"):
        begin(award, cast, kind="final", form="nrw_muster", duty="")


def test_the_figures_come_from_the_books(award: Zuwendungsbescheid, cast: Cast, item: CostItem) -> None:
    pay(award, cast, "500000.01", cost_item=item)
    pay(award, cast, "99.99", voucher="")
    note_drawdown(award=award, paid_on=date(2026, 5, 1), amount=Decimal(400000), by=cast.funding_officer, on=DAY)
    figures = figures_of(final(award, cast))
    assert [(one["title"], one["actual"]) for one in figures["costs"]] == [
        ("300 Bauwerk", "500000.01"),
        ("none", "99.99"),
    ]
    assert {one["kind"]: one["actual"] for one in figures["income"]} == {"own": "100100.00", "grant": "400000.00"}
    assert [one["code"] for one in figures["findings"]] == ["no-number", "no-item"]
    # 80 per cent of what was spent, and nothing beyond what was paid out.
    assert figures["settled"]["grant_due"] == "400080.00"


def test_an_interim_proof_counts_its_year_only(award: Zuwendungsbescheid, cast: Cast) -> None:
    pay(award, cast, "100")
    pay(award, cast, "50", paid_on=date(2027, 1, 4))
    interim = begin(award, cast)
    assert (interim.kind, interim.until_on) == ("interim", date(2026, 12, 31))
    assert figures_of(interim)["actual_costs"] == "100.00"


def test_what_the_form_asks_for_is_named_before_it_goes_out(
    award: Zuwendungsbescheid, cast: Cast, item: CostItem
) -> None:
    pay(award, cast, "100", cost_item=item)
    proof = final(award, cast)
    missing = missing_for_release(proof, figures_of(proof))
    assert len(missing) == 3 + 1 + 4
    with pytest.raises(ValidationError):
        step(proof, "check", cast.funding_officer)
    assert missing_for_release(written(proof, cast), figures_of(proof)) == []


def test_others_money_has_no_silent_default(make_award: Callable[..., Zuwendungsbescheid], cast: Cast) -> None:
    award = make_award(third_party=Decimal(10000))
    proof = written(final(award, cast), cast)
    assert len(missing_for_release(proof, figures_of(proof))) == 1
    proof = written(proof, cast, others={"third_party": "0.00"})
    assert missing_for_release(proof, figures_of(proof)) == []


def test_who_handed_it_over_cannot_release_it(award: Zuwendungsbescheid, cast: Cast, colleague: User) -> None:
    proof = step(written(final(award, cast), cast), "check", cast.funding_officer)
    with pytest.raises(ValidationError, match="zweite Person"):
        step(proof, "released", cast.funding_officer)
    entry = Entry.objects.get(key=f"proof-{proof.pk}-check")
    assert (entry.state, entry.owner) == ("open", None)
    released = step(proof, "released", colleague)
    assert (released.released_by_name, released.released_on) == (colleague.name, DAY)
    entry.refresh_from_db()
    assert entry.state == "done"


def test_released_figures_stay_whatever_the_books_say_later(
    award: Zuwendungsbescheid, cast: Cast, colleague: User
) -> None:
    pay(award, cast, "700000")
    proof = step(step(written(final(award, cast), cast), "check", cast.funding_officer), "released", colleague)
    assert not moved_since_release(proof)
    pay(award, cast, "1")
    assert figures_of(proof)["actual_costs"] == "700000.00"
    assert moved_since_release(proof)
    again = step(proof, "draft", cast.funding_officer, note="Nachzügler")
    assert (again.figures, figures_of(again)["actual_costs"]) == (None, "700001.00")


def test_sending_answers_the_duty_and_taking_it_back_opens_it_again(
    award: Zuwendungsbescheid, cast: Cast, colleague: User
) -> None:
    proof = sent(award, cast, colleague)
    duty = award.obligations.get(kind="verwendungsnachweis")
    assert (duty.state, duty.done_on) == (Obligation.State.DONE, DAY)
    step(proof, "released", cast.funding_officer)
    duty.refresh_from_db()
    assert duty.state == Obligation.State.OPEN


def test_it_is_not_sent_before_it_was_released_nor_tomorrow(
    award: Zuwendungsbescheid, cast: Cast, colleague: User
) -> None:
    proof = step(step(written(final(award, cast), cast), "check", cast.funding_officer), "released", colleague)
    for day in (DAY - timedelta(days=1), DAY + timedelta(days=1)):
        with pytest.raises(ValidationError):
            step(proof, "sent", cast.funding_officer, taken_on=day)


def test_a_question_of_the_funder_waits_on_the_desk_until_it_is_answered(
    award: Zuwendungsbescheid, cast: Cast, colleague: User
) -> None:
    proof = sent(award, cast, colleague)
    finding = ask_finding(
        proof=proof, asked_on=DAY, question="Beleg 7 fehlt.", due_on=DAY + timedelta(days=14), amount=Decimal("119"),
        by=cast.funding_officer, on=DAY,
    )  # fmt: skip
    proof.refresh_from_db()
    assert proof.state == "questioned"
    entry = Entry.objects.get(key=f"proof-finding-{finding.pk}")
    assert (entry.state, entry.due_on) == ("open", DAY + timedelta(days=14))
    with pytest.raises(ValidationError):
        answer_finding(finding=finding, answer=" ", by=cast.funding_officer, on=DAY)
    answer_finding(finding=finding, answer="Nachgereicht.", by=cast.funding_officer, on=DAY)
    entry.refresh_from_db()
    assert entry.state == "done"
    assert step(proof, "accepted", cast.funding_officer).state == "accepted"


def test_no_state_of_the_table_is_dead_and_every_state_is_reached() -> None:
    reached = {move.to for moves in PROOF_MOVES.values() for move in moves}
    assert reached | {"draft"} == set(Proof.State.values) == set(PROOF_MOVES)
    assert all(moves for moves in PROOF_MOVES.values())


def test_steps_the_table_does_not_have_change_nothing(award: Zuwendungsbescheid, cast: Cast) -> None:
    proof = final(award, cast)
    for to in set(Proof.State.values) - {"check"}:
        with pytest.raises(ValidationError):
            step(proof, to, cast.funding_officer)
    proof.refresh_from_db()
    assert (proof.state, proof.steps.count()) == ("draft", 1)


@pytest.mark.parametrize("form", ["nrw_muster", "bund_anbest", "plain"])
def test_the_paper_follows_the_order_of_the_form(
    award: Zuwendungsbescheid, cast: Cast, item: CostItem, form: str
) -> None:
    pay(award, cast, "500", cost_item=item)
    proof = written(final(award, cast), cast)
    proof.form = form
    document = proof_document(proof, figures_of(proof), day=DAY)
    headings = [block.text for block in document.blocks if type(block).__name__ == "Heading" and block.level == 2]
    income, expenses = headings.index("Einnahmen"), headings.index("Ausgaben")
    assert (income < expenses) == (proof.pattern.blocks.index("income") < proof.pattern.blocks.index("expenditure"))
    with ZipFile(io.BytesIO(to_docx(document))) as paper:
        assert "Der Platz ist fertig." in paper.read("word/document.xml").decode()


def test_the_workbook_adds_up_and_holds_no_formula(award: Zuwendungsbescheid, cast: Cast, item: CostItem) -> None:
    pay(award, cast, "0.10", cost_item=item, purpose="=1+1")
    pay(award, cast, "0.20", cost_item=item, payee="@SUM(A1)")
    proof = final(award, cast)
    book = load_workbook(io.BytesIO(to_xlsx(proof_sheets(proof, figures_of(proof)))))
    receipts = list(book.worksheets[2].iter_rows(values_only=True))
    assert receipts[1][3] == "=1+1"
    assert book.worksheets[2]["D2"].data_type == "s"
    assert receipts[-1][5] == 0.3
    assert sum(Decimal(str(row[5])) for row in receipts[1:-1]) == Decimal("0.30")


def test_the_officer_writes_and_hands_over_on_pages(
    award: Zuwendungsbescheid, cast: Cast, client_for: ClientFor, colleague: User
) -> None:
    officer, second = client_for(cast.funding_officer), client_for(colleague)
    duty = next(one for one in open_duties(award) if one.kind == "final").obligation
    page = officer.get(f"/awards/{award.pk}/proofs/")
    assert page.status_code == 200
    address = f"/awards/{award.pk}/proofs/new/final/?duty={duty.key}"
    posted = {"form": "nrw_muster", "from_on": "2026-03-12", "until_on": "2027-12-31", "once_key": "p" * 32}
    edit = officer.post(address, posted)["Location"]
    proof = Proof.objects.get()
    assert (edit, proof.duty) == (f"/awards/proofs/{proof.pk}/edit/", duty.key)
    drawn = officer.get(edit).content.decode()
    hidden = dict(re.findall(r'name="(version|version_base)" value="([^"]*)"', drawn))
    assert "Durchgeführte Maßnahme" in drawn
    values = {"from_on": "2026-03-12", "until_on": "2027-12-31", **hidden}
    values |= {f"text_{key}": "Geschrieben." for key in ("course", "results", "deviations")}
    values |= {f"confirm_{key}": "on" for key in ALL}
    values |= {"why_": "Noch nichts bezahlt."}
    assert officer.post(edit, values).status_code == 302
    proof.refresh_from_db()
    assert proof.texts["results"] == "Geschrieben."
    assert (
        officer.post(
            f"/awards/proofs/{proof.pk}/step/check/", {"taken_on": DAY.isoformat(), "once_key": "q" * 32}
        ).status_code
        == 302
    )
    proof.refresh_from_db()
    assert proof.state == "check"
    assert officer.post(f"/awards/proofs/{proof.pk}/step/released/", {"taken_on": DAY.isoformat()}).status_code == 422
    assert (
        second.post(
            f"/awards/proofs/{proof.pk}/step/released/", {"taken_on": DAY.isoformat(), "once_key": "r" * 32}
        ).status_code
        == 302
    )
    for form in ("pdf", "docx", "xlsx"):
        assert officer.get(f"/awards/proofs/{proof.pk}/proof.{form}").status_code == 200
    fields = officer.get(f"/awards/proofs/{proof.pk}/fields/").content.decode()
    assert "Geschrieben." in fields


def test_another_town_hall_finds_no_proof(award: Zuwendungsbescheid, cast: Cast, client_for: ClientFor) -> None:
    proof = final(award, cast)
    stranger, own = client_for(cast.juelich), client_for(cast.vettweiss)
    for path in ("", "edit/", "fields/", "proof.pdf", "step/check/", "findings/new/"):
        assert stranger.get(f"/awards/proofs/{proof.pk}/{path}").status_code == 404
    assert own.get(f"/awards/proofs/{proof.pk}/").status_code == 200


def test_a_proof_asks_as_often_for_many_payments_as_for_few(
    award: Zuwendungsbescheid, cast: Cast, item: CostItem, client_for: ClientFor
) -> None:
    officer = client_for(cast.funding_officer)
    proof = final(award, cast)
    counts = []
    for _round in range(2):
        for number in range(5):
            pay(award, cast, "10", voucher=f"R-{number}", cost_item=item)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert officer.get(f"/awards/proofs/{proof.pk}/").status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_the_same_figures_are_kept_whoever_reads_them(award: Zuwendungsbescheid, cast: Cast) -> None:
    pay(award, cast, "12.34")
    proof = final(award, cast)
    from_day = as_json(proof, live_figures(proof))
    assert from_day == figures_of(proof)
