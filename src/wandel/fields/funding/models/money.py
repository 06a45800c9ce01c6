from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wandel.fields.funding.models.award import Zuwendungsbescheid
from wandel.fields.funding.models.contract import Contract
from wandel.fields.funding.models.plan import CostItem
from wandel.office.desk.models import CoSignRequest
from wandel.ui.money import MoneyField


class DrawdownQuerySet(models.QuerySet["Mittelabruf"]):
    def received(self) -> "DrawdownQuerySet":
        """Money that is here; only it can be used or lie idle."""
        return self.filter(state=Mittelabruf.State.RECEIVED)


class Mittelabruf(models.Model):
    """Grant money asked for and arrived: the window for using it starts on ``paid_on``.

    Money that came unasked has no request. ``answer`` is what the rules said on the day of asking: the amounts, norm and
    reason it rested on, with the day; ``overruled_reason`` why it was asked for all the same.
    """

    class State(models.TextChoices):
        REQUESTED = "requested", pgettext_lazy("drawdown", "requested")
        RECEIVED = "received", pgettext_lazy("drawdown", "received")
        WITHDRAWN = "withdrawn", pgettext_lazy("drawdown", "withdrawn")

    award = models.ForeignKey(Zuwendungsbescheid, on_delete=models.CASCADE, related_name="drawdowns")
    state = models.CharField(max_length=10, choices=State.choices, default=State.RECEIVED)
    requested_on = models.DateField(null=True, blank=True)
    requested_amount = MoneyField(null=True, blank=True)
    purpose = models.CharField(_("for what"), max_length=200, blank=True)
    answer = models.JSONField(null=True, blank=True)
    overruled_reason = models.CharField(max_length=300, blank=True)
    cosign = models.ForeignKey(CoSignRequest, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    paid_on = models.DateField(_("received on"), null=True, blank=True)
    amount = MoneyField(_("amount"), null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    objects = DrawdownQuerySet.as_manager()

    class Meta:
        ordering = ["paid_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="drawdown_is_positive"),
            models.CheckConstraint(
                condition=models.Q(state="received", paid_on__isnull=False, amount__isnull=False)
                | models.Q(
                    ~models.Q(state="received"),
                    paid_on__isnull=True,
                    amount__isnull=True,
                    requested_on__isnull=False,
                    requested_amount__isnull=False,
                ),
                name="drawdown_received_or_requested",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paid_on or self.requested_on}: {self.amount or self.requested_amount}"


# What may become of a drawdown, and back from where.
DRAWDOWN_STEPS = {
    Mittelabruf.State.REQUESTED: frozenset({Mittelabruf.State.RECEIVED, Mittelabruf.State.WITHDRAWN}),
    Mittelabruf.State.RECEIVED: frozenset({Mittelabruf.State.REQUESTED}),
    Mittelabruf.State.WITHDRAWN: frozenset({Mittelabruf.State.REQUESTED}),
}


class Booking(models.Model):
    """Money that left for the project: it uses up what was drawn first."""

    award = models.ForeignKey(Zuwendungsbescheid, on_delete=models.CASCADE, related_name="bookings")
    paid_on = models.DateField(_("paid on"))
    amount = MoneyField(_("amount"))
    purpose = models.CharField(_("for what"), max_length=200, blank=True)
    payee = models.CharField(_("paid to"), max_length=200, blank=True)
    voucher = models.CharField(_("number of the receipt"), max_length=60, blank=True)
    cost_item = models.ForeignKey(
        CostItem,
        verbose_name=_("cost item"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="bookings",
    )
    # The booking's number in the finance system of the town hall, where it came from there; the same one never comes twice.
    external_key = models.CharField(max_length=80, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["paid_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="booking_is_positive"),
            models.UniqueConstraint(
                fields=["award", "external_key"], condition=~models.Q(external_key=""), name="booking_once_per_system"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paid_on}: {self.amount}"


class PlannedPayment(models.Model):
    """A payment that will fall due; money may be drawn for it within the window. ``booking`` is the payment it became."""

    award = models.ForeignKey(Zuwendungsbescheid, on_delete=models.CASCADE, related_name="planned_payments")
    contract = models.ForeignKey(
        Contract, verbose_name=_("contract"), null=True, blank=True, on_delete=models.SET_NULL, related_name="payments"
    )
    due_on = models.DateField(_("due on"))
    amount = MoneyField(_("amount"))
    purpose = models.CharField(_("for what"), max_length=200)
    booking = models.OneToOneField(
        Booking, null=True, blank=True, on_delete=models.SET_NULL, related_name="planned", editable=False
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [models.CheckConstraint(condition=models.Q(amount__gt=0), name="planned_payment_is_positive")]

    def __str__(self) -> str:
        return f"{self.due_on}: {self.amount}"
