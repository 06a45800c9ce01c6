"""Cases: from the inquiry by one press, words both ways, offices that answer, and no trace after deletion."""

import json
from datetime import date, datetime, timedelta

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wandel.conftest import make_user
from wandel.core.relocation.retention import deletion_day
from wandel.fields.growth.queries.offensive import effects
from wandel.fields.relocation.actions.case import (
    add_companion,
    case_link,
    forget_expired,
    move_case,
    open_case,
    say_why,
    take_case,
    take_intake,
)
from wandel.fields.relocation.actions.message import answer_question, ask_office, receive_word, write
from wandel.fields.relocation.case_states import STEPS, TABLE
from wandel.fields.relocation.models import Case, CaseTally, Handover, Message
from wandel.fields.relocation.queries.numbers import guarded, numbers_of
from wandel.office.desk.actions.intake import IntakeDetails, receive
from wandel.office.desk.models import Entry, Intake
from wandel.office.files.models import StoredFile, files_dir
from wandel.office.journal.models import JournalEntry
from wandel.office.outbox.models import Mail
from wandel.office.people.roles import Role
from wandel.office.search.models import SearchDocument, SearchTerm

pytestmark = [pytest.mark.database, pytest.mark.django_db]
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def now() -> datetime:
    return timezone.now()


def today() -> date:
    return timezone.localdate()


@pytest.fixture
def carlos(cast):
    return make_user("Carlos Ortega", Role.OFFICER, organisation=cast.unit, field="relocation")


def newcomer(**changed):
    values = {
        "name": "Xiomara Quispe", "email": "xiomara@example.org", "language": "de", "question": "Wo fange ich an?",
        "source": "counter", "consent_on": today(), "consent_how": "am Schalter",
    }  # fmt: skip
    more = {name: changed.pop(name) for name in ("campaign", "received_at") if name in changed}
    by = changed.pop("by", None)
    return open_case(values=values | changed, by=by, at=now(), **more)


def inquiry(**changed):
    details = IntakeDetails(
        name="Xiomara Quispe", email="xiomara@example.org", message="Ich bin Pflegerin.", moving_from="Lima", **changed
    )
    return receive(kind="move", source="form", details=details, campaign="jobmesse", by=None, at=now())


def settled(case, carlos, cast):
    case = take_case(case=case, by=carlos, at=now())
    Case.objects.filter(pk=case.pk).update(municipality=cast.town_hall_vettweiss.municipality)
    return move_case(case=case, to="settled", by=carlos, at=now(), arrived_on=today())


def test_an_inquiry_becomes_a_case_by_one_press_and_everything_comes_along(carlos, client_for):
    held = inquiry()
    client = client_for(carlos)
    assert reverse("newcomers:case-from-intake", args=[held.pk]) in client.get(held.get_absolute_url()).content.decode()
    for _time in range(2):
        answer = client.post(reverse("newcomers:case-from-intake", args=[held.pk]))
    case = Case.objects.get()
    held.refresh_from_db()
    assert answer.url == case.get_absolute_url()
    assert (case.name, case.campaign, case.adviser, case.state) == ("Xiomara Quispe", "jobmesse", carlos, "advice")
    assert "Ich bin Pflegerin." in case.question
    assert "Lima" in case.question
    assert (case.answer_due_on, case.delete_on) == (held.answer_due_on, held.delete_on)
    assert held.state == "closed"
    assert client.get(answer.url).status_code == 200
    assert not Entry.objects.open().filter(key=f"intake:{held.pk}").exists()
    assert Entry.objects.open().get(key=f"case-{case.pk}").owner == carlos


def test_the_conversation_of_an_inquiry_comes_along(carlos):
    from_counter = inquiry()
    from_counter.messages.create(direction="in", text="Noch etwas", written_at=now())
    case = take_intake(intake=from_counter, by=carlos, at=now())
    assert case.messages.get().text == "Noch etwas"


