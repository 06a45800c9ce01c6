"""Questions about places; all of them public facts."""

from django.db.models import QuerySet

from wandel.office.places.models import Childcare, County, Municipality, PopulationFigure, School


def county() -> County | None:
    return County.objects.first()


def municipalities() -> list[Municipality]:
    """All municipalities by name."""
    return list(Municipality.objects.all())


def municipality(ags: str) -> Municipality | None:
    """The municipality with this AGS, or None."""
    return Municipality.objects.filter(ags=ags).first()


def population_series(municipality: Municipality | None) -> list[PopulationFigure]:
    """Figures of a municipality, or of the county for None, oldest first; bases are never mixed into one line."""
    return list(PopulationFigure.objects.filter(municipality=municipality))


def open_schools() -> QuerySet[School]:
    """Every school a child can be signed up at, by name; those that are gone are left out."""
    return School.objects.filter(gone_on=None).select_related("municipality").defer("municipality__boundary")


def open_childcare() -> QuerySet[Childcare]:
    """Every day-care centre that is not gone, by name."""
    return Childcare.objects.filter(gone_on=None).select_related("municipality").defer("municipality__boundary")
