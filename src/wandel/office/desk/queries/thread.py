"""A page's comments as one value, and the signed note by which the form knows what it is about."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core import signing
from django.http import Http404

from wandel.office.desk.models import Comment
from wandel.office.desk.queries.comment import comments_about, people_to_mention
from wandel.office.desk.registry import may_see_subject
from wandel.office.people.access import Access
from wandel.office.people.models import User
from wandel.ui.sinks import OPEN
from wandel.ui.subjects import SubjectRef

SALT = "wandel.desk.comment"


@dataclass(frozen=True)
class Thread:
    """What a page says about its thing: who else it belongs to and how confidential it is."""

    subject: SubjectRef
    organisation_ids: tuple[int, ...]
    field: str
    confidentiality: str

    @property
    def signed(self) -> str:
        """The same as a note only we can write, so the form cannot be turned on another thing."""
        ref = self.subject
        parts = [ref.kind, ref.pk, ref.path, ref.label, list(self.organisation_ids), self.field, self.confidentiality]
        return signing.dumps(parts, salt=SALT)

    def may_be_internal(self, access: Access) -> bool:
        return access.is_unit and self.confidentiality == OPEN

    def people(self, access: Access, on: date) -> list[User]:
        return people_to_mention(access, self.organisation_ids, on)

    def comments(self, access: Access, at: datetime) -> list[Comment]:
        found = list(comments_about(access, self.subject))
        for comment in found:
            comment.correctable = comment.may_be_corrected(by=access.user, at=at)
        return found


def thread_of(subject: SubjectRef, organisation_ids: Iterable[int], field: str, confidentiality: str) -> Thread:
    return Thread(subject, tuple(sorted(int(pk) for pk in organisation_ids)), field, confidentiality)


def thread_for(access: Access, signed: Any) -> Thread:
    """Read the note back and authorise again. A forged note or a thing out of reach is a 404."""
    try:
        kind, pk, path, label, organisation_ids, field, confidentiality = signing.loads(str(signed), salt=SALT)
    except (signing.BadSignature, ValueError):
        raise Http404 from None
    if not may_see_subject(access, kind, pk):
        raise Http404
    return thread_of(SubjectRef(kind, pk, path, label), organisation_ids, field, confidentiality)


def thread_behind(comment: Comment) -> Thread:
    """The thread a stored comment stands in."""
    houses = comment.organisations.values_list("pk", flat=True)
    return thread_of(comment.subject, houses, comment.field, comment.confidentiality)
