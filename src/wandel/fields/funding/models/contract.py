from datetime import date
from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wandel.fields.funding.models.award import Zuwendungsbescheid
from wandel.fields.funding.models.plan import CostItem
from wandel.office.people.models import Organisation
from wandel.ui.money import MoneyField
from wandel.ui.rates import RateField


class Contract(models.Model):
    """A contract (Auftrag) an award is spent on, from the plan to the last delivery; its steps stand in ``ContractStep``.

    ``law_on`` is the day whose procurement law counts: the notice's, or as long as there is none the planned one.
    """

    class Kind(models.TextChoices):
        WORKS = "works", _("works")
        SUPPLIES = "supplies", _("supplies")
        SERVICES = "services", _("services")
        PLANNING = "planning", _("architects and engineers")
        SOCIAL = "social", _("social and other special services")

    class State(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("contract", "planned")
        ADVISED = "advised", pgettext_lazy("contract", "advised")
        PUBLISHED = "published", pgettext_lazy("contract", "published")
        BIDS = "bids", pgettext_lazy("contract", "bids opened")
        AWARDED = "awarded", pgettext_lazy("contract", "awarded")
        COMPLETED = "completed", pgettext_lazy("contract", "completed")
        CANCELLED = "cancelled", pgettext_lazy("contract", "cancelled")

    award = models.ForeignKey(Zuwendungsbescheid, on_delete=models.CASCADE, related_name="contracts")
    title = models.CharField(_("what is bought"), max_length=200)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    estimated_value = MoneyField(_("estimated value, net"))
    lots = models.PositiveSmallIntegerField(
        _("lots"), default=1, validators=[MinValueValidator(1), MaxValueValidator(200)]
    )
    planned_on = models.DateField(_("notice planned on"))
    separate_reason = models.TextField(_("why it is a contract of its own"), max_length=1000, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED, editable=False)
    procedure = models.CharField(_("procedure"), max_length=40, blank=True)
    procedure_reason = models.TextField(_("why this procedure"), max_length=1000, blank=True)
    published_on = models.DateField(null=True, blank=True, editable=False)
    contractor = models.ForeignKey(
        Organisation,
        verbose_name=_("contractor"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="grant_contracts",
    )
    awarded_value = MoneyField(_("awarded value, net"), null=True, blank=True)
    cost_item = models.ForeignKey(
        CostItem,
        verbose_name=_("cost item"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="contracts",
    )
    vat = RateField(_("VAT in per cent"), default=Decimal("0.19"))
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["planned_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(estimated_value__gt=0), name="contract_has_a_value"),
            models.CheckConstraint(
                condition=~models.Q(state__in=["awarded", "completed"])
                | models.Q(contractor__isnull=False, awarded_value__gt=0),
                name="contract_awarded_to_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/awards/contracts/{self.pk}/"

    @property
    def law_on(self) -> date:
        return self.published_on or self.planned_on


_STATE = Contract.State
# The one table of steps: from where a contract may go where.
CONTRACT_STEPS = {
    _STATE.PLANNED: (_STATE.ADVISED, _STATE.CANCELLED),
    _STATE.ADVISED: (_STATE.PUBLISHED, _STATE.AWARDED, _STATE.CANCELLED),
    _STATE.PUBLISHED: (_STATE.BIDS, _STATE.CANCELLED),
    _STATE.BIDS: (_STATE.AWARDED, _STATE.CANCELLED),
    _STATE.AWARDED: (_STATE.COMPLETED, _STATE.CANCELLED),
    _STATE.COMPLETED: (),
    _STATE.CANCELLED: (),
}
# Procedures in which nobody is asked in public and no bids are opened: awarded right after the advice.
WITHOUT_BIDS = frozenset({"direct", "negotiated_award_one"})


class ContractStep(models.Model):
    """A step of a contract: which state it brought, on which day, who noted it and what there is to say."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=10, choices=Contract.State.choices)
    taken_on = models.DateField()
    note = models.CharField(max_length=300, blank=True)
    actor_name = models.CharField(max_length=150)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.contract_id}: {self.state} {self.taken_on}"


class ContractAdvice(models.Model):
    """Advice as it was given: the values it used and the law day, never changed afterwards."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="advices")
    given_on = models.DateField()
    law_on = models.DateField()
    kind = models.CharField(max_length=10, choices=Contract.Kind.choices)
    estimated_value = MoneyField()
    # The answer and the findings of core in both languages, as the page showed them.
    answer = models.JSONField()
    splitting = models.JSONField(default=list)
    actor_name = models.CharField(max_length=150)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.contract_id}: {self.law_on}"
