"""Figures as the offices published them: each with its base, key date, source and licence."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from wandel.office.people.models import User


class FigureImport(models.Model):
    """One file that was taken in: what it changed, and what was skipped and why.

    ``skipped`` is a list of ``{"kind", "de", "en", "skipped"}``: sentences with file and line.
    """

    kind = models.CharField(_("what was read"), max_length=12)
    file_name = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(max_length=64)
    taken_in_on = models.DateField(_("taken in on"))
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    by_name = models.CharField(max_length=150, blank=True)
    new = models.PositiveIntegerField(_("new"))
    changed = models.PositiveIntegerField(_("changed"))
    same = models.PositiveIntegerField(_("unchanged"))
    skipped = models.JSONField(default=list)
    skipped_count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.file_name} {self.taken_in_on}"

    def get_absolute_url(self) -> str:
        return f"/growth/figures/imports/{self.pk}/"


class Figure(models.Model):
    """One value. ``area`` is an AGS (2 Land, 5 county, 8 municipality) or DG; ``on`` the key date, None for a sum over
    ``year``; ``age_until`` is not reached, None for an open group; ``state`` is the office's own sign (core.statistics State).

    ``value`` is None where the office printed no number; a float, because indicators have decimals and none is money.
    ``identity`` is the digest of everything that makes it this figure and no other: a second import finds it again.
    """

    identity = models.CharField(max_length=64, unique=True, editable=False)
    key = models.CharField(max_length=160)
    area = models.CharField(max_length=12)
    area_name = models.CharField(max_length=150, blank=True)
    year = models.PositiveSmallIntegerField()
    on = models.DateField(null=True, blank=True)
    sex = models.CharField(max_length=8, default="total")
    age_from = models.PositiveSmallIntegerField(null=True, blank=True)
    age_until = models.PositiveSmallIntegerField(null=True, blank=True)
    detail = models.CharField(max_length=150, blank=True)
    value = models.FloatField(null=True)
    state = models.CharField(max_length=10)
    unit = models.CharField(max_length=60)
    base = models.CharField(max_length=60, blank=True)
    source = models.CharField(max_length=300)
    licence = models.CharField(max_length=60, blank=True)
    table = models.CharField(max_length=40, blank=True)
    brought_by = models.ForeignKey(FigureImport, on_delete=models.PROTECT, related_name="figures")

    class Meta:
        ordering = ["key", "area", "year", "pk"]
        indexes = [models.Index(fields=["key", "area", "year"], name="figure_by_key_and_area")]

    def __str__(self) -> str:
        return f"{self.key} {self.area} {self.year}"