def test_what_else_an_inquiry_told_is_labelled_in_the_persons_language(carlos):
    case = take_intake(intake=inquiry(language="en"), by=carlos, at=now())
    assert "Where do you live now?: Lima" in case.question


def test_only_the_field_and_the_head_read_newcomers_cases(cast, carlos, client_for):
    case = newcomer()
    for user, status in ((carlos, 200), (cast.head, 200), (cast.funding_officer, 404), (cast.juelich, 403)):
        assert client_for(user).get(case.get_absolute_url()).status_code == status, user
    listed = client_for(cast.funding_officer).get(reverse("newcomers:cases"))
    assert "Xiomara" not in listed.content.decode()
    assert client_for(cast.funding_officer).post(reverse("newcomers:case-take", args=[case.pk])).status_code == 404


def test_the_list_asks_whose_turn_it_is_and_puts_the_longest_waiting_on_top(carlos, client_for):
    young = newcomer(name="Jung", adviser=carlos)
    old = newcomer(name="Alt")
    Case.objects.filter(pk=old.pk).update(turn_since=today() - timedelta(days=9))
    done = newcomer(name="Fertig", adviser=carlos)
    move_case(case=done, to="closed", by=carlos, at=now(), reason="erledigt")
    client = client_for(carlos)

    def names(query):
        return [one.name for one in client.get(reverse("newcomers:cases") + query).context["page"].object_list]

    assert names("") == ["Alt", "Jung"]
    assert names(f"?turn=us&adviser={carlos.pk}") == ["Jung"]
    assert names("?state=closed") == ["Fertig"]
    assert names("?q=jun") == [young.name]
    assert len(names("?turn=sideways&adviser=x")) == 3


def test_a_case_is_opened_at_the_counter_for_an_employer_with_several_newcomers(cast, carlos, client_for):
    client = client_for(carlos)
    typed = {
        "name": "Ana", "email": "ana@example.org", "language": "en", "source": "employer", "employer": cast.partner_organisation.pk,
        "consent_on": today().isoformat(), "consent_how": "telefonisch",
    }  # fmt: skip
    for name in ("Ana", "Bo"):
        assert client.post(reverse("newcomers:case-new"), typed | {"name": name}).status_code == 302
    page = client.get(cast.partner_organisation.get_absolute_url()).content.decode()
    assert "Ana" in page
    assert "Bo" in page
    stranger = client_for(cast.funding_officer).get(cast.partner_organisation.get_absolute_url()).content.decode()
    assert "Ana</a>" not in stranger


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"email": "", "phone": ""}, "email"),
        ({"consent_on": "2999-01-01"}, "consent_on"),
        ({"arrives_on": "2099-01-01"}, "arrives_on"),
        ({"name": ""}, "name"),
        ({"phone": "ruf an"}, "phone"),
        ({"origin": "mars"}, "origin"),
    ],
)
def test_what_is_wrong_gets_a_sentence_and_no_case(carlos, client_for, changed, field):
    typed = {
        "name": "Ana", "email": "ana@example.org", "language": "de", "source": "counter", "consent_on": today().isoformat(),
        "consent_how": "x",
    }  # fmt: skip
    answer = client_for(carlos).post(reverse("newcomers:case-new"), typed | changed)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Case.objects.exists()


def test_a_second_writer_sees_the_first(carlos, client_for):
    case = newcomer(adviser=carlos)
    client = client_for(carlos)
    url = reverse("newcomers:case-edit", args=[case.pk])
    drawn = client.get(url).context["form"].initial
    take_case(case=case, by=carlos, at=now())
    Case.objects.filter(pk=case.pk).update(name="Anders")
    typed = {
        "name": "Meine", "email": case.email, "language": "de", "source": "counter", "consent_on": today().isoformat(),
        "consent_how": "x", "version": drawn["version"], "version_base": drawn["version_base"],
    }  # fmt: skip
    assert client.post(url, typed).context["form"].conflict
    assert Case.objects.get().name == "Anders"


