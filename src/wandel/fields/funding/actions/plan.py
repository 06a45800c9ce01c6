"""Changing the financing plan: items, sources, what the notice says about exceeding them."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from wandel.fields.funding.actions.record import FIELD, party_ids
from wandel.fields.funding.actions.standing import hold_standing
from wandel.fields.funding.models import CostItem, CostYear, FundingSource, PlanRule, SourceYear, Zuwendungsbescheid
from wandel.office.journal.actions import record
from wandel.office.people.models import User
from wandel.ui.phrases import Phrase
from wandel.ui.sinks import OPEN


@transaction.atomic
def save_cost_item(*, item: CostItem, values: Mapping[str, Any], years: Mapping[int, Decimal], by: User) -> CostItem:
    """Write an item with its amounts per year (euro); a new one has an award and no key yet."""
    _save(item, values)
    item.years.all().delete()
    CostYear.objects.bulk_create(CostYear(item=item, year=year, amount=amount) for year, amount in years.items())
    said = gettext_noop("Financing plan: “%(item)s” is %(amount)s")
    _note(item.award, Phrase(said, {"item": str(item), "amount": sum(years.values(), Decimal(0))}), by)
    return item


@transaction.atomic
def remove_cost_item(*, item: CostItem, by: User) -> None:
    """Take an item out; its payments and contracts stay and belong to none."""
    award, title = item.award, str(item)
    hold_standing(award)
    item.delete()
    _note(award, Phrase(gettext_noop("Financing plan: “%(item)s” taken out"), {"item": title}), by)


@transaction.atomic
def save_source(
    *, source: FundingSource, values: Mapping[str, Any], years: Mapping[int, Decimal], by: User
) -> FundingSource:
    """Write a source with its amounts per year (euro)."""
    _save(source, values)
    source.years.all().delete()
    SourceYear.objects.bulk_create(
        SourceYear(source=source, year=year, amount=amount) for year, amount in years.items()
    )
    said = gettext_noop("Financing plan: “%(item)s” brings %(amount)s")
    _note(source.award, Phrase(said, {"item": str(source), "amount": sum(years.values(), Decimal(0))}), by)
    return source


@transaction.atomic
def remove_source(*, source: FundingSource, by: User) -> None:
    award, title = source.award, str(source)
    hold_standing(award)
    source.delete()
    _note(award, Phrase(gettext_noop("Financing plan: “%(item)s” taken out"), {"item": title}), by)


@transaction.atomic
def save_plan_rule(*, rule: PlanRule, values: Mapping[str, Any], by: User) -> PlanRule:
    """What the notice says about exceeding an item."""
    _save(rule, values)
    said = gettext_noop("Financing plan: rule for exceeding an item taken from “%(source)s”")
    _note(rule.award, Phrase(said, {"source": rule.source}), by)
    return rule


def _save(row: CostItem | FundingSource | PlanRule, values: Mapping[str, Any]) -> None:
    hold_standing(row.award)
    for name, value in values.items():
        setattr(row, name, value)
    if row.pk:
        row.version += 1
    row.save()


def _note(award: Zuwendungsbescheid, message: Phrase, by: User) -> None:
    record(
        by=by, message=message, subject=award.ref, organisation_ids=party_ids(award), field=FIELD, confidentiality=OPEN
    )
