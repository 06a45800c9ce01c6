from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from wandel.office.desk.models.entry import CONFIDENTIALITIES
from wandel.office.people.models import Organisation, User
from wandel.ui.sinks import OPEN
from wandel.ui.subjects import SubjectColumns

# So long an author may correct or take back what they wrote.
CORRECTION_TIME = timedelta(minutes=15)


class Comment(SubjectColumns):
    """What somebody says about a thing, on that thing's page."""

    text = models.TextField(_("Comment"), max_length=5000)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    mentioned = models.ManyToManyField(User, blank=True, related_name="+")
    organisations = models.ManyToManyField(Organisation, blank=True, related_name="+")
    field = models.CharField(max_length=20, blank=True)
    confidentiality = models.CharField(max_length=12, choices=CONFIDENTIALITIES, default=OPEN)
    written_at = models.DateTimeField()
    corrected_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["written_at", "pk"]
        indexes = [models.Index(fields=["subject_kind", "subject_pk", "written_at"], name="comment_subject")]

    def __str__(self) -> str:
        return self.text[:80]

    def may_be_corrected(self, *, by: User, at: datetime) -> bool:
        """Its author, within a quarter of an hour."""
        return self.author_id == by.pk and self.deleted_at is None and at - self.written_at <= CORRECTION_TIME
