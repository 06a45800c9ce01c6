"""The desk: what waits, done and undone, own tasks, another day, another owner."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from wandel.office.desk.actions import entry as actions
from wandel.office.desk.forms.entry import EntryFilterForm, HandOverForm, PostponeForm, TaskForm
from wandel.office.desk.models import Entry
from wandel.office.desk.queries.entry import (
    GROUPS,
    ROWS_PER_PAGE,
    Group,
    all_rows,
    changeable_entry_for,
    desk_groups,
    entry_for,
    group_of,
    group_rows,
    may_change,
    reach_of,
    waiting_counts_kept,
)
from wandel.office.desk.registry import entry_kinds
from wandel.office.journal.queries import entries_about
from wandel.office.people.access import Access, access_for, allowed
from wandel.office.runs.once import submit_once
from wandel.ui.sinks import CONFIDENTIAL
from wandel.ui.slots import panels
from wandel.ui.undo import offer_undo

MOST_PRINTED = 500
NOON, EVENING = 11, 18


def greeting(hour: int) -> str:
    if hour < NOON:
        return _("Good morning")
    return _("Good afternoon") if hour < EVENING else _("Good evening")


def _dressed(access: Access, entries: list[Entry], day: Any) -> list[Entry]:
    """What a row says beside its columns: its group, for whom the reader stands in, whether Done may be pressed."""
    away = reach_of(access, day).standing_in_for
    editor = access.may("desk.entry.edit")
    for entry in entries:
        entry.group = group_of(access, entry, day)
        entry.instead_of = away.get(entry.owner_id, "")
        entry.may_be_done = editor and entry.by_hand
    return entries


def _groups(request: HttpRequest, **more: Any) -> dict[str, Any]:
    """The groups behind the filters of the address: all with their first rows, or one of them with pages."""
    access, day = access_for(request.user), timezone.localdate()
    form = EntryFilterForm(request.GET, access=access, day=day)
    filters, name = form.filters(), request.GET.get("group", "")
    page = None
    if name:
        page = Paginator(group_rows(access, filters, day, name), ROWS_PER_PAGE).get_page(request.GET.get("page"))
        groups = [Group(name, GROUPS[name], page.paginator.count, list(page.object_list))]
    else:
        groups = desk_groups(access, filters, day)
    counts = {group.name: group.count for group in groups}
    for group in groups:
        _dressed(access, group.entries, day)
    return {
        "groups": groups,
        "page": page,
        "overdue": counts.get("overdue", 0),
        "this_week": counts.get("today", 0) + counts.get("week", 0),
        "filter_form": form,
        "filters": filters,
        "narrowed": form.is_narrowed or bool(name),
        "today": day,
        "may_edit": access.may("desk.entry.edit"),
        **more,
    }


@require_GET
@allowed("desk.view")
def desk(request: HttpRequest) -> HttpResponse:
    access, now = access_for(request.user), timezone.localtime()
    context = _groups(
        request,
        greeting=greeting(now.hour),
        waiting=waiting_counts_kept(access, now.date()),
        whole_unit=access.is_head,
        away=sorted(reach_of(access, now.date()).standing_in_for.values()),
        panels=list(panels("desk.aside", request, access.user)),
    )
    return render(request, "desk/desk.html", context)


@require_GET
@allowed("desk.view")
def desk_print(request: HttpRequest) -> HttpResponse:
    access, day = access_for(request.user), timezone.localdate()
    form = EntryFilterForm(request.GET, access=access, day=day)
    entries = _dressed(access, list(all_rows(access, form.filters(), day)[: MOST_PRINTED + 1]), day)
    groups = {name: Group(name, label) for name, label in GROUPS.items()}
    for entry in entries[:MOST_PRINTED]:
        groups[entry.group].entries.append(entry)
    context = {
        "groups": [group for group in groups.values() if group.entries],
        "today": day,
        "cut": len(entries) > MOST_PRINTED,
        "most": MOST_PRINTED,
    }
    return render(request, "desk/print.html", context)


def _back(request: HttpRequest) -> HttpResponse:
    query = request.GET.urlencode()
    return redirect(f"{reverse('desk:desk')}{'?' if query else ''}{query}")


@require_POST
@allowed("desk.entry.edit")
def done(request: HttpRequest, pk: int) -> HttpResponse:
    """Done, with the way back: in the page itself for htmx, else as a message after the redirect."""
    access, day = access_for(request.user), timezone.localdate()
    entry = changeable_entry_for(access, pk, day)
    try:
        actions.close_by_hand(entry=entry, by=access.user, on=day)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return _back(request)
    text, url = _("Done: %(title)s") % {"title": entry.title}, reverse("desk:reopen", args=[pk])
    if request.htmx:
        return render(request, "desk/_groups.html", _groups(request, undo={"text": text, "url": url}))
    offer_undo(request, text, url=url, data={})
    return _back(request)


@require_POST
@allowed("desk.entry.edit")
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    access = access_for(request.user)
    entry = changeable_entry_for(access, pk, timezone.localdate())
    if not entry.by_hand:
        messages.error(request, _("This opens again only on the page behind it."))
        return _back(request)
    actions.reopen_entry(key=entry.key, by=access.user)
    if request.htmx:
        return render(request, "desk/_groups.html", _groups(request))
    messages.info(request, _("Taken back."))
    return _back(request)


@require_GET
@allowed("desk.view")
def entry_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _entry_page(request, pk)


def _entry_page(request: HttpRequest, pk: int, **forms: Any) -> HttpResponse:
    access, day = access_for(request.user), timezone.localdate()
    entry = entry_for(access, pk, day)
    may = may_change(access, entry, day) and entry.state == Entry.State.OPEN
    context = {
        "entry": _dressed(access, [entry], day)[0],
        "kind": entry_kinds().get(entry.kind, entry.kind),
        "organisations": list(entry.organisations.all()),
        "organisation_ids": [house.pk for house in entry.organisations.all()],
        "may_change": may,
        "may_reopen": may_change(access, entry, day) and entry.state != Entry.State.OPEN and entry.by_hand,
        "postpone_form": PostponeForm(initial={"until": entry.due_on}) if may and entry.by_hand else None,
        "hand_over_form": HandOverForm(access=access, day=day) if may else None,
        "history": list(entries_about("desk.entry", entry.pk, access=None)[:20]),
        "overdue": entry.is_overdue(day),
        "today": day,
        "crumbs": [(_("Desk"), reverse("desk:desk"))],
        **forms,
    }
    return render(request, "desk/entry.html", context, status=422 if forms else 200)


def _change(
    request: HttpRequest, pk: int, name: str, form: Any, act: Callable[[Entry], Any], said: str
) -> HttpResponse:
    """One small form of the entry's page: act and go back, or show it again with what is wrong."""
    entry = changeable_entry_for(access_for(request.user), pk, timezone.localdate())
    if form.is_valid():
        try:
            act(entry)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, said)
            return redirect("desk:desk")
    return _entry_page(request, pk, **{name: form})


