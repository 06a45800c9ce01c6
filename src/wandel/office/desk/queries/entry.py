"""Questions to the desk: what waits for this reader, in which group, and what only may be looked at."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from wandel.office.desk.models import Entry
from wandel.office.desk.registry import COSIGN
from wandel.office.people.access import Access
from wandel.office.people.models import Deputy, Organisation, Post, RoleAssignment, User
from wandel.ui.sinks import CONFIDENTIAL, OPEN

MINE, FIELD, ALL = "mine", "field", "all"
LATER_DAYS = 30
ROWS_PER_GROUP = 8
ROWS_PER_PAGE = 50

# What a row of the desk shows, and nothing more: titles are JSON, the rest of the row stays in the database.
ROW_COLUMNS = (
    "key", "kind", "title", "context", "basis", "waiting_for", "cost", "action_label", "action_path", "due_on", "waiting",
    "waits_since", "owner__name", "state", "subject_kind", "subject_path", "subject_label", "confidentiality",
)  # fmt: skip

_joined = Entry.organisations.through.objects


@dataclass(frozen=True)
class Reach:
    """Whose entries count as this reader's own today: themselves, whom they stand in for, the posts they hold."""

    standing_in_for: dict[int, str] = field(default_factory=dict)
    posts: frozenset[str] = frozenset()


def reach_of(access: Access, day: date) -> Reach:
    """Two queries, kept on the user for the rest of the request."""
    kept = getattr(access.user, "_desk_reach", None)
    if kept is None or kept[0] != day:
        away = Deputy.objects.filter(
            Q(away_until=None) | Q(away_until__gte=day), deputy=access.user, away_from__lte=day, user__is_active=True
        )
        posts = Post.objects.valid_on(day).filter(holder=access.user)
        reach = Reach(dict(away.values_list("user_id", "user__name")), frozenset(posts.values_list("code", flat=True)))
        kept = access.user._desk_reach = (day, reach)
    return kept[1]


def _theirs(organisation_ids: Iterable[int]) -> Exists:
    return Exists(_joined.filter(entry_id=OuterRef("pk"), organisation_id__in=sorted(organisation_ids)))


def entries_for(access: Access, *, standing_in_for: Collection[int] = ()) -> QuerySet[Entry]:
    """Entries this reader may see.

    The unit sees open and internal ones, confidential ones of its own fields (the head: all); others see open ones of
    their own organisations. Everybody sees what they own themselves or as deputy, as long as it is about no foreign house.
    """
    if not access.may("desk.view"):
        return Entry.objects.none()
    if access.is_head:
        return Entry.objects.all()
    own = Q(owner__in=[access.user.pk, *standing_in_for])
    if access.is_unit:
        return Entry.objects.filter(~Q(confidentiality=CONFIDENTIAL) | Q(field__in=sorted(access.fields)) | own)
    theirs = _theirs(access.organisation_ids)
    about_nobody = ~Exists(_joined.filter(entry_id=OuterRef("pk")))
    return Entry.objects.filter(Q(theirs, confidentiality=OPEN) | (own & (Q(theirs) | Q(about_nobody))))


def mine(access: Access, reach: Reach) -> Q:
    """What is on this reader's own desk, including what has no owner but can be nobody else's."""
    own = Q(owner__in=[access.user.pk, *reach.standing_in_for])
    if reach.posts:
        own |= Q(owner=None, post__in=sorted(reach.posts))
    if access.is_head:
        return own | Q(owner=None, post="", field="", waiting=False)
    if access.is_unit:
        return own | Q(owner=None, post="", field__in=sorted(access.fields), waiting=False)
    # A house's own are also those that somebody of the unit keeps an eye on, but not a colleague's.
    colleague = RoleAssignment.objects.filter(
        user=OuterRef("owner"), organisation_id__in=sorted(access.organisation_ids)
    )
    return own | (Q(~Exists(colleague), confidentiality=OPEN) & Q(_theirs(access.organisation_ids)))


def first_look(access: Access) -> str:
    """Whose entries a desk opens with: one's own; the head sees what everybody is working on."""
    return ALL if access.is_head else MINE


@dataclass(frozen=True)
class EntryFilters:
    """What the reader narrows the desk to; they stand in the address."""

    whose: str = MINE
    organisation: int | None = None
    kind: str = ""


def open_entries(access: Access, filters: EntryFilters, day: date) -> QuerySet[Entry]:
    """Open entries behind the filters."""
    reach = reach_of(access, day)
    found = entries_for(access, standing_in_for=reach.standing_in_for).open()
    if filters.whose == MINE:
        found = found.filter(mine(access, reach))
    elif filters.whose == FIELD:
        found = found.filter(field__in=sorted(access.fields))
    if filters.organisation:
        found = found.filter(_theirs([filters.organisation]))
    if filters.kind:
        found = found.filter(kind=filters.kind)
    return found