def test_every_state_can_be_reached_and_every_state_but_the_last_leads_on():
    reached = {"new"} | {key for step in STEPS for key in step.following}
    assert reached == set(TABLE)
    assert all(step.following and str(step.public_label) and str(step.label) for step in STEPS)


def test_a_step_without_its_facts_says_which_are_missing(carlos, client_for):
    case = newcomer(adviser=carlos)
    client = client_for(carlos)
    answer = client.post(reverse("newcomers:case-move", args=[case.pk]), {"to": "settled"})
    assert answer.status_code == 422
    assert "Gemeinde" in answer.content.decode()
    with pytest.raises(ValidationError) as refused:
        move_case(case=case, to="closed", by=carlos, at=now())
    assert refused.value.code == "facts"
    with pytest.raises(ValidationError) as refused:
        move_case(case=case, to="settled", by=carlos, at=now(), arrived_on=today() + timedelta(days=1))
    assert refused.value.code == "future"


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(way=st.lists(st.sampled_from([*TABLE, "gone"]), max_size=6))
def test_no_way_leaves_the_table_of_states(cast, carlos, way):
    case = newcomer(adviser=carlos, municipality=cast.town_hall_juelich.municipality)
    for to in way:
        before = Case.objects.get(pk=case.pk).state
        try:
            after = move_case(case=case, to=to, by=carlos, at=now(), reason="r", arrived_on=today()).state
        except ValidationError:
            after = before
        assert after == before or after in TABLE[before].following
        if after != before:
            assert Case.objects.get(pk=case.pk).turn == TABLE[after].turn


def test_the_link_opens_the_page_once_exchanged_and_leaves_the_address_bar():
    case = newcomer()
    stranger = Client()
    assert stranger.get(reverse("relocation:case", args=[case.pk])).status_code == 404
    answer = stranger.get(case_link(case))
    assert answer.url == reverse("relocation:case", args=[case.pk])
    page = stranger.get(answer.url)
    assert page.status_code == 200
    assert "Wo fange ich an?" in page.content.decode()
    assert case.token not in Case.objects.values_list("token_hash", flat=True)


LINK_PAGES = [
    ("case", ()), ("case-why", ()), ("case-delete", ()), ("case-appointment", ()), ("case-paper", (1,)), ("case-cancel", (1,)),
    ("case-calendar", (1,)),
]  # fmt: skip


@pytest.mark.parametrize(("name", "more"), LINK_PAGES)
def test_a_stranger_another_ones_link_and_a_run_out_session_open_nothing(name, more):
    mine, other = newcomer(), newcomer(name="Andere", email="andere@example.org")
    url = reverse(f"relocation:{name}", args=[mine.pk, *more])
    foreign, over = Client(), Client()
    foreign.get(case_link(other))
    over.get(case_link(mine))
    session = over.session
    session["scopes"] = {scope: until - 3 * 3600 for scope, until in session["scopes"].items()}
    session.save()
    for client in (Client(), foreign, over):
        assert client.get(url).status_code == 404
        assert client.post(url).status_code == 404
    assert Client().get(reverse("relocation:case-enter", args=["x" * 43])).status_code == 404
    assert Case.objects.filter(pk=mine.pk).exists()


