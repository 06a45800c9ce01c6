"""Changing organisations and persons: every change writes the journal and tells the search."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from wandel.office.journal.actions import record
from wandel.office.people.models import Interaction, Organisation, Person, Promise, RoleAssignment, User
from wandel.ui.phrases import Phrase
from wandel.ui.sinks import INTERNAL, OPEN, SearchText, announce_search_text


def organisation_search_text(organisation: Organisation) -> SearchText:
    words = [organisation.email, organisation.phone, organisation.address, organisation.get_kind_display()]
    return SearchText(
        subject=organisation.ref,
        title=organisation.name,
        words=" ".join(str(word) for word in words if word),
        context=str(organisation.get_kind_display()),
        organisation_ids=(organisation.pk,),
        confidentiality=OPEN,
        removed=organisation.merged_into_id is not None,
    )


def person_search_text(person: Person) -> SearchText:
    return SearchText(
        subject=person.ref,
        title=person.full_name,
        words=" ".join(
            filter(None, [person.position, person.email, person.organisation.name if person.organisation else ""])
        ),
        context=person.organisation.name if person.organisation else "",
        organisation_ids=(person.organisation_id,) if person.organisation_id else (),
        confidentiality=OPEN if person.organisation_id else INTERNAL,
        removed=person.merged_into_id is not None,
    )


@transaction.atomic
def save_organisation(*, organisation: Organisation, by: User) -> Organisation:
    """Create or change; ``version`` grows with every change so that a second editor is noticed."""
    created = organisation.pk is None
    organisation.version = 1 if created else organisation.version + 1
    organisation.save()
    message = gettext_noop("Organisation created") if created else gettext_noop("Organisation changed")
    record(by=by, message=Phrase(message), subject=organisation.ref, organisation_ids=(organisation.pk,))
    announce_search_text(organisation_search_text(organisation))
    return organisation


@transaction.atomic
def save_person(*, person: Person, by: User) -> Person:
    created = person.pk is None
    person.version = 1 if created else person.version + 1
    person.save()
    message = gettext_noop("Person created") if created else gettext_noop("Person changed")
    record(
        by=by,
        message=Phrase(message),
        subject=person.ref,
        organisation_ids=(person.organisation_id,) if person.organisation_id else (),
    )
    announce_search_text(person_search_text(person))
    return person


@transaction.atomic
def merge_organisations(*, duplicate: Organisation, keep: Organisation, by: User) -> None:
    """Make ``duplicate`` a pointer to ``keep``: contacts, persons and promises move, the old page leads to the kept one.

    Other areas hold their own references; they follow ``merged_into`` when they show the organisation.
    """
    _refuse_loops(duplicate, keep)
    for interaction in Interaction.objects.filter(organisations=duplicate):
        interaction.organisations.add(keep)
        interaction.organisations.remove(duplicate)
    for person in duplicate.persons.all():
        person.organisation = keep
        person.save(update_fields=["organisation"])
        announce_search_text(person_search_text(person))
    for model in (Promise, RoleAssignment):
        for row in model.objects.filter(organisation=duplicate):
            row.organisation = keep
            row.save(update_fields=["organisation"])
    for part in duplicate.parts.exclude(pk=keep.pk):
        part.parent = keep
        part.save(update_fields=["parent"])
    _fill_gaps(keep, duplicate, ("email", "phone", "address", "website", "contact_rhythm_days"))
    keep.version += 1
    keep.save()
    for earlier in [*duplicate.merged_from.all(), duplicate]:
        earlier.merged_into = keep
        earlier.save(update_fields=["merged_into"])
    _note_merge(duplicate, keep, by, (keep.pk,))
    announce_search_text(organisation_search_text(duplicate))
    announce_search_text(organisation_search_text(keep))


@transaction.atomic
def merge_persons(*, duplicate: Person, keep: Person, by: User) -> None:
    """Make ``duplicate`` a pointer to ``keep``; consent is never inherited, it was given by one record only."""
    _refuse_loops(duplicate, keep)
    for interaction in Interaction.objects.filter(persons=duplicate):
        interaction.persons.add(keep)
        interaction.persons.remove(duplicate)
    _fill_gaps(keep, duplicate, ("given_name", "position", "email", "phone", "languages", "organisation_id"))
    keep.version += 1
    keep.save()
    for earlier in [*duplicate.merged_from.all(), duplicate]:
        earlier.merged_into = keep
        earlier.save(update_fields=["merged_into"])
    _note_merge(duplicate, keep, by, (keep.organisation_id,) if keep.organisation_id else ())
    announce_search_text(person_search_text(duplicate))
    announce_search_text(person_search_text(keep))


def _refuse_loops(duplicate: Any, keep: Any) -> None:
    if duplicate.pk == keep.pk:
        raise ValidationError(_("These are the same record. Choose the other one."))
    if keep.merged_into_id is not None:
        raise ValidationError(_("The record to keep was itself merged into another one. Choose that one."))
    if duplicate.merged_into_id is not None:
        raise ValidationError(_("This record was merged already."))


def _fill_gaps(keep: Model, duplicate: Model, names: tuple[str, ...]) -> None:
    for name in names:
        if not getattr(keep, name):
            setattr(keep, name, getattr(duplicate, name))


def _note_merge(duplicate: Any, keep: Any, by: User, organisation_ids: tuple[int, ...]) -> None:
    record(
        by=by,
        message=Phrase(gettext_noop("“%(duplicate)s” merged into this record"), {"duplicate": str(duplicate)}),
        subject=keep.ref,
        organisation_ids=organisation_ids,
    )
