"""Taking in a page tree of another guide: look first, then all or nothing, and again whenever it has changed."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from wandel.core.guide.integreat import Tree, TreePage
from wandel.fields.relocation.actions.guide import save_page, save_wording
from wandel.fields.relocation.models import GuideLanguage, Page, PageTranslation
from wandel.fields.relocation.queries.guide import latest_version, page_by_origin, translation_of
from wandel.office.runs.actions import start
from wandel.office.runs.incoming import to_take_in
from wandel.office.runs.models import Run
from wandel.ui.phrases import Phrase

GUIDE_TREE = "relocation.guide-tree"
MOST_CHANGES = 300
PATH_LINK = re.compile(r"\(page:(/[^()\s]+)\)")


@dataclass
class TreeTaken:
    """What a tree did or would do. ``changes`` are (what, title); ``changed_here``: pages somebody here wrote on since,
    which stay as they are."""

    new: int = 0
    changed: int = 0
    same: int = 0
    missing: int = 0
    changed_here: int = 0
    changes: list[tuple[str, str]] = field(default_factory=list)

    def note(self, what: str, title: str) -> None:
        setattr(self, what, getattr(self, what) + 1)
        if what in {"new", "changed", "changed_here"} and len(self.changes) < MOST_CHANGES:
            self.changes.append((what, title))

    @property
    def anything(self) -> bool:
        return bool(self.new or self.changed)


def start_tree(*, params: dict[str, Any], by: Any) -> Run:
    """Put a tree into the background. ``params``: work and path (folder and file), name, and check: only say what would change."""
    message = gettext_noop("Look at the page tree %(name)s") if params["check"] else gettext_noop("Take in the page tree %(name)s")  # fmt: skip
    return start(kind=GUIDE_TREE, params=params, by=by, label=Phrase(message, {"name": params["name"]}))


def take_in_looked_at(*, run: Run, by: Any) -> Run:
    """Take in what a run has looked at. Raises ValidationError where the file is no longer kept."""
    return start_tree(params=to_take_in(run), by=by)


@transaction.atomic
def take_in_tree(
    tree: Tree, *, by: Any, at: datetime, on: date, dry_run: bool = False, progress: Any = None
) -> TreeTaken:
    """Bring pages of a language in line with a tree. New pages come as drafts nobody sees before somebody publishes them.

    A page is found again by the path it came from, in this or another language. What somebody here has written since is
    never overwritten.
    """
    language = GuideLanguage.objects.get(pk=tree.language)
    taken, here = TreeTaken(), dict[str, Page]()
    for row in tree.pages:
        if found := page_by_origin([(language.code, row.path), *row.others.items()]):
            here[row.path] = found
    wanted = []
    for row in tree.pages:
        page = here.get(row.path)
        body = _with_keys(row.body, here)
        what = _what(translation_of(page, language) if page else None, row, body) if row.written else "missing"
        taken.note(what, row.title)
        if what in {"new", "changed"}:
            wanted.append(row)
    if dry_run:
        return taken
    _create(tree, wanted, here, by=by, on=on)
    for number, row in enumerate(wanted, start=1):
        words = {"title": row.title, "summary": row.summary, "body": _with_keys(row.body, here)}
        save_wording(
            translation=translation_of(here[row.path], language), values=words, publish=False, by=by, at=at, on=on,
            origin=row.path, written_here=False,
        )  # fmt: skip
        if progress:
            progress(number, len(wanted))
    return taken


def _create(tree: Tree, wanted: list[TreePage], here: dict[str, Page], *, by: Any, on: date) -> None:
    """The pages that are not here yet, each under its parent, with an address nobody has."""
    keys = set(Page.objects.values_list("key", flat=True))
    for row in tree.pages:
        if row.path not in here and row in wanted:
            key, number = row.slug or "page", 1
            while key in keys:
                number += 1
                key = f"{row.slug or 'page'}-{number}"
            keys.add(key)
            values = {"key": key, "parent": here.get(row.parent)}
            here[row.path] = save_page(page=Page(), values=values, by=by, on=on)


def _with_keys(body: str, here: dict[str, Page]) -> str:
    """Links to other pages of the file lead to the pages here."""
    return PATH_LINK.sub(lambda found: f"(page:{here[found[1]].key})" if found[1] in here else found[0], body)


def _what(translation: PageTranslation | None, row: TreePage, body: str) -> str:
    last = latest_version(translation) if translation else None
    if last is None:
        return "new"
    if (last.title, last.body) == (row.title, body):
        return "same"
    return "changed" if last.author_id is None else "changed_here"
