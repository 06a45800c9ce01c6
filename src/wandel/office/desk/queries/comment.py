"""Questions about comments: what was said about a thing, and whom one may mention there."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from wandel.office.desk.models import Comment
from wandel.office.desk.registry import may_see_subject
from wandel.office.people.access import Access
from wandel.office.people.models import RoleAssignment, User
from wandel.ui.sinks import CONFIDENTIAL, OPEN
from wandel.ui.subjects import SubjectRef

_joined = Comment.organisations.through.objects


def visible_comments(access: Access) -> QuerySet[Comment]:
    """Comments whose words are meant for this reader; the page they stand on authorises as well."""
    found = Comment.objects.filter(deleted_at=None)
    if access.is_head:
        return found
    own = Q(author=access.user)
    if access.is_unit:
        return found.filter(~Q(confidentiality=CONFIDENTIAL) | Q(field__in=sorted(access.fields)) | own)
    theirs = Exists(_joined.filter(comment_id=OuterRef("pk"), organisation_id__in=sorted(access.organisation_ids)))
    return found.filter(Q(theirs, confidentiality=OPEN) | own)


def comments_about(access: Access, subject: SubjectRef) -> QuerySet[Comment]:
    """What was said about a thing, oldest first."""
    found = visible_comments(access).filter(subject_kind=subject.kind, subject_pk=str(subject.pk))
    return found.select_related("author").order_by("written_at", "pk")


def comment_for(access: Access, pk: int) -> Comment:
    """One comment on a thing the reader may open."""
    found = visible_comments(access).select_related("author").filter(pk=pk).first()
    if found is None or not may_see_subject(access, found.subject_kind, found.subject_pk):
        raise Http404
    return found


def people_to_mention(access: Access, organisation_ids: Iterable[int], day: date) -> list[User]:
    """The unit, and those of the houses the thing belongs to; outside the unit only one's own house. One query."""
    houses = set(organisation_ids) if access.is_unit else set(organisation_ids) & access.organisation_ids
    assigned = RoleAssignment.objects.valid_on(day).filter(user=OuterRef("pk"))
    close = assigned.filter(Q(role__in=["head", "officer"]) | Q(organisation_id__in=sorted(houses)))
    return list(User.objects.filter(Exists(close), is_active=True).exclude(pk=access.user.pk).order_by("name"))


def may_read(access: Access, comment: Comment, organisation_ids: Iterable[int]) -> bool:
    """Whether somebody may see the thing and this comment's words."""
    if not access.may("desk.view") or not may_see_subject(access, comment.subject_kind, comment.subject_pk):
        return False
    if access.is_head:
        return True
    if access.is_unit:
        return comment.confidentiality != CONFIDENTIAL or comment.field in access.fields
    return comment.confidentiality == OPEN and bool(access.organisation_ids & set(organisation_ids))
