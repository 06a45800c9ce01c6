"""When a site reached which state, and why it went back."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from wandel.fields.land.models.site import Site
from wandel.fields.land.workflow import STEPS


class SiteEvent(models.Model):
    """One step in a site's life; rows are never changed. The date of a state is that of its last row.

    From these rows the states of any key date can be read again (``queries.uptake``).
    """

    class Kind(models.TextChoices):
        RECORDED = "recorded", _("recorded")
        FORWARD = "forward", _("went on")
        BACK = "back", _("went back")
        RETIRED = "retired", _("retired")
        RETURNED = "returned", _("taken up again")

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    from_state = models.CharField(max_length=30, blank=True)
    state = models.CharField(max_length=30, choices=[(step.state, _(step.label)) for step in STEPS])
    on = models.DateField()
    reason = models.CharField(max_length=500, blank=True)
    area_m2 = models.FloatField(null=True, blank=True)
    actor_id = models.CharField(max_length=40, blank=True)
    actor_name = models.CharField(max_length=150, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["on", "pk"]
        indexes = [models.Index(fields=["state", "on"], name="site_event_state_on")]

    def __str__(self) -> str:
        return f"{self.site_id}: {self.state} {self.on}"
