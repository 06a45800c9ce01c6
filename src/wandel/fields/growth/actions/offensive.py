"""Measures, campaigns and the arrivals other fields report."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from wandel.fields.growth.models import Arrival, Campaign, Measure
from wandel.office.desk.actions.entry import close_entry, upsert_entry
from wandel.office.journal.actions import record
from wandel.office.people.models import User
from wandel.office.places.models import Municipality
from wandel.ui.phrases import Phrase, plain
from wandel.ui.sinks import INTERNAL

FIELD = "growth"


def _tell(row: Measure | Campaign, message: str, by: User | None) -> None:
    record(by=by, message=Phrase(message), subject=row.ref, field=FIELD, confidentiality=INTERNAL)


def _remind(measure: Measure, *, by: User | None) -> None:
    """A running measure with an end asks its owner on that day what it has brought."""
    key = f"growth.measure:{measure.pk}"
    if measure.state != Measure.State.RUNNING or measure.ends_on is None:
        close_entry(key=key, by=by, on=measure.ends_on or measure.begins_on)
        return
    upsert_entry(
        key=key,
        kind="measure_end",
        subject=measure.ref,
        title=Phrase(gettext_noop("Measure ends: note what it has brought")),
        due_on=measure.ends_on,
        organisation_ids=[],
        owner=measure.owner,
        field=FIELD,
        confidentiality=INTERNAL,
        context=plain(measure.title),
        basis=Phrase(gettext_noop("period of the measure")),
        waiting_for=plain(""),
        action_label=Phrase(gettext_noop("Open")),
        action_path=measure.get_absolute_url(),
        by=by,
    )


@transaction.atomic
def record_measure(*, values: Mapping[str, Any], by: User | None) -> Measure:
    row = Measure.objects.create(**values)
    _tell(row, gettext_noop("Measure recorded"), by)
    _remind(row, by=by)
    return row


@transaction.atomic
def change_measure(*, row: Measure, values: Mapping[str, Any], by: User | None) -> Measure:
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    _tell(row, gettext_noop("Measure changed"), by)
    _remind(row, by=by)
    return row


@transaction.atomic
def record_campaign(*, values: Mapping[str, Any], by: User | None) -> Campaign:
    """A campaign with its own link. Its key is unique for good: an old poster must not count for a new campaign."""
    row = Campaign.objects.create(**values)
    _tell(row, gettext_noop("Campaign recorded"), by)
    return row


@transaction.atomic
def change_campaign(*, row: Campaign, values: Mapping[str, Any], by: User | None) -> Campaign:
    """Everything but the key, which stands on paper already."""
    for name, value in values.items():
        if name != "key":
            setattr(row, name, value)
    row.version += 1
    row.save()
    _tell(row, gettext_noop("Campaign changed"), by)
    return row


@dataclass(frozen=True)
class ReportedArrivals:
    """Sums a field hands down: so many persons and households settled in a municipality in a year, by campaign key."""

    year: int
    municipality: Municipality
    campaign_key: str
    persons: int
    households: int


@transaction.atomic
def report_arrivals(*, field: str, sums: list[ReportedArrivals], on: date) -> int:
    """What a field settled, as sums without names; the whole of a field replaces what it reported before.

    Upper fields call it (relocation, investors): they know who arrived, growth only needs how many. Returns the rows.
    """
    keep = []
    for one in sums:
        reported_by = f"{field}:{one.year}:{one.municipality.ags}:{one.campaign_key}"
        keep.append(reported_by)
        Arrival.objects.update_or_create(
            reported_by=reported_by,
            defaults={
                "field": field, "year": one.year, "municipality": one.municipality, "campaign_key": one.campaign_key,
                "persons": one.persons, "households": one.households,
            },
        )  # fmt: skip
    Arrival.objects.filter(field=field).exclude(reported_by__in=keep).delete()
    return len(keep)
