import smtplib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.core import mail as django_mail
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from wandel.office.outbox.actions import erase_mails, queue_mail, send_again, send_queued
from wandel.office.outbox.backend import OutboxBackend
from wandel.office.outbox.delivery import ATTEMPTS, message_of
from wandel.office.outbox.masking import masked, masked_text
from wandel.office.outbox.models import Mail
from wandel.ui.subjects import SubjectRef

pytestmark = [pytest.mark.database, pytest.mark.django_db]
TOKEN = "q7Hf3-_kLm92XzPw4RtYbA"
LOCMEM = "django.core.mail.backends.locmem.EmailBackend"


class ClosedPost(BaseEmailBackend):
    """A post office that is closed."""

    def send_messages(self, email_messages):
        raise ConnectionRefusedError("closed\r\nX-Evil: 1")


class UnknownReceiver(BaseEmailBackend):
    def send_messages(self, email_messages):
        raise smtplib.SMTPRecipientsRefused({"a@example.org": (550, b"no such user")})


@pytest.fixture(autouse=True)
def post_office(settings):
    settings.WANDEL_DEMO = False
    settings.WANDEL_BASE_URL = "https://wandel.example.org"
    settings.WANDEL_MAIL_TRANSPORT = LOCMEM


def write(**more):
    facts = {"to": "hall@example.org", "subject": "Site round", "text": "Please answer.", **more}
    return queue_mail(**facts)


@transaction.atomic
def fail_after(act):
    act()
    raise RuntimeError


def test_a_mail_leaves_after_the_commit_with_text_and_html():
    mail = write(links=[("Answer now", "/rounds/a/")], about=SubjectRef("desk.round", "4", "/rounds/4/", "Site round"))
    assert (mail.state, django_mail.outbox) == ("queued", [])
    assert send_queued() == 1
    mail.refresh_from_db()
    assert (mail.state, mail.attempts, mail.subject_kind) == ("sent", 1, "desk.round")
    message = django_mail.outbox[0]
    assert (message.to, message.subject) == (["hall@example.org"], "Site round")
    assert "https://wandel.example.org/rounds/a/" in message.body
    html = message.alternatives[0].content
    assert '<a href="https://wandel.example.org/rounds/a/">' in html
    assert "style=" not in html
    assert send_queued() == 0


def test_a_rolled_back_action_writes_no_mail():
    with pytest.raises(RuntimeError):
        fail_after(write)
    assert not Mail.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_worker_delivers_what_is_committed():
    write()
    call_command("worker", "--once")
    assert Mail.objects.get().state == "sent"


def test_a_demo_holds_every_mail_and_keeps_its_links(settings):
    settings.WANDEL_DEMO = True
    mail = write(links=[("Answer", f"https://wandel.example.org/r/{TOKEN}/")])
    assert mail.state == "held"
    assert send_queued() == 0
    assert django_mail.outbox == []
    assert mail.shown_links == [("Answer", f"/r/{TOKEN}/")]


def test_the_same_key_writes_one_mail_and_an_empty_key_limits_nothing():
    assert write(dedupe_key="round-4-hall") == write(dedupe_key="round-4-hall", text="again")
    assert write().pk != write().pk
    assert Mail.objects.count() == 3


@pytest.mark.parametrize(
    "subject", ["Hello\r\nBcc: all@example.org", "Hello\nBcc: all@example.org", "Hello\u2028\x00\x0bBcc: x"]
)
def test_a_line_break_in_the_subject_starts_no_header(subject):
    mail = write(subject=subject)
    raw = message_of(mail).message().as_string()
    assert "\nBcc:" not in raw
    assert mail.subject_line.startswith("Hello Bcc:")


@pytest.mark.parametrize(
    "to", ["a@example.org\nBcc: b@example.org", "a@example.org, b@example.org", "Meyer", "", " a@b.de", None]
)
def test_what_is_no_single_address_is_refused(to):
    with pytest.raises(ValidationError):
        write(to=to)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "//evil.example.org", "/a\nb", "ftp://x", ""])
def test_a_link_that_is_none_is_refused(address):
    with pytest.raises(ValidationError):
        write(links=[("Click", address)])


def test_markup_in_a_text_stays_text():
    html = message_of(write(text="<script>x</script>", links=[("<b>", "/a/?x=1&y=2")])).alternatives[0].content
    assert "<script>" not in html
    assert "&lt;b&gt;" in html
    assert "x=1&amp;y=2" in html


def test_a_closed_post_is_tried_five_times_with_growing_pauses_and_then_said_to_have_failed(settings):
    settings.WANDEL_MAIL_TRANSPORT = f"{__name__}.ClosedPost"
    mail, now, pauses = write(), timezone.now(), []
    for _attempt in range(ATTEMPTS):
        send_queued(now)
        mail.refresh_from_db()
        assert send_queued(now) == 0
        pauses.append(mail.next_attempt_at - now)
        now = max(now, mail.next_attempt_at)
    assert (mail.state, mail.attempts) == ("failed", 5)
    assert pauses[:4] == sorted(pauses[:4])
    assert pauses[0] == timedelta(minutes=1)
    assert "\n" not in mail.error
    settings.WANDEL_MAIL_TRANSPORT = LOCMEM
    assert send_queued(now + timedelta(days=1)) == 0
    send_again(mail=mail)
    assert send_queued() == 1
    with pytest.raises(ValidationError):
        send_again(mail=mail)


