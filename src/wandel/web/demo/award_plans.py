"""Financing plans of some of the demo's awards: items, sources by year, payments and contracts assigned to them."""

from dataclasses import dataclass
from decimal import Decimal

from wandel.fields.funding.actions.money import describe_booking
from wandel.fields.funding.actions.plan import save_cost_item, save_source
from wandel.fields.funding.models import Contract, CostItem, FundingSource, Zuwendungsbescheid
from wandel.office.people.models import User


@dataclass(frozen=True)
class DemoItem:
    """A cost item: parts per thousand of the eligible costs in the first and the later years; words its contracts carry."""

    code: str
    title: str
    first: int
    later: int
    words: tuple[str, ...]


# By the reference of the award.
PLANS = {
    "33.02.07/24": (
        DemoItem("200", "Herrichten und Erschließen", 250, 120, ("Tiefbau",)),
        DemoItem("500", "Außenanlagen und Freiflächen", 150, 270, ("Platzfläche", "Leuchten", "Bühne")),
        DemoItem("700", "Baunebenkosten", 120, 90, ("planung",)),
    ),
    "46SKI2209": (
        DemoItem("300", "Bauwerk – Baukonstruktionen", 230, 290, ("Rohbau",)),
        DemoItem("400", "Bauwerk – Technische Anlagen", 60, 190, ("Gebäudeausrüstung",)),
        DemoItem("700", "Baunebenkosten", 130, 100, ()),
    ),
    "KA-2025-0117": (
        DemoItem("1", "Entsiegelung", 420, 60, ("Entsiegelung",)),
        DemoItem("2", "Bäume und Pflanzung", 150, 370, ("Pflanzung",)),
    ),
}


def lay_out_award_plans() -> None:
    """Call it after the contracts: they are assigned to the items here."""
    officer = User.objects.get(email="foerdermittel@demo.example")
    for reference, items in PLANS.items():
        _plan(Zuwendungsbescheid.objects.standing().get(reference=reference), items, officer)


def _plan(award: Zuwendungsbescheid, items: tuple[DemoItem, ...], officer: User) -> None:
    first, last = award.period_from.year, award.period_until.year
    parts = {"first": Decimal(0), "later": Decimal(0)}
    for demo in items:
        amounts = {
            name: (award.eligible_costs * share / 1000).quantize(Decimal(1))
            for name, share in (("first", demo.first), ("later", demo.later))
        }
        years = {first: amounts["first"] + (amounts["later"] if last == first else 0)}
        if last > first:
            years[last] = amounts["later"]
        for name, amount in amounts.items():
            parts[name] += amount
        values = {"code": demo.code, "title": demo.title, "done": False}
        row = save_cost_item(item=CostItem(award=award), values=values, years=years, by=officer)
        Contract.objects.filter(award=award, pk__in=_matching(award, demo.words)).update(cost_item=row)
    items_in_order = list(award.cost_items.all())
    # The newest payment is left for whoever tries the page.
    for number, booking in enumerate(award.bookings.order_by("-paid_on")[1:]):
        item = items_in_order[number % len(items_in_order)]
        describe_booking(booking=booking, values={"purpose": booking.purpose, "cost_item": item}, by=officer)
    early = parts["first"] / (parts["first"] + parts["later"]) if last > first else Decimal(1)
    own = award.eligible_costs - award.grant - (award.third_party or 0)
    for kind, title, amount in (
        ("grant", "", award.grant),
        ("third_party", "", award.third_party or Decimal(0)),
        ("own", "", own),
    ):
        if not amount:
            continue
        begun = (amount * early).quantize(Decimal(1))
        years = {first: begun} | ({last: amount - begun} if amount > begun else {})
        source = FundingSource(award=award)
        save_source(source=source, values={"kind": kind, "title": title}, years=years, by=officer)


def _matching(award: Zuwendungsbescheid, words: tuple[str, ...]) -> list[int]:
    return [row.pk for row in award.contracts.all() if any(word in row.title for word in words)]
