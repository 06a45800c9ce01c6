from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wandel.core.text.fold import fold
from wandel.office.desk.models.secret_link import SecretLinkColumns
from wandel.office.people.models import Organisation
from wandel.office.people.roles import Field
from wandel.ui.sinks import CONFIDENTIAL, INTERNAL
from wandel.ui.subjects import SubjectRef

CONFIDENTIAL_FIELDS = frozenset({Field.RELOCATION, Field.INVESTORS})


@dataclass(frozen=True)
class IntakeStep:
    """One row of the transition table: what staff read, what the person reads, where it may go, who may take it there."""

    label: Any
    public_label: Any
    next: frozenset[str]
    permission: str = "intake.view"


class IntakeQuerySet(models.QuerySet["Intake"]):
    def waiting(self) -> "IntakeQuerySet":
        """Those in which the unit owes the next word."""
        return self.filter(state__in=[Intake.State.RECEIVED, Intake.State.IN_PROGRESS])

    def matching(self, text: str) -> "IntakeQuerySet":
        return self.filter(search_key__contains=fold(text))


class Intake(SecretLinkColumns):
    """What comes through the front door, by telephone or at the counter, until a field takes it ("Anliegen")."""

    class Kind(models.TextChoices):
        MOVE = "move", _("moving here")
        INVEST = "invest", _("investing here")
        IDEA = "idea", _("project idea")
        OTHER = "other", _("something else")

    class State(models.TextChoices):
        RECEIVED = "received", _("new")
        IN_PROGRESS = "in_progress", _("taken over")
        ANSWERED = "answered", _("answered, waiting for the person")
        CLOSED = "closed", _("closed")

    class Source(models.TextChoices):
        FORM = "form", _("public form")
        PHONE = "phone", _("telephone")
        COUNTER = "counter", _("counter")
        MAIL = "mail", _("mail")
        ROUND = "round", _("after a round")
        TOWN_HALL = "townhall", _("town hall")

    FIELD_OF_KIND = {
        Kind.MOVE: Field.RELOCATION,
        Kind.INVEST: Field.INVESTORS,
        Kind.IDEA: Field.PROJECTS,
        Kind.OTHER: "",
    }

    TRANSITIONS: dict[str, IntakeStep] = {
        State.RECEIVED: IntakeStep(
            State.RECEIVED.label,
            _("It is here"),
            frozenset({State.RECEIVED, State.IN_PROGRESS, State.ANSWERED, State.CLOSED}),
        ),
        State.IN_PROGRESS: IntakeStep(
            State.IN_PROGRESS.label,
            _("Somebody is working on it"),
            frozenset({State.IN_PROGRESS, State.RECEIVED, State.ANSWERED, State.CLOSED}),
        ),
        State.ANSWERED: IntakeStep(
            State.ANSWERED.label,
            _("We have answered you"),
            frozenset({State.ANSWERED, State.RECEIVED, State.IN_PROGRESS, State.CLOSED}),
        ),
        State.CLOSED: IntakeStep(State.CLOSED.label, _("Finished"), frozenset({State.IN_PROGRESS, State.RECEIVED})),
    }

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    field = models.CharField(_("field"), max_length=20, choices=Field.choices, blank=True, db_index=True)
    confidentiality = models.CharField(max_length=15, editable=False)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.RECEIVED, db_index=True)
    source = models.CharField(_("how it came"), max_length=10, choices=Source.choices, default=Source.FORM)
    campaign = models.CharField(_("campaign"), max_length=60, blank=True, db_index=True)
    name = models.CharField(_("name"), max_length=150, blank=True)
    search_key = models.CharField(max_length=400, blank=True, editable=False)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    language = models.CharField(_("language of the answer"), max_length=5, default="de")
    message = models.TextField(_("message"), max_length=5000, blank=True)
    company = models.CharField(_("company or organisation"), max_length=200, blank=True)
    country = models.CharField(_("country"), max_length=100, blank=True)
    area_wish = models.CharField(_("which area are you looking for?"), max_length=300, blank=True)
    moving_from = models.CharField(_("where do you live now?"), max_length=200, blank=True)
    moving_when = models.CharField(_("when would you like to move?"), max_length=100, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="intakes",
    )
    owner = models.ForeignKey(
        "people.User",
        verbose_name=_("who looks after it"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    received_at = models.DateTimeField()
    answer_due_on = models.DateField()
    # Passed on to another field; the person reads to which one.
    moved_on = models.DateField(null=True, blank=True)
    first_answer_at = models.DateTimeField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    close_reason = models.CharField(_("reason"), max_length=300, blank=True)
    # The day named in the consent text; on it everything personal is erased.
    delete_on = models.DateField(db_index=True)
    erased_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = IntakeQuerySet.as_manager()

    class Meta:
        ordering = ["answer_due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="closed", closed_on__isnull=False) | (~Q(state="closed") & Q(closed_on__isnull=True)),
                name="intake_closed_on_some_day",
            ),
        ]
        indexes = [models.Index(fields=["state", "answer_due_on"], name="intake_waiting_by_day")]

    def __str__(self) -> str:
        return f"{self.pk} {self.name}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_key = fold(f"{self.name} {self.company} {self.email}")[:400]
        self.confidentiality = CONFIDENTIAL if self.field in CONFIDENTIAL_FIELDS else INTERNAL
        if not self.token_hash:
            self.keep_token_hash()
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return f"/intake/{self.pk}/"

    @property
    def ref(self) -> SubjectRef:
        """The label carries no name: journal and desk keep it longer than the person's details may be kept."""
        return SubjectRef("desk.intake", str(self.pk), self.get_absolute_url(), f"Anliegen {self.pk}")

    @property
    def step(self) -> IntakeStep:
        return self.TRANSITIONS[self.State(self.state)]

    @property
    def is_waiting(self) -> bool:
        return self.state in {self.State.RECEIVED, self.State.IN_PROGRESS}

    def may_become(self, state: str) -> bool:
        return state in self.step.next

    def days_left(self, day: date) -> int:
        """Calendar days until the promised answer; negative when late."""
        return (self.answer_due_on - day).days


class IntakeMessage(models.Model):
    """One word of the conversation after the first: from the person or from the unit."""

    class Direction(models.TextChoices):
        INCOMING = "in", _("from the person")
        OUTGOING = "out", _("from us")

    intake = models.ForeignKey(Intake, on_delete=models.CASCADE, related_name="messages")
    direction = models.CharField(max_length=3, choices=Direction.choices)
    text = models.TextField(max_length=5000)
    author_name = models.CharField(max_length=150, blank=True)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["written_at", "pk"]

    def __str__(self) -> str:
        return f"{self.intake_id} {self.direction}"
