"""Comments on any thing, with mentions."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from wandel.office.desk.actions.entry import close_entry, upsert_entry
from wandel.office.desk.models import Comment, Entry
from wandel.office.desk.queries.comment import may_read
from wandel.office.desk.queries.digest import may_be_mailed
from wandel.office.desk.registry import READ
from wandel.office.journal.actions import record
from wandel.office.outbox.actions import queue_mail
from wandel.office.people.access import access_on
from wandel.office.people.models import User
from wandel.ui.phrases import Phrase, plain
from wandel.ui.sinks import CONFIDENTIAL
from wandel.ui.subjects import SubjectRef


def named_in(text: str, people: Iterable[User]) -> list[User]:
    """Whom "@name" in the text means; of two names that begin alike the longer one counts."""
    left, found = text.casefold(), []
    for user in sorted(people, key=lambda user: -len(user.name)):
        mark = f"@{user.name.casefold()}"
        if mark in left:
            left = left.replace(mark, " ")
            found.append(user)
    return found


@transaction.atomic
def comment(
    *,
    subject: SubjectRef,
    text: str,
    by: User,
    organisation_ids: Iterable[int],
    confidentiality: str,
    at: datetime,
    field: str = "",
    mentioned: Iterable[User] = (),
) -> tuple[Comment, list[User]]:
    """Say something about a thing. Returns the comment and those mentioned who may not see it and so hear nothing."""
    houses = sorted({int(pk) for pk in organisation_ids})
    written = Comment(text=text, author=by, field=field, confidentiality=confidentiality, written_at=at)
    written.subject = subject
    written.save()
    written.organisations.set(houses)
    told, unreached = [], []
    for user in {user.pk: user for user in mentioned if user.pk != by.pk}.values():
        access = access_on(user, timezone.localdate(at))
        (told if may_read(access, written, houses) else unreached).append(user)
    written.mentioned.set(told)
    for user in told:
        _tell(written, user, by=by)
    _record(written, gettext_noop("Comment: %(text)s"), by=by, houses=houses, text=text[:300])
    return written, unreached


def _tell(written: Comment, user: User, *, by: User) -> None:
    subject = written.subject
    title = Phrase(gettext_noop("%(name)s mentioned you: %(label)s"), {"name": by.name, "label": subject.label})
    upsert_entry(
        key=_mention_key(written, user),
        kind=READ,
        subject=subject,
        title=title,
        due_on=None,
        organisation_ids=(),
        owner=user,
        field="",
        confidentiality=CONFIDENTIAL,
        context=plain(written.text[:200]),
        basis=Phrase(gettext_noop("Comment")),
        waiting_for=Phrase(""),
        by=by,
    )
    if not may_be_mailed(user):
        return
    with override(user.language):
        queue_mail(
            to=user.email,
            subject=str(title),
            text=written.text,
            language=user.language,
            dedupe_key=_mention_key(written, user),
            links=[(_("Open the page"), f"{settings.WANDEL_BASE_URL}{subject.path}")],
            about=subject,
        )


def _mention_key(written: Comment, user: User) -> str:
    return f"mention:{written.pk}:{user.pk}"


def _record(written: Comment, msgid: str, *, by: User, houses: Iterable[int] | None = None, **params: Any) -> None:
    record(
        by=by,
        message=Phrase(msgid, params),
        subject=written.subject,
        organisation_ids=written.organisations.values_list("pk", flat=True) if houses is None else houses,
        field=written.field,
        confidentiality=written.confidentiality,
    )


def _correctable(written: Comment, *, by: User, at: datetime) -> Comment:
    written = Comment.objects.select_for_update().get(pk=written.pk)
    if not written.may_be_corrected(by=by, at=at):
        raise ValidationError(
            _("A comment can be changed by its author for 15 minutes. Please write another one."), code="late"
        )
    return written


@transaction.atomic
def correct_comment(*, written: Comment, text: str, by: User, at: datetime) -> Comment:
    """Change one's own comment within a quarter of an hour; what stood there before stands in the journal."""
    written = _correctable(written, by=by, at=at)
    before, written.text, written.corrected_at = written.text, text, at
    written.version += 1
    written.save()
    _record(
        written,
        gettext_noop("Comment changed from “%(before)s” to “%(text)s”"),
        by=by,
        before=before[:300],
        text=text[:300],
    )
    return written


@transaction.atomic
def delete_comment(*, written: Comment, by: User, at: datetime) -> None:
    """Take one's own comment back within a quarter of an hour; those mentioned need not read it any more."""
    written = _correctable(written, by=by, at=at)
    written.deleted_at = at
    written.version += 1
    written.save()
    for user in written.mentioned.all():
        close_entry(key=_mention_key(written, user), by=by, on=timezone.localdate(at), state=Entry.State.DROPPED)
    _record(written, gettext_noop("Comment deleted: %(text)s"), by=by, text=written.text[:300])
