from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wandel.fields.funding.models.award import Zuwendungsbescheid
from wandel.fields.funding.models.programme import Programme
from wandel.fields.projects.models import Project
from wandel.office.people.models import Organisation, User
from wandel.ui.money import MoneyField
from wandel.ui.subjects import SubjectRef


class Application(models.Model):
    """A project asks a programme for money (Antrag), from the first draft to the funder's answer.

    ``early_…`` is the consent to begin before the notice (vorzeitiger Maßnahmenbeginn, Unbedenklichkeit): asked, granted until a day, or
    refused. ``award`` is the notice it led to; of a change or a continuation the one it concerns.
    """

    class Kind(models.TextChoices):
        FIRST = "first", _("Erstantrag (first application)")
        CHANGE = "change", _("Änderungsantrag (change)")
        CONTINUATION = "continuation", _("Fortsetzungsantrag (continuation)")

    class State(models.TextChoices):
        PREPARING = "preparing", pgettext_lazy("application", "being prepared")
        SUBMITTED = "submitted", pgettext_lazy("application", "submitted")
        QUESTIONED = "questioned", pgettext_lazy("application", "questioned")
        GRANTED = "granted", pgettext_lazy("application", "granted")
        REFUSED = "refused", pgettext_lazy("application", "refused")
        WITHDRAWN = "withdrawn", pgettext_lazy("application", "withdrawn")

    class Early(models.TextChoices):
        NONE = "", _("not asked for")
        ASKED = "asked", pgettext_lazy("early start", "asked for")
        GRANTED = "granted", pgettext_lazy("early start", "granted")
        REFUSED = "refused", pgettext_lazy("early start", "refused")

    project = models.ForeignKey(
        Project, verbose_name=_("project"), on_delete=models.PROTECT, related_name="applications"
    )
    programme = models.ForeignKey(
        Programme, verbose_name=_("programme"), on_delete=models.PROTECT, related_name="applications"
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.FIRST)
    applicant = models.ForeignKey(
        Organisation, verbose_name=_("applicant"), on_delete=models.PROTECT, related_name="grant_applications"
    )
    state = models.CharField(
        max_length=10, choices=State.choices, default=State.PREPARING, editable=False, db_index=True
    )
    costs = MoneyField(_("eligible costs"), null=True, blank=True)
    grant = MoneyField(_("grant asked for"), null=True, blank=True)
    own = MoneyField(_("own share"), null=True, blank=True)
    due_on = models.DateField(_("to be handed in by"), null=True, blank=True)
    reference = models.CharField(_("funder's reference"), max_length=80, blank=True)
    note = models.TextField(_("internal note"), max_length=4000, blank=True)

    early = models.CharField(_("early start"), max_length=8, choices=Early.choices, blank=True, default="")
    early_on = models.DateField(_("asked or answered on"), null=True, blank=True)
    early_until_on = models.DateField(_("consent holds until"), null=True, blank=True)

    submitted_on = models.DateField(null=True, blank=True, editable=False)
    decided_on = models.DateField(null=True, blank=True, editable=False)
    decided_grant = MoneyField(null=True, blank=True, editable=False)
    reason = models.CharField(max_length=500, blank=True, editable=False)
    award = models.ForeignKey(
        Zuwendungsbescheid,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="applications",
        editable=False,
    )
    owner = models.ForeignKey(
        User, verbose_name=_("who prepares it"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)
    begun_on = models.DateField(editable=False)

    class Meta:
        ordering = ["-begun_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(early="granted") | models.Q(early_until_on__isnull=False),
                name="early_start_granted_until_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(own__isnull=True) | models.Q(own__gte=0), name="application_own_share_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project.title}: {self.programme.title}"

    def get_absolute_url(self) -> str:
        return f"/applications/{self.pk}/"

    @property
    def ref(self) -> SubjectRef:
        return SubjectRef("funding.application", str(self.pk), self.get_absolute_url(), self.project.title)


@dataclass(frozen=True)
class ApplicationMove:
    """A way from one state to another: the button, the facts it needs, and whether it leads back."""

    to: str
    button: Promise
    needs: tuple[str, ...] = ()
    back: bool = False


_STATE = Application.State
COMPLETE = ("costs", "grant", "own")
# The one table of an application's way; what is not here is not possible.
APPLICATION_MOVES: dict[str, tuple[ApplicationMove, ...]] = {
    _STATE.PREPARING: (
        ApplicationMove(_STATE.SUBMITTED, _("It is handed in"), COMPLETE),
        ApplicationMove(_STATE.WITHDRAWN, _("Give it up"), ("reason",)),
    ),
    _STATE.SUBMITTED: (
        ApplicationMove(_STATE.GRANTED, _("It is granted"), ("decided_grant",)),
        ApplicationMove(_STATE.REFUSED, _("It is refused"), ("reason",)),
        ApplicationMove(_STATE.QUESTIONED, _("The funder asks"), ("reason",)),
        ApplicationMove(_STATE.WITHDRAWN, _("Take it back"), ("reason",)),
        ApplicationMove(_STATE.PREPARING, _("It was not handed in after all"), back=True),
    ),
    _STATE.QUESTIONED: (
        ApplicationMove(_STATE.SUBMITTED, _("It is answered")),
        ApplicationMove(_STATE.REFUSED, _("It is refused"), ("reason",)),
        ApplicationMove(_STATE.WITHDRAWN, _("Take it back"), ("reason",)),
    ),
    _STATE.GRANTED: (ApplicationMove(_STATE.SUBMITTED, _("Not decided after all"), back=True),),
    _STATE.REFUSED: (ApplicationMove(_STATE.SUBMITTED, _("Not decided after all"), back=True),),
    _STATE.WITHDRAWN: (ApplicationMove(_STATE.PREPARING, _("Take it up again"), back=True),),
}


class ApplicationStep(models.Model):
    """A step of an application: which state it brought, on which day, who noted it and what there was to say."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=10, choices=Application.State.choices)
    taken_on = models.DateField()
    note = models.CharField(max_length=500, blank=True)
    actor_name = models.CharField(max_length=150)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.state} {self.taken_on}"
