"""A small guide for the tests: who writes what, in as few words as possible."""

from datetime import date

from django.utils import timezone

from wandel.fields.relocation.actions.guide import begin_languages, save_page, save_wording, show_page
from wandel.fields.relocation.models import GuideLanguage, Page
from wandel.fields.relocation.queries.guide import page_states, translation_of


def today() -> date:
    return timezone.localdate()


def language(code):
    begin_languages()
    return GuideLanguage.objects.get(pk=code)


def write(page, code, title, body="Ein Satz.", *, publish=True, by=None, **given):
    return save_wording(
        translation=translation_of(page, language(code)), values={"title": title, "summary": "Kurz.", "body": body},
        publish=publish, by=by, at=timezone.now(), on=today(), **given,
    )  # fmt: skip


def make_page(key, title="", *, parent=None, public=True, **values):
    """A page, public with a German wording unless told otherwise."""
    page = save_page(page=Page(), values={"key": key, "parent": parent, **values}, by=None, on=today())
    write(page, "de", title or key)
    if public:
        page = show_page(page=page, public=True, by=None, on=today())
    return page


def stands(page):
    return {code: str(state) for code, state in page_states(page).items()}
