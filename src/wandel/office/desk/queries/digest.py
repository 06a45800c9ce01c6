"""What the daily mail asks: whom, about what, and who stands in for somebody who does not react."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from wandel.office.desk.models import DigestMail, DigestMark, Entry
from wandel.office.desk.models.digest import ESCALATED
from wandel.office.desk.queries.entry import EntryFilters, entries_for, open_entries
from wandel.office.desk.registry import OWN_KINDS
from wandel.office.people.access import Access, access_on
from wandel.office.people.models import Deputy, RoleAssignment, User
from wandel.ui.sinks import CONFIDENTIAL

THRESHOLDS = (1, 7, 14, 30)
ESCALATE_AFTER = timedelta(days=3)


@dataclass
class Digest:
    """One person's mail of a day."""

    overdue: list[Entry]
    today: list[Entry]
    soon: list[tuple[Entry, int]]

    @property
    def is_empty(self) -> bool:
        return not (self.overdue or self.today or self.soon)


def readers() -> QuerySet[User]:
    return User.objects.filter(is_active=True, digest_wanted=True).order_by("pk")


def may_be_mailed(user: User) -> bool:
    """Whether a mail can reach the address; one that cannot must not hold up everybody else's."""
    try:
        validate_email(user.email)
    except ValidationError:
        return False
    return True


def had_mail(user: User, day: date) -> bool:
    return DigestMail.objects.filter(user=user, sent_on=day).exists()


def threshold_for(entry: Entry, day: date) -> int | None:
    """The threshold an entry has reached, None before the first one.

    A day the worker was down is made up for; but an entry that was written after its threshold's day does not hit it.
    """
    days = (entry.due_on - day).days
    hit = next((threshold for threshold in THRESHOLDS if 0 < days <= threshold), None)
    if hit is None:
        return None
    written_on = timezone.localdate(entry.created_at)
    return hit if written_on <= entry.due_on - timedelta(days=hit) else None


def digest_for(user: User, day: date) -> Digest:
    """What is overdue or due today, and what reached a threshold the person was not reminded of yet."""
    access = access_on(user, day)
    if not access.may("desk.view"):
        return Digest([], [], [])
    ours = Q(waiting=False) if access.is_unit else Q(waiting=False) | Q(owner=None)
    until = day + timedelta(days=max(THRESHOLDS))
    found = list(open_entries(access, EntryFilters(), day).filter(ours, due_on__lte=until).order_by("due_on", "pk"))
    marked = set(
        DigestMark.objects.filter(user=user, due_on__gt=day, due_on__lte=until).values_list(
            "entry_id", "threshold", "due_on"
        )
    )
    hits = [(entry, threshold_for(entry, day)) for entry in found if entry.due_on > day]
    return Digest(
        overdue=[entry for entry in found if entry.due_on < day],
        today=[entry for entry in found if entry.due_on == day],
        soon=[(entry, hit) for entry, hit in hits if hit and (entry.pk, hit, entry.due_on) not in marked],
    )


def to_escalate(day: date) -> list[Entry]:
    """Overdue for three days, the owner has not touched it since, and nobody was told yet. Private tasks stay private."""
    told = DigestMark.objects.filter(entry=OuterRef("pk"), threshold=ESCALATED, due_on=OuterRef("due_on"))
    found = Entry.objects.open().filter(
        ~Exists(told), waiting=False, due_on__lte=day - ESCALATE_AFTER, owner__isnull=False
    )
    found = found.exclude(kind__in=OWN_KINDS, confidentiality=CONFIDENTIAL).exclude(reacted_on__gte=F("due_on"))
    return list(found.select_related("owner").order_by("due_on", "pk"))


def _may_see(access: Access, entry: Entry, owner_id: int) -> bool:
    return entries_for(access, standing_in_for=[owner_id]).filter(pk=entry.pk).exists()


def escalation_recipients(entries: list[Entry], day: date) -> dict[User, list[Entry]]:
    """Per entry the owner's deputies who are there; the head where there is none."""
    owners = {entry.owner_id for entry in entries}
    deputies: dict[int, list[User]] = defaultdict(list)
    away = Deputy.objects.filter(
        Q(away_until=None) | Q(away_until__gte=day), user=OuterRef("deputy"), away_from__lte=day
    )
    rows = Deputy.objects.filter(~Exists(away), user__in=owners, deputy__is_active=True).select_related("deputy")
    for row in rows:
        deputies[row.user_id].append(row.deputy)
    heading = RoleAssignment.objects.valid_on(day).filter(role="head", user=OuterRef("pk"))
    heads = [user for user in User.objects.filter(Exists(heading), is_active=True) if may_be_mailed(user)]
    access = {
        user.pk: access_on(user, day) for user in [*heads, *(user for some in deputies.values() for user in some)]
    }
    found: dict[User, list[Entry]] = defaultdict(list)
    for entry in entries:
        able = [
            user
            for user in deputies[entry.owner_id]
            if may_be_mailed(user) and _may_see(access[user.pk], entry, entry.owner_id)
        ]
        for user in able or heads:
            if user.pk != entry.owner_id:
                found[user].append(entry)
    return found
