"""Keeping a plan, ticking its steps off, forgetting it."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext, gettext_noop

from wandel.fields.relocation.models import KeptPlan
from wandel.fields.relocation.queries.plan import kept_plans_of_address, to_forget
from wandel.office.desk.queries.intake import deletion_day
from wandel.office.journal.actions import record
from wandel.office.journal.actors import Actor
from wandel.office.outbox.actions import erase_mails, queue_mail
from wandel.ui.formats import format_date
from wandel.ui.phrases import Phrase

MOST_LINKS = 10


def plan_link(plan: KeptPlan) -> str:
    """The path of the secret link; the outbox makes an address of it."""
    return f"/welcome/plan/k/{plan.token}/"


def _visitor(plan: KeptPlan) -> Actor:
    """The person, as the journal names them: without a name and without an answer."""
    return Actor(f"plan:{plan.pk}", plan.ref.label)


@transaction.atomic
def keep_plan(
    *, answers: Iterable[tuple[str, str]], language: str, email: str, at: datetime, plan: KeptPlan | None = None
) -> KeptPlan:
    """Keep the answers until the day of deletion, counted from today; with an address its link is mailed.

    ``plan`` is the one to change; its link stays the same, its day moves on.
    """
    row = KeptPlan.objects.select_for_update().get(pk=plan.pk) if plan else KeptPlan()
    row.answers = [[name, value] for name, value in answers]
    row.language, row.kept_at = language, at
    row.email = email or row.email
    row.delete_on = deletion_day(timezone.localdate(at))
    row.keep_token_hash()
    row.save()
    if email:
        _mail_link(row, at=at)
    said = gettext_noop("Kept answers changed") if plan else gettext_noop("Plan kept until the day named")
    record(by=_visitor(row), message=Phrase(said), subject=row.ref, field="relocation", at=at)
    return row


@transaction.atomic
def tick_step(*, plan: KeptPlan, uid: str, done: bool) -> None:
    """Mark one step as done or open again. No journal: a person's own ticks are nobody's business."""
    row = KeptPlan.objects.select_for_update().get(pk=plan.pk)
    others = [one for one in row.done if one != uid]
    row.done = [*others, uid] if done else others
    row.save(update_fields=["done"])


@transaction.atomic
def forget_plan(*, plan: KeptPlan, at: datetime) -> None:
    """Delete the answers and what mails said about them. The journal keeps that it was so, without a word of it."""
    reference, actor = plan.ref, _visitor(plan)
    erase_mails(kind=reference.kind, pks=[plan.pk], on=timezone.localdate(at))
    plan.delete()
    record(by=actor, message=Phrase(gettext_noop("Plan deleted")), subject=reference, field="relocation", at=at)


def forget_expired(*, on: date, at: datetime) -> int:
    """What the recurring job does: delete what was promised to be deleted by this day. Returns how many."""
    count = 0
    for plan in to_forget(on):
        forget_plan(plan=plan, at=at)
        count += 1
    return count


def send_plan_links(*, email: str, at: datetime) -> int:
    """Mail the links of the plans this address keeps. Returns how many; the page says the same either way."""
    count = 0
    for plan in kept_plans_of_address(email)[:MOST_LINKS]:
        plan.keep_token_hash()
        plan.save(update_fields=["token_hash"])
        _mail_link(plan, at=at)
        count += 1
    return count


def _mail_link(plan: KeptPlan, *, at: datetime) -> None:
    with translation.override(plan.language):
        queue_mail(
            to=plan.email,
            subject=gettext("Your link"),
            text="\n\n".join(
                [
                    gettext("Good day,"),
                    gettext("with this link you come back to your plan. We delete your answers on %(day)s.")
                    % {"day": format_date(plan.delete_on)},
                ]
            ),
            language=plan.language,
            dedupe_key=f"plan-{plan.pk}-link-{at:%Y%m%d%H%M}",
            links=[(gettext("Open my plan"), plan_link(plan))],
            about=plan.ref,
        )
