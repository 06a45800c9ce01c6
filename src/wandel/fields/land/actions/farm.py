"""Farms that work a site, and the talk with them before anything is decided."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from wandel.fields.land.actions.site import tell
from wandel.fields.land.models import AffectedFarm, Site
from wandel.office.people.models import User
from wandel.ui.phrases import Phrase

NAMES = ("organisation", "person", "contact", "share", "note", "talked_on")


@transaction.atomic
def add_farm(*, site: Site, values: Mapping[str, Any], by: User) -> AffectedFarm:
    """Note a farm (``organisation`` or ``person`` is given) that works part of the site."""
    farm = AffectedFarm.objects.create(site=site, **{name: values[name] for name in NAMES if name in values})
    tell(site, Phrase(gettext_noop("Affected farm noted")), by=by)
    return farm


@transaction.atomic
def note_talk(*, farm: AffectedFarm, day: date | None, by: User) -> AffectedFarm:
    """The farm has been talked to; None takes the note back."""
    farm.talked_on = day
    farm.save()
    message = gettext_noop("Talked to an affected farm") if day else gettext_noop("Talk with a farm taken back")
    tell(farm.site, Phrase(message), by=by)
    return farm


@transaction.atomic
def remove_farm(*, farm: AffectedFarm, by: User) -> None:
    site = farm.site
    farm.delete()
    tell(site, Phrase(gettext_noop("Affected farm removed")), by=by)
