"""What stands below search and can be found: its whole stock, for rebuilding the index."""

from collections.abc import Iterator

from django.utils import timezone

from wandel.office.people.actions.account import user_search_text
from wandel.office.people.actions.interaction import interaction_search_text
from wandel.office.people.actions.organisation import organisation_search_text, person_search_text
from wandel.office.people.models import Interaction, Organisation, Person, User
from wandel.office.places.actions import municipality_search_text
from wandel.office.places.models import Municipality
from wandel.ui.sinks import SearchText


def organisations() -> Iterator[SearchText]:
    for organisation in Organisation.objects.select_related("municipality").iterator(chunk_size=500):
        yield organisation_search_text(organisation)


def persons() -> Iterator[SearchText]:
    for person in Person.objects.select_related("organisation").iterator(chunk_size=500):
        yield person_search_text(person)


def users() -> Iterator[SearchText]:
    for user in User.objects.iterator(chunk_size=500):
        yield user_search_text(user, timezone.localdate())


def interactions() -> Iterator[SearchText]:
    for interaction in Interaction.objects.prefetch_related("organisations").iterator(chunk_size=500):
        yield interaction_search_text(interaction, list(interaction.organisations.all()))


def municipalities() -> Iterator[SearchText]:
    for municipality in Municipality.objects.iterator(chunk_size=500):
        yield municipality_search_text(municipality)
