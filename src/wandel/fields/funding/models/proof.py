from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wandel.core.foerderung.proofs import Form, form_named
from wandel.fields.funding.models.award import Zuwendungsbescheid
from wandel.office.people.models import User
from wandel.ui.money import MoneyField
from wandel.ui.subjects import SubjectRef


class Proof(models.Model):
    """A proof of use: a Verwendungsnachweis at the end, or a Zwischennachweis for a part of the time.

    ``figures`` are frozen when it is released and never change afterwards; until then the page shows those of the day.
    ``texts`` hold the parts of the Sachbericht by key, ``explanations`` why an item differs by the item's key, ``others`` what other
    people really paid (cents by the source's key), ``confirmed`` the sentences that were ticked.
    """

    class Kind(models.TextChoices):
        FINAL = "final", _("Verwendungsnachweis (final proof)")
        INTERIM = "interim", _("Zwischennachweis (interim proof)")

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("proof", "being written")
        CHECK = "check", pgettext_lazy("proof", "waits for release")
        RELEASED = "released", pgettext_lazy("proof", "released")
        SENT = "sent", pgettext_lazy("proof", "sent")
        QUESTIONED = "questioned", pgettext_lazy("proof", "questioned")
        ACCEPTED = "accepted", pgettext_lazy("proof", "accepted")

    award = models.ForeignKey(Zuwendungsbescheid, on_delete=models.CASCADE, related_name="proofs")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    form = models.CharField(_("form"), max_length=40)
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"))
    # The duty it answers, by its key within the award; empty where nothing asks for it.
    duty = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT, editable=False)
    texts = models.JSONField(default=dict)
    explanations = models.JSONField(default=dict)
    others = models.JSONField(default=dict)
    confirmed = models.JSONField(default=list)
    figures = models.JSONField(null=True, blank=True, editable=False)
    submitted_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    released_by_name = models.CharField(max_length=150, blank=True, editable=False)
    released_on = models.DateField(null=True, blank=True, editable=False)
    sent_on = models.DateField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-until_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(until_on__gte=models.F("from_on")), name="proof_has_a_period"),
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "check"]) | models.Q(figures__isnull=False),
                name="proof_released_with_figures",
            ),
            models.UniqueConstraint(
                fields=["award"], condition=models.Q(kind="final"), name="one_final_proof_per_award"
            ),
        ]

    def __str__(self) -> str:
        """The legal noun, the same in every language; of the yearly ones with its year."""
        return "Verwendungsnachweis" if self.kind == self.Kind.FINAL else f"Zwischennachweis {self.until_on.year}"

    def get_absolute_url(self) -> str:
        return f"/awards/proofs/{self.pk}/"

    @property
    def ref(self) -> SubjectRef:
        return SubjectRef("funding.award", str(self.award_id), self.get_absolute_url(), self.award.title)

    @property
    def pattern(self) -> Form:
        """The funder's form as it is stored."""
        return form_named(self.form)


@dataclass(frozen=True)
class ProofMove:
    """A way from one state to another: the button, whether a second person presses it, whether it needs a word, whether it leads back."""

    to: str
    button: Promise
    second: bool = False
    note: bool = False
    back: bool = False


_STATE = Proof.State
# The one table of a proof's way; what is not here is not possible.
PROOF_MOVES: dict[str, tuple[ProofMove, ...]] = {
    _STATE.DRAFT: (ProofMove(_STATE.CHECK, _("Hand over for release")),),
    _STATE.CHECK: (
        ProofMove(_STATE.RELEASED, _("Release"), second=True),
        ProofMove(_STATE.DRAFT, _("Give back for changes"), note=True, back=True),
    ),
    _STATE.RELEASED: (
        ProofMove(_STATE.SENT, _("It is sent")),
        ProofMove(_STATE.DRAFT, _("Open again for changes"), note=True, back=True),
    ),
    _STATE.SENT: (
        ProofMove(_STATE.ACCEPTED, _("The funder accepted it")),
        ProofMove(_STATE.QUESTIONED, _("The funder asks")),
        ProofMove(_STATE.RELEASED, _("It was not sent after all"), back=True),
    ),
    _STATE.QUESTIONED: (
        ProofMove(_STATE.SENT, _("Everything is answered")),
        ProofMove(_STATE.ACCEPTED, _("The funder accepted it")),
    ),
    _STATE.ACCEPTED: (ProofMove(_STATE.SENT, _("Not accepted after all"), note=True, back=True),),
}


class ProofStep(models.Model):
    """A step of a proof: which state it brought, on which day, who took it and what there was to say."""

    proof = models.ForeignKey(Proof, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=10, choices=Proof.State.choices)
    taken_on = models.DateField()
    note = models.CharField(max_length=300, blank=True)
    actor_name = models.CharField(max_length=150)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.proof_id}: {self.state} {self.taken_on}"


class ProofFinding(models.Model):
    """A question the funder asked about a proof: until when, how much is at stake, and the answer given."""

    proof = models.ForeignKey(Proof, on_delete=models.CASCADE, related_name="findings")
    asked_on = models.DateField(_("asked on"))
    question = models.TextField(_("what is asked"), max_length=2000)
    due_on = models.DateField(_("answer until"))
    amount = MoneyField(_("amount in question"), null=True, blank=True)
    answer = models.TextField(_("answer"), max_length=4000, blank=True)
    answered_on = models.DateField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answered_on__isnull=True) | ~models.Q(answer=""),
                name="answered_finding_has_an_answer",
            )
        ]

    def __str__(self) -> str:
        return self.question[:80]


class ProgressNote(models.Model):
    """What happened in the project, written down when it happened: the Sachbericht is collected, not remembered."""

    award = models.ForeignKey(Zuwendungsbescheid, on_delete=models.CASCADE, related_name="progress")
    happened_on = models.DateField(_("when"))
    text = models.TextField(_("what happened"), max_length=2000)
    publicity = models.BooleanField(_("shows the funder in public (sign, press, opening)"), default=False)
    actor_name = models.CharField(max_length=150)

    class Meta:
        ordering = ["happened_on", "pk"]

    def __str__(self) -> str:
        return f"{self.happened_on}: {self.text[:60]}"
