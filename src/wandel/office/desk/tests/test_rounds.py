"""Sending a round, answering it from the mail, reminding, comparing, closing."""

import csv
import io
import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone, translation

from wandel.office.desk.actions import round as actions
from wandel.office.desk.actions.reminder import remind_by_itself
from wandel.office.desk.actions.site_questions import site_round_questions
from wandel.office.desk.models import Answer, Entry, Round, RoundReminder
from wandel.office.outbox.models import Mail

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_german():
    with translation.override("de"):
        yield


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def addressed(cast):
    for hall, email in (
        (cast.town_hall_vettweiss, "rathaus@vettweiss.example"),
        (cast.town_hall_juelich, "rathaus@juelich.example"),
    ):
        hall.email = email
        hall.save()
    return cast


def prepare(cast, *, due_on: date, previous: Round | None = None, title: str = "Flächenabfrage 2026") -> Round:
    return actions.create_round(
        title=title, text="Welche Flächen gibt es?", due_on=due_on, field="land", questions=site_round_questions(),
        previous=previous, by=cast.land_officer,
    )  # fmt: skip


def send(cast, *, due_on: date, on: date, previous: Round | None = None) -> Round:
    a_round = prepare(cast, due_on=due_on, previous=previous)
    halls = [cast.town_hall_vettweiss, cast.town_hall_juelich]
    return actions.open_round(a_round=a_round, organisations=halls, on=on, by=cast.land_officer)


def answer_of(a_round: Round, hall) -> Answer:
    return Answer.objects.select_related("round", "organisation").get(round=a_round, organisation=hall)


def area(number: int, **more: str) -> dict[str, str]:
    row = {
        "id": f"row{number}",
        "name": f"Fläche {number}",
        "type": "brache",
        "size": "4,5",
        "state": "idee",
        "dwellings": "",
        "remark": "",
    }
    return {f"areas-{number}-{key}": value for key, value in {**row, **more}.items()}


def finished(**more: str) -> dict[str, str]:
    return {"areas-rows": "1", **area(0), "publish": "yes", "visit": "no", "finish": "1", **more}


def open_by_link(answer: Answer) -> tuple[Client, str]:
    browser = Client()
    response = browser.get(f"/r/{answer.token}/")
    return browser, response["Location"]


@pytest.fixture
def running(addressed, today):
    return send(addressed, due_on=today + timedelta(days=20), on=today)


def test_opening_a_round_mails_every_town_hall_its_own_link_and_puts_it_on_the_desks(addressed, running):
    mails = {mail.to: mail for mail in Mail.objects.all()}
    assert set(mails) == {"rathaus@vettweiss.example", "rathaus@juelich.example"}
    answer = answer_of(running, addressed.town_hall_vettweiss)
    assert answer.token in str(mails["rathaus@vettweiss.example"].links)
    assert answer.token not in str(mails["rathaus@juelich.example"].links)
    owners = Entry.objects.get(key=f"round:{running.pk}")
    assert owners.owner == addressed.land_officer
    assert "0" in str(owners.title)
    assert owners.waiting
    theirs = Entry.objects.get(key=f"round:{running.pk}:{addressed.town_hall_vettweiss.pk}")
    assert theirs.confidentiality == "open"
    assert list(theirs.organisations.all()) == [addressed.town_hall_vettweiss]


def test_the_database_keeps_only_the_hash_of_a_token(addressed, running):
    answer = answer_of(running, addressed.town_hall_vettweiss)
    columns = {str(value) for value in Answer.objects.filter(pk=answer.pk).values_list()[0]}
    assert answer.token not in columns
    assert len(answer.token) >= 43


def test_a_link_is_exchanged_for_a_session_and_leaves_the_address(addressed, running):
    answer = answer_of(running, addressed.town_hall_vettweiss)
    browser, path = open_by_link(answer)
    assert answer.token not in path
    page = browser.get(path)
    assert page.status_code == 200
    assert answer.token not in page.content.decode()
    answer.refresh_from_db()
    assert answer.state == "opened"


