"""The words of a guide page in one language: writing with preview and hints, history, review."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wandel.core.guide.markup import to_html
from wandel.core.guide.plain_language import LANGUAGES, hints
from wandel.fields.relocation.actions.guide import review_wording, save_wording, withdraw_wording
from wandel.fields.relocation.forms.guide import WordingForm
from wandel.fields.relocation.models import GuideLanguage, Page, PageTranslation
from wandel.fields.relocation.models.guide import PageKind
from wandel.fields.relocation.queries import guide as queries
from wandel.fields.relocation.views.guide import crumbs, tags
from wandel.office.people.access import access_for, allowed
from wandel.office.runs.once import submit_once
from wandel.ui.formats import reader_language


def _asked(request: HttpRequest, pk: int, code: str) -> tuple[Page, GuideLanguage, PageTranslation]:
    access = access_for(request.user)
    page, language = queries.page_for(access, pk), queries.language_for(access, code)
    return page, language, queries.translation_of(page, language)


def _drawn(body: str, code: str) -> SafeString:
    # Made by to_html, which lets no markup of the writer through.
    return mark_safe(to_html(body, lambda key: reverse("relocation:guide-page", args=[code, key])))


@allowed("guide.edit")
def guide_wording(request: HttpRequest, pk: int, code: str) -> HttpResponseBase:
    """Write; look at it with the hints; keep a draft or publish. The source stands beside a translation."""
    page, language, translation = _asked(request, pk, code)
    form = WordingForm(request.POST or None, instance=translation)
    # The form writes its values into the row it was given; the words on the page stay what is stored.
    looked_at = None
    if request.method == "POST" and form.is_valid():
        if "look" in request.POST:
            looked_at = form.words()
        else:
            fresh = queries.translation_of(page, language)
            if not (fresh.pk and form.conflict_with(fresh)) and form.is_valid():
                return _save(request, page, fresh, form)
    last = queries.latest_version(translation)
    body = request.POST.get("body", "") if request.method == "POST" else getattr(last, "body", "")
    found = hints(body, code, easy=page.kind == PageKind.EASY)
    source = None
    if language.source_id:
        above = queries.translation_of(page, language.source)
        source = queries.latest_version(above)
    context = {
        "page": page,
        "language": language,
        "form": form,
        "looked_at": looked_at and looked_at | {"html": _drawn(looked_at["body"], code)},
        "hints": [(hint.sentence, hint.text.to(reader_language())) for hint in found[:40]],
        "checks": code in LANGUAGES,
        "written": bool(body.strip()),
        "source": source and {"version": source, "html": _drawn(source.body, language.source_id or "")},
        "crumbs": crumbs(page),
    }
    return render(request, "relocation/guide_wording.html", context, status=422 if form.errors else 200)


def _save(request: HttpRequest, page: Page, fresh: PageTranslation, form: WordingForm) -> HttpResponseBase:
    values, publish = form.cleaned_data, "publish" in request.POST

    def perform() -> str:
        save_wording(
            translation=fresh, values=form.words(), publish=publish, by=request.user, at=timezone.now(), on=timezone.localdate(),
            minor=values["minor"], machine=values.get("machine", False), in_translation=values.get("in_translation", False),
        )  # fmt: skip
        return page.get_absolute_url()

    path = submit_once(request, perform)
    messages.success(request, _("Published.") if publish else _("Kept as a draft; the public sees no change."))
    return redirect(path)


@allowed("guide.edit")
def guide_history(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Every version with its author, its mark and its reviews."""
    page, language, translation = _asked(request, pk, code)
    versions = queries.versions_of(translation)
    (tag,) = tags(queries.page_states(page), [language])
    context: dict[str, Any] = {
        "page": page,
        "language": language,
        "tag": tag,
        "versions": [(one, _drawn(one.body, code)) for one in versions[:50]],
        "more": max(len(versions) - 50, 0),
        "shown": translation.shown_id,
        "crumbs": crumbs(page),
    }
    return render(request, "relocation/guide_history.html", context)


@require_POST
@allowed("guide.edit")
def guide_review(request: HttpRequest, pk: int, code: str) -> HttpResponseBase:
    """The public wording is right beside its source."""
    page, _language, translation = _asked(request, pk, code)
    try:
        review_wording(translation=translation, by=request.user, at=timezone.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Marked as reviewed."))
    return redirect(page)


@require_POST
@allowed("guide.edit")
def guide_withdraw(request: HttpRequest, pk: int, code: str) -> HttpResponseBase:
    """Take one language off; its versions stay and can be published again."""
    page, _language, translation = _asked(request, pk, code)
    if translation.pk:
        withdraw_wording(translation=translation, by=request.user, on=timezone.localdate())
        messages.success(request, _("This language is taken off. Its versions stay; publish one to show it again."))
    return redirect(page)
