"""The answer page of a round. The mail's link, a signed-in town hall and the officer after a call use the same one."""

import secrets
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from wandel.office.desk.actions import answer as actions
from wandel.office.desk.forms.answer import AnswerForm, typed_from_post, with_row, without_row
from wandel.office.desk.models import Answer
from wandel.office.desk.models.question import clean_text, differences, typed_answers
from wandel.office.desk.queries.round import answer_facts, data_before, data_to_begin_with
from wandel.ui.documents import Document, Facts, Heading, Paragraph, Table, document_response
from wandel.ui.formats import format_date


@dataclass(frozen=True)
class Desk:
    """From where somebody answers: which frame, which addresses, in whose name."""

    template: str
    done_template: str
    page_url: str
    done_url: str
    pdf_url: str
    how: str
    by: Any
    who: str = ""
    idea_url: str = ""
    crumbs: tuple[tuple[str, str], ...] = ()


def _marker(request: HttpRequest) -> str:
    """Names this browser among those who write the same answer."""
    marker = request.session.get("answer_marker")
    if marker is None:
        marker = request.session["answer_marker"] = secrets.token_hex(8)
    return marker


def _may_write(answer: Answer, desk: Desk) -> bool:
    if desk.how == Answer.How.OFFICER:
        return answer.round.state == "open"
    return answer.may_be_written(timezone.localdate())


def _prefilled(answer: Answer, before: dict[str, Any]) -> dict[str, Any]:
    """What stands in the fields: the draft, else the given answer, else what the fields know, else last year's."""
    if answer.draft is not None:
        return answer.draft
    return typed_answers(answer.round.question_list, answer.data or data_to_begin_with(answer, before))


def _saved_note(request: HttpRequest, answer: Answer) -> HttpResponse:
    context = {"answer": answer, "saved_at": timezone.localtime()}
    return render(request, "desk/round/_saved.html", context)


def answer_page(request: HttpRequest, answer: Answer, desk: Desk) -> HttpResponseBase:
    """Show and take an answer. Every button keeps what was typed; only "done" judges it."""
    today = timezone.localdate()
    if not _may_write(answer, desk):
        return redirect(desk.done_url)
    before = data_before(answer)
    if request.method != "POST":
        if desk.how != Answer.How.OFFICER:
            actions.note_opened(answer=answer)
        return _show(request, answer, desk, typed=_prefilled(answer, before), before=before, judge=False)
    typed = typed_from_post(answer.round.question_list, request.POST)
    typed["_who"] = clean_text(request.POST.get("who", ""))[:150]
    keep = {"how": desk.how, "edited_by": _marker(request), "on": today}
    if "add" in request.POST:
        typed = with_row(typed, request.POST["add"])
    elif "remove" in request.POST:
        key, _colon, row_id = request.POST["remove"].partition(":")
        typed = without_row(typed, key, row_id)
    try:
        if "finish" in request.POST or "decline" in request.POST:
            return _finish(request, answer, desk, typed=typed, before=before)
        if _written_by_another(request, answer):
            return _show(request, answer, desk, typed=typed, before=before, judge=False, other=answer)
        only_on = request.POST.get("version", "") if "autosave" in request.POST else None
        saved = actions.save_draft(answer=answer, typed=typed, only_on=only_on, **keep)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return _go(request, desk.done_url)
    if "autosave" in request.POST:
        response = _saved_note(request, saved)
        if saved.draft != typed:
            # The page is still open and was behind: now that it knows the newer version, it saves once more.
            response["HX-Trigger-After-Settle"] = "change"
        return response
    if "add" not in request.POST and "remove" not in request.POST:
        messages.success(request, _("Saved. It counts as answered when you press “Done”."))
    return redirect(f"{desk.page_url}{_place(request)}")


def _place(request: HttpRequest) -> str:
    """Where on the page to go on after a row came or went."""
    key = request.POST.get("add") or request.POST.get("remove", "").partition(":")[0]
    return f"#{key}-table" if key and key.isidentifier() else ""


