from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wandel.core.text.fold import fold
from wandel.fields.projects.models import Project
from wandel.office.people.models import User
from wandel.ui.money import MoneyField
from wandel.ui.rates import RateField
from wandel.ui.subjects import SubjectRef

PROGRAMME_KIND = "funding.programme"


class Programme(models.Model):
    """What pays for what: the facts of a funding programme in our own words, with the link to its own.

    An empty fact is "not stated". How it stands today (open, closed …) is worked out from its days, never kept. ``areas`` are prefixes of the
    Amtlicher Gemeindeschlüssel ("DE" for all of Germany), ``applicants`` the codes of ``core.scouting.programme.Applicant``.
    """

    class Allowed(models.TextChoices):
        YES = "yes", pgettext_lazy("programme", "allowed")
        ON_REQUEST = "on_request", pgettext_lazy("programme", "only on request")
        NO = "no", pgettext_lazy("programme", "not allowed")

    key = models.CharField(
        _("short name"),
        max_length=80,
        unique=True,
        validators=[RegexValidator(r"^[a-z0-9-]+\Z", _("Only small letters, digits and hyphens, please."))],
        editable=False,
    )
    title = models.CharField(_("title of the programme"), max_length=200)
    sort_key = models.CharField(max_length=200, editable=False, db_index=True)
    funder = models.CharField(_("funder"), max_length=200)
    short = models.CharField(_("in one sentence"), max_length=300)
    text = models.TextField(_("what is funded"), max_length=5000, blank=True)
    applicants = models.JSONField(_("who may apply"), null=True, blank=True)
    areas = models.JSONField(_("where it applies"), null=True, blank=True)
    topics = models.JSONField(_("topics"), default=list, blank=True)
    opens_on = models.DateField(_("open from"), null=True, blank=True)
    closes_on = models.DateField(_("open until"), null=True, blank=True)
    continuous = models.BooleanField(_("open all the time"), default=False)
    minimum_cost = MoneyField(_("costs of at least"), null=True, blank=True)
    maximum_grant = MoneyField(_("grant of at most"), null=True, blank=True)
    rate = RateField(_("rate in per cent"), null=True, blank=True)
    own_share = RateField(_("own share in per cent"), null=True, blank=True)
    early_start = models.CharField(_("early start"), max_length=12, choices=Allowed.choices, blank=True)
    cumulation = models.CharField(_("other grants beside it"), max_length=12, choices=Allowed.choices, blank=True)
    url = models.URLField(_("link to the funder's page"), max_length=500)
    checked_on = models.DateField(_("facts checked on"))
    confirmed = models.BooleanField(_("compared with the funder's own text"), default=False)
    gone_on = models.DateField(_("no longer offered since"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["sort_key", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(opens_on__isnull=True)
                | models.Q(closes_on__isnull=True)
                | models.Q(closes_on__gte=models.F("opens_on")),
                name="programme_closes_after_it_opens",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = fold(self.title)[:200]
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return f"/programmes/{self.pk}/"

    @property
    def ref(self) -> SubjectRef:
        return SubjectRef(PROGRAMME_KIND, str(self.pk), self.get_absolute_url(), self.title)


class ProgrammeMark(models.Model):
    """What the unit thinks of a programme for a project: on the shortlist, or not to be shown again, with a note."""

    class State(models.TextChoices):
        SHORTLISTED = "shortlisted", pgettext_lazy("programme", "on the shortlist")
        MUTED = "muted", pgettext_lazy("programme", "not for this project")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="programme_marks")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="marks")
    state = models.CharField(max_length=12, choices=State.choices)
    note = models.CharField(_("note"), max_length=500, blank=True)
    marked_on = models.DateField()
    marked_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["project", "programme"], name="programme_mark_once")]

    def __str__(self) -> str:
        return f"{self.programme} · {self.get_state_display()}"
