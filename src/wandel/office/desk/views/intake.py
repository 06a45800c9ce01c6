"""The intake list: what came through the front door, by telephone or at the counter."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from wandel.office.desk.actions import intake as actions
from wandel.office.desk.forms.intake import CloseForm, IntakeFilterForm, MoveFieldForm, RecordForm, ReplyForm
from wandel.office.desk.models import Intake
from wandel.office.desk.queries import intake as queries
from wandel.office.journal.queries import entries_about
from wandel.office.people.access import access_for, allowed
from wandel.office.runs.once import submit_once
from wandel.ui.slots import panels
from wandel.ui.tables import Column, saved_list

PER_PAGE = 50
# Without the person's name and address: a saved file would outlive the day on which we promised to erase them.
COLUMNS: tuple[Column, ...] = (
    (gettext_lazy("Number"), lambda intake: intake.pk),
    (gettext_lazy("Company or organisation"), lambda intake: intake.company),
    (gettext_lazy("About"), lambda intake: intake.get_kind_display()),
    (gettext_lazy("Field"), lambda intake: intake.get_field_display()),
    (gettext_lazy("Campaign"), lambda intake: intake.campaign),
    (gettext_lazy("Received on"), lambda intake: intake.received_at),
    (gettext_lazy("Answer until"), lambda intake: intake.answer_due_on),
    (gettext_lazy("State"), lambda intake: intake.get_state_display()),
    (gettext_lazy("Looked after by"), lambda intake: intake.owner),
)


@allowed("intake.view")
def intake_list(request: HttpRequest) -> HttpResponse:
    """What waits, most urgent first; everything else through tabs and filters in the address."""
    access = access_for(request.user)
    params = request.GET.copy()
    params.setdefault("state", "waiting")
    form = IntakeFilterForm(params, campaigns=queries.campaigns_for(access))
    form.is_valid()
    chosen = form.cleaned_data
    filters = queries.IntakeFilters(
        field=chosen.get("field", ""),
        state=chosen.get("state", ""),
        campaign=chosen.get("campaign", ""),
        text=chosen.get("q", ""),
        mine=params.get("mine") == "1",
    )
    found = queries.intake_list(access, filters)
    saved = saved_list(request, _("Inquiries"), COLUMNS, found)
    if saved:
        return saved
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "filter_form": form,
        "tabs": _tabs(access, filters),
        "today": timezone.localdate(),
        "narrowed": any((filters.field, filters.campaign, filters.text)),
        "target": queries.response_days(),
    }
    return render(request, "desk/intake/list.html", context)


def _tabs(access: Any, filters: queries.IntakeFilters) -> list[dict[str, Any]]:
    counts = queries.counts_for(access)
    rows = [
        (_("Waiting for us"), {"state": "waiting"}, counts.waiting, filters.state == "waiting" and not filters.mine),
        (_("Mine"), {"state": "waiting", "mine": "1"}, counts.mine, filters.mine),
        (_("Answered"), {"state": "answered"}, counts.answered, filters.state == "answered"),
        (_("Closed"), {"state": "closed"}, counts.closed, filters.state == "closed"),
    ]
    return [
        {"label": label, "url": f"?{urlencode(query)}", "count": count, "current": current}
        for label, query, count, current in rows
    ]


@allowed("intake.view")
def intake_record(request: HttpRequest) -> HttpResponseBase:
    """Write down what came by telephone or at the counter."""
    form = RecordForm(request.POST or None, initial={"source": Intake.Source.PHONE})
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data

        def perform() -> str:
            intake = actions.receive(
                kind=cleaned["kind"],
                source=cleaned["source"],
                details=form.details(),
                campaign=cleaned["campaign"],
                by=request.user,
                at=timezone.now(),
            )
            return intake.get_absolute_url()

        path = submit_once(request, perform)
        pk = int(path.rstrip("/").rpartition("/")[2])
        if not queries.intakes_for(access_for(request.user)).filter(pk=pk).exists():
            # Newcomers' and investors' inquiries are confidential: the field that gets it now sees it, this reader does not.
            messages.success(
                request, _("Inquiry %(number)s is recorded; the field it belongs to sees it now.") % {"number": pk}
            )
            return redirect("intake:list")
        return redirect(path)
    context = {"form": form, "crumbs": _crumbs()}
    return render(request, "desk/intake/record.html", context, status=422 if form.errors else 200)


def _crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Inquiries"), reverse("intake:list")), *more]


def _page(request: HttpRequest, intake: Intake, *, status: int = 200, **forms: Any) -> HttpResponse:
    context = {
        "intake": intake,
        "public_label": intake.step.public_label,
        "conversation": list(intake.messages.all()),
        "entries": entries_about("desk.intake", intake.pk)[:50],
        "today": timezone.localdate(),
        "reply_form": ReplyForm(),
        "move_form": MoveFieldForm(current=intake.field),
        "close_form": CloseForm(auto_id="close_%s"),
        "may_take": intake.state == Intake.State.CLOSED
        or (intake.owner_id is None and intake.may_become(Intake.State.IN_PROGRESS)),
        "may_answer": intake.may_become(Intake.State.ANSWERED),
        "may_close": intake.may_become(Intake.State.CLOSED),
        "answer_language": dict(settings.LANGUAGES).get(intake.language, intake.language),
        "panels": list(panels("desk.intake", request, intake)),
        "crumbs": _crumbs(),
        **forms,
    }
    return render(request, "desk/intake/detail.html", context, status=status)


@allowed("intake.view")
def intake_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, queries.intake_for(access_for(request.user), pk))


def _fail(request: HttpRequest, error: ValidationError) -> None:
    messages.error(request, " ".join(error.messages))


@allowed("intake.view")
@require_POST
def intake_step(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Take over or put back."""
    intake = queries.intake_for(access_for(request.user), pk)
    step = {"take": actions.take_over, "back": actions.hand_back}.get(request.POST.get("step", ""))
    if step is None:
        raise Http404
    try:
        step(intake=intake, at=timezone.now(), by=request.user)
    except ValidationError as error:
        _fail(request, error)
    return redirect(intake)


