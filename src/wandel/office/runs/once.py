"""A form sent twice is carried out once: double click, reload, two parallel requests."""

import hashlib
import json
from collections.abc import Callable

from django.db import IntegrityError, transaction
from django.http import HttpRequest

from wandel.office.runs.models import Submission

FIELD_NAME = "once_key"


def submit_once(request_or_key: HttpRequest | str, perform: Callable[[], str]) -> str:
    """Carry out ``perform`` (it returns the path to go to) and remember that path under the form's key.

    The same form with the same content again performs nothing and returns the remembered path, also when both arrive at
    the same moment: the second waits for the first one's transaction at the unique key. A ``perform`` that raises
    leaves
    no key. A form without a key (it was not rendered with ``{% once_key %}``) is simply carried out.
    """
    key, actor = _key_of(request_or_key)
    with transaction.atomic():
        if not key:
            return perform()
        try:
            with transaction.atomic():
                submission = Submission.objects.create(key=key, actor=actor)
        except IntegrityError:
            return Submission.objects.get(key=key).path
        path = perform()
        submission.path = path
        submission.save(update_fields=["path"])
        return path


def _key_of(request_or_key: HttpRequest | str) -> tuple[str, str]:
    """Who sent what where, as one digest: going back, changing a value and sending again is a new submission."""
    if isinstance(request_or_key, str):
        return _digest([request_or_key]) if request_or_key else "", ""
    request = request_or_key
    given = request.POST.get(FIELD_NAME, "")
    if not given:
        return "", ""
    actor = str(request.user.pk or "")
    typed = [[name, values] for name, values in sorted(request.POST.lists()) if name != "csrfmiddlewaretoken"]
    files = [[name, [[file.name, file.size] for file in group]] for name, group in sorted(request.FILES.lists())]
    return _digest([given, actor, request.path, typed, files]), actor


def _digest(parts: list[object]) -> str:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=True).encode("ascii")).hexdigest()
