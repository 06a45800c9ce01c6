import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wandel.office.outbox.actions import queue_mail
from wandel.office.outbox.models import Mail

pytestmark = [pytest.mark.database, pytest.mark.django_db]
TOKEN = "q7Hf3-_kLm92XzPw4RtYbA"


def write(to="hall@example.org"):
    return queue_mail(
        to=to, subject="Site <round>", text=f"See https://x.example.org/{TOKEN}/", links=[("Answer", f"/r/{TOKEN}/")]
    )


def test_in_a_demo_every_visitor_reads_the_mails_and_follows_their_links(settings, client):
    settings.WANDEL_DEMO = True
    mail = write()
    assert "Site &lt;round&gt;" in client.get("/outbox/").content.decode()
    page = client.get(f"/outbox/{mail.pk}/").content.decode()
    assert f'href="/r/{TOKEN}/"' in page
    assert client.get("/outbox/999/").status_code == 404


def test_elsewhere_only_the_administrator_reads_them_and_never_the_keys(settings, cast, client, client_for):
    settings.WANDEL_DEMO = False
    mail = write()
    assert client.get("/outbox/").status_code == 302
    for user in (cast.head, cast.funding_officer, cast.vettweiss):
        assert client_for(user).get("/outbox/").status_code == 403
        assert client_for(user).get(f"/outbox/{mail.pk}/").status_code == 403
    admin = client_for(cast.admin)
    assert admin.get("/outbox/").status_code == 200
    assert TOKEN not in admin.get(f"/outbox/{mail.pk}/").content.decode()


def test_a_failed_mail_can_be_sent_again_by_the_administrator(settings, cast, client_for):
    settings.WANDEL_DEMO = False
    mail = write()
    admin, officer = client_for(cast.admin), client_for(cast.funding_officer)
    assert admin.post(f"/outbox/{mail.pk}/send-again/", follow=True).status_code == 200
    Mail.objects.update(state="failed", attempts=5, error="closed")
    assert officer.post(f"/outbox/{mail.pk}/send-again/").status_code == 403
    assert f"/outbox/{mail.pk}/send-again/" in admin.get(f"/outbox/{mail.pk}/").content.decode()
    admin.post(f"/outbox/{mail.pk}/send-again/")
    assert Mail.objects.get().state == "queued"


def test_the_list_filters_by_receiver_and_state_and_costs_the_same_for_many(settings, client):
    settings.WANDEL_DEMO = True
    write("a@example.org")
    client.get("/outbox/")
    with CaptureQueriesContext(connection) as few:
        client.get("/outbox/")
    for _mail in range(60):
        write("b@example.org")
    with CaptureQueriesContext(connection) as many:
        page = client.get("/outbox/?page=2")
    assert len(many) == len(few)
    assert page.status_code == 200
    only = client.get("/outbox/", {"to": "A@EXAMPLE", "state": "held"}).content.decode()
    assert "a@example.org" in only
    assert "b@example.org" not in only
    assert client.get("/outbox/", {"state": "nonsense", "page": "x"}).status_code == 200
