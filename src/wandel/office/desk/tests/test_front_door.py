"""The public pages: three choices, a short form, a secret link. No account, no JavaScript."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone, translation

from wandel.office.desk.actions.intake import move, status_link
from wandel.office.desk.models import Intake, IntakeMessage
from wandel.office.desk.queries.intake import deletion_day
from wandel.office.outbox.models import Mail
from wandel.office.people.roles import Field
from wandel.ui.trap import stamp_of

KEY = "ab" * 16


@pytest.fixture(autouse=True)
def _fresh_limits(db):
    cache.clear()
    with translation.override("de"):
        yield


def typed(**more: str) -> dict[str, str]:
    filled = {
        "name": "Lê Văn Đức", "email": "duc@example.org", "language": "de", "message": "Wir ziehen um.", "consent": "on",
        "opened": stamp_of(timezone.now() - timedelta(seconds=30)),
    }  # fmt: skip
    return {**filled, **more}


def send(kind: str = "move", browser: Client | None = None, **more: str):
    return (browser or Client()).post(f"/welcome/{kind}/", typed(**more))


def test_the_front_door_offers_three_choices_in_german_and_english():
    german = Client().get("/welcome/").content.decode()
    for kind in ("move", "invest", "other", "idea"):
        assert german.count(f'href="/welcome/{kind}/"') == 1
    page = Client().get("/welcome/", headers={"Accept-Language": "en"}).content.decode()
    for words in ("Move here", "Invest here", "Something else"):
        assert words in page


def test_the_front_door_leads_municipalities_and_partners_to_the_idea_form_in_one_line():
    page = Client().get("/welcome/").content.decode()
    assert page.count('href="/welcome/idea/"') == 1
    assert '<h2><a href="/welcome/idea/' not in page


@pytest.mark.parametrize("kind", ["move", "invest", "other", "idea"])
def test_every_form_opens_without_an_account_and_names_the_day_of_deletion(kind):
    page = Client().get(f"/welcome/{kind}/").content.decode()
    assert f"{deletion_day(timezone.localdate()):%d.%m.%Y}" in page
    assert "website" in page


def test_an_unknown_choice_is_404():
    assert Client().get("/welcome/steal/").status_code == 404


@pytest.mark.parametrize(
    ("kind", "field"), [("move", "relocation"), ("invest", "investors"), ("other", ""), ("idea", "projects")]
)
def test_a_message_is_kept_for_its_field_and_the_person_learns_until_when(kind, field):
    browser = Client()
    response = send(
        kind,
        browser,
        company="Firma Ünlü",
        country="Türkiye",
        area_wish="5 ha",
        moving_from="Hà Nội",
        moving_when="bald",
    )
    intake = Intake.objects.get()
    assert (intake.kind, intake.field, intake.name) == (kind, field, "Lê Văn Đức")
    page = browser.get(response["Location"]).content.decode()
    assert f"/s/{intake.token}/" in page
    assert f"{intake.answer_due_on:%d.%m.%Y}" in page
    assert f"{intake.delete_on:%d.%m.%Y}" in page


def test_the_thank_you_page_is_for_this_browser_only():
    path = send()["Location"]
    assert Client().get(path).status_code == 404


def test_the_campaign_of_the_first_page_stays_with_the_visit():
    browser = Client()
    browser.get("/welcome/?utm_campaign=hannover-messe")
    browser.get("/welcome/invest/?k=<script>")
    send("invest", browser, company="X AG")
    assert Intake.objects.get().campaign == "hannover-messe"


def test_mail_or_telephone_one_of_both_is_enough():
    assert send(email="").status_code == 422
    assert send(email="", phone="02421 220").status_code == 302


@pytest.mark.parametrize(
    "absurd",
    [
        {"email": "kein-at"}, {"phone": "ruf mich an", "email": ""}, {"name": " "}, {"message": "x" * 5001}, {"language": "tlh"},
        {"consent": ""}, {"website": "http://spam.example"}, {"opened": "made up"}, {"opened": ""},
    ],
)  # fmt: skip
def test_absurd_input_gets_sentences_and_keeps_what_was_typed(absurd):
    response = send(moving_from="Bad Münstereifel", **absurd)
    assert response.status_code == 422
    page = response.content.decode()
    assert "error-summary" in page
    assert "Bad Münstereifel" in page
    assert not Intake.objects.exists()


def test_marks_a_database_refuses_do_not_break_the_form():
    assert send(name="A\x00b", message="Zeile\x00 \u202e").status_code == 302
    assert "\x00" not in Intake.objects.get().name


def test_a_program_that_is_too_fast_is_asked_to_press_again_and_then_gets_through():
    now = stamp_of(timezone.now())
    assert send(opened=now).status_code == 422
    assert send(opened=stamp_of(timezone.now() - timedelta(seconds=3))).status_code == 302


def test_one_address_may_send_much_but_not_endlessly():
    codes = [send(email=f"person{number}@example.org").status_code for number in range(61)]
    assert codes[:60] == [302] * 60
    assert codes[60] == 429
    assert Intake.objects.count() == 60


def test_a_form_sent_twice_makes_one_inquiry_and_one_mail():
    browser, once = Client(), typed(once_key=KEY)
    paths = {browser.post("/welcome/move/", once)["Location"] for _time in range(2)}
    assert len(paths) == 1
    assert Intake.objects.count() == Mail.objects.count() == 1


def test_the_status_link_is_exchanged_for_a_session_and_shows_public_words():
    send()
    intake = Intake.objects.get()
    assert intake.token not in {str(value) for value in Intake.objects.filter(pk=intake.pk).values_list()[0]}
    browser = Client()
    response = browser.get(f"/s/{intake.token}/")
    assert response["Location"] == f"/s/view/{intake.pk}/"
    page = browser.get(response["Location"]).content.decode()
    assert "Wir ziehen um." in page
    with translation.override("de"):
        assert str(intake.step.public_label) in page
    assert "relocation" not in page


def test_the_person_reads_that_the_matter_was_passed_on_and_to_whom(cast):
    browser = Client()
    send("other", browser)
    intake = Intake.objects.get()
    link = status_link(intake)
    assert str(Field("funding").label) not in browser.get(link, follow=True).content.decode()
    move(intake=intake, field="funding", reason="intern: zu klein", at=timezone.now(), by=cast.head)
    page = browser.get(link, follow=True).content.decode()
    assert str(Field("funding").label) in page
    assert "zu klein" not in page


def test_the_status_page_speaks_the_language_the_person_chose_until_they_switch():
    send("other", language="en")
    browser = Client(headers={"Accept-Language": "de"})
    page = browser.get(status_link(Intake.objects.get()), follow=True).content.decode()
    assert '<html lang="en"' in page
    browser.cookies["django_language"] = "de"
    assert '<html lang="de"' in browser.get("/welcome/").content.decode()


def test_foreign_tokens_and_pages_without_a_link_are_404():
    send()
    intake = Intake.objects.get()
    assert Client().get(f"/s/{'y' * 43}/").status_code == 404
    assert Client().get(f"/s/view/{intake.pk}/").status_code == 404
    assert Client().post(f"/s/view/{intake.pk}/", {"text": "hinein"}).status_code == 404
    assert not IntakeMessage.objects.exists()
    # The hash from a stolen database opens nothing.
    assert Client().get(f"/s/{intake.token_hash}/").status_code == 404


def test_one_persons_link_does_not_open_another_ones_page():
    send()
    send(email="other@example.org")
    first, second = Intake.objects.order_by("pk")
    browser = Client()
    browser.get(f"/s/{first.token}/")
    assert browser.get(f"/s/view/{second.pk}/").status_code == 404


def test_the_person_adds_a_message():
    browser = Client()
    send(browser=browser)
    intake = Intake.objects.get()
    response = browser.post(f"/s/view/{intake.pk}/", {"text": "Noch etwas: wir sind zu viert.", "once_key": KEY})
    assert response.status_code == 302
    browser.post(f"/s/view/{intake.pk}/", {"text": "Noch etwas: wir sind zu viert.", "once_key": KEY})
    assert intake.messages.count() == 1
    assert "wir sind zu viert" in browser.get(f"/s/view/{intake.pk}/").content.decode()
    assert browser.post(f"/s/view/{intake.pk}/", {"text": " "}).status_code == 422


def test_a_lost_link_comes_by_mail_and_the_page_does_not_say_whether_we_know_the_address():
    send()
    Mail.objects.all().delete()
    known = Client().post("/s/lost/", {"email": "DUC@example.org"}, follow=True)
    unknown = Client().post("/s/lost/", {"email": "nobody@example.org"}, follow=True)

    def without_token(page):
        return re.sub(r'value="[^"]+"', "", page.content.decode())

    assert known.redirect_chain == unknown.redirect_chain
    assert without_token(known) == without_token(unknown)
    mail = Mail.objects.get()
    assert Intake.objects.get().token in str(mail.links)


def test_after_the_day_of_deletion_the_link_opens_nothing():
    send()
    intake = Intake.objects.get()
    Intake.objects.filter(pk=intake.pk).update(erased_on=timezone.localdate())
    assert Client().get(f"/s/{intake.token}/").status_code == 404


def test_a_town_hall_sends_an_idea_signed_in(cast, client_for):
    browser = client_for(cast.vettweiss)
    page = browser.get("/ideas/new/").content.decode()
    assert "Gemeinde Vettweiß" in page
    assert cast.vettweiss.email in page
    response = browser.post("/ideas/new/", typed(message="Dorfladen mit Lastenrad", company="Gemeinde Vettweiß"))
    assert response.status_code == 302
    intake = Intake.objects.get()
    assert (intake.kind, intake.source, intake.organisation) == ("idea", "townhall", cast.town_hall_vettweiss)


def test_an_idea_page_asks_a_stranger_to_sign_in(cast, client_for):
    assert Client().get("/ideas/new/").status_code == 302
    assert client_for(cast.council).get("/ideas/new/").status_code == 403


def test_a_proxy_is_believed_only_when_the_installation_trusts_one(settings):
    def codes(**headers):
        return [Client().post("/s/lost/", {"email": "a@example.org"}, **headers).status_code for _number in range(21)]

    assert codes(headers={"X-Forwarded-For": "203.0.113.9"})[-1] == 429
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert (
        Client().post("/s/lost/", {"email": "a@example.org"}, headers={"X-Forwarded-For": "203.0.113.9"}).status_code
        == 302
    )


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_ten_parallel_identical_posts_make_one_inquiry():
    page = Client()
    page.get("/welcome/move/?k=stand-7")
    cookies, once, barrier = page.cookies, typed(once_key=KEY), Barrier(10)

    def post(_number: int) -> tuple[int, str]:
        browser = Client()
        browser.cookies = cookies.copy()
        barrier.wait()
        try:
            response = browser.post("/welcome/move/", once)
            return response.status_code, response.get("Location", "")
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(post, range(10)))
    assert {code for code, _path in answers} == {302}
    assert len({path for _code, path in answers}) == 1
    assert Intake.objects.count() == Mail.objects.count() == 1


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_ten_different_people_at_the_same_moment_all_get_through():
    barrier = Barrier(10)

    def post(number: int) -> int:
        barrier.wait()
        try:
            return send(email=f"person{number}@example.org").status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        codes = list(pool.map(post, range(10)))
    assert codes == [302] * 10
    assert Intake.objects.count() == 10