def test_a_foreign_token_and_a_page_without_a_link_are_404(addressed, running):
    answer = answer_of(running, addressed.town_hall_vettweiss)
    other = answer_of(running, addressed.town_hall_juelich)
    browser, _path = open_by_link(answer)
    assert browser.get(f"/r/{'x' * 43}/").status_code == 404
    for tail in ("", "done/", "copy/"):
        assert browser.get(f"/r/answer/{other.pk}/{tail}").status_code == 404
        assert Client().get(f"/r/answer/{answer.pk}/{tail}").status_code == 404


def test_the_town_hall_adds_a_row_without_javascript_and_nothing_typed_is_lost(addressed, running):
    answer = answer_of(running, addressed.town_hall_vettweiss)
    browser, path = open_by_link(answer)
    typed = {
        "areas-rows": "1",
        **area(0, size="ungefähr vier"),
        "publish": "",
        "visit": "",
        "who": "Müller",
        "add": "areas",
    }
    response = browser.post(path, typed)
    assert response.status_code == 302
    page = browser.get(response["Location"]).content.decode()
    assert "ungefähr vier" in page
    assert "Müller" in page
    assert 'name="areas-rows" value="2"' in page
    taken_out = browser.post(path, {**typed, "add": "", "remove": "areas:row0"} | {})
    assert taken_out.status_code == 302


def test_a_row_is_taken_out_without_javascript(addressed, running):
    answer = answer_of(running, addressed.town_hall_vettweiss)
    browser, path = open_by_link(answer)
    typed = {"areas-rows": "2", **area(0), **area(1, name="Bleibt"), "remove": "areas:row0"}
    page = browser.get(browser.post(path, typed)["Location"]).content.decode()
    assert "Bleibt" in page
    assert "Fläche 0" not in page


def test_the_draft_is_saved_by_itself_but_counts_only_when_done(addressed, running):
    answer = answer_of(running, addressed.town_hall_vettweiss)
    browser, path = open_by_link(answer)
    response = browser.post(
        path, {"areas-rows": "1", **area(0), "autosave": "1", "version": "1"}, headers={"HX-Request": "true"}
    )
    assert response.status_code == 200
    assert b"saved-note" in response.content
    answer.refresh_from_db()
    assert answer.state == "opened"
    assert answer.draft["areas"][0]["name"] == "Fläche 0"


def test_saving_by_itself_that_arrives_late_takes_no_new_row_away(addressed, running):
    answer = answer_of(running, addressed.town_hall_vettweiss)
    browser, path = open_by_link(answer)
    answer.refresh_from_db()
    seen = {"version": str(answer.version)}
    browser.post(path, {"areas-rows": "1", **area(0), "add": "areas", **seen})
    late = {"areas-rows": "1", **area(0), "autosave": "1"}
    response = browser.post(path, late | seen, headers={"HX-Request": "true"})
    answer.refresh_from_db()
    assert len(answer.draft["areas"]) == 2
    assert response["HX-Trigger-After-Settle"] == "change", "a page that is still open saves once more"
    again = browser.post(path, late | {"version": str(answer.version)}, headers={"HX-Request": "true"})
    answer.refresh_from_db()
    assert "HX-Trigger-After-Settle" not in again
    assert len(answer.draft["areas"]) == 1


def test_done_with_mistakes_gives_sentences_and_keeps_the_rest(addressed, running):
    answer = answer_of(running, addressed.town_hall_vettweiss)
    browser, path = open_by_link(answer)
    response = browser.post(path, finished(**{"areas-0-size": "minus unendlich"}))
    assert response.status_code == 422
    page = response.content.decode()
    assert "minus unendlich" in page
    assert "error-summary" in page
    answer.refresh_from_db()
    assert answer.state == "opened"
    assert answer.draft["areas"][0]["size"] == "minus unendlich"


