"""Showing a site to everybody, and taking it back (§ 200 Abs. 3 BauGB)."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_noop

from wandel.fields.land.actions.site import locked_site, tell
from wandel.fields.land.models import Site
from wandel.fields.land.queries.site import publication_blocks
from wandel.office.people.models import User
from wandel.ui.phrases import Phrase


@transaction.atomic
def release_publication(*, site: Site, by: User, on: date) -> Site:
    """Show a site to everybody. Raises ValidationError with every reason against it (§ 200 Abs. 3 BauGB)."""
    found = locked_site(site)
    blocks = publication_blocks(found, on=on)
    if blocks:
        raise ValidationError([ValidationError(block, code="blocked") for block in blocks])
    if found.published:
        return found
    found.published, found.published_on = True, on
    found.version += 1
    found.save()
    tell(found, Phrase(gettext_noop("Released for publication")), by=by)
    return found


@transaction.atomic
def withdraw_publication(*, site: Site, by: User, on: date) -> Site:
    """Take a site out of what everybody sees."""
    found = locked_site(site)
    if not found.published:
        return found
    found.published, found.published_on = False, None
    found.version += 1
    found.save()
    tell(found, Phrase(gettext_noop("Publication withdrawn")), by=by)
    return found
