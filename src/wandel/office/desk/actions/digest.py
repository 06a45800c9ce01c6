"""The daily mail: what is overdue, due today or coming; and whom to tell when an owner does not react."""

from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from wandel.office.desk.models import DigestMail, DigestMark, Entry
from wandel.office.desk.models.digest import ESCALATED
from wandel.office.desk.queries.digest import (
    Digest,
    digest_for,
    escalation_recipients,
    had_mail,
    may_be_mailed,
    readers,
    to_escalate,
)
from wandel.office.outbox.actions import queue_mail
from wandel.office.people.models import User
from wandel.ui.formats import format_date

MOST_LINES = 50


def send_digests(*, on: date) -> int:
    """One mail per reader and day. Calling it again on the same day sends nothing. Returns how many went out."""
    return sum(_send_digest(user, on=on) for user in readers())


@transaction.atomic
def _send_digest(user: User, *, on: date) -> bool:
    if had_mail(user, on) or not may_be_mailed(user):
        return False
    digest = digest_for(user, on)
    if digest.is_empty:
        return False
    DigestMail.objects.create(user=user, sent_on=on)
    DigestMark.objects.bulk_create(
        [DigestMark(entry=entry, user=user, threshold=hit, due_on=entry.due_on) for entry, hit in digest.soon],
        ignore_conflicts=True,
    )
    with override(user.language):
        queue_mail(
            to=user.email,
            subject=_subject(digest),
            text=_text(digest, on),
            language=user.language,
            dedupe_key=f"digest:{user.pk}:{on}",
            links=[(_("To your desk"), f"{settings.WANDEL_BASE_URL}/desk/")],
            about=None,
        )
    return True


def _subject(digest: Digest) -> str:
    parts = []
    if digest.overdue:
        parts.append(_("%(count)s overdue") % {"count": len(digest.overdue)})
    if digest.today:
        parts.append(_("%(count)s today") % {"count": len(digest.today)})
    if digest.soon:
        parts.append(_("%(count)s coming") % {"count": len(digest.soon)})
    return _("Your desk: %(parts)s") % {"parts": ", ".join(parts)}


def _text(digest: Digest, on: date) -> str:
    blocks = []
    for heading, entries in (
        (_("Overdue"), digest.overdue),
        (_("Today"), digest.today),
        (_("Coming"), [entry for entry, _hit in digest.soon]),
    ):
        if entries:
            blocks.append("\n".join([heading, *_lines(entries, on)]))
    blocks.append(_("You can switch this mail off in your account."))
    return "\n\n".join(blocks)


def _lines(entries: list[Entry], on: date) -> list[str]:
    lines = []
    for entry in entries[:MOST_LINES]:
        words = [str(entry.title), str(entry.context), str(entry.basis)]
        lines.append(f"– {_due(entry, on)}: " + " · ".join(word for word in words if word))
    if len(entries) > MOST_LINES:
        lines.append(_("and %(count)s more on your desk") % {"count": len(entries) - MOST_LINES})
    return lines


def _due(entry: Entry, on: date) -> str:
    days = (entry.due_on - on).days
    if days < 0:
        since = ngettext("%(count)s day late", "%(count)s days late", -days) % {"count": -days}
        return f"{format_date(entry.due_on)} ({since})"
    if days == 0:
        return _("today")
    left = ngettext("in %(count)s day", "in %(count)s days", days) % {"count": days}
    return f"{format_date(entry.due_on)} ({left})"


@transaction.atomic
def escalate(*, on: date) -> int:
    """Tell the deputy, or the head where there is none, once per entry and due date. Returns how many mails went out."""
    entries = to_escalate(on)
    recipients = escalation_recipients(entries, on) if entries else {}
    for user, theirs in recipients.items():
        DigestMark.objects.bulk_create(
            [DigestMark(entry=entry, user=user, threshold=ESCALATED, due_on=entry.due_on) for entry in theirs],
            ignore_conflicts=True,
        )
        with override(user.language):
            queue_mail(
                to=user.email,
                subject=ngettext(
                    "%(count)s entry has been overdue for three days",
                    "%(count)s entries have been overdue for three days",
                    len(theirs),
                )
                % {"count": len(theirs)},
                text="\n".join(
                    [
                        _("Nobody has reacted to this yet. Please ask, or do it yourself."),
                        "",
                        *(
                            f"{line} ({entry.owner.name})"
                            for entry, line in zip(theirs, _lines(theirs, on), strict=False)
                        ),
                    ]
                ),
                language=user.language,
                dedupe_key=f"escalation:{user.pk}:{on}",
                links=[(_("To the desk"), f"{settings.WANDEL_BASE_URL}/desk/?whose=all")],
                about=None,
            )
    return len(recipients)
