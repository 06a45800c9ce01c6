from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wandel.office.desk.models.entry import CONFIDENTIALITIES
from wandel.office.desk.models.phrase_field import PhraseField, in_both_languages
from wandel.office.people.models import Organisation, User
from wandel.ui.phrases import Phrase
from wandel.ui.sinks import INTERNAL
from wandel.ui.subjects import SubjectColumns, SubjectRef


class CoSignRequest(SubjectColumns):
    """Somebody asks an office or a person to sign too (four eyes)."""

    class State(models.TextChoices):
        ASKED = "asked", _("asked")
        SIGNED = "signed", _("signed")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("withdrawn")

    what = PhraseField()
    # What the asked side has to know: pairs of stored phrases, as they stood on the day of the question.
    facts = models.JSONField(default=list, blank=True)
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField()
    due_on = models.DateField()
    field = models.CharField(max_length=20, blank=True)
    confidentiality = models.CharField(max_length=12, choices=CONFIDENTIALITIES, default=INTERNAL)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(_("Reason"), max_length=2000, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-asked_on", "-pk"]
        indexes = [models.Index(fields=["subject_kind", "subject_pk"], name="cosign_subject")]
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation=None, user__isnull=False) | Q(organisation__isnull=False, user=None),
                name="cosign_asks_office_or_person",
            ),
            models.CheckConstraint(
                condition=~Q(decided_by=models.F("asked_by")) | ~Q(state="signed"), name="cosign_four_eyes"
            ),
            models.CheckConstraint(condition=~Q(state="refused") | ~Q(note=""), name="cosign_refusal_has_a_reason"),
        ]

    def __str__(self) -> str:
        return str(self.what)

    def get_absolute_url(self) -> str:
        return f"/cosign/{self.pk}/"

    @property
    def ref(self) -> SubjectRef:
        return SubjectRef("desk.cosign", str(self.pk), self.get_absolute_url(), in_both_languages(self.what)["de"])

    @property
    def fact_rows(self) -> list[tuple[Phrase, Phrase]]:
        """What the asking field has laid beside the question: label and value."""
        return [(Phrase.from_json(label), Phrase.from_json(value)) for label, value in self.facts]

    def lay_facts(self, facts: Any) -> None:
        """Keep the rows as they are spoken today; what changes later is another question."""
        self.facts = [[label.to_json(), value.to_json()] for label, value in facts]

    @property
    def asked(self) -> str:
        """Whom the question went to."""
        return self.organisation.name if self.organisation_id else self.user.name

    @property
    def is_open(self) -> bool:
        return self.state == self.State.ASKED


@dataclass(frozen=True)
class Transition:
    """A step of the table: ``by`` is who takes it ("asked" side or "asker"), ``needs_note`` what it takes."""

    before: str
    after: str
    by: str
    needs_note: bool = False


State = CoSignRequest.State
TRANSITIONS = (
    Transition(State.ASKED, State.SIGNED, by="asked"),
    Transition(State.ASKED, State.REFUSED, by="asked", needs_note=True),
    Transition(State.ASKED, State.WITHDRAWN, by="asker"),
)


def transition(before: str, after: str) -> Transition | None:
    """The row of the table, None where there is no such step."""
    return next((row for row in TRANSITIONS if (row.before, row.after) == (before, after)), None)
