"""Questions about future topics and the register of who advises on what."""

from datetime import date

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from wandel.fields.projects.models import Adviser, FutureTopic
from wandel.office.people.access import Access


def topics_for(access: Access) -> QuerySet[FutureTopic]:
    """The unit and the council read every topic, others those that concern their municipality or nobody in particular."""
    if not access.may("topic.view"):
        return FutureTopic.objects.none()
    if access.is_unit or "council" in access.roles:
        return FutureTopic.objects.all()
    theirs = Q(municipalities=None) | Q(municipalities__organisations__in=access.organisation_ids)
    return FutureTopic.objects.filter(pk__in=FutureTopic.objects.filter(theirs).order_by().values("pk"))


def topic_for(access: Access, pk: int) -> FutureTopic:
    return get_object_or_404(topics_for(access).select_related("owner"), pk=pk)


def editable_topic_for(access: Access, pk: int) -> FutureTopic:
    found = topics_for(access) if access.may("topic.edit") else FutureTopic.objects.none()
    return get_object_or_404(found, pk=pk)


def due_topics(access: Access, day: date) -> QuerySet[FutureTopic]:
    """Those to look at again, late ones first."""
    found = topics_for(access).exclude(state=FutureTopic.State.CLOSED)
    return found.filter(review_on__lte=day).order_by("review_on", "pk")


def advisers_for(access: Access) -> QuerySet[Adviser]:
    """The register; who the contact is, only the unit reads."""
    if not access.may("topic.view"):
        return Adviser.objects.none()
    return Adviser.objects.select_related("organisation", "person")


def adviser_for(access: Access, pk: int) -> Adviser:
    found = advisers_for(access) if access.may("topic.edit") else Adviser.objects.none()
    return get_object_or_404(found, pk=pk)
