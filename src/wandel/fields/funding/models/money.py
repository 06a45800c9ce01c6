from django.db import models
from django.utils.translation import gettext_lazy as _

from wandel.fields.funding.models.award import Zuwendungsbescheid
from wandel.ui.money import MoneyField


class Mittelabruf(models.Model):
    """Grant money that arrived: the window for using it starts on ``paid_on``."""

    award = models.ForeignKey(Zuwendungsbescheid, on_delete=models.CASCADE, related_name="drawdowns")
    paid_on = models.DateField(_("received on"))
    amount = MoneyField(_("amount"))

    class Meta:
        ordering = ["paid_on", "pk"]
        constraints = [models.CheckConstraint(condition=models.Q(amount__gt=0), name="drawdown_is_positive")]

    def __str__(self) -> str:
        return f"{self.paid_on}: {self.amount}"


class Booking(models.Model):
    """Money that left for the project: it uses up what was drawn first."""

    award = models.ForeignKey(Zuwendungsbescheid, on_delete=models.CASCADE, related_name="bookings")
    paid_on = models.DateField(_("paid on"))
    amount = MoneyField(_("amount"))
    purpose = models.CharField(_("for what"), max_length=200, blank=True)

    class Meta:
        ordering = ["paid_on", "pk"]
        constraints = [models.CheckConstraint(condition=models.Q(amount__gt=0), name="booking_is_positive")]

    def __str__(self) -> str:
        return f"{self.paid_on}: {self.amount}"
