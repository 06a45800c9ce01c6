"""Rounds for those who send them, and answering for those who sign in."""

import csv
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from wandel.office.desk.actions import round as actions
from wandel.office.desk.actions.reminder import remind
from wandel.office.desk.actions.site_questions import site_round_questions
from wandel.office.desk.forms.round import ColumnFormSet, QuestionForm, RoundForm, SendForm, question_initial
from wandel.office.desk.models import Answer, Round
from wandel.office.desk.models.question import Question
from wandel.office.desk.queries import round as queries
from wandel.office.desk.views import answer as answer_views
from wandel.office.people.access import access_for, allowed
from wandel.office.runs.once import submit_once


def _crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Rounds"), reverse("rounds:list")), *more]


@allowed("round.answer")
def round_list(request: HttpRequest) -> HttpResponse:
    """All rounds for the unit; for a town hall, what it is asked."""
    access = access_for(request.user)
    if not access.may("round.manage"):
        asked = queries.answers_for(access).order_by("-round__due_on", "organisation__sort_key")
        return render(request, "desk/round/mine.html", {"answers": asked, "today": timezone.localdate()})
    return render(
        request, "desk/round/list.html", {"rounds": queries.rounds_for(access), "today": timezone.localdate()}
    )


def _fail(request: HttpRequest, error: ValidationError) -> None:
    messages.error(request, " ".join(error.messages))


@allowed("round.manage")
def round_create(request: HttpRequest) -> HttpResponseBase:
    """A new draft; ``?kind=sites`` begins with the questions of the yearly site round."""
    sites = request.GET.get("kind") == "sites"
    questions = site_round_questions() if sites else []
    today = timezone.localdate()
    initial: dict[str, Any] = {}
    if sites:
        initial = {
            "title": _("Site round %(year)s") % {"year": today.year},
            "field": "land",
            "previous": Round.objects.filter(field="land").exclude(state=Round.State.DRAFT).first(),
        }
    form = RoundForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():

        def perform() -> str:
            return actions.create_round(questions=questions, by=request.user, **form.cleaned_data).get_absolute_url()

        return redirect(submit_once(request, perform))
    context = {"form": form, "crumbs": _crumbs(), "sites": sites}
    return render(request, "desk/round/form.html", context, status=422 if form.errors else 200)


