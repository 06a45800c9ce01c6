"""Meeting somebody: rooms, opening hours of advisers, closed days and the appointments themselves."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from wandel.fields.relocation.models.case import Case
from wandel.office.people.models import User
from wandel.ui.subjects import SubjectRef

APPOINTMENT_KIND = "relocation.appointment"


class Weekday(models.IntegerChoices):
    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class Room(models.Model):
    """A room or a desk where one conversation fits at a time."""

    name = models.CharField(_("room or desk"), max_length=100, unique=True)
    address = models.CharField(_("how to find it"), max_length=200, blank=True)

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class OpeningHours(models.Model):
    """When an adviser can be met, in which room, in slots of how many minutes, in which languages (codes, by comma)."""

    adviser = models.ForeignKey(User, verbose_name=_("adviser"), on_delete=models.PROTECT, related_name="+")
    room = models.ForeignKey(Room, verbose_name=_("room or desk"), on_delete=models.PROTECT, related_name="hours")
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday.choices)
    opens = models.TimeField(_("from"))
    closes = models.TimeField(_("until"))
    minutes = models.PositiveSmallIntegerField(_("minutes per appointment"), default=45)
    languages = models.CharField(_("languages"), max_length=60, default="de")
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        ordering = ["weekday", "opens", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(closes__gt=F("opens")), name="hours_close_after_they_open"),
            models.CheckConstraint(condition=Q(minutes__gte=10, minutes__lte=240), name="hours_minutes_make_sense"),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"


class ClosedDay(models.Model):
    """A day without appointments beside weekends and public holidays."""

    day = models.DateField(_("day"), unique=True)
    reason = models.CharField(_("reason"), max_length=150)

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return self.reason


class Appointment(models.Model):
    """Somebody meets an adviser in a room. Two at the same moment cannot be: the constraints and the action see to it."""

    class State(models.TextChoices):
        BOOKED = "booked", _("booked")
        CANCELLED = "cancelled", _("cancelled")
        KEPT = "kept", _("has taken place")
        MISSED = "missed", _("nobody came")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="appointments")
    adviser = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="+")
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.BOOKED)
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["begins_at", "pk"]
        indexes = [models.Index(fields=["state", "begins_at"], name="appointment_when")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("begins_at")), name="appointment_ends_after_it_begins"),
            models.UniqueConstraint(
                fields=["adviser", "begins_at"], condition=~Q(state="cancelled"), name="adviser_meets_one_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["room", "begins_at"], condition=~Q(state="cancelled"), name="room_holds_one_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.begins_at:%Y-%m-%d %H:%M}"

    @property
    def ref(self) -> SubjectRef:
        return SubjectRef(APPOINTMENT_KIND, str(self.pk), self.case.get_absolute_url(), str(self.case))
