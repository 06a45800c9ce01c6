from django.db import models

from wandel.office.desk.models.entry import Entry
from wandel.office.people.models import User

# Stands for "told the deputy"; the other thresholds are days before the due date.
ESCALATED = -3


class DigestMark(models.Model):
    """That somebody was reminded of an entry at a threshold. A changed due date may remind again."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="digest_marks")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    threshold = models.SmallIntegerField()
    due_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "user", "threshold", "due_on"], name="digest_mark_once"),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.user_id} {self.threshold}"


class DigestMail(models.Model):
    """That somebody had the mail of a day."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    sent_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "sent_on"], name="digest_mail_once_a_day")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.sent_on}"