@require_POST
@allowed("desk.entry.edit")
def postpone(request: HttpRequest, pk: int) -> HttpResponse:
    form, day = PostponeForm(request.POST), timezone.localdate()
    return _change(
        request,
        pk,
        "postpone_form",
        form,
        lambda entry: actions.postpone(entry=entry, until=form.cleaned_data["until"], by=request.user, on=day),
        _("The entry waits for the new day."),
    )


@require_POST
@allowed("desk.entry.edit")
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    day = timezone.localdate()
    form = HandOverForm(request.POST, access=access_for(request.user), day=day)
    return _change(
        request,
        pk,
        "hand_over_form",
        form,
        lambda entry: actions.hand_over(entry=entry, to=form.cleaned_data["to"], by=request.user, on=day),
        _("The entry now lies on your colleague's desk."),
    )


@require_POST
@allowed("desk.entry.edit")
def take_on(request: HttpRequest, pk: int) -> HttpResponse:
    day = timezone.localdate()
    entry = changeable_entry_for(access_for(request.user), pk, day)
    actions.take_on(entry=entry, by=request.user, on=day)
    messages.success(request, _("Noted. Nobody else will be told."))
    return redirect("desk:desk")


def _task_values(form: TaskForm, access: Access) -> dict[str, Any]:
    values = {name: form.cleaned_data[name] for name in ("title", "note", "kind", "due_on", "shared")}
    return {**values, "is_unit": access.is_unit, "organisation_ids": sorted(access.organisation_ids), "by": access.user}


@allowed("desk.entry.edit")
def task_new(request: HttpRequest) -> HttpResponseBase:
    access = access_for(request.user)
    form = TaskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def perform() -> str:
            actions.create_task(owner=access.user, **_task_values(form, access))
            return reverse("desk:desk")

        path = submit_once(request, perform)
        messages.success(request, _("Your task lies on the desk."))
        return redirect(path)
    return _task_page(request, form, _("Add a task"), reverse("desk:desk"))


@allowed("desk.entry.edit")
def task_edit(request: HttpRequest, pk: int) -> HttpResponseBase:
    access, day = access_for(request.user), timezone.localdate()
    entry = changeable_entry_for(access, pk, day)
    if not entry.is_own_task:
        return redirect("desk:entry", pk=pk)
    initial = {
        "title": str(entry.title),
        "note": str(entry.context),
        "due_on": entry.due_on,
        "kind": entry.kind,
        "shared": entry.confidentiality != CONFIDENTIAL,
        "version": entry.version,
    }
    form = TaskForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_task(
                entry=entry, version=form.cleaned_data["version"] or 0, on=day, **_task_values(form, access)
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("desk:entry", pk=pk)
    return _task_page(request, form, _("Change the task"), entry.get_absolute_url())


def _task_page(request: HttpRequest, form: TaskForm, heading: str, cancel_url: str) -> HttpResponse:
    context = {
        "form": form,
        "heading": heading,
        "cancel_url": cancel_url,
        "crumbs": [(_("Desk"), reverse("desk:desk"))],
    }
    return render(request, "desk/form.html", context, status=422 if form.errors else 200)


@require_POST
@allowed("desk.entry.edit")
def task_delete(request: HttpRequest, pk: int) -> HttpResponse:
    access, day = access_for(request.user), timezone.localdate()
    entry = changeable_entry_for(access, pk, day)
    try:
        actions.delete_task(entry=entry, by=access.user, on=day)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        text = _("Deleted: %(title)s") % {"title": entry.title}
        offer_undo(request, text, url=reverse("desk:reopen", args=[pk]), data={})
    return redirect("desk:desk")