def test_words_go_both_ways_and_mails_carry_no_content(carlos, client_for):
    case = newcomer(adviser=carlos)
    staff, person = client_for(carlos), Client()
    staff.post(
        reverse("newcomers:case-write", args=[case.pk]), {"text": "Bitte schicken Sie Ihr Diplom.", "way": "ask"}
    )
    case.refresh_from_db()
    assert (case.state, case.turn, case.answer_due_on) == ("asked", "person", None)
    assert not Entry.objects.open().filter(key=f"case-{case.pk}").exists()
    mail = Mail.objects.exclude(dedupe_key__contains="opened").get(to="xiomara@example.org")
    assert "Diplom" not in mail.text + mail.subject_line
    page = person.get(mail.links[0][1], follow=True)
    assert "Bitte schicken Sie Ihr Diplom." in page.content.decode()
    paper = SimpleUploadedFile("diplom.pdf", PDF)
    person.post(reverse("relocation:case", args=[case.pk]), {"text": "Hier ist es.", "paper": paper})
    case.refresh_from_db()
    assert (case.state, case.turn) == ("advice", "us")
    assert case.answer_due_on > today()
    stored = StoredFile.objects.get()
    assert person.get(reverse("relocation:case-paper", args=[case.pk, stored.pk])).status_code == 200
    assert staff.get(reverse("newcomers:case-file", args=[case.pk, stored.pk])).status_code == 200
    assert Client().get(reverse("relocation:case-paper", args=[case.pk, stored.pk])).status_code == 404


def test_a_note_is_for_us_only_and_so_is_its_paper(carlos):
    case = newcomer(adviser=carlos)
    write(
        case=case, text="Ruft morgen an", by=carlos, at=now(), note=True, papers=[SimpleUploadedFile("a.pdf", PDF)]
    )  # fmt: skip
    person = Client()
    person.get(case_link(case))
    assert "Ruft morgen an" not in person.get(reverse("relocation:case", args=[case.pk])).content.decode()
    assert person.get(reverse("relocation:case-paper", args=[case.pk, StoredFile.objects.get().pk])).status_code == 404
    assert case.messages.get().direction == "note"


@pytest.mark.parametrize("content", [b"MZ\x90\x00program", b"<html><script>1</script></html>", b""])
def test_a_paper_of_another_kind_is_refused_and_nothing_is_kept(content):
    case = newcomer()
    person = Client()
    person.get(case_link(case))
    answer = person.post(
        reverse("relocation:case", args=[case.pk]), {"text": "Bitte", "paper": SimpleUploadedFile("a.pdf", content)}
    )  # fmt: skip
    assert answer.status_code == 422
    assert "paper" in answer.context["form"].errors
    assert answer.context["form"]["text"].value() == "Bitte"
    assert not Message.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_paper_of_another_case_is_not_found_under_mine():
    mine, other = newcomer(), newcomer(name="Andere", email="andere@example.org")
    receive_word(case=other, text="x", at=now(), papers=[SimpleUploadedFile("a.pdf", PDF)])
    person = Client()
    person.get(case_link(mine))
    assert person.get(reverse("relocation:case-paper", args=[mine.pk, StoredFile.objects.get().pk])).status_code == 404


def test_a_lost_link_is_mailed_again_and_nobody_learns_whether_there_is_a_case():
    newcomer()
    before = Mail.objects.count()
    lost = reverse("public:lost-link")
    known, unknown = (Client().post(lost, {"email": f"{name}@example.org"}) for name in ("xiomara", "niemand"))
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert Mail.objects.count() == before + 1


def test_a_question_lands_on_the_offices_desk_and_its_answer_comes_back_to_the_case(cast, carlos, client_for):
    case = newcomer(adviser=carlos)
    typed = {
        "office": cast.county_treasury.pk,
        "question": "Ist die Urkunde da?",
        "due_on": (today() + timedelta(days=5)).isoformat(),
    }
    assert client_for(carlos).post(reverse("newcomers:case-ask", args=[case.pk]), typed).status_code == 302
    case.refresh_from_db()
    question = Handover.objects.get()
    assert (case.state, case.turn) == ("office", "office")
    assert list(Entry.objects.open().get(key=f"case-question-{question.pk}").organisations.all()) == [
        cast.county_treasury
    ]
    treasury = client_for(cast.treasury)
    page = treasury.get(question.get_absolute_url()).content.decode()
    assert "Ist die Urkunde da?" in page
    assert "Xiomara" not in page
    assert treasury.get(case.get_absolute_url()).status_code == 403
    assert client_for(cast.juelich).get(question.get_absolute_url()).status_code == 404
    assert client_for(cast.funding_officer).get(question.get_absolute_url()).status_code == 404
    treasury.post(question.get_absolute_url(), {"text": "Ja, seit Montag."})
    case.refresh_from_db()
    assert (case.state, case.turn) == ("advice", "us")
    assert "Ja, seit Montag." in client_for(carlos).get(case.get_absolute_url()).content.decode()
    assert not Entry.objects.open().filter(key=f"case-question-{question.pk}").exists()
    with pytest.raises(ValidationError):
        answer_question(handover=question, text="Noch einmal", by=cast.treasury, at=now())


