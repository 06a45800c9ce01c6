"""Deciding what the county assumes about density. Past rows stay: a figure of last year keeps its basis."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from wandel.fields.land.models import DensityAssumption, SettlementDecision
from wandel.fields.land.queries.site import FIELD
from wandel.office.journal.actions import record
from wandel.office.people.models import User
from wandel.ui.phrases import Phrase
from wandel.ui.sinks import INTERNAL
from wandel.ui.subjects import SubjectRef


def _tell(row: DensityAssumption, message: str, by: User | None) -> None:
    record(
        by=by,
        message=Phrase(message, {"day": row.valid_from, "who": row.decided_by}),
        subject=SubjectRef("land.density", str(row.pk), "/land/density/", str(row)),
        field=FIELD,
        confidentiality=INTERNAL,
    )


@transaction.atomic
def decide_density(*, values: Mapping[str, Any], by: User | None) -> DensityAssumption:
    """A new assumption from a day on."""
    row = DensityAssumption.objects.create(**values)
    _tell(row, gettext_noop("Density from %(day)s decided by %(who)s"), by)
    return row


@transaction.atomic
def correct_density(*, row: DensityAssumption, values: Mapping[str, Any], by: User | None) -> DensityAssumption:
    """Correct what was typed wrongly; a new decision is a new row."""
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    _tell(row, gettext_noop("Density from %(day)s corrected, decided by %(who)s"), by)
    return row


def _tell_settlement(row: SettlementDecision, message: str, by: User | None) -> None:
    subject = SubjectRef("land.settlement", str(row.pk), "/land/density/", row.municipality.name)
    params = {"day": row.valid_from, "who": row.decided_by, "place": row.municipality.name}
    record(by=by, message=Phrase(message, params), subject=subject, field=FIELD, confidentiality=INTERNAL)


@transaction.atomic
def decide_settlement(*, values: Mapping[str, Any], by: User | None) -> SettlementDecision:
    """From a day on, new land in a municipality counts as one settlement type."""
    row = SettlementDecision.objects.create(**values)
    _tell_settlement(row, gettext_noop("Settlement type of %(place)s from %(day)s decided by %(who)s"), by)
    return row


@transaction.atomic
def correct_settlement(*, row: SettlementDecision, values: Mapping[str, Any], by: User | None) -> SettlementDecision:
    """Correct what was typed wrongly; a new decision is a new row."""
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    _tell_settlement(row, gettext_noop("Settlement type of %(place)s from %(day)s corrected, decided by %(who)s"), by)
    return row