def test_a_receiver_the_server_refuses_for_good_is_not_tried_again(settings):
    settings.WANDEL_MAIL_TRANSPORT = f"{__name__}.UnknownReceiver"
    mail = write()
    send_queued()
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == ("failed", 1)


def test_after_sending_the_record_keeps_no_key():
    mail = write(
        text=f"Answer here: https://wandel.example.org/rounds/answer/{TOKEN}/ or call us.",
        links=[("Answer", f"/rounds/answer/{TOKEN}/"), ("Reset", f"/accounts/reset/?key={TOKEN}")],
    )
    send_queued()
    assert TOKEN in django_mail.outbox[0].body
    mail.refresh_from_db()
    assert TOKEN not in mail.text + str(mail.links)
    assert mail.text == "Answer here: https://wandel.example.org/rounds/answer/…/ or call us."
    assert mail.links == [["Answer", "/rounds/answer/…/"], ["Reset", "/accounts/reset/?key=…"]]


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        (
            "https://a.example.org/accounts/password/reset/key/3-c8x9o2-0123456789abcdef/",
            "https://a.example.org/accounts/password/reset/key/…/",
        ),
        ("https://u:secret@a.example.org/x/#token", "https://a.example.org/x/#…"),
        ("/awards/7/", "/awards/7/"),
        ("https://a.example.org/interactions/", "https://a.example.org/interactions/"),
    ],
)
def test_words_of_an_address_stay_and_keys_go(address, kept):
    assert masked(address) == kept


def test_text_without_addresses_is_not_touched():
    assert masked_text("Az. 0123456789abcdef0123, § 49a") == "Az. 0123456789abcdef0123, § 49a"


def test_mail_of_the_login_goes_through_the_outbox():
    message = EmailMultiAlternatives(
        "Reset", "Open https://x.example.org/", None, ["a@example.org"], cc=["b@example.org"]
    )
    message.attach_alternative("<b>x</b>", "text/html")
    assert OutboxBackend().send_messages([message]) == 1
    assert set(Mail.objects.values_list("to", flat=True)) == {"a@example.org", "b@example.org"}


def test_an_attachment_is_refused_loudly():
    message = EmailMessage("Paper", "x", None, ["a@example.org"], attachments=[("a.txt", "x", "text/plain")])
    with pytest.raises(ValueError, match="attachments"):
        OutboxBackend().send_messages([message])


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_send_the_same_mail():
    for _mail in range(5):
        write()
    together = Barrier(3)

    def work(_worker):
        try:
            together.wait(timeout=20)
            return send_queued()
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        assert sum(pool.map(work, range(3))) == 5
    assert len(django_mail.outbox) == 5


@pytest.mark.django_db(transaction=True)
def test_the_same_key_from_two_requests_at_once_writes_one_mail():
    together = Barrier(3)

    def work(_worker):
        try:
            together.wait(timeout=20)
            return write(dedupe_key="digest-2026-11-23").pk
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        assert len(set(pool.map(work, range(3)))) == 1
    assert Mail.objects.count() == 1


class ErasedOnTheWay(BaseEmailBackend):
    """While the mail is on the wire, what it belongs to is erased."""

    def send_messages(self, email_messages):
        erase_mails(kind="desk.intake", pks=[7], on=timezone.localdate())


def test_an_erased_mail_is_never_sent_nor_sent_again():
    mail = write(about=SubjectRef("desk.intake", "7", "/intake/7/", "Anliegen 7"))
    other = write(about=SubjectRef("desk.intake", "8", "/intake/8/", "Anliegen 8"))
    assert erase_mails(kind="desk.intake", pks=[7], on=timezone.localdate()) == 1
    assert erase_mails(kind="desk.intake", pks=[7], on=timezone.localdate()) == 0
    mail.refresh_from_db()
    assert (mail.to, mail.text, mail.state, mail.subject_line) == ("", "", "failed", "Site round")
    with pytest.raises(ValidationError):
        send_again(mail=mail)
    assert send_queued() == 1
    assert [sent.to for sent in django_mail.outbox] == [[other.to]]


def test_an_erasure_while_the_mail_is_on_its_way_is_not_undone(settings):
    settings.WANDEL_MAIL_TRANSPORT = f"{__name__}.ErasedOnTheWay"
    mail = write(about=SubjectRef("desk.intake", "7", "/intake/7/", "Anliegen 7"), links=[("Open", "/s/a/")])
    assert send_queued() == 1
    mail.refresh_from_db()
    assert (mail.state, mail.to, mail.text, mail.links) == ("sent", "", "", [])
