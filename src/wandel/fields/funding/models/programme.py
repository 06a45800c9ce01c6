from typing import Any

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
    """What pays for what: a funding programme, entered by us in our own words or taken over from the Förderdatenbank.

    What is taken over keeps its text unchanged in ``parts`` (name and safe markup); ``text`` is the same without markup, for matching only,
    ``details`` what else the source says (kinds, keywords, contacts, links, codes nobody could explain) and ``fingerprint`` tells whether
    the source has changed. An empty fact is "not stated". How it stands today (open, closed …) is worked out from its days, never kept. ``areas`` are prefixes of the
    Amtlicher Gemeindeschlüssel ("DE" for all of Germany), ``applicants`` the codes of ``core.scouting.programme.Applicant``.
    """

    class Allowed(models.TextChoices):
        YES = "yes", pgettext_lazy("programme", "allowed")
        ON_REQUEST = "on_request", pgettext_lazy("programme", "only on request")
        NO = "no", pgettext_lazy("programme", "not allowed")

    class Source(models.TextChoices):
        OWN = "own", pgettext_lazy("programme", "entered by us")
        DATABASE = "fdb", pgettext_lazy("programme", "Förderdatenbank")

    key = models.CharField(_("short name"), max_length=300, unique=True, editable=False)
    source = models.CharField(
        _("source"), max_length=3, choices=Source.choices, default=Source.OWN, editable=False, db_index=True
    )
    title = models.CharField(_("title of the programme"), max_length=500)
    sort_key = models.CharField(max_length=200, editable=False, db_index=True)
    funder = models.CharField(_("funder"), max_length=500)
    short = models.CharField(_("in one sentence"), max_length=300)
    text = models.TextField(_("what is funded"), blank=True)
    parts = models.JSONField(default=list, editable=False)
    details = models.JSONField(default=dict, editable=False)
    fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    words = models.TextField(blank=True, editable=False)
    known_since = models.DateField(null=True, editable=False, db_index=True)
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
        self.fill_in()
        super().save(*args, **kwargs)

    def fill_in(self) -> None:
        """What follows from the texts: the order in lists and the folded words the list looks through."""
        self.sort_key = fold(self.title)[:200]
        self.words = fold(f"{self.title} {self.short} {self.funder} {self.text}")

    def get_absolute_url(self) -> str:
        return f"/programmes/{self.pk}/"

    @property
    def ref(self) -> SubjectRef:
        return SubjectRef(PROGRAMME_KIND, str(self.pk), self.get_absolute_url(), self.title)


class ProgrammeVersion(models.Model):
    """What an import brought for one programme. ``changes``: name of the fact or part → what it was, what it is."""

    class Kind(models.TextChoices):
        NEW = "new", pgettext_lazy("programme", "new")
        CHANGED = "changed", pgettext_lazy("programme", "changed")
        GONE = "gone", pgettext_lazy("programme", "gone from the source")
        BACK = "back", pgettext_lazy("programme", "back in the source")

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="versions")
    seen_on = models.DateField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    changes = models.JSONField(default=dict)

    class Meta:
        ordering = ["-seen_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.programme_id} · {self.get_kind_display()}"


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


class ProgrammeWatch(models.Model):
    """Somebody wants to hear when a programme changes, goes, comes back or closes soon."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="watches")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    since = models.DateField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["programme", "user"], name="programme_watched_once")]

    def __str__(self) -> str:
        return f"{self.programme_id} · {self.user_id}"
