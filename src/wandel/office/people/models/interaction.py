from django.db import models
from django.utils.translation import gettext_lazy as _

from wandel.office.people.models.organisation import Organisation, Person
from wandel.ui.subjects import SubjectRef


class Interaction(models.Model):
    """A call, visit, meeting or mail: what was said, what was decided."""

    class Kind(models.TextChoices):
        CALL = "call", _("call")
        VISIT = "visit", _("visit")
        MEETING = "meeting", _("meeting")
        MAIL = "mail", _("mail")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    held_on = models.DateField(_("date"), db_index=True)
    title = models.CharField(_("subject"), max_length=200)
    organisations = models.ManyToManyField(Organisation, verbose_name=_("organisations"), related_name="interactions")
    persons = models.ManyToManyField(Person, verbose_name=_("persons"), blank=True, related_name="interactions")
    minutes = models.TextField(_("minutes"), blank=True)
    decisions = models.TextField(_("decisions"), blank=True)
    field = models.CharField(max_length=20, blank=True)
    shared = models.BooleanField(_("the organisations may read this"), default=False)
    recorded_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-held_on", "-pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/contacts/{self.pk}/"

    @property
    def ref(self) -> SubjectRef:
        return SubjectRef("people.interaction", str(self.pk), self.get_absolute_url(), self.title)


class Promise(models.Model):
    """What one side promised the other; open until ``kept_on``."""

    interaction = models.ForeignKey(
        Interaction, null=True, blank=True, on_delete=models.PROTECT, related_name="promises"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="promises")
    text = models.CharField(_("what was promised"), max_length=300)
    by_us = models.BooleanField(_("we promised it"), default=True)
    due_on = models.DateField(_("until"), null=True, blank=True)
    owner = models.ForeignKey(
        "people.User",
        verbose_name=_("who looks after it"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    kept_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["organisation", "kept_on"], name="promise_open_per_organisation")]

    def __str__(self) -> str:
        return self.text
