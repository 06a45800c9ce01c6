"""Future topics the unit watches ("Zukunftsthema"), and who advises on what."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from wandel.core.text.fold import fold
from wandel.fields.projects.models.project import Project
from wandel.office.people.models import Organisation, Person, User
from wandel.office.places.models import Municipality
from wandel.ui.subjects import SubjectRef


class FutureTopic(models.Model):
    """A question that comes towards the county, with what is known and what happens next."""

    class State(models.TextChoices):
        WATCHED = "watched", _("being watched")
        WORKED_ON = "worked_on", _("being worked on")
        CLOSED = "closed", _("closed")

    title = models.CharField(_("topic"), max_length=200)
    sort_key = models.CharField(max_length=200, editable=False)
    question = models.TextField(_("the question"), max_length=2000)
    known = models.TextField(_("what we know"), max_length=10_000, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WATCHED)
    future_field = models.CharField(_("future field (WSP)"), max_length=40, blank=True)
    municipalities = models.ManyToManyField(
        Municipality, verbose_name=_("municipalities concerned"), blank=True, related_name="topics"
    )
    projects = models.ManyToManyField(Project, verbose_name=_("projects"), blank=True, related_name="topics")
    next_step = models.CharField(_("next step"), max_length=300, blank=True)
    review_on = models.DateField(_("look at it again on"), null=True, blank=True)
    owner = models.ForeignKey(
        User,
        verbose_name=_("who looks after it"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="topics",
    )
    version = models.PositiveIntegerField(default=1)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["sort_key", "pk"]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = fold(self.title)[:200]
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return f"/projects/topics/{self.pk}/"

    @property
    def ref(self) -> SubjectRef:
        return SubjectRef("projects.topic", str(self.pk), self.get_absolute_url(), self.title)


class Adviser(models.Model):
    """Who advises on what: an organisation, where known the person, and the topics it helps with."""

    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="advises_on"
    )
    person = models.ForeignKey(
        Person, verbose_name=_("contact"), null=True, blank=True, on_delete=models.SET_NULL, related_name="advises_on"
    )
    subject = models.CharField(_("advises on"), max_length=300)
    topics = models.ManyToManyField(FutureTopic, verbose_name=_("future topics"), blank=True, related_name="advisers")
    checked_on = models.DateField(_("last checked on"))
    note = models.CharField(_("note"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["organisation__sort_key", "pk"]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.subject}"

    def get_absolute_url(self) -> str:
        return f"/projects/advisers/{self.pk}/edit/"

    @property
    def ref(self) -> SubjectRef:
        return SubjectRef("projects.adviser", str(self.pk), "/projects/advisers/", str(self))