@dataclass
class Group:
    """One block of the desk: ``entries`` are its first rows, ``count`` says how many there are.

    ``more`` stands for rows nobody counted (what lies behind the horizon).
    """

    name: str
    label: Any
    count: int = 0
    entries: list[Entry] = field(default_factory=list)
    more: bool = False

    @property
    def hidden(self) -> int:
        return self.count - len(self.entries)


GROUPS = {
    "overdue": _("Overdue"),
    "today": _("Today"),
    "week": _("This week"),
    "later": _("The next 30 days"),
    "waiting": _("Waiting for others"),
    "undated": _("Without a date"),
    "far": _("After that"),
}


def end_of_week(day: date) -> date:
    return day + timedelta(days=6 - day.weekday())


def group_conditions(access: Access, day: date) -> dict[str, Q]:
    """Which entries belong to which group; the groups do not overlap and leave nothing out.

    Outside the unit an entry without an owner is the house's own task, though for the unit it waits for that house.
    """
    # "IN (true)" rather than "= true": SQLite gets the latter as a bare column, which no index answers.
    others = Q(waiting__in=[True]) if access.is_unit else Q(waiting__in=[True], owner__isnull=False)
    ours = ~others if not access.is_unit else Q(waiting__in=[False])
    sunday, horizon = end_of_week(day), _horizon(day)
    return {
        "overdue": ours & Q(due_on__lt=day),
        "today": ours & Q(due_on=day),
        "week": ours & Q(due_on__gt=day, due_on__lte=sunday),
        "later": ours & Q(due_on__gt=sunday, due_on__lte=horizon),
        "waiting": others,
        "undated": ours & Q(due_on=None),
        "far": ours & Q(due_on__gt=horizon),
    }


def desk_groups(access: Access, filters: EntryFilters, day: date) -> list[Group]:
    """All groups with their counts and first rows, in a fixed number of queries whatever there is.

    The database ranks the keys inside each group, so a desk of a hundred thousand entries brings no more rows than it
    shows. What lies behind the horizon is not counted, only said to be there.
    """
    conditions = group_conditions(access, day)
    base = open_entries(access, filters, day).order_by()
    groups = {name: Group(name, label) for name, label in GROUPS.items()}
    block_of: dict[int, str] = {}
    # One question per index: dated work, what others hold up, what has no date. In one breath they would scan the table.
    for names in (("overdue", "today", "week", "later"), ("waiting",), ("undated",)):
        span = Q(due_on__lte=_horizon(day)) if "overdue" in names else Q()
        for pk, name, count in _ranked(base.filter(span), {name: conditions[name] for name in names}):
            block_of[pk], groups[name].count = name, count
    for entry in _rows(Entry.objects.filter(pk__in=block_of)):
        groups[block_of[entry.pk]].entries.append(entry)
    groups["far"].more = base.filter(conditions["far"]).exists()
    return [group for group in groups.values() if group.count or group.more]


def _ranked(found: QuerySet[Entry], conditions: dict[str, Q]) -> Iterable[tuple[int, str, int]]:
    """Keys of the first rows of each group, the group's name, and how many it holds. One query."""
    anywhere = Q()
    for condition in conditions.values():
        anywhere |= condition
    whens = [When(condition, then=Value(name)) for name, condition in conditions.items()]
    ranked = (
        found.filter(anywhere)
        .annotate(block=Case(*whens, output_field=CharField()))
        .annotate(
            place=Window(RowNumber(), partition_by=[F("block")], order_by=[F("due_on"), F("pk")]),
            in_block=Window(Count("pk"), partition_by=[F("block")]),
        )
    )
    return ranked.filter(place__lte=ROWS_PER_GROUP).values_list("pk", "block", "in_block")


def _horizon(day: date) -> date:
    return max(end_of_week(day), day + timedelta(days=LATER_DAYS))


def group_of(access: Access, entry: Entry, day: date) -> str:
    """The group of one row; the same rule as ``group_conditions``."""
    if entry.waiting and (access.is_unit or entry.owner_id is not None):
        return "waiting"
    if entry.due_on is None:
        return "undated"
    if entry.due_on <= day:
        return "overdue" if entry.due_on < day else "today"
    if entry.due_on <= end_of_week(day):
        return "week"
    return "later" if entry.due_on <= day + timedelta(days=LATER_DAYS) else "far"


def group_rows(access: Access, filters: EntryFilters, day: date, name: str) -> QuerySet[Entry]:
    """All rows of one group, for paging. Raises Http404 for a group that is none."""
    if name not in GROUPS:
        raise Http404
    return _rows(open_entries(access, filters, day).filter(group_conditions(access, day)[name]))