def test_done_thanks_closes_the_entry_and_counts(addressed, running, today):
    answer = answer_of(running, addressed.town_hall_vettweiss)
    browser, path = open_by_link(answer)
    response = browser.post(path, finished(who="Jürgen Groß"))
    assert response.status_code == 302
    done = browser.get(response["Location"])
    assert "Fläche 0" in done.content.decode()
    answer.refresh_from_db()
    assert (answer.state, answer.answered_on, answer.answered_how, answer.answered_by) == (
        "answered",
        today,
        "link",
        "Jürgen Groß",
    )
    assert answer.data["areas"][0]["size"] == "4.5"
    assert Entry.objects.get(key=f"round:{running.pk}:{addressed.town_hall_vettweiss.pk}").state == "done"
    owners = Entry.objects.get(key=f"round:{running.pk}")
    assert "1" in str(owners.title)
    assert "Jülich" in str(owners.context)


def test_when_everybody_has_answered_the_owners_entry_closes(addressed, running):
    for hall in (addressed.town_hall_vettweiss, addressed.town_hall_juelich):
        browser, path = open_by_link(answer_of(running, hall))
        browser.post(path, finished())
    assert Entry.objects.get(key=f"round:{running.pk}").state == "done"


def test_nothing_to_report_is_one_click(addressed, running):
    answer = answer_of(running, addressed.town_hall_vettweiss)
    browser, path = open_by_link(answer)
    browser.post(path, {"decline": "1"})
    answer.refresh_from_db()
    assert answer.state == "declined"


def test_next_years_answer_is_prefilled_and_shows_what_changed(addressed, today):
    first = send(addressed, due_on=today + timedelta(days=5), on=today)
    browser, path = open_by_link(answer_of(first, addressed.town_hall_vettweiss))
    browser.post(path, finished())
    actions.close_round(a_round=first, on=today, by=addressed.land_officer)
    second = send(addressed, due_on=today + timedelta(days=300), on=today, previous=first)
    answer = answer_of(second, addressed.town_hall_vettweiss)
    browser, path = open_by_link(answer)
    page = browser.get(path).content.decode()
    assert "Fläche 0" in page
    row_id = re.search(r'name="areas-0-id" value="(\w+)"', page)[1]
    typed = finished(**{"areas-0-id": row_id, "areas-0-size": "9", "areas-rows": "2", **area(1, name="Neue Mitte")})
    done = browser.get(browser.post(path, typed)["Location"]).content.decode()
    assert "4,5 → 9" in done
    assert "Neue Mitte" in done


def test_it_may_be_corrected_until_the_due_date_and_a_late_first_answer_is_welcome(addressed, today):
    on_time = send(addressed, due_on=today - timedelta(days=3), on=today - timedelta(days=30))
    late = answer_of(on_time, addressed.town_hall_vettweiss)
    assert late.may_be_written(today)
    browser, path = open_by_link(late)
    assert browser.post(path, finished()).status_code == 302
    late.refresh_from_db()
    assert late.state == "answered"
    assert not late.may_be_written(today)
    assert browser.post(path, finished(**{"areas-0-size": "99"})).status_code == 302
    late.refresh_from_db()
    assert late.data["areas"][0]["size"] == "4.5"


def test_after_the_days_of_grace_the_link_shows_that_the_round_is_over(addressed, today):
    over = send(addressed, due_on=today - timedelta(days=15), on=today - timedelta(days=40))
    browser, path = open_by_link(answer_of(over, addressed.town_hall_vettweiss))
    response = browser.get(path, follow=True)
    assert response.status_code == 200
    assert b"answer-form" not in response.content


def test_reminders_go_out_seven_and_one_day_before_and_three_after_and_never_twice(addressed, today):
    due_on = today + timedelta(days=20)
    a_round = send(addressed, due_on=due_on, on=today)
    sent = {}
    for offset in range(40):
        day = today + timedelta(days=offset)
        for _look in range(2):
            count = remind_by_itself(on=day)
            if count:
                sent[(day - due_on).days] = count
    assert sent == {-7: 2, -1: 2, 3: 2}
    assert RoundReminder.objects.filter(answer__round=a_round).count() == 6