@allowed("round.manage")
def round_edit(request: HttpRequest, pk: int) -> HttpResponseBase:
    a_round = queries.round_for(access_for(request.user), pk)
    form = RoundForm(request.POST or None, instance=a_round)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_round(a_round=a_round, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            _fail(request, error)
        return redirect(a_round)
    context = {"form": form, "round": a_round, "crumbs": _crumbs((a_round.title, a_round.get_absolute_url()))}
    return render(request, "desk/round/form.html", context, status=422 if form.errors else 200)


@allowed("round.manage")
def round_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft with its questions, or the overview of who has answered."""
    a_round = queries.round_for(access_for(request.user), pk)
    context = {"round": a_round, "today": timezone.localdate(), "crumbs": _crumbs(), "questions": a_round.question_list}
    if a_round.state == Round.State.DRAFT:
        return render(request, "desk/round/draft.html", context)
    answers = queries.overview(a_round)
    context |= {
        "answers": answers,
        "done": sum(not answer.is_waiting for answer in answers),
        "waiting": [answer for answer in answers if answer.is_waiting],
        "without_mail": [answer for answer in answers if answer.is_waiting and not answer.email],
        "takes_over": bool(queries.round_forms_of(a_round)),
        "tabs": _tabs(a_round, "overview"),
    }
    return render(request, "desk/round/detail.html", context)


def _tabs(a_round: Round, current: str) -> list[dict[str, Any]]:
    return [
        {
            "label": _("Who has answered"),
            "url": a_round.get_absolute_url(),
            "current": current == "overview",
            "count": None,
        },
        {
            "label": _("Compared with last year"),
            "url": reverse("rounds:compare", args=[a_round.pk]),
            "current": current == "compare",
            "count": None,
        },
    ]


@allowed("round.manage")
def round_compare(request: HttpRequest, pk: int) -> HttpResponse:
    a_round = queries.round_for(access_for(request.user), pk)
    compared, totals = queries.comparison(a_round)
    context = {
        "round": a_round,
        "compared": compared,
        "totals": totals,
        "takes_over": bool(queries.round_forms_of(a_round)),
        "tabs": _tabs(a_round, "compare"),
        "crumbs": _crumbs((a_round.title, a_round.get_absolute_url())),
    }
    return render(request, "desk/round/compare.html", context)


@allowed("round.manage")
def round_send(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Choose who is asked and send."""
    a_round = queries.round_for(access_for(request.user), pk)
    form = SendForm(request.POST or None, organisations=queries.organisations_to_ask())
    if request.method == "POST" and form.is_valid():
        try:
            actions.open_round(
                a_round=a_round,
                organisations=form.cleaned_data["organisations"],
                on=timezone.localdate(),
                by=request.user,
            )
        except ValidationError as error:
            _fail(request, error)
        return redirect(a_round)
    context = {"form": form, "round": a_round, "crumbs": _crumbs((a_round.title, a_round.get_absolute_url()))}
    return render(request, "desk/round/send.html", context, status=422 if form.errors else 200)


@allowed("round.manage")
def round_remind(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Ask first, then remind all who are missing, or one (``answer``). Once a day at most."""
    a_round = queries.round_for(access_for(request.user), pk)
    today = timezone.localdate()
    waiting = [answer for answer in queries.overview(a_round) if answer.is_waiting]
    if request.method == "POST":
        only = request.POST.get("answer", "")
        chosen = [answer for answer in waiting if only in {"", str(answer.pk)}]
        count = remind(answers=chosen, mark=f"hand-{today.isoformat()}", on=today, by=request.user)
        if count:
            text = ngettext("%(count)s reminder is on its way.", "%(count)s reminders are on their way.", count)
            messages.success(request, text % {"count": count})
        else:
            messages.info(request, _("Nobody was reminded: all have been reminded today, or have no mail address."))
        return redirect(a_round)
    context = {"round": a_round, "waiting": waiting, "crumbs": _crumbs((a_round.title, a_round.get_absolute_url()))}
    return render(request, "desk/round/remind.html", context)


@allowed("round.manage")
@require_POST
def round_close(request: HttpRequest, pk: int) -> HttpResponseBase:
    a_round = queries.round_for(access_for(request.user), pk)
    try:
        actions.close_round(a_round=a_round, on=timezone.localdate(), by=request.user)
        messages.success(request, _("The round is closed."))
    except ValidationError as error:
        _fail(request, error)
    return redirect(a_round)


@allowed("round.manage")
@require_POST
def round_follow(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Next year's draft from this round."""
    a_round = queries.round_for(access_for(request.user), pk)

    def perform() -> str:
        following = actions.follow_round(previous=a_round, on=timezone.localdate(), by=request.user)
        return following.get_absolute_url()

    return redirect(submit_once(request, perform))


@allowed("round.manage")
def round_export(request: HttpRequest, pk: int) -> HttpResponse:
    """The answers as CSV, with the semicolon and mark German spreadsheets expect."""
    a_round = queries.round_for(access_for(request.user), pk)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{slugify(a_round.title) or "abfrage"}.csv"'
    response.write("\ufeff")
    csv.writer(response, delimiter=";").writerows(queries.csv_rows(a_round))
    return response


@allowed("round.manage")
def question_edit(request: HttpRequest, pk: int, key: str = "") -> HttpResponseBase:
    """Add (no ``key``) or change one question of a draft."""
    a_round = queries.round_for(access_for(request.user), pk)
    questions = list(a_round.question_list)
    known = next((question for question in questions if question.key == key), None)
    if key and known is None:
        raise Http404
    columns_before = known.columns if known else ()
    form = QuestionForm(
        request.POST or None, known=known, initial=question_initial(known) if known else {"kind": "text"}
    )
    columns = ColumnFormSet(
        request.POST or None,
        prefix="column",
        initial=[question_initial(column) for column in columns_before],
        form_kwargs={"columns": columns_before},
    )
    if request.method == "POST" and form.is_valid():
        is_table = form.cleaned_data["kind"] == "table"
        if is_table and not columns.is_valid():
            form.add_error(None, _("Please look at the columns of the table below."))
        else:
            try:
                question = form.question(
                    {question.key for question in questions}, _read_columns(columns) if is_table else ()
                )
                changed = [question if old is known else old for old in questions] if known else [*questions, question]
                actions.set_questions(a_round=a_round, questions=changed, by=request.user)
                return redirect(a_round)
            except ValidationError as error:
                form.add_error(None, error)
    context = {
        "form": form,
        "columns": columns,
        "round": a_round,
        "known": known,
        "crumbs": _crumbs((a_round.title, a_round.get_absolute_url())),
    }
    return render(request, "desk/round/question_form.html", context, status=422 if form.errors else 200)


def _read_columns(columns: Any) -> tuple[Question, ...]:
    found: list[Question] = []
    for form in columns.forms:
        if (form.has_changed() or form.known) and form.cleaned_data and not form.cleaned_data.get("DELETE"):
            found.append(form.column({column.key for column in found}))
    return tuple(found)


@allowed("round.manage")
@require_POST
def question_arrange(request: HttpRequest, pk: int, key: str) -> HttpResponseBase:
    """Move a question up or down, or take it out."""
    a_round = queries.round_for(access_for(request.user), pk)
    questions = list(a_round.question_list)
    place = next((number for number, question in enumerate(questions) if question.key == key), None)
    if place is None:
        raise Http404
    question = questions.pop(place)
    step = {"up": -1, "down": 1}.get(request.POST.get("to", ""))
    if step is not None:
        questions.insert(max(0, place + step), question)
    try:
        actions.set_questions(a_round=a_round, questions=questions, by=request.user)
    except ValidationError as error:
        _fail(request, error)
    return redirect(a_round)


def _desk(request: HttpRequest, answer: Answer) -> answer_views.Desk:
    by_officer = access_for(request.user).may("round.manage")
    crumbs = _crumbs((answer.round.title, answer.round.get_absolute_url())) if by_officer else _crumbs()
    return answer_views.Desk(
        template="desk/round/answer.html",
        done_template="desk/round/answer_done.html",
        page_url=reverse("rounds:answer", args=[answer.pk]),
        done_url=reverse("rounds:answer-done", args=[answer.pk]),
        pdf_url=reverse("rounds:answer-copy", args=[answer.pk]),
        idea_url="" if by_officer else reverse("public:idea-new"),
        how=Answer.How.OFFICER if by_officer else Answer.How.USER,
        by=request.user,
        who="" if by_officer else request.user.name,
        crumbs=tuple(crumbs),
    )


@allowed("round.answer")
def answer_page(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A town hall answers signed in; the officer enters what was said on the telephone."""
    answer = queries.answer_for(access_for(request.user), pk)
    return answer_views.answer_page(request, answer, _desk(request, answer))


@allowed("round.answer")
def answer_done(request: HttpRequest, pk: int) -> HttpResponse:
    answer = queries.answer_for(access_for(request.user), pk)
    return answer_views.done_page(request, answer, _desk(request, answer))


@allowed("round.answer")
def answer_copy(request: HttpRequest, pk: int) -> HttpResponseBase:
    answer = queries.answer_for(access_for(request.user), pk)
    return answer_views.copy_page(request, answer)