def all_rows(access: Access, filters: EntryFilters, day: date) -> QuerySet[Entry]:
    """For the printed desk: everything up to the horizon and what has no date."""
    found = open_entries(access, filters, day)
    return _rows(found.filter(Q(due_on=None) | Q(due_on__lte=_horizon(day)) | Q(waiting=True)))


def _rows(found: QuerySet[Entry]) -> QuerySet[Entry]:
    return found.select_related("owner").only(*ROW_COLUMNS).order_by("due_on", "pk")


def due_entries(access: Access, filters: EntryFilters, since: date, until: date, *, per_day: int) -> list[Entry]:
    """Open entries due in the span, both ends included: the first ``per_day`` of each day. Two queries.

    Each row carries ``on_that_day``, how many there are on its day in all. The calendar's question. Keys are ranked
    first, so that the database sorts numbers and not whole rows.
    """
    found = open_entries(access, filters, since).filter(due_on__range=(since, until)).order_by()
    ranked = found.annotate(
        place=Window(RowNumber(), partition_by=[F("due_on")], order_by=[F("pk")]),
        on_that_day=Window(Count("pk"), partition_by=[F("due_on")]),
    )
    count_of = dict(ranked.filter(place__lte=per_day).values_list("pk", "on_that_day"))
    rows = list(_rows(Entry.objects.filter(pk__in=count_of)))
    for entry in rows:
        entry.on_that_day = count_of[entry.pk]
    return rows


@dataclass(frozen=True)
class Waiting:
    """What the line under the greeting counts."""

    overdue: int
    this_week: int
    approvals: int


def waiting_counts(access: Access, day: date) -> Waiting:
    """Counts over the reader's own desk up to Sunday. One query."""
    conditions = group_conditions(access, day)
    # The menu asks this on every page: bounded by a date, an index answers it.
    found = open_entries(access, EntryFilters(), day).filter(due_on__lte=end_of_week(day)).order_by()
    counted = found.aggregate(
        overdue=Count("pk", filter=conditions["overdue"]),
        this_week=Count("pk", filter=(conditions["today"] | conditions["week"]) & ~Q(kind=COSIGN)),
        approvals=Count("pk", filter=Q(kind=COSIGN) & ~conditions["waiting"]),
    )
    return Waiting(**counted)


def due_count(access: Access, day: date) -> int:
    """How many of the reader's own entries want something until Sunday; the number in the menu. One query."""
    counts = waiting_counts_kept(access, day)
    return counts.overdue + counts.this_week + counts.approvals


def waiting_counts_kept(access: Access, day: date) -> Waiting:
    """``waiting_counts``, asked once per request: menu and page want the same numbers."""
    kept = getattr(access.user, "_desk_counts", None)
    if kept is None or kept[0] != day:
        kept = access.user._desk_counts = (day, waiting_counts(access, day))
    return kept[1]


def entry_for(access: Access, pk: int, day: date) -> Entry:
    """One entry, open or done; a foreign one does not exist."""
    found = entries_for(access, standing_in_for=reach_of(access, day).standing_in_for).select_related(
        "owner", "done_by"
    )
    entry = found.filter(pk=pk).first()
    if entry is None:
        raise Http404
    return entry


def may_change(access: Access, entry: Entry, day: date) -> bool:
    """Close, postpone, hand over: its owner, the owner's deputy, the unit, and the house where nobody owns it."""
    if not access.may("desk.entry.edit"):
        return False
    if access.is_unit or entry.owner_id is None:
        return True
    return entry.owner_id == access.user.pk or entry.owner_id in reach_of(access, day).standing_in_for


def changeable_entry_for(access: Access, pk: int, day: date) -> Entry:
    entry = entry_for(access, pk, day)
    if not may_change(access, entry, day):
        raise Http404
    return entry


def organisations_with_entries(access: Access) -> QuerySet[Organisation]:
    """For the filter: houses that have or had something on the desk; outside the unit only one's own."""
    found = Organisation.objects.filter(Exists(_joined.filter(organisation_id=OuterRef("pk")))).only("name")
    return found if access.is_unit else found.filter(pk__in=access.organisation_ids)


def colleagues_of(access: Access, day: date) -> QuerySet[User]:
    """Whom an entry can be handed to: the unit among itself, a house among itself."""
    assigned = RoleAssignment.objects.valid_on(day).filter(user=OuterRef("pk"))
    if access.is_unit:
        same = assigned.filter(role__in=["head", "officer"])
    else:
        same = assigned.filter(organisation_id__in=access.organisation_ids)
    return User.objects.filter(Exists(same), is_active=True).exclude(pk=access.user.pk).order_by("name")