def _go(request: HttpRequest, url: str) -> HttpResponseBase:
    return HttpResponseClientRedirect(url) if getattr(request, "htmx", False) else redirect(url)


def _written_by_another(request: HttpRequest, answer: Answer) -> bool:
    return request.POST.get("version") != str(answer.version) and answer.edited_by not in {"", _marker(request)}


def _finish(
    request: HttpRequest, answer: Answer, desk: Desk, *, typed: dict[str, Any], before: dict[str, Any]
) -> HttpResponseBase:
    give = {
        "answer": answer,
        "how": desk.how,
        "who": typed["_who"] or desk.who,
        "edited_by": _marker(request),
        "on": timezone.localdate(),
        "by": desk.by,
    }
    if "decline" in request.POST:
        actions.decline(**give)
        return _go(request, desk.done_url)
    if _written_by_another(request, answer):
        return _show(request, answer, desk, typed=typed, before=before, judge=False, other=answer)
    form = AnswerForm(answer.round.question_list, typed=typed, before=before, judge=True)
    if not form.is_valid():
        saved = actions.save_draft(
            answer=answer, typed=typed, how=desk.how, edited_by=_marker(request), on=timezone.localdate()
        )
        return _show(request, saved, desk, typed=typed, before=before, judge=True, status=422)
    actions.give_answer(data=form.answer_data(), **give)
    return _go(request, desk.done_url)


def _show(
    request: HttpRequest,
    answer: Answer,
    desk: Desk,
    *,
    typed: dict[str, Any],
    before: dict[str, Any],
    judge: bool,
    other: Answer | None = None,
    status: int = 200,
) -> HttpResponse:
    form = AnswerForm(answer.round.question_list, typed=typed, before=before, judge=judge)
    if judge:
        form.is_valid()
    saved_by_other = _prefilled(other, before) if other else None
    context = {
        "answer": answer,
        "round": answer.round,
        "form": form,
        "desk": desk,
        "who": typed.get("_who", ""),
        "previous": answer.round.previous if before else None,
        "other": saved_by_other,
        "other_facts": answer_facts(other, saved_by_other) if other and saved_by_other is not None else [],
        "crumbs": desk.crumbs,
        "by_officer": desk.how == Answer.How.OFFICER,
        "late": answer.round.due_on < timezone.localdate(),
    }
    return render(request, desk.template, context, status=409 if other else status)


def done_page(request: HttpRequest, answer: Answer, desk: Desk) -> HttpResponse:
    """What was answered, a copy to take along, and the way back while corrections are possible."""
    before = data_before(answer)
    context = {
        "answer": answer,
        "round": answer.round,
        "desk": desk,
        "facts": answer_facts(answer, answer.data) if answer.state == Answer.State.ANSWERED else [],
        "differences": differences(answer.round.question_list, before, answer.data) if before and answer.data else [],
        "may_write": _may_write(answer, desk),
        "crumbs": desk.crumbs,
    }
    return render(request, desk.done_template, context)


def copy_page(request: HttpRequest, answer: Answer) -> HttpResponseBase:
    """The answer as a PDF."""
    blocks: list[Any] = [
        Paragraph(
            _("%(organisation)s, answered on %(day)s")
            % {"organisation": answer.organisation.name, "day": format_date(answer.answered_on)}
        )
    ]
    for fact in answer_facts(answer, answer.data):
        question = fact["question"]
        if "rows" not in fact:
            blocks.append(Facts([(question.label, fact["value"])]))
            continue
        blocks.append(Heading(2, question.label))
        if fact["rows"]:
            numeric = frozenset(number for number, column in enumerate(question.columns) if column.kind == "number")
            rows = [[cell["text"] for cell in row] for row in fact["rows"]]
            blocks.append(Table([column.label for column in question.columns], rows, question.label, numeric))
        else:
            blocks.append(Paragraph(_("No rows.")))
    document = Document(
        title=answer.round.title,
        language=(get_language() or "de")[:2],
        subject=answer.organisation.name,
        blocks=blocks,
        footer=answer.round.title,
        day=answer.answered_on,
    )
    return document_response(document, "pdf", f"antwort-{answer.pk}", request=request)