def test_a_day_the_worker_slept_is_made_up_for_once(addressed, today):
    due_on = today + timedelta(days=20)
    send(addressed, due_on=due_on, on=today)
    assert remind_by_itself(on=due_on - timedelta(days=5)) == 2
    assert remind_by_itself(on=due_on - timedelta(days=4)) == 0


def test_who_was_asked_three_days_before_gets_no_seven_day_reminder(addressed, today):
    send(addressed, due_on=today + timedelta(days=3), on=today)
    assert remind_by_itself(on=today) == 0
    assert remind_by_itself(on=today + timedelta(days=2)) == 2


def test_who_has_answered_is_not_reminded(addressed, running):
    browser, path = open_by_link(answer_of(running, addressed.town_hall_vettweiss))
    browser.post(path, finished())
    assert remind_by_itself(on=running.due_on - timedelta(days=1)) == 1


def test_the_officer_reminds_one_or_all_but_each_once_a_day(addressed, running, client_for):
    browser = client_for(addressed.land_officer)
    answer = answer_of(running, addressed.town_hall_juelich)
    browser.post(f"/rounds/{running.pk}/remind/", {"answer": answer.pk})
    assert RoundReminder.objects.count() == 1
    browser.post(f"/rounds/{running.pk}/remind/")
    browser.post(f"/rounds/{running.pk}/remind/")
    assert RoundReminder.objects.count() == 2


def test_the_officer_enters_an_answer_after_a_call_also_after_the_due_date(addressed, today, client_for):
    a_round = send(addressed, due_on=today - timedelta(days=20), on=today - timedelta(days=60))
    answer = answer_of(a_round, addressed.town_hall_juelich)
    response = client_for(addressed.land_officer).post(f"/rounds/answers/{answer.pk}/", finished(who="Herr Özdemir"))
    assert response.status_code == 302
    answer.refresh_from_db()
    assert (answer.answered_how, answer.answered_by) == ("officer", "Herr Özdemir")


def test_a_town_hall_answers_signed_in_and_never_sees_another_ones_answer(addressed, running, client_for):
    mine, other = (answer_of(running, hall) for hall in (addressed.town_hall_vettweiss, addressed.town_hall_juelich))
    browser = client_for(addressed.vettweiss)
    assert browser.post(f"/rounds/answers/{mine.pk}/", finished()).status_code == 302
    mine.refresh_from_db()
    assert (mine.answered_how, mine.answered_by) == ("user", addressed.vettweiss.name)
    for tail in ("", "done/", "copy/"):
        assert browser.get(f"/rounds/answers/{other.pk}/{tail}").status_code == 404
    page = browser.get("/rounds/").content.decode()
    assert "Vettweiß" in page
    assert "Stadt Jülich" not in page
    assert browser.get(f"/rounds/{running.pk}/").status_code == 403


def test_two_people_of_one_town_hall_do_not_overwrite_each_other(addressed, running):
    answer = answer_of(running, addressed.town_hall_vettweiss)
    first, path = open_by_link(answer)
    second, _path = open_by_link(answer)
    first.post(path, {"areas-rows": "1", **area(0, name="Vom Ersten"), "version": "1", "save": "1"})
    answer.refresh_from_db()
    response = second.post(path, finished(**{"areas-0-name": "Vom Zweiten", "version": "1"}))
    assert response.status_code == 409
    page = response.content.decode()
    assert "Vom Ersten" in page
    assert "Vom Zweiten" in page
    again = second.post(path, finished(**{"areas-0-name": "Vom Zweiten", "version": str(answer.version)}))
    assert again.status_code == 302
    answer.refresh_from_db()
    assert answer.data["areas"][0]["name"] == "Vom Zweiten"


def test_what_was_sent_stays_as_it_was_sent(addressed, running):
    with pytest.raises(ValidationError):
        actions.set_questions(a_round=running, questions=[], by=addressed.land_officer)
    with pytest.raises(ValidationError):
        actions.open_round(
            a_round=running, organisations=[addressed.town_hall_juelich], on=running.opened_on, by=addressed.head
        )


