"""The guide as a whole: how far each language is, the languages themselves, and page trees from elsewhere."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from wandel.fields.relocation.actions.guide import save_language
from wandel.fields.relocation.actions.guide_import import GUIDE_TREE, start_tree, take_in_looked_at
from wandel.fields.relocation.forms.guide import LanguageForm, TreeForm
from wandel.fields.relocation.guide_labels import LABELS
from wandel.fields.relocation.models import GuideLanguage
from wandel.fields.relocation.queries import guide as queries
from wandel.fields.relocation.views.guide import crumbs
from wandel.office.people.access import access_for, allowed
from wandel.office.runs.incoming import keep_upload
from wandel.office.runs.once import submit_once
from wandel.office.runs.queries import run_for
from wandel.ui.formats import reader_language


@allowed("guide.edit")
def guide_coverage(request: HttpRequest) -> HttpResponse:
    """How many public pages stand how in which language, what is overdue, and which links lead nowhere."""
    rows, today = queries.staff_tree(), timezone.localdate()
    counted = queries.coverage(rows)
    context = {
        "states": [(state, label) for state, (label, _tone) in LABELS.items()],
        "rows": [
            (language, [(state, counted[language.code][state]) for state in LABELS]) for language in queries.languages()
        ],
        "pages": sum(row.visible for row in rows),
        "overdue": [row.page for row in rows if row.page.overdue(today)],
        "nobody": [row.page for row in rows if row.visible and row.page.responsible_id is None],
        "broken": [(link, link.answer.get(reader_language(), "")) for link in queries.broken_links()[:100]],
        "crumbs": crumbs(),
    }
    return render(request, "relocation/guide_coverage.html", context)


@allowed("guide.edit")
def guide_languages(request: HttpRequest) -> HttpResponse:
    return render(request, "relocation/guide_languages.html", {"languages": GuideLanguage.objects.select_related("source"), "crumbs": crumbs()})  # fmt: skip


@allowed("guide.edit")
def guide_language_new(request: HttpRequest) -> HttpResponseBase:
    return _language(request, GuideLanguage(), _("Add a language"))


@allowed("guide.edit")
def guide_language_edit(request: HttpRequest, code: str) -> HttpResponseBase:
    language = queries.language_for(access_for(request.user), code)
    return _language(request, language, language.name)


def _language(request: HttpRequest, language: GuideLanguage, heading: str) -> HttpResponseBase:
    form = LanguageForm(request.POST or None, instance=language)
    if request.method == "POST" and form.is_valid():
        new = language._state.adding
        fresh = GuideLanguage() if new else GuideLanguage.objects.get(pk=language.pk)
        if (new or not form.conflict_with(fresh)) and form.is_valid():

            def perform() -> str:
                save_language(language=fresh, values=form.values(), by=request.user)
                return reverse("newcomers:guide-languages")

            try:
                path = submit_once(request, perform)
            except ValidationError as error:
                form.add_error("source", error)
            else:
                messages.success(request, _("Saved."))
                return redirect(path)
    list_url = reverse("newcomers:guide-languages")
    context = {"form": form, "heading": heading, "cancel": list_url, "crumbs": [*crumbs(), (_("Languages"), list_url)]}
    return render(request, "relocation/form.html", context, status=422 if form.errors else 200)


@allowed("guide.edit")
def guide_import(request: HttpRequest) -> HttpResponseBase:
    """Choose a file; it is read in the background, and nothing is written before somebody has seen what would change."""
    form = TreeForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():

        def perform() -> str:
            upload = form.cleaned_data["file"]
            path = keep_upload("relocation", upload, "tree")
            params = {"work": str(path.parent), "path": str(path), "name": str(upload.name)[:100], "check": True}
            return reverse("runs:detail", args=[start_tree(params=params, by=request.user).pk])

        return redirect(submit_once(request, perform))
    context: dict[str, Any] = {
        "form": form,
        "heading": _("Take a page tree in"),
        "lead": _("First you see what would change. What is taken in are drafts; nobody sees them before you publish."),
        "submit": _("Look what would change"),
        "cancel": reverse("newcomers:guide"),
        "crumbs": crumbs(),
    }
    return render(request, "relocation/form.html", context, status=422 if form.errors else 200)


@allowed("guide.edit")
def guide_tree_result(request: HttpRequest, pk: uuid.UUID) -> HttpResponseBase:
    """What a tree would change, with the button that takes it in; after that, what it did."""
    run = run_for(access_for(request.user), pk)
    if run.kind != GUIDE_TREE or "seen" not in run.result:
        raise Http404
    if request.method == "POST":

        def perform() -> str:
            return reverse("runs:detail", args=[take_in_looked_at(run=run, by=request.user).pk])

        try:
            return redirect(submit_once(request, perform))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("newcomers:guide-import")
    names = {"new": _("new"), "changed": _("changed"), "changed_here": _("changed here, stays as it is")}
    lost = {
        "image": _("images"), "frame": _("embedded pages"), "film": _("films"), "sound": _("sounds"), "table": _("tables (their rows become lines)"),
    }  # fmt: skip
    seen = run.result["seen"]
    context = {
        "run": run,
        "seen": seen,
        "checking": run.params["check"],
        "changes": [(names[what], title) for what, title in seen["changes"]],
        "lost": [(lost[what], count) for what, count in seen["lost"].items()],
        "remarks": [remark[reader_language()] for remark in seen["remarks"][:50]],
        "crumbs": crumbs(),
    }
    return render(request, "relocation/guide_tree_result.html", context)
