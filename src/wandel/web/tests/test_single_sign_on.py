"""Single sign-on: a confirmed address finds the user who has it; nobody becomes a user by it."""

from typing import Any

import pytest
from allauth.core import context
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest
from django.test import RequestFactory

from wandel.conftest import Cast
from wandel.office.people.models import User

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def request_from_keycloak(rf: RequestFactory, settings: Any) -> HttpRequest:
    app = {
        "provider_id": "oidc", "name": "Keycloak", "client_id": "wandel", "secret": "x",
        "settings": {"server_url": "https://keycloak.example/realms/kreis", "email_authentication": True},
    }  # fmt: skip
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    request = rf.get("/")
    request.session = SessionStore()
    return request


def found(request: HttpRequest, address: str, *, confirmed: bool) -> User | None:
    """Whom the answer of the server leads to."""
    with context.request_context(request):
        provider = get_adapter().get_provider(request, "oidc")
        told = {"userinfo": {"sub": "4711", "email": address, "email_verified": confirmed, "name": "Wer Auchimmer"}}
        login = provider.sociallogin_from_response(request, told)
        login.lookup()
        return login.user if login.is_existing else None


def test_a_confirmed_address_finds_its_user(cast: Cast, request_from_keycloak: HttpRequest) -> None:
    assert found(request_from_keycloak, cast.vettweiss.email.upper(), confirmed=True) == cast.vettweiss


def test_an_address_nobody_confirmed_finds_nobody(cast: Cast, request_from_keycloak: HttpRequest) -> None:
    assert found(request_from_keycloak, cast.vettweiss.email, confirmed=False) is None


def test_a_stranger_does_not_become_a_user(cast: Cast, request_from_keycloak: HttpRequest) -> None:
    before = User.objects.count()
    assert found(request_from_keycloak, "fremd@example.org", confirmed=True) is None
    assert (User.objects.count(), SocialAccount.objects.count()) == (before, 0)
    assert not get_adapter().is_open_for_signup(request_from_keycloak, None)
