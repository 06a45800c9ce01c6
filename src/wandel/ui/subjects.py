"""The columns by which journal, files, desk and search point at a thing."""

from django.db import models

from wandel.ui.subject_ref import SubjectRef

__all__ = ["SubjectColumns", "SubjectRef"]


class SubjectColumns(models.Model):
    """The four columns of a SubjectRef; journal, files, desk and search use them, nobody else does."""

    subject_kind = models.CharField(max_length=60, blank=True)
    subject_pk = models.CharField(max_length=64, blank=True)
    subject_path = models.CharField(max_length=300, blank=True)
    subject_label = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True

    @property
    def subject(self) -> SubjectRef:
        return SubjectRef(self.subject_kind, self.subject_pk, self.subject_path, self.subject_label)

    @subject.setter
    def subject(self, ref: SubjectRef) -> None:
        self.subject_kind, self.subject_pk = ref.kind, str(ref.pk)
        self.subject_path, self.subject_label = ref.path, ref.label[:300]
