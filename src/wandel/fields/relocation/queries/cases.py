"""Cases: who may see which, what waits longest, what was said, and what a secret link opens."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from wandel.core.text.fold import fold
from wandel.fields.relocation.case_states import US
from wandel.fields.relocation.models import Case, Handover, Message
from wandel.fields.relocation.models.message import MESSAGE_KIND
from wandel.office.desk.models.secret_link import hash_of
from wandel.office.files.models import StoredFile
from wandel.office.people.access import Access
from wandel.office.people.models import Organisation, RoleAssignment, User
from wandel.office.people.roles import Field

FIELD = str(Field.RELOCATION.value)
OFFICES = (Organisation.Kind.COUNTY_OFFICE, Organisation.Kind.TOWN_HALL, Organisation.Kind.UNIT)


def cases_for(access: Access) -> QuerySet[Case]:
    """Newcomers' matters are confidential: the field and the head of the unit read them, nobody else."""
    if not access.may("case.view") or not (access.is_head or FIELD in access.fields):
        return Case.objects.none()
    return Case.objects.select_related("adviser", "municipality", "employer").defer("municipality__boundary")


def case_for(access: Access, pk: int) -> Case:
    return get_object_or_404(cases_for(access), pk=pk)


@dataclass(frozen=True)
class CaseFilters:
    """What the list is narrowed to; empty values narrow nothing. ``state`` "open" is everything not over."""

    turn: str = ""
    state: str = ""
    adviser: int | None = None
    employer: int | None = None
    text: str = ""


def list_cases(access: Access, filters: CaseFilters) -> QuerySet[Case]:
    """The list; whoever has waited longest stands on top."""
    found = cases_for(access)
    if filters.turn:
        found = found.filter(turn=filters.turn)
    if filters.state == "open":
        found = found.exclude(state__in=["settled", "closed"])
    elif filters.state:
        found = found.filter(state=filters.state)
    if filters.adviser:
        found = found.filter(adviser_id=filters.adviser)
    if filters.employer:
        found = found.filter(employer_id=filters.employer)
    for word in fold(filters.text).split():
        found = found.filter(search_key__contains=word)
    return found.order_by("turn_since", "pk")


@dataclass(frozen=True)
class CaseCounts:
    """How many there are for this reader, for the tabs."""

    ours: int
    mine: int
    open: int
    all: int


def counts_for(access: Access) -> CaseCounts:
    ours = Q(turn=US)
    found = cases_for(access).aggregate(
        ours=Count("pk", filter=ours),
        mine=Count("pk", filter=ours & Q(adviser=access.user)),
        open=Count("pk", filter=~Q(state__in=["settled", "closed"])),
        all=Count("pk"),
    )
    return CaseCounts(**found)


def advisers_on(day: date) -> QuerySet[User]:
    """Who advises newcomers on this day: whoever holds the field."""
    holders = RoleAssignment.objects.valid_on(day).filter(field=FIELD).values("user")
    return User.objects.filter(pk__in=holders, is_active=True).order_by("name")


def employers() -> QuerySet[Organisation]:
    return Organisation.objects.current().exclude(kind=Organisation.Kind.FUNDER)


def offices() -> QuerySet[Organisation]:
    """Whom a question can be handed over to."""
    return Organisation.objects.current().filter(kind__in=OFFICES)


def cases_of_intake(pk: int) -> Case | None:
    return Case.objects.filter(intake=pk).first()


def handovers_for(access: Access) -> QuerySet[Handover]:
    """The field and the head read every question, an office those put to it; a foreign one does not exist."""
    if not access.may("case.answer"):
        return Handover.objects.none()
    found = Handover.objects.select_related("case", "office").order_by(
        F("answered_at").desc(nulls_first=True), "due_on"
    )
    if access.is_head or FIELD in access.fields:
        return found
    return found.none() if access.is_unit else found.filter(office__in=access.organisation_ids)


def handover_for(access: Access, pk: int) -> Handover:
    return get_object_or_404(handovers_for(access), pk=pk)


def case_by_token(token: str) -> Case:
    found = Case.objects.filter(token_hash=hash_of(token)).first()
    if found is None:
        raise Http404
    return found


def case_by_pk(pk: int) -> Case:
    """For pages whose caller has already checked the visitor's session."""
    return get_object_or_404(
        Case.objects.select_related("adviser", "municipality").defer("municipality__boundary"), pk=pk
    )


def cases_of_address(email: str) -> QuerySet[Case]:
    return Case.objects.filter(email__iexact=email.strip()).exclude(email="").order_by("-received_at")


def to_forget(day: date) -> QuerySet[Case]:
    """Those whose named day of deletion has come."""
    return Case.objects.filter(delete_on__lte=day)


@dataclass(frozen=True)
class Said:
    """One thing that happened in a case. ``kind`` is in, out, note, asked, answered or appointment."""

    kind: str
    at: datetime
    who: str
    text: str
    files: Sequence[StoredFile] = ()
    row: Any = None


def timeline(case: Case, *, staff: bool) -> list[Said]:
    """What was said and asked, oldest first. The person sees neither notes nor what offices were asked."""
    messages = case.messages.all() if staff else case.messages.exclude(direction=Message.Direction.NOTE)
    papers = _papers(messages)
    rows = [
        Said(one.direction, one.written_at, one.author_name, one.text, papers.get(str(one.pk), [])) for one in messages
    ]
    if staff:
        for one in case.handovers.select_related("office"):
            rows.append(Said("asked", one.asked_at, one.asked_by, one.question, row=one))
            if one.answered_at:
                rows.append(Said("answered", one.answered_at, one.answered_by, one.answer, row=one))
    return sorted(rows, key=lambda said: said.at)


def _papers(messages: QuerySet[Message]) -> dict[str, list[StoredFile]]:
    found: dict[str, list[StoredFile]] = {}
    for stored in papers_about(messages).order_by("pk"):
        found.setdefault(stored.subject_pk, []).append(stored)
    return found


def papers_about(messages: QuerySet[Message]) -> QuerySet[StoredFile]:
    keys = [str(pk) for pk in messages.values_list("pk", flat=True)]
    return StoredFile.objects.filter(subject_kind=MESSAGE_KIND, subject_pk__in=keys)


def paper_of(case: Case, file_pk: int, *, staff: bool) -> StoredFile:
    """One paper of this very case. Raises Http404 for a paper of another one, and for a note's where the person asks."""
    messages = case.messages.all() if staff else case.messages.exclude(direction=Message.Direction.NOTE)
    return get_object_or_404(papers_about(messages), pk=file_pk)


def old_papers(before: datetime) -> QuerySet[StoredFile]:
    """Papers handed in before that instant."""
    return StoredFile.objects.filter(subject_kind=MESSAGE_KIND, at__lt=before)


def waiting_count(access: Access) -> int:
    """For the number beside the menu entry."""
    return cases_for(access).filter(turn=US).count()
