from django.db import models

from wandel.office.people.models import User


class CalendarSubscription(models.Model):
    """A personal feed. The link is shown once; the database keeps only its SHA-256."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="calendar_subscriptions")
    label = models.CharField(max_length=100, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    created_on = models.DateField()
    read_on = models.DateField(null=True, blank=True)
    revoked_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-created_on", "-pk"]

    def __str__(self) -> str:
        return self.label or str(self.created_on)
