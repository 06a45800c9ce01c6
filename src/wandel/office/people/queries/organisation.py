"""Questions the people pages ask. ``…_for`` fetches and authorises: what is foreign does not exist."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from wandel.core.text.fold import fold
from wandel.office.people.access import Access
from wandel.office.people.models import Interaction, Organisation, Person, Promise, RoleAssignment, User
from wandel.office.people.roles import UNIT_ROLES

LEGAL_FORMS = frozenset(
    {"gmbh", "mbh", "co", "kg", "kgaa", "ag", "ug", "ohg", "gbr", "ev", "e", "v", "eg", "se", "bv", "ltd", "inc"}
)


def organisations_for(access: Access) -> QuerySet[Organisation]:
    """The unit sees all; others see their own, the unit, town halls, county offices and funders – the county's public offices."""
    if not access.may("people.view"):
        return Organisation.objects.none()
    found = Organisation.objects.current()
    if access.is_unit or access.may("users.manage"):
        return found
    kind = Organisation.Kind
    public = [kind.UNIT, kind.TOWN_HALL, kind.COUNTY_OFFICE, kind.FUNDER]
    return found.filter(Q(kind__in=public) | Q(pk__in=access.organisation_ids))


def organisation_for(access: Access, pk: int) -> Organisation:
    return get_object_or_404(organisations_for(access).select_related("municipality", "parent"), pk=pk)


def merged_target(access: Access, pk: int) -> Organisation | None:
    """Where an old address leads after a merge, if the reader may see the kept record."""
    pointer = Organisation.objects.filter(pk=pk).exclude(merged_into=None).first()
    return organisations_for(access).filter(pk=pointer.merged_into_id).first() if pointer else None


def persons_for(access: Access) -> QuerySet[Person]:
    """Contacts: the unit sees all, others those of their own organisations."""
    if not access.may("people.view"):
        return Person.objects.none()
    found = Person.objects.current()
    return found if access.is_unit else found.filter(organisation__in=access.organisation_ids)


def person_for(access: Access, pk: int) -> Person:
    return get_object_or_404(persons_for(access).select_related("organisation"), pk=pk)


def interactions_for(access: Access) -> QuerySet[Interaction]:
    """The unit reads all contacts; others only those shared with their organisation."""
    if not access.may("interaction.view"):
        return Interaction.objects.none()
    if access.is_unit:
        return Interaction.objects.all()
    shared = Interaction.organisations.through.objects.filter(organisation__in=access.organisation_ids)
    return Interaction.objects.filter(shared=True, pk__in=shared.values("interaction"))


def interaction_for(access: Access, pk: int) -> Interaction:
    return get_object_or_404(interactions_for(access).select_related("recorded_by"), pk=pk)


def promises_for(access: Access, organisation: Organisation) -> QuerySet[Promise]:
    """Open promises are the unit's own notes."""
    if not access.is_unit:
        return Promise.objects.none()
    return organisation.promises.filter(kept_on=None).select_related("owner")


def promise_for(access: Access, pk: int) -> Promise:
    if not access.is_unit:
        raise Http404
    return get_object_or_404(Promise.objects.select_related("organisation"), pk=pk)


@dataclass(frozen=True)
class ContactState:
    """How an organisation stands with us: last contact, agreed rhythm, and whether the next contact is due."""

    last_on: date | None
    rhythm_days: int | None
    next_on: date | None

    def overdue(self, day: date) -> bool:
        return self.next_on is not None and self.next_on < day


def contact_state(organisation: Organisation) -> ContactState:
    last = organisation.interactions.aggregate(last=Max("held_on"))["last"]
    rhythm = organisation.contact_rhythm_days
    return ContactState(last, rhythm, last + timedelta(days=rhythm) if last and rhythm else None)


def possible_duplicates(organisation: Organisation, limit: int = 5) -> list[Organisation]:
    """Other organisations whose folded name begins alike once legal forms are put aside, or that share the e-mail address."""
    words = [word for word in re.split(r"[^\w]+", fold(organisation.name)) if word and word not in LEGAL_FORMS]
    like = Q(sort_key__startswith=" ".join(words)) if words else Q(sort_key=fold(organisation.name))
    if organisation.email:
        like |= Q(email__iexact=organisation.email)
    return list(Organisation.objects.current().filter(like).exclude(pk=organisation.pk)[:limit])


def colleagues_in(organisation: Organisation, on: date) -> QuerySet[User]:
    """Who works in the unit on this day; nobody where the organisation is not the unit. The caller belongs to the unit."""
    if organisation.kind != Organisation.Kind.UNIT:
        return User.objects.none()
    theirs = RoleAssignment.objects.valid_on(on).filter(role__in=UNIT_ROLES)
    theirs = theirs.filter(Q(organisation=organisation) | Q(organisation=None))
    return User.objects.filter(is_active=True, pk__in=theirs.values("user")).order_by("name", "pk")
