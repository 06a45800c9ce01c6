from django.db import models
from django.utils.translation import gettext_lazy as _

from wandel.fields.funding.models.award import Zuwendungsbescheid
from wandel.ui.formats import reader_language
from wandel.ui.money import MoneyField


class Obligation(models.Model):
    """A duty or date that follows from an award, with norm, version, arithmetic and how sure it is."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        DONE = "done", _("done")

    award = models.ForeignKey(Zuwendungsbescheid, on_delete=models.CASCADE, related_name="obligations")
    kind = models.CharField(max_length=40)
    # Stable within the award: the kind, and for one-per-drawdown duties the drawdown's key.
    key = models.CharField(max_length=80)
    due_on = models.DateField(db_index=True)
    nominal_on = models.DateField()
    shifted = models.CharField(max_length=60, blank=True)
    norm = models.CharField(max_length=200)
    norm_version = models.CharField(max_length=20, blank=True)
    status = models.CharField(max_length=12)
    because = models.JSONField(default=dict)
    lateness = models.JSONField(null=True, blank=True)
    amount = MoneyField(null=True, blank=True)
    state = models.CharField(max_length=6, choices=State.choices, default=State.OPEN)
    done_on = models.DateField(null=True, blank=True)
    done_by_name = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [
            # What lies unused is asked on every desk. A partial index would not serve: SQLite cannot match it to bound values.
            models.Index(fields=["kind", "amount"], name="obligation_kind_amount"),
        ]
        constraints = [models.UniqueConstraint(fields=["award", "key"], name="obligation_once_per_award")]

    def __str__(self) -> str:
        return f"{self.kind} {self.due_on}"

    @property
    def reason(self) -> str:
        """The arithmetic in the reader's language."""
        return self.because.get(reader_language(), "")

    @property
    def lateness_text(self) -> str:
        return (self.lateness or {}).get(reader_language(), "")
