"""Future topics and the register of who advises on what."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wandel.fields.projects.actions.topic import remove_adviser, save_adviser, save_topic
from wandel.fields.projects.forms.topic import AdviserForm, TopicForm
from wandel.fields.projects.models import Adviser, FutureTopic
from wandel.fields.projects.queries.profile import future_field_name
from wandel.fields.projects.queries.project import projects_for
from wandel.fields.projects.queries.topic import (
    adviser_for,
    advisers_for,
    editable_topic_for,
    topic_for,
    topics_for,
)
from wandel.fields.projects.views.change import saved
from wandel.fields.projects.views.page import view_tabs
from wandel.office.journal.queries import entries_about
from wandel.office.people.access import access_for, allowed


def _crumbs(topic: FutureTopic | None = None) -> list[tuple[str, str]]:
    found = [(_("Future topics"), reverse("projects:topics"))]
    return [*found, (topic.title, topic.get_absolute_url())] if topic else found


@allowed("topic.view")
def topic_list(request: HttpRequest) -> HttpResponse:
    """Every topic, those to look at again first."""
    access = access_for(request.user)
    found = topics_for(access).select_related("owner").prefetch_related("projects").order_by("review_on", "sort_key")
    closed = request.GET.get("closed") == "1"
    topics = [topic for topic in found if (topic.state == FutureTopic.State.CLOSED) == closed]
    context = {
        "topics": topics,
        "tabs": view_tabs("topics"),
        "closed": closed,
        "may_edit": access.may("topic.edit"),
        "is_unit": access.is_unit,
        "today": timezone.localdate(),
    }
    return render(request, "projects/topic_list.html", context)


@allowed("topic.view")
def topic_detail(request: HttpRequest, pk: int) -> HttpResponse:
    access = access_for(request.user)
    topic = topic_for(access, pk)
    context = {
        "topic": topic,
        "field_name": future_field_name(topic.future_field),
        "municipalities": list(topic.municipalities.defer("boundary")),
        "projects": list(projects_for(access).filter(topics=topic)),
        "advisers": list(advisers_for(access).filter(topics=topic)),
        "history": entries_about("projects.topic", topic.pk)[:30] if access.is_unit else [],
        "may_edit": access.may("topic.edit"),
        "is_unit": access.is_unit,
        "today": timezone.localdate(),
        "crumbs": _crumbs(),
    }
    return render(request, "projects/topic_detail.html", context)


def _topic_page(request: HttpRequest, form: TopicForm, **context: Any) -> HttpResponse:
    return render(request, "projects/form.html", {"form": form, **context}, status=422 if form.errors else 200)


def _topic_values(form: TopicForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in form.Meta.fields}


@allowed("topic.edit")
def topic_new(request: HttpRequest) -> HttpResponseBase:
    form = TopicForm(request.POST or None, access=access_for(request.user))
    if request.method == "POST" and form.is_valid():

        def perform() -> str:
            values = _topic_values(form)
            topic = save_topic(topic=FutureTopic(), values=values, by=request.user, on=timezone.localdate())
            return topic.get_absolute_url()

        path = saved(form, perform, request)
        if path:
            messages.success(request, _("The topic is recorded."))
            return redirect(path)
    return _topic_page(request, form, heading=_("Record a topic"), cancel=reverse("projects:topics"), crumbs=_crumbs())


@allowed("topic.edit")
def topic_edit(request: HttpRequest, pk: int) -> HttpResponseBase:
    access = access_for(request.user)
    form = TopicForm(request.POST or None, instance=editable_topic_for(access, pk), access=access)
    if request.method == "POST" and form.is_valid():
        fresh = editable_topic_for(access, pk)
        if not form.conflict_with(fresh) and form.is_valid():

            def perform() -> str:
                values = _topic_values(form)
                return save_topic(
                    topic=fresh, values=values, by=request.user, on=timezone.localdate()
                ).get_absolute_url()

            path = saved(form, perform, request)
            if path:
                messages.success(request, _("Saved."))
                return redirect(path)
    stored = editable_topic_for(access, pk)
    return _topic_page(request, form, heading=stored.title, cancel=stored.get_absolute_url(), crumbs=_crumbs(stored))


@allowed("topic.view")
def adviser_list(request: HttpRequest) -> HttpResponse:
    """Who advises on what."""
    access = access_for(request.user)
    context = {
        "advisers": list(advisers_for(access).prefetch_related("topics")),
        "visible": set(topics_for(access).values_list("pk", flat=True)),
        "is_unit": access.is_unit,
        "may_edit": access.may("topic.edit"),
        "crumbs": _crumbs(),
    }
    return render(request, "projects/adviser_list.html", context)


@allowed("topic.edit")
def adviser_new(request: HttpRequest) -> HttpResponseBase:
    return _adviser_page(request, Adviser(), _("Enter who advises on what"))


@allowed("topic.edit")
def adviser_edit(request: HttpRequest, pk: int) -> HttpResponseBase:
    adviser = adviser_for(access_for(request.user), pk)
    return _adviser_page(
        request, adviser, adviser.organisation.name, remove_url=reverse("projects:adviser-remove", args=[pk])
    )


def _adviser_page(request: HttpRequest, adviser: Adviser, heading: str, **context: Any) -> HttpResponseBase:
    access = access_for(request.user)
    first = None if adviser.pk else {"checked_on": timezone.localdate()}
    form = AdviserForm(request.POST or None, instance=adviser, access=access, initial=first)
    if request.method == "POST" and form.is_valid():
        fresh = adviser_for(access, adviser.pk) if adviser.pk else Adviser()
        if not adviser.pk or (not form.conflict_with(fresh) and form.is_valid()):

            def perform() -> str:
                values = {name: form.cleaned_data[name] for name in form.Meta.fields}
                save_adviser(adviser=fresh, values=values, by=request.user)
                return reverse("projects:advisers")

            path = saved(form, perform, request)
            if path:
                messages.success(request, _("Saved."))
                return redirect(path)
    page = {"form": form, "heading": heading, "cancel": reverse("projects:advisers"), "crumbs": _crumbs(), **context}
    return render(request, "projects/form.html", page, status=422 if form.errors else 200)


@allowed("topic.edit")
@require_POST
def adviser_remove(request: HttpRequest, pk: int) -> HttpResponseBase:
    remove_adviser(adviser=adviser_for(access_for(request.user), pk), by=request.user)
    messages.success(request, _("Removed."))
    return redirect("projects:advisers")
