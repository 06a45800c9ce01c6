"""Cases for the staff: the list, the record, and every step of one."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wandel.fields.relocation.actions import case as actions
from wandel.fields.relocation.actions.appointment import book
from wandel.fields.relocation.actions.message import answer_question, ask_office, write
from wandel.fields.relocation.case_states import CLOSED, SETTLED, TABLE, US, WITH_OFFICE
from wandel.fields.relocation.forms.case import (
    AnswerForm,
    CaseFilter,
    CaseForm,
    CompanionForm,
    HandoverForm,
    MoveForm,
    WriteForm,
)
from wandel.fields.relocation.forms.case_portal import slot_key
from wandel.fields.relocation.models import Case
from wandel.fields.relocation.queries import cases as queries
from wandel.fields.relocation.queries.appointments import appointments_of, free_times, names_of
from wandel.office.desk.queries.intake import intake_for, response_days
from wandel.office.files.responses import file_response
from wandel.office.journal.queries import entries_about
from wandel.office.people.access import Access, access_for, allowed
from wandel.office.runs.once import submit_once

ROWS = 50


def _crumbs(case: Case | None = None) -> list[tuple[str, str]]:
    found = [(_("Newcomers' cases"), reverse("newcomers:cases"))]
    return [*found, (str(case), case.get_absolute_url())] if case else found


@allowed("case.view")
def case_list(request: HttpRequest) -> HttpResponse:
    """Whose turn it is, whoever waits longest on top."""
    access, today = access_for(request.user), timezone.localdate()
    params = request.GET.copy()
    if not params:
        params["turn"] = US
    form = CaseFilter(params, day=today)
    filters = form.filters()
    context = {
        "page": Paginator(queries.list_cases(access, filters), ROWS).get_page(request.GET.get("page")),
        "filter_form": form,
        "tabs": _tabs(access, filters),
        "today": today,
        "target": response_days(),
    }
    return render(request, "relocation/case_list.html", context)


def _tabs(access: Access, filters: queries.CaseFilters) -> list[dict[str, Any]]:
    counts = queries.counts_for(access)
    me = access.user.pk
    rows = [
        (_("Our turn"), {"turn": US}, counts.ours, filters == queries.CaseFilters(turn=US)),
        (_("My turn"), {"turn": US, "adviser": me}, counts.mine, filters == queries.CaseFilters(turn=US, adviser=me)),
        (_("Everything open"), {"state": "open"}, counts.open, filters == queries.CaseFilters(state="open")),
        (_("All"), {"state": ""}, counts.all, filters == queries.CaseFilters()),
    ]
    return [
        {"label": label, "url": f"?{urlencode(given)}", "count": count, "current": here}
        for label, given, count, here in rows
    ]


def _page(request: HttpRequest, case: Case, *, status: int = 200, **forms: Any) -> HttpResponse:
    now = timezone.now()
    may_edit = access_for(request.user).may("case.edit")
    # A question is put with its own form, which takes the case there by itself.
    following = [TABLE[key] for key in case.step.following if key != WITH_OFFICE]
    context = {
        "case": case,
        "said": queries.timeline(case, staff=True),
        "companions": case.companions.all(),
        "appointments": appointments_of(case, after=now),
        "steps": [step for step in following if step.key not in {SETTLED, CLOSED}],
        "endings": [step for step in following if step.key in {SETTLED, CLOSED}],
        "write_form": WriteForm(),
        "move_form": MoveForm(auto_id="move_%s"),
        "history": entries_about("relocation.case", case.pk)[:40],
        "today": timezone.localdate(now),
        "waits": case.waits_days(timezone.localdate(now)),
        "may_edit": may_edit,
        "may_ask": may_edit and WITH_OFFICE in {case.state, *case.step.following},
        "crumbs": _crumbs(),
        **forms,
    }
    return render(request, "relocation/case_detail.html", context, status=status)


@allowed("case.view")
def case_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, queries.case_for(access_for(request.user), pk))


def _editable(request: HttpRequest, pk: int) -> Case:
    return queries.case_for(access_for(request.user), pk)


def _form_page(request: HttpRequest, form: Any, **context: Any) -> HttpResponse:
    page = {"form": form, "cancel": reverse("newcomers:cases"), "crumbs": _crumbs(), **context}
    return render(request, "relocation/form.html", page, status=422 if form.errors else 200)


@allowed("case.edit")
def case_new(request: HttpRequest) -> HttpResponseBase:
    """Somebody at the counter, on the telephone, or one more newcomer of an employer."""
    access, day = access_for(request.user), timezone.localdate()
    given = request.GET.get("employer", "")
    initial = {"employer": given} if given.isascii() and given.isdigit() else {}
    if queries.advisers_on(day).filter(pk=access.user.pk).exists():
        initial["adviser"] = access.user.pk
    form = CaseForm(request.POST or None, initial=initial, day=day)
    if request.method == "POST" and form.is_valid():

        def perform() -> str:
            return actions.open_case(values=form.values(), by=request.user, at=timezone.now()).get_absolute_url()

        path = submit_once(request, perform)
        pk = int(path.rstrip("/").rpartition("/")[2])
        if not queries.cases_for(access).filter(pk=pk).exists():
            messages.success(
                request, _("Case %(number)s is opened; the field it belongs to sees it now.") % {"number": pk}
            )
            return redirect("newcomers:cases")
        return redirect(path)
    return _form_page(
        request, form, heading=_("Open a case"), lead=_("Only what is needed; the rest follows when it matters.")
    )


@allowed("case.edit")
def case_edit(request: HttpRequest, pk: int) -> HttpResponseBase:
    day = timezone.localdate()
    form = CaseForm(request.POST or None, instance=_editable(request, pk), day=day)
    if request.method == "POST" and form.is_valid():
        fresh = _editable(request, pk)
        if not form.conflict_with(fresh) and form.is_valid():

            def perform() -> str:
                saved = actions.save_case(case=fresh, values=form.values(), by=request.user, at=timezone.now())
                return saved.get_absolute_url()

            path = submit_once(request, perform)
            messages.success(request, _("Saved."))
            return redirect(path)
    stored = _editable(request, pk)
    return _form_page(request, form, heading=stored.name, cancel=stored.get_absolute_url(), crumbs=_crumbs(stored))


@require_POST
@allowed("case.edit")
def case_take(request: HttpRequest, pk: int) -> HttpResponseBase:
    case = _editable(request, pk)
    actions.take_case(case=case, by=request.user, at=timezone.now())
    messages.success(request, _("You look after this case now."))
    return redirect(case)


@require_POST
@allowed("case.edit")
def case_move(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One step; what it needs and does not have is named."""
    case = _editable(request, pk)
    form = MoveForm(request.POST, auto_id="move_%s")
    if not form.is_valid():
        return _page(request, case, move_form=form, status=422)
    chosen: date | None = form.cleaned_data["arrived_on"]
    try:
        actions.move_case(
            case=case, to=request.POST.get("to", ""), by=request.user, at=timezone.now(), arrived_on=chosen,
            reason=form.cleaned_data["reason"],
        )  # fmt: skip
    except ValidationError as error:
        form.add_error(None, error)
        return _page(request, case, move_form=form, status=422)
    return redirect(case)


