"""Everything that changes the guide: pages and their place, wordings and their review, languages."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from wandel.core.guide.translations import SourceCircle, chain
from wandel.fields.relocation.actions.guide_search import FIELD, index_page, index_translations
from wandel.fields.relocation.models import GuideLanguage, Page, PageReview, PageTranslation, PageVersion
from wandel.fields.relocation.queries.guide import descendants, languages, latest_version, source_standing, sources_of
from wandel.office.desk.actions.entry import close_entry, upsert_entry
from wandel.office.journal.actions import record
from wandel.ui.phrases import Phrase, plain
from wandel.ui.sinks import INTERNAL

PAGE_FIELDS = ("key", "parent", "kind", "responsible", "office", "review_on")
WORDS = ("title", "summary", "body")
FIRST_LANGUAGES = (
    ("de", "Deutsch", False, None, 1),
    ("en", "English", False, "de", 2),
    ("ar", "العربية", True, "en", 3),
)


def tell(page: Page, message: str, by: Any, **params: Any) -> None:
    record(by=by, message=Phrase(message, params), subject=page.ref, field=FIELD, confidentiality=INTERNAL)


def begin_languages() -> None:
    """German, English and Arabic, where there is no language yet."""
    if not GuideLanguage.objects.exists():
        for code, name, rtl, source, order in FIRST_LANGUAGES:
            GuideLanguage.objects.create(code=code, name=name, rtl=rtl, source_id=source, order=order)


@transaction.atomic
def save_language(*, language: GuideLanguage, values: Mapping[str, Any], by: Any) -> GuideLanguage:
    """Add a language or change it. Raises ValidationError where the sources would run in a circle."""
    created = language._state.adding
    if not created:
        language = GuideLanguage.objects.select_for_update().get(pk=language.pk)
        if all(getattr(language, name) == value for name, value in values.items()):
            return language
    for name, value in values.items():
        setattr(language, name, value)
    try:
        chain(language.code, sources_of(languages()) | {language.code: language.source_id})
    except SourceCircle as error:
        raise ValidationError(
            _("The languages would be translated from each other in a circle: %(circle)s. Choose another source."),
            params={"circle": str(error)}, code="circle",
        ) from None  # fmt: skip
    language.version += not created
    language.save()
    message = gettext_noop("Language of the guide added") if created else gettext_noop("Language of the guide changed")
    record(by=by, message=Phrase(message), subject=language.ref, field=FIELD, confidentiality=INTERNAL)
    return language


def _locked(page: Page) -> Page:
    return Page.objects.select_for_update(of=("self",)).get(pk=page.pk)


@transaction.atomic
def save_page(*, page: Page, values: Mapping[str, Any], by: Any, on: date) -> Page:
    """A page's place, kind and who answers for it. The same values change nothing; no wording is touched."""
    unknown = set(values) - set(PAGE_FIELDS)
    if unknown:
        raise ValueError(f"a page has no {', '.join(sorted(unknown))}")
    created = page.pk is None
    found = page if created else _locked(page)
    changed = [name for name in values if created or getattr(found, name) != values[name]]
    if not changed:
        return found
    parent = values.get("parent")
    if parent is not None and not created and parent.pk in descendants(found):
        raise ValidationError(_("A page cannot stand below itself. Choose another place."), code="circle")
    for name in changed:
        setattr(found, name, values[name])
    if "parent" in changed:
        found.order = _last_place(found.parent)
    found.version += not created
    found.save()
    write_around(found, by=by, on=on)
    tell(found, gettext_noop("Guide page created") if created else gettext_noop("Guide page changed"), by)
    return found


def _last_place(parent: Page | None) -> int:
    last = Page.objects.filter(parent=parent).order_by("-order").values_list("order", flat=True).first()
    return (last or 0) + 1


@transaction.atomic
def move_page(*, page: Page, down: bool, by: Any) -> Page:
    """One place up or down among the pages beside it. At the end nothing moves. No translation becomes outdated."""
    found = _locked(page)
    beside = list(Page.objects.select_for_update(of=("self",)).filter(parent=found.parent_id))
    at = [one.pk for one in beside].index(found.pk)
    to = at + 1 if down else at - 1
    if not 0 <= to < len(beside):
        return found
    beside.insert(to, beside.pop(at))
    for place, one in enumerate(beside, start=1):
        if one.order != place:
            Page.objects.filter(pk=one.pk).update(order=place, version=F("version") + 1)
    tell(found, gettext_noop("Guide page moved"), by)
    found.refresh_from_db()
    return found


@transaction.atomic
def show_page(*, page: Page, public: bool, by: Any, on: date) -> Page:
    """Make a page public, or take it and everything below it off the public guide. Raises ValidationError for a page
    nobody has published a wording of."""
    found = _locked(page)
    if found.public == public:
        return found
    if public and not found.translations.filter(shown__isnull=False).exists():
        raise ValidationError(_("Nothing of this page is published yet. Publish one language first."), code="empty")
    found.public = public
    found.version += 1
    found.save()
    write_around(found, by=by, on=on)
    tell(found, gettext_noop("Guide page made public") if public else gettext_noop("Guide page taken off"), by)
    return found


