"""Bringing the database in line with the county profile."""

from datetime import date
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_noop

from wandel.core.profile.model import Profile
from wandel.office.journal.actions import record
from wandel.office.places.actions.schools import bring_shipped_schools
from wandel.office.places.models import County, Municipality, Place, PopulationFigure
from wandel.ui.phrases import Phrase
from wandel.ui.sinks import INTERNAL, OPEN, SearchText, announce_search_text
from wandel.ui.subjects import SubjectRef


def municipality_ref(municipality: Municipality) -> SubjectRef:
    return SubjectRef(
        "places.municipality", municipality.ags, f"/municipalities/{municipality.ags}/", municipality.name
    )


@transaction.atomic
def load_profile(profile: Profile, *, by: Any, on: date) -> int:
    """Write the profile's county, municipalities, figures, places and schools. Returns how many rows are new or changed.

    Loading the same profile again changes nothing and leaves no trace in the journal. Rows the profile no longer
    names stay: other areas may hold on to them, and figures may have come by import.
    """
    county, changed = _bring(
        County,
        {"ags": profile.ags},
        {"name_de": profile.name.de, "name_en": profile.name.en, "attribution": profile.attribution},
        new={"loaded_on": on},
    )
    by_ags: dict[str, Municipality] = {}
    for one in profile.municipalities:
        by_ags[one.ags], touched = _bring(
            Municipality,
            {"ags": one.ags},
            {
                "ars": one.ars,
                "name": one.name,
                "designation": one.designation,
                "area_ha": one.area_ha,
                "postcode": one.postcode,
                "boundary": one.boundary,
            },
        )
        if touched:
            announce_search_text(municipality_search_text(by_ags[one.ags]))
        changed += touched
    for figure in profile.population:
        changed += _bring(
            PopulationFigure,
            {"municipality": by_ags.get(figure.ags), "on": figure.on, "base": figure.base},
            {
                "value": figure.value,
                "certainty": figure.certainty,
                "source": figure.source,
                "licence": figure.licence,
            },
        )[1]
    for place in profile.places:
        changed += _bring(
            Place,
            {"kind": place.kind, "name": place.name, "municipality": by_ags[place.ags]},
            {"lat": place.lat, "lon": place.lon, "source": place.source, "as_of": place.as_of},
        )[1]
    changed += bring_shipped_schools(profile.schools, by_ags)
    if changed:
        County.objects.filter(pk=county.pk).update(loaded_on=on)
        record(
            by=by,
            message=Phrase(gettext_noop("County profile loaded")),
            subject=SubjectRef("places.county", county.ags, "/municipalities/", county.name_de),
            confidentiality=INTERNAL,
        )
    return changed


def _bring(
    model: type[models.Model], key: dict[str, Any], values: dict[str, Any], *, new: dict[str, Any] | None = None
) -> tuple[Any, int]:
    """The row of a key, holding these values, and 1 if it had to be written for that."""
    found = model.objects.filter(**key).first()
    if found is None:
        return model.objects.create(**key, **values, **(new or {})), 1
    if all(getattr(found, name) == value for name, value in values.items()):
        return found, 0
    for name, value in values.items():
        setattr(found, name, value)
    found.save()
    return found, 1


def municipality_search_text(municipality: Municipality) -> SearchText:
    return SearchText(
        subject=municipality_ref(municipality),
        title=municipality.name,
        words=f"{municipality.ags} {municipality.postcode} {municipality.designation}",
        context=municipality.designation,
        confidentiality=OPEN,
    )
