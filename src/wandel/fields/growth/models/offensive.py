"""What the county does to grow: measures, campaigns with their own link, and the arrivals the other fields report."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from wandel.office.people.models import User
from wandel.office.places.models import Municipality
from wandel.ui.money import MoneyField
from wandel.ui.subjects import SubjectRef


class Measure(models.Model):
    """Something the county or a municipality does for growth, with owner, money, period and what it is expected to bring.

    ``effect_low`` to ``effect_high`` are arrivals per year; without a source they are not counted anywhere.
    """

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        DROPPED = "dropped", _("dropped")

    title = models.CharField(_("what is done"), max_length=200)
    goal = models.CharField(_("what for"), max_length=500, blank=True)
    target_group = models.CharField(_("for whom"), max_length=200)
    municipality = models.ForeignKey(
        Municipality, null=True, blank=True, on_delete=models.PROTECT, related_name="measures", verbose_name=_("where")
    )
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("who looks after it"))
    budget = MoneyField(_("budget"), null=True, blank=True)
    begins_on = models.DateField(_("begins on"))
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    effect_low = models.PositiveIntegerField(_("arrivals a year at least"), null=True, blank=True)
    effect_likely = models.PositiveIntegerField(_("arrivals a year likely"), null=True, blank=True)
    effect_high = models.PositiveIntegerField(_("arrivals a year at most"), null=True, blank=True)
    effect_source = models.CharField(_("where that comes from"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.PLANNED)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["state", "begins_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("begins_on")),
                name="measure_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/growth/measures/{self.pk}/"

    @property
    def ref(self) -> SubjectRef:
        return SubjectRef("growth.measure", str(self.pk), self.get_absolute_url(), self.title)


class Campaign(models.Model):
    """A way the county calls for people. Its ``key`` stands in the link and in the QR code; whoever comes that way carries it."""

    key = models.SlugField(_("key in the link"), max_length=60, unique=True)
    title = models.CharField(_("name"), max_length=200)
    measure = models.ForeignKey(
        Measure, null=True, blank=True, on_delete=models.PROTECT, related_name="campaigns", verbose_name=_("part of")
    )
    channel = models.CharField(_("where it is seen"), max_length=200)
    target_group = models.CharField(_("for whom"), max_length=200)
    landing = models.CharField(_("where the link leads"), max_length=10, default="move")
    budget = MoneyField(_("budget"), null=True, blank=True)
    begins_on = models.DateField(_("begins on"))
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-begins_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("begins_on")),
                name="campaign_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/growth/campaigns/{self.pk}/"

    @property
    def path(self) -> str:
        """What the tracked link leads to, from the site's root."""
        place = "welcome/" if self.landing == "welcome" else f"welcome/{self.landing}/"
        return f"/{place}?k={self.key}"

    @property
    def ref(self) -> SubjectRef:
        return SubjectRef("growth.campaign", str(self.pk), self.get_absolute_url(), self.title)


class Arrival(models.Model):
    """People who came, as a field that settled them reported it: a sum, no names. ``campaign_key`` empty: source unknown.

    ``reported_by`` is the field and its own key ("relocation:2026:05358060:jobfair"): reporting again replaces.
    """

    reported_by = models.CharField(max_length=150, unique=True)
    field = models.CharField(max_length=12)
    year = models.PositiveSmallIntegerField()
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    campaign_key = models.CharField(max_length=60, blank=True)
    persons = models.PositiveIntegerField()
    households = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["year", "municipality", "pk"]

    def __str__(self) -> str:
        return self.reported_by