@allowed("intake.view")
@require_POST
def intake_answer(request: HttpRequest, pk: int) -> HttpResponseBase:
    intake = queries.intake_for(access_for(request.user), pk)
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return _page(request, intake, reply_form=form, status=422)

    def perform() -> str:
        actions.answer(intake=intake, text=form.cleaned_data["text"], at=timezone.now(), by=request.user)
        return intake.get_absolute_url()

    try:
        path = submit_once(request, perform)
    except ValidationError as error:
        form.add_error(None, error)
        return _page(request, intake, reply_form=form, status=422)
    messages.success(
        request, _("The answer is on its way.") if intake.email else _("The answer stands on the status page.")
    )
    return redirect(path)


@allowed("intake.view")
@require_POST
def intake_move(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Give a misdirected inquiry to another field."""
    access = access_for(request.user)
    intake = queries.intake_for(access, pk)
    form = MoveFieldForm(request.POST, current=intake.field)
    if not form.is_valid():
        return _page(request, intake, move_form=form, status=422)
    try:
        moved = actions.move(
            intake=intake,
            field=form.cleaned_data["field"],
            reason=form.cleaned_data["reason"],
            at=timezone.now(),
            by=request.user,
        )
    except ValidationError as error:
        form.add_error(None, error)
        return _page(request, intake, move_form=form, status=422)
    field = moved.get_field_display() or _("no field yet")
    messages.success(request, _("Moved to: %(field)s. Nothing has to be typed again.") % {"field": field})
    still_visible = queries.intakes_for(access).filter(pk=pk).exists()
    return redirect(intake if still_visible else reverse("intake:list"))


@allowed("intake.view")
@require_POST
def intake_close(request: HttpRequest, pk: int) -> HttpResponseBase:
    intake = queries.intake_for(access_for(request.user), pk)
    form = CloseForm(request.POST, auto_id="close_%s")
    if not form.is_valid():
        return _page(request, intake, close_form=form, status=422)
    try:
        actions.close(intake=intake, reason=form.cleaned_data["reason"], at=timezone.now(), by=request.user)
    except ValidationError as error:
        form.add_error(None, error)
        return _page(request, intake, close_form=form, status=422)
    return redirect(intake)
