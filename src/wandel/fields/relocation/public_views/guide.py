"""The guide for everybody, in every language it is written in. No account, no script."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from wandel.core.guide.markup import to_html
from wandel.core.guide.translations import State
from wandel.core.guide.words import words
from wandel.fields.relocation.actions.guide_feedback import give_feedback
from wandel.fields.relocation.forms.guide import FeedbackForm
from wandel.fields.relocation.models import GuideLanguage
from wandel.fields.relocation.models.guide import PageKind
from wandel.fields.relocation.queries import guide as queries
from wandel.fields.relocation.queries.guide_search import search
from wandel.office.people import scoped
from wandel.office.runs.once import submit_once

FEEDBACK_PER_HOUR = 30


def _language(code: str, rows: list[GuideLanguage]) -> GuideLanguage:
    found = next((row for row in rows if row.code == code), None)
    if found is None:
        raise Http404
    return found


def _draw(
    request: HttpRequest, template: str, language: GuideLanguage, status: int = 200, **context: Any
) -> HttpResponse:
    """A page of the guide. The frame speaks the guide's language where it can, else the visitor's, and says so."""
    spoken, spoken_in = words(language.code)
    speaks = language.code in dict(settings.LANGUAGES)
    frame = language.code if speaks else (translation.get_language() or "de")
    page = {
        "language": language,
        "words": spoken,
        "words_lang": "" if spoken_in == language.code else spoken_in,
        "frame_lang": "" if speaks else frame,
        "home_url": reverse("relocation:guide", args=[language.code]),
        **context,
    }
    with translation.override(frame):
        return render(request, template, page, status=status)


def _crumbs(language: GuideLanguage, above: list[queries.Entry]) -> list[tuple[str, str]]:
    found = [(words(language.code)[0]["guide"], reverse("relocation:guide", args=[language.code]))]
    return found + [(one.title, reverse("relocation:guide-page", args=[one.language.code, one.key])) for one in above]


@require_safe
def guide_start(request: HttpRequest) -> HttpResponseBase:
    """The guide in the visitor's language, or in the one the unit writes in."""
    rows = queries.languages()
    asked = (translation.get_language() or "")[:2]
    language = next((row for row in rows if row.code == asked), None) or queries.root_of(rows)
    return redirect("relocation:guide", language.code)


@require_safe
def guide(request: HttpRequest, code: str) -> HttpResponse:
    """The parts of the guide and the pages in them."""
    rows = queries.languages()
    language = _language(code, rows)
    tree = queries.public_tree()
    top = [leaf for leaf in tree.values() if leaf.parent is None]
    below = [leaf for leaf in tree.values() if leaf.parent is not None and tree[leaf.parent].parent is None]
    named = {one.key: one for one in queries.entries([*top, *below], language, rows)}
    parts = [
        (named[leaf.key], [named[child.key] for child in below if child.parent == leaf.pk and child.key in named])
        for leaf in top
        if leaf.key in named
    ]
    choices = [(row, reverse("relocation:guide", args=[row.code]), row.code == code) for row in rows]
    return _draw(request, "relocation/guide_home.html", language, parts=parts, choices=choices)


@require_safe
def guide_search(request: HttpRequest, code: str) -> HttpResponse:
    """Pages that have the words, the best first."""
    rows = queries.languages()
    language = _language(code, rows)
    text = request.GET.get("q", "").strip()[:120]
    found = search(text, language, queries.public_tree())
    choices = [(row, reverse("relocation:guide-search", args=[row.code]), row.code == code) for row in rows]
    context = {"found": found, "q": text, "crumbs": _crumbs(language, []), "choices": choices}
    return _draw(request, "relocation/guide_search.html", language, **context)


def _page_context(code: str, key: str) -> dict[str, Any]:
    """What the page and its feedback share. Raises Http404 for what is not public."""
    rows = queries.languages()
    language, tree = _language(code, rows), queries.public_tree()
    page = queries.public_page(key, tree)
    shown = queries.shown_translations(page)
    leaf = tree[page.pk]
    return {
        "language": language,
        "rows": rows,
        "tree": tree,
        "leaf": leaf,
        "page": page,
        "here": next((one for one in shown if one.language_id == code), None),
        "shown": shown,
        "crumbs": _crumbs(language, queries.entries(queries.ancestors(leaf, tree), language, rows)),
        "choices": [
            (one.language, reverse("relocation:guide-page", args=[one.language_id, page.key]), one.language_id == code)
            for one in shown
        ],
    }


@require_safe
def guide_page(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """One page. Where the language is missing, the languages it can be read in stand there instead."""
    found = _page_context(code, key)
    language, rows, tree, page, here = (found[name] for name in ("language", "rows", "tree", "page", "here"))
    children = [leaf for leaf in tree.values() if leaf.parent == page.pk]
    context = {name: found[name] for name in ("page", "crumbs", "choices")}
    context["children"] = queries.entries(children, language, rows)
    if here is None:
        return _draw(request, "relocation/guide_missing.html", language, status=404, **context)
    keys = {leaf.key for leaf in tree.values()}

    def address(other: str) -> str:
        return reverse("relocation:guide-page", args=[code, other]) if other in keys else ""

    root = queries.root_of(rows)
    original = next((one for one in found["shown"] if one.language_id == root.code), None)
    context |= {
        "translation": here,
        # Made by to_html, which lets no markup of the writer through.
        "body": mark_safe(to_html(here.shown.body, address)),
        "notice": _notice(page, here.language_id, root.code) if language.source_id else "",
        "original": original if original and original.language_id != code else None,
        "is_easy": page.kind == PageKind.EASY,
        "speaks": language.code in dict(settings.LANGUAGES),
    }
    return _draw(request, "relocation/guide_page.html", language, **context)


def _notice(page: Any, code: str, root: str) -> str:
    """What a reader must know of a translation: which of the guide's sentences stands above it."""
    state = queries.page_states(page)[code]
    if page.kind == PageKind.LEGAL and state != State.REVIEWED:
        return "legal_notice"
    return {State.OUTDATED: "outdated_notice", State.MACHINE: "machine_notice"}.get(state, "")


def guide_feedback(request: HttpRequest, code: str, key: str) -> HttpResponseBase:
    """Was the page any help? Kept without a name; whoever needs an answer is shown the way to a person."""
    found = _page_context(code, key)
    language, here = found["language"], found["here"]
    if here is None:
        raise Http404
    spoken, now = words(code)[0], timezone.now()
    form = FeedbackForm(request.POST or None, now=now, words=spoken)
    status = 200
    if request.method == "POST":
        status = 422
        if scoped.is_too_often(request, "guide-feedback", per_hour=FEEDBACK_PER_HOUR):
            form.add_error(None, spoken["too_often"])
            status = 429
        elif form.is_valid():

            def perform() -> str:
                text = form.cleaned_data["text"].strip()
                give_feedback(translation=here, helpful=form.helpful_value(), text=text, at=now)
                return reverse("relocation:guide-page", args=[code, key])

            path = submit_once(request, perform)
            messages.success(request, spoken["thanks"])
            return redirect(path)
    crumbs = [*found["crumbs"], (here.shown.title, reverse("relocation:guide-page", args=[code, key]))]
    choices = [(row, f"{url}feedback/", current) for row, url, current in found["choices"]]
    return _draw(request, "relocation/guide_feedback.html", language, status, form=form, crumbs=crumbs, choices=choices)
