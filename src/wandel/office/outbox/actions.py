"""Queue a mail in the caller's transaction; it is delivered after the commit."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wandel.office.outbox.delivery import send_queued
from wandel.office.outbox.lines import one_line
from wandel.office.outbox.masking import masked_text
from wandel.office.outbox.models import Mail, hash_of_address
from wandel.office.outbox.tasks import deliver_waiting
from wandel.ui.subjects import SubjectRef

__all__ = ["erase_mails", "queue_mail", "send_again", "send_queued"]


@transaction.atomic
def queue_mail(
    *,
    to: str,
    subject: str,
    text: str,
    language: str = "de",
    dedupe_key: str = "",
    links: Iterable[tuple[str, str]] = (),
    about: SubjectRef | None = None,
) -> Mail:
    """Write a mail into the outbox; it leaves after the caller's transaction has committed (never in a demo).

    The same ``dedupe_key`` again writes nothing and returns the first mail. ``links`` are (label, address) pairs, an
    address may be a path. Raises ValidationError for a receiver or link that is none.
    """
    mail = Mail(
        to=_checked_receiver(to),
        subject_line=one_line(subject)[:250],
        text=text.replace("\r\n", "\n").replace("\x00", ""),
        language=language,
        dedupe_key=dedupe_key,
        links=[[one_line(str(label)), _checked_link(address)] for label, address in links],
        state=Mail.State.HELD if settings.WANDEL_DEMO else Mail.State.QUEUED,
    )
    if about is not None:
        mail.subject = about
    try:
        with transaction.atomic():
            mail.save()
    except IntegrityError:
        if not dedupe_key:
            raise
        return Mail.objects.get(dedupe_key=dedupe_key)
    if mail.state == Mail.State.QUEUED:
        # The queue is a table of the same transaction. Is the wake-up lost, the next minute's look finds the mail.
        deliver_waiting.enqueue()
    return mail


@transaction.atomic
def send_again(*, mail: Mail) -> Mail:
    """Queue a failed mail once more. Raises ValidationError for any other."""
    if not Mail.objects.filter(pk=mail.pk, state=Mail.State.FAILED, erased_on=None).update(
        state=Mail.State.QUEUED, attempts=0, next_attempt_at=timezone.now(), error=""
    ):
        raise ValidationError(_("Only a mail that failed can be sent again."), code="not_failed")
    deliver_waiting.enqueue()
    mail.refresh_from_db()
    return mail


@transaction.atomic
def erase_mails(*, kind: str, pks: Iterable[object], on: date) -> int:
    """Erase what mails about these things say and to whom they went. That a mail was written, when, under which subject
    line and whether it left stays, with a keyed hash of the address. What has not left yet never will. Returns how many.
    """
    about = Mail.objects.select_for_update().filter(subject_kind=kind, subject_pk__in=[str(pk) for pk in pks])
    count = 0
    for mail in about.filter(erased_on=None):
        mail.to_hash, mail.to = hash_of_address(mail.to), ""
        mail.text, mail.links, mail.error, mail.erased_on = "", [], "", on
        if mail.state == Mail.State.QUEUED:
            mail.state = Mail.State.FAILED
        mail.save(update_fields=["to", "to_hash", "text", "links", "error", "erased_on", "state"])
        count += 1
    return count


def _checked_receiver(to: Any) -> str:
    address = str(to)
    try:
        if len(address) > 254 or one_line(address) != address:
            raise ValidationError("")
        validate_email(address)
    except ValidationError:
        raise ValidationError(
            _("“%(address)s” is not an e-mail address. Write one address like name@example.org."),
            code="receiver",
            params={"address": one_line(address)[:80]},
        ) from None
    return address


def _checked_link(address: str) -> str:
    local = address.startswith("/") and not address.startswith("//")
    if not (local or address.startswith(("https://", "http://"))) or re.search(r"\s", address):
        raise ValidationError(
            _("A link in a mail starts with https:// or is a path of this installation, not “%(address)s”."),
            code="link",
            params={"address": masked_text(address)[:80]},
        )
    return address
