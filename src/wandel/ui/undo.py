"""A message that offers to take the last step back."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest

MARK = "undo"


def offer_text(text: str, *, url: str, data: dict[str, Any]) -> str:
    """The offer as the text of a message; ``read_offer`` takes it apart again."""
    return json.dumps({"text": str(text), "url": url, "data": {name: str(value) for name, value in data.items()}})


def offer_undo(request: HttpRequest, text: str, *, url: str, data: dict[str, Any]) -> None:
    """Say what was done, with a button that posts ``data`` to ``url``.

    The view behind the url authorises and acts like any other.
    """
    messages.success(request, offer_text(text, url=url, data=data), extra_tags=MARK)


def read_offer(message: Any) -> dict[str, Any] | None:
    """The offer inside a message of ``messages``, None for an ordinary one."""
    if MARK not in (message.extra_tags or "").split():
        return None
    offer: dict[str, Any] = json.loads(str(message.message))
    return offer
