"""The guide: its tree, how each language of a page stands, and what the public may read."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from wandel.core.guide.translations import Review, State, Translation, standing, states
from wandel.fields.relocation.models import (
    GuideLanguage,
    Page,
    PageFeedback,
    PageLink,
    PageReview,
    PageTranslation,
    PageVersion,
)
from wandel.office.people.access import Access
from wandel.office.people.models import User

# A link is reported when it failed on several days: one bad night of a server is no broken link.
FAILURES_THAT_COUNT = 2
PERMISSION = "guide.edit"


def languages() -> list[GuideLanguage]:
    """Every language in its order."""
    return list(GuideLanguage.objects.all())


def sources_of(rows: Iterable[GuideLanguage]) -> dict[str, str | None]:
    return {row.code: row.source_id for row in rows}


def root_of(rows: Iterable[GuideLanguage]) -> GuideLanguage:
    """The language the unit writes in. Raises Http404 while there is none."""
    found = next((row for row in rows if row.source_id is None), None)
    if found is None:
        raise Http404
    return found


def page_for(access: Access, pk: int) -> Page:
    pages = Page.objects.select_related("parent", "responsible") if access.may(PERMISSION) else Page.objects.none()
    return get_object_or_404(pages, pk=pk)


def language_for(access: Access, code: str) -> GuideLanguage:
    rows = GuideLanguage.objects.all() if access.may(PERMISSION) else GuideLanguage.objects.none()
    return get_object_or_404(rows, pk=code)


def translation_of(page: Page, language: GuideLanguage) -> PageTranslation:
    """The row of a page in a language; one that was never written is new and unsaved."""
    found = PageTranslation.objects.select_related("shown").filter(page=page, language=language).first()
    return found or PageTranslation(page=page, language=language, version=0)


def latest_version(translation: PageTranslation) -> PageVersion | None:
    return translation.versions.first() if translation.pk else None


def versions_of(translation: PageTranslation) -> list[PageVersion]:
    """The history, newest first, each with its reviews."""
    if not translation.pk:
        return []
    return list(translation.versions.select_related("author").prefetch_related("reviews__by"))


def facts(page_ids: Iterable[int] | None = None) -> dict[int, dict[str, Translation]]:
    """Page → language → versions and reviews as the rules read them, in three queries however many pages."""
    rows = PageTranslation.objects.all() if page_ids is None else PageTranslation.objects.filter(page__in=page_ids)
    versions = PageVersion.objects.defer("title", "summary", "body").order_by("number")
    reviews = PageReview.objects.select_related("version").only("follows", "version__number", "version__translation_id")
    if page_ids is not None:
        versions = versions.filter(translation__page__in=page_ids)
        reviews = reviews.filter(version__translation__page__in=page_ids)
    by_version: dict[int, list] = defaultdict(list)
    by_review: dict[int, list] = defaultdict(list)
    for version in versions:
        by_version[version.translation_id].append(version.fact)
    for review in reviews:
        by_review[review.version.translation_id].append(Review(review.version.number, review.follows))
    found: dict[int, dict[str, Translation]] = defaultdict(dict)
    for pk, page, code, busy in rows.values_list("pk", "page_id", "language_id", "in_translation"):
        found[page][code] = Translation(tuple(by_version[pk]), tuple(by_review[pk]), busy)
    return found


def page_states(page: Page) -> dict[str, State]:
    """How a page stands in every language."""
    return states(sources_of(languages()), facts([page.pk]).get(page.pk, {}))


def source_standing(page: Page, language: GuideLanguage) -> int:
    """The number of the source's standing version; 0 in the root language, and while the source is missing."""
    if language.source_id is None:
        return 0
    source = facts([page.pk]).get(page.pk, {}).get(language.source_id)
    found = standing(source) if source else None
    return found.number if found else 0


@dataclass
class TreeRow:
    """A line of the staff's tree. ``visible``: it and everything above it is public."""

    page: Page
    depth: int
    visible: bool
    states: dict[str, State] = field(default_factory=dict)
    has_draft: bool = False


def staff_tree() -> list[TreeRow]:
    """Every page in the order of the tree, with how each language stands."""
    below: dict[int | None, list[Page]] = defaultdict(list)
    for page in Page.objects.select_related("responsible"):
        below[page.parent_id].append(page)
    known, sources = facts(), sources_of(languages())
    rows: list[TreeRow] = []
    waiting = [(page, 0, True) for page in reversed(below[None])]
    while waiting:
        page, depth, open_above = waiting.pop()
        own = known.get(page.pk, {})
        drafts = any(one.versions and not one.versions[-1].published for one in own.values())
        visible = open_above and page.public
        rows.append(TreeRow(page, depth, visible, states(sources, own), drafts))
        waiting += [(child, depth + 1, visible) for child in reversed(below[page.pk])]
    return rows


def coverage(rows: Iterable[TreeRow]) -> dict[str, dict[State, int]]:
    """Language → state → number of public pages."""
    found: dict[str, dict[State, int]] = defaultdict(lambda: dict.fromkeys(State, 0))
    for row in rows:
        if row.visible:
            for code, state in row.states.items():
                found[code][state] += 1
    return found


def descendants(page: Page) -> set[int]:
    """The page and everything below it."""
    children: dict[int | None, list[int]] = defaultdict(list)
    for pk, parent in Page.objects.values_list("pk", "parent_id"):
        children[parent].append(pk)
    found, waiting = {page.pk}, [page.pk]
    while waiting:
        new = [pk for pk in children[waiting.pop()] if pk not in found]
        found.update(new)
        waiting += new
    return found


