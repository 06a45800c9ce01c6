from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from wandel.office.people.models.user import User
from wandel.office.people.scopes import SCOPES


class ApiToken(models.Model):
    """A key another program reads with, in the name of a user. Shown once; the database keeps only its SHA-256.

    ``scopes`` are keys of ``people.scopes``; what the token reaches is the user's own rights of the day, cut down to them.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens")
    label = models.CharField(_("what for"), max_length=100)
    token_hash = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    created_on = models.DateField()
    expires_on = models.DateField(_("valid until"))
    used_on = models.DateField(null=True, blank=True)
    revoked_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-created_on", "-pk"]
        indexes = [models.Index(fields=["user", "revoked_on"], name="api_token_of_user")]

    def __str__(self) -> str:
        return self.label

    def works_on(self, day: date) -> bool:
        """``expires_on`` is its last day."""
        return self.revoked_on is None and day <= self.expires_on

    @property
    def scope_labels(self) -> list[str]:
        return [str(SCOPES[key].label) for key in self.scopes if key in SCOPES]
