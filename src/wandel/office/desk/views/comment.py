"""Comments: write, correct, take back. They stand on the page of the thing, so every way leads back there."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wandel.office.desk.actions import comment as actions
from wandel.office.desk.forms.comment import CommentForm, CorrectCommentForm
from wandel.office.desk.queries.comment import comment_for
from wandel.office.desk.queries.thread import Thread, thread_behind, thread_for
from wandel.office.desk.templatetags.comments import thread_context
from wandel.office.people.access import Access, access_for, allowed
from wandel.office.runs.once import submit_once


def _page(request: HttpRequest, thread: Thread, form: CommentForm, notice: str = "") -> HttpResponse:
    """The thread by itself: swapped in by htmx, or as a page while something typed is wrong."""
    context: dict[str, Any] = {**thread_context(request, thread, form=form), "notice": notice}
    if request.htmx:
        return render(request, "desk/_comments.html", context)
    return render(request, "desk/comment_page.html", context, status=422 if form.errors else 200)


def _form(thread: Thread, access: Access, data: Any = None) -> CommentForm:
    return CommentForm(
        data, people=thread.people(access, timezone.localdate()), may_be_internal=thread.may_be_internal(access)
    )


@require_POST
@allowed("desk.comment")
def comment_new(request: HttpRequest) -> HttpResponseBase:
    access = access_for(request.user)
    thread = thread_for(access, request.POST.get("thread"))
    form = _form(thread, access, request.POST)
    if not form.is_valid():
        return _page(request, thread, form)
    notices = []

    def perform() -> str:
        text = form.cleaned_data["text"]
        _written, unreached = actions.comment(
            subject=thread.subject,
            text=text,
            by=access.user,
            organisation_ids=thread.organisation_ids,
            confidentiality=form.confidentiality(thread.confidentiality),
            field=thread.field,
            mentioned=[*form.mentioned_people(), *actions.named_in(text, form.people)],
            at=timezone.now(),
        )
        if unreached:
            names = ", ".join(user.name for user in unreached)
            notices.append(_("Not told, because they may not see this page: %(names)s") % {"names": names})
        return f"{thread.subject.path}#comments"

    path = submit_once(request, perform)
    if request.htmx:
        return _page(request, thread, _form(thread, access), " ".join(notices))
    for notice in notices:
        messages.warning(request, notice)
    return redirect(path)


@allowed("desk.comment")
def comment_edit(request: HttpRequest, pk: int) -> HttpResponse:
    written = comment_for(access_for(request.user), pk)
    form = CorrectCommentForm(request.POST or None, initial={"text": written.text})
    if request.method == "POST" and form.is_valid():
        try:
            actions.correct_comment(written=written, text=form.cleaned_data["text"], by=request.user, at=timezone.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect(f"{written.subject_path}#comments")
    context = {
        "form": form,
        "heading": _("Change your comment"),
        "cancel_url": written.subject_path,
        "crumbs": [(written.subject_label, written.subject_path)],
    }
    return render(request, "desk/form.html", context, status=422 if form.errors else 200)


@require_POST
@allowed("desk.comment")
def comment_delete(request: HttpRequest, pk: int) -> HttpResponse:
    access = access_for(request.user)
    written = comment_for(access, pk)
    thread, notice = thread_behind(written), ""
    try:
        actions.delete_comment(written=written, by=access.user, at=timezone.now())
    except ValidationError as error:
        notice = " ".join(error.messages)
    if request.htmx:
        return _page(request, thread, _form(thread, access), notice)
    if notice:
        messages.error(request, notice)
    return redirect(f"{written.subject_path}#comments")
