"""The public plan: questions, plan, calendar file, documents, and the way to a person."""

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from wandel.office.desk.models import Intake

pytestmark = [pytest.mark.database, pytest.mark.django_db]
NURSE = {
    "origin": "third_country", "nationality": "PH", "municipality": "05358024", "moving_in_on": "2027-03-01",
    "entered_on": "2027-02-20", "visa_until": "2027-08-19", "working_from": "2027-03-15", "regulated_profession": "on",
    "children": "04.05.2021\n2023-01-31", "car": "", "licence": "PH", "dogs": "", "needs": ["recognition", "language_course"],
}  # fmt: skip


def ask(**changes):
    return Client().post(
        reverse("relocation:plan"), {key: value for key, value in (NURSE | changes).items() if value is not None}
    )


def test_the_questions_come_without_an_account_and_nothing_is_needed_but_the_first():
    page = Client().get(reverse("relocation:plan"))
    assert page.status_code == 200
    assert Client().post(reverse("relocation:plan"), {"origin": "germany"}).status_code == 200


def test_a_nurse_with_two_children_gets_her_steps_in_order_with_dates():
    page = ask()
    assert page.status_code == 200
    kinds = [row["task"].uid for row in page.context["rows"]]
    assert {"visum", "anerkennung", "anmeldung", "aufenthaltstitel", "kita-child-2", "schulanmeldung-child-1"} <= set(
        kinds
    )
    assert (
        kinds.index("anerkennung") < kinds.index("visum") < kinds.index("anmeldung") < kinds.index("aufenthaltstitel")
    )
    text = page.content.decode()
    assert "15. März 2027" in text or "15.03.2027" in text
    assert "Stadt Jülich" in text


def test_english_readers_get_an_english_plan():
    client = Client(headers={"accept-language": "en"})
    page = client.post(reverse("relocation:plan"), NURSE)
    assert "Register your dwelling" in page.content.decode()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"origin": None}, "origin"),
        ({"children": "gestern"}, "children"),
        ({"children": "31.02.2020"}, "children"),
        ({"children": "01.01.2030"}, "children"),
        ({"moving_in_on": "2027-02-30"}, "moving_in_on"),
        ({"moving_in_on": "1951-01-01", "entered_on": None, "working_from": None, "children": ""}, "moving_in_on"),
        ({"staying_until": "2027-01-01"}, "staying_until"),
        ({"nationality": "ZZ"}, "nationality"),
        ({"dogs": "-1"}, "dogs"),
        ({"children": "\n".join(["2020-01-01"] * 21)}, "children"),
    ],
)
def test_what_is_wrong_gets_a_sentence_at_its_question_and_the_answers_stay(changes, field):
    page = ask(**changes)
    assert page.status_code == 422
    assert list(page.context["form"].errors) == [field]
    assert 'value="2027-08-19"' in page.content.decode() or field == "origin"


def test_ten_children_are_no_problem():
    assert ask(children="\n".join(["01.01.2020"] * 10)).status_code == 200


def test_the_calendar_holds_every_dated_step_once():
    answer = ask(make="calendar")
    assert answer["Content-Type"].startswith("text/calendar")
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    dated = [row for row in ask().context["rows"] if row["task"].due_on]
    assert len(events) == len(dated) == len({str(event["uid"]) for event in events})


@pytest.mark.parametrize(("make", "begins"), [("pdf", b"%PDF"), ("docx", b"PK")])
def test_the_plan_can_be_printed_and_edited(make, begins):
    assert ask(make=make).content.startswith(begins)


def test_changing_the_answers_shows_them_again():
    page = ask(change="1")
    assert page.status_code == 200
    assert 'value="2027-08-19"' in page.content.decode()
    assert "04.05.2021" in page.content.decode()


def test_a_person_can_be_asked_and_the_answers_go_along_until_they_are_sent(mailoutbox):
    client = Client()
    moved = client.post(reverse("relocation:plan"), NURSE | {"make": "person"})
    assert moved.url == reverse("public:front-door", args=["move"])
    page = client.get(moved.url)
    assert "Philippinen" in page.context["form"]["message"].value()
    assert "04.05.2021" in page.content.decode() or "2021-05-04" in page.content.decode()
    assert not Intake.objects.exists(), "nothing is stored before the person sends it"


def test_the_front_door_leads_to_the_plan():
    for path in (reverse("public:welcome"), reverse("public:front-door", args=["move"])):
        assert reverse("relocation:plan") in Client().get(path).content.decode()
