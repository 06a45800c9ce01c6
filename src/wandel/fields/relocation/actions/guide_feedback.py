"""What visitors say about a page, and the links it points at."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from wandel.core.guide.markup import links_of
from wandel.fields.relocation.actions.guide_search import FIELD
from wandel.fields.relocation.models import Page, PageFeedback, PageLink, PageTranslation
from wandel.fields.relocation.queries.guide import (
    broken_links,
    feedback_over,
    open_feedback,
    pages_with_shown,
    public_tree,
)
from wandel.office.desk.actions.entry import close_entry, upsert_entry
from wandel.ui.phrases import Phrase, plain
from wandel.ui.sinks import INTERNAL

KEEP_DAYS = 180
# An address is asked again after a week; one that failed is asked the next day.
ASK_AGAIN, ASK_FAILED_AGAIN = timedelta(days=7), timedelta(hours=20)
MOST_AT_ONCE = 500
# What asking an address gives: an empty mapping when it answers, else what it said in both languages.
Ask = Callable[[str], dict[str, str]]


@transaction.atomic
def give_feedback(*, translation: PageTranslation, helpful: bool | None, text: str, at: datetime) -> PageFeedback:
    """Keep what a visitor said and put the page on the desk of whoever is responsible."""
    day = timezone.localdate(at)
    found = PageFeedback.objects.create(
        translation=translation, helpful=helpful, text=text, at=at, delete_on=day + timedelta(days=KEEP_DAYS)
    )
    _tell_desk(translation.page, by=None, on=day)
    return found


@transaction.atomic
def read_feedback(*, page: Page, by: Any, at: datetime) -> int:
    """Everything said so far is read; the desk is clear. Returns how many."""
    count = open_feedback(page).update(read_at=at)
    _tell_desk(page, by=by, on=timezone.localdate(at))
    return count


def forget_feedback(*, on: date) -> int:
    """What the daily job does: what was promised to be gone by this day. Returns how many."""
    over = list(feedback_over(on=on).select_related("translation__page"))
    with transaction.atomic():
        PageFeedback.objects.filter(pk__in=[one.pk for one in over]).delete()
        for page in {one.translation.page for one in over}:
            _tell_desk(page, by=None, on=on)
    return len(over)


def _tell_desk(page: Page, *, by: Any, on: date) -> None:
    key = f"guide-page-{page.pk}-feedback"
    if not open_feedback(page).exists():
        close_entry(key=key, by=by, on=on)
        return
    _wait(page, key, "guide_feedback", gettext_noop("Visitors said something about this guide page"), gettext_noop("feedback nobody has read"), by)  # fmt: skip


def _wait(page: Page, key: str, kind: str, title: str, basis: str, by: Any) -> None:
    upsert_entry(
        key=key, kind=kind, subject=page.ref, title=Phrase(title), due_on=None, organisation_ids=(), owner=page.responsible,
        field=FIELD, confidentiality=INTERNAL, context=plain(str(page)), basis=Phrase(basis), waiting_for=Phrase(""), by=by,
    )  # fmt: skip


@transaction.atomic
def collect_links() -> int:
    """Note which addresses the public pages point at now; what no page names any more is forgotten. Returns how many."""
    tree = public_tree()
    wanted: dict[tuple[int, str], str] = {}
    for translation in pages_with_shown():
        if translation.page_id in tree:
            for label, url in links_of(translation.shown.body):
                if url.startswith(("https://", "http://", "page:")):
                    wanted.setdefault((translation.pk, url[:1000]), label[:200])
    known = {(pk, url): link for link, pk, url in PageLink.objects.values_list("pk", "translation_id", "url")}
    PageLink.objects.filter(pk__in=[pk for key, pk in known.items() if key not in wanted]).delete()
    new = [PageLink(translation_id=pk, url=url, label=label) for (pk, url), label in wanted.items() if (pk, url) not in known]  # fmt: skip
    PageLink.objects.bulk_create(new, batch_size=500)
    return len(wanted)


def check_links(*, ask: Ask, at: datetime) -> int:
    """Ask the addresses that are due, each once whatever pages name it. Returns how many were asked.

    No transaction is open while an address is asked. Only an address that fails again later is called broken.
    """
    collect_links()
    due: dict[str, list[PageLink]] = {}
    for link in PageLink.objects.order_by("checked_at", "pk"):
        since = at - link.checked_at if link.checked_at else None
        if since is None or since >= (ASK_FAILED_AGAIN if link.failures else ASK_AGAIN):
            due.setdefault(link.url, []).append(link)
    keys = {leaf.key for leaf in public_tree().values()}
    asked = list(due.items())[:MOST_AT_ONCE]
    for url, links in asked:
        if url.startswith("page:"):
            gone = {
                "de": "Diese Seite des Wegweisers ist nicht öffentlich.",
                "en": "This page of the guide is not public.",
            }
            answer = {} if url[5:] in keys else gone
        else:
            answer = ask(url)
        for link in links:
            _note(link, answer, at)
    _tell_links(on=timezone.localdate(at))
    return len(asked)


def _note(link: PageLink, answer: dict[str, str], at: datetime) -> None:
    link.answer, link.checked_at = answer, at
    # Our own pages are certain at once; a foreign server gets a second chance.
    step = 2 if link.url.startswith("page:") else 1
    link.failures = min(link.failures + step, 100) if answer else 0
    link.broken_since = (link.broken_since or at) if answer else None
    PageLink.objects.filter(pk=link.pk).update(
        answer=answer, checked_at=at, failures=link.failures, broken_since=link.broken_since
    )


def _tell_links(*, on: date) -> None:
    broken = {link.translation.page_id: link.translation.page for link in broken_links()}
    for page in broken.values():
        _wait(page, f"guide-page-{page.pk}-links", "guide_links", gettext_noop("A link on this guide page leads nowhere"), gettext_noop("daily check of the links"), None)  # fmt: skip
    for pk in Page.objects.exclude(pk__in=broken).values_list("pk", flat=True):
        close_entry(key=f"guide-page-{pk}-links", by=None, on=on)
