"""Sign-in, password and second factor come from a library whose German says "du"; here they say "Sie"."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import translation

from wandel.conftest import Cast
from wandel.office.outbox.models import Mail
from wandel.office.people.models import User

WORDS = Path(__file__).resolve().parents[1] / "locale" / "de" / "LC_MESSAGES" / "django.mo"
pytestmark = [
    pytest.mark.database,
    pytest.mark.skipif(
        not WORDS.exists(), reason="the German words are not compiled: python tools/messages.py compile"
    ),
]
FAMILIAR = re.compile(r"\b(du|dein\w*|dir|dich)\b", re.IGNORECASE)
PASSWORD = "ein langes Wort am Rursee"
FOR_VISITORS = ["account_login", "account_signup", "account_reset_password", "account_reset_password_done", "account_reset_password_from_key_done",
    "account_inactive", "account_email_verification_sent", "socialaccount_login_cancelled", "socialaccount_login_error"]  # fmt: skip
FOR_USERS = ["account_login", "account_logout", "account_email", "account_change_password", "account_set_password", "account_reauthenticate", "mfa_index",
    "mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_list_webauthn", "mfa_add_webauthn",
    "socialaccount_connections", "account"]  # fmt: skip


@pytest.fixture(autouse=True)
def _no_limits(db: None) -> None:
    cache.clear()


def words_of(client: Client, path: str, data: dict[str, str] | None = None) -> str:
    """What the reader of the page sees, in German, wherever a redirect leads."""
    with translation.override("de"):
        ask = client.get if data is None else client.post
        answer = ask(path, data or {}, follow=True, headers={"accept-language": "de"})
    assert answer.status_code in {200, 400, 401, 403, 404, 429}, path
    html = re.sub(r"<(script|style)\b.*?</\1>", " ", answer.content.decode(), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def familiar_in(text: str) -> list[str]:
    return [text[max(0, found.start() - 40) : found.end() + 40] for found in FAMILIAR.finditer(text)]


@pytest.mark.parametrize("name", FOR_VISITORS)
def test_a_visitor_is_addressed_politely(cast: Cast, name: str) -> None:
    text = words_of(Client(), reverse(name))
    assert text
    assert familiar_in(text) == []


@pytest.mark.parametrize("name", FOR_USERS)
def test_a_signed_in_person_is_addressed_politely(cast: Cast, client_for: Callable[[User], Client], name: str) -> None:
    cast.head.set_password(PASSWORD)
    cast.head.save()
    client = client_for(cast.head)
    assert familiar_in(words_of(client, reverse(name))) == []
    words_of(client, reverse("account_reauthenticate"), {"password": PASSWORD})
    assert familiar_in(words_of(client, reverse(name))) == []


def test_mistakes_and_answers_are_polite_too(cast: Cast, client_for: Callable[[User], Client]) -> None:
    cast.head.set_password(PASSWORD)
    cast.head.save()
    visitor, client = Client(), client_for(cast.head)
    answers = [
        words_of(visitor, reverse("account_login"), {"login": cast.head.email, "password": "falsch"}),
        words_of(visitor, "/accounts/password/reset/key/1-abc/"),
        words_of(visitor, "/accounts/confirm-email/nonsense/"),
        words_of(client, reverse("account_reauthenticate"), {"password": "falsch"}),
        words_of(
            client, reverse("account_change_password"), {"oldpassword": "falsch", "password1": "a", "password2": "b"}
        ),
        words_of(
            client,
            reverse("account_change_password"),
            {"oldpassword": PASSWORD, "password1": "ein anderes langes Wort", "password2": "ein anderes langes Wort"},
        ),
        words_of(client, reverse("account_logout"), {}),
    ]
    assert [familiar_in(text) for text in answers] == [[]] * len(answers)
    for _attempt in range(7):
        last = words_of(visitor, reverse("account_login"), {"login": cast.head.email, "password": "falsch"})
    assert "versuchen Sie es später" in last


def test_the_mails_about_a_password_say_sie(cast: Cast, settings: Any) -> None:
    # The test runner puts another letter box in place of ours.
    settings.EMAIL_BACKEND = "wandel.office.outbox.backend.OutboxBackend"
    visitor = Client()
    for address in (cast.head.email, "nobody@example.org"):
        assert familiar_in(words_of(visitor, reverse("account_reset_password"), {"email": address})) == []
    mails = list(Mail.objects.all())
    assert mails
    for mail in mails:
        assert familiar_in(f"{mail.subject_line} {mail.text}") == []
    known = Mail.objects.get(to=cast.head.email)
    assert "Sie erhalten diese E-Mail" in known.text
    link = re.search(r"https?://[^/]+(/accounts/password/reset/key/\S+)", known.text)
    assert link
    assert familiar_in(words_of(visitor, link.group(1))) == []
