"""Help by a person ("Fall"): a newcomer, or several of one employer, from the first word to the day they are here."""

from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from wandel.core.text.fold import fold
from wandel.fields.relocation.case_states import CHOICES, NEW, OVER, TABLE, TURNS, US, CaseStep
from wandel.office.desk.models import Intake
from wandel.office.desk.models.secret_link import SecretLinkColumns
from wandel.office.people.models import Organisation, Person, User
from wandel.office.places.models import Municipality
from wandel.ui.subjects import SubjectRef

CASE_KIND = "relocation.case"


class CaseSource(models.TextChoices):
    FRONT_DOOR = "front_door", _("front door")
    BOOKING = "booking", _("appointment booked")
    PHONE = "phone", _("telephone")
    COUNTER = "counter", _("counter")
    MAIL = "mail", _("mail")
    EMPLOYER = "employer", _("through the employer")


class Origin(models.TextChoices):
    """Where somebody comes from, as coarse as counting needs it; asked for voluntarily."""

    NEARBY = "nearby", _("Düren county or next to it")
    STATE = "state", _("elsewhere in North Rhine-Westphalia")
    GERMANY = "germany", _("elsewhere in Germany")
    EU = "eu", _("another country of the EU")
    WORLD = "world", _("a country outside the EU")


class Reason(models.TextChoices):
    WORK = "work", _("work")
    LEARNING = "learning", _("training or study")
    FAMILY = "family", _("family or partner")
    HOME = "home", _("a home or land")
    OTHER = "other", _("something else")


class Case(SecretLinkColumns):
    """One matter of one newcomer. The name stands here and not among the contacts, which the whole unit reads.

    ``turn`` says who has the next word, ``turn_since`` since when. ``last_word_at`` is the person's last sign of life: from
    it the day of deletion moves on. ``contact`` is who speaks for the employer.
    """

    state = models.CharField(max_length=10, choices=CHOICES, default=NEW)
    turn = models.CharField(max_length=8, choices=TURNS, default=US, blank=True)
    turn_since = models.DateField()
    name = models.CharField(_("name"), max_length=150)
    search_key = models.CharField(max_length=400, editable=False)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    language = models.CharField(_("language"), max_length=8, default="de")
    question = models.TextField(_("what it is about"), max_length=5000, blank=True)
    source = models.CharField(_("how it came"), max_length=12, choices=CaseSource.choices, default=CaseSource.COUNTER)
    campaign = models.CharField(_("campaign"), max_length=60, blank=True)
    adviser = models.ForeignKey(
        User, verbose_name=_("who looks after it"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    municipality = models.ForeignKey(
        Municipality, verbose_name=_("municipality"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    employer = models.ForeignKey(
        Organisation,
        verbose_name=_("employer"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="newcomers",
    )
    contact = models.ForeignKey(
        Person,
        verbose_name=_("contact at the employer"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    origin = models.CharField(_("comes from"), max_length=10, choices=Origin.choices, blank=True)
    reason = models.CharField(_("comes because of"), max_length=10, choices=Reason.choices, blank=True)
    arrives_on = models.DateField(_("wants to arrive on"), null=True, blank=True)
    arrived_on = models.DateField(_("arrived on"), null=True, blank=True)
    intake = models.OneToOneField(
        Intake, null=True, blank=True, on_delete=models.SET_NULL, related_name="relocation_case"
    )
    purpose = models.CharField(_("what the data are kept for"), max_length=200)
    consent_on = models.DateField(_("consent given on"))
    consent_how = models.CharField(_("how consent was given"), max_length=200)
    received_at = models.DateTimeField()
    answer_due_on = models.DateField(null=True, blank=True)
    first_answer_at = models.DateTimeField(null=True, blank=True)
    last_word_at = models.DateTimeField()
    ended_on = models.DateField(null=True, blank=True)
    close_reason = models.CharField(_("reason"), max_length=300, blank=True)
    delete_on = models.DateField(db_index=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["turn_since", "pk"]
        indexes = [
            models.Index(fields=["turn", "turn_since"], name="case_turn"),
            models.Index(fields=["state", "received_at"], name="case_state"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="settled") | models.Q(arrived_on__isnull=False, municipality__isnull=False),
                name="case_settled_somewhere_on_some_day",
            )
        ]

    def __str__(self) -> str:
        return f"Fall {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_key = fold(f"{self.name} {self.email}")[:400]
        if not self.token_hash:
            self.keep_token_hash()
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return f"/newcomers/cases/{self.pk}/"

    @property
    def ref(self) -> SubjectRef:
        """Names nobody: journal and desk keep the label longer than the person's details may be kept."""
        return SubjectRef(CASE_KIND, str(self.pk), self.get_absolute_url(), str(self))

    @property
    def step(self) -> CaseStep:
        return TABLE[self.state]

    @property
    def is_over(self) -> bool:
        return self.state in OVER

    def waits_days(self, on: date) -> int:
        """For how many days whoever's turn it is has had it."""
        return max(0, (on - self.turn_since).days)


class Companion(models.Model):
    """Who comes along: partner, child, parent."""

    class Relation(models.TextChoices):
        PARTNER = "partner", _("partner")
        CHILD = "child", _("child")
        PARENT = "parent", _("parent")
        OTHER = "other", _("other")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="companions")
    relation = models.CharField(_("who"), max_length=10, choices=Relation.choices)
    name = models.CharField(_("name"), max_length=150, blank=True)
    birth_year = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.relation}"


class CaseTally(models.Model):
    """What remains of deleted cases for counting: sums by one word at a time, never two together, without a person.

    ``kind`` says what ``key`` is: "arrival" a campaign (with municipality and households), "origin", "reason", "end" the
    way it ended, "answered" within how many days the first answer came, "search" a search nobody found anything for.
    """

    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10)
    key = models.CharField(max_length=100, blank=True)
    municipality = models.ForeignKey(Municipality, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    cases = models.PositiveIntegerField(default=0)
    persons = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["year", "kind", "key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "kind", "key", "municipality"], nulls_distinct=False, name="case_tally_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.kind} {self.key}"