def test_the_person_does_not_read_what_an_office_was_asked(cast, carlos):
    case = newcomer(adviser=carlos)
    ask_office(case=case, office=cast.county_treasury, question="Intern?", due_on=today(), by=carlos, at=now())
    person = Client()
    assert "Intern?" not in person.get(case_link(case), follow=True).content.decode()


def test_arrivals_are_counted_by_growths_monitor_and_taken_back_when_it_was_a_mistake(cast, carlos):
    case = newcomer(campaign="jobmesse")
    add_companion(case=case, values={"relation": "partner"}, by=carlos, at=now())
    case = settled(case, carlos, cast)
    year = date(today().year, 1, 1)
    assert {row.key: row.arrivals for row in effects(year)}["jobmesse"] == 2
    add_companion(case=case, values={"relation": "child"}, by=carlos, at=now())
    assert {row.key: row.arrivals for row in effects(year)}["jobmesse"] == 3
    move_case(case=case, to="advice", by=carlos, at=now())
    assert {row.key: row.arrivals for row in effects(year)}.get("jobmesse", 0) == 0


def test_an_arrival_stays_counted_after_the_case_is_deleted(cast, carlos):
    case = settled(newcomer(campaign="jobmesse"), carlos, cast)
    forget_expired(on=case.delete_on, at=now())
    assert not Case.objects.exists()
    assert {row.key: row.arrivals for row in effects(date(today().year, 1, 1))}["jobmesse"] == 1
    assert CaseTally.objects.filter(kind="end", key="settled").get().cases == 1


def everything_stored() -> str:
    """Every row of every table, as text."""
    return json.dumps([list(model.objects.values()) for model in apps.get_models()], default=str, ensure_ascii=False)


def test_after_deletion_there_is_no_trace_in_tables_files_index_journal_and_mails(cast, carlos, client_for):
    case = take_intake(intake=inquiry(), by=carlos, at=now())
    receive_word(case=case, text="Quispe schickt Papiere", at=now(), papers=[SimpleUploadedFile("quispe.pdf", PDF)])
    write(case=case, text="Liebe Frau Quispe", by=carlos, at=now())
    add_companion(case=case, values={"relation": "child", "name": "Inti Quispe"}, by=carlos, at=now())
    ask_office(case=case, office=cast.county_treasury, question="Frau Quispe?", due_on=today(), by=carlos, at=now())
    content = StoredFile.objects.get().location
    assert "quispe" in everything_stored().casefold()
    assert SearchTerm.objects.filter(text__contains="quispe").exists()
    person = Client()
    person.get(case_link(case))
    link = case_link(case)
    assert person.post(reverse("relocation:case-delete", args=[case.pk]), follow=True).status_code == 200
    left = everything_stored().casefold()
    assert "quispe" not in left
    assert "xiomara" not in left
    assert "pflegerin" not in left
    assert not content.exists() or not StoredFile.objects.exists()
    assert not SearchDocument.objects.filter(subject_kind="relocation.case").exists()
    assert not SearchTerm.objects.filter(text__contains="quispe").exists()
    assert not JournalEntry.objects.filter(
        subject_kind="relocation.case", message_id="Case opened", erased_at=None
    ).exists()
    assert person.get(link).status_code == 404
    assert Intake.objects.get().erased_on
    assert not list(files_dir().glob("*/*quispe*"))


