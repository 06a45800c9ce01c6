"""Four eyes."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from wandel.conftest import Cast
from wandel.office.desk.actions.cosign import ask_cosign, decide
from wandel.office.desk.models import CoSignRequest, Entry
from wandel.office.desk.models.cosign import TRANSITIONS, transition
from wandel.office.desk.queries.entry import EntryFilters, open_entries
from wandel.office.desk.registry import register_cosign_listener
from wandel.office.journal.models import JournalEntry
from wandel.office.outbox.models import Mail
from wandel.office.people.access import access_on
from wandel.office.people.models import User
from wandel.ui.phrases import Phrase, plain
from wandel.ui.sinks import CONFIDENTIAL, INTERNAL
from wandel.ui.subjects import SubjectRef

database = pytest.mark.database
ClientFor = Callable[[User], Client]
DAY = date(2026, 11, 24)
NOW = timezone.now()
State = CoSignRequest.State


def ask(cast: Cast, **changes: object) -> CoSignRequest:
    values: dict[str, object] = {
        "subject": SubjectRef("test.drawdown", "3", "/awards/7/", "Brainergy-Anbindung"),
        "what": Phrase("Approve a drawdown of %(amount)s", {"amount": "212.000 €"}),
        "by": cast.vettweiss,
        "on": DAY,
        "organisation": cast.county_treasury,
        "organisation_ids": [cast.town_hall_vettweiss.pk],
    }
    return ask_cosign(**{**values, **changes})


@given(st.lists(st.sampled_from(State.values), max_size=6))
def test_from_any_sequence_of_steps_only_one_decision_stands(wanted: list[str]) -> None:
    state, decisions = State.ASKED.value, 0
    for after in wanted:
        if transition(state, after):
            state, decisions = after, decisions + 1
    assert decisions <= 1
    assert (state == State.ASKED) == (decisions == 0)


@given(st.sampled_from(State.values), st.sampled_from(State.values))
def test_the_table_knows_each_step_once_and_nothing_leads_back(before: str, after: str) -> None:
    rows = [row for row in TRANSITIONS if (row.before, row.after) == (before, after)]
    assert len(rows) == (1 if before == State.ASKED and after != State.ASKED else 0)
    assert all(row.needs_note == (row.after == State.REFUSED) for row in rows)


@database
def test_the_asked_office_finds_it_on_its_desk_and_the_asker_sees_that_it_waits(cast: Cast) -> None:
    ask(cast)
    asked = open_entries(access_on(cast.treasury, DAY), EntryFilters(), DAY).get()
    assert (asked.kind, asked.waiting, asked.owner, asked.action_path) == (
        "cosign",
        True,
        None,
        "/cosign/1/".replace("1", str(CoSignRequest.objects.get().pk)),
    )
    waiting = open_entries(access_on(cast.vettweiss, DAY), EntryFilters(), DAY).get()
    assert str(waiting.waiting_for) == cast.county_treasury.name
    assert not open_entries(access_on(cast.juelich, DAY), EntryFilters(whose="all"), DAY).exists()


@database
@pytest.mark.parametrize("to", ["signed", "refused", "withdrawn"])
def test_a_decision_clears_both_desks_tells_the_listener_and_is_written_down(cast: Cast, to: str) -> None:
    heard: list[str] = []
    register_cosign_listener("test.drawdown", lambda request: heard.append(request.state))
    request = ask(cast)
    by = cast.vettweiss if to == "withdrawn" else cast.treasury
    decided = decide(request=request, to=to, note="Beleg fehlt", by=by, at=NOW)
    assert (decided.state, decided.decided_by) == (to, by)
    assert heard == [to]
    assert not Entry.objects.open().filter(kind="cosign").exists()
    assert JournalEntry.objects.order_by("-number").first().subject_kind == "test.drawdown"
    for again in State.values:
        with pytest.raises(ValidationError):
            decide(request=request, to=again, note="x", by=cast.treasury, at=NOW)


@database
def test_a_listener_that_fails_leaves_everything_as_it_was(cast: Cast) -> None:
    def refuse(request: CoSignRequest) -> None:
        raise ValidationError("The award is closed.")

    register_cosign_listener("test.failing", refuse)
    request = ask(cast, subject=SubjectRef("test.failing", "1", "/awards/7/", "X"))
    with pytest.raises(ValidationError):
        decide(request=request, to="signed", note="", by=cast.treasury, at=NOW)
    request.refresh_from_db()
    assert request.state == "asked"
    assert Entry.objects.open().count() == 2


@database
def test_a_refusal_needs_a_reason_and_reaches_the_asker(cast: Cast) -> None:
    request = ask(cast)
    with pytest.raises(ValidationError):
        decide(request=request, to="refused", note="  ", by=cast.treasury, at=NOW)
    decide(request=request, to="refused", note="Beleg fehlt", by=cast.treasury, at=NOW)
    entry = Entry.objects.open().get()
    assert (entry.kind, entry.owner, str(entry.context)) == ("read", cast.vettweiss, "Beleg fehlt")
    assert entry.due_on == timezone.localdate(NOW)


@database
def test_only_the_asked_side_signs_never_the_asker_never_another_house(cast: Cast) -> None:
    request = ask(cast)
    for user in (cast.vettweiss, cast.juelich, cast.head, cast.admin, cast.auditor):
        with pytest.raises(PermissionDenied):
            decide(request=request, to="signed", note="", by=user, at=NOW)
    with pytest.raises(PermissionDenied):
        decide(request=request, to="withdrawn", note="", by=cast.treasury, at=NOW)


@database
def test_a_member_of_the_asked_office_who_asked_cannot_sign_either(cast: Cast) -> None:
    request = ask(cast, by=cast.head, organisation=cast.unit, organisation_ids=[])
    with pytest.raises(PermissionDenied):
        decide(request=request, to="signed", note="", by=cast.head, at=NOW)
    assert decide(request=request, to="signed", note="", by=cast.land_officer, at=NOW).state == "signed"


@database
def test_a_single_person_can_be_asked_but_nobody_asks_themselves(cast: Cast) -> None:
    request = ask(cast, by=cast.funding_officer, organisation=None, user=cast.head, organisation_ids=[])
    assert (
        open_entries(access_on(cast.head, DAY), EntryFilters(kind="cosign"), DAY).filter(owner=cast.head).count() == 1
    )
    with pytest.raises(PermissionDenied):
        decide(request=request, to="signed", note="", by=cast.land_officer, at=NOW)
    assert decide(request=request, to="signed", note="", by=cast.head, at=NOW).state == "signed"
    for wrong in ({"user": cast.vettweiss, "organisation": None}, {"organisation": None}, {"user": cast.head}):
        with pytest.raises(ValidationError):
            ask(cast, **wrong)


@database
def test_what_is_confidential_goes_unnamed_to_an_office_outside(cast: Cast) -> None:
    ask(cast, by=cast.funding_officer, confidentiality=CONFIDENTIAL, field="funding", organisation_ids=[])
    seen = open_entries(access_on(cast.land_officer, DAY), EntryFilters(whose="all"), DAY)
    assert all("212.000" not in str(entry.title) and not entry.subject_label for entry in seen)


@database
def test_the_page_signs_refuses_and_is_a_404_for_strangers(cast: Cast, client_for: ClientFor) -> None:
    request = ask(cast, confidentiality=INTERNAL)
    path = f"/cosign/{request.pk}/"
    assert client_for(cast.juelich).get(path).status_code == 404
    assert client_for(cast.juelich).post(f"{path}decide/", {"step": "sign"}).status_code == 404
    assert 'value="sign"' not in client_for(cast.vettweiss).get(path).content.decode()
    assert client_for(cast.vettweiss).post(f"{path}decide/", {"step": "sign"}).status_code == 422
    treasury = client_for(cast.treasury)
    assert 'value="sign"' in treasury.get(path).content.decode()
    assert treasury.post(f"{path}decide/", {"step": "refuse"}).status_code == 422
    assert treasury.post(f"{path}decide/", {"step": "nonsense"}).status_code == 404
    assert treasury.post(f"{path}decide/", {"step": "sign"}).status_code == 302
    request.refresh_from_db()
    assert (request.state, request.decided_by) == ("signed", cast.treasury)
    assert client_for(cast.vettweiss).get(path).status_code == 200


@database
def test_the_asked_side_reads_the_facts_before_it_signs(cast: Cast, client_for: ClientFor) -> None:
    request = ask(cast, facts=[(plain("Zuwendungsfähige Kosten"), Phrase("%(a)s", {"a": Decimal(1234567)}))])
    page = client_for(cast.treasury).get(f"/cosign/{request.pk}/").content.decode()
    assert "Zuwendungsfähige Kosten" in page
    assert "1.234.567" in page
    assert "erbeten von" not in page


@database
def test_question_and_answer_go_by_mail_to_those_who_wait_for_them(cast: Cast) -> None:
    request = ask(cast, facts=[(plain("Zuwendung"), plain("640.000 €"))])
    mail = Mail.objects.get(to=cast.treasury.email)
    assert "212.000" in mail.subject_line
    assert "Zuwendung: 640.000 €" in mail.text
    assert mail.links[0][1] == f"/cosign/{request.pk}/"
    decide(request=request, to="refused", note="Beleg fehlt", by=cast.treasury, at=NOW)
    answer = Mail.objects.get(to=cast.vettweiss.email)
    assert "Beleg fehlt" in answer.text
    assert cast.treasury.name in answer.text


@database
def test_a_confidential_question_names_nothing_in_the_mail_to_an_office_outside(cast: Cast) -> None:
    ask(cast, confidentiality=CONFIDENTIAL, facts=[(plain("Zuwendung"), plain("640.000 €"))])
    mail = Mail.objects.get(to=cast.treasury.email)
    assert "212.000" not in mail.subject_line + mail.text
    assert "640.000" not in mail.text
