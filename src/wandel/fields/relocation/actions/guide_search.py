"""Keeping the guide's index in line with what the public may read."""

from collections.abc import Iterable

from wandel.core.guide.markup import plain_lines
from wandel.core.guide.searching import weights
from wandel.fields.relocation.models import GuideTerm, Page, PageTranslation
from wandel.office.search.actions import index
from wandel.ui.sinks import INTERNAL, SearchText

AT_ONCE = 2000
FIELD = "relocation"


def index_translations(translations: Iterable[PageTranslation]) -> None:
    """Write what these translations are found by; what is not shown any more is found no more."""
    rows: list[GuideTerm] = []
    for translation in translations:
        GuideTerm.objects.filter(translation=translation).delete()
        version = translation.shown
        if version is None:
            continue
        found = weights(version.title, version.summary, "\n".join(plain_lines(version.body)), translation.language_id)
        rows += [
            GuideTerm(translation=translation, language=translation.language_id, term=term, weight=weight)
            for term, weight in found.items()
        ]
        if len(rows) >= AT_ONCE:
            GuideTerm.objects.bulk_create(rows, batch_size=AT_ONCE)
            rows = []
    GuideTerm.objects.bulk_create(rows, batch_size=AT_ONCE)


def index_page(page: Page) -> None:
    """The staff's search box finds the page by its titles in every language."""
    index(page_search_text(page))


def page_search_text(page: Page) -> SearchText:
    titles = page.translations.filter(shown__isnull=False).values_list("shown__title", flat=True)
    return SearchText(
        subject=page.ref, title=str(page), words=" ".join([page.key.replace("-", " "), *titles]), context=page.office,
        field=FIELD, confidentiality=INTERNAL,
    )  # fmt: skip


def all_page_search_texts() -> Iterable[SearchText]:
    """Every page as the search box knows it, for rebuilding the index."""
    for page in Page.objects.iterator(chunk_size=500):
        yield page_search_text(page)