@transaction.atomic
def save_wording(
    *, translation: PageTranslation, values: Mapping[str, Any], publish: bool, by: Any, at: datetime, on: date,
    minor: bool = False, machine: bool = False, in_translation: bool = False, origin: str = "", written_here: bool = True,
) -> PageTranslation:  # fmt: skip
    """Save a wording as a new version; ``publish`` shows it to the public at once.

    The same words again make no version, but publish a draft that waits. A version remembers which version of its
    source language it was written from. ``written_here=False``: words taken in from elsewhere, without an author.
    """
    page = _locked(translation.page)
    found = translation
    if found.pk:
        found = (
            PageTranslation.objects.select_for_update(of=("self",)).select_related("language", "shown").get(pk=found.pk)
        )
    last = latest_version(found)
    words = {name: str(values.get(name) or "").replace("\r\n", "\n").strip() for name in WORDS}
    same = last is not None and all(getattr(last, name) == words[name] for name in WORDS)
    waits = publish and last is not None and last.published_at is None
    if same and not waits and found.in_translation == in_translation and origin in {"", found.origin}:
        return found
    found.in_translation, found.origin = in_translation, origin or found.origin
    found.version += 1
    found.save()
    if not same:
        last = PageVersion.objects.create(
            translation=found, number=last.number + 1 if last else 1, **words, minor=minor and last is not None,
            machine=machine, follows=source_standing(page, found.language), created_at=at,
            published_at=at if publish else None, author=by if written_here and getattr(by, "pk", None) else None,
        )  # fmt: skip
    elif waits:
        last.published_at = at
        last.save(update_fields=["published_at"])
    if publish:
        _show(page, found, last, by=by, on=on)
    said = gettext_noop("Wording published (%(language)s)") if publish else gettext_noop("Draft saved (%(language)s)")
    tell(page, gettext_noop("Marked: in translation (%(language)s)") if same and not waits else said, by, language=found.language.name)  # fmt: skip
    return found


def _show(page: Page, translation: PageTranslation, version: PageVersion | None, *, by: Any, on: date) -> None:
    translation.shown = version
    translation.save(update_fields=["shown"])
    if version is not None and translation.language.source_id is None and page.title != version.title:
        page.title = version.title
        page.save(update_fields=["title"])
        write_around(page, by=by, on=on)
    elif version is not None and not page.title:
        page.title = version.title
        page.save(update_fields=["title"])
    index_translations([translation])
    index_page(page)


@transaction.atomic
def withdraw_wording(*, translation: PageTranslation, by: Any, on: date) -> PageTranslation:
    """Take one language off the public guide; its versions stay."""
    page = _locked(translation.page)
    found = PageTranslation.objects.select_for_update(of=("self",)).select_related("language").get(pk=translation.pk)
    if found.shown_id is None:
        return found
    found.version += 1
    found.save()
    _show(page, found, None, by=by, on=on)
    tell(page, gettext_noop("Wording taken off (%(language)s)"), by, language=found.language.name)
    return found


@transaction.atomic
def review_wording(*, translation: PageTranslation, by: Any, at: datetime) -> PageReview:
    """Say that the public wording is right beside its source as it stands. Raises ValidationError while nothing is
    published, and while the source itself is missing."""
    page = _locked(translation.page)
    shown = translation.shown
    if shown is None:
        raise ValidationError(_("Nothing of this language is published yet. Publish it, then say that it is right."), code="empty")  # fmt: skip
    follows = source_standing(page, translation.language)
    if translation.language.source_id and not follows:
        raise ValidationError(
            _("The page is missing in %(source)s, from which it is translated. Write that first."),
            params={"source": translation.language.source.name}, code="source",
        )  # fmt: skip
    known = PageReview.objects.filter(version=shown, follows=follows).first()
    if known:
        return known
    review = PageReview.objects.create(
        version=shown, follows=follows, at=at, by=by if getattr(by, "pk", None) else None
    )
    tell(page, gettext_noop("Wording reviewed (%(language)s)"), by, language=translation.language.name)
    return review


def write_around(page: Page, *, by: Any, on: date) -> None:
    """Search follows, and the day to look at the page again stands on the desk of whoever is responsible."""
    index_page(page)
    key = f"guide-page-{page.pk}-review"
    if not page.public or page.review_on is None:
        close_entry(key=key, by=by, on=on)
        return
    upsert_entry(
        key=key,
        kind="guide_review",
        subject=page.ref,
        title=Phrase(gettext_noop("Is this guide page still right?")),
        due_on=page.review_on,
        organisation_ids=(),
        owner=page.responsible,
        field=FIELD,
        confidentiality=INTERNAL,
        context=plain(str(page)),
        basis=Phrase(gettext_noop("day set on the page to look at it again")),
        waiting_for=Phrase(""),
        by=by,
    )
