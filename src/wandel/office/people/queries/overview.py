"""The municipalities at a glance, in a fixed number of queries."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Max, Q

from wandel.office.people.access import Access
from wandel.office.people.models import Organisation
from wandel.office.places.models import Municipality, PopulationFigure
from wandel.office.places.queries import municipalities


@dataclass(frozen=True)
class MunicipalityRow:
    """One municipality: newest population with its base, and for the unit how the contact stands."""

    municipality: Municipality
    hall: Organisation | None
    population: PopulationFigure | None
    last_on: date | None
    contact_overdue: bool
    open_promises: int


def municipality_rows(access: Access, *, on: date) -> list[MunicipalityRow]:
    halls = {
        hall.municipality_id: hall
        for hall in Organisation.objects.current()
        .filter(kind=Organisation.Kind.TOWN_HALL)
        .annotate(
            last_on=Max("interactions__held_on"),
            open_promises=Count("promises", filter=Q(promises__kept_on=None), distinct=True),
        )
    }
    newest: dict[int, PopulationFigure] = {}
    for figure in PopulationFigure.objects.exclude(municipality=None).order_by("on"):
        newest[figure.municipality_id] = figure
    return [_row(one, halls.get(one.pk), newest.get(one.pk), access, on) for one in municipalities()]


def _row(
    municipality: Municipality, hall: Organisation | None, population: PopulationFigure | None, access: Access, on: date
) -> MunicipalityRow:
    last_on = hall.last_on if hall and access.is_unit else None
    rhythm = hall.contact_rhythm_days if hall else None
    return MunicipalityRow(
        municipality=municipality,
        hall=hall,
        population=population,
        last_on=last_on,
        contact_overdue=bool(access.is_unit and rhythm and (last_on is None or last_on + timedelta(days=rhythm) < on)),
        open_promises=hall.open_promises if hall and access.is_unit else 0,
    )