def test_a_round_that_asks_nothing_nobody_or_for_yesterday_is_not_sent(addressed, today):
    empty = actions.create_round(
        title="Leer", text="", due_on=today, field="", questions=[], previous=None, by=addressed.land_officer
    )
    halls = [addressed.town_hall_juelich]
    for a_round, asked in (
        (empty, halls),
        (prepare(addressed, due_on=today), []),
        (prepare(addressed, due_on=today - timedelta(days=1)), halls),
    ):
        with pytest.raises(ValidationError) as refused:
            actions.open_round(a_round=a_round, organisations=asked, on=today, by=addressed.land_officer)
        assert refused.value.messages[0].endswith(".")
    assert not Mail.objects.exists()


def test_an_organisation_without_mail_is_asked_by_telephone(cast, today, client_for):
    a_round = send(cast, due_on=today + timedelta(days=9), on=today)
    assert not Mail.objects.exists()
    page = client_for(cast.land_officer).get(f"/rounds/{a_round.pk}/").content.decode()
    assert "Stadt Jülich" in page
    assert remind_by_itself(on=a_round.due_on - timedelta(days=1)) == 0


def test_the_officer_prepares_a_round_in_the_browser(addressed, client_for, today):
    browser = client_for(addressed.land_officer)
    due_on = (today + timedelta(days=30)).isoformat()
    response = browser.post(
        "/rounds/new/?kind=sites",
        {"title": "Flächenabfrage", "text": "…", "due_on": due_on, "field": "land", "previous": ""},
    )
    a_round = Round.objects.get()
    assert response["Location"] == a_round.get_absolute_url()
    columns = {"column-TOTAL_FORMS": "2", "column-INITIAL_FORMS": "0", "column-0-kind": "number", "column-0-label_de": "Anzahl", "column-0-label_en": "Number", "column-1-kind": "text"}  # fmt: skip
    question = {"kind": "table", "label_de": "Kitas", "label_en": "Day care", "required": "on", "choices": ""}
    assert browser.post(f"/rounds/{a_round.pk}/questions/new/", {**question, **columns}).status_code == 302
    a_round.refresh_from_db()
    assert [column.label_de for column in a_round.question_list[-1].columns] == ["Anzahl"]
    key = a_round.question_list[-1].key
    browser.post(f"/rounds/{a_round.pk}/questions/{key}/arrange/", {"to": "up"})
    a_round.refresh_from_db()
    assert a_round.question_list[-2].key == key
    changed = {**question, "label_de": "Kitas im Ort", "column-TOTAL_FORMS": "1", "column-INITIAL_FORMS": "1", "column-0-kind": "number", "column-0-label_de": "Zahl", "column-0-label_en": "Number", "column-0-key": "anzahl"}  # fmt: skip
    assert browser.post(f"/rounds/{a_round.pk}/questions/{key}/", changed).status_code == 302
    a_round.refresh_from_db()
    assert [(q.label_de, q.columns[0].key) for q in a_round.question_list if q.key == key] == [
        ("Kitas im Ort", "anzahl")
    ]
    browser.post(f"/rounds/{a_round.pk}/questions/{key}/arrange/", {"to": "out"})
    halls = [addressed.town_hall_vettweiss.pk, addressed.town_hall_juelich.pk]
    assert browser.post(f"/rounds/{a_round.pk}/send/", {"organisations": halls}).status_code == 302
    a_round.refresh_from_db()
    assert a_round.state == "open"
    assert a_round.answers.count() == 2


def test_bad_input_for_a_round_gets_a_sentence_and_keeps_what_was_typed(addressed, client_for):
    response = client_for(addressed.head).post("/rounds/new/", {"title": "Überfällig", "due_on": "0026-01-01"})
    assert response.status_code == 422
    assert "Überfällig" in response.content.decode()
    assert not Round.objects.exists()


