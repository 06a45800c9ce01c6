from django.db import models
from django.utils.translation import gettext_lazy as _

from wandel.fields.funding.models.award import Zuwendungsbescheid
from wandel.office.people.models import Organisation


class AwardParty(models.Model):
    """An office that takes part in an award: it sees the award, and co-signs or audits by its part."""

    class Part(models.TextChoices):
        RECIPIENT = "recipient", _("recipient")
        TREASURY = "treasury", _("treasury")
        PROCUREMENT = "procurement", _("procurement office")
        AUDITOR = "auditor", _("auditor")

    award = models.ForeignKey(Zuwendungsbescheid, on_delete=models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="award_parts")
    part = models.CharField(_("part"), max_length=12, choices=Part.choices)

    class Meta:
        ordering = ["part", "pk"]
        constraints = [models.UniqueConstraint(fields=["award", "organisation", "part"], name="award_party_once")]
        indexes = [models.Index(fields=["organisation", "award"], name="award_by_party")]

    def __str__(self) -> str:
        return f"{self.get_part_display()}: {self.organisation_id}"


class ChecklistItem(models.Model):
    """One line of the kick-off list of an award: open, done, or skipped with a reason (``done_on`` is then its day)."""

    award = models.ForeignKey(Zuwendungsbescheid, on_delete=models.CASCADE, related_name="checklist")
    key = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField()
    done_on = models.DateField(null=True, blank=True)
    done_by_name = models.CharField(max_length=150, blank=True)
    skipped_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["award", "key"], name="checklist_item_once")]

    def __str__(self) -> str:
        return self.key
