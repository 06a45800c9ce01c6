"""Every mail the system writes, sent or shown."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import pgettext_lazy

from wandel.office.outbox.masking import masked, masked_text
from wandel.ui.subjects import SubjectColumns


def hash_of_address(address: str) -> str:
    """The address as a keyed hash, 64 hexadecimal letters; without the installation's key nobody can try addresses out."""
    return salted_hmac("wandel.outbox.address", address.strip().lower(), algorithm="sha256").hexdigest()


class Mail(SubjectColumns):
    """One mail to one address. ``links`` are [label, address] pairs; an address may be a path of this installation."""

    class State(models.TextChoices):
        QUEUED = "queued", pgettext_lazy("mail", "waiting")
        SENT = "sent", pgettext_lazy("mail", "sent")
        FAILED = "failed", pgettext_lazy("mail", "failed")
        HELD = "held", pgettext_lazy("mail", "shown here only")

    to = models.EmailField(max_length=254, blank=True)
    subject_line = models.CharField(max_length=250)
    text = models.TextField()
    links = models.JSONField(default=list, blank=True)
    language = models.CharField(max_length=5, default="de")
    dedupe_key = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    queued_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=500, blank=True)
    # Once erased, address, text and links are empty and only the keyed hash of the address answers "did you write to me?".
    erased_on = models.DateField(null=True, blank=True)
    to_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-queued_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["dedupe_key"], condition=~Q(dedupe_key=""), name="mail_dedupe_key_once")
        ]
        indexes = [
            models.Index(fields=["-queued_at", "-id"], name="mail_queued"),
            models.Index(fields=["next_attempt_at"], condition=Q(state="queued"), name="mail_due"),
        ]

    def __str__(self) -> str:
        return f"{self.to}: {self.subject_line}"

    @property
    def may_be_sent_again(self) -> bool:
        return self.state == self.State.FAILED and self.erased_on is None

    @property
    def addresses(self) -> list[tuple[str, str]]:
        """Links as absolute addresses, the way they go into the mail."""
        return [
            (label, address if "://" in address else settings.WANDEL_BASE_URL + address)
            for label, address in self.links
        ]

    @property
    def shown_links(self) -> list[tuple[str, str]]:
        """Links as the page shows them: paths in the demo (it may run under any port), masked addresses elsewhere."""
        if not settings.WANDEL_DEMO:
            return [(label, masked(address)) for label, address in self.addresses]
        return [(label, address.removeprefix(settings.WANDEL_BASE_URL) or "/") for label, address in self.addresses]

    @property
    def shown_text(self) -> str:
        return self.text if settings.WANDEL_DEMO else masked_text(self.text)

    @property
    def state_colour(self) -> Any:
        return {"sent": "green", "failed": "red", "queued": "blue"}.get(self.state, "line")
