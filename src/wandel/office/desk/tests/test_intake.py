"""The intake list: take over, answer, move to another field, close, erase; who may see what."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wandel.conftest import make_user
from wandel.office.desk.actions import intake as actions
from wandel.office.desk.actions.intake import IntakeDetails
from wandel.office.desk.models import Entry, Intake
from wandel.office.desk.queries.intake import answer_day, response_days
from wandel.office.journal.models import JournalEntry
from wandel.office.outbox.models import Mail, hash_of_address
from wandel.office.people.roles import Role

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_german():
    with translation.override("de"):
        yield


def receive(kind: str = "other", *, at: datetime = NOW, **details: str) -> Intake:
    told = {"name": "Nguyễn Thị Ánh", "email": "anh@example.org", "message": "Wo finde ich eine Schule?", **details}
    return actions.receive(kind=kind, source="form", details=IntakeDetails(**told), by=None, at=at)


@pytest.fixture
def relocation_officer(cast):
    return make_user("Rita Ruhr", Role.OFFICER, organisation=cast.unit, field="relocation")


def test_the_promised_day_skips_weekends_and_holidays():
    assert answer_day(date(2026, 11, 20), working_days=2) == date(2026, 11, 24)
    assert answer_day(date(2026, 12, 23), working_days=2) == date(2026, 12, 28)
    assert answer_day(date(2026, 5, 22), working_days=1) == date(2026, 5, 26)


def test_an_inquiry_goes_to_its_field_is_promised_an_answer_and_lands_on_the_desk(cast):
    intake = receive("invest", company="Formosa Servers")
    assert (intake.field, intake.confidentiality) == ("investors", "confidential")
    assert intake.answer_due_on == answer_day(date(2026, 11, 20), working_days=response_days())
    entry = Entry.objects.get(key=f"intake:{intake.pk}")
    assert (entry.due_on, entry.field, entry.confidentiality) == (intake.answer_due_on, "investors", "confidential")
    assert "Nguyễn" not in f"{entry.title} {entry.context}"
    mail = Mail.objects.get()
    assert mail.to == "anh@example.org"
    assert intake.token in str(mail.links)


def test_the_person_is_written_to_in_their_language(cast):
    receive(language="en")
    assert "Your message has arrived" in Mail.objects.get().subject_line


def test_newcomers_and_investors_are_seen_by_their_field_and_the_head_only(cast, relocation_officer, client_for):
    secret, plain = receive("move"), receive("other")
    for user, sees in ((relocation_officer, 200), (cast.head, 200), (cast.funding_officer, 404)):
        browser = client_for(user)
        assert browser.get(f"/intake/{secret.pk}/").status_code == sees
        assert browser.get(f"/intake/{plain.pk}/").status_code == 200
        assert (f"/intake/{secret.pk}/" in browser.get("/intake/").content.decode()) == (sees == 200)
    for step in ("step", "answer", "move", "close"):
        assert (
            client_for(cast.funding_officer)
            .post(f"/intake/{secret.pk}/{step}/", {"text": "x", "step": "take"})
            .status_code
            == 404
        )


def test_outside_the_unit_nobody_opens_the_intake_list(cast, client_for):
    intake = receive()
    for user in (cast.vettweiss, cast.treasury, cast.auditor, cast.partner, cast.council, cast.admin, cast.nobody):
        for path in ("/intake/", "/intake/new/", f"/intake/{intake.pk}/"):
            assert client_for(user).get(path).status_code == 403


def test_the_second_to_take_over_reads_who_was_first(cast, client_for):
    intake = receive()
    client_for(cast.funding_officer).post(f"/intake/{intake.pk}/step/", {"step": "take"})
    page = (
        client_for(cast.land_officer).post(f"/intake/{intake.pk}/step/", {"step": "take"}, follow=True).content.decode()
    )
    assert cast.funding_officer.name in page
    intake.refresh_from_db()
    assert intake.owner == cast.funding_officer
    assert Entry.objects.get(key=f"intake:{intake.pk}").owner == cast.funding_officer


def test_an_answer_goes_out_by_mail_and_clears_the_desk(cast, client_for):
    intake = receive()
    client_for(cast.head).post(f"/intake/{intake.pk}/answer/", {"text": "Die Schule am Römerweg – mit freien Plätzen."})
    intake.refresh_from_db()
    assert (intake.state, intake.owner) == ("answered", cast.head)
    assert "Römerweg" in Mail.objects.order_by("pk").last().text
    assert Entry.objects.get(key=f"intake:{intake.pk}").state == "done"


def test_an_empty_answer_gets_a_sentence_and_changes_nothing(cast, client_for):
    intake = receive()
    response = client_for(cast.head).post(f"/intake/{intake.pk}/answer/", {"text": "   "})
    assert response.status_code == 422
    intake.refresh_from_db()
    assert intake.state == "received"


def test_a_misdirected_inquiry_moves_without_retyping_and_keeps_its_promised_day(cast, relocation_officer, client_for):
    intake = receive("invest", company="Familie Öztürk", area_wish="Bauplatz")
    before = intake.answer_due_on
    actions.take_over(intake=intake, at=NOW, by=cast.head)
    response = client_for(cast.head).post(
        f"/intake/{intake.pk}/move/", {"field": "relocation", "reason": "sucht einen Bauplatz"}
    )
    assert response.status_code == 302
    intake.refresh_from_db()
    assert (intake.field, intake.owner, intake.state, intake.answer_due_on) == ("relocation", None, "received", before)
    assert intake.area_wish == "Bauplatz"
    entry = Entry.objects.get(key=f"intake:{intake.pk}")
    assert entry.field == "relocation"
    page = client_for(relocation_officer).get(f"/intake/{intake.pk}/").content.decode()
    assert "sucht einen Bauplatz" in page


def test_whoever_moves_something_out_of_reach_comes_back_to_the_list(cast, client_for):
    intake = receive("other")
    response = client_for(cast.funding_officer).post(
        f"/intake/{intake.pk}/move/", {"field": "investors", "reason": "Investor"}
    )
    assert response["Location"] == "/intake/"


def test_closing_needs_a_reason_which_the_person_reads(cast, client_for):
    intake = receive()
    browser = client_for(cast.head)
    assert browser.post(f"/intake/{intake.pk}/close/", {"reason": ""}).status_code == 422
    browser.post(f"/intake/{intake.pk}/close/", {"reason": "Telefonisch geklärt"})
    intake.refresh_from_db()
    assert (intake.state, intake.close_reason) == ("closed", "Telefonisch geklärt")
    assert Entry.objects.get(key=f"intake:{intake.pk}").state == "done"


def test_who_writes_again_waits_again_also_after_the_end(cast):
    intake = receive()
    actions.answer(intake=intake, text="Ja.", at=NOW, by=cast.head)
    actions.close(intake=intake, reason="fertig", at=NOW, by=cast.head)
    later = NOW + timedelta(days=30)
    intake = actions.add_message(intake=intake, text="Noch eine Frage", at=later)
    assert intake.state == "in_progress"
    assert intake.answer_due_on > later.date()
    entry = Entry.objects.get(key=f"intake:{intake.pk}")
    assert (entry.state, entry.due_on) == ("open", intake.answer_due_on)


def test_a_closed_inquiry_can_be_opened_again_by_anyone_who_sees_it(cast):
    intake = receive()
    actions.take_over(intake=intake, at=NOW, by=cast.head)
    actions.close(intake=intake, reason="fertig", at=NOW, by=cast.head)
    intake = actions.take_over(intake=intake, at=NOW, by=cast.land_officer)
    assert (intake.owner, intake.closed_on, intake.close_reason) == (cast.land_officer, None, "")


def test_on_the_promised_day_everything_personal_is_erased_and_the_count_stays(cast, client_for):
    intake = receive("move", moving_from="Köln")
    actions.answer(intake=intake, text="Liebe Frau Nguyễn", at=NOW, by=cast.head)
    assert actions.erase_expired(on=intake.delete_on - timedelta(days=1)) == 0
    assert actions.erase_expired(on=intake.delete_on) == 1
    assert actions.erase_expired(on=intake.delete_on) == 0
    intake.refresh_from_db()
    assert {intake.name, intake.email, intake.message, intake.moving_from, intake.search_key} == {""}
    assert not intake.messages.exists()
    assert (intake.kind, intake.state) == ("move", "closed")
    assert client_for(cast.head).get(f"/intake/{intake.pk}/").status_code == 200
    for act in (actions.take_over, actions.hand_back):
        with pytest.raises(ValidationError):
            act(intake=intake, at=NOW, by=cast.head)


def test_what_we_mailed_is_erased_too_and_only_that_we_mailed_stays(cast, client_for):
    intake = receive("move")
    actions.answer(intake=intake, text="Liebe Frau Nguyễn, am Südhang ist Platz", at=NOW, by=cast.head)
    other = receive("move", email="other@example.org")
    actions.erase_expired(on=intake.delete_on - timedelta(days=1))
    assert Mail.objects.filter(to="anh@example.org").count() == 2
    Intake.objects.filter(pk=other.pk).update(delete_on=intake.delete_on + timedelta(days=9))
    before = dict(Mail.objects.values_list("pk", "queued_at"))
    actions.erase_expired(on=intake.delete_on)
    kept = Mail.objects.filter(subject_pk=str(intake.pk))
    assert kept.count() == 2
    for mail in kept:
        assert (mail.to, mail.text, mail.links, mail.erased_on) == ("", "", [], intake.delete_on)
        assert mail.to_hash == hash_of_address("Anh@example.org")
        assert mail.queued_at == before[mail.pk]
        page = client_for(cast.admin).get(f"/outbox/{mail.pk}/").content.decode()
        assert "Nguyễn" not in page
    assert Mail.objects.get(to="other@example.org").text
    listed = client_for(cast.admin).get("/outbox/?to=anh@example.org").content.decode()
    assert all(f"/outbox/{mail.pk}/" in listed for mail in kept)
    assert not kept.filter(state="queued").exists()


def test_mails_of_inquiries_erased_in_earlier_days_go_with_the_next_look(cast):
    intake = receive("move")
    Intake.objects.filter(pk=intake.pk).update(erased_on=NOW.date() - timedelta(days=30))
    actions.erase_expired(on=NOW.date())
    assert set(Mail.objects.values_list("to", "text")) == {("", "")}


def test_the_journal_names_no_person(cast):
    intake = receive("move")
    actions.take_over(intake=intake, at=NOW, by=cast.head)
    told = "".join(
        f"{entry.subject_label} {entry.message_params} {entry.actor_name}" for entry in JournalEntry.objects.all()
    )
    assert "Nguyễn" not in told
    assert "anh@example.org" not in told


def test_the_officer_records_what_came_by_telephone(cast, client_for):
    typed = {"kind": "other", "source": "phone", "name": "Herr Jäger", "message": "Fragt nach Zuschüssen", "phone": "02421 22-0", "language": "de", "consent": "on"}  # fmt: skip
    response = client_for(cast.funding_officer).post("/intake/new/", typed)
    intake = Intake.objects.get()
    assert response["Location"] == intake.get_absolute_url()
    assert (intake.source, intake.phone) == ("phone", "02421 22-0")


def test_recording_for_a_confidential_field_leads_back_to_the_list(cast, client_for):
    typed = {"kind": "move", "source": "counter", "name": "Frau Groß", "message": "Zuzug", "phone": "02421 220", "language": "de", "consent": "on"}  # fmt: skip
    assert client_for(cast.funding_officer).post("/intake/new/", typed)["Location"] == "/intake/"


def test_without_a_way_to_answer_nothing_is_recorded_and_everything_typed_stays(cast, client_for):
    typed = {
        "kind": "other",
        "source": "phone",
        "name": "Herr Jäger",
        "message": "Fragt nach …",
        "phone": "keine",
        "language": "de",
    }
    response = client_for(cast.head).post("/intake/new/", typed)
    assert response.status_code == 422
    page = response.content.decode()
    assert "Fragt nach …" in page
    assert 'value="keine"' in page
    assert not Intake.objects.exists()


def test_the_list_filters_by_field_state_campaign_and_name(cast, client_for):
    mine = receive("idea", name="Jörg Müller")
    Intake.objects.filter(pk=mine.pk).update(campaign="messe-2026")
    receive("other", name="Anna Schmitz")
    browser = client_for(cast.head)
    for query in ("field=projects", "campaign=messe-2026", "q=jorg+mull", "q=JÖRG"):
        page = browser.get(f"/intake/?{query}").content.decode()
        assert "Jörg Müller" in page, query
        assert "Anna Schmitz" not in page, query
    assert "Jörg Müller" not in browser.get("/intake/?state=closed").content.decode()
    assert browser.get("/intake/?state=nonsense&field=%00&page=-7").status_code == 200


def test_what_is_late_says_so_in_words(cast, client_for):
    receive(at=timezone.now() - timedelta(days=30))
    page = client_for(cast.head).get("/intake/").content.decode()
    assert "tag--red" in page


def test_the_list_costs_the_same_for_three_and_for_thirty(cast, client_for, django_assert_max_num_queries):
    browser = client_for(cast.head)
    for _number in range(3):
        receive()
    browser.get("/intake/")
    with django_assert_max_num_queries(14) as few:
        browser.get("/intake/")
    for _number in range(27):
        receive()
    with django_assert_max_num_queries(len(few)):
        browser.get("/intake/")


STEPS = st.lists(st.sampled_from(["take", "back", "answer", "close", "write", "move"]), max_size=12)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_any_order_of_steps_ends_well_or_with_a_sentence_and_desk_and_state_agree(cast, steps):
    intake = receive()
    act = {
        "take": lambda: actions.take_over(intake=intake, at=NOW, by=cast.head),
        "back": lambda: actions.hand_back(intake=intake, at=NOW, by=cast.head),
        "answer": lambda: actions.answer(intake=intake, text="Ja", at=NOW, by=cast.head),
        "close": lambda: actions.close(intake=intake, reason="fertig", at=NOW, by=cast.head),
        "write": lambda: actions.add_message(intake=intake, text="Und?", at=NOW),
        "move": lambda: actions.move(intake=intake, field="land", reason="dort", at=NOW, by=cast.head),
    }
    sentences = []
    for step in steps:
        try:
            act[step]()
        except ValidationError as refused:
            sentences += refused.messages
        intake.refresh_from_db()
        entry = Entry.objects.get(key=f"intake:{intake.pk}")
        assert (entry.state == "open") == intake.is_waiting
        assert (intake.state == "closed") == (intake.closed_on is not None)
    assert all(sentence.endswith(".") for sentence in sentences)