@pytest.mark.django_db(transaction=True)
def test_the_content_of_papers_leaves_the_disk(transactional_db):
    case = newcomer()
    receive_word(case=case, text="x", at=now(), papers=[SimpleUploadedFile("a.pdf", PDF)])
    content = StoredFile.objects.get().location
    assert content.exists()
    forget_expired(on=case.delete_on, at=now())
    assert not content.exists()


def test_the_promised_day_moves_on_with_the_persons_words_and_ends_by_its_rule(cast, carlos):
    case = take_intake(intake=inquiry(), by=carlos, at=now())
    promised = case.delete_on
    forget_expired(on=promised - timedelta(days=1), at=now())
    assert Case.objects.exists()
    receive_word(case=case, text="Ich komme bald", at=now())
    case.refresh_from_db()
    assert case.delete_on == max(promised, deletion_day("case", today()))
    closed = move_case(case=case, to="closed", by=carlos, at=now(), reason="erledigt")
    assert closed.delete_on == deletion_day("closed", today())
    assert forget_expired(on=closed.delete_on, at=now()) == 1
    assert forget_expired(on=closed.delete_on, at=now()) == 0


def test_papers_go_by_their_own_rule_before_the_case():
    case = newcomer()
    receive_word(case=case, text="x", at=now(), papers=[SimpleUploadedFile("a.pdf", PDF)])
    StoredFile.objects.update(at=now() - timedelta(days=181))
    assert forget_expired(on=today(), at=now()) == 0
    assert not StoredFile.objects.exists()
    assert Case.objects.filter(pk=case.pk).exists()


def test_small_groups_stay_hidden_and_cannot_be_subtracted():
    assert guarded({"eu": 12, "world": 3, "state": 7}) == {"eu": 12, "world": None, "state": None}
    assert guarded({"eu": 12, "world": 3, "state": 4}) == {"eu": 12, "world": None, "state": None}
    assert guarded({"eu": 5, "world": 0}) == {"eu": 5, "world": 0}


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 40), max_size=6))
def test_no_group_of_one_to_four_is_ever_shown(counts):
    shown = guarded(counts)
    assert all(shown[key] is None or count == 0 or count >= 5 for key, count in counts.items())
    hidden = [key for key, count in counts.items() if shown[key] is None]
    others = [key for key, count in counts.items() if count and key not in hidden]
    assert len(hidden) != 1 or not others


def test_the_numbers_count_where_from_and_why_and_come_as_a_table(carlos, client_for):
    for number in range(6):
        case = newcomer(name=f"N{number}")
        say_why(case=case, origin="world", reason="work")
        write(case=case, text="Hallo", by=carlos, at=now())
    found = numbers_of(today().year, on=today())
    assert [line.count for line in found.origins if line.count] == [6]
    assert (found.cases, found.median_days, found.answered) == (6, 0, 6)
    client = client_for(carlos)
    assert client.get(reverse("newcomers:numbers")).status_code == 200
    table = client.get(reverse("newcomers:numbers-csv")).content.decode("utf-8-sig")
    assert f"{today().year};reason;Arbeit;6" in table


def test_a_search_that_finds_nothing_is_counted_by_what_was_chosen_not_typed(cast):
    for _time in range(2):
        Client().get(reverse("relocation:homes"), {"kind": "house", "deal": "rent", "q": "Geheim"})
    row = CaseTally.objects.get(kind="search")
    assert row.cases == 2
    assert "Haus" in row.key
    assert "Geheim" not in row.key


def test_the_voluntary_questions_are_answered_on_the_own_page_and_may_stay_empty():
    case = newcomer()
    person = Client()
    person.get(case_link(case))
    person.post(reverse("relocation:case-why", args=[case.pk]), {"origin": "eu", "reason": ""})
    case.refresh_from_db()
    assert (case.origin, case.reason) == ("eu", "")
    assert person.post(reverse("relocation:case-why", args=[case.pk]), {"origin": "mars"}).status_code == 422
