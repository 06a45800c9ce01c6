"""Django's own mail (login, password reset) goes the same way as every other: through the outbox."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.translation import get_language

from wandel.office.outbox.actions import queue_mail


class OutboxBackend(BaseEmailBackend):
    """Queues the plain text of a message, one mail per receiver. Attachments have no place here and are refused."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            if message.attachments:
                raise ValueError("The outbox carries links, not attachments: store the file and link to its page.")
            for receiver in message.recipients():
                queue_mail(
                    to=receiver,
                    subject=message.subject,
                    text=message.body,
                    language=(get_language() or "de").split("-")[0],
                )
        return len(email_messages)
