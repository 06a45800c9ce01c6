"""Bringing the database in line with the county profile."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from wandel.core.profile.model import Profile
from wandel.office.journal.actions import record
from wandel.office.places.models import County, Municipality, Place, PopulationFigure
from wandel.ui.phrases import Phrase
from wandel.ui.sinks import INTERNAL, OPEN, SearchText, announce_search_text
from wandel.ui.subjects import SubjectRef


def municipality_ref(municipality: Municipality) -> SubjectRef:
    return SubjectRef("places.municipality", municipality.ags, f"/municipalities/{municipality.ags}/", municipality.name)


@transaction.atomic
def load_profile(profile: Profile, *, by: Any, on: date) -> None:
    """Write the profile's county, municipalities, figures and places; loading the same profile again changes nothing."""
    county, _created = County.objects.update_or_create(
        ags=profile.ags,
        defaults={
            "name_de": profile.name.de,
            "name_en": profile.name.en,
            "attribution": profile.attribution,
            "loaded_on": on,
        },
    )
    by_ags: dict[str, Municipality] = {}
    for one in profile.municipalities:
        by_ags[one.ags], _created = Municipality.objects.update_or_create(
            ags=one.ags,
            defaults={
                "ars": one.ars,
                "name": one.name,
                "designation": one.designation,
                "area_ha": one.area_ha,
                "postcode": one.postcode,
                "boundary": one.boundary,
            },
        )
        announce_search_text(_search_text(by_ags[one.ags]))
    for figure in profile.population:
        PopulationFigure.objects.update_or_create(
            municipality=by_ags.get(figure.ags),
            on=figure.on,
            base=figure.base,
            defaults={"value": figure.value, "source": figure.source, "licence": figure.licence},
        )
    for place in profile.places:
        Place.objects.update_or_create(
            kind=place.kind,
            name=place.name,
            municipality=by_ags[place.ags],
            defaults={"lat": place.lat, "lon": place.lon, "source": place.source, "as_of": place.as_of},
        )
    record(
        by=by,
        message=Phrase(gettext_noop("County profile loaded")),
        subject=SubjectRef("places.county", county.ags, "/municipalities/", county.name_de),
        confidentiality=INTERNAL,
    )


def _search_text(municipality: Municipality) -> SearchText:
    return SearchText(
        subject=municipality_ref(municipality),
        title=municipality.name,
        words=f"{municipality.ags} {municipality.postcode} {municipality.designation}",
        context=municipality.designation,
        confidentiality=OPEN,
    )
