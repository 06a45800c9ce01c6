from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wandel.office.people.models.organisation import Organisation
from wandel.office.people.models.user import User
from wandel.office.people.roles import Field, Role


class DatedQuerySet(models.QuerySet):
    def valid_on(self, day: date) -> "DatedQuerySet":
        return self.filter(Q(valid_from__lte=day), Q(valid_until=None) | Q(valid_until__gte=day))


class RoleAssignment(models.Model):
    """Who may: a role, for officers with a field, for town halls, offices and partners with an organisation."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="role_assignments")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    field = models.CharField(_("field"), max_length=20, choices=Field.choices, blank=True)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="role_assignments"
    )
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "field", "organisation", "valid_from"],
                name="role_assignment_once_per_organisation",
            ),
            # Databases hold two empty organisations to be different, so roles without one need their own rule.
            models.UniqueConstraint(
                fields=["user", "role", "field", "valid_from"],
                condition=Q(organisation=None),
                name="role_assignment_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"


class Post(models.Model):
    """A post of the unit with its code, field and holder."""

    code = models.CharField(max_length=20)
    title_de = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    field = models.CharField(max_length=20, choices=Field.choices, blank=True)
    holder = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="posts")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    decided_by = models.CharField(max_length=200, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["code", "pk"]

    def __str__(self) -> str:
        return f"{self.code} {self.title_de}"


class Deputy(models.Model):
    """Who stands in for whom, in which order, and since when the person is away (then the deputy's desk shows it all)."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="deputies")
    deputy = models.ForeignKey(User, on_delete=models.CASCADE, related_name="stands_in_for")
    away_from = models.DateField(null=True, blank=True)
    away_until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "deputy"], name="deputy_once"),
            models.CheckConstraint(condition=~Q(user=models.F("deputy")), name="nobody_deputises_for_themselves"),
        ]

    def __str__(self) -> str:
        return f"{self.deputy} → {self.user}"
