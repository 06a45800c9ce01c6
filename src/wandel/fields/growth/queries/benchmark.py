"""The county beside others: which indicators are strong, which weak, how sure the rank is, what would move it."""

from dataclasses import dataclass

from wandel.fields.growth.models import Figure
from wandel.fields.growth.queries.placing import Measured, Placed, name_of, placed
from wandel.office.places.profile import active_profile


@dataclass(frozen=True)
class Beside:
    """The comparison as a page needs it. ``others``: names and why they were chosen; ``left_out``: indicators without a year
    all places have."""

    county: Placed
    others: list[tuple[str, str]]
    left_out: list[str]


def _newest_common(key: str, areas: list[str]) -> tuple[int, dict[str, Figure]] | None:
    """The newest year in which every area has a value."""
    by_year: dict[int, dict[str, Figure]] = {}
    for row in Figure.objects.filter(key=key, area__in=areas, value__isnull=False):
        by_year.setdefault(row.year, {})[row.area] = row
    whole = [year for year, found in by_year.items() if len(found) == len(areas)]
    return (max(whole), by_year[max(whole)]) if whole else None


def comparison(language: str) -> Beside | None:
    """The county beside the comparison counties of its profile, every indicator counting alike. None while there is too
    little to compare."""
    profile = active_profile()
    counties = [one for one in profile.comparison if one.kind == "county"]
    areas = [profile.ags, *(one.ags for one in counties)]
    measured, left_out = [], []
    for one in profile.indicator_names:
        if one.good == "neither":
            continue
        found = _newest_common(one.key, areas)
        if found is None:
            left_out.append(name_of(one, language))
            continue
        year, figures = found
        values = {area: figure.value for area, figure in figures.items() if figure.value is not None}
        measured.append(Measured(one, year, figures[profile.ags].source, values))
    of_county = placed(measured, areas, of=[profile.ags], language=language)
    others = [(one.name, one.why.en if language == "en" else one.why.de) for one in counties]
    return Beside(of_county[0], others, left_out) if of_county else None
