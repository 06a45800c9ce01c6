"""Photos and papers of a site."""

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_noop

from wandel.fields.land.actions.site import tell
from wandel.fields.land.models import Site
from wandel.office.files.actions import remove, store
from wandel.office.files.models import StoredFile
from wandel.office.people.models import User
from wandel.ui.phrases import Phrase


@transaction.atomic
def add_document(*, site: Site, upload: UploadedFile, by: User) -> StoredFile:
    """Keep a photo or paper with a site. Raises ValidationError for a file that cannot be taken."""
    stored = store(upload=upload, subject=site.ref, by=by)
    tell(site, Phrase(gettext_noop("File added: %(name)s"), {"name": stored.name}), by=by)
    return stored


@transaction.atomic
def remove_document(*, site: Site, stored: StoredFile, by: User) -> None:
    """Delete a file of a site."""
    name = stored.name
    remove(stored=stored)
    tell(site, Phrase(gettext_noop("File removed: %(name)s"), {"name": name}), by=by)
