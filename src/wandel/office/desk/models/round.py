from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wandel.office.desk.models.question import Question, read_questions
from wandel.office.desk.models.secret_link import SecretLinkColumns
from wandel.office.people.models import Organisation
from wandel.office.people.roles import Field
from wandel.ui.subjects import SubjectRef

# A link goes on working so long after the due date: town halls that are late are still welcome.
GRACE = timedelta(days=14)


def validate_questions(value: Any) -> None:
    read_questions(value)


class Round(models.Model):
    """One question to many organisations with one due date ("Abfrage")."""

    class State(models.TextChoices):
        DRAFT = "draft", _("in preparation")
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")

    TRANSITIONS = {State.DRAFT: {State.OPEN}, State.OPEN: {State.CLOSED}, State.CLOSED: set()}

    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("what it is about"), max_length=5000, blank=True)
    due_on = models.DateField(_("answer until"))
    questions = models.JSONField(default=list, blank=True, validators=[validate_questions])
    previous = models.ForeignKey(
        "self",
        verbose_name=_("last year's round"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="following",
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT, db_index=True)
    owner = models.ForeignKey(
        "people.User", verbose_name=_("who looks after it"), on_delete=models.PROTECT, related_name="+"
    )
    field = models.CharField(_("field"), max_length=20, choices=Field.choices, blank=True)
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-due_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft") | Q(opened_on__isnull=False), name="round_open_since_some_day"
            ),
            models.CheckConstraint(condition=~Q(previous=models.F("pk")), name="round_does_not_follow_itself"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/rounds/{self.pk}/"

    @property
    def ref(self) -> SubjectRef:
        return SubjectRef("desk.round", str(self.pk), self.get_absolute_url(), self.title)

    @property
    def question_list(self) -> tuple[Question, ...]:
        return read_questions(self.questions)

    @property
    def last_day(self) -> date:
        """The last day on which a late answer is taken."""
        return self.due_on + GRACE

    def may_become(self, state: str) -> bool:
        return state in self.TRANSITIONS[self.State(self.state)]


class AnswerQuerySet(models.QuerySet["Answer"]):
    def waiting(self) -> "AnswerQuerySet":
        return self.filter(state__in=[Answer.State.INVITED, Answer.State.OPENED])


class Answer(SecretLinkColumns):
    """What one organisation says to a round. ``draft`` is what was typed and not yet declared done."""

    class State(models.TextChoices):
        INVITED = "invited", _("not opened yet")
        OPENED = "opened", _("begun")
        ANSWERED = "answered", _("answered")
        DECLINED = "declined", _("has nothing to report")

    class How(models.TextChoices):
        LINK = "link", _("by the link in the mail")
        USER = "user", _("signed in")
        OFFICER = "officer", _("by the officer after a call")

    TRANSITIONS = {
        State.INVITED: {State.OPENED, State.ANSWERED, State.DECLINED},
        State.OPENED: {State.ANSWERED, State.DECLINED},
        State.ANSWERED: {State.ANSWERED, State.DECLINED},
        State.DECLINED: {State.ANSWERED, State.DECLINED},
    }

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="answers")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="answers")
    email = models.EmailField(_("e-mail"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.INVITED)
    data = models.JSONField(default=dict, blank=True)
    draft = models.JSONField(null=True, blank=True)
    # Which browser session wrote last; a version counts as foreign only when another one wrote it.
    edited_by = models.CharField(max_length=40, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answered_how = models.CharField(max_length=10, choices=How.choices, blank=True)
    answered_by = models.CharField(_("who answered"), max_length=150, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering = ["organisation__sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "organisation"], name="answer_once_per_round_and_organisation"),
            models.CheckConstraint(
                condition=~Q(state="answered") | Q(answered_on__isnull=False), name="answer_given_on_some_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.round}"

    @property
    def path(self) -> str:
        """The page for those who sign in."""
        return f"/rounds/answers/{self.pk}/"

    @property
    def ref(self) -> SubjectRef:
        return SubjectRef("desk.answer", str(self.pk), self.path, self.round.title)

    @property
    def is_waiting(self) -> bool:
        return self.state in {self.State.INVITED, self.State.OPENED}

    def may_become(self, state: str) -> bool:
        return state in self.TRANSITIONS[self.State(self.state)]

    def may_be_written(self, day: date) -> bool:
        """Corrections until the due date, a first answer until the days of grace are over; never in a closed round."""
        if self.round.state != Round.State.OPEN:
            return False
        return day <= (self.round.last_day if self.is_waiting else self.round.due_on)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.token_hash:
            self.keep_token_hash()
        super().save(*args, **kwargs)


class RoundReminder(models.Model):
    """A mark that a reminder went out, so that none goes out twice. ``mark``: before-7, before-1, after-3 or hand-<day>."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="reminders")
    mark = models.CharField(max_length=20)
    sent_on = models.DateField()

    class Meta:
        ordering = ["sent_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["answer", "mark"], name="round_reminder_once")]

    def __str__(self) -> str:
        return f"{self.answer_id} {self.mark}"