def possible_parents(page: Page | None) -> QuerySet[Page]:
    """Where a page may stand: anywhere but below itself."""
    return Page.objects.exclude(pk__in=descendants(page)) if page and page.pk else Page.objects.all()


def possible_responsible() -> QuerySet[User]:
    """Who may be named: people of the unit who are active."""
    return (
        User.objects.filter(is_active=True, role_assignments__role__in=("head", "officer")).distinct().order_by("name")
    )


def open_feedback(page: Page | None = None) -> QuerySet[PageFeedback]:
    """What visitors said and nobody has read yet."""
    found = PageFeedback.objects.filter(read_at=None).select_related("translation__page", "translation__language")
    return found.filter(translation__page=page) if page else found


def broken_links(page: Page | None = None) -> QuerySet[PageLink]:
    """Addresses that failed often enough to be called broken, the oldest first."""
    found = PageLink.objects.filter(failures__gte=FAILURES_THAT_COUNT).select_related("translation__page", "translation__language")  # fmt: skip
    return (found.filter(translation__page=page) if page else found).order_by("broken_since", "pk")


def feedback_over(*, on: date) -> QuerySet[PageFeedback]:
    return PageFeedback.objects.filter(delete_on__lte=on)


# What the public reads.


@dataclass(frozen=True)
class Leaf:
    """A page's place in the public tree."""

    pk: int
    key: str
    parent: int | None
    kind: str


def public_tree() -> dict[int, Leaf]:
    """Every public page whose parents are public too, in the order of the tree's rows. One query."""
    rows = {pk: Leaf(pk, key, parent, kind) for pk, key, parent, kind in Page.objects.filter(public=True).values_list("pk", "key", "parent_id", "kind")}  # fmt: skip
    seen: dict[int, bool] = {}

    def visible(pk: int) -> bool:
        path, at = [], pk
        while at not in seen:
            path.append(at)
            leaf = rows.get(at)
            if leaf is None or leaf.parent is None:
                seen[at] = leaf is not None
                break
            at = leaf.parent
        for step in path:
            seen[step] = seen[at]
        return seen[pk]

    return {pk: leaf for pk, leaf in rows.items() if visible(pk)}


@dataclass(frozen=True)
class Entry:
    """A page as a list names it: in the reader's language, or in the nearest one it stands in."""

    key: str
    title: str
    summary: str
    language: GuideLanguage


def entries(leaves: Iterable[Leaf], language: GuideLanguage, rows: list[GuideLanguage]) -> list[Entry]:
    """Titles of these pages in their order; where the language is missing, the one it is translated from stands in."""
    ordered = list(leaves)
    by_code = {row.code: row for row in rows}
    wanted, code = [], language.code
    while code and code not in wanted:
        wanted.append(code)
        code = by_code[code].source_id or ""
    shown: dict[tuple[int, str], tuple[str, str]] = {
        (page, code): (title, summary)
        for page, code, title, summary in PageTranslation.objects.filter(
            page__in=[leaf.pk for leaf in ordered], language__in=wanted, shown__isnull=False
        ).values_list("page_id", "language_id", "shown__title", "shown__summary")
    }
    found = []
    for leaf in ordered:
        code = next((one for one in wanted if (leaf.pk, one) in shown), "")
        if code:
            title, summary = shown[leaf.pk, code]
            found.append(Entry(leaf.key, title, summary, by_code[code]))
    return found


def shown_translations(page: Page) -> list[PageTranslation]:
    """The languages the public may read a page in."""
    return list(PageTranslation.objects.filter(page=page, shown__isnull=False).select_related("shown", "language"))


def public_page(key: str, tree: dict[int, Leaf]) -> Page:
    """A page somebody without an account may read. Raises Http404."""
    page = Page.objects.filter(key=key).select_related("responsible").first()
    if page is None or page.pk not in tree:
        raise Http404
    return page


def ancestors(leaf: Leaf, tree: dict[int, Leaf]) -> list[Leaf]:
    """The pages above, from the top."""
    found = []
    while leaf.parent is not None:
        leaf = tree[leaf.parent]
        found.append(leaf)
    return found[::-1]


def waiting_numbers() -> dict[int, dict[str, int]]:
    """Page → how much unread feedback and how many broken links it has."""
    said = dict(open_feedback().values_list("translation__page").annotate(n=Count("pk")))
    broken = dict(broken_links().order_by().values_list("translation__page").annotate(n=Count("pk")))
    return {pk: {"feedback": said.get(pk, 0), "links": broken.get(pk, 0)} for pk in {*said, *broken}}


def language_in_use(language: GuideLanguage) -> bool:
    return PageTranslation.objects.filter(language=language).exists() or GuideLanguage.objects.filter(source=language).exists()  # fmt: skip


def pages_with_shown() -> QuerySet[PageTranslation]:
    """Every translation the public could read, with its version; visibility of the tree is asked separately."""
    return PageTranslation.objects.filter(shown__isnull=False).select_related("shown", "page", "language")


def page_by_origin(paths: Iterable[tuple[str, str]]) -> Page | None:
    """The page that was taken in from one of these (language, path)."""
    wanted = Q(pk__in=[])
    for code, path in paths:
        wanted |= Q(language_id=code, origin=path)
    found = PageTranslation.objects.filter(wanted).select_related("page").order_by("pk").first()
    return found.page if found else None


def with_history(page: Page) -> Page:
    """The page with every translation and its latest version at hand."""
    return Page.objects.prefetch_related(Prefetch("translations", PageTranslation.objects.select_related("shown", "language"))).get(pk=page.pk)  # fmt: skip
