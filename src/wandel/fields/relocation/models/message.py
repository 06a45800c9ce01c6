"""What is said in a case: words of both sides, questions to offices and their answers."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from wandel.fields.relocation.models.case import Case
from wandel.office.people.models import Organisation
from wandel.ui.subjects import SubjectRef

MESSAGE_KIND, HANDOVER_KIND = "relocation.message", "relocation.handover"


class Message(models.Model):
    """One word of the conversation. Its papers lie in files, about this message."""

    class Direction(models.TextChoices):
        INCOMING = "in", _("from the person")
        OUTGOING = "out", _("from us")
        NOTE = "note", _("note, only for us")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="messages")
    direction = models.CharField(max_length=4, choices=Direction.choices)
    text = models.TextField(max_length=5000)
    author_name = models.CharField(max_length=150, blank=True)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["written_at", "pk"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.direction}"

    @property
    def ref(self) -> SubjectRef:
        return SubjectRef(MESSAGE_KIND, str(self.pk), self.case.get_absolute_url(), str(self.case))


class Handover(models.Model):
    """A question to an office. The office reads the question and answers it; the case itself stays closed to it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="handovers")
    office = models.ForeignKey(
        Organisation, verbose_name=_("office"), on_delete=models.PROTECT, related_name="newcomer_questions"
    )
    question = models.TextField(_("question"), max_length=3000)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=150)
    due_on = models.DateField(_("answer by"))
    answer = models.TextField(_("answer"), max_length=5000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answered_at=None, answer="")
                | models.Q(answered_at__isnull=False) & ~models.Q(answer=""),
                name="handover_answered_with_words",
            )
        ]

    def __str__(self) -> str:
        return f"Frage {self.pk}"

    def get_absolute_url(self) -> str:
        return f"/newcomers/questions/{self.pk}/"

    @property
    def ref(self) -> SubjectRef:
        return SubjectRef(HANDOVER_KIND, str(self.pk), self.get_absolute_url(), str(self))
