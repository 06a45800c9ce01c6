"""The message that offers to take a step back."""

from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.contrib.messages.storage.cookie import CookieStorage
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from wandel.ui.undo import offer_undo, read_offer


def _messages(fill):
    request = RequestFactory().get("/")
    request._messages = CookieStorage(request)
    fill(request)
    return list(request._messages)


def test_an_undo_is_a_form_that_posts_its_data():
    kept = _messages(lambda request: offer_undo(request, "Zusage <gehalten>.", url="/promises/4/", data={"undo": 1}))
    with translation.override("en"):
        drawn = Template('{% include "ui/_message_bar.html" %}').render(Context({"messages": kept}))
    assert 'action="/promises/4/"' in drawn
    assert '<input type="hidden" name="undo" value="1">' in drawn
    assert "Zusage &lt;gehalten&gt;." in drawn
    assert ">Undo<" in drawn


def test_an_ordinary_message_offers_nothing():
    message = Message(constants.SUCCESS, "Gespeichert.")
    assert read_offer(message) is None
    drawn = Template('{% include "ui/_message_bar.html" %}').render(Context({"messages": [message]}))
    assert "Gespeichert." in drawn
    assert "<form" not in drawn
