"""Questions about places; all of them public facts."""

from wandel.office.places.models import County, Municipality, PopulationFigure


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
