"""How many the county wants to be, until when, and who decided it. An old target stays; the new one is a new row."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class GrowthTarget(models.Model):
    """A decided target. The newest decision that has been taken is in force."""

    inhabitants = models.PositiveIntegerField(_("inhabitants"))
    until = models.DateField(_("until"))
    decided_on = models.DateField(_("decided on"))
    decided_by = models.CharField(_("decided by"), max_length=200)
    certainty = models.CharField(max_length=12, default="confirmed")
    source = models.CharField(_("where it is written"), max_length=300)
    note = models.CharField(_("note"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-decided_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["decided_on", "until"], name="target_once_per_day"),
            models.CheckConstraint(condition=models.Q(until__gt=models.F("decided_on")), name="target_lies_ahead"),
        ]

    def __str__(self) -> str:
        return f"{self.inhabitants} {self.until}"
