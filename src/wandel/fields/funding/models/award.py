from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from wandel.core.text.fold import fold
from wandel.office.people.models import Organisation, Person, User
from wandel.ui.money import MoneyField
from wandel.ui.rates import RateField
from wandel.ui.subjects import SubjectRef

WITHDRAWN = "withdrawn"


class AwardQuerySet(models.QuerySet["Zuwendungsbescheid"]):
    def standing(self) -> "AwardQuerySet":
        """Awards that count; what was recorded in error and withdrawn does not."""
        return self.filter(withdrawn_on__isnull=True)

    def withdrawn(self) -> "AwardQuerySet":
        return self.filter(withdrawn_on__isnull=False)


class Zuwendungsbescheid(models.Model):
    """A grant notice on the table: its facts as the officer read them, and the law day they were worked out on.

    ``facts`` is the award in the form of ``wandel obligations``; ``values`` holds every legal value used with its norm,
    version and status, so that a later change of law changes nothing by itself (it raises an entry "check").
    """

    class State(models.TextChoices):
        SETUP = "setup", _("being set up")
        RUNNING = "running", _("running")
        PROOF = "proof", _("proof of use due")
        CLOSED = "closed", _("closed")

    class Level(models.TextChoices):
        LAND = "land", _("Land (state)")
        BUND = "bund", _("Bund (federal)")
        EU = "eu", _("European Union")

    class SentBy(models.TextChoices):
        POST = "post", _("by post")
        ELECTRONIC = "electronic", _("electronically")
        HANDOVER = "handover", _("handed over")

    class Remedy(models.TextChoices):
        KLAGE = "klage", _("Klage (action before the administrative court)")
        WIDERSPRUCH = "widerspruch", _("Widerspruch (objection to the authority)")
        NONE = "none", _("the notice contains no instruction")

    class Financing(models.TextChoices):
        ANTEIL = "anteil", _("Anteilfinanzierung (a share)")
        FEHLBEDARF = "fehlbedarf", _("Fehlbedarfsfinanzierung (the gap)")
        FESTBETRAG = "festbetrag", _("Festbetragsfinanzierung (a fixed sum)")
        VOLL = "voll", _("Vollfinanzierung (everything)")

    class Purpose(models.TextChoices):
        INVESTMENT = "investment", _("investment")
        OTHER = "other", _("no investment")

    class BindingStart(models.TextChoices):
        COMPLETION = "completion", _("from completion")
        PROOF = "verwendungsnachweis", _("from the proof of use")
        PERIOD_END = "award_period_end", _("from the end of the award period")

    title = models.CharField(_("title of the project"), max_length=200)
    sort_key = models.CharField(max_length=200, db_index=True, editable=False)
    reference = models.CharField(_("reference number"), max_length=80)
    funder = models.ForeignKey(
        Organisation, verbose_name=_("funder"), on_delete=models.PROTECT, related_name="awards_given"
    )
    recipient = models.ForeignKey(
        Organisation, verbose_name=_("recipient"), on_delete=models.PROTECT, related_name="awards_received"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.SETUP, db_index=True)

    level = models.CharField(_("whose money"), max_length=10, choices=Level.choices, default=Level.LAND)
    condition_set = models.CharField(_("conditions"), max_length=40)
    condition_version = models.CharField(_("version"), max_length=10)
    special_set = models.CharField(_("special rule"), max_length=40, blank=True)
    dated_on = models.DateField(_("date of the notice"))
    sent_on = models.DateField(_("sent on"))
    sent_by = models.CharField(_("how it came"), max_length=12, choices=SentBy.choices, default=SentBy.POST)
    remedy = models.CharField(_("legal remedy named"), max_length=12, choices=Remedy.choices, default=Remedy.KLAGE)

    financing_type = models.CharField(
        _("type of financing"), max_length=12, choices=Financing.choices, default=Financing.ANTEIL
    )
    rate = RateField(_("share in per cent"), null=True, blank=True)
    eligible_costs = MoneyField(_("eligible costs"))
    grant = MoneyField(_("grant"))
    cap = MoneyField(_("at most"), null=True, blank=True)
    third_party = MoneyField(_("money of third parties"), null=True, blank=True)

    period_from = models.DateField(_("award period from"))
    period_until = models.DateField(_("award period until"))
    purpose = models.CharField(_("purpose"), max_length=12, choices=Purpose.choices, default=Purpose.INVESTMENT)
    completed_on = models.DateField(_("completed on"), null=True, blank=True)
    binding_years = models.PositiveSmallIntegerField(_("purpose binding in years"), null=True, blank=True)
    binding_starts = models.CharField(
        _("binding starts"), max_length=24, choices=BindingStart.choices, default=BindingStart.COMPLETION
    )
    confirmed = models.JSONField(default=dict)

    facts = models.JSONField(default=dict)
    values = models.JSONField(default=list)
    warnings = models.JSONField(default=list)
    law_day = models.DateField()

    # Sums of what came and what left, kept by ``actions.record.refresh``; ``wandel awards verify`` holds them against the rows.
    drawn_total = MoneyField(default=0, editable=False)
    spent_total = MoneyField(default=0, editable=False)

    # What the funder settled in the end; empty until the final notice (Schlussbescheid) is here.
    final_notice_on = models.DateField(_("date of the final notice"), null=True, blank=True, editable=False)
    final_grant = MoneyField(_("grant finally set"), null=True, blank=True, editable=False)

    lead = models.ForeignKey(
        User, verbose_name=_("lead"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    deputy = models.ForeignKey(
        User, verbose_name=_("deputy"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    signatories = models.ManyToManyField(Person, verbose_name=_("who signs"), blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)
    recorded_at = models.DateTimeField(auto_now_add=True)
    # Recorded in error: kept for who asks later, and counted nowhere.
    withdrawn_on = models.DateField(null=True, blank=True, editable=False)
    withdrawn_reason = models.CharField(max_length=300, blank=True, editable=False)
    withdrawn_by_name = models.CharField(max_length=150, blank=True, editable=False)

    objects = AwardQuerySet.as_manager()

    class Meta:
        ordering = ["-dated_on", "-pk"]
        indexes = [models.Index(fields=["-dated_on", "-id"], name="award_newest_first")]
        constraints = [
            models.UniqueConstraint(
                fields=["funder", "reference"],
                condition=models.Q(withdrawn_on__isnull=True),
                name="reference_once_per_funder",
            ),
            models.CheckConstraint(
                condition=models.Q(period_until__gte=models.F("period_from")), name="award_period_has_length"
            ),
            models.CheckConstraint(
                condition=models.Q(grant__gte=0) & models.Q(eligible_costs__gte=0), name="award_money_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = fold(self.title)[:200]
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return f"/awards/{self.pk}/"

    @property
    def shown_state(self) -> str:
        """The state a reader is told: withdrawn beats whatever it was before."""
        return WITHDRAWN if self.withdrawn_on else self.state

    @property
    def shown_state_label(self) -> str:
        return str(pgettext("award", "withdrawn") if self.withdrawn_on else self.get_state_display())

    @property
    def ref(self) -> SubjectRef:
        return SubjectRef("funding.award", str(self.pk), self.get_absolute_url(), self.title)


class AwardVersion(models.Model):
    """What an award said after each recording or correction: facts, values, law day. Rows are never changed."""

    award = models.ForeignKey(Zuwendungsbescheid, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    facts = models.JSONField()
    values = models.JSONField()
    law_day = models.DateField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    actor_id = models.CharField(max_length=40)
    actor_name = models.CharField(max_length=150)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["award", "number"], name="award_version_once")]

    def __str__(self) -> str:
        return f"{self.award_id} · {self.number}"
