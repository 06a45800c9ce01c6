"""The guide for the staff: the tree, a page's place, who answers for it, and whether the public sees it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wandel.core.guide.translations import State
from wandel.fields.relocation.actions.guide import move_page, save_page, show_page
from wandel.fields.relocation.actions.guide_feedback import read_feedback
from wandel.fields.relocation.forms.guide import PageForm
from wandel.fields.relocation.guide_labels import LABELS
from wandel.fields.relocation.models import Page
from wandel.fields.relocation.queries import guide as queries
from wandel.office.journal.queries import entries_about
from wandel.office.people.access import access_for, allowed
from wandel.office.runs.once import submit_once
from wandel.ui.formats import reader_language
from wandel.ui.undo import offer_undo

ROWS = 100


def crumbs(page: Page | None = None) -> list[tuple[str, str]]:
    found = [(_("Guide for newcomers"), reverse("newcomers:guide"))]
    return [*found, (str(page), page.get_absolute_url())] if page else found


def tags(states: dict[str, State], rows: list[Any]) -> list[dict[str, Any]]:
    """Language, label and colour in the order of the languages."""
    return [{"language": row, "state": states[row.code], "label": LABELS[states[row.code]][0], "tone": LABELS[states[row.code]][1]} for row in rows]  # fmt: skip


@allowed("guide.edit")
def guide_tree(request: HttpRequest) -> HttpResponse:
    """Every page with how each language stands; ``?language=ar&state=outdated`` narrows."""
    rows, languages = queries.staff_tree(), queries.languages()
    code, wanted = request.GET.get("language", ""), request.GET.get("state", "")
    language = next((one for one in languages if one.code == code), None)
    narrowed = (language, LABELS[State(wanted)][0]) if language and wanted in set(State) else None
    found = [row for row in rows if row.visible and row.states[code] == wanted] if narrowed else rows
    waiting = queries.waiting_numbers()
    today = timezone.localdate()
    page = Paginator(found, ROWS).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [
            {"row": row, "tags": tags(row.states, languages), "indent": range(0 if narrowed else row.depth),
             "overdue": row.page.overdue(today), "waiting": waiting.get(row.page.pk)}
            for row in page.object_list
        ],
        "languages": languages,
        "narrowed": narrowed,
        "all": len(rows),
    }  # fmt: skip
    return render(request, "relocation/guide_tree.html", context)


@allowed("guide.edit")
def guide_detail(request: HttpRequest, pk: int) -> HttpResponse:
    page = queries.page_for(access_for(request.user), pk)
    languages = queries.languages()
    known = {one.language_id: one for one in queries.with_history(page).translations.all()}
    latest = {code: queries.latest_version(one) for code, one in known.items()}
    rows = [
        tag | {"translation": known.get(tag["language"].code), "latest": latest.get(tag["language"].code)}
        for tag in tags(queries.page_states(page), languages)
    ]
    visible = page.pk in queries.public_tree()
    context = {
        "page": page,
        "rows": rows,
        "visible": visible,
        "feedback": queries.open_feedback(page)[:50],
        "broken": [(link, link.answer.get(reader_language(), "")) for link in queries.broken_links(page)],
        "history": entries_about("relocation.page", page.pk)[:30],
        "today": timezone.localdate(),
        "overdue": page.overdue(timezone.localdate()),
        "crumbs": crumbs(),
    }
    return render(request, "relocation/guide_detail.html", context)


def _form_page(request: HttpRequest, form: Any, page: Page | None, heading: str) -> HttpResponse:
    cancel = page.get_absolute_url() if page else reverse("newcomers:guide")
    context = {"form": form, "heading": heading, "cancel": cancel, "crumbs": crumbs(page)}
    return render(request, "relocation/form.html", context, status=422 if form.errors else 200)


@allowed("guide.edit")
def guide_new(request: HttpRequest) -> HttpResponseBase:
    form = PageForm(request.POST or None, instance=Page(), initial={"parent": request.GET.get("under"), "responsible": request.user.pk})  # fmt: skip
    if request.method == "POST" and form.is_valid():

        def perform() -> str:
            page = save_page(page=Page(), values=form.values(), by=request.user, on=timezone.localdate())
            root = queries.root_of(queries.languages())
            return reverse("newcomers:guide-wording", args=[page.pk, root.code])

        path = submit_once(request, perform)
        messages.success(request, _("The page has its place. Now write it."))
        return redirect(path)
    return _form_page(request, form, None, _("New guide page"))


@allowed("guide.edit")
def guide_edit(request: HttpRequest, pk: int) -> HttpResponseBase:
    access = access_for(request.user)
    form = PageForm(request.POST or None, instance=queries.page_for(access, pk))
    if request.method == "POST" and form.is_valid():
        fresh = queries.page_for(access, pk)
        if not form.conflict_with(fresh) and form.is_valid():

            def perform() -> str:
                return save_page(page=fresh, values=form.values(), by=request.user, on=timezone.localdate()).get_absolute_url()  # fmt: skip

            path = submit_once(request, perform)
            messages.success(request, _("Saved."))
            return redirect(path)
    stored = queries.page_for(access, pk)
    return _form_page(request, form, stored, str(stored))


@require_POST
@allowed("guide.edit")
def guide_move(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One place up or down among the pages beside it."""
    page = queries.page_for(access_for(request.user), pk)
    move_page(page=page, down=request.POST.get("to") == "down", by=request.user)
    return redirect(f"{reverse('newcomers:guide')}#page-{page.pk}")


@require_POST
@allowed("guide.edit")
def guide_show(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Make the page public or take it off; the message takes it back."""
    page = queries.page_for(access_for(request.user), pk)
    public = request.POST.get("public") == "1"
    try:
        show_page(page=page, public=public, by=request.user, on=timezone.localdate())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(page)
    said = _("The page is public.") if public else _("The page is taken off, and everything below it.")
    offer_undo(request, said, url=reverse("newcomers:guide-show", args=[pk]), data={"public": "0" if public else "1"})
    return redirect(page)


@require_POST
@allowed("guide.edit")
def guide_read(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The feedback of a page is read."""
    page = queries.page_for(access_for(request.user), pk)
    read_feedback(page=page, by=request.user, at=timezone.now())
    messages.success(request, _("Marked as read."))
    return redirect(page)