def test_every_page_of_a_round_opens_for_its_officer(addressed, running, client_for):
    browser = client_for(addressed.land_officer)
    draft = prepare(addressed, due_on=running.due_on)
    key = draft.question_list[0].key
    for path in (
        "/rounds/", "/rounds/new/", "/rounds/new/?kind=sites", f"/rounds/{draft.pk}/", f"/rounds/{draft.pk}/edit/", f"/rounds/{draft.pk}/send/",
        f"/rounds/{draft.pk}/questions/new/", f"/rounds/{draft.pk}/questions/{key}/", f"/rounds/{running.pk}/", f"/rounds/{running.pk}/remind/",
        f"/rounds/{running.pk}/compare/", f"/rounds/{running.pk}/export/", f"/rounds/answers/{answer_of(running, addressed.town_hall_juelich).pk}/",
    ):  # fmt: skip
        assert browser.get(path).status_code == 200, path


def test_nobody_outside_the_unit_manages_rounds(addressed, running, client_for):
    for user in (addressed.vettweiss, addressed.auditor, addressed.council, addressed.admin, addressed.nobody):
        for tail in ("", "edit/", "send/", "remind/", "compare/", "export/"):
            assert client_for(user).get(f"/rounds/{running.pk}/{tail}").status_code == 403
        assert client_for(user).post(f"/rounds/{running.pk}/close/").status_code == 403


def test_the_export_is_one_line_per_row_and_no_cell_runs_as_a_formula(addressed, running, client_for):
    browser, path = open_by_link(answer_of(running, addressed.town_hall_vettweiss))
    browser.post(path, finished(**{"areas-rows": "2", **area(1, name="=cmd|' /C calc'!A0")}))
    response = client_for(addressed.land_officer).get(f"/rounds/{running.pk}/export/")
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 1 + 2 + 1
    assert any(cell.startswith("'=cmd") for cell in rows[2] + rows[3] + rows[1])


def test_the_comparison_adds_up_and_names_changes(addressed, today, client_for):
    first = send(addressed, due_on=today + timedelta(days=5), on=today)
    browser, path = open_by_link(answer_of(first, addressed.town_hall_vettweiss))
    browser.post(path, finished())
    second = send(addressed, due_on=today + timedelta(days=300), on=today, previous=first)
    browser, path = open_by_link(answer_of(second, addressed.town_hall_vettweiss))
    browser.post(path, finished(**{"areas-0-size": "10"}))
    page = client_for(addressed.land_officer).get(f"/rounds/{second.pk}/compare/").content.decode()
    assert "4,5" in page
    assert "10" in page
    assert "Gemeinde Vettweiß" in page


def test_next_years_round_begins_with_the_same_questions(addressed, running, client_for):
    browser = client_for(addressed.land_officer)
    browser.post(f"/rounds/{running.pk}/follow/")
    following = Round.objects.get(previous=running)
    assert following.questions == running.questions
    assert following.state == "draft"
    assert following.due_on.year == running.due_on.year + 1


def test_after_answering_the_page_offers_to_send_an_idea_with_the_town_hall_filled_in(addressed, running):
    browser, path = open_by_link(answer_of(running, addressed.town_hall_vettweiss))
    done = browser.get(browser.post(path, finished(who="Frau Groß"))["Location"]).content.decode()
    link = re.search(r'href="(/welcome/idea/\?answer=\d+)"', done)[1]
    page = browser.get(link).content.decode()
    assert "Gemeinde Vettweiß" in page
    assert "Frau Groß" in page
    assert "Gemeinde Vettweiß" not in Client().get(link).content.decode()


def test_the_copy_is_a_pdf(addressed, running):
    browser, path = open_by_link(answer_of(running, addressed.town_hall_vettweiss))
    browser.post(path, finished())
    copy = browser.get(f"{path}copy/")
    assert copy["Content-Type"] == "application/pdf"


def test_the_overview_costs_the_same_for_two_and_for_many(
    addressed, running, client_for, django_assert_max_num_queries
):
    browser = client_for(addressed.land_officer)
    browser.get(f"/rounds/{running.pk}/")
    with django_assert_max_num_queries(16):
        browser.get(f"/rounds/{running.pk}/")
