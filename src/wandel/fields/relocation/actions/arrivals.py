"""What newcomers' cases hand down to growth, and what remains for counting when one is deleted: sums without names."""

from collections import Counter
from datetime import date

from django.db.models import Count, F
from django.utils import timezone, translation

from wandel.fields.growth.actions.offensive import ReportedArrivals, report_arrivals
from wandel.fields.relocation.models import Case, CaseTally
from wandel.fields.relocation.models.offering import Deal, HomeKind
from wandel.fields.relocation.queries.offerings import HomeWish
from wandel.office.places.models import Municipality

ARRIVAL, ORIGIN, REASON, END, ANSWERED, SEARCH = "arrival", "origin", "reason", "end", "answered", "search"
FIELD = "relocation"


def hand_down_arrivals(*, on: date) -> int:
    """Tell growth how many persons and households have arrived, by year, municipality and campaign. Returns the rows."""
    persons, households = Counter[tuple[int, int, str]](), Counter[tuple[int, int, str]]()
    arrived = Case.objects.exclude(arrived_on=None).exclude(municipality=None).annotate(more=Count("companions"))
    for day, place, campaign, more in arrived.order_by().values_list("arrived_on", "municipality", "campaign", "more"):
        key = (day.year, place, campaign)
        persons[key] += 1 + more
        households[key] += 1
    for row in CaseTally.objects.filter(kind=ARRIVAL).exclude(municipality=None):
        key = (row.year, row.municipality_id, row.key)
        persons[key] += row.persons
        households[key] += row.cases
    places = Municipality.objects.defer("boundary").in_bulk({place for _year, place, _campaign in persons})
    sums = [
        ReportedArrivals(
            year, places[place], campaign, persons[year, place, campaign], households[year, place, campaign]
        )
        for year, place, campaign in sorted(persons)
    ]
    return report_arrivals(field=FIELD, sums=sums, on=on)


def tally(*, year: int, kind: str, key: str, municipality: int | None = None, cases: int = 1, persons: int = 0) -> None:
    """Add to a sum."""
    row, _created = CaseTally.objects.get_or_create(year=year, kind=kind, key=key[:100], municipality_id=municipality)
    CaseTally.objects.filter(pk=row.pk).update(cases=F("cases") + cases, persons=F("persons") + persons)


def keep_sums(case: Case) -> None:
    """Before a case is deleted: count it where it counted, one word at a time."""
    year = timezone.localdate(case.received_at).year
    tally(year=year, kind=ORIGIN, key=case.origin)
    tally(year=year, kind=REASON, key=case.reason)
    tally(year=year, kind=END, key=case.state)
    if case.first_answer_at:
        tally(year=year, kind=ANSWERED, key=str((case.first_answer_at - case.received_at).days))
    if case.arrived_on and case.municipality_id:
        tally(
            year=case.arrived_on.year,
            kind=ARRIVAL,
            key=case.campaign,
            municipality=case.municipality_id,
            persons=1 + case.companions.count(),
        )


def note_empty_search(*, wish: HomeWish, on: date) -> None:
    """Somebody searched for a home and found none: counted by what was chosen, never by what was typed."""
    place = Municipality.objects.filter(pk=wish.municipality).values_list("name", flat=True).first()
    with translation.override("de"):
        chosen = [dict(HomeKind.choices).get(wish.kind, ""), dict(Deal.choices).get(wish.deal, ""), place or ""]
        key = ", ".join(str(one) for one in chosen if one)
    tally(year=on.year, kind=SEARCH, key=key)
