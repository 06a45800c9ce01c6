"""Questions about approvals: who may see one, who may decide it."""

from datetime import date

from django.db.models import Q, QuerySet
from django.http import Http404

from wandel.office.desk.models import CoSignRequest
from wandel.office.people.access import Access
from wandel.office.people.models import RoleAssignment, User
from wandel.office.people.roles import PERMISSIONS
from wandel.ui.sinks import CONFIDENTIAL


def cosigns_for(access: Access) -> QuerySet[CoSignRequest]:
    """Those who asked or were asked, and the unit as far as its fields reach."""
    found = CoSignRequest.objects.select_related("organisation", "user", "asked_by", "decided_by")
    if not access.may("desk.view"):
        return found.none()
    if access.is_head:
        return found
    near = Q(asked_by=access.user) | Q(user=access.user)
    if access.is_unit:
        return found.filter(near | ~Q(confidentiality=CONFIDENTIAL) | Q(field__in=sorted(access.fields)))
    return found.filter(near | Q(organisation__in=sorted(access.organisation_ids)))


def cosign_for(access: Access, pk: int) -> CoSignRequest:
    found = cosigns_for(access).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def cosigns_about(kind: str, pk: str) -> QuerySet[CoSignRequest]:
    """Approvals about a thing, newest first; the caller has authorised the thing."""
    found = CoSignRequest.objects.filter(subject_kind=kind, subject_pk=str(pk))
    return found.select_related("organisation", "user", "asked_by", "decided_by")


def is_asked(user: User, request: CoSignRequest, day: date) -> bool:
    """Whether this person is on the asked side: the person asked, or somebody of the office in a role that signs."""
    signing = RoleAssignment.objects.valid_on(day).filter(user=user, role__in=PERMISSIONS["desk.cosign"])
    if not user.is_active:
        return False
    if request.user_id is not None:
        return request.user_id == user.pk and signing.exists()
    return signing.filter(organisation_id=request.organisation_id).exists()


def asked_people(request: CoSignRequest, day: date) -> list[User]:
    """Everybody who may answer and has a mail address; the asker is not among them."""
    signing = RoleAssignment.objects.valid_on(day).filter(role__in=PERMISSIONS["desk.cosign"])
    if request.user_id is not None:
        signing = signing.filter(user=request.user_id)
    else:
        signing = signing.filter(organisation=request.organisation_id)
    people = User.objects.filter(pk__in=signing.values("user"), is_active=True).exclude(pk=request.asked_by_id)
    return list(people.exclude(email="").order_by("pk"))


def may_decide(user: User, request: CoSignRequest, day: date) -> bool:
    """Four eyes: whoever asked cannot sign."""
    return request.is_open and request.asked_by_id != user.pk and is_asked(user, request, day)