@require_POST
@allowed("case.edit")
def case_write(request: HttpRequest, pk: int) -> HttpResponseBase:
    case = _editable(request, pk)
    form = WriteForm(request.POST, request.FILES)
    if form.is_valid():
        values = form.cleaned_data

        def perform() -> str:
            write(
                case=case, text=values["text"], by=request.user, at=timezone.now(), asks=values["way"] == "ask",
                note=values["way"] == "note", papers=[values["paper"]] if values["paper"] else [],
            )  # fmt: skip
            return case.get_absolute_url()

        try:
            path = submit_once(request, perform)
        except ValidationError as error:
            form.add_error("paper", error)
        else:
            messages.success(
                request, _("Noted.") if values["way"] == "note" else _("The person can read it on their page.")
            )
            return redirect(path)
    return _page(request, case, write_form=form, status=422)


@allowed("case.view")
def case_file(request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    case = queries.case_for(access_for(request.user), pk)
    return file_response(queries.paper_of(case, number, staff=True), inline=True)


@allowed("case.edit")
def companion_new(request: HttpRequest, pk: int) -> HttpResponseBase:
    case = _editable(request, pk)
    form = CompanionForm(request.POST or None, day=timezone.localdate())
    if request.method == "POST" and form.is_valid():

        def perform() -> str:
            actions.add_companion(case=case, values=form.cleaned_data, by=request.user, at=timezone.now())
            return case.get_absolute_url()

        return redirect(submit_once(request, perform))
    return _form_page(
        request, form, heading=_("Who comes along"), cancel=case.get_absolute_url(), crumbs=_crumbs(case)
    )  # fmt: skip


@require_POST
@allowed("case.edit")
def companion_remove(request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    case = _editable(request, pk)
    found = get_object_or_404(case.companions.select_related("case"), pk=number)
    actions.remove_companion(companion=found, by=request.user, at=timezone.now())
    return redirect(case)


@allowed("case.edit")
def case_ask(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Put a question to an office."""
    case, day = _editable(request, pk), timezone.localdate()
    form = HandoverForm(request.POST or None, day=day)
    if request.method == "POST" and form.is_valid():

        def perform() -> str:
            ask_office(case=case, **form.cleaned_data, by=request.user, at=timezone.now())
            return case.get_absolute_url()

        try:
            path = submit_once(request, perform)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The question stands on the office's desk."))
            return redirect(path)
    return _form_page(
        request, form, heading=_("Ask an office"), cancel=case.get_absolute_url(), crumbs=_crumbs(case), submit=_("Ask")
    )  # fmt: skip


@allowed("case.answer")
def question_list(request: HttpRequest) -> HttpResponse:
    """An office's questions; what waits stands on top."""
    page = Paginator(queries.handovers_for(access_for(request.user)), ROWS).get_page(request.GET.get("page"))
    return render(request, "relocation/question_list.html", {"page": page, "today": timezone.localdate()})


@allowed("case.answer")
def question(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One question and its answer. The case stays closed to the office."""
    access = access_for(request.user)
    found = queries.handover_for(access, pk)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def perform() -> str:
            answer_question(handover=found, text=form.cleaned_data["text"], by=request.user, at=timezone.now())
            return found.get_absolute_url()

        try:
            path = submit_once(request, perform)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Thank you. The welcome centre has your answer."))
            return redirect(path)
    context = {
        "found": found,
        "form": form,
        "case": found.case if queries.cases_for(access).filter(pk=found.case_id).exists() else None,
        "today": timezone.localdate(),
        "crumbs": [(_("Questions of the welcome centre"), reverse("newcomers:questions"))],
    }
    return render(request, "relocation/question.html", context, status=422 if form.errors else 200)


@allowed("case.edit")
def case_book(request: HttpRequest, pk: int) -> HttpResponseBase:
    """An appointment for somebody on the telephone or at the counter."""
    case, now = _editable(request, pk), timezone.now()
    free = free_times(at=now)
    if request.method == "POST":
        slot = {slot_key(one): one for one in free}.get(request.POST.get("slot", ""))
        try:
            if slot is None:
                raise ValidationError(_("Somebody was faster, or this time is over. Please choose another one."))
            book(case=case, slot=slot, by=request.user, at=now)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("newcomers:case-book", pk=pk)
        messages.success(request, _("The appointment is booked."))
        return redirect(case)
    rooms = names_of(free)
    names = dict(queries.advisers_on(timezone.localdate(now)).values_list("pk", "name"))
    times = [(slot_key(one), one, names.get(one.adviser, ""), rooms[one.room]) for one in free[:60]]
    return render(request, "relocation/case_book.html", {"case": case, "times": times, "crumbs": _crumbs(case)})


@require_POST
@allowed("case.edit")
def case_delete(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Before the named day, because the person wishes it. Asked once more by a tick."""
    case = _editable(request, pk)
    if request.POST.get("sure") != "on":
        messages.error(request, _("Tick the box first: what is deleted does not come back."))
        return redirect(case)
    actions.forget_case(case=case, by=request.user, at=timezone.now())
    messages.success(request, _("The case is deleted, with everything that was said and handed in."))
    return redirect("newcomers:cases")


@require_POST
@allowed("case.edit")
def case_from_intake(request: HttpRequest, pk: int) -> HttpResponseBase:
    """An inquiry becomes a case by one press."""
    access = access_for(request.user)
    intake = intake_for(access, pk)
    if not (access.is_head or queries.FIELD in access.fields):
        raise Http404
    try:
        case = actions.take_intake(intake=intake, by=request.user, at=timezone.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(intake)
    return redirect(case)
