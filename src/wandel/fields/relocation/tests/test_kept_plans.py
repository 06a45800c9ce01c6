"""Coming back to a plan: kept only if wanted, opened by its link alone, gone on the day that was named."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from wandel.fields.relocation.actions.plan import forget_expired, plan_link
from wandel.fields.relocation.models import KeptPlan
from wandel.fields.relocation.tests.test_plan_pages import NURSE
from wandel.office.desk.models import Intake
from wandel.office.journal.models import JournalEntry
from wandel.office.outbox.models import Mail

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def keep(client: Client, **changes):
    return client.post(reverse("relocation:plan"), NURSE | {"make": "keep"} | changes)


def kept(**changes) -> KeptPlan:
    keep(Client(), **changes)
    return KeptPlan.objects.get()


def test_nothing_is_kept_unless_the_person_says_so():
    client = Client()
    for make in ("", "calendar", "person"):
        client.post(reverse("relocation:plan"), NURSE | {"make": make})
    assert not KeptPlan.objects.exists()


def test_a_kept_plan_shows_its_link_and_the_day_it_is_deleted():
    client = Client()
    page = client.get(keep(client).url)
    row = KeptPlan.objects.get()
    assert plan_link(row) in page.content.decode()
    assert page.context["kept"].delete_on > timezone.localdate() + timedelta(days=28)
    assert "Anerkennung" in page.content.decode()


def test_the_link_opens_the_plan_in_any_browser_and_leaves_the_address_bar():
    row = kept()
    stranger = Client()
    assert stranger.get(reverse("relocation:kept", args=[row.pk])).status_code == 404
    answer = stranger.get(plan_link(row))
    assert answer.url == reverse("relocation:kept", args=[row.pk])
    assert stranger.get(answer.url).status_code == 200
    assert Client().get("/welcome/plan/k/not-a-token/").status_code == 404


@pytest.mark.parametrize("name", ["kept-change", "kept-tick", "kept-delete"])
def test_another_ones_link_opens_nothing_here(name: str):
    mine = kept()
    keep(Client())
    other = KeptPlan.objects.exclude(pk=mine.pk).get()
    client = Client()
    client.get(plan_link(other))
    assert (
        client.post(reverse(f"relocation:{name}", args=[mine.pk]), {"uid": "anmeldung", "done": "1"}).status_code == 404
    )
    mine.refresh_from_db()
    assert mine.done == []


def test_the_same_form_sent_twice_keeps_one_plan():
    client = Client()
    for _time in range(2):
        keep(client, once_key="0123456789abcdef0123456789abcdef")
    assert KeptPlan.objects.count() == 1


def test_a_step_is_ticked_off_and_opened_again():
    client = Client()
    keep(client)
    row = KeptPlan.objects.get()
    address = reverse("relocation:kept-tick", args=[row.pk])
    client.post(address, {"uid": "anmeldung", "done": "1"})
    page = client.get(reverse("relocation:kept", args=[row.pk]))
    assert [shown["task"].uid for shown in page.context["rows"] if shown["done"]] == ["anmeldung"]
    assert page.context["open_count"] == len(page.context["rows"]) - 1
    client.post(address, {"uid": "anmeldung", "done": "0"})
    row.refresh_from_db()
    assert row.done == []


def test_changed_answers_keep_the_link_and_what_was_ticked():
    client = Client()
    keep(client)
    row = KeptPlan.objects.get()
    before = plan_link(row)
    client.post(reverse("relocation:kept-tick", args=[row.pk]), {"uid": "anmeldung", "done": "1"})
    wrong = client.post(reverse("relocation:kept-change", args=[row.pk]), NURSE | {"children": "gestern"})
    assert wrong.status_code == 422
    assert "gestern" in wrong.content.decode()
    client.post(reverse("relocation:kept-change", args=[row.pk]), NURSE | {"municipality": "05358060"})
    row.refresh_from_db()
    assert ["municipality", "05358060"] in row.answers
    assert (plan_link(row), row.done) == (before, ["anmeldung"])


def test_the_link_is_mailed_if_an_address_is_given_and_again_when_it_is_lost():
    row = kept(email="maria@example.org")
    first = Mail.objects.get()
    assert (first.to, first.subject_pk) == ("maria@example.org", str(row.pk))
    lost = reverse("public:lost-link")
    known, unknown = (Client().post(lost, {"email": f"{name}@example.org"}) for name in ("maria", "nobody"))
    assert known.url == unknown.url
    assert Mail.objects.filter(to="maria@example.org").count() >= 1
    assert not Mail.objects.filter(to="nobody@example.org").exists()


def test_a_wrong_address_gets_a_sentence_and_nothing_is_kept():
    page = keep(Client(), email="maria@")
    assert page.status_code == 422
    assert page.context["keeping"].errors["email"]
    assert not KeptPlan.objects.exists()


def test_after_the_named_day_no_trace_is_left():
    row = kept(email="maria@example.org", municipality="05358060")
    assert forget_expired(on=row.delete_on - timedelta(days=1), at=timezone.now()) == 0
    assert forget_expired(on=row.delete_on, at=timezone.now()) == 1
    assert not KeptPlan.objects.exists()
    assert not Mail.objects.exclude(to="").exists()
    written = " ".join(str(entry.__dict__) for entry in JournalEntry.objects.all())
    for word in ("maria", "05358060", "PH", "2021"):
        assert word not in written.replace(str(timezone.localdate().year), "")
    assert not Intake.objects.exists()


def test_whoever_wants_it_sooner_deletes_it_at_once():
    client = Client()
    keep(client)
    row = KeptPlan.objects.get()
    client.post(reverse("relocation:kept-delete", args=[row.pk]))
    assert not KeptPlan.objects.exists()
    assert client.get(reverse("relocation:kept", args=[row.pk])).status_code == 404


def test_a_kept_plan_comes_as_a_file_and_goes_to_a_person():
    client = Client()
    keep(client)
    address = reverse("relocation:kept", args=[KeptPlan.objects.get().pk])
    assert client.post(address, {"make": "calendar"}).content.startswith(b"BEGIN:VCALENDAR")
    assert client.post(address, {"make": "pdf"}).content.startswith(b"%PDF")
    assert client.post(address, {"make": "person"}).url == reverse("public:front-door", args=["move"])
    assert client.post(address, {"make": "spell"}).status_code == 404
