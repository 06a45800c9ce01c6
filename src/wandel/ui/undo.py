"""A message that offers to take the last step back."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

MARK = "undo"


def offer_undo(request: HttpRequest, text: str, *, url: str, data: dict[str, Any]) -> None:
    """Say what was done, with a button that posts ``data`` to ``url``. The view behind authorises and acts like any other."""
    offer = {"text": str(text), "url": url, "data": {name: str(value) for name, value in data.items()}}
    messages.success(request, json.dumps(offer), extra_tags=MARK)


def read_offer(message: Any) -> dict[str, Any] | None:
    """The offer inside a message of ``messages``, None for an ordinary one."""
    if MARK not in (message.extra_tags or "").split():
        return None
    offer: dict[str, Any] = json.loads(str(message.message))
    return offer


def undone(request: HttpRequest) -> None:
    messages.info(request, _("Taken back."))
