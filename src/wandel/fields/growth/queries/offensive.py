"""What the offensive does and brings: contacts, arrivals and cost per arrival by campaign, the unknown source beside them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, QuerySet, Sum
from django.http import Http404

from wandel.fields.growth.models import Arrival, Campaign, Measure
from wandel.office.desk.models import Intake
from wandel.office.people.access import Access


def measures_for(access: Access) -> QuerySet[Measure]:
    """The unit and the town halls see all of them; who may not see the field's work sees none."""
    if not access.may("growth.measure.view"):
        return Measure.objects.none()
    return Measure.objects.select_related("owner", "municipality")


def measure_for(access: Access, pk: int) -> Measure:
    found = measures_for(access).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def campaigns_for(access: Access) -> QuerySet[Campaign]:
    if not access.may("growth.measure.view"):
        return Campaign.objects.none()
    return Campaign.objects.select_related("measure")


def campaign_for(access: Access, pk: int) -> Campaign:
    found = campaigns_for(access).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True)
class Effect:
    """One line of the monitor. ``campaign`` None: the source is unknown. Costs in euro, None where no budget is known."""

    campaign: Campaign | None
    key: str
    contacts: int
    arrivals: int
    cost: Decimal | None

    @property
    def cost_per_arrival(self) -> Decimal | None:
        if self.cost is None or not self.arrivals:
            return None
        return (self.cost / self.arrivals).quantize(Decimal("0.01"))


def effects(since: date) -> list[Effect]:
    """Contacts (inquiries of people who want to come) and arrivals since a day, by campaign; keys nobody recorded as a
    campaign stand by themselves, those without a key last, as unknown. Three queries."""
    wanted = [Intake.Kind.MOVE, Intake.Kind.INVEST]
    contacts = dict(
        Intake.objects.filter(kind__in=wanted, received_at__date__gte=since)
        .order_by()
        .values_list("campaign")
        .annotate(Count("pk"))
    )
    arrivals: dict[str, int] = defaultdict(int)
    for key, persons in (
        Arrival.objects.filter(year__gte=since.year).order_by().values_list("campaign_key").annotate(Sum("persons"))
    ):
        arrivals[key] += persons
    rows = [
        Effect(one, one.key, contacts.pop(one.key, 0), arrivals.pop(one.key, 0), one.budget)
        for one in Campaign.objects.select_related("measure")
    ]
    strange = sorted((set(contacts) | set(arrivals)) - {""})
    rows += [Effect(None, key, contacts.get(key, 0), arrivals.get(key, 0), None) for key in strange]
    rows.append(Effect(None, "", contacts.get("", 0), arrivals.get("", 0), None))
    return rows
