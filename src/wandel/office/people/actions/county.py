"""The county's own organisations and posts, from its profile; loading the same profile again changes nothing."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_noop

from wandel.core.profile.model import Profile, ProfileMunicipality
from wandel.office.journal.actions import record
from wandel.office.people.actions.organisation import organisation_search_text
from wandel.office.people.models import Organisation, Post, User
from wandel.office.places.models import Municipality
from wandel.ui.phrases import Phrase
from wandel.ui.sinks import announce_search_text

KIND = Organisation.Kind
CITY = "Stadt"


@transaction.atomic
def lay_out_county(profile: Profile, *, by: User | None, on: date) -> None:
    """Make sure that unit, county offices, town halls and posts exist. Names that people changed since stay as they are."""
    _ensure(KIND.UNIT, profile.unit_name(on), by=by)
    for key in dict.fromkeys(office.key for office in profile.offices):
        office = profile.office(key, on)
        if office is not None:
            _ensure(KIND.COUNTY_OFFICE, office.name.de, by=by)
    for municipality in profile.municipalities:
        _ensure_town_hall(municipality, by=by)
    for post in profile.posts:
        Post.objects.get_or_create(
            code=post.code,
            valid_until=None,
            defaults={"title_de": post.title.de, "title_en": post.title.en, "field": post.field, "valid_from": on},
        )


def _ensure(kind: str, name: str, *, by: User | None, municipality: Municipality | None = None) -> None:
    known = Organisation.objects.filter(kind=kind)
    if kind == KIND.UNIT and known.exists():
        return
    if municipality is not None and known.filter(municipality=municipality).exists():
        return
    if municipality is None and known.filter(name=name).exists():
        return
    organisation = Organisation.objects.create(kind=kind, name=name, municipality=municipality)
    record(
        by=by,
        message=Phrase(gettext_noop("Organisation created")),
        subject=organisation.ref,
        organisation_ids=(organisation.pk,),
    )
    announce_search_text(organisation_search_text(organisation))


def _ensure_town_hall(one: ProfileMunicipality, *, by: User | None) -> None:
    title = CITY if one.designation == CITY else "Gemeinde"
    _ensure(KIND.TOWN_HALL, f"{title} {one.name}", by=by, municipality=Municipality.objects.get(ags=one.ags))
