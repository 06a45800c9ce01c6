"""Deliver waiting mail: claim, send, forget the tokens, try again when the post is closed."""

import logging
import smtplib
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from wandel.office.outbox.lines import one_line
from wandel.office.outbox.masking import masked, masked_text
from wandel.office.outbox.models import Mail

logger = logging.getLogger("wandel.outbox")

SMTP = "django.core.mail.backends.smtp.EmailBackend"
WAIT_AFTER_ATTEMPT = [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120)]
ATTEMPTS = len(WAIT_AFTER_ATTEMPT) + 1
# A worker that dies while sending leaves the mail claimed for this long; then another one tries.
CLAIM = timedelta(minutes=5)
AT_ONCE = 200


def send_queued(now: datetime | None = None) -> int:
    """Deliver what is due. Two workers never send the same mail: each claims a row in one UPDATE. Returns how many
    left.
    """
    now = now or timezone.now()
    due = Mail.objects.filter(state=Mail.State.QUEUED, next_attempt_at__lte=now).order_by("next_attempt_at", "pk")
    return sum(_deliver(pk, now) for pk in list(due.values_list("pk", flat=True)[:AT_ONCE]))


def message_of(mail: Mail) -> EmailMultiAlternatives:
    """The mail as it goes out: plain text with the links below, and the same as HTML made from the escaped text."""
    addresses = mail.addresses
    text = "\n\n".join([mail.text.rstrip(), *(f"{label}:\n{address}" for label, address in addresses)]) + "\n"
    with override(mail.language):
        html = render_to_string("outbox/email/mail.html", {"mail": mail, "addresses": addresses})
    message = EmailMultiAlternatives(mail.subject_line, text, settings.DEFAULT_FROM_EMAIL, [mail.to])
    message.attach_alternative(html, "text/html")
    return message


def _deliver(pk: int, now: datetime) -> bool:
    claimed = Mail.objects.filter(pk=pk, state=Mail.State.QUEUED, next_attempt_at__lte=now).update(
        next_attempt_at=now + CLAIM, attempts=F("attempts") + 1
    )
    if not claimed:
        return False
    mail = Mail.objects.get(pk=pk)
    try:
        transport = get_connection(getattr(settings, "WANDEL_MAIL_TRANSPORT", SMTP))
        transport.send_messages([message_of(mail)])
    except Exception as error:
        logger.warning("Mail %s was not sent (attempt %s): %s", pk, mail.attempts, type(error).__name__, exc_info=True)
        _put_back(mail, error, now)
        return False
    mail.state, mail.sent_at, mail.error = Mail.State.SENT, now, ""
    mail.save(update_fields=["state", "sent_at", "error"])
    _forget_tokens(mail)
    return True


def _forget_tokens(mail: Mail) -> None:
    """Once a mail has left, only its receiver holds the keys in it; the record shows where the links led."""
    if settings.WANDEL_DEMO:
        return
    links = [[label, masked(address)] for label, address in mail.links]
    # What was erased while the mail was on its way stays erased.
    Mail.objects.filter(pk=mail.pk, erased_on=None).update(text=masked_text(mail.text), links=links)


def _put_back(mail: Mail, error: Exception, now: datetime) -> None:
    if mail.attempts >= ATTEMPTS or _refused_for_good(error):
        mail.state = Mail.State.FAILED
    else:
        mail.next_attempt_at = now + WAIT_AFTER_ATTEMPT[mail.attempts - 1]
    mail.error = one_line(f"{type(error).__name__}: {error}")[:500]
    mail.save(update_fields=["state", "next_attempt_at", "error"])


def _refused_for_good(error: Exception) -> bool:
    """Whether the mail server said never (5xx for this receiver) and not later (4xx)."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _reply in error.recipients.values())
    return False
