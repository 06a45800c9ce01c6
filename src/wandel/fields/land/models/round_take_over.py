"""What taking the answers of a round over has changed, so that it can be taken back."""

from django.db import models

from wandel.office.desk.models import Round


class RoundTakeOver(models.Model):
    """One press of the button. ``data``: rows {"site", "version" (after), "created", "before" (values), "state", "state_on"}
    in the order they were done; ``undone_at`` is set when somebody took it back.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="+")
    data = models.JSONField(default=list)
    changes = models.PositiveIntegerField(default=0)
    by_id = models.CharField(max_length=64, blank=True)
    by_name = models.CharField(max_length=200, blank=True)
    taken_at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-taken_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.round_id} {self.taken_at}"
